"""The one place that reads the time."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tell the time; injected everywhere so that tests and the demonstration can move it."""

    def now(self) -> datetime:
        """Return the present moment as aware UTC."""
        ...


class SystemClock:
    """Tell the machine's own time."""

    def now(self) -> datetime:
        """Return the present moment as aware UTC."""
        return datetime.now(UTC)
