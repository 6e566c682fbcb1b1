"""Taking in a roster from a sheet, and giving it out as one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise

from bot.duty.changing import Change, PutIn
from bot.duty.laying import Laid, Plan
from bot.duty.naming import bare, likeliest
from bot.duty.sheet_page import Page, Problem, Written
from bot.duty.turns import HAND_OFF, moments_of
from bot.services.access import has_turns
from bot.services.rostering import Rostering, moment
from bot.services.within import Within
from bot.terms import Tier
from storage.records import Office, Staff

TIERS = (Tier.DUTY, Tier.BACKUP, Tier.LEAD)
_DAY = timedelta(days=1)
Row = tuple[date, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """A row of a sheet whose person is known."""

    row: Written
    staff_id: int


@dataclass(frozen=True, slots=True)
class Understood:
    """What a sheet would change in an office, or everything that is wrong with it.

    `days` are those that would be laid, tier by tier, each with its span, and `over` those that
    are left as they were because they have passed.
    """

    office: Office
    changes: Mapping[Tier, Change]
    days: Mapping[Tier, Mapping[date, tuple[datetime, datetime]]]
    over: Sequence[date] = ()
    wrong: Sequence[Problem] = ()

    @property
    def count(self) -> int:
        """Return how many days would be laid, each tier's counted by itself."""
        return sum(len(days) for days in self.days.values())


@dataclass(frozen=True, slots=True)
class GivenOut:
    """What the sheet of a roster says."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Row]

    def as_workbook(self) -> bytes:
        """Return the sheet as a file, which takes its time."""
        from bot.duty.sheet import write_sheet

        return write_sheet(self.title, self.heads, self.rows)


class RosterSheet(Within):
    """Read and write rosters as sheets within one unit of work."""

    @property
    def rostering(self) -> Rostering:
        """Return the laying of rosters in this unit of work."""
        return Rostering(self.work, self.hotline.zone, self.now)

    def office_of(self, title: str) -> Office | None:
        """Return the office that a sheet is called by: its code, its name or its county's."""
        offices = self.hotline.offices
        for word in (title.strip(), title.split(maxsplit=1)[0] if title.split() else ""):
            office = offices.find(word)
            if office is not None:
                return office
            for one in offices.by_code.values():
                if word in (one.name, one.name.removesuffix("未保中心")):
                    return one
        return None

    def understand(self, office: Office, page: Page) -> Understood:
        """Return what the sheet would change, and change nothing."""
        hand_offs = _HandOffs.of(self.rostering, office)
        named, unknown = self._named(office, page.rows)
        wrong = [*page.problems, *unknown, *self._miscounted(hand_offs, named)]
        if wrong:
            return Understood(office, {}, {}, wrong=sorted(wrong, key=lambda one: place(one.cell)))
        ahead: dict[Tier, dict[date, list[Named]]] = {}
        over: set[date] = set()
        for (tier, day), rows in _by_day(named):
            ends = moment(day + _DAY, hand_offs.on(tier, day)[0], self.hotline.zone)
            if ends <= self.now:
                over.add(day)
            else:
                ahead.setdefault(tier, {})[day] = rows
        changes = {tier: self._change(hand_offs, tier, days) for tier, days in ahead.items()}
        days = {
            tier: {day: hand_offs.span(tier, day) for day in sorted(found)}
            for tier, found in ahead.items()
        }
        return Understood(office, changes, days, sorted(over))

    def take_in(self, office: Office, page: Page) -> Understood:
        """Lay the days of a sheet, unless anything in it is wrong; return what was done.

        Days that are over are left as they were.
        """
        understood = self.understand(office, page)
        rostering = self.rostering
        for tier, change in understood.changes.items():
            rostering.change(office.code, tier, change)
        for tier in understood.changes:
            rostering.rebuild(office.code, tier)
        return understood

    def given_out(self, office: Office, since: date, until: date, language: str) -> GivenOut:
        """Return the roster of the days from `since` up to `until` as a sheet says it."""
        texts = self.hotline.texts
        heads = [
            texts(f"sheet-head-{name}", language)
            for name in ("day", "weekday", "tier", "name", "hours")
        ]
        hand_offs = _HandOffs.of(self.rostering, office)
        begins = moment(since, time(), self.hotline.zone)
        ends = moment(until + _DAY, time(23, 59), self.hotline.zone)
        laid = {
            tier: self.rostering.foreseen(office.code, tier, begins, ends)
            for tier in self.tiers_of(office, since)
        }
        rows: list[Row] = []
        day = since
        while day < until:
            for tier, shifts in laid.items():
                moments = hand_offs.moments(tier, day)
                rows.extend(self._rows(tier, day, shifts, moments, language))
            day += _DAY
        return GivenOut(f"{office.code} {office.name}", heads, rows)

    def tiers_of(self, office: Office, since: date) -> Sequence[Tier]:
        """Return the tiers of which there is a roster after the day begins."""
        begins = moment(since, time(), self.hotline.zone)
        known = self.work.roster.tiers_of(office.code, begins)
        return [tier for tier in TIERS if tier in known]

    def _named(
        self, office: Office, rows: Sequence[Written]
    ) -> tuple[Sequence[Named], Sequence[Problem]]:
        there: dict[str, list[Staff]] = {}
        for staff in self.work.staff.in_office(office.code):
            if has_turns(staff):
                there.setdefault(bare(staff.name), []).append(staff)
        named: list[Named] = []
        wrong: list[Problem] = []
        for row in rows:
            found = there.get(bare(row.name), [])
            if len(found) == 1:
                named.append(Named(row, found[0].id))
            else:
                wrong.append(_unknown(row, found, there))
        return named, wrong

    def _miscounted(self, hand_offs: "_HandOffs", named: Sequence[Named]) -> Iterator[Problem]:
        """Yield the days that name several people, but not one for each hand-off."""
        for (tier, day), rows in _by_day(named):
            whole = [one for one in rows if one.row.hours is None]
            turns = len(hand_offs.on(tier, day))
            if len(whole) > 1 and len(whole) != turns:
                args = {"count": len(whole), "turns": turns}
                yield Problem(whole[-1].row.cell, "sheet-miscounted", args)

    def _change(
        self, hand_offs: "_HandOffs", tier: Tier, days: Mapping[date, Sequence[Named]]
    ) -> Change:
        """Return what the rows change: they are the whole truth of their day, swaps included."""
        whole: dict[date, list[int]] = {}
        put_in: list[PutIn] = []
        cleared: list[tuple[datetime, datetime]] = []
        for day, rows in days.items():
            cleared.append(hand_offs.span(tier, day))
            for one in rows:
                if one.row.hours is None:
                    whole.setdefault(day, []).append(one.staff_id)
                    continue
                span = self._span(day, one.row.hours, hand_offs.on(tier, day)[0])
                put_in.append(PutIn(one.staff_id, *span))
        return Change(whole, put_in, cleared)

    def _span(self, day: date, hours: tuple[time, time], first: time) -> tuple[datetime, datetime]:
        """Return the hours of a day of duty, which goes on past midnight to its hand-off."""
        zone = self.hotline.zone
        begins, ends = hours
        starts_on = day if begins >= first else day + _DAY
        ends_on = starts_on if ends > begins else starts_on + _DAY
        return moment(starts_on, begins, zone), moment(ends_on, ends, zone)

    def _rows(
        self,
        tier: Tier,
        day: date,
        shifts: Sequence[Laid],
        moments: Sequence[datetime],
        language: str,
    ) -> Iterator[Row]:
        zone, texts = self.hotline.zone, self.hotline.texts
        pieces = pieces_of(shifts, moments[0], moments[-1])
        regular = list(pairwise(moments))
        is_regular = [(one.starts_at, one.ends_at) for one in pieces] == regular
        for one in pieces:
            begins, ends = one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)
            yield (
                day,
                texts(f"weekday-{day.weekday()}", language),
                texts(f"tier-{tier.value}", language),
                self.work.staff.get(one.staff_id).name,
                "" if is_regular else f"{begins:%H:%M}-{ends:%H:%M}",
            )


@dataclass(frozen=True, slots=True)
class _HandOffs:
    """When the tiers of an office hand over, on any day; asked for once."""

    rostering: Rostering
    rules: Mapping[Tier, Plan]

    @classmethod
    def of(cls, rostering: Rostering, office: Office) -> "_HandOffs":
        return cls(rostering, {tier: rostering.rules(office.code, tier) for tier in TIERS})

    def on(self, tier: Tier, day: date) -> Sequence[time]:
        """Return the hours at which duty is handed over on the day, in order."""
        rule = self.rules[tier].rule_at(moment(day, time(12), self.rostering.zone))
        return sorted(rule.pattern.hand_offs) if rule else [HAND_OFF]

    def moments(self, tier: Tier, day: date) -> Sequence[datetime]:
        """Return the day's hand-offs as moments, and the first of the next day by its hours."""
        hours, zone = self.on(tier, day), self.rostering.zone
        return [*moments_of(day, hours, zone), moments_of(day + _DAY, hours, zone)[0]]

    def span(self, tier: Tier, day: date) -> tuple[datetime, datetime]:
        """Return when the day of duty begins and ends."""
        moments = self.moments(tier, day)
        return moments[0], moments[-1]


def pieces_of(shifts: Sequence[Laid], begins: datetime, ends: datetime) -> list[Laid]:
    """Return what of the shifts lies in the span, cut at its ends."""
    return [
        Laid(one.staff_id, max(one.starts_at, begins), min(one.ends_at, ends))
        for one in shifts
        if one.starts_at < ends and one.ends_at > begins
    ]


def _unknown(row: Written, found: Sequence[Staff], there: Mapping[str, object]) -> Problem:
    if found:
        args: dict[str, str | int] = {"name": row.name, "count": len(found)}
        return Problem(row.cell, "sheet-same-name", args)
    meant = likeliest(row.name, there)
    if meant is not None:
        return Problem(row.cell, "sheet-perhaps", {"name": row.name, "meant": meant})
    return Problem(row.cell, "sheet-nobody", {"name": row.name, "names": "、".join(there)})


def _by_day(named: Sequence[Named]) -> Iterator[tuple[tuple[Tier, date], list[Named]]]:
    def key(one: Named) -> tuple[Tier, date]:
        return one.row.tier, one.row.day

    for found, rows in groupby(sorted(named, key=key), key):
        yield found, list(rows)


def place(cell: str) -> tuple[str, int, str]:
    """Return a cell's place so that cells are told row by row, one sheet after the other."""
    sheet, _, here = cell.rpartition("!")
    letters = here.rstrip("0123456789")
    return sheet, int(here[len(letters) :]), letters
