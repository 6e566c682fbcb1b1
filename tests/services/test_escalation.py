"""The decision whom to call: what holds for every ladder, every reach and every outage."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.config import Duration, Ladder, LevelPolicy, Rung
from bot.services.escalation import (
    RETRY_URGENT,
    Decision,
    Person,
    Standing,
    decide,
    milestone_after,
)
from bot.terms import Level, Who
from bot.working_time import Due

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
WHOS = [Who.DUTY, Who.BACKUP, Who.LEAD, Who.CITY, Who.PROVINCE]
LADDERS = st.lists(
    st.builds(
        Rung,
        who=st.sampled_from(WHOS),
        wait=st.integers(1, 60).map(lambda minutes: Duration(minutes, "m")),
        remind=st.booleans(),
    ),
    min_size=1,
    max_size=7,
).map(lambda rungs: Ladder(rungs=tuple(rungs)))
REACHES = st.dictionaries(
    st.sampled_from(WHOS),
    st.lists(st.builds(Person, st.integers(1, 9), st.booleans()), max_size=3),
)


def due(start: datetime, span: Duration) -> Due:
    """Return a deadline on the wall clock."""
    assert span.wall is not None
    return Due(start + span.wall)


def standing(rung: int = 0, **changes: object) -> Standing:
    """Return a referral whose deadline is now."""
    values = {
        "referral_id": 1,
        "state": "paging",
        "level": Level.L1,
        "rung": rung,
        "round": 0,
        "next_deadline_at": NOW,
    }
    return Standing(**{**values, **changes})  # type: ignore[arg-type]


def asked(
    ladder: Ladder, reach: dict[Who, list[Person]], now: datetime = NOW, **changes: object
) -> Decision:
    """Decide for a referral whose deadline is now, unless changed."""
    return decide(standing(**changes), ladder, lambda who: reach.get(who, []), due, now)  # type: ignore[arg-type]


@given(LADDERS, REACHES, st.integers(0, 9), st.timedeltas(timedelta(), timedelta(days=400)))
def test_there_is_always_a_deadline_in_the_future(
    ladder: Ladder, reach: dict[Who, list[Person]], rung: int, outage: timedelta
) -> None:
    now = NOW + outage
    decision = asked(ladder, reach, now, rung=rung)
    assert decision.next_deadline_at > now


@given(LADDERS, REACHES, st.integers(0, 9))
def test_whoever_can_be_reached_by_any_rung_is_never_left_in_silence(
    ladder: Ladder, reach: dict[Who, list[Person]], rung: int
) -> None:
    decision = asked(ladder, reach, rung=rung)
    reachable = {
        person.staff_id
        for one in ladder.rungs
        for person in reach.get(one.who, [])
        if person.reachable
    }
    assert bool(decision.pages) is bool(reachable)
    assert decision.exhausted is not bool(reachable)
    assert {page.staff_id for page in decision.pages} <= reachable


@given(LADDERS, REACHES)
def test_within_as_many_firings_as_rungs_everybody_has_been_called(
    ladder: Ladder, reach: dict[Who, list[Person]]
) -> None:
    called: set[int] = set()
    now, rung, round_ = NOW, 0, 0
    for _ in ladder.rungs:
        decision = decide(
            standing(rung, round=round_, next_deadline_at=now),
            ladder,
            lambda who: reach.get(who, []),
            due,
            now,
        )
        called |= {page.staff_id for page in decision.pages}
        now, rung, round_ = decision.next_deadline_at, decision.rung, decision.round
    reachable = {
        person.staff_id
        for one in ladder.rungs
        for person in reach.get(one.who, [])
        if person.reachable
    }
    assert called == reachable


@given(LADDERS, REACHES, st.integers(0, 9))
def test_nobody_is_called_twice_by_one_decision(
    ladder: Ladder, reach: dict[Who, list[Person]], rung: int
) -> None:
    called = [page.staff_id for page in asked(ladder, reach, rung=rung).pages]
    assert len(called) == len(set(called))


def test_nothing_happens_before_the_deadline() -> None:
    ladder = Ladder(rungs=(Rung(who=Who.DUTY, wait=Duration(5, "m")),))
    decision = asked(ladder, {Who.DUTY: [Person(1, True)]}, NOW - timedelta(seconds=1))
    assert decision.pages == ()
    assert decision.next_deadline_at == NOW


def test_an_empty_top_falls_back_to_the_highest_who_can_be_reached() -> None:
    rungs = tuple(Rung(who=who, wait=Duration(5, "m")) for who in WHOS)
    reach = {Who.DUTY: [Person(1, True)], Who.CITY: [Person(4, True)]}
    decision = asked(Ladder(rungs=rungs), reach, rung=4)
    assert [page.staff_id for page in decision.pages] == [4]
    assert decision.round == 1


def test_whoever_returned_the_case_is_called_only_if_there_is_nobody_else() -> None:
    ladder = Ladder(rungs=(Rung(who=Who.DUTY, wait=Duration(5, "m")),))
    both = {Who.DUTY: [Person(1, True), Person(2, True)]}
    assert [p.staff_id for p in asked(ladder, both, declined_by=frozenset({1})).pages] == [2]
    alone = {Who.DUTY: [Person(1, True)]}
    assert [p.staff_id for p in asked(ladder, alone, declined_by=frozenset({1})).pages] == [1]


def test_with_nobody_at_all_it_is_tried_again_soon() -> None:
    ladder = Ladder(rungs=(Rung(who=Who.DUTY, wait=Duration(3, "h")),))
    decision = asked(ladder, {})
    assert decision.exhausted
    assert decision.next_deadline_at == NOW + RETRY_URGENT


def test_promises_follow_one_another() -> None:
    policy = LevelPolicy(
        acknowledge=Duration(5, "m"),
        contact=Duration(1, "h"),
        visit=Duration(4, "h"),
        close=Duration(3, "d"),
    )
    after = [
        milestone_after(state, policy, start=NOW, due=due)
        for state in ("accepted", "contacted", "visiting")
    ]
    assert [promise.milestone for promise in after] == ["contact", "visit", "close"]
    assert [promise.due_at - NOW for promise in after] == [
        timedelta(hours=1),
        timedelta(hours=4),
        timedelta(days=3),
    ]
