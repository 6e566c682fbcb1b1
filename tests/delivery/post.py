"""An outbox, a sender and the embedded Telegram as a test reads them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from telegram import Bot

from bot.delivery.limits import Limits
from bot.delivery.sender import Sender
from bot.views.outgoing import Outgoing
from sandbox import Person, Sandbox, SandboxClock, WireCall
from storage.database import Database, Listener, Step, StorageUnavailable
from storage.records import OutboxRow
from storage.steps import T
from storage.tables import outbox
from storage.work import UnitOfWork

LEASE = timedelta(minutes=2)
SOON = timedelta(seconds=15)
MARK = "〔重复〕"
SENDING = {"sendMessage", "editMessageText", "sendPhoto"}


@dataclass
class FakeDesk:
    """Make messages from what the row carries, and remember what was heard."""

    heard: list[tuple[Any, ...]] = field(default_factory=list)
    moot: set[int] = field(default_factory=set)
    cannot_prepare: set[int] = field(default_factory=set)
    drawn: dict[int, Callable[[], bytes | None]] = field(default_factory=dict)
    cannot_hear: bool = False
    database_away: int = 0

    def prepare(self, _work: UnitOfWork, row: OutboxRow, _now: datetime) -> Outgoing | None:
        if self.database_away:
            self.database_away -= 1
            raise OperationalError("SELECT 1", {}, ConnectionError("gone"))
        if row.id in self.cannot_prepare:
            raise KeyError(row.payload)
        message = Outgoing.from_json(row.payload or "")
        if row.id in self.drawn:
            make = self.drawn[row.id]
            message = replace(message, kind="photo", make=make, instead=message.text)
        return None if row.id in self.moot else message

    def sent(
        self,
        _work: UnitOfWork,
        row: OutboxRow,
        message: Outgoing,
        message_id: int,
        _now: datetime,
    ) -> None:
        self._hear("sent", row.id, message.text, message_id)

    def failed(
        self, _work: UnitOfWork, row: OutboxRow, trouble: str, _now: datetime, *, unreachable: bool
    ) -> None:
        self._hear("failed", row.id, trouble, unreachable)

    def delayed(self, _work: UnitOfWork, row: OutboxRow, until: datetime, _now: datetime) -> None:
        self._hear("delayed", row.id, until)

    def _hear(self, *news: object) -> None:
        if self.cannot_hear:
            raise LookupError("the services are confused")
        self.heard.append(news)


class Flaky:
    """A database that is away for as many writes as one says."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.url: URL = database.url
        self.away = 0
        self.refused = 0
        self.writing = 0

    async def write(self, step: Step[T]) -> T:
        if self.away:
            self.away -= 1
            self.refused += 1
            raise StorageUnavailable("away")
        self.writing += 1
        try:
            return await self._database.write(step)
        finally:
            self.writing -= 1

    async def read(self, step: Step[T]) -> T:
        return await self._database.read(step)

    def listen(self, topic: str, listener: Listener) -> None:
        self._database.listen(topic, listener)

    def offer(self, topic: str, step: Step[T]) -> asyncio.Future[T] | None:
        return self._database.offer(topic, step)

    def withdraw(self, offered: asyncio.Future[T]) -> bool:
        return self._database.withdraw(offered)

    async def close(self) -> None:
        await self._database.close()


class Pauses:
    """Let real seconds pass at once, or when one says so, and remember them."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.let_go = asyncio.Event()
        self.let_go.set()

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)
        await self.let_go.wait()


class Post:
    """Queue messages, send them, and look at the rows and the wire."""

    def __init__(
        self, sandbox: Sandbox, database: Database, bot: Bot, clock: SandboxClock, desk: FakeDesk
    ) -> None:
        self.sandbox, self.database, self.bot = sandbox, Flaky(database), bot
        self.clock, self.desk = clock, desk
        self.pauses = Pauses()
        self.sender = self.new_sender()
        self._senders = [self.sender]

    def new_sender(
        self, limits: Limits | None = None, *, low_classes: Sequence[int] = ()
    ) -> Sender:
        return Sender(
            self.database,
            self.bot,
            self.clock,
            self.desk,
            limits or Limits(100_000, 1_000, 1_000),
            lease=LEASE,
            uncertain_after=SOON,
            repeated_mark=MARK,
            low_classes=low_classes,
            wait=self.pauses,
        )

    async def person(self, name: str) -> Person:
        person = self.sandbox.add_person(name, group="officer")
        await person.opens()
        return person

    async def put(self, person: Person, message: Outgoing | str, *, priority: int = 1) -> int:
        return (await self.put_all([(person, message)], priority=priority))[0]

    async def put_all(
        self, letters: Sequence[tuple[Person, Outgoing | str]], *, priority: int = 1
    ) -> list[int]:
        """Queue messages in one transaction."""

        def put(work: UnitOfWork) -> list[int]:
            return [self._put(work, person, message, priority) for person, message in letters]

        return await self.database.write(put)

    def _put(self, work: UnitOfWork, person: Person, message: Outgoing | str, priority: int) -> int:
        now = self.clock.now()
        outgoing = Outgoing("message", text=message) if isinstance(message, str) else message
        row = work.outbox.put(
            person_id=work.people.meet(str(person.id), language="zh-CN", now=now).id,
            kind="text",
            priority=priority,
            now=now,
            payload=outgoing.to_json(),
        )
        assert row is not None
        return row

    async def row(self, row_id: int) -> Any:
        query = select(outbox).where(outbox.c.id == row_id)
        return await self.database.read(lambda work: work.connection.execute(query).one())

    async def states(self) -> list[str]:
        query = select(outbox.c.state).order_by(outbox.c.id)
        found = await self.database.read(
            lambda work: work.connection.execute(query).scalars().all()
        )
        return list(found)

    async def settle(self) -> None:
        """Let everything leave that may leave now."""
        self.sender.wake()
        async with asyncio.timeout(60):
            await self.sender.settled()

    async def pass_time(self, span: timedelta) -> None:
        """Move the clock, and let leave what then may."""
        self.clock.advance(span)
        await self.settle()

    async def swap_sender(self, sender: Sender) -> None:
        """Go on with another sender, started."""
        await self.sender.stop()
        self.sender = sender
        self.sender.start()

    @property
    def wire(self) -> list[WireCall]:
        """What was sent or edited, in order."""
        return [call for call in self.sandbox.wire if call.method in SENDING]

    def texts(self, keep: Callable[[WireCall], bool] = lambda _call: True) -> list[str]:
        return [call.params["text"] for call in self.wire if keep(call)]
