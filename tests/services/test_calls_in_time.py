"""Calls that have lost their point, promises that are kept, and clocks that are set back."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from bot.services.casework import Casework
from bot.terms import Level, Outcome, Role
from storage.records import Page, Referral, Staff
from tests.services.ladder_world import LadderWorld

Act = Callable[[Casework, Referral, Staff], object]


@pytest.fixture
def world() -> Iterator[LadderWorld]:
    running = LadderWorld()
    yield running
    running.close()


def the_one(world: LadderWorld) -> Referral:
    return next(iter(world.look().referrals.values()))


def does(world: LadderWorld, act: Act, role: Role = Role.OFFICER) -> Staff:
    """Let somebody of the role act on the one referral; return who it was."""
    referral, now = the_one(world), world.clock.now()
    staff = next(one for one in world.look().staff.values() if one.role == role)
    world.write(
        lambda work: act(Casework(world.hotline, work, now), work.referrals.get(referral.id), staff)
    )
    return staff


def passes(world: LadderWorld, span: timedelta) -> None:
    world.clock.moves(span)
    world.tick()
    world.send()


def pages(world: LadderWorld, *kinds: str) -> list[Page]:
    return [page for page in world.look().pages if page.kind in kinds]


def accept(work: Casework, one: Referral, staff: Staff) -> object:
    return work.accept(one, staff)


def close(work: Casework, one: Referral, staff: Staff) -> object:
    return work.close(one, staff, outcome=Outcome.HANDLED, done="看过了", told="谢谢")


def to_l1(work: Casework, one: Referral, staff: Staff) -> object:
    work.raise_level(work.work.cases.get(one.case_id), Level.L1, why="officer", staff=staff)
    return one


def test_what_waits_to_be_sent_is_dropped_when_the_case_is_closed(world: LadderWorld) -> None:
    world.report(Level.L1)
    does(world, accept)
    does(world, close)

    assert world.look().unsent == {}
    world.send()
    assert not world.delivered


def test_a_chase_that_waits_is_dropped_when_the_promise_has_been_kept(world: LadderWorld) -> None:
    world.report(Level.L1)
    world.send()
    holder = does(world, accept)
    world.answers[holder.person_id] = "flooded"
    passes(world, timedelta(minutes=61))
    assert [page.staff_id for page in pages(world, "chase")][:1] == [holder.id]
    world.answers.clear()
    world.delivered.clear()

    does(world, lambda work, one, staff: work.contact(one, staff))
    world.clock.moves(timedelta(hours=2, minutes=30))
    world.send()

    assert [one.page.staff_id for one in world.delivered if one.page.kind == "chase"] == []


def test_raising_a_level_never_postpones_what_its_holder_promised(world: LadderWorld) -> None:
    world.report(Level.L2)
    does(world, accept)
    promised = the_one(world).milestone_due_at
    world.clock.moves(timedelta(minutes=110))

    does(world, to_l1)

    assert the_one(world).milestone_due_at == promised
    assert the_one(world).next_deadline_at == promised


def test_raising_a_case_whose_holder_is_gone_calls_who_leads_them(world: LadderWorld) -> None:
    world.report(Level.L2)
    holder, now = does(world, accept), world.clock.now()
    world.write(lambda work: work.people.mark_blocked(holder.person_id, now))

    does(world, to_l1)

    lead = next(one for one in world.look().staff.values() if one.role == Role.LEAD)
    assert [page.staff_id for page in pages(world, "raised", "chase")] == [lead.id]


@pytest.mark.parametrize("is_restarted", [False, True])
def test_nobody_waits_for_a_moment_that_a_clock_set_ahead_had_named(
    world: LadderWorld, *, is_restarted: bool
) -> None:
    world.report(Level.L1)
    passes(world, timedelta(minutes=3))
    passes(world, timedelta(days=1))
    called = len(pages(world, "page", "remind"))

    world.clock.moves(-timedelta(days=1))
    if is_restarted:
        world.restart()
    world.tick()

    deadline = the_one(world).next_deadline_at
    assert deadline is not None
    assert deadline <= world.clock.now() + timedelta(minutes=10)
    assert len(pages(world, "page", "remind")) == called + 1
    kinds = [line.kind for line in world.look().events[the_one(world).case_id]]
    assert "clock-went-back" in kinds


def test_a_promise_made_by_a_clock_set_ahead_is_due_as_if_it_were_made_now(
    world: LadderWorld,
) -> None:
    world.report(Level.L1)
    passes(world, timedelta(days=1))
    does(world, accept)

    passes(world, timedelta(days=-1))

    assert the_one(world).milestone_due_at == world.clock.now() + timedelta(hours=1)


def test_a_chase_waits_as_long_as_its_rung_though_a_new_promise_would_be_longer(
    world: LadderWorld,
) -> None:
    world.report(Level.L1)
    does(world, accept)
    passes(world, timedelta(minutes=75))

    passes(world, timedelta(minutes=-14))

    deadline = the_one(world).next_deadline_at
    assert deadline is not None
    assert deadline <= world.clock.now() + timedelta(minutes=15)


def test_a_clock_set_right_by_seconds_calls_nobody(world: LadderWorld) -> None:
    world.report(Level.L1)
    passes(world, timedelta(seconds=50))
    before = the_one(world)

    passes(world, timedelta(seconds=-50))

    assert the_one(world).version == before.version


def test_a_message_queued_while_the_clock_stood_ahead_leaves_at_once(world: LadderWorld) -> None:
    world.report(Level.L1)
    world.tick()
    world.clock.moves(timedelta(days=1))
    world.tick()

    passes(world, timedelta(days=-1))

    assert world.look().unsent == {}
