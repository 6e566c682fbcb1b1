"""The decision of the ladder: who is called now, and when it looks again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.durations import Duration
from bot.ladders import Ladder, LevelPolicy
from bot.services.escalation import (
    RETRY_URGENT,
    Decision,
    Person,
    Skipped,
    Standing,
    decide,
    milestone_after,
)
from bot.terms import Level, Who
from bot.working_time import Due

NOW = datetime(2026, 2, 17, 1, 0, tzinfo=UTC)
DUTY, BACKUP, LEAD, CITY, SECOND = 1, 2, 3, 4, 5
L1 = Ladder.model_validate(
    [
        {"who": "duty", "wait": "3m"},
        {"who": "duty", "wait": "2m", "remind": True},
        {"who": "backup", "wait": "5m"},
        {"who": "lead", "wait": "10m"},
        {"who": "city", "wait": "10m"},
    ]
)
L3 = Ladder.model_validate(
    [{"who": "duty", "wait": "4wh"}, {"who": "lead", "wait": "1wd"}, {"who": "city", "wait": "1wd"}]
)
L3_THEN_LONG = Ladder.model_validate(
    [{"who": "duty", "wait": "4wh"}, {"who": "lead", "wait": "1wd"}, {"who": "city", "wait": "2wd"}]
)
CHASE = Ladder.model_validate(
    [
        {"who": "holder", "wait": "15m"},
        {"who": "lead", "wait": "30m"},
        {"who": "city", "wait": "1h"},
    ]
)
EVERYBODY = {Who.DUTY: [DUTY], Who.BACKUP: [BACKUP], Who.LEAD: [LEAD], Who.CITY: [CITY]}
Reach = Callable[[Who], Sequence[Person]]


def due(start: datetime, span: Duration) -> Due:
    """Count a working hour as three hours and a working day as a day and a half, provisionally."""
    if span.wall is not None:
        return Due(start + span.wall)
    hours = {"wh": 3, "wd": 36}[span.unit]
    return Due(start + timedelta(hours=hours * span.amount), provisional=True)


def on(people: Mapping[Who, Sequence[int]], *, gone: Sequence[int] = ()) -> Reach:
    """Return who is meant by each word of the ladder; `gone` cannot be reached."""

    def reach(who: Who) -> Sequence[Person]:
        return [Person(one, reachable=one not in gone) for one in people.get(who, ())]

    return reach


def standing(rung: int = 0, level: Level = Level.L1, **facts: object) -> Standing:
    """Return a referral that nobody has accepted and whose deadline has just come."""
    plain = Standing(7, "paging", level, rung, 0, next_deadline_at=NOW)
    return replace(plain, **facts)  # type: ignore[arg-type]  # Fields of many types.


def onward(before: Standing, decision: Decision) -> Standing:
    """Return how the referral stands after the decision."""
    return replace(
        before,
        rung=decision.rung,
        round=decision.round,
        next_deadline_at=decision.next_deadline_at,
        provisional=decision.provisional,
    )


def called(decision: Decision) -> list[int]:
    """Return who is called, in order."""
    return [page.staff_id for page in decision.pages]


def climb(first: Standing, ladder: Ladder, reach: Reach, times: int) -> list[Decision]:
    """Return the decisions of as many deadlines, each taken the moment it is due."""
    decisions = []
    for _ in range(times):
        decisions.append(decide(first, ladder, reach, due, first.next_deadline_at))
        first = onward(first, decisions[-1])
    return decisions


def test_nobody_is_called_before_the_deadline() -> None:
    early = standing(rung=2, round=1, next_deadline_at=NOW + timedelta(seconds=1), provisional=True)

    decision = decide(early, L1, on(EVERYBODY), due, NOW)

    assert decision == Decision(2, 1, early.next_deadline_at, provisional=True)


def test_the_ladder_climbs_rung_by_rung_and_repeats_the_last_for_ever() -> None:
    decisions = climb(standing(), L1, on(EVERYBODY), 8)

    assert [called(one) for one in decisions] == [
        [DUTY],
        [DUTY],
        [BACKUP],
        [LEAD],
        [CITY],
        [CITY],
        [CITY],
        [CITY],
    ]
    assert [one.pages[0].kind for one in decisions[:3]] == ["page", "remind", "page"]
    assert [one.round for one in decisions[3:]] == [0, 1, 2, 3, 4]
    elapsed = [one.next_deadline_at - NOW for one in decisions]
    assert elapsed[:5] == [timedelta(minutes=sum_) for sum_ in (3, 5, 10, 20, 30)]


@pytest.mark.parametrize("hours", [1, 3, 24 * 30])
def test_after_an_outage_one_rung_fires_and_the_clock_goes_on_from_now(hours: int) -> None:
    late = NOW + timedelta(hours=hours)

    decision = decide(standing(rung=1), L1, on(EVERYBODY), due, late)

    assert called(decision) == [DUTY]
    assert decision.rung == 2
    assert decision.next_deadline_at == late + timedelta(minutes=2)


def test_rungs_without_anybody_reachable_are_skipped_and_named_in_the_same_decision() -> None:
    decision = decide(standing(), L1, on(EVERYBODY, gone=[DUTY, BACKUP]), due, NOW)

    assert called(decision) == [LEAD]
    assert decision.skipped == (
        Skipped(0, Who.DUTY),
        Skipped(1, Who.DUTY),
        Skipped(2, Who.BACKUP),
    )
    assert decision.next_deadline_at == NOW + timedelta(minutes=10)


def test_a_reminder_goes_to_whoever_is_on_duty_now() -> None:
    decision = decide(standing(rung=1), L1, on({**EVERYBODY, Who.DUTY: [SECOND]}), due, NOW)

    assert called(decision) == [SECOND]


def test_an_empty_top_wakes_who_is_below_and_looks_up_again_next_time() -> None:
    below_only = on(EVERYBODY, gone=[LEAD, CITY])
    decisions = climb(standing(rung=4), L1, below_only, 3)

    assert [called(one) for one in decisions] == [[BACKUP]] * 3
    assert [one.round for one in decisions] == [1, 2, 3]
    # Who is called below was called in the round before, perhaps: it is a call of the next one.
    assert [one.pages[0].round for one in decisions] == [1, 2, 3]
    again = decide(
        onward(standing(rung=4), decisions[-1]), L1, on(EVERYBODY), due, NOW + timedelta(days=1)
    )
    assert called(again) == [LEAD]


@pytest.mark.parametrize(
    ("ladder", "level", "wait", "provisional"),
    [
        (L1, Level.L1, timedelta(minutes=3), False),
        (L3, Level.L3, timedelta(hours=12), True),
    ],
)
def test_with_nobody_at_all_it_says_so_and_tries_again_soon(
    ladder: Ladder, level: Level, wait: timedelta, *, provisional: bool
) -> None:
    decision = decide(standing(level=level), ladder, on({}), due, NOW)

    assert decision.exhausted
    assert decision.pages == ()
    assert [one.rung for one in decision.skipped] == list(range(len(ladder.rungs)))
    assert (decision.rung, decision.round) == (0, 1)
    assert decision.next_deadline_at == NOW + wait
    assert decision.provisional is provisional


def test_with_nobody_at_all_an_urgent_matter_never_waits_longer_than_the_retry() -> None:
    decision = decide(standing(rung=4), L1, on({}), due, NOW)

    assert decision.next_deadline_at == NOW + RETRY_URGENT


def test_with_nobody_at_all_a_calm_matter_waits_as_long_as_its_last_rung() -> None:
    decision = decide(standing(rung=2, level=Level.L3), L3_THEN_LONG, on({}), due, NOW)

    assert decision.next_deadline_at == NOW + timedelta(days=3)


@pytest.mark.parametrize("people", [EVERYBODY, {}])
def test_a_deadline_that_lies_behind_is_put_ahead(people: Mapping[Who, Sequence[int]]) -> None:
    def behind(start: datetime, span: Duration) -> Due:  # noqa: ARG001 - Whatever the span.
        return Due(start - timedelta(hours=1))

    decision = decide(standing(), L1, on(people), behind, NOW)

    assert decision.next_deadline_at == NOW + timedelta(seconds=1)


def test_whoever_returned_the_case_is_passed_over_and_that_is_said() -> None:
    returned = standing(rung=3, declined_by=frozenset({LEAD}))

    decision = decide(returned, L1, on(EVERYBODY), due, NOW)

    assert called(decision) == [CITY]
    assert decision.skipped == (Skipped(3, Who.LEAD, "declined"),)


def test_a_colleague_on_the_same_rung_is_called_in_place_of_who_returned_it() -> None:
    both = on({**EVERYBODY, Who.DUTY: [DUTY, SECOND]})

    decision = decide(standing(declined_by=frozenset({DUTY})), L1, both, due, NOW)

    assert called(decision) == [SECOND]


def test_whoever_returned_the_case_is_called_again_where_there_is_nobody_else() -> None:
    returned = standing(rung=3, declined_by=frozenset({DUTY, LEAD}))

    decision = decide(returned, L1, on(EVERYBODY, gone=[BACKUP, CITY]), due, NOW)

    assert called(decision) == [LEAD]
    assert Skipped(3, Who.LEAD, "declined") not in decision.skipped
    assert Skipped(0, Who.DUTY, "declined") in decision.skipped
    assert Skipped(4, Who.CITY) in decision.skipped


def test_a_lapsed_promise_chases_the_holder_then_above_for_ever() -> None:
    held = standing(holder_id=DUTY, state="accepted")
    people = {**EVERYBODY, Who.HOLDER: [DUTY]}

    decisions = climb(held, CHASE, on(people), 5)

    assert [called(one) for one in decisions] == [[DUTY], [LEAD], [CITY], [CITY], [CITY]]
    assert {page.kind for one in decisions for page in one.pages} == {"chase"}


def test_having_returned_it_once_spares_neither_the_holder_nor_the_lead_a_chase() -> None:
    held = standing(holder_id=DUTY, state="accepted", declined_by=frozenset({DUTY, LEAD}))
    people = {**EVERYBODY, Who.HOLDER: [DUTY]}

    decisions = climb(held, CHASE, on(people), 2)

    assert [called(one) for one in decisions] == [[DUTY], [LEAD]]


def test_a_deadline_in_working_time_of_an_unofficial_year_is_marked() -> None:
    decision = decide(standing(level=Level.L3), L3, on(EVERYBODY), due, NOW)

    assert decision.provisional


def test_a_rung_beyond_the_ladder_is_its_last() -> None:
    decision = decide(standing(rung=99), L1, on(EVERYBODY), due, NOW)

    assert called(decision) == [CITY]
    assert decision.rung == 4


staff_ids = st.integers(1, 6)
spans = st.sampled_from(["30s", "1m", "5m", "2h", "1d", "4wh", "2wd"])
ladders = st.lists(
    st.builds(
        lambda who, wait, remind: {"who": who.value, "wait": wait, "remind": remind},
        st.sampled_from([Who.DUTY, Who.BACKUP, Who.LEAD, Who.CITY]),
        spans,
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
).map(
    lambda rungs: Ladder.model_validate(
        [
            # The first rung has nobody to remind.
            {**rung, "remind": rung["remind"] and place > 0}
            for place, rung in enumerate(rungs)
        ]
    )
)
offices = st.dictionaries(
    st.sampled_from([Who.DUTY, Who.BACKUP, Who.LEAD, Who.CITY]), st.lists(staff_ids, max_size=3)
)
standings = st.builds(
    standing,
    rung=st.integers(0, 8),
    level=st.sampled_from(Level),
    round=st.integers(0, 9),
    declined_by=st.frozensets(staff_ids),
    next_deadline_at=st.datetimes(datetime(2020, 1, 1), datetime(2026, 2, 17)).map(  # noqa: DTZ001
        lambda moment: moment.replace(tzinfo=UTC)
    ),
)


@given(standings, ladders, offices, st.lists(staff_ids))
def test_whatever_happens_the_next_deadline_is_ahead_and_nobody_is_called_twice(
    before: Standing, ladder: Ladder, people: dict[Who, list[int]], gone: list[int]
) -> None:
    decision = decide(before, ladder, on(people, gone=gone), due, NOW)

    assert decision.next_deadline_at > NOW
    assert decision.rung >= 0
    assert decision.round >= before.round
    assert len(set(called(decision))) == len(called(decision))
    assert not set(called(decision)) & set(gone)
    assert len({page.rung for page in decision.pages}) <= 1
    assert decision.exhausted == (not decision.pages)
    fired = {page.rung for page in decision.pages}
    assert not fired & {one.rung for one in decision.skipped}


@given(standings, ladders, offices, st.lists(staff_ids))
def test_it_is_silent_only_where_no_rung_at_all_has_anybody_to_reach(
    before: Standing, ladder: Ladder, people: dict[Who, list[int]], gone: list[int]
) -> None:
    reach = on(people, gone=gone)
    anybody = any(one.reachable for rung in ladder.rungs for one in reach(rung.who))

    decision = decide(before, ladder, reach, due, NOW)

    assert bool(decision.pages) == anybody


@given(standings, ladders, offices, st.lists(staff_ids))
def test_nobody_who_can_be_reached_above_is_left_uncalled_for_longer_than_the_ladder(
    before: Standing, ladder: Ladder, people: dict[Who, list[int]], gone: list[int]
) -> None:
    reach = on(people, gone=gone)
    above = ladder.rungs[min(before.rung, len(ladder.rungs) - 1) :]
    owed = {one.staff_id for rung in above for one in reach(rung.who) if one.reachable}

    decisions = climb(before, ladder, reach, len(ladder.rungs))

    reached = {staff_id for one in decisions for staff_id in called(one)}
    assert owed - before.declined_by <= reached


@given(standings, ladders, offices)
def test_the_ladder_only_climbs_while_somebody_above_can_be_reached(
    before: Standing, ladder: Ladder, people: dict[Who, list[int]]
) -> None:
    everybody = {who: [9] for who in Who}
    decisions = climb(before, ladder, on({**people, **everybody}), len(ladder.rungs) + 2)

    rungs = [one.pages[0].rung for one in decisions]
    assert rungs == sorted(rungs)
    assert rungs[-1] == len(ladder.rungs) - 1


POLICY = LevelPolicy.model_validate(
    {"acknowledge": "5m", "contact": "1h", "visit": "4h", "close": "3d"}
)
VISIT_ONLY = LevelPolicy.model_validate({"acknowledge": "5m", "visit": "4h", "close": "3d"})
BARE = LevelPolicy.model_validate({"acknowledge": "1wd", "close": "2wd"})


@pytest.mark.parametrize(
    ("state", "policy", "milestone", "wait", "provisional"),
    [
        ("accepted", POLICY, "contact", timedelta(hours=1), False),
        ("contacted", POLICY, "visit", timedelta(hours=4), False),
        ("visiting", POLICY, "close", timedelta(days=3), False),
        ("accepted", VISIT_ONLY, "visit", timedelta(hours=4), False),
        ("accepted", BARE, "close", timedelta(hours=72), True),
    ],
)
def test_each_act_owes_the_next_that_the_level_promises(
    state: str, policy: LevelPolicy, milestone: str, wait: timedelta, *, provisional: bool
) -> None:
    promise = milestone_after(state, policy, start=NOW, due=due)

    assert promise.milestone == milestone
    assert promise.due_at == NOW + wait
    assert promise.provisional is provisional
