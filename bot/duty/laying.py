"""Laying the shifts of one tier: rule, named days, overrides and absences, in this order of weight.

Where nobody can be named, nothing is laid: a hole is seen by what is not there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.duty.spans import Span
from bot.duty.turns import Pattern, Turn, moments_of, turn_at, turns_between

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """People who take turns in order, from `from_at` on; of several the one made last counts."""

    id: int
    people: tuple[int, ...]
    pattern: Pattern
    from_at: datetime


@dataclass(frozen=True, slots=True)
class NamedDay:
    """Who is on duty from a day's first hand-off to the next day's, whatever the rule says.

    One person has the whole day; several take its hand-offs in order.
    """

    day: date
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Override:
    """One person for a span, whatever rule and day say; of several the one made last counts."""

    id: int
    staff_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Absence:
    """A span in which a person takes no turn: it passes to the next of the rotation."""

    staff_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Laid:
    """One shift as it should be."""

    staff_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides over one tier of one office; `gone` no longer serve there."""

    rules: tuple[Rule, ...] = ()
    days: tuple[NamedDay, ...] = ()
    overrides: tuple[Override, ...] = ()
    absences: tuple[Absence, ...] = ()
    gone: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing of it lays a shift."""
        return not (self.rules or self.days or self.overrides)

    def rule_at(self, moment: datetime) -> Rule | None:
        """Return the rule that counts at the moment."""
        begun = [rule for rule in self.rules if rule.from_at <= moment]
        return max(begun, key=lambda rule: rule.id, default=None)


def lay(plan: Plan, zone: ZoneInfo, since: datetime, until: datetime) -> list[Laid]:
    """Return the shifts of the span, in order, cut at its ends; none overlaps another."""
    return _Layer(plan, zone, since, until).laid()


@dataclass(frozen=True, slots=True)
class _Slot:
    """A named person's part of a named day."""

    staff_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class _Layer:
    """The work of `lay`: cut the span wherever anything changes, and name one for each piece."""

    plan: Plan
    zone: ZoneInfo
    since: datetime
    until: datetime

    @cached_property
    def _anyday(self) -> Sequence[Turn]:
        """Return turns of a day each, for where no rule counts."""
        pattern = Pattern(self.since.astimezone(self.zone).date())
        return list(turns_between(pattern, self.zone, self.since, self.until))

    @cached_property
    def _turns(self) -> dict[int, Sequence[Turn]]:
        return {
            rule.id: list(turns_between(rule.pattern, self.zone, self.since, self.until))
            for rule in self.plan.rules
        }

    @cached_property
    def _slots(self) -> Sequence[_Slot]:
        return [slot for named in self.plan.days for slot in self._slots_of(named)]

    def laid(self) -> list[Laid]:
        found: list[tuple[datetime, Laid]] = []
        for starts_at, ends_at in pairwise(self._cuts()):
            base = self._base(starts_at)
            staff_id = self._whose(starts_at)
            if staff_id is None:
                continue
            before = found[-1] if found else None
            if before and before == (base, Laid(staff_id, before[1].starts_at, starts_at)):
                found[-1] = base, Laid(staff_id, before[1].starts_at, ends_at)
            else:
                found.append((base, Laid(staff_id, starts_at, ends_at)))
        return [shift for _, shift in found]

    def _cuts(self) -> list[datetime]:
        spans: list[Span] = [*self.plan.overrides, *self.plan.absences]
        spans += [*self._slots, *self._anyday]
        cuts = {end for span in spans for end in (span.starts_at, span.ends_at)}
        cuts.update(rule.from_at for rule in self.plan.rules)
        cuts.update(turn.starts_at for turns in self._turns.values() for turn in turns)
        return sorted({self.since, self.until} | {c for c in cuts if self.since < c < self.until})

    def _turn(self, moment: datetime) -> Turn:
        rule = self.plan.rule_at(moment)
        return turn_at(self._turns[rule.id] if rule else self._anyday, moment)

    def _base(self, moment: datetime) -> datetime:
        """Return where the turn began that is never joined with another, whoever has both."""
        slot = self._slot(moment)
        return slot.starts_at if slot else self._turn(moment).starts_at

    def _slot(self, moment: datetime) -> _Slot | None:
        return next((one for one in self._slots if one.starts_at <= moment < one.ends_at), None)

    def _whose(self, moment: datetime) -> int | None:
        away = {a.staff_id for a in self.plan.absences if a.starts_at <= moment < a.ends_at}
        for staff_id in self._candidates(moment):
            if staff_id not in away and staff_id not in self.plan.gone:
                return staff_id
        return None

    def _candidates(self, moment: datetime) -> Iterator[int]:
        """Yield who is meant, then the others of the rotation in their order."""
        rule = self.plan.rule_at(moment)
        people = rule.people if rule else ()
        place = self._turn(moment).number % len(people) if people else 0
        named = self._named(moment)
        if named is not None:
            yield named
            place = people.index(named) + 1 if named in people else place
        yield from (*people[place:], *people[:place])

    def _named(self, moment: datetime) -> int | None:
        covering = [one for one in self.plan.overrides if one.starts_at <= moment < one.ends_at]
        if covering:
            return max(covering, key=lambda one: one.id).staff_id
        slot = self._slot(moment)
        return slot.staff_id if slot else None

    def _slots_of(self, named: NamedDay) -> Iterator[_Slot]:
        if not named.people:
            return
        begins = self._hand_offs_on(named.day)
        ends = [*begins[1:], self._hand_offs_on(named.day + _DAY)[0]]
        if len(named.people) == 1:
            begins, ends = begins[:1], ends[-1:]
        for place, (starts_at, ends_at) in enumerate(zip(begins, ends, strict=True)):
            yield _Slot(named.people[place % len(named.people)], starts_at, ends_at)

    def _hand_offs_on(self, day: date) -> list[datetime]:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=self.zone)
        rule = self.plan.rule_at(noon)
        pattern = rule.pattern if rule else Pattern(day)
        return moments_of(day, pattern.hand_offs, self.zone)
