"""Letting go of what was kept long enough, by itself each day or at somebody's word."""

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.config import RetentionPolicy
from bot.services.hotline import Hotline
from bot.services.mail import Priority
from bot.services.within import Within
from bot.views.outgoing import Outgoing
from storage.database import Database
from storage.records import Report
from storage.repositories.expired import Cutoffs
from storage.repositories.retention import Copy
from storage.repositories.timeline import ChainBroken
from storage.work import UnitOfWork

log = structlog.get_logger(__name__)
CASES_AT_ONCE = 5
ROWS_AT_ONCE = 200
PARTS = (
    "attachments",
    "corrections",
    "inbox",
    "outbox",
    "dialogues",
    "parked",
    "invites",
    "people",
)
MARK = "retention"
# Bot API, deleteMessage: up to 48 hours after it was sent.
DELETABLE = timedelta(hours=47)
_DAY = timedelta(days=1)


def cutoffs(policy: RetentionPolicy, now: datetime) -> Cutoffs:
    """Return until when what is kept must have come to its end to go now."""
    return Cutoffs(
        cases=months_before(now, policy.closed_case_months),
        attachments=months_before(now, policy.attachments_months),
        corrections=months_before(now, policy.corrections_months),
        inbox=now - policy.inbox_days * _DAY,
        outbox=now - policy.outbox_days * _DAY,
        dialogues=now - policy.dialogues_days * _DAY,
        parked=now - policy.parked_forms_days * _DAY,
        invites=now - policy.invites_days * _DAY,
        people=now - policy.dialogues_days * _DAY,
    )


def months_before(moment: datetime, months: int) -> datetime:
    """Return the same day so many months before, or the last one of that month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


class Erasure(Within):
    """Empty a closed case, here and on phones, within one unit of work."""

    def case(self, case_id: int, why: str) -> None:
        """Empty the whole case.

        Raises:
            ChainBroken: its timeline is not as it was written.
        """
        self.work.retention.erase(case_id, now=self.now, why=why)
        self._on_phones(case_id, self.work.retention.copies(case_id, since=self._since))

    def report(self, report: Report, why: str) -> None:
        """Empty what one reporter gave.

        Raises:
            ChainBroken: the timeline is not as it was written.
        """
        retention = self.work.retention
        retention.erase_report(report.case_id, report.id, now=self.now, why=why)
        copies = retention.copies(report.case_id, since=self._since, report_id=report.id)
        self._on_phones(report.case_id, copies)

    def _on_phones(self, case_id: int, copies: Sequence[Copy]) -> None:
        """Take files off the phones of staff where Telegram still lets us, and empty the cards."""
        number = self.work.cases.get(case_id).number
        self._take_back(copies)
        for card in self.work.pages.cards_of_case(case_id):
            if card.message_id is not None:
                person = self.work.people.get(card.person_id)
                text = self.mail.words(person, "card-erased", number=number)
                self._send(card.person_id, Outgoing("edit", text=text, message_id=card.message_id))

    @property
    def _since(self) -> datetime:
        """Return since when a message must have been sent for Telegram to let us delete it."""
        return self.now - DELETABLE

    def overstayed(self) -> Sequence[Copy]:
        """Return what was sent to staff and has been on their phones long enough."""
        hours = self.hotline.config.retention.phones_hours
        return self.work.retention.on_phones(self._since, self.now - timedelta(hours=hours))

    def take_back(self) -> int:
        """Take that off their phones; whoever still needs it asks for the card again."""
        copies = self.overstayed()
        self._take_back(copies)
        return len(copies)

    def _take_back(self, copies: Sequence[Copy]) -> None:
        for copy in copies:
            self._send(copy.person_id, Outgoing("delete", message_id=copy.message_id))
        self.work.retention.taken_back(copies)

    def _send(self, person_id: int, message: Outgoing) -> None:
        person = self.work.people.get(person_id)
        if person.blocked_at is None:
            self.mail.send(person, message, priority=Priority.LIST)


@dataclass(frozen=True, slots=True)
class Expiry:
    """Let go of everything whose time has come, in small steps beside the bot's work."""

    hotline: Hotline
    database: Database

    async def run(self, now: datetime) -> Counter[str]:
        """Let everything go that is due; return how much of what went."""
        until = cutoffs(self.hotline.config.retention, now)
        gone: Counter[str] = Counter()
        after = 0
        while found := await self.database.read(
            lambda work: work.retention.expired(until, after=after, limit=CASES_AT_ONCE)  # noqa: B023
        ):
            for case_id in found:
                gone[await self._case(case_id, until, now)] += 1
            after = found[-1]
        for part in PARTS:
            gone[part] += await self._part(part, until, now)
        return +gone

    async def _case(self, case_id: int, until: Cutoffs, now: datetime) -> str:
        def erase(work: UnitOfWork) -> None:
            # Since it was looked for, it may have been opened again, or another may have done it.
            if work.retention.has_expired(case_id, until):
                Erasure(self.hotline, work, now).case(case_id, "retention")

        try:
            await self.database.write(erase)
        except ChainBroken:
            # What was tampered with is evidence; `weibao audit verify` names it.
            log.error("retention-refused", case_id=case_id)  # noqa: TRY400 - No words of it.
            return "refused"
        return "cases"

    async def _part(self, part: str, until: Cutoffs, now: datetime) -> int:
        """Look for what goes beside the one who writes, and let it go a few rows at once."""
        count, after = 0, 0
        while found := await self.database.read(
            lambda work: work.retention.outlived(part, until, after=after, limit=ROWS_AT_ONCE)  # noqa: B023
        ):
            count += await self.database.write(
                lambda work: work.retention.let_go(part, until, found, now=now)
            )
            after = found[-1]
        return count
