"""Spans as the configuration writes them: on the wall clock, or in working time."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

_DURATION = re.compile(r"(\d+)\s*(s|m|h|d|wh|wd)")
_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class Duration:
    """A span: `5m`, `2h`, `1d` on the wall clock, `4wh` working hours, `2wd` working days."""

    amount: int
    unit: str

    @classmethod
    def parse(cls, text: object) -> "Duration":
        """Read a span as it is written in the configuration.

        Raises:
            ValueError: it is not written so.
        """
        found = _DURATION.fullmatch(str(text).strip())
        if found is None:
            raise ValueError("write a number and a unit: 30s, 5m, 2h, 1d, 4wh or 2wd")
        return cls(int(found[1]), found[2])

    @property
    def wall(self) -> timedelta | None:
        """Return the span on the wall clock; None where it counts working time."""
        unit = _UNITS.get(self.unit)
        return None if unit is None else self.amount * unit

    @property
    def is_working(self) -> bool:
        """Say whether the span counts working time only."""
        return self.unit in ("wh", "wd")

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"


def _wall_only(duration: Duration) -> timedelta:
    if duration.wall is None:
        raise ValueError("this runs on the wall clock: use s, m, h or d")
    return duration.wall


Span = Annotated[
    Duration,
    BeforeValidator(lambda value: value if isinstance(value, Duration) else Duration.parse(value)),
    PlainSerializer(str, return_type=str),
]
WallSpan = Annotated[timedelta, BeforeValidator(lambda value: _wall_only(Duration.parse(value)))]
