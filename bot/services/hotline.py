"""Everything that the services share and that does not change while the bot runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.config import Config
from bot.flows.dialogue import Flow
from bot.flows.report import ReportFlow
from bot.services.codes import CodeWords
from bot.services.offices import Offices
from bot.terms import Category, Level
from bot.triage.gazetteer import Gazetteer
from bot.views.texts import Texts
from bot.working_time import WorkingTime
from storage.records import Case
from storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Hotline:
    """The configured hotline: policies, texts, places, flows and the calendar."""

    config: Config
    texts: Texts
    gazetteer: Gazetteer
    offices: Offices
    calendar: WorkingTime
    codes: CodeWords
    report: ReportFlow
    flows: Mapping[str, Flow]
    zone: ZoneInfo
    default_levels: Mapping[Category, Level]
    bot_name: str = ""

    def when(self, moment: datetime | None, now: datetime, language: str) -> str:
        """Return a moment in words: the hour today or tomorrow, else the day and the hour."""
        if moment is None:
            return self.texts("when-none", language)
        there, here = moment.astimezone(self.zone), now.astimezone(self.zone)
        hour = there.strftime("%H:%M")
        days = (there.date() - here.date()).days
        if days in (0, 1):
            return self.texts(("when-today", "when-tomorrow")[days], language, hour=hour)
        return self.texts("when-day", language, month=there.month, day=there.day, hour=hour)

    def state_key(self, work: UnitOfWork, case: Case) -> str:
        """Return the name of the text that tells a reporter how the case stands."""
        referral = work.referrals.current_of(case.id)
        state = "closed" if case.state == "closed" or referral is None else referral.state
        return f"resident-state-{state}"
