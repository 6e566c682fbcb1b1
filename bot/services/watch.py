"""Watching rosters: holes are told before they happen, each once, and again only if they change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.duty.holes import Hole, uncovered
from bot.services.mail import Priority
from bot.services.superiors import Superiors
from bot.services.within import Within
from bot.terms import Role, Tier
from storage.duty_records import Shift, ToldHole
from storage.records import Office, Person, Staff

log = structlog.get_logger(__name__)

# How far back the beginning of a hole is looked for, so that it does not seem to move.
_BACK = timedelta(days=2)
# What is over before it can be read is no hole: rosters are laid while somebody looks.
_MOMENT = timedelta(minutes=1)
_WEEK = timedelta(days=7)
_DECEMBER = 12
_TIERS = (Tier.DUTY, Tier.BACKUP, Tier.LEAD)
# A digest names so many holes; more are counted.
LINES = 12
# An office is watched where somebody answers for it; village and township staff have no duty.
WATCHED = (Role.OFFICER, Role.LEAD, Role.CITY_OFFICER)


@dataclass(frozen=True, slots=True)
class RosterHole:
    """A hole in one tier of an office's roster."""

    tier: Tier
    hole: Hole

    def was_told(self, told: ToldHole) -> bool:
        """Say whether this is what somebody was told of, or what is left of it."""
        before = Hole(told.starts_at, told.ends_at, told.staff_id)
        return self.tier == told.tier and self.hole.is_rest_of(before)


class Watch(Within):
    """Look at rosters and tell of holes within one unit of work."""

    def holes(self, office: Office, until: datetime) -> list[RosterHole]:
        """Return the holes that are not over, up to a moment; they may have begun already."""
        found, soon = [], self.now + _MOMENT
        for tier in self._tiers(office):
            shifts = self.work.roster.of_tier(office.code, tier, self.now - _BACK, until)
            holes = [*uncovered(shifts, self.now - _BACK, until), *self._in_vain(shifts)]
            found += [RosterHole(tier, hole) for hole in holes if hole.touches(soon, until)]
        return sorted(found, key=lambda one: (one.hole.starts_at, _TIERS.index(one.tier)))

    def has_news(self, office: Office) -> bool:
        """Say, without writing, whether `check` has anything to do."""
        if self._is_morning(office):
            return True
        holes, told = self._seen(office)
        return bool(self._fresh(holes, told)) or any(_is_gone(old, holes) for old in told)

    def check(self, office: Office) -> None:
        """Tell of what is new within a day at once, and of everything ahead in the morning."""
        holes, told = self._seen(office)
        for old in told:
            if _is_gone(old, holes):
                self.work.handovers.forget(old)
        fresh = self._fresh(holes, told)
        if self._is_morning(office):
            self.work.handovers.mark(_morning_of(office), self.now)
            if holes:
                self._tell(office, "holes-morning", holes)
        elif fresh:
            self._tell(office, "holes-urgent", fresh)
        for one in fresh:
            self._keep(office, one)

    def tell_of_calendar(self) -> None:
        """From December on, tell the province once a week of a coming year without holidays."""
        here = self.now.astimezone(self.hotline.zone)
        year = here.year + 1
        if here.month < _DECEMBER or self.hotline.calendar.status(year) == "official":
            return
        name = f"calendar:{year}"
        told_at = self.work.handovers.marked_at(name)
        if told_at is not None and timedelta() <= self.now - told_at < _WEEK:
            return
        province = self.hotline.offices.province()
        people = self.work.staff.in_office(province.code, [Role.PROVINCE]) if province else ()
        superiors = Superiors(self.hotline, self.work, self.now)
        superiors.tell(
            [staff for staff in people if staff.is_reachable],
            lambda person: self.mail.words(person, "calendar-missing", year=str(year)),
            priority=Priority.NEWS,
        )
        self.work.handovers.mark(name, self.now)
        log.warning("holidays-missing", year=year)

    def lines(self, holes: Sequence[RosterHole], person: Person) -> str:
        """Return the holes as lines in the person's language; their names are not escaped yet."""
        lines = [self._line(one, person.language) for one in holes[:LINES]]
        if len(holes) > LINES:
            more = self.hotline.texts("holes-more", person.language, count=len(holes) - LINES)
            lines.append(more)
        return "\n".join(lines)

    def _tiers(self, office: Office) -> Sequence[Tier]:
        """Return the tiers that must be staffed: duty in a county, and whatever has a roster."""
        known = self.work.roster.tiers_of(office.code, self.now)
        laid = {tier for code, tier in self.work.duties.tiers() if code == office.code}
        must = {Tier.DUTY} if office.kind == "county" else set()
        return [tier for tier in _TIERS if tier in must | known | laid]

    def _in_vain(self, shifts: Sequence[Shift]) -> Iterator[Hole]:
        """Yield the shifts of those whom no message reaches."""
        named = {shift.staff_id for shift in shifts}
        cut_off = {staff_id for staff_id in named if self._is_cut_off(staff_id)}
        for shift in shifts:
            if shift.staff_id in cut_off:
                yield Hole(shift.starts_at, shift.ends_at, shift.staff_id)

    def _is_cut_off(self, staff_id: int) -> bool:
        return not self.work.staff.get(staff_id).is_reachable

    def _is_morning(self, office: Office) -> bool:
        """Say whether the morning's digest is due: past its hour, and none yet today."""
        here = self.now.astimezone(self.hotline.zone)
        if here.time() < self.hotline.config.duty.morning:
            return False
        told_at = self.work.handovers.marked_at(_morning_of(office))
        # What lies ahead was put down before the clock was set back.
        return told_at is None or told_at.astimezone(self.hotline.zone).date() != here.date()

    def _seen(self, office: Office) -> tuple[Sequence[RosterHole], Sequence[ToldHole]]:
        """Return the holes ahead, and those of which somebody was told."""
        ahead = self.now + self.hotline.config.duty.look_ahead
        return self.holes(office, ahead), self.work.handovers.told(office.code)

    def _fresh(self, holes: Sequence[RosterHole], told: Sequence[ToldHole]) -> Sequence[RosterHole]:
        """Return the holes within a day of which nobody was told."""
        soon = self.now + self.hotline.config.duty.urgent_within
        return [
            one
            for one in holes
            if one.hole.touches(self.now, soon) and not any(one.was_told(old) for old in told)
        ]

    def _tell(self, office: Office, key: str, holes: Sequence[RosterHole]) -> None:
        superiors = Superiors(self.hotline, self.work, self.now)
        besides = {one.hole.staff_id for one in holes if one.hole.staff_id is not None}
        people: Sequence[Staff] = superiors.of(office.code, besides=besides)
        superiors.tell(
            people,
            lambda person: self.mail.words(
                person, key, office=office.name, lines=self.lines(holes, person)
            ),
        )

    def _keep(self, office: Office, one: RosterHole) -> None:
        self.work.handovers.tell(
            office_code=office.code,
            tier=one.tier.value,
            staff_id=one.hole.staff_id,
            starts_at=one.hole.starts_at,
            ends_at=one.hole.ends_at,
            now=self.now,
        )

    def _line(self, one: RosterHole, language: str) -> str:
        hole, texts = one.hole, self.hotline.texts
        tier = texts(f"tier-{one.tier.value}", language)
        begins = self.hotline.when(max(hole.starts_at, self.now), self.now, language)
        span = texts("span-from", language, begins=begins)
        if hole.ends_at is not None:
            ends = self.hotline.when(hole.ends_at, self.now, language)
            span = texts("span-from-to", language, begins=begins, ends=ends)
        if hole.staff_id is None:
            return texts("hole-nobody", language, tier=tier, span=span)
        name = self.work.staff.get(hole.staff_id).name
        return texts("hole-unreachable", language, tier=tier, span=span, name=name)


def _is_gone(told: ToldHole, holes: Sequence[RosterHole]) -> bool:
    return not any(hole.was_told(told) for hole in holes)


def _morning_of(office: Office) -> str:
    return f"morning:{office.code}"
