"""Turns: the spans between hand-offs, numbered, in a zone whose clock may change."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
DAYS_OF_WEEK = 7
HAND_OFF = time(8, 30)


@dataclass(frozen=True, slots=True)
class Pattern:
    """When duty is handed over: at these hours each day, or of one weekday (0 is Monday).

    `starts_on` is the day (of a weekly pattern: in the week) whose first turn has the number 0.
    """

    starts_on: date
    hand_offs: tuple[time, ...] = (HAND_OFF,)
    weekday: int | None = None

    def __post_init__(self) -> None:
        """Refuse a pattern that hands nothing over."""
        if not self.hand_offs or len(set(self.hand_offs)) != len(self.hand_offs):
            raise ValueError("a pattern needs hours of hand-off, each once")
        if self.weekday is not None and not 0 <= self.weekday < DAYS_OF_WEEK:
            raise ValueError("a weekday is 0 (Monday) to 6 (Sunday)")


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn, in UTC; `number` counts from the pattern's start, below zero before it."""

    number: int
    starts_at: datetime
    ends_at: datetime


def moments_of(day: date, hand_offs: Sequence[time], zone: ZoneInfo) -> list[datetime]:
    """Return the hand-offs of a day in UTC, in order.

    An hour that the day does not have (clocks go forward) is the one that the clock shows then;
    two that fall together are one, so that no turn is empty.
    """
    return sorted({datetime.combine(day, at, zone).astimezone(UTC) for at in hand_offs})


def turns_between(
    pattern: Pattern, zone: ZoneInfo, since: datetime, until: datetime
) -> Iterator[Turn]:
    """Yield the turns that touch the span, in order; each begins where the one before ends."""
    for (number, starts_at), (_, ends_at) in pairwise(_hand_offs(pattern, zone, since, until)):
        if ends_at > since and starts_at < until:
            yield Turn(number, starts_at, ends_at)


def turn_at(turns: Sequence[Turn], moment: datetime) -> Turn:
    """Return the turn that covers the moment; the turns must reach over it."""
    place = bisect_right(turns, moment, key=lambda turn: turn.starts_at) - 1
    return turns[place]


def _hand_offs(
    pattern: Pattern, zone: ZoneInfo, since: datetime, until: datetime
) -> Iterator[tuple[int, datetime]]:
    """Yield number and moment of each hand-off, from one before the span to one after it."""
    step = 1 if pattern.weekday is None else DAYS_OF_WEEK
    first = pattern.starts_on
    if pattern.weekday is not None:
        first -= timedelta(days=(first.weekday() - pattern.weekday) % DAYS_OF_WEEK)
    away = (since.astimezone(zone).date() - first).days // step - 1
    day = first + timedelta(days=away * step)
    last = until.astimezone(zone).date() + timedelta(days=step)
    while day <= last:
        for place, moment in enumerate(moments_of(day, pattern.hand_offs, zone)):
            yield away * len(pattern.hand_offs) + place, moment
        away += 1
        day += step * _DAY
