"""Whatever happens in whatever order: no page is lost. Played by chance on a real file.

`WEIBAO_LONG=50 pytest tests/services/test_no_page_is_lost.py` plays fifty times as many stories.
"""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.errors import HotlineError
from bot.flows.referral import Event
from bot.ladders import Ladder
from bot.services.access import Action, actions_on
from bot.services.casework import Casework
from bot.services.setting_back import TOLERATED
from bot.terms import Level, Outcome, Role, Who
from storage.records import Event as Line
from storage.records import Page, Referral, Staff
from storage.work import UnitOfWork
from tests.services.ladder_world import ANSWERS, NEXT_COUNTY, STAFF, LadderWorld, Seen

LONG = int(os.environ.get("WEIBAO_LONG", "1"))
STORIES, STEPS = 15 * LONG, 25
CALLS, CHASES = ("page", "remind"), ("chase", "raised")
HELD = ("accepted", "contacted", "visiting")
STANDS_FOR = {
    "paging": {"page-queued", "remind-queued"},
    "accepted": {"accepted"},
    "contacted": {"contacted"},
    "visiting": {"visited"},
    "declined": {"declined"},
    "closed": {"closed", "transferred"},
}
# After these the ladder begins anew, and its rounds with it; only by these a promise may become
# later, and each of them stands on the timeline.
BEGINS_ANEW = {
    "accepted", "contacted", "visited", "declined", "level-raised", "level-lowered",
}  # fmt: skip
people = st.sampled_from(sorted(STAFF))
picks = st.integers(0, 5)
spans = st.sampled_from([timedelta(**span) for span in (
    {"seconds": 1}, {"minutes": 3}, {"minutes": 6}, {"minutes": 40}, {"hours": 5}, {"days": 1},
)])  # fmt: skip


class Ladders(RuleBasedStateMachine):
    """A county's referrals while people act, phones fail, bots die and time moves."""

    def __init__(self) -> None:
        super().__init__()
        self.world = LadderWorld()
        self.seen: Seen = self.world.look()
        self.before = self.seen
        self.overdue: list[int] = []
        self.unanswered: list[int] = []
        self.checked = 0
        self.has_gone_back = False

    def teardown(self) -> None:
        for case_id in self.seen.events:
            assert self.world.read(lambda work: work.timeline.first_broken(case_id)) is None  # noqa: B023
        self.world.close()

    # What happens.

    @initialize(level=st.sampled_from(Level))
    def somebody_reports(self, level: Level) -> None:
        self._then(lambda: self.world.report(level))

    @precondition(lambda self: len(self.seen.referrals) < 4)
    @rule(level=st.sampled_from([Level.L1, Level.L1, Level.L2, Level.L3, Level.L4]))
    def somebody_else_reports(self, level: Level) -> None:
        self._then(lambda: self.world.report(level))

    @rule()
    def tick(self) -> None:
        now = self.world.clock.now()
        due = [one for one in self._open() if one.next_deadline_at and one.next_deadline_at <= now]
        self._then(self.world.tick)
        self.overdue = [
            one.id for one in self._open() if one.next_deadline_at and one.next_deadline_at <= now
        ]
        self.unanswered = [one.id for one in due if not self._new_lines(one.id, _is_answer)]
        self.has_gone_back = False
        self.checked += 1

    @rule()
    def messages_leave(self) -> None:
        self._then(self.world.send)

    @rule(span=spans)
    def time_passes(self, span: timedelta) -> None:
        self.world.clock.moves(span)
        self._then(self.world.tick)
        self._then(self.world.send)

    @rule(span=spans)
    def the_clock_leaps(self, span: timedelta) -> None:
        self.world.clock.moves(span)

    @rule(span=spans)
    def the_clock_goes_back(self, span: timedelta) -> None:
        self.world.clock.moves(-span)
        self.has_gone_back = True

    @rule(pick=picks, who=picks)
    def accept(self, pick: int, who: int) -> None:
        self._act(pick, who, Action.ACCEPT, lambda work, one, staff: work.accept(one, staff))

    @rule(pick=picks, who=picks)
    def take_over(self, pick: int, who: int) -> None:
        self._act(pick, who, Action.TAKE_OVER, lambda work, one, staff: work.take_over(one, staff))

    @rule(pick=picks, who=picks)
    def contact(self, pick: int, who: int) -> None:
        self._act(pick, who, Action.CONTACT, lambda work, one, staff: work.contact(one, staff))

    @rule(pick=picks, who=picks)
    def visit(self, pick: int, who: int) -> None:
        self._act(pick, who, Action.VISIT, lambda work, one, staff: work.visit(one, staff))

    @rule(pick=picks, who=picks)
    def close(self, pick: int, who: int) -> None:
        self._act(
            pick,
            who,
            Action.CLOSE,
            lambda work, one, staff: work.close(
                one, staff, outcome=Outcome.HANDLED, done="看过了", told="谢谢"
            ),
        )

    @rule(pick=picks, who=picks)
    def decline(self, pick: int, who: int) -> None:
        one = self._act(
            pick,
            who,
            Action.DECLINE,
            lambda work, one, staff: work.decline(one, staff, reason="不属本县", owner_code=None),
        )
        if one is not None:
            after = self.seen.referrals[one.id]
            assert after.is_open, "a returned case is never closed thereby"
            assert after.state == "declined"
            self._second_return_went_to_the_city(after)

    @rule(pick=picks, who=picks)
    def transfer(self, pick: int, who: int) -> None:
        self._act(
            pick,
            who,
            Action.TRANSFER,
            lambda work, one, staff: work.transfer(
                one, work.hotline.offices[NEXT_COUNTY], staff=staff
            ),
        )

    @rule(pick=picks, who=picks, level=st.sampled_from([Level.L1, Level.L2]))
    def raise_level(self, pick: int, who: int, level: Level) -> None:
        one = self._act(
            pick,
            who,
            Action.RAISE,
            lambda work, one, staff: work.raise_level(
                work.work.cases.get(one.case_id), level, why="officer", staff=staff
            ),
        )
        if one is None:
            return
        before, after = self.before.referrals[one.id], self.seen.referrals[one.id]
        if after.milestone_due_at and before.milestone_due_at:
            kept = after.milestone_due_at <= before.milestone_due_at
            assert kept or after.milestone != before.milestone, "raising postponed a promise"

    @rule(pick=picks, who=picks, level=st.sampled_from([Level.L2, Level.L3, Level.L4]))
    def lower_level(self, pick: int, who: int, level: Level) -> None:
        self._act(
            pick,
            who,
            Action.LOWER,
            lambda work, one, staff: work.lower_level(
                work.work.cases.get(one.case_id), level, one, why="misread", staff=staff
            ),
        )

    @rule(pick=picks)
    def reopen(self, pick: int) -> None:
        one, now = self._picked(pick), self.world.clock.now()
        last = max(
            other.id for other in self.seen.referrals.values() if other.case_id == one.case_id
        )
        if one.id != last or one.is_open:
            return
        self._then(
            lambda: self.world.write(
                lambda work: Casework(self.world.hotline, work, now).reopen(
                    work.cases.get(one.case_id), reason="还在打"
                )
            )
        )

    @rule(name=people, answer=st.sampled_from(sorted(ANSWERS)))
    def a_phone_answers_so_from_now_on(self, name: str, answer: str) -> None:
        self.world.answers[self.world.person(name)] = answer

    @rule(name=people, is_gone=st.booleans())
    def a_person_blocks_or_comes_back(self, name: str, is_gone: bool) -> None:
        person, now = self.world.person(name), self.world.clock.now()
        self.world.answers[person] = "blocked" if is_gone else "fine"
        blocked_at = now if is_gone else None
        self._then(
            lambda: self.world.write(lambda work: work.people.mark_blocked(person, blocked_at))
        )

    @rule()
    def restart(self) -> None:
        self._then(self.world.restart)

    @rule()
    def killed_with_messages_in_hand(self) -> None:
        self.world.claim()
        self._then(self.world.restart)

    # What always holds.

    @invariant()
    def an_open_referral_always_has_a_next_deadline(self) -> None:
        for one in self.seen.referrals.values():
            assert one.is_open == (one.next_deadline_at is not None)
            assert one.is_open == (one.state != "closed")

    @invariant()
    def after_a_tick_no_open_referrals_deadline_lies_in_the_past(self) -> None:
        assert self.overdue == []

    @invariant()
    def a_deadline_that_came_calls_somebody_or_says_that_nobody_can_be_reached(self) -> None:
        assert self.unanswered == []

    @invariant()
    def nobody_waits_longer_than_the_ladder_says_though_the_clock_went_back(self) -> None:
        if self.has_gone_back:
            return
        for one in self._open():
            assert one.next_deadline_at is not None
            longest = self._longest_wait(one)
            if longest is not None:
                assert one.next_deadline_at <= self.world.clock.now() + longest + TOLERATED

    @invariant()
    def nobody_is_paged_for_a_case_that_somebody_holds(self) -> None:
        for delivered in self.world.delivered:
            page, referral = delivered.page, delivered.referral
            assert referral.is_open, "a closed referral was paged for"
            if referral.holder_id is None:
                continue
            assert page.kind in CHASES, "somebody was called for what is held"
            above = Role(self.seen.staff[page.staff_id].role) is not Role.OFFICER
            assert above or page.staff_id == referral.holder_id
        self.world.delivered.clear()

    @invariant()
    def a_rung_is_fired_once_for_each_round(self) -> None:
        fired = Counter(
            (page.referral_id, self._beginnings(page), page.round, page.rung, page.staff_id)
            for page in self.seen.pages
            if page.kind in (*CALLS, "chase")
        )
        assert all(count == 1 for count in fired.values()), fired.most_common(1)

    @invariant()
    def a_closed_referral_has_no_pending_page(self) -> None:
        for page in self.seen.pages:
            if not self.seen.referrals[page.referral_id].is_open:
                assert self.seen.unsent.get(page.id) not in ("pending", "uncertain")

    # How it is looked at.

    def _then(self, do: Callable[[], object]) -> None:
        """Do something, and check what it made of each referral."""
        do()
        self.before, self.seen = self.seen, self.world.look()
        self._new_pages_reach_somebody()
        for one in self.seen.referrals.values():
            was = self.before.referrals.get(one.id)
            self._every_change_of_state_stands_on_the_timeline(was, one)
            self._no_promise_moved_back_silently(was, one)

    def _new_pages_reach_somebody(self) -> None:
        known = {page.id for page in self.before.pages}
        for page in self.seen.pages:
            if page.id not in known and page.kind in (*CALLS, *CHASES):
                assert self.before.staff[page.staff_id].is_reachable, (
                    "somebody was paged who cannot be reached"
                )

    def _every_change_of_state_stands_on_the_timeline(
        self, was: Referral | None, one: Referral
    ) -> None:
        if one.state == (was.state if was else "new"):
            return
        wanted = STANDS_FOR[one.state]
        assert self._new_lines(one.id, lambda line: line.kind in wanted), one.state

    def _no_promise_moved_back_silently(self, was: Referral | None, one: Referral) -> None:
        if was is None or was.milestone != one.milestone:
            return
        if was.milestone_due_at is None or one.milestone_due_at is None:
            return
        if one.milestone_due_at > was.milestone_due_at:
            assert self._new_lines(one.id, lambda line: line.kind in BEGINS_ANEW)

    def _second_return_went_to_the_city(self, one: Referral) -> None:
        returns = [line for line in self.seen.events[one.case_id] if line.kind == "declined"]
        city = [staff for staff in self.seen.staff.values() if staff.role == Role.CITY_OFFICER]
        by = {line.staff_id for line in returns}
        if len(returns) < 2 or not any(s.is_reachable and s.id not in by for s in city):
            return
        called = {page.staff_id for page in self.seen.pages[len(self.before.pages) :]}
        assert called <= {staff.id for staff in city}, "the second return went past the city"
        assert called

    def _act(
        self,
        pick: int,
        who: int,
        action: Action,
        do: Callable[[Casework, Referral, Staff], object],
    ) -> Referral | None:
        """Let somebody act on a referral who may; return it, unless it was refused."""
        offices, now = self.world.hotline.offices.by_code, self.world.clock.now()
        able = [
            (one, staff)
            for one in self.seen.referrals.values()
            if one.is_open and _is_possible(self.world, one, action)
            for staff in self.seen.staff.values()
            if action in actions_on(staff, one, offices)
        ]
        if not able:
            return None
        one, staff = able[(pick * 7 + who) % len(able)]
        is_done = False

        def act(work: UnitOfWork) -> None:
            do(Casework(self.world.hotline, work, now), work.referrals.get(one.id), staff)

        def acting() -> None:
            nonlocal is_done
            # Refused aloud, as a person would be told.
            with suppress(HotlineError):
                self.world.write(act)
                is_done = True

        self._then(acting)
        return one if is_done else None

    def _picked(self, pick: int) -> Referral:
        every = list(self.seen.referrals.values())
        return every[pick % len(every)]

    def _open(self) -> Sequence[Referral]:
        return [one for one in self.seen.referrals.values() if one.is_open]

    def _new_lines(self, referral_id: int, fits: Callable[[Line], bool]) -> list[Line]:
        """Return the lines of a referral's timeline that the last thing done has added."""
        case_id = self.seen.referrals[referral_id].case_id
        known = len(self.before.events.get(case_id, ()))
        return [
            line
            for line in self.seen.events[case_id][known:]
            if line.referral_id == referral_id and fits(line)
        ]

    def _beginnings(self, page: Page) -> int:
        """Return how often the ladder had begun anew when the page was queued."""
        lines = self.seen.events[self.seen.referrals[page.referral_id].case_id]
        kind, count, same = f"{page.kind}-queued", 0, 0
        earlier = [
            other.id
            for other in self.seen.pages
            if (other.referral_id, other.staff_id, other.kind)
            == (page.referral_id, page.staff_id, page.kind)
        ].index(page.id)
        for line in lines:
            if line.referral_id != page.referral_id:
                continue
            count += line.kind in BEGINS_ANEW
            if line.kind == kind and line.staff_id == page.staff_id:
                if same == earlier:
                    return count
                same += 1
        raise AssertionError("a page that the timeline does not know")

    def _longest_wait(self, one: Referral) -> timedelta | None:
        """Return the longest that anything of an urgent referral may wait; None for the others."""
        level = Level(one.level)
        if not level.urgent:
            return None
        policy = self.world.hotline.config.levels[level]
        version = one.ladder_version if one.holder_id is None else one.chase_version
        ladder = Ladder.from_json(self.world.read(lambda work: work.referrals.ladder(version)))
        spans = [rung.wait.wall for rung in ladder.rungs]
        if one.state in HELD:
            spans += [
                span.wall
                for span in (policy.contact, policy.visit, policy.close)
                if span is not None
            ]
        return max(span for span in spans if span is not None)


def _is_possible(world: LadderWorld, one: Referral, action: Action) -> bool:
    """Say whether the state allows the act; where it does not, nothing would be played."""
    events = {event.value for event in Event}
    if action.value not in events:
        return True
    return Event(action.value) in world.hotline.machine.allowed(one.state)


def _is_answer(line: Line) -> bool:
    return line.kind in ("page-queued", "remind-queued", "chase-queued", "nobody-reachable")


def test_the_last_rung_repeats_for_ever() -> None:
    world = LadderWorld()
    try:
        world.report(Level.L1)
        for _ in range(8):
            world.clock.moves(timedelta(minutes=10))
            world.tick()
            world.send()
        seen = world.look()
    finally:
        world.close()
    called = [seen.staff[page.staff_id].role for page in seen.pages]
    assert called[-4:] == [Role.CITY_OFFICER] * 4
    assert {Who.CITY.value} <= {
        rung.who.value for rung in world.hotline.config.ladders[Level.L1].rungs
    }


TestLadders = pytest.mark.timeout(180 * LONG)(Ladders.TestCase)
TestLadders.settings = settings(
    max_examples=STORIES,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # The same stories at every run; a long run draws others, and makes short what it finds.
    derandomize=LONG == 1,
    database=None,
    phases=(Phase.generate,) if LONG == 1 else (Phase.generate, Phase.shrink),
    print_blob=True,
)
