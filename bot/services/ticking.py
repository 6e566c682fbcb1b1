"""What happens because time passes: deadlines of referrals, and dialogues left alone."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.services.agencies import Agencies
from bot.services.closing import Closing
from bot.services.conversation import Conversation
from bot.services.duty_clock import DutyClock
from bot.services.hotline import Hotline, NotRead
from bot.services.left_alone import LeftAlone
from bot.services.letters import DELETABLE_FOR, Letters
from bot.services.news import News
from bot.services.paging import Paging
from bot.services.readings import write_with_readings
from bot.services.visiting import Visiting
from bot.triage.asked import EndsReader, ReaderFailed
from bot.triage.reading import Reading
from storage.database import Database, StorageUnavailable
from storage.encryption import SealBroken
from storage.repositories.moments import EVERY
from storage.repositories.referrals import ReferralMoved
from storage.work import UnitOfWork

log = structlog.get_logger(__name__)
BATCH = 50
READING_SECONDS = 5.0
"""Nobody is called meanwhile; one message is read in a hundredth of a second."""


class Due(Protocol):
    """What becomes due by itself, by its identifier."""

    def due_ids(self, now: datetime, limit: int) -> Sequence[int]:
        """Return what is due, the most urgent first."""
        ...


Doing = Callable[[UnitOfWork, Hotline, int, datetime], None]
Queue = tuple[str, Callable[[UnitOfWork], Due], Doing]
"""The name of a table, who says what of it is due, and what is then done with each."""


@dataclass(slots=True)
class Ticking:
    """Do what is due; called every second, and whenever a deadline was moved to now."""

    hotline: Hotline
    database: Database
    clock: Clock
    duty: DutyClock = field(init=False)

    def __post_init__(self) -> None:
        """Let rosters have their own clockwork."""
        self.duty = DutyClock(self.hotline, self.database)

    async def tick(self) -> None:
        """Fire every due rung and look after every dialogue left alone.

        One referral that cannot be worked on never keeps the others from their turn.
        """
        now = self.clock.now()
        come = await self._come(now)
        for name, among, do in self._queues():
            if name in come:
                await self._all_due(now, among, do)
        if "chat_lines" in come:
            # Nobody can delete them any more.
            await self.database.write(lambda work: work.lines.forget_older(now - DELETABLE_FOR))
        await self.duty.tick(now, come)

    async def _come(self, now: datetime) -> frozenset[str]:
        """Return the tables in which something is due; all where that cannot be told at once.

        Then each is asked by itself, so that one that is damaged keeps none back that comes first.
        """
        stood_until = now - DELETABLE_FOR
        try:
            return await self.database.read(
                lambda work: work.moments.come(now, stood_until=stood_until)
            )
        except StorageUnavailable:
            return EVERY

    def _queues(self) -> Sequence[Queue]:
        return (
            ("referrals", lambda work: work.referrals, self._fire),
            ("dialogues", lambda work: work.dialogues, self._look_after),
            ("visits", lambda work: work.visits, self._look_at_visit),
            ("agency_calls", lambda work: work.agency_calls, self._look_at_agency),
            ("approvals", lambda work: work.approvals, self._look_at_approval),
            ("letters", lambda work: work.letters, self._release),
        )

    async def _all_due(
        self,
        now: datetime,
        among: Callable[[UnitOfWork], Due],
        do: Doing,
    ) -> None:
        """Work each one in a step of its own, until none is left that was not tried.

        Few are handed over at once, because whoever sends the calls waits behind them.
        """
        tried: set[int] = set()
        failed = 0
        while True:
            limit = failed + BATCH
            found = await self.database.read(lambda work: among(work).due_ids(now, limit))  # noqa: B023
            fresh = [one for one in found if one not in tried]
            if not fresh:
                return
            failed = len(found) - len(fresh)
            tried.update(fresh)
            # Handed over together, they are committed together.
            await asyncio.gather(*(self._guarded(one, now, do) for one in fresh))

    async def _guarded(self, one: int, now: datetime, do: Doing) -> None:
        try:
            await write_with_readings(
                self.database,
                self.hotline,
                lambda work, hotline: do(work, hotline, one, now),
                read=self._read,
            )
        except TimeoutError:
            log.warning("reading-awaited", id=one)  # It stays due.
        except ReferralMoved:
            log.info("tick-overtaken", id=one)
        except StorageUnavailable as error:
            # Of the database's own trouble one line was written when it began; this stays due.
            if not error.is_trouble:
                log.error("tick-failed", id=one, error=type(error).__name__)  # noqa: TRY400
        except Exception as error:  # noqa: BLE001 - The others are due as well.
            log.error("tick-failed", id=one, error=type(error).__name__)  # noqa: TRY400

    async def _read(self, unread: NotRead) -> Reading | None:
        async with asyncio.timeout(READING_SECONDS):
            try:
                return await self.hotline.read(unread.entry, unread.known_counties)
            except (EndsReader, ReaderFailed) as error:
                # What was said goes on to people all the same.
                log.warning("going-on-unread", error=type(error).__name__)
                return None

    @staticmethod
    def _fire(work: UnitOfWork, hotline: Hotline, referral_id: int, now: datetime) -> None:
        referral = work.referrals.get(referral_id)
        if referral.next_deadline_at is None or referral.next_deadline_at > now:
            return
        paging = Paging(hotline, work, now)
        paging.redraw_last(paging.fire(referral))
        if paging.is_unanswered(referral):
            News(hotline, work, now).case_unanswered(referral)

    @staticmethod
    def _release(work: UnitOfWork, hotline: Hotline, letter_id: int, now: datetime) -> None:
        Letters(hotline, work, now).released(letter_id)

    @staticmethod
    def _look_at_visit(work: UnitOfWork, hotline: Hotline, visit_id: int, now: datetime) -> None:
        Visiting(hotline, work, now).look(visit_id)

    @staticmethod
    def _look_at_agency(work: UnitOfWork, hotline: Hotline, call_id: int, now: datetime) -> None:
        Agencies(hotline, work, now).look(call_id)

    @staticmethod
    def _look_at_approval(
        work: UnitOfWork, hotline: Hotline, approval_id: int, now: datetime
    ) -> None:
        Closing(hotline, work, now).look(approval_id)

    @staticmethod
    def _look_after(work: UnitOfWork, hotline: Hotline, person_id: int, now: datetime) -> None:
        try:
            row = work.dialogues.of(person_id)
        except SealBroken:
            # It stays as it is, and what the person writes next is handed to somebody bare.
            log.error("dialogue-damaged", person_id=person_id)  # noqa: TRY400 - No words of it.
            work.dialogues.let_rest(person_id)
            return
        if row is None or row.due_at is None or row.due_at > now:
            return
        person = work.people.get(person_id)
        LeftAlone(Conversation(hotline, work, person, now)).look_after(row)
