"""What the environment says is refused where it cannot be served, and why."""

import base64
from pathlib import Path

import pytest

from bot.config import load_config
from bot.errors import ConfigurationError
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
GOOD = {
    "TELEGRAM_BOT_TOKEN": "1:x",
    "WEIBAO_SECRET_KEY": base64.b64encode(bytes(range(32))).decode(),
    "WEIBAO_WEBHOOK_URL": "https://hotline.example/telegram",
    "WEIBAO_WEBHOOK_LISTEN": "0.0.0.0:8080",
    "WEIBAO_PROCESSES": "2",
}


def test_the_webhook_is_read_and_its_token_is_the_same_in_every_process() -> None:
    one, other = (Settings.from_environment(GOOD).webhook for _ in range(2))
    assert (one.path, one.host, one.port) == ("/telegram", "0.0.0.0", 8080)  # noqa: S104 - Nothing listens here.
    assert one.secret == other.secret
    assert len(one.secret) == 72
    assert one.secret not in repr(one)
    stranger = {**GOOD, "TELEGRAM_BOT_TOKEN": "2:x"}
    assert Settings.from_environment(stranger).webhook.secret != one.secret


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("WEIBAO_WEBHOOK_URL", "", "is not set"),
        ("WEIBAO_WEBHOOK_URL", "http://hotline.example/telegram", "https://"),
        ("WEIBAO_WEBHOOK_URL", "hotline.example", "https://"),
        ("WEIBAO_WEBHOOK_URL", "https://hotline.example:x/", "https://"),
        ("WEIBAO_WEBHOOK_URL", "https://hotline.example/?a=1", "without ?"),
        ("WEIBAO_WEBHOOK_LISTEN", "8080", "write 127.0.0.1:8080"),
        ("WEIBAO_WEBHOOK_LISTEN", "127.0.0.1:0", "write 127.0.0.1:8080"),
        ("WEIBAO_WEBHOOK_LISTEN", "127.0.0.1:99999", "write 127.0.0.1:8080"),
        ("HTTPS_PROXY", "socks5://127.0.0.1:1080", "SOCKS is not spoken"),
        ("HTTPS_PROXY", "proxy.example:3128", "write http://proxy.example:3128"),
        ("WEIBAO_PROCESSES", "0", "from 1 to 16"),
        ("WEIBAO_PROCESSES", "two", "from 1 to 16"),
    ],
)
def test_what_cannot_be_served_is_refused_by_its_name(name: str, value: str, words: str) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        _ = Settings.from_environment({**GOOD, name: value}).webhook
    assert name in str(refusal.value)
    assert words in str(refusal.value)


def test_a_proxy_that_can_be_used_is_taken_and_not_shown() -> None:
    settings = Settings.from_environment({**GOOD, "https_proxy": "http://a:hush@proxy:3128"})
    assert settings.telegram.token == "1:x"
    assert "hush" not in repr(settings)
    own = {"TELEGRAM_BASE_URL": "http://127.0.0.1:8081/bot", "HTTPS_PROXY": "socks5://127.0.0.1:1"}
    assert Settings.from_environment({**GOOD, **own}).telegram.is_local


def test_a_server_of_ones_own_may_deliver_without_encryption() -> None:
    own = {"TELEGRAM_BASE_URL": "http://127.0.0.1:8081/bot", "WEIBAO_WEBHOOK_URL": "http://a/t"}
    assert Settings.from_environment({**GOOD, **own}).webhook.url == "http://a/t"


def test_processes_share_the_pace_that_telegram_bears() -> None:
    whole = load_config(ROOT / "config.yaml")
    assert whole.shared_by(2).sender.per_second == whole.sender.per_second / 2
    assert whole.shared_by(1) == whole
