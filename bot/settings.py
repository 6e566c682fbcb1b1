"""What the environment says: addresses and secrets, which never stand in a file or a log."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.app import Telegram
from bot.config import Config
from bot.delivery.webhook_address import WebhookAddress
from bot.errors import ConfigurationError
from storage.encryption import SECRET_BYTES, Vault

DEFAULT_CONFIG = "config.yaml"
DEFAULT_DATABASE = "weibao.db"
DEFAULT_LISTEN = "127.0.0.1:8080"
MOST_PROCESSES = 16
_ENGINES = ("sqlite", "postgresql")
_NO_FILE = (None, "", ":memory:")


@dataclass(frozen=True, slots=True)
class Settings:
    """The environment of one process; secrets are not shown when it is printed."""

    config_path: Path
    database_url: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    base_url: str | None = None
    secrets: tuple[bytes, ...] = field(default=(), repr=False)
    notify_socket: str | None = None
    webhook_url: str | None = None
    webhook_listen: str = DEFAULT_LISTEN
    processes: int = 1
    files: Path | None = None
    is_default_database: bool = False
    proxy: str | None = field(default=None, repr=False)

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
            notify_socket=environment.get("NOTIFY_SOCKET") or None,
            webhook_url=environment.get("WEIBAO_WEBHOOK_URL") or None,
            webhook_listen=environment.get("WEIBAO_WEBHOOK_LISTEN") or DEFAULT_LISTEN,
            files=Path(environment["WEIBAO_FILES"]) if environment.get("WEIBAO_FILES") else None,
            processes=_processes(environment.get("WEIBAO_PROCESSES") or "1"),
            is_default_database=not environment.get("WEIBAO_DATABASE_URL"),
            proxy=environment.get("https_proxy") or environment.get("HTTPS_PROXY") or None,
        )

    @property
    def calendar_path(self) -> Path:
        """Return where the calendar stands: beside the configuration."""
        return self.config_path.parent / "calendar.yaml"

    def files_path(self, config: Config) -> Path:
        """Return the folder in which attachments are kept.

        It counts from the configuration's, unless the environment names another.
        """
        return self.files or self.config_path.parent / config.attachments.folder

    @property
    def telegram(self) -> Telegram:
        """Return how Telegram is reached.

        Raises:
            ConfigurationError: there is no token, or a proxy that cannot be used.
        """
        if self.token is None:
            raise ConfigurationError(
                "TELEGRAM_BOT_TOKEN is not set; set it to the token that @BotFather gave you, "
                "or run `weibao demo` to try the bot without one"
            )
        telegram = Telegram(self.token, self.base_url)
        if not telegram.is_local:
            _check_proxy(self.proxy)
        return telegram

    @property
    def webhook(self) -> WebhookAddress:
        """Return where Telegram delivers updates.

        The token of a delivery is derived from the secrets, so that all processes know it.

        Raises:
            ConfigurationError: the address is missing or cannot be used.
        """
        if self.webhook_url is None:
            raise ConfigurationError(
                "WEIBAO_WEBHOOK_URL is not set; set it to the public address at which this bot is "
                "reached, such as https://hotline.example/telegram"
            )
        public = _public(self.webhook_url, is_local=self.telegram.base_url is not None)
        host, port = _listening(self.webhook_listen)
        secret = Vault(*self.need_secrets()).fingerprint("webhook", self.telegram.token)
        return WebhookAddress(self.webhook_url, public.path or "/", host, port, secret.hex())

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


def _public(url: str, *, is_local: bool) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_served = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_served = False
    schemes = ("https", "http") if is_local else ("https",)
    if not is_served or parts.scheme not in schemes or parts.query or parts.fragment:
        raise ConfigurationError(
            "WEIBAO_WEBHOOK_URL is not an address that Telegram delivers to; write "
            "https://hotline.example/telegram, without ? and #"
        )
    return parts


def _listening(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise ConfigurationError(
            "WEIBAO_WEBHOOK_LISTEN is not an address and a port; write 127.0.0.1:8080, or "
            "0.0.0.0:8080 behind a proxy on another machine"
        )
    return host, int(port)


def _check_proxy(proxy: str | None) -> None:
    """Check that Telegram can be reached by way of the proxy; it may hold a password.

    Raises:
        ConfigurationError: it cannot; nothing would ever come, and no log would say why.
    """
    if proxy is not None and not proxy.startswith(("http://", "https://")):
        raise ConfigurationError(
            "HTTPS_PROXY is not the address of an HTTP proxy; write http://proxy.example:3128, or "
            "http://user:password@proxy.example:3128 (SOCKS is not spoken)"
        )


def _processes(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_PROCESSES:
        raise ConfigurationError(
            f"WEIBAO_PROCESSES is not a number from 1 to {MOST_PROCESSES}; write how many "
            "processes serve this hotline together"
        )
    return int(text)


def check_database(url: str, name: str = "WEIBAO_DATABASE_URL") -> None:
    """Check that an address names an engine that is served.

    Raises:
        ConfigurationError: it does not; the message never shows it, as it may hold a password.
    """
    try:
        parsed = make_url(url)
        engine = parsed.get_backend_name()
    except ArgumentError:
        engine = ""
    # Without a file everything would be forgotten when the process ends.
    if engine not in _ENGINES or (engine == "sqlite" and parsed.database in _NO_FILE):
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
