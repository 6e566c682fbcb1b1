"""What an update says, whether it is an object of the library or not."""

from bot.delivery.inbox import Told
from bot.handlers.incoming import understand


def said(update: object) -> str | None:
    """Return what somebody wrote; None of what is nothing but a number."""
    assert isinstance(update, Told)
    incoming = understand(update)
    return None if incoming.what == "nothing" else incoming.entry.text
