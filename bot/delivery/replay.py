"""Working on updates that are kept and not done: what the last run left, and what failed."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram.ext import Application

from bot.delivery.inbox import UNREADABLE, bury, told_again
from bot.delivery.ordering import PerChatProcessor
from storage.database import Database
from storage.records import InboxRow
from storage.repositories.repository import DAMAGED

log = structlog.get_logger(__name__)

RETRY_AFTER = timedelta(seconds=5)
PAGE = 500


@dataclass(slots=True)
class Replay:
    """Work on updates that are in the inbox and not yet done.

    Args:
        database: where the inbox is.
        application: whose queue the updates are put into.
        processor: who knows which updates are being worked on.
        on_failure: hears of a row that nobody can read any more.
    """

    database: Database
    application: "Application[Any, Any, Any, Any, Any, Any]"
    processor: PerChatProcessor
    on_failure: Callable[[object, BaseException], Awaitable[None]]

    async def start(self) -> None:
        """Hand over everything that was left by the last run, oldest first."""
        count, after = 0, 0
        while rows := await self._page(after):
            for row in rows:
                await self._hand_over(row)
            count, after = count + len(rows), rows[-1].id
        if count:
            log.info("replayed", count=count)

    async def retry(self, now: datetime) -> None:
        """Hand over what failed before, or fell through, once its wait is over.

        The wait doubles with each attempt. While updates stand in line anyway nothing is handed
        over: among them may be the very ones.
        """
        if not self.application.update_queue.empty() or not self.processor.has_room:
            return
        rows = await self.database.read(
            lambda work: work.inbox.waiting(before=now - RETRY_AFTER, limit=PAGE)
        )
        for row in rows:
            is_due = row.received_at + RETRY_AFTER * (1 << row.attempts) <= now
            if is_due and not self.processor.is_at(row.update_id):
                await self._hand_over(row)

    async def _page(self, after: int) -> Sequence[InboxRow]:
        return await self.database.read(lambda work: work.inbox.waiting(after=after, limit=PAGE))

    async def _hand_over(self, row: InboxRow) -> None:
        if row.payload is None:
            await self._bury(row, DAMAGED, ValueError(DAMAGED))
            return
        update = told_again(row.payload, self.application.bot)
        if update is None:
            await self._bury(row, UNREADABLE, ValueError(UNREADABLE))
            return
        await self.application.update_queue.put(update)

    async def _bury(self, row: InboxRow, trouble: str, error: Exception) -> None:
        """Keep a row as dead that an earlier version of the library, or nobody, can read."""
        if await self.database.write(lambda work: bury(work, row.update_id, trouble)):
            log.error("update-unreadable", update_id=row.update_id, trouble=trouble)
            await self.on_failure(row, error)
