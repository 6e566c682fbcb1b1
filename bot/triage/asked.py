"""What is asked of whoever reads messages, be it in this process or in one of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.errors import HotlineError
from bot.triage.reading import Reading


@dataclass(frozen=True, slots=True)
class Asked:
    """One message to be read: its words, or the point on the map that was shared.

    `known_counties` are the codes of the counties that the writer is known to report from, the
    latest first; `spot` is latitude and longitude in degrees, WGS 84.
    """

    text: str = ""
    known_counties: tuple[str, ...] = ()
    spot: tuple[float, float] | None = None


class NotReadable(HotlineError):
    """Say that a message could not be read: reading it failed, or whoever was at it ended."""


class ReaderEnded(NotReadable):
    """Say that what reads ended while it was at some messages, or was ended for not ending."""


class ReaderFailed(NotReadable):
    """Say why there is nothing that reads: it cannot be loaded, or not in time."""


class EndsReader(NotReadable):
    """Say that a message ends what reads, though read by itself; it is not to be tried again."""


class Reader(Protocol):
    """Whoever reads messages. It is loaded while others go on, and they wait for it."""

    @property
    def is_there(self) -> bool:
        """Say whether messages can be read at once."""
        ...

    @property
    def ails(self) -> str | None:
        """Say why messages cannot be read at once, a word of `bot.watching.health.READERS`."""
        ...

    def begin(self) -> object:
        """Load what reads, unless that has begun."""
        ...

    async def there(self) -> None:
        """Wait until messages can be read.

        Raises:
            Exception: what reads cannot be loaded.
        """
        ...

    async def read_together(self, asked: Sequence[Asked]) -> Sequence[Reading]:
        """Return what each of some messages says, read beside the loop.

        Raises:
            ReaderFailed: there is nothing that reads.
            NotReadable: one of them cannot be read, or none; each may be asked for by itself.
        """
        ...

    async def end(self) -> None:
        """Let go of what reads."""
        ...
