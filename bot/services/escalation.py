"""Deciding whom to call now, and when to look again: a pure function of how matters stand.

What holds for every decision: the next deadline lies in the future; a rung without anybody who
can be reached is skipped at once and said so; the last rung repeats for ever; after an outage,
however long, one rung is fired and the clock goes on from now. Whoever returned the case is not
called for it again while anybody else on the ladder can be reached.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.durations import Duration
from bot.ladders import Ladder, LevelPolicy, Rung
from bot.terms import Level, Who
from bot.working_time import Due

DueIn = Callable[[datetime, Duration], Due]
PageKind = Literal["page", "remind", "chase"]
SkipReason = Literal["unreachable", "declined"]
# Where nobody at all can be reached, it is tried again soon whatever the ladder says.
RETRY_URGENT = timedelta(minutes=5)
_SOONEST = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a rung means, and whether a message would arrive."""

    staff_id: int
    reachable: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How an open referral stands; `rung` is the next to be fired.

    `provisional` says whether its present deadline rests on a year without official holidays.
    """

    referral_id: int
    state: str
    level: Level
    rung: int
    round: int
    next_deadline_at: datetime
    holder_id: int | None = None
    declined_by: frozenset[int] = frozenset()
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class PagePlan:
    """One person to be called, in which round."""

    staff_id: int
    rung: int
    round: int
    kind: PageKind


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rung that called nobody, and why."""

    rung: int
    who: Who
    reason: SkipReason = "unreachable"


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows: whom to call, which rung is next, and when."""

    rung: int
    round: int
    next_deadline_at: datetime
    provisional: bool
    pages: tuple[PagePlan, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    exhausted: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """What is owed next, and by when."""

    milestone: str
    due_at: datetime
    provisional: bool


def decide(
    standing: Standing,
    ladder: Ladder,
    reach: Callable[[Who], Sequence[Person]],
    due: DueIn,
    now: datetime,
) -> Decision:
    """Return whom to call now and when to look again.

    Before the deadline it returns an empty decision that leaves the deadline as it is.
    """
    if standing.next_deadline_at > now:
        return Decision(
            standing.rung, standing.round, standing.next_deadline_at, standing.provisional
        )
    passed: dict[int, list[int]] = {}
    for place in _places(standing.rung, len(ladder.rungs)):
        called = _reachable(reach(ladder.rungs[place].who))
        willing = _willing(called, standing)
        if willing:
            return _fired(standing, ladder, place, willing, _skipped(passed, ladder), due, now)
        passed[place] = called
    only = next((place for place, called in passed.items() if called), None)
    if only is None:
        return _exhausted(standing, ladder, _skipped(passed, ladder), due, now)
    called = passed.pop(only)
    return _fired(standing, ladder, only, called, _skipped(passed, ladder), due, now)


def milestone_after(state: str, policy: LevelPolicy, *, start: datetime, due: DueIn) -> Promise:
    """Return what is owed next in a state that somebody holds."""
    owed: Sequence[tuple[str, Duration | None]] = (
        ("contact", policy.contact if state == "accepted" else None),
        ("visit", policy.visit if state in ("accepted", "contacted") else None),
        ("close", policy.close),
    )
    milestone, span = next((name, span) for name, span in owed if span is not None)
    deadline = due(start, span)
    return Promise(milestone, deadline.at, deadline.provisional)


def _places(first: int, count: int) -> Iterator[int]:
    """Yield the rungs to try: from the next one up, then those below it, the higher ones first.

    An empty top must not end in silence while somebody below could be woken.
    """
    start = min(first, count - 1)
    yield from range(start, count)
    yield from range(start - 1, -1, -1)


def _reachable(people: Sequence[Person]) -> list[int]:
    """Return those whom a message would reach, each once."""
    return list(dict.fromkeys(person.staff_id for person in people if person.reachable))


def _willing(called: Sequence[int], standing: Standing) -> list[int]:
    """Return those who have not returned the case; once it is held, returning counts no more."""
    if standing.holder_id is not None:
        return list(called)
    return [staff_id for staff_id in called if staff_id not in standing.declined_by]


def _skipped(passed: Mapping[int, Sequence[int]], ladder: Ladder) -> tuple[Skipped, ...]:
    return tuple(
        Skipped(place, ladder.rungs[place].who, "declined" if called else "unreachable")
        for place, called in passed.items()
    )


def _fired(
    standing: Standing,
    ladder: Ladder,
    place: int,
    called: Sequence[int],
    skipped: tuple[Skipped, ...],
    due: DueIn,
    now: datetime,
) -> Decision:
    rung = ladder.rungs[place]
    last = len(ladder.rungs) - 1
    deadline = due(now, rung.wait)
    kind = _kind(standing, rung)
    # Below an empty top it begins anew: whoever is called there was called in this round already.
    round_ = standing.round + int(place < min(standing.rung, last))
    return Decision(
        rung=min(place + 1, last),
        round=round_ + int(place == last),
        next_deadline_at=max(deadline.at, now + _SOONEST),
        provisional=deadline.provisional,
        pages=tuple(PagePlan(staff_id, place, round_, kind) for staff_id in called),
        skipped=skipped,
    )


def _kind(standing: Standing, rung: Rung) -> PageKind:
    if standing.holder_id is not None:
        return "chase"
    return "remind" if rung.remind else "page"


def _exhausted(
    standing: Standing,
    ladder: Ladder,
    skipped: tuple[Skipped, ...],
    due: DueIn,
    now: datetime,
) -> Decision:
    place = min(standing.rung, len(ladder.rungs) - 1)
    deadline = due(now, ladder.rungs[place].wait)
    if standing.level.urgent and deadline.at > now + RETRY_URGENT:
        deadline = Due(now + RETRY_URGENT)
    return Decision(
        rung=standing.rung,
        round=standing.round + 1,
        next_deadline_at=max(deadline.at, now + _SOONEST),
        provisional=deadline.provisional,
        skipped=skipped,
        exhausted=True,
    )
