"""Where Telegram delivers updates."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """Where Telegram delivers updates.

    Attributes:
        url: the public address, whose path is the path that is served.
        path: the path alone.
        host: the address of this machine on which to listen.
        port: the port on which to listen.
        secret: what proves that a delivery is Telegram's.
    """

    url: str
    path: str
    host: str
    port: int
    secret: str = field(repr=False)
