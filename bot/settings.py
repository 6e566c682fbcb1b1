"""What the environment says: addresses and secrets, which never stand in a file or a log."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.app import Telegram
from bot.errors import ConfigurationError
from storage.encryption import SECRET_BYTES

DEFAULT_CONFIG = "config.yaml"
DEFAULT_DATABASE = "weibao.db"
_ENGINES = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Settings:
    """The environment of one process; secrets are not shown when it is printed."""

    config_path: Path
    database_url: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    base_url: str | None = None
    secrets: tuple[bytes, ...] = field(default=(), repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the environment.

        Raises:
            ConfigurationError: a value cannot be used; the message says what to write instead,
                and never the value.
        """
        config_path = Path(environment.get("WEIBAO_CONFIG") or DEFAULT_CONFIG)
        beside = config_path.parent / DEFAULT_DATABASE
        url = environment.get("WEIBAO_DATABASE_URL") or f"sqlite:///{beside}"
        check_database(url)
        return cls(
            config_path=config_path,
            database_url=url,
            token=environment.get("TELEGRAM_BOT_TOKEN") or None,
            base_url=environment.get("TELEGRAM_BASE_URL") or None,
            secrets=_secrets(environment.get("WEIBAO_SECRET_KEY") or ""),
        )

    @property
    def calendar_path(self) -> Path:
        """Return where the calendar stands: beside the configuration."""
        return self.config_path.parent / "calendar.yaml"

    @property
    def telegram(self) -> Telegram:
        """Return how Telegram is reached.

        Raises:
            ConfigurationError: there is no token.
        """
        if self.token is None:
            raise ConfigurationError(
                "TELEGRAM_BOT_TOKEN is not set; set it to the token that @BotFather gave you, "
                "or run `weibao demo` to try the bot without one"
            )
        return Telegram(self.token, self.base_url)

    def need_secrets(self) -> tuple[bytes, ...]:
        """Return the secrets that seal personal fields.

        Raises:
            ConfigurationError: there is none; nothing weak is ever put in its place.
        """
        if not self.secrets:
            raise ConfigurationError(
                "WEIBAO_SECRET_KEY is not set; make one with `weibao key`, keep a copy in a safe "
                "place, and set it: without it nobody can read the reports again"
            )
        return self.secrets


def check_database(url: str, name: str = "WEIBAO_DATABASE_URL") -> None:
    """Check that an address names an engine that is served.

    Raises:
        ConfigurationError: it does not; the message never shows it, as it may hold a password.
    """
    try:
        engine = make_url(url).get_backend_name()
    except ArgumentError:
        engine = ""
    if engine not in _ENGINES:
        raise ConfigurationError(
            f"{name} is not an address that is served; write sqlite:///weibao.db "
            "or postgresql://user:password@host/database"
        )


def _secrets(value: str) -> tuple[bytes, ...]:
    return tuple(_secret(part.strip()) for part in value.split(",") if part.strip())


def _secret(text: str) -> bytes:
    """Return one secret of 32 bytes or more, written in base64."""
    try:
        secret = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) < SECRET_BYTES or len(set(secret)) < SECRET_BYTES // 4:
        raise ConfigurationError(
            f"WEIBAO_SECRET_KEY is not base64 of {SECRET_BYTES} random bytes; make one with "
            "`weibao key`"
        )
    return secret
