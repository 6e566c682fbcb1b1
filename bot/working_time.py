"""Deadlines on two clocks: the wall's, and working time with its holidays and make-up days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import chinese_calendar
from lunar_python import Solar
from pydantic import ValidationError

from bot.config import hours_of
from bot.durations import Duration
from bot.section import Section
from bot.yaml_file import ConfigurationProblems, Problem, load_yaml

_DAY = timedelta(days=1)
_FAR = timedelta(days=370)
# Statutory days of 全国年节及纪念日放假办法 (2024): by the sun, and by the moon (month, day).
_SOLAR_DAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
_LUNAR_DAYS = frozenset({(1, 1), (1, 2), (1, 3), (5, 5), (8, 15)})
_SATURDAY = 5


class Year(Section):
    """What is known of one year."""

    status: Literal["official", "provisional"]
    source: str
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()


class Calendar(Section):
    """The years that the installation entered itself."""

    years: Mapping[int, Year] = {}


def load_calendar(path: Path) -> Calendar:
    """Read the calendar.

    Raises:
        ConfigurationProblems: it cannot be read; the place and the remedy are named.
    """
    try:
        return Calendar.model_validate(_plain(load_yaml(path)))
    except ValidationError as error:
        problems = [
            Problem(
                f"{path.name} {'.'.join(map(str, one['loc']))}",
                repr(one["input"]),
                f"{one['msg']}; write dates as 2027-02-06 and status official or provisional",
            )
            for one in error.errors()
        ]
        raise ConfigurationProblems(problems) from None


def _plain(node: object) -> object:
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items()}
    return list(node) if isinstance(node, list) else node


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline; `provisional` where it rests on a year whose holidays are not official."""

    at: datetime
    provisional: bool = False


class WorkingTime:
    """Compute deadlines in one zone with one calendar.

    Args:
        calendar: the years entered by hand; they win over every package.
        zone: the zone in which days and hours are meant.
        spans: the hours of a working day, such as `09:00-12:00`, in order.
    """

    def __init__(self, calendar: Calendar, zone: ZoneInfo, spans: tuple[str, ...]) -> None:
        self._calendar = calendar
        self._zone = zone
        self._spans = [hours_of(span) for span in spans]

    def status(self, year: int) -> Literal["official", "provisional"]:
        """Say whether the year's holidays and make-up days are official."""
        if year in self._calendar.years:
            return self._calendar.years[year].status
        return "official" if _package_knows(year) else "provisional"

    def is_working_day(self, day: date) -> bool:
        """Say whether offices work on the day."""
        year = self._calendar.years.get(day.year)
        if year is not None:
            if day in year.workdays:
                return True
            return day not in year.holidays and day.weekday() < _SATURDAY
        if _package_knows(day.year):
            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < _SATURDAY and not _is_statutory(day)

    def due(self, start: datetime, duration: Duration) -> Due:
        """Return the moment at which `duration` after `start` (aware) is over."""
        wall = duration.wall
        if wall is not None:
            return Due(start.astimezone(UTC) + wall)
        return self._after_hours(start, self._hours_of(duration))

    def _hours_of(self, duration: Duration) -> timedelta:
        if duration.unit == "wh":
            return timedelta(hours=duration.amount)
        return duration.amount * self._length_of_day()

    def _length_of_day(self) -> timedelta:
        lengths = [
            datetime.combine(date.min, end) - datetime.combine(date.min, begin)
            for begin, end in self._spans
        ]
        return sum(lengths, timedelta())

    def _after_hours(self, start: datetime, left: timedelta) -> Due:
        """Walk through the working spans after `start` until none of the time is left."""
        years = {start.astimezone(self._zone).year}
        for begins_at, ends_at in self._spans_after(start):
            years.add(begins_at.astimezone(self._zone).year)
            from_at = max(begins_at, start)
            if ends_at - from_at >= left:
                provisional = any(self.status(year) == "provisional" for year in years)
                return Due((from_at + left).astimezone(UTC), provisional)
            left -= ends_at - from_at
        raise ConfigurationProblems(
            [Problem("calendar.yaml", "", "a whole year has no working day; mend it")]
        )

    def _spans_after(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the working spans that end after `start`, in UTC so that no clock change counts."""
        first = start.astimezone(self._zone).date()
        day = first
        while day - first < max(_FAR, _DAY):
            if self.is_working_day(day):
                for begin, end in self._spans:
                    begins_at = datetime.combine(day, begin, self._zone).astimezone(UTC)
                    ends_at = datetime.combine(day, end, self._zone).astimezone(UTC)
                    if ends_at > start:
                        yield begins_at, ends_at
            day += _DAY


@lru_cache(maxsize=64)
def _package_knows(year: int) -> bool:
    try:
        chinese_calendar.is_workday(date(year, 1, 4))
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=4096)
def _is_statutory(day: date) -> bool:
    if (day.month, day.day) in _SOLAR_DAYS:
        return True
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    if (lunar.getMonth(), lunar.getDay()) in _LUNAR_DAYS:
        return True
    tomorrow = day + _DAY
    after = Solar.fromYmd(tomorrow.year, tomorrow.month, tomorrow.day).getLunar()
    is_eve = (after.getMonth(), after.getDay()) == (1, 1)
    return is_eve or lunar.getJieQi() == "清明"
