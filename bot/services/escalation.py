"""Deciding whom to call now, and when to look again: a pure function of how matters stand.

What holds for every decision: the next deadline lies in the future; a rung without anybody who
can be reached is skipped at once and said so; the last rung repeats for ever; after an outage,
however long, one rung is fired and the clock goes on from now.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.config import Duration, Ladder, LevelPolicy, Rung
from bot.terms import Level, Who
from bot.working_time import Due

DueIn = Callable[[datetime, Duration], Due]
PageKind = Literal["page", "remind", "chase"]
# Where nobody at all can be reached, it is tried again soon whatever the ladder says.
RETRY_URGENT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a rung means, and whether a message would arrive."""

    staff_id: int
    reachable: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How an open referral stands; `rung` is the next to be fired."""

    referral_id: int
    state: str
    level: Level
    rung: int
    round: int
    next_deadline_at: datetime
    holder_id: int | None = None
    declined_by: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PagePlan:
    """One person to be called."""

    staff_id: int
    rung: int
    kind: PageKind


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rung that called nobody."""

    rung: int
    who: Who


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
        return Decision(standing.rung, standing.round, standing.next_deadline_at, provisional=False)
    skipped: list[Skipped] = []
    for place in _places(standing.rung, len(ladder.rungs)):
        rung = ladder.rungs[place]
        called = _callable_now(reach(rung.who), standing.declined_by)
        if called:
            return _fired(standing, ladder, place, called, tuple(skipped), due, now)
        skipped.append(Skipped(place, rung.who))
    return _exhausted(standing, ladder, tuple(skipped), due, now)


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


def _places(first: int, count: int) -> Iterable[int]:
    """Yield the rungs to try: from the next one up, then those below it, the higher ones first.

    An empty top must not end in silence while somebody below could be woken.
    """
    start = min(first, count - 1)
    yield from range(start, count)
    yield from range(start - 1, -1, -1)


def _callable_now(people: Sequence[Person], declined_by: frozenset[int]) -> Sequence[Person]:
    """Return those who can be reached; whoever returned the case only if there is nobody else."""
    reachable = list({person.staff_id: person for person in people if person.reachable}.values())
    willing = [person for person in reachable if person.staff_id not in declined_by]
    return willing or reachable


def _fired(
    standing: Standing,
    ladder: Ladder,
    place: int,
    called: Sequence[Person],
    skipped: tuple[Skipped, ...],
    due: DueIn,
    now: datetime,
) -> Decision:
    rung = ladder.rungs[place]
    last = len(ladder.rungs) - 1
    deadline = due(now, rung.wait)
    kind = _kind(standing, rung)
    return Decision(
        rung=min(place + 1, last),
        round=standing.round + int(place == last or place < standing.rung),
        next_deadline_at=max(deadline.at, now + timedelta(seconds=1)),
        provisional=deadline.provisional,
        pages=tuple(PagePlan(person.staff_id, place, kind) for person in called),
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
    last = len(ladder.rungs) - 1
    deadline = due(now, ladder.rungs[last].wait).at
    if standing.level.urgent:
        deadline = min(deadline, now + RETRY_URGENT)
    return Decision(
        rung=standing.rung,
        round=standing.round + 1,
        next_deadline_at=max(deadline, now + timedelta(seconds=1)),
        provisional=False,
        skipped=skipped,
        exhausted=True,
    )
