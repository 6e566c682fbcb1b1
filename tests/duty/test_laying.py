"""Laying shifts: neither overlap nor hole, whatever the clock of the zone does."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.duty.laying import Absence, Laid, NamedDay, Override, Plan, Rule, lay
from bot.duty.turns import Pattern

SHANGHAI, BERLIN, LORD_HOWE = (
    ZoneInfo("Asia/Shanghai"),
    ZoneInfo("Europe/Berlin"),
    ZoneInfo("Australia/Lord_Howe"),
)
LI, WANG, CHEN, ZHOU = 1, 2, 3, 4
MONDAY = date(2026, 11, 23)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def daily(*people: int, hours: tuple[time, ...] = (time(8, 30),), start: date = MONDAY) -> Rule:
    return Rule(1, people, Pattern(start, hours), LONG_AGO)


def shown(laid: list[Laid], zone: ZoneInfo = SHANGHAI) -> list[str]:
    return [
        f"{one.staff_id} {one.starts_at.astimezone(zone):%d %H:%M}-"
        f"{one.ends_at.astimezone(zone):%d %H:%M}"
        for one in laid
    ]


def laid(plan: Plan, since: str, until: str) -> list[str]:
    return shown(lay(plan, SHANGHAI, at(since), at(until)))


def test_people_take_days_in_order() -> None:
    plan = Plan((daily(LI, WANG),))

    assert laid(plan, "2026-11-23T10:00", "2026-11-25T08:30") == [
        f"{LI} 23 10:00-24 08:30",
        f"{WANG} 24 08:30-25 08:30",
    ]


def test_a_day_of_two_hand_offs_has_two_turns() -> None:
    plan = Plan((daily(LI, WANG, CHEN, hours=(time(20), time(8))),))

    assert laid(plan, "2026-11-23T08:00", "2026-11-25T08:00") == [
        f"{LI} 23 08:00-23 20:00",
        f"{WANG} 23 20:00-24 08:00",
        f"{CHEN} 24 08:00-24 20:00",
        f"{LI} 24 20:00-25 08:00",
    ]


def test_weeks_change_on_their_day_and_the_start_lies_within_the_first() -> None:
    weekly = Rule(1, (LI, WANG), Pattern(date(2026, 11, 25), (time(9),), weekday=0), LONG_AGO)

    assert laid(Plan((weekly,)), "2026-11-25T00:00", "2026-12-01T00:00") == [
        f"{LI} 25 00:00-30 09:00",
        f"{WANG} 30 09:00-01 00:00",
    ]


def test_a_rule_made_later_counts_from_its_start_on() -> None:
    newer = Rule(2, (CHEN,), Pattern(MONDAY, (time(20),)), at("2026-11-24T12:00"))

    assert laid(Plan((daily(LI), newer)), "2026-11-24T08:30", "2026-11-25T20:00") == [
        f"{LI} 24 08:30-24 12:00",
        f"{CHEN} 24 12:00-24 20:00",
        f"{CHEN} 24 20:00-25 20:00",
    ]


def test_named_days_go_before_the_rule_and_overrides_before_both() -> None:
    plan = Plan(
        (daily(LI),),
        (NamedDay(date(2026, 11, 24), (WANG,)),),
        (
            Override(7, CHEN, at("2026-11-24T20:00"), at("2026-11-25T12:00")),
            Override(8, ZHOU, at("2026-11-25T10:00"), at("2026-11-25T12:00")),
        ),
    )

    assert laid(plan, "2026-11-23T08:30", "2026-11-26T08:30") == [
        f"{LI} 23 08:30-24 08:30",
        f"{WANG} 24 08:30-24 20:00",
        f"{CHEN} 24 20:00-25 08:30",
        f"{CHEN} 25 08:30-25 10:00",
        f"{ZHOU} 25 10:00-25 12:00",
        f"{LI} 25 12:00-26 08:30",
    ]


def test_several_people_of_a_named_day_take_its_hand_offs() -> None:
    rule = daily(LI, hours=(time(8), time(20)))
    plan = Plan((rule,), (NamedDay(date(2026, 11, 24), (WANG, CHEN)),))

    assert laid(plan, "2026-11-24T08:00", "2026-11-25T20:00") == [
        f"{WANG} 24 08:00-24 20:00",
        f"{CHEN} 24 20:00-25 08:00",
        f"{LI} 25 08:00-25 20:00",
    ]
    one = Plan((rule,), (NamedDay(date(2026, 11, 24), (WANG,)),))
    assert laid(one, "2026-11-24T08:00", "2026-11-25T08:00") == [f"{WANG} 24 08:00-25 08:00"]


def test_a_named_day_within_a_week_cuts_the_week() -> None:
    weekly = Rule(1, (LI, WANG), Pattern(MONDAY, (time(8, 30),), weekday=0), LONG_AGO)
    plan = Plan((weekly,), (NamedDay(date(2026, 11, 25), (CHEN,)),))

    assert laid(plan, "2026-11-23T08:30", "2026-11-30T08:30") == [
        f"{LI} 23 08:30-25 08:30",
        f"{CHEN} 25 08:30-26 08:30",
        f"{LI} 26 08:30-30 08:30",
    ]


def test_the_turn_of_who_is_absent_passes_to_the_next_and_the_order_stays() -> None:
    away = Absence(WANG, at("2026-11-24T12:00"), at("2026-11-27T12:00"))

    assert laid(
        Plan((daily(LI, WANG, CHEN),), absences=(away,)), "2026-11-23T08:30", "2026-11-28T08:30"
    ) == [
        f"{LI} 23 08:30-24 08:30",
        f"{WANG} 24 08:30-24 12:00",
        f"{CHEN} 24 12:00-25 08:30",
        f"{CHEN} 25 08:30-26 08:30",
        f"{LI} 26 08:30-27 08:30",
        f"{CHEN} 27 08:30-27 12:00",
        f"{WANG} 27 12:00-28 08:30",
    ]


def test_the_turn_of_a_named_person_who_is_absent_passes_to_who_follows_them() -> None:
    plan = Plan(
        (daily(LI, WANG, CHEN),),
        (NamedDay(MONDAY, (WANG,)),),
        absences=(Absence(WANG, at("2026-11-20T00:00"), at("2026-11-30T00:00")),),
    )

    assert laid(plan, "2026-11-23T08:30", "2026-11-24T08:30") == [f"{CHEN} 23 08:30-24 08:30"]


def test_who_left_is_passed_over_and_with_nobody_left_nothing_is_laid() -> None:
    rule = daily(LI, WANG)
    span = ("2026-11-23T08:30", "2026-11-24T08:30")

    assert laid(Plan((rule,), gone=frozenset({LI})), *span) == [f"{WANG} 23 08:30-24 08:30"]
    assert laid(Plan((rule,), gone=frozenset({LI, WANG})), *span) == []


def test_without_a_rule_named_days_and_overrides_stand_alone() -> None:
    plan = Plan(
        days=(NamedDay(date(2026, 11, 24), (WANG,)),),
        overrides=(Override(1, LI, at("2026-11-25T12:00"), at("2026-11-26T12:00")),),
    )

    assert laid(plan, "2026-11-23T00:00", "2026-11-30T00:00") == [
        f"{WANG} 24 08:30-25 08:30",
        f"{LI} 25 12:00-26 08:30",
        f"{LI} 26 08:30-26 12:00",
    ]


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 28), 23), (date(2026, 10, 24), 25), (date(2026, 6, 1), 24)]
)
def test_the_night_on_which_the_clock_changes_is_one_turn(day: date, hours: int) -> None:
    plan = Plan((daily(LI, WANG, start=day),))
    begins = datetime.combine(day, time(8, 30), BERLIN)
    until = datetime.combine(day + DAY, time(8, 30), BERLIN)

    (turn,) = lay(plan, BERLIN, begins.astimezone(UTC), until.astimezone(UTC))

    assert turn.staff_id == LI
    assert turn.ends_at - turn.starts_at == hours * HOUR


def test_hand_offs_in_the_hour_that_the_day_does_not_have_leave_no_hole() -> None:
    day = date(2026, 3, 29)
    rule = daily(LI, WANG, CHEN, hours=(time(2, 15), time(2, 45), time(3, 15)), start=day)
    since = datetime(2026, 3, 28, 12, tzinfo=UTC)

    shifts = lay(Plan((rule,)), BERLIN, since, since + 2 * DAY)

    assert all(one.ends_at == after.starts_at for one, after in pairwise(shifts))
    assert (shifts[0].starts_at, shifts[-1].ends_at) == (since, since + 2 * DAY)


people = st.lists(st.integers(1, 5), min_size=1, max_size=5, unique=True).map(tuple)
hours = st.lists(st.times().map(lambda t: t.replace(second=0, microsecond=0)), min_size=1,
                 max_size=4, unique=True).map(tuple)  # fmt: skip
# Around both changes of the clock in Berlin and on Lord Howe, where it is half an hour.
days = st.one_of(
    *(
        st.dates(centre - 10 * DAY, centre + 10 * DAY)
        for centre in (date(2026, 3, 29), date(2026, 4, 5), date(2026, 10, 25), date(2026, 10, 4))
    )
)
moments = st.builds(
    lambda day, minutes: datetime.combine(day, time(), UTC) + timedelta(minutes=minutes),
    days,
    st.integers(0, 1440),
)
patterns = st.builds(Pattern, days, hours, st.none() | st.integers(0, 6))
spans = st.tuples(moments, st.integers(1, 6 * 1440)).map(
    lambda span: (span[0], span[0] + timedelta(minutes=span[1]))
)
overrides = st.builds(
    lambda number, person, span: Override(number, person, *span),
    st.integers(1, 99),
    st.integers(1, 5),
    spans,
)
absences = st.builds(lambda person, span: Absence(person, *span), st.integers(1, 5), spans)
named = st.builds(NamedDay, days, people)
zones = st.sampled_from([SHANGHAI, BERLIN, LORD_HOWE])


@given(
    st.lists(st.builds(Rule, st.integers(1, 9), people, patterns, moments), max_size=3,
             unique_by=lambda rule: rule.id),
    st.lists(named, max_size=4, unique_by=lambda one: one.day),
    st.lists(overrides, max_size=4, unique_by=lambda one: one.id),
    st.lists(absences, max_size=4),
    zones,
    spans,
)  # fmt: skip
def test_shifts_never_overlap_and_leave_a_hole_only_where_everybody_is_away(
    rules: list[Rule],
    days: list[NamedDay],
    overrides: list[Override],
    absences: list[Absence],
    zone: ZoneInfo,
    span: tuple[datetime, datetime],
) -> None:
    first = Rule(0, (1, 2, 3), Pattern(date(2026, 1, 1)), LONG_AGO)
    plan = Plan((first, *rules), tuple(days), tuple(overrides), tuple(absences))
    since, until = span

    shifts = lay(plan, zone, since, until)

    for one in shifts:
        assert since <= one.starts_at < one.ends_at <= until
        assert not any(
            away.staff_id == one.staff_id
            and away.starts_at < one.ends_at
            and away.ends_at > one.starts_at
            for away in absences
        )
        assert one.ends_at - one.starts_at <= 7 * DAY + 2 * HOUR
    for one, after in pairwise(shifts):
        assert one.ends_at <= after.starts_at
    if not absences:
        reached = [since, *(one.ends_at for one in shifts)]
        assert [one.starts_at for one in shifts] == reached[:-1]
        assert reached[-1] == until


@given(patterns, people, zones, spans, st.integers(1, 6 * 1440))
def test_what_is_laid_later_is_the_rest_of_what_was_laid_before(
    pattern: Pattern,
    people: tuple[int, ...],
    zone: ZoneInfo,
    span: tuple[datetime, datetime],
    minutes: int,
) -> None:
    plan = Plan((Rule(1, people, pattern, LONG_AGO),))
    since, until = span
    later = min(since + timedelta(minutes=minutes), until - timedelta(minutes=1))
    if later <= since:
        return

    before = [one for one in lay(plan, zone, since, until) if one.ends_at > later]
    after = lay(plan, zone, later, until)

    assert [one.staff_id for one in after] == [one.staff_id for one in before]
    assert [one.ends_at for one in after] == [one.ends_at for one in before]
