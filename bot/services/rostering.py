"""Rosters: what is laid down is kept, and the shifts ahead are made of it.

Shifts are made from now on and never before: what has passed stays as it was, and of the shift
that runs now the part up to the change.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.duty.changing import NO_CHANGE, Change
from bot.duty.laying import Absence, Laid, NamedDay, Override, Plan, Rule, lay
from bot.duty.spans import Span
from bot.duty.turns import HAND_OFF, Pattern, moments_of
from bot.terms import Tier
from storage.duty_records import DutyRule, Shift
from storage.records import Staff
from storage.work import UnitOfWork

DAYS_AHEAD = timedelta(days=60)
_DAY = timedelta(days=1)
# The backup depends on who is on duty.
_IN_ORDER = (Tier.DUTY, Tier.BACKUP, Tier.LEAD)
# Any shift that was ever laid ends before this.
_FAR = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Rostering:
    """Lay rosters within one unit of work."""

    work: UnitOfWork
    zone: ZoneInfo
    now: datetime

    def take_turns(
        self,
        office_code: str,
        tier: Tier,
        staff_ids: Sequence[int],
        *,
        hand_offs: Sequence[time] = (HAND_OFF,),
        weekday: int | None = None,
        starts_on: date | None = None,
    ) -> None:
        """Let these people take turns in order, from a day on; until then it stays as it was.

        Without `starts_on` the first has the turn that runs now.
        """
        pattern = Pattern(starts_on or self._running_day(min(hand_offs)), tuple(hand_offs), weekday)
        begins_at = moments_of(pattern.starts_on, pattern.hand_offs, self.zone)[0]
        self.work.duties.add_rule(
            office_code=office_code,
            tier=tier.value,
            staff_ids=staff_ids,
            hand_offs=sorted(hand_offs),
            weekday=weekday,
            starts_on=pattern.starts_on,
            from_at=max(begins_at, self.now),
            now=self.now,
        )
        self.rebuild(office_code, tier)

    def name_day(
        self,
        office_code: str,
        tier: Tier,
        day: date,
        staff_ids: Sequence[int],
        *,
        holiday: str | None = None,
    ) -> None:
        """Name people for a day; the caller rebuilds when all days are named."""
        self.work.duties.name_day(
            office_code=office_code,
            tier=tier.value,
            day=day,
            staff_ids=staff_ids,
            holiday=holiday,
            now=self.now,
        )

    def put_in(
        self,
        office_code: str,
        tier: Tier,
        staff_id: int,
        starts_at: datetime,
        ends_at: datetime,
        *,
        swap_id: int | None = None,
    ) -> None:
        """Put one person in for a span; the caller rebuilds when all is laid down."""
        self.work.duties.add_override(
            office_code=office_code,
            tier=tier.value,
            staff_id=staff_id,
            starts_at=starts_at,
            ends_at=ends_at,
            swap_id=swap_id,
            now=self.now,
        )

    def be_absent(self, staff: Staff, starts_at: datetime, ends_at: datetime) -> None:
        """Let somebody take no turn for a span; each passes to the next of its rotation."""
        self.work.duties.add_absence(
            staff_id=staff.id, starts_at=starts_at, ends_at=ends_at, now=self.now
        )
        self.rebuild_office(staff.office_code)

    def be_back(self, staff: Staff) -> int:
        """Let somebody take turns again from now on; return how many absences that ends.

        What runs now is ended, and what lies ahead stays; where nothing runs, that is meant.
        """
        absences = self.work.duties.absences([staff.id], self.now)
        running = [one for one in absences if one.starts_at <= self.now]
        for absence in running or absences:
            self.work.duties.end_absence(absence, self.now)
        self.rebuild_office(staff.office_code)
        return len(running or absences)

    def rebuild_office(self, office_code: str) -> None:
        """Make the shifts of all tiers of the office anew."""
        laid = {tier for code, tier in self.work.duties.tiers() if code == office_code}
        for tier in _IN_ORDER:
            if tier in laid:
                self.rebuild(office_code, tier)

    def rebuild(self, office_code: str, tier: Tier) -> None:
        """Make the shifts of a tier anew, from now to 60 days ahead.

        Whoever is on duty cannot be their own backup: that turn passes on as one of the absent.
        """
        self._remake(office_code, tier)
        if tier is Tier.DUTY:
            self._remake(office_code, Tier.BACKUP)

    def _remake(self, office_code: str, tier: Tier) -> None:
        self.work.duties.lock(office_code)
        plan = self.plan(office_code, tier)
        if plan.is_empty:
            return
        since = self._since(plan)
        wanted = lay(plan, self.zone, since, self.now + DAYS_AHEAD) if self._reaches(since) else []
        there = self.work.roster.of_tier(office_code, tier, since, self.now + _FAR)
        kept = set(self._kept(there, wanted, since))
        for shift in there:
            if shift.id not in kept:
                self._end(shift, since)
        known = {(shift.staff_id, max(shift.starts_at, since)) for shift in there}
        for laid in wanted:
            if (laid.staff_id, laid.starts_at) not in known:
                self._add(office_code, tier, laid)

    def plan(
        self,
        office_code: str,
        tier: Tier,
        change: Change = NO_CHANGE,
        *,
        on_duty: Sequence[Laid] | None = None,
    ) -> Plan:
        """Return everything that decides over the tier from now on, as it is after a change.

        `on_duty` are the shifts of whoever is on duty then, where they are not those laid down.
        """
        duties = self.work.duties
        rules = self.rules(office_code, tier).rules
        since = self.now.astimezone(self.zone).date() - 2 * _DAY
        days = change.of_days(
            [NamedDay(d.day, d.staff_ids) for d in duties.days(office_code, tier, since)]
        )
        overrides = change.of_overrides(
            [
                Override(one.id, one.staff_id, one.starts_at, one.ends_at)
                for one in duties.overrides(office_code, tier, self.now)
            ]
        )
        named = {person for rule in rules for person in rule.people}
        named.update(person for day in days for person in day.people)
        named.update(one.staff_id for one in overrides)
        serving = {staff.id for staff in self.work.staff.in_office(office_code)}
        away = _absences(duties.absences(named, self.now))
        busy = _absences(self._busy(office_code, tier) if on_duty is None else on_duty)
        return Plan(
            rules, tuple(days), tuple(overrides), (*away, *busy), frozenset(named - serving)
        )

    def rules(self, office_code: str, tier: Tier) -> Plan:
        """Return the rules of the tier alone: they say when duty is handed over."""
        rows = self.work.duties.rules(office_code, tier)
        return Plan(tuple(_rule(one) for one in rows))

    def foreseen(
        self, office_code: str, tier: Tier, since: datetime, until: datetime
    ) -> list[Laid]:
        """Return who is on in the span: the shifts that there are, and those that will be made."""
        horizon = self.now + DAYS_AHEAD
        shifts = self.work.roster.of_tier(office_code, tier, since, min(until, horizon))
        found = [
            Laid(one.staff_id, max(one.starts_at, since), min(one.ends_at, until)) for one in shifts
        ]
        if until <= horizon:
            return found
        later = lay(self.plan(office_code, tier), self.zone, max(since, horizon), until)
        if found and later and found[-1] == Laid(later[0].staff_id, found[-1].starts_at, horizon):
            # The shift that runs then is made only so far.
            later[0] = Laid(later[0].staff_id, found.pop().starts_at, later[0].ends_at)
        return found + later

    def change(self, office_code: str, tier: Tier, change: Change) -> None:
        """Put a change down all at once; the caller rebuilds when all are put down."""
        duties = self.work.duties
        duties.lock(office_code)
        begins = min((begins for begins, _ in change.cleared), default=None)
        known = duties.overrides(office_code, tier, begins) if begins else ()
        duties.forget_overrides(
            [one.id for one in known if change.clears(one.starts_at, one.ends_at)]
        )
        duties.name_days(office_code, tier, change.days, now=self.now)
        for one in change.put_in:
            self.put_in(office_code, tier, one.staff_id, one.starts_at, one.ends_at)

    def _busy(self, office_code: str, tier: Tier) -> Sequence[Shift]:
        """Return the shifts in which somebody is on duty and so cannot be the backup."""
        if tier is not Tier.BACKUP:
            return ()
        until = self.now + DAYS_AHEAD
        return self.work.roster.of_tier(office_code, Tier.DUTY.value, self.now, until)

    def _running_day(self, hand_off: time) -> date:
        """Return the day whose turn runs now."""
        here = self.now.astimezone(self.zone)
        return here.date() if here.time() >= hand_off else here.date() - _DAY

    def _since(self, plan: Plan) -> datetime:
        """Return from when on shifts are made: shifts before the first rule stay as they are."""
        only_rules = not (plan.days or plan.overrides)
        if only_rules and plan.rule_at(self.now) is None:
            return min(rule.from_at for rule in plan.rules)
        return self.now

    def _reaches(self, since: datetime) -> bool:
        return since < self.now + DAYS_AHEAD

    def _kept(
        self, there: Sequence[Shift], wanted: Sequence[Laid], since: datetime
    ) -> Iterator[int]:
        """Yield the shifts that stay, each with the end that it should have."""
        ends = {(laid.staff_id, laid.starts_at): laid.ends_at for laid in wanted}
        for shift in there:
            ends_at = ends.get((shift.staff_id, max(shift.starts_at, since)))
            if ends_at is None:
                continue
            if ends_at != shift.ends_at:
                self.work.roster.end(shift, ends_at)
            yield shift.id

    def _end(self, shift: Shift, since: datetime) -> None:
        if shift.starts_at < since:
            self.work.roster.end(shift, since)
        else:
            self.work.roster.take_off(shift)

    def _add(self, office_code: str, tier: Tier, laid: Laid) -> None:
        self.work.roster.add(
            office_code=office_code,
            tier=tier.value,
            staff_id=laid.staff_id,
            starts_at=laid.starts_at,
            ends_at=laid.ends_at,
        )


def moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Return an hour of a day on the zone's clock, in UTC."""
    return datetime.combine(day, hour, zone).astimezone(UTC)


def _rule(row: DutyRule) -> Rule:
    pattern = Pattern(row.starts_on, row.hours, row.weekday)
    return Rule(row.id, row.staff_ids, pattern, row.from_at)


class _Away(Span, Protocol):
    @property
    def staff_id(self) -> int: ...


def _absences(spans: Iterable[_Away]) -> tuple[Absence, ...]:
    return tuple(Absence(one.staff_id, one.starts_at, one.ends_at) for one in spans)
