"""What an error of the Bot API says about a message: did it leave, and may it be tried again."""

import warnings
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.delivery.transport import NeverLeft


class Verdict(Enum):
    """What became of a message that was not simply taken."""

    ALREADY_SO = auto()
    """The screen shows what it should: the edit changes nothing, the deleted is gone."""
    TOO_MANY = auto()
    """The chat has had too much for now."""
    UNREACHABLE = auto()
    """Nothing reaches this person."""
    POINTLESS = auto()
    """This message can never arrive, but others can: the one to be edited is gone."""
    REFUSED = auto()
    """Telegram does not like it as it is."""
    TOKEN = auto()
    """Telegram does not know the bot."""
    NEVER_LEFT = auto()
    """Surely unsent."""
    PERHAPS_SENT = auto()
    """Nobody knows."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A verdict, a word for the record, and how long Telegram asks to wait."""

    verdict: Verdict
    trouble: str
    after: timedelta = timedelta()


# The Bot API has no codes for these; the words are the only sign.
_UNREACHABLE = ("chat not found", "user is deactivated", "user not found", "peer_id_invalid")
_ALREADY_SO = ("message is not modified", "message to delete not found")
_POINTLESS = (
    "message to edit not found",
    "message can't be edited",
    "no text in the message to edit",
    "message to copy not found",
    "message can't be copied",
    "message can't be deleted",
    "message_id_invalid",
)


def judge(error: Exception) -> Refusal:
    """Return what the error means for the message that met it.

    What is no error of Telegram's or the network's is an error in the message.
    """
    match error:
        case RetryAfter():
            return Refusal(Verdict.TOO_MANY, "too-many", _asked_wait(error))
        case InvalidToken() | EndPointNotFound():
            # The second is what the library makes of the first where a method was called by name.
            return Refusal(Verdict.TOKEN, "token")
        case Forbidden():
            return Refusal(Verdict.UNREACHABLE, "forbidden")
        case ChatMigrated():
            return Refusal(Verdict.UNREACHABLE, "migrated")
        case BadRequest():
            # It is a `NetworkError` to the library, but it says that the request arrived.
            return _bad_request(str(error).lower())
        case NetworkError() if isinstance(error.__cause__, NeverLeft):
            return Refusal(Verdict.NEVER_LEFT, "unsent")
        case TelegramError() | TimeoutError():
            return Refusal(Verdict.PERHAPS_SENT, "uncertain")
        case _:
            return Refusal(Verdict.REFUSED, type(error).__name__)


def _bad_request(words: str) -> Refusal:
    if any(sign in words for sign in _ALREADY_SO):
        return Refusal(Verdict.ALREADY_SO, "already-so")
    if any(sign in words for sign in _UNREACHABLE):
        return Refusal(Verdict.UNREACHABLE, "unreachable")
    if any(sign in words for sign in _POINTLESS):
        return Refusal(Verdict.POINTLESS, "gone")
    return Refusal(Verdict.REFUSED, "bad-request")


def _asked_wait(error: RetryAfter) -> timedelta:
    with warnings.catch_warnings():
        # The library is changing seconds into timedeltas, and says so at every reading.
        warnings.simplefilter("ignore")
        wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
