"""Working on updates that several processes take from one inbox.

Whichever process received an update, any of them works on it, the most pressing first. One is taken
for a time (its lease), and only when no earlier one of its chat waits; the step that answers it
marks it as done, so that each is answered once even where two processes work on it. Nothing here
remembers an order: the inbox does.
"""

import asyncio
import contextlib
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from telegram import Bot

from bot.clock import Clock
from bot.delivery.inbox import UNREADABLE, Told, bury, told_again
from bot.delivery.places import TURN_OF_THE_LONGEST
from bot.delivery.replay import RETRY_AFTER
from bot.watching.pulse import Pulse
from storage.database import Database, StorageUnavailable
from storage.records import InboxRow
from storage.repositories.inbox import TOPIC

log = structlog.get_logger(__name__)

AT_ONCE = 64
LOOK_SECONDS = 1.0


@dataclass(slots=True, eq=False)
class Worker:
    """Take updates from the inbox and work on them until stopped.

    Args:
        database: where the inbox is.
        bot: the bot that updates are read for.
        clock: the time of leases.
        work_on: answers one update.
        on_failure: counts a failed attempt.
        lease: for how long one is this process's own.
        at_once: how many are worked on side by side.
        pulse: where each look at the inbox is a sign of life.
    """

    database: Database
    bot: Bot
    clock: Clock
    work_on: Callable[[Told], Awaitable[None]]
    on_failure: Callable[[object, BaseException], Awaitable[None]]
    lease: timedelta
    at_once: int = AT_ONCE
    pulse: Pulse = field(default_factory=Pulse)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _in_hand: set[asyncio.Task[None]] = field(default_factory=set)
    _left: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    _loop: asyncio.Task[None] | None = None
    _is_leaving: bool = False
    _is_at_work: bool = False
    _taken: int = 0

    def start(self) -> None:
        """Begin to work, and wake at every commit that brought an update."""
        self.database.listen(TOPIC, self.wake)
        self._loop = asyncio.create_task(self._run(), name="worker")

    def wake(self) -> None:
        """Look at the inbox now."""
        self._woken.set()

    async def stop(self) -> None:
        """Take no more, finish what is in hand, and let go of what could not be finished."""
        self._is_leaving = True
        self.wake()
        if self._loop is not None:
            await self._loop
        await asyncio.gather(*self._in_hand, return_exceptions=True)
        with contextlib.suppress(Exception):
            await self._give_back()

    async def _run(self) -> None:
        while not self._is_leaving:
            self._woken.clear()
            try:
                await self._take_over()
                await self._give_back()
                await self._take()
                self.pulse.fetched.give()
            except StorageUnavailable:
                # It was said when the trouble began, and every row stays where it is.
                await asyncio.sleep(LOOK_SECONDS)
            except Exception as error:  # noqa: BLE001 - A worker that ends is silence.
                log.error("inbox-failed", error=type(error).__name__)  # noqa: TRY400 - No words of it.
                await asyncio.sleep(LOOK_SECONDS)
            self.pulse.fetch_moved.give()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), LOOK_SECONDS)

    async def _take_over(self) -> None:
        """Free what an earlier process held when it was killed.

        One process at a time has a file to itself; elsewhere another may be at work, and what is
        held comes free when its lease runs out.
        """
        if not self._is_at_work and self.database.url.get_backend_name() == "sqlite":
            await self.database.write(lambda work: work.inbox.end_leases(self.clock.now()))
        self._is_at_work = True

    async def _take(self) -> None:
        """Take what may be worked on; who finishes one looks again for the next of its chat."""
        room = self.at_once - len(self._in_hand)
        if room <= 0:
            return
        now, token = self.clock.now(), uuid.uuid4().hex
        oldest = (self._taken + room) // TURN_OF_THE_LONGEST - self._taken // TURN_OF_THE_LONGEST
        rows = await self.database.write(
            lambda work: work.inbox.claim(
                now=now, token=token, lease_until_at=now + self.lease, limit=room, oldest=oldest
            )
        )
        self._taken += len(rows)
        for row in rows:
            task = asyncio.create_task(self._work(row, token))
            self._in_hand.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._in_hand.discard(task)
        self.wake()

    async def _work(self, row: InboxRow, token: str) -> None:
        update = self._update_of(row)
        try:
            if update is None:
                await self._bury(row, token)
                return
            await self.work_on(update)
        except Exception as error:  # noqa: BLE001 - The row is kept, and tried again.
            again_at = self.clock.now()
            try:
                await self.on_failure(update, error)
                again_at += RETRY_AFTER * (1 << row.attempts)
            except Exception as trouble:  # noqa: BLE001 - The database is away; nothing is counted.
                log.error("failure-not-counted", error=type(trouble).__name__)  # noqa: TRY400 - No words of it.
            self._left[row.id] = (token, again_at)

    def _update_of(self, row: InboxRow) -> Told | None:
        return None if row.payload is None else told_again(row.payload, self.bot)

    async def _bury(self, row: InboxRow, token: str) -> None:
        """Keep a row as dead that nobody can read any more, so that the next of its chat comes."""
        if await self.database.write(lambda work: bury(work, row.update_id, UNREADABLE)):
            log.error("update-unreadable", update_id=row.update_id)
        else:
            self._left[row.id] = (token, self.clock.now() + RETRY_AFTER)

    async def _give_back(self) -> None:
        """Let others, or oneself later, take what was not finished."""
        for row_id, (token, until) in list(self._left.items()):
            await self.database.write(
                lambda work: work.inbox.let_go(row_id, token, until)  # noqa: B023 - Awaited here.
            )
            del self._left[row_id]
