"""Spans of time, as everything that is laid has one."""

from datetime import datetime
from typing import Protocol


class Span(Protocol):
    """Anything that lasts from one moment to another."""

    @property
    def starts_at(self) -> datetime:
        """Return its first moment."""
        ...

    @property
    def ends_at(self) -> datetime:
        """Return the moment after its last."""
        ...
