"""Which days a holiday has."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.duty.holidays import HOLIDAYS, days_of, holiday_named
from bot.working_time import WorkingTime, load_calendar

CALENDAR = load_calendar(Path(__file__).parents[2] / "calendar.yaml")
WORKING = WorkingTime(CALENDAR, ZoneInfo("Asia/Shanghai"), ("09:00-17:00",))


@pytest.mark.parametrize(
    ("name", "year", "first", "last"),
    [
        ("春节", 2026, date(2026, 2, 16), date(2026, 2, 23)),
        ("春节", 2027, date(2027, 2, 5), date(2027, 2, 12)),
        ("春节", 2028, date(2028, 1, 25), date(2028, 2, 1)),
        ("国庆", 2026, date(2026, 10, 1), date(2026, 10, 7)),
        ("国庆", 2027, date(2027, 10, 1), date(2027, 10, 3)),
        ("清明", 2026, date(2026, 4, 4), date(2026, 4, 6)),
        ("清明", 2027, date(2027, 4, 3), date(2027, 4, 5)),
        ("端午", 2027, date(2027, 6, 9), date(2027, 6, 9)),
        ("元旦", 2027, date(2027, 1, 1), date(2027, 1, 3)),
    ],
)
def test_a_holiday_has_the_days_of_moon_and_calendar(
    name: str, year: int, first: date, last: date
) -> None:
    days = days_of(name, year, WORKING.is_working_day)

    assert (days[0], days[-1]) == (first, last)
    assert len(days) == (last - first).days + 1


def test_holidays_are_known_as_people_call_them() -> None:
    assert [holiday_named(name) for name in ("过年", "五一", "国庆节", "双十一")] == [
        "春节",
        "劳动节",
        "国庆",
        None,
    ]
    with pytest.raises(ValueError, match="there is no holiday 双十一"):
        days_of("双十一", 2026, WORKING.is_working_day)


@pytest.mark.parametrize("year", range(2024, 2040))
def test_every_holiday_is_found_in_every_year(year: int) -> None:
    for name in HOLIDAYS:
        assert days_of(name, year, lambda day: day.weekday() < 5)
