"""Faults to order: what a network and a busy server do to a bot.

Fault
├── Refusing                 answered with an error before anything happens
│   ├── TooMany              429 with retry_after
│   ├── ServerError          5xx
│   ├── Forbidden            403, the bot was blocked
│   ├── ChatNotFound         400, chat not found
│   ├── Unauthorized         401
│   └── MethodNotFound       404
├── CutBefore                the connection ends before the call is accepted
├── CutAfter                 the call is accepted, then the connection ends
├── SlowAfterAccept          the call is accepted, its answer comes late
├── BrokenJson               the call is accepted, its answer is no JSON
└── UpdateFault              what happens to an update on its way to the bot
    ├── MalformedUpdate      it lacks what a message must have
    ├── DuplicateUpdate      it comes again after it was acknowledged
    ├── SwappedUpdates       it comes after the one that follows it
    └── DoubleTap            one tap arrives as two callback queries
"""

from dataclasses import dataclass

from sandbox.errors import Refused, bad_request, forbidden, too_many


class Fault:
    """Be the root of everything that can be ordered to go wrong."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """The name under which the wire records this fault."""
        return type(self).__name__


class Refusing(Fault):
    """Answer with an error before the call has any effect."""

    __slots__ = ()

    def refusal(self) -> Refused:
        """Return the error to answer with."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class TooMany(Refusing):
    """Answer 429 and ask to wait for whole seconds."""

    retry_after: int = 1

    def refusal(self) -> Refused:
        """Return Telegram's flood error."""
        return too_many(self.retry_after)


@dataclass(frozen=True, slots=True)
class ServerError(Refusing):
    """Answer with a status of 500 and above."""

    status: int = 502

    def refusal(self) -> Refused:
        """Return the error of a gateway or server."""
        words = {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}
        return Refused(self.status, words.get(self.status, "Service Unavailable"))


@dataclass(frozen=True, slots=True)
class Forbidden(Refusing):
    """Answer that the person has blocked the bot, whatever they really did."""

    words: str = "bot was blocked by the user"

    def refusal(self) -> Refused:
        """Return the error 403."""
        return forbidden(self.words)


@dataclass(frozen=True, slots=True)
class ChatNotFound(Refusing):
    """Answer that there is no such chat."""

    def refusal(self) -> Refused:
        """Return the error 400."""
        return bad_request("chat not found")


@dataclass(frozen=True, slots=True)
class Unauthorized(Refusing):
    """Answer as if the token had been revoked."""

    def refusal(self) -> Refused:
        """Return the error 401."""
        return Refused(401, "Unauthorized")


@dataclass(frozen=True, slots=True)
class MethodNotFound(Refusing):
    """Answer as if the address did not exist."""

    def refusal(self) -> Refused:
        """Return the error 404."""
        return Refused(404, "Not Found")


@dataclass(frozen=True, slots=True)
class CutBefore(Fault):
    """End the connection before the call has any effect."""


@dataclass(frozen=True, slots=True)
class CutAfter(Fault):
    """Let the call have its effect, then end the connection without an answer."""


@dataclass(frozen=True, slots=True)
class SlowAfterAccept(Fault):
    """Let the call have its effect, then answer after seconds of real time."""

    seconds: float


@dataclass(frozen=True, slots=True)
class BrokenJson(Fault):
    """Let the call have its effect, then answer with what no parser reads."""


class UpdateFault(Fault):
    """Disturb the next update instead of a call."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class MalformedUpdate(UpdateFault):
    """Hand the next update over without the fields that it must have."""


@dataclass(frozen=True, slots=True)
class DuplicateUpdate(UpdateFault):
    """Hand the next update over again, with its old number, once it was acknowledged."""


@dataclass(frozen=True, slots=True)
class SwappedUpdates(UpdateFault):
    """Hold the next update back until the one after it has gone first."""


@dataclass(frozen=True, slots=True)
class DoubleTap(UpdateFault):
    """Send the next tap as two callback queries, as an impatient finger does."""
