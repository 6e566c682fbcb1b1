"""compose.yaml, Dockerfile and .env.example name only what the program knows."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.main import get_command

from bot.cli import app
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
BOTS = ("bot-1", "bot-2")


class Asked(Mapping[str, str]):
    """An environment without anything in it, that remembers what it was asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@pytest.fixture
def known() -> set[str]:
    """Every variable that the settings read."""
    asked = Asked()
    Settings.from_environment(asked)
    return asked.names


@pytest.fixture
def services() -> dict[str, Any]:
    compose = YAML(typ="safe").load((ROOT / "compose.yaml").read_text())
    found: dict[str, Any] = compose["services"]
    return found


def _examples() -> set[str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    return {line.partition("=")[0] for line in lines if line and not line.startswith("#")}


def test_every_variable_of_the_bots_is_one_that_the_settings_read(
    services: dict[str, Any], known: set[str]
) -> None:
    for name in BOTS:
        assert set(services[name]["environment"]) <= known
    assert len(known) >= 8


def test_every_variable_to_be_set_stands_in_the_example(known: set[str]) -> None:
    wanted = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    assert wanted <= _examples()
    assert _examples() - wanted <= known


def test_what_compose_sets_can_be_served(services: dict[str, Any]) -> None:
    words = {
        "TELEGRAM_BOT_TOKEN": "1:x",
        "TELEGRAM_BASE_URL": "",
        "HTTPS_PROXY": "",
        "WEIBAO_SECRET_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "POSTGRES_PASSWORD": "secret",
        "WEIBAO_WEBHOOK_URL": "https://hotline.example/telegram",
    }
    for name in BOTS:
        environment = {
            key: re.sub(r"\$\{([A-Z_]+)[^}]*\}", lambda found: words[found[1]], value)
            for key, value in services[name]["environment"].items()
        }
        settings = Settings.from_environment(environment)
        (port,) = services[name]["ports"]
        assert settings.webhook.port == int(port.rpartition(":")[2])
        assert settings.processes == len(BOTS)
        assert settings.database_url == "postgresql://weibao:secret@database/weibao"
    ports = [services[name]["ports"] for name in BOTS]
    assert ports[0] != ports[1]


def test_the_server_is_the_one_that_the_bots_reach(services: dict[str, Any]) -> None:
    server = services["database"]["environment"]
    assert (server["POSTGRES_USER"], server["POSTGRES_DB"]) == ("weibao", "weibao")


def test_what_is_mounted_and_copied_stands_here(services: dict[str, Any]) -> None:
    for name in BOTS:
        for volume in services[name]["volumes"]:
            if volume.startswith("./"):
                assert (ROOT / volume.split(":")[0]).is_file()
            else:
                assert volume.split(":")[1] == services[name]["environment"]["WEIBAO_FILES"]
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    for line in (ROOT / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY "):
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists()
                assert f"!{source}" in ignored


def test_the_image_starts_a_command_that_there_is() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    (entry,) = re.findall(r"^ENTRYPOINT (.*)$", dockerfile, re.MULTILINE)
    (words,) = re.findall(r"^CMD (.*)$", dockerfile, re.MULTILINE)
    assert json.loads(entry) == ["weibao"]
    name, option = json.loads(words)
    command = get_command(app).commands[name]  # type: ignore[attr-defined]
    assert option in [opt for parameter in command.params for opt in parameter.opts]
