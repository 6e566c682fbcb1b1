"""The clock of the embedded Telegram: it can stand still, run faster and jump."""

import threading
import time
from datetime import UTC, datetime, timedelta


class SandboxClock:
    """Tell a time that tests and the demonstration may move.

    Between two jumps the time never goes backwards, whatever the machine's own clock does.
    Every method may be called from any thread.

    Args:
        start: The first moment, aware; without it the machine's present time.
        rate: Seconds of this clock per second of real time; 0 stands still.
    """

    def __init__(self, start: datetime | None = None, rate: float = 1.0) -> None:
        self._lock = threading.Lock()
        self._base = (start or datetime.now(UTC)).astimezone(UTC)
        self._rate = _checked(rate)
        self._anchor = time.monotonic()

    @property
    def rate(self) -> float:
        """Seconds of this clock per second of real time."""
        return self._rate

    def now(self) -> datetime:
        """Return the present moment of this clock as aware UTC."""
        with self._lock:
            return self._now()

    def set_rate(self, rate: float) -> None:
        """Go on from the present moment at another rate; 0 stands still."""
        with self._lock:
            self._move(self._now())
            self._rate = _checked(rate)

    def jump_to(self, at: datetime) -> None:
        """Go on from `at`, which must be aware and may lie in the past."""
        if at.tzinfo is None:
            raise ValueError("a moment to jump to needs a time zone")
        with self._lock:
            self._move(at.astimezone(UTC))

    def advance(self, by: timedelta) -> None:
        """Go forward by a span that is not negative."""
        if by < timedelta():
            raise ValueError("the clock only advances; use jump_to to go back")
        with self._lock:
            self._move(self._now() + by)

    def _now(self) -> datetime:
        if not self._rate:
            return self._base
        passed = (time.monotonic() - self._anchor) * self._rate
        return self._base + timedelta(seconds=passed)

    def _move(self, at: datetime) -> None:
        self._base = at
        self._anchor = time.monotonic()


def _checked(rate: float) -> float:
    if rate < 0:
        raise ValueError("a clock's rate is not negative")
    return rate
