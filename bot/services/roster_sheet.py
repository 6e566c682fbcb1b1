"""Taking in a roster from a sheet, and giving it out as one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from bot.duty.naming import bare, likeliest
from bot.duty.sheet import Page, Problem, Written, write_sheet
from bot.duty.turns import HAND_OFF, moments_of
from bot.services.rostering import Rostering, moment
from bot.services.within import Within
from bot.terms import Tier
from storage.records import Office, Shift, Staff

TIERS = (Tier.DUTY, Tier.BACKUP, Tier.LEAD)
_DAY = timedelta(days=1)
Row = tuple[date, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """A row of a sheet whose person is known."""

    row: Written
    staff_id: int


class RosterSheet(Within):
    """Read and write rosters as sheets within one unit of work."""

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

    def take_in(self, office: Office, page: Page) -> tuple[int, Sequence[Problem]]:
        """Lay the days of a sheet, unless anything in it is wrong; return how many days.

        Days that are over are left as they were.
        """
        named, unknown = self._named(office, page.rows)
        wrong = [*page.problems, *unknown, *self._miscounted(office, named)]
        if wrong:
            return 0, sorted(wrong, key=lambda one: _place(one.cell))
        rostering = Rostering(self.work, self.hotline.zone, self.now)
        days = 0
        for (tier, day), rows in _by_day(named):
            hours = self._hand_offs(office, tier, day)
            if moment(day + _DAY, hours[0], self.hotline.zone) <= self.now:
                continue
            self._lay(rostering, office, tier, day, rows, hours)
            days += 1
        for tier in {one.row.tier for one in named}:
            rostering.rebuild(office.code, tier)
        return days, ()

    def give_out(self, office: Office, since: date, until: date, language: str) -> bytes:
        """Return the roster of the days from `since` up to `until` as a workbook."""
        texts = self.hotline.texts
        heads = [
            texts(f"sheet-head-{name}", language)
            for name in ("day", "weekday", "tier", "name", "hours")
        ]
        rows: list[Row] = []
        day = since
        tiers = [tier for tier in TIERS if tier in self._known(office, since)]
        while day < until:
            for tier in tiers:
                rows.extend(self._rows(office, tier, day, language))
            day += _DAY
        return write_sheet(f"{office.code} {office.name}", heads, rows)

    def _known(self, office: Office, since: date) -> frozenset[str]:
        return self.work.roster.tiers_of(office.code, moment(since, time(), self.hotline.zone))

    def _named(
        self, office: Office, rows: Sequence[Written]
    ) -> tuple[Sequence[Named], Sequence[Problem]]:
        there: dict[str, list[Staff]] = {}
        for staff in self.work.staff.in_office(office.code):
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

    def _miscounted(self, office: Office, named: Sequence[Named]) -> Iterator[Problem]:
        """Yield the days that name several people, but not one for each hand-off."""
        for (tier, day), rows in _by_day(named):
            whole = [one for one in rows if one.row.hours is None]
            turns = len(self._hand_offs(office, tier, day))
            if len(whole) > 1 and len(whole) != turns:
                args = {"count": len(whole), "turns": turns}
                yield Problem(whole[-1].row.cell, "sheet-miscounted", args)

    def _lay(
        self,
        rostering: Rostering,
        office: Office,
        tier: Tier,
        day: date,
        rows: Sequence[Named],
        hours: Sequence[time],
    ) -> None:
        zone = self.hotline.zone
        begins, ends = moment(day, hours[0], zone), moment(day + _DAY, hours[0], zone)
        # What stands on the sheet is the whole truth of its day, swaps of it included.
        self.work.duties.clear(office.code, tier.value, begins, ends)
        whole = [one.staff_id for one in rows if one.row.hours is None]
        if whole:
            rostering.name_day(office.code, tier, day, whole)
        for one in rows:
            if one.row.hours is not None:
                span = self._span(day, one.row.hours, hours[0])
                rostering.put_in(office.code, tier, one.staff_id, *span)

    def _span(self, day: date, hours: tuple[time, time], first: time) -> tuple[datetime, datetime]:
        """Return the hours of a day of duty, which goes on past midnight to its hand-off."""
        zone = self.hotline.zone
        begins, ends = hours
        starts_on = day if begins >= first else day + _DAY
        ends_on = starts_on if ends > begins else starts_on + _DAY
        return moment(starts_on, begins, zone), moment(ends_on, ends, zone)

    def _hand_offs(self, office: Office, tier: Tier, day: date) -> Sequence[time]:
        """Return the hours at which duty is handed over on the day."""
        plan = Rostering(self.work, self.hotline.zone, self.now).plan(office.code, tier)
        noon = moment(day, time(12), self.hotline.zone)
        rule = plan.rule_at(noon)
        return sorted(rule.pattern.hand_offs) if rule else [HAND_OFF]

    def _rows(self, office: Office, tier: Tier, day: date, language: str) -> Iterator[Row]:
        zone, texts = self.hotline.zone, self.hotline.texts
        hours = self._hand_offs(office, tier, day)
        begins = moments_of(day, hours, zone)
        ends = [*begins[1:], moments_of(day + _DAY, hours, zone)[0]]
        shifts = self.work.roster.of_tier(office.code, tier.value, begins[0], ends[-1])
        pieces = [_piece(shift, begins[0], ends[-1]) for shift in shifts]
        is_regular = [(p[1], p[2]) for p in pieces] == list(zip(begins, ends, strict=True))
        for staff_id, starts_at, ends_at in pieces:
            span = f"{starts_at.astimezone(zone):%H:%M}-{ends_at.astimezone(zone):%H:%M}"
            yield (
                day,
                texts(f"weekday-{day.weekday()}", language),
                texts(f"tier-{tier.value}", language),
                self.work.staff.get(staff_id).name,
                "" if is_regular else span,
            )


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


def _piece(shift: Shift, begins: datetime, ends: datetime) -> tuple[int, datetime, datetime]:
    return shift.staff_id, max(shift.starts_at, begins), min(shift.ends_at, ends)


def _place(cell: str) -> tuple[int, str]:
    """Return a cell's place so that cells are told row by row."""
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), letters
