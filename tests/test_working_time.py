"""Deadlines in working time: holidays, make-up days, years not yet official, clock changes."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.durations import Duration
from bot.working_time import Calendar, WorkingTime, Year, load_calendar
from bot.yaml_file import ConfigurationProblems

ROOT = Path(__file__).parents[1]
SHANGHAI = ZoneInfo("Asia/Shanghai")
SPANS = ("09:00-12:00", "13:30-17:30")
SHIPPED = WorkingTime(load_calendar(ROOT / "calendar.yaml"), SHANGHAI, SPANS)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 1)).map(  # noqa: DTZ001 - Made aware at once.
    lambda moment: moment.replace(tzinfo=UTC)
)


def at(text: str) -> datetime:
    """Return a moment in Jiangsu."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        ("2026-11-24T10:00", "5m", "2026-11-24T10:05"),
        ("2026-11-24T10:00", "4wh", "2026-11-24T15:30"),
        ("2026-11-24T10:00", "1wd", "2026-11-25T10:00"),
        ("2026-11-27T17:00", "1wh", "2026-11-30T09:30"),  # Over the week-end.
        ("2026-11-28T03:00", "1wh", "2026-11-30T10:00"),  # From a night on a Saturday.
        ("2026-09-30T17:00", "1wh", "2026-10-08T09:30"),  # Over National Day.
        ("2026-02-14T16:30", "2wh", "2026-02-24T10:00"),  # A make-up Saturday, then the Festival.
        ("2027-02-04T17:00", "1wh", "2027-02-09T09:30"),  # Spring Festival, statutory days only.
    ],
)
def test_working_time_is_counted(start: str, span: str, due: str) -> None:
    assert SHIPPED.due(at(start), Duration.parse(span)).at == at(due)


def test_a_deadline_that_rests_on_an_unofficial_year_is_provisional() -> None:
    assert not SHIPPED.due(at("2026-11-24T10:00"), Duration.parse("1wd")).provisional
    assert SHIPPED.due(at("2026-12-31T16:00"), Duration.parse("1wd")).provisional
    assert not SHIPPED.due(at("2027-03-01T10:00"), Duration.parse("5m")).provisional
    assert SHIPPED.status(2026) == "official"
    assert SHIPPED.status(2027) == "provisional"
    assert SHIPPED.status(2029) == "provisional"


def test_what_an_installation_enters_wins_over_every_package() -> None:
    year = Year(
        status="official",
        source="test",
        holidays=(date(2026, 11, 25),),
        workdays=(date(2026, 11, 28),),
    )
    own = WorkingTime(Calendar(years={2026: year}), SHANGHAI, SPANS)
    assert not own.is_working_day(date(2026, 11, 25))
    assert own.is_working_day(date(2026, 11, 28))


def test_years_unknown_to_all_fall_back_to_week_ends_and_lunar_days() -> None:
    bare = WorkingTime(Calendar(), SHANGHAI, SPANS)
    spring_festival = date(2028, 1, 26)
    assert not bare.is_working_day(spring_festival)
    assert not bare.is_working_day(spring_festival - timedelta(days=1))
    assert bare.is_working_day(date(2028, 3, 1))


@given(MOMENTS, MOMENTS, st.integers(1, 40), st.sampled_from(["wh", "wd", "m", "h"]))
def test_a_later_start_never_has_an_earlier_deadline(
    one: datetime, other: datetime, amount: int, unit: str
) -> None:
    first, second = sorted((one, other))
    span = Duration(amount, unit)
    assert SHIPPED.due(first, span).at <= SHIPPED.due(second, span).at
    assert SHIPPED.due(first, span).at > first


@given(MOMENTS, st.integers(1, 40), st.sampled_from(["wh", "wd"]))
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_working_deadlines_fall_into_working_hours_in_zones_with_and_without_summer_time(
    zone: str, start: datetime, amount: int, unit: str
) -> None:
    here = ZoneInfo(zone)
    calendar = WorkingTime(Calendar(), here, SPANS)
    due = calendar.due(start, Duration(amount, unit)).at.astimezone(here)
    hour = due.strftime("%H:%M")
    assert calendar.is_working_day(due.date())
    assert "09:00" <= hour <= "12:00" or "13:30" <= hour <= "17:30"


def test_a_broken_calendar_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "calendar.yaml"
    path.write_text("years: {2027: {status: maybe, source: x}}", encoding="utf-8")
    with pytest.raises(ConfigurationProblems, match="official or provisional"):
        load_calendar(path)
