"""A month of an office's roster: as a grid, and as the message that shows it."""

import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from bot.duty.holidays import HOLIDAYS, days_of
from bot.duty.turns import HAND_OFF
from bot.services.roster_sheet import RosterSheet
from bot.services.rostering import Rostering, moment
from bot.services.within import Within
from bot.terms import Tier
from bot.views.duty_taps import encode_duty
from bot.views.outgoing import Button, Outgoing
from bot.views.roster_grid import Entry, Grid, Row, grid_in_words
from storage.duty_records import Shift
from storage.records import Office

TIERS = (Tier.DUTY, Tier.BACKUP, Tier.LEAD)
KIND, SHEET = "roster", "sheet"
"""The kinds of rows of the outbox that ask for a month: its picture, or its sheet."""
_DAY = timedelta(days=1)
_DECEMBER = 12


class Month(Within):
    """Show rosters within one unit of work."""

    def message(self, wanted: str) -> Outgoing:
        """Return the picture of the month that a row of the outbox asks for, else its words.

        It shows the roster as it is when it leaves.
        """
        asked = json.loads(wanted)
        office, language = self.hotline.offices[asked["office"]], str(asked["language"])
        first = date.fromisoformat(asked["month"])
        grid = self.grid(office, first, language)
        after = _next_month(first)
        onward = Button(
            self.hotline.texts("button-month", language, month=after.month),
            encode_duty("month", office.code, f"{after:%Y%m}"),
        )
        return Outgoing(
            "photo",
            make=partial(_drawn, grid),
            buttons=((onward,),),
            protected=True,
            instead=grid_in_words(grid),
        )

    def sheet(self, wanted: str) -> Outgoing:
        """Return the month as a sheet that a row of the outbox asks for.

        It may be saved and passed on, because it is to be changed and sent back.
        """
        asked = json.loads(wanted)
        office, language = self.hotline.offices[asked["office"]], str(asked["language"])
        first = date.fromisoformat(asked["month"])
        sheets = RosterSheet(self.hotline, self.work, self.now)
        return Outgoing(
            "document",
            text=self.hotline.texts("sheet-caption", language, office=office.name),
            make=sheets.given_out(office, first, _next_month(first), language).as_workbook,
            file_name=f"{office.code}-{first:%Y-%m}.xlsx",
        )

    def grid(self, office: Office, first: date, language: str) -> Grid:
        """Return the month that begins on `first`."""
        texts = self.hotline.texts
        tiers = self._tiers(office, first)
        hours = {tier: self._hand_off(office, tier) for tier in tiers}
        shifts = {tier: self._shifts(office, tier, first) for tier in tiers}
        days = [first + place * _DAY for place in range((_next_month(first) - first).days)]
        holidays = self._holidays(first.year)
        today = self.now.astimezone(self.hotline.zone).date()
        return Grid(
            title=texts(
                "roster-title",
                language,
                office=office.name,
                year=str(first.year),
                month=first.month,
            ),
            tiers=[texts(f"tier-{tier.value}", language) for tier in tiers],
            rows=[
                Row(
                    label=f"{day.day} {texts(f'weekday-{day.weekday()}', language)}",
                    cells=[self._cell(shifts[tier], day, hours[tier]) for tier in tiers],
                    note=holidays.get(day, "") if language == "zh-CN" else "",
                    is_off=not self.hotline.calendar.is_working_day(day),
                    is_today=day == today,
                )
                for day in days
            ],
            nobody=texts("roster-nobody", language),
        )

    def _tiers(self, office: Office, first: date) -> Sequence[Tier]:
        begins = datetime.combine(first, HAND_OFF, self.hotline.zone)
        known = self.work.roster.tiers_of(office.code, begins)
        return [tier for tier in TIERS if tier in known] or [Tier.DUTY]

    def _hand_off(self, office: Office, tier: Tier) -> time:
        """Return the hour at which a day of the tier begins."""
        plan = Rostering(self.work, self.hotline.zone, self.now).plan(office.code, tier)
        rule = plan.rule_at(self.now)
        return min(rule.pattern.hand_offs) if rule else HAND_OFF

    def _shifts(self, office: Office, tier: Tier, first: date) -> Sequence[Shift]:
        begins = datetime.combine(first, HAND_OFF, self.hotline.zone) - _DAY
        return self.work.roster.of_tier(office.code, tier, begins, begins + 34 * _DAY)

    def _cell(self, shifts: Sequence[Shift], day: date, hand_off: time) -> Sequence[Entry] | None:
        """Return who is on from the day's hand-off to the next; None where the day has passed."""
        zone = self.hotline.zone
        begins = moment(day, hand_off, zone)
        ends = moment(day + _DAY, hand_off, zone)
        on = [one for one in shifts if one.starts_at < ends and one.ends_at > begins]
        if not on and ends <= self.now:
            return None
        return [
            Entry(
                self.work.staff.get(one.staff_id).name,
                f"{one.starts_at.astimezone(zone):%H:%M}" if one.starts_at > begins else "",
            )
            for one in on
        ]

    def _holidays(self, year: int) -> dict[date, str]:
        return {
            day: name
            for name in HOLIDAYS
            for day in days_of(name, year, self.hotline.calendar.is_working_day)
        }


def wanted(office: Office, first: date, language: str) -> str:
    """Return what a row of the outbox keeps of a wanted month."""
    return json.dumps({"office": office.code, "month": first.isoformat(), "language": language})


def _drawn(grid: Grid) -> bytes | None:
    from bot.views.roster_picture import draw

    return draw(grid)


def _next_month(first: date) -> date:
    return date(first.year + first.month // _DECEMBER, first.month % _DECEMBER + 1, 1)
