"""The sender: takes messages from the outbox, in order of need, and finishes what it takes.

A message is claimed for a time (its lease), sent, and settled by the token of that lease. What
surely did not leave is tried again; what perhaps left is sent again, marked as repeated; nothing
is given up because of the network. Duplicates are harmless, silence is not.
"""

import asyncio
import contextlib
import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from telegram import Bot
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.clock import Clock
from bot.delivery.carrier import carry
from bot.delivery.limits import Limits
from bot.delivery.transport import SURELY_UNSENT
from bot.views.outgoing import Outgoing
from storage.database import Database, StorageUnavailable
from storage.records import OutboxRow
from storage.repositories.outbox import TOPIC
from storage.work import UnitOfWork

log = structlog.get_logger(__name__)

AT_ONCE = 30
PAUSE_SECONDS = 0.5
FIRST_BACKOFF = timedelta(seconds=1)
LONGEST_BACKOFF = timedelta(minutes=5)
UNREACHABLE = ("chat not found", "user is deactivated", "bot was blocked", "user not found")


class Desk(Protocol):
    """What the services answer and are told; each call is inside the sender's transaction."""

    def prepare(self, work: UnitOfWork, row: OutboxRow, now: datetime) -> Outgoing | None:
        """Return what is to be sent now; None where it is no longer wanted."""
        ...

    def sent(
        self, work: UnitOfWork, row: OutboxRow, message: Outgoing, message_id: int, now: datetime
    ) -> None:
        """Hear that the message arrived."""
        ...

    def failed(
        self, work: UnitOfWork, row: OutboxRow, trouble: str, now: datetime, *, unreachable: bool
    ) -> None:
        """Hear that the message will never arrive."""
        ...

    def delayed(self, work: UnitOfWork, row: OutboxRow, until: datetime, now: datetime) -> None:
        """Hear that the message must wait."""
        ...


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A message in hand: the row, the chat it goes to, and what is to be sent."""

    row: OutboxRow
    chat: str
    message: Outgoing


@dataclass(slots=True)
class Sender:
    """Send what is in the outbox until stopped."""

    database: Database
    bot: Bot
    clock: Clock
    desk: Desk
    limits: Limits
    lease: timedelta
    uncertain_after: timedelta
    repeated_mark: str
    is_stopped: bool = False
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _quiet: asyncio.Event = field(default_factory=asyncio.Event)
    _in_flight: set[asyncio.Task[None]] = field(default_factory=set)
    _loop: asyncio.Task[None] | None = None
    _is_leaving: bool = False

    def start(self) -> None:
        """Begin to send, and wake at every commit that queued something."""
        self.database.listen(TOPIC, self.wake)
        self._loop = asyncio.create_task(self._run(), name="sender")
        self.wake()

    def wake(self) -> None:
        """Look at the outbox now."""
        self._quiet.clear()
        self._woken.set()

    def resume(self) -> None:
        """Send again after the token was mended."""
        self.is_stopped = False
        self.wake()

    async def settled(self) -> None:
        """Wait until nothing that may leave now is left."""
        await self._quiet.wait()

    async def stop(self) -> None:
        """Finish what is in flight, and take no more."""
        self._is_leaving = True
        self.wake()
        if self._loop is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await self._loop
        await asyncio.gather(*self._in_flight, return_exceptions=True)

    async def _run(self) -> None:
        while not self._is_leaving:
            self._woken.clear()
            try:
                pause = await self._round()
            except Exception as error:  # noqa: BLE001 - A sender that ends is silence.
                log.error("sender-failed", error=type(error).__name__)  # noqa: TRY400
                pause = PAUSE_SECONDS
            if pause is None and not self._in_flight and not self._woken.is_set():
                self._quiet.set()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), pause)

    async def _round(self) -> float | None:
        """Send what may leave; return how many seconds to wait, None until woken."""
        if self.is_stopped:
            return None
        room = min(AT_ONCE - len(self._in_flight), self.limits.room())
        if room <= 0:
            return None if self._in_flight else PAUSE_SECONDS / 10
        claimed = await self.database.write(lambda work: self._claim(work, room))
        for one in claimed:
            task = asyncio.create_task(self._send(one))
            self._in_flight.add(task)
            task.add_done_callback(self._landed)
        return 0 if len(claimed) == room else None

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._in_flight.discard(task)
        self.wake()
        if not task.cancelled() and task.exception() is not None:
            log.error("send-failed", error=type(task.exception()).__name__)

    def _claim(self, work: UnitOfWork, limit: int) -> list[_Claimed]:
        now = self.clock.now()
        rows = work.outbox.claim(
            now=now, token=uuid.uuid4().hex, lease_until_at=now + self.lease, limit=limit
        )
        claimed: list[_Claimed] = []
        for row in rows:
            message = self.desk.prepare(work, row, now)
            if message is None:
                work.outbox.settle(row, "superseded", now=now)
                work.topics.add(TOPIC)
                continue
            chat = work.people.get(row.person_id).chat
            claimed.append(_Claimed(row, chat, self._marked(row, message)))
        return claimed

    def _marked(self, row: OutboxRow, message: Outgoing) -> Outgoing:
        if not row.repeated or message.kind != "message":
            return message
        return replace(message, text=f"{self.repeated_mark}\n{message.text}")

    async def _send(self, one: _Claimed) -> None:
        """Send one message and settle what became of it."""
        wait = self.limits.wait(one.row.person_id)
        if wait:
            # The lease is longer than any wait of the limits.
            await asyncio.sleep(wait)
        try:
            message_id = await carry(self.bot, one.chat, one.message, plain=one.row.plain)
        except TelegramError as error:
            refusal = error
            await self._settle(lambda work: self._refused(work, one, refusal))
            return
        except Exception as error:  # noqa: BLE001 - Whatever it was, the message is kept.
            name = type(error).__name__
            log.error("carry-failed", error=name)  # noqa: TRY400
            await self._settle(lambda work: self._try_later(work, one.row, name))
            return
        await self._settle(lambda work: self._arrived(work, one, message_id))

    async def _settle(self, step: "Settling") -> None:
        """Settle, again and again while the database is away; else the lease does it."""
        for _ in range(10):
            try:
                await self.database.write(step)
            except StorageUnavailable:
                await asyncio.sleep(PAUSE_SECONDS)
            else:
                return

    def _arrived(self, work: UnitOfWork, one: _Claimed, message_id: int) -> None:
        now = self.clock.now()
        if work.outbox.settle(one.row, "sent", now=now, message_id=message_id):
            self.desk.sent(work, one.row, one.message, message_id, now)

    def _refused(self, work: UnitOfWork, one: _Claimed, error: TelegramError) -> None:
        """Settle what Telegram or the network refused; `BadRequest` is a `NetworkError` too."""
        row, name = one.row, type(error).__name__
        match error:
            case RetryAfter():
                self._wait(work, row, error)
            case InvalidToken():
                self._stop_sending(work, row)
            case Forbidden():
                self._give_up(work, row, "forbidden", unreachable=True)
            case BadRequest():
                self._bad_request(work, one, str(error))
            case NetworkError() if isinstance(error.__cause__, SURELY_UNSENT):
                self._try_later(work, row, name)
            case _:
                self._perhaps_sent(work, row, name)

    def _wait(self, work: UnitOfWork, row: OutboxRow, error: RetryAfter) -> None:
        now = self.clock.now()
        after = error.retry_after
        until = now + (after if isinstance(after, timedelta) else timedelta(seconds=after))
        if work.outbox.put_back(
            row, "pending", not_before_at=until, trouble="too-many", counted=False
        ):
            self.desk.delayed(work, row, until, now)

    def _stop_sending(self, work: UnitOfWork, row: OutboxRow) -> None:
        self.is_stopped = True
        now = self.clock.now()
        work.outbox.put_back(row, "pending", not_before_at=now, trouble="token", counted=False)
        log.critical("token-refused")

    def _bad_request(self, work: UnitOfWork, one: _Claimed, words: str) -> None:
        row, now, lower = one.row, self.clock.now(), words.lower()
        if "message is not modified" in lower:
            self._arrived(work, one, one.message.message_id)
        elif any(sign in lower for sign in UNREACHABLE):
            self._give_up(work, row, "unreachable", unreachable=True)
        elif "message to edit not found" in lower or row.plain:
            log.error("message-refused", outbox_id=row.id)
            self._give_up(work, row, "bad-request", unreachable=False)
        else:
            work.outbox.put_back(
                row, "pending", not_before_at=now, trouble="bad-request", plain=True
            )
            work.topics.add(TOPIC)

    def _give_up(
        self, work: UnitOfWork, row: OutboxRow, trouble: str, *, unreachable: bool
    ) -> None:
        now = self.clock.now()
        if work.outbox.settle(row, "failed", now=now, trouble=trouble):
            self.desk.failed(work, row, trouble, now, unreachable=unreachable)

    def _try_later(self, work: UnitOfWork, row: OutboxRow, trouble: str) -> None:
        wait = min(FIRST_BACKOFF * (2 ** min(row.attempts, 10)), LONGEST_BACKOFF)
        now = self.clock.now()
        state = "uncertain" if row.repeated else "pending"
        work.outbox.put_back(row, state, not_before_at=now + wait, trouble=trouble)

    def _perhaps_sent(self, work: UnitOfWork, row: OutboxRow, trouble: str) -> None:
        wait = self.uncertain_after * (2 ** min(row.attempts, 4))
        at = self.clock.now() + min(wait, LONGEST_BACKOFF)
        work.outbox.put_back(row, "uncertain", not_before_at=at, trouble=trouble)


class Settling(Protocol):
    """A step that settles one message."""

    def __call__(self, work: UnitOfWork) -> None:
        """Settle it in this unit of work."""
        ...
