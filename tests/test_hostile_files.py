"""Hostile words in what an operator writes: commands, the configuration, places.csv, a roster.

Whatever is written is taken as it stands or refused in a sentence; there is no bare traceback.
"""

import io
import itertools
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer.main
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError
from pydantic import ValidationError
from ruamel.yaml import YAML

from bot.cli import app
from bot.config import Config
from bot.demo import STAFF
from bot.duty.sheet import read_sheets
from bot.errors import ConfigurationError
from bot.triage.gazetteer import Gazetteer
from bot.triage.local_names import LocalNames, read_names
from bot.triage.places import Places
from storage.database import open_database
from storage.encryption import Vault
from tests.command import ROOT, SECRET, weibao
from tests.e2e.hostile import WORDS
from tests.e2e.test_hostile_input import ABOVE, WORST, asks, every_card_draws, is_well, unharmed
from tests.e2e.test_talk import in_hand
from tests.e2e.world import county, policies

EVERY = tuple(WORDS.values())
# They serve until they are stopped; what they read is settings and files.
SERVING = frozenset({"run", "demo"})
TODAY = date(2026, 11, 24)
PLAIN = YAML(typ="safe").load((ROOT / "config.yaml").read_text())


def _commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Give every command of `weibao` with the words that lead to it."""
    inner: dict[str, Any] = getattr(group, "commands", {})
    if not inner:
        yield path, group
    for name, one in inner.items():
        yield from _commands(one, (*path, name))


def _lines(command: Any) -> Iterator[list[str]]:
    """Give lines in which each argument and option of the command is hostile in its turn."""
    words = itertools.cycle(one.replace("\x00", "") for one in WORST)
    taking = [one for one in command.params if not getattr(one, "is_flag", False)]
    for hostile in taking:
        said = next(words)
        options = [hostile.opts[0], said] if hostile.param_type_name == "option" else []
        arguments = [
            said if one is hostile else _usual(one)
            for one in taking
            if one.param_type_name == "argument"
        ]
        yield [*options, "--", *arguments]


def _usual(argument: Any) -> str:
    """Return what the argument may well be, so that the others are looked at too."""
    known = {"year": "2027", "tier": "duty", "role": "officer", "office": "320722"}
    return known.get(argument.name, "李敏")


def test_every_argument_of_every_command_takes_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = 0
    monkeypatch.chdir(tmp_path)
    weibao("db", "upgrade", folder=tmp_path, WEIBAO_SECRET_KEY=SECRET)
    for path, command in _commands(typer.main.get_command(app)):
        if path[0] in SERVING:
            continue
        for line in _lines(command):
            assert len(line) > 1, path
            ended = weibao(*path, *line, folder=tmp_path, WEIBAO_SECRET_KEY=SECRET)
            shown = (path, line, ended)
            assert ended.returncode in (0, 1, 2), shown
            assert "Traceback" not in ended.stderr, shown
            tried += 1
    assert tried >= 30


def _leaves(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the place of each word in a file."""
    if isinstance(node, str):
        yield path
        return
    if isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _leaves(value, (*path, key))


def _with(changes: dict[tuple[Any, ...], str]) -> Any:
    """Return the configuration that is shipped, with these words in it."""

    def copied(node: Any, path: tuple[Any, ...]) -> Any:
        if path in changes:
            return changes[path]
        if isinstance(node, dict):
            return {key: copied(value, (*path, key)) for key, value in node.items()}
        if isinstance(node, list):
            return [copied(value, (*path, place)) for place, value in enumerate(node)]
        return node

    return copied(PLAIN, ())


async def test_every_word_of_the_configuration_is_refused_or_shown_as_it_is(
    sqlite_url: str, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    taken: dict[tuple[Any, ...], str] = {}
    leaves = list(_leaves(PLAIN))
    for place, words in zip(leaves, itertools.cycle(WORST), strict=False):
        try:
            Config.model_validate(_with({place: words}))
        except ValidationError:
            continue
        taken[place] = words
    assert len(leaves) > 150
    assert {one[0] for one in taken} >= {"categories", "casework"}
    config = Config.model_validate(_with(taken)).model_copy(update={"sender": policies().sender})
    async with county(
        open_database(sqlite_url, vault), config=config, staff=(*STAFF, ABOVE)
    ) as world:
        with unharmed(caplog):
            _, officer = await in_hand(world)
            await asks(world, officer, "agency")
            await world.settle()
            await officer.says(officer.screen.reply_keyboard[0][0])  # type: ignore[index]
            await officer.says("请看看")
            await world.resident().says("/help")
            await world.resident().says("孩子被打了，快来")
            await is_well(world)
            await every_card_draws(world)


def test_every_cell_of_places_csv_is_taken_or_refused(tmp_path: Path) -> None:
    gazetteer, file = Gazetteer.load(), tmp_path / "places.csv"
    taken: dict[str, str | None] = {}
    for words, row in itertools.product(EVERY, ("{},东海县,x", "老鸭窝,{},x", "老鸭窝,东海县,{}")):
        file.write_bytes(f"name,place,note\n{row.format(words)}\n".encode("utf-8", "surrogatepass"))
        with suppress(ConfigurationError):
            taken |= read_names(file, gazetteer)
    assert len(taken) > len(EVERY) / 2
    places = Places(gazetteer, LocalNames(names=taken))
    assert places.find(f"孩子在{WORDS['half-tag']}").candidates


def test_every_cell_of_a_roster_is_taken_or_named() -> None:
    tried = 0
    for words, column in itertools.product(EVERY, range(4)):
        book = Workbook()
        page = book.worksheets[0]
        cells = ["2026-11-25", "值班", "李敏", "320722"]
        cells[column] = words
        try:
            if column == 3:
                page.title = words[:31]
            page.append(["日期", "班次", "姓名"])
            page.append(cells[:3])
            out = io.BytesIO()
            book.save(out)
        except (IllegalCharacterError, ValueError, UnicodeEncodeError):
            continue  # No program writes such a cell.
        (found,) = read_sheets(out.getvalue(), TODAY)
        assert all(one.cell[-1].isdigit() for one in found.problems)
        assert column == 3 or found.rows or found.problems
        tried += 1
    assert tried >= 100
