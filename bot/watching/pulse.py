"""Signs of life: what the bot must do again and again, and when it last did.

There are two of each kind. One says that the process still turns (a tick ended, getUpdates was
begun or came back, however that went): by it the watchdog judges, because a new process helps
against nothing else. The other says that the work succeeded: by it the bot calls itself healthy.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Sign:
    """One sign of life; it may be given and looked at from any thread.

    Args:
        now: seconds that only grow.
    """

    now: Callable[[], float] = time.monotonic
    count: int = 0
    at: float | None = None

    def give(self) -> None:
        """Take note that it happened just now."""
        self.at = self.now()
        self.count += 1

    @property
    def age(self) -> float | None:
        """Return how many seconds ago it last happened; None where it never did."""
        return None if self.at is None else self.now() - self.at


@dataclass(frozen=True, slots=True)
class Pulse:
    """All signs of life of one process.

    Attributes:
        tick_ended: a tick came to its end, perhaps in an error.
        ticked: a tick did what was due.
        fetch_moved: getUpdates was begun, or came back with whatever; behind a webhook, the inbox
            was looked at.
        fetched: getUpdates was answered, and what it brought is on disk; behind a webhook, the
            inbox could be read.
    """

    tick_ended: Sign = field(default_factory=Sign)
    ticked: Sign = field(default_factory=Sign)
    fetch_moved: Sign = field(default_factory=Sign)
    fetched: Sign = field(default_factory=Sign)
