"""PostgreSQL: steps that wait together share a transaction, on a pool of connections.

Each step sees the database as it was at one moment (REPEATABLE READ). Where it would write over
what another has changed since, in this process or any other, the server refuses, and the step is
run again: so steps end as if they had run one after the other on what they change, as on SQLite.

A step that finds nobody before it has a transaction of its own. Those that come while it runs are
run together after it; where one of them fails, nothing of their transaction stands, and each is run
again in one of its own. Where one is overtaken, all are run again together.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

from asyncpg.exceptions import InterfaceError as AsyncpgInterfaceError
from asyncpg.exceptions import PostgresError
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncTransaction, create_async_engine

from storage.encryption import Vault
from storage.heralding import Herald
from storage.identifiers import IdFactory
from storage.idle import ask_idle_connections
from storage.prepared import Plans, SwiftConnection
from storage.repositories.repository import IN_COMPANY, WantsToBeAlone
from storage.running import APPLICATION_NAME
from storage.steps import (
    Announcements,
    Handed,
    Listener,
    Step,
    StorageUnavailable,
    T,
    as_unavailable,
    run_reading,
    settle,
    unavailable,
)
from storage.troubles import STATEMENT
from storage.work import UnitOfWork

CONNECT_SECONDS = 5
POOL_SIZE = 16
POOL_SECONDS = 10
COMMAND_SECONDS = 20
# A row was changed since the step began to look, or two steps waited for each other.
OVERTAKEN = ("40001", "40P01")
ATTEMPTS = 40
PAUSE_SECONDS = 0.005
GROUP_SIZE = 32
LOOK_SECONDS = 0.01
HELD_UP_SECONDS = 0.2
# The part of its time for which a thread has work where the server is near.
BUSY = 0.3
_NOT_LONG = text("SET LOCAL lock_timeout = '500ms'")


class _ServerGone(Exception):
    """Say that the connection broke before the commit, so that all may be done again."""

    def __init__(self, error: DBAPIError) -> None:
        super().__init__()
        self.error = error


class _Undone(Exception):
    """Say that nothing of what several did together stands."""

    def __init__(self, *, was_overtaken: bool) -> None:
        super().__init__()
        self.was_overtaken = was_overtaken


class PostgresDatabase:
    """Serve any number of processes, on a pool of connections."""

    def __init__(self, url: URL, vault: Vault, ids: IdFactory) -> None:
        self.url = url
        self._vault = vault
        self._ids = ids
        self._plans = Plans()
        self._announcements = Announcements()
        self._engine = create_async_engine(
            url.set(drivername="postgresql+asyncpg"),
            # No more than these: one that is opened for a moment costs more than what waits.
            pool_size=POOL_SIZE,
            max_overflow=0,
            pool_timeout=POOL_SECONDS,
            connect_args={
                "timeout": CONNECT_SECONDS,
                "command_timeout": COMMAND_SECONDS,
                "server_settings": {"application_name": APPLICATION_NAME},
            },
            hide_parameters=True,
            isolation_level="REPEATABLE READ",
        )
        ask_idle_connections(self._engine.sync_engine)
        self._readers = self._engine.execution_options(postgresql_readonly=True)
        self._herald = Herald(self._engine, self._announcements)
        self._sharing = self._engine.execution_options(**{IN_COMPANY: True})
        self._waiting: deque[Handed] = deque()
        self._is_writing = False
        self._running: set[asyncio.Task[None]] = set()
        self._is_closed = False

    def listen(self, topic: str, listener: Listener) -> None:
        """Call `listener` in the event loop after each commit that announced `topic`.

        It hears soon of the commits of other processes as well.
        """
        self._announcements.listen(topic, listener)
        self._herald.start()

    async def write(self, step: Step[T]) -> T:
        """Hand the step over and wait for the commit."""
        if self._is_closed:
            raise StorageUnavailable("closed", STATEMENT)
        handed = Handed(step, asyncio.get_running_loop())
        self._waiting.append(handed)
        if not self._is_writing:
            self._is_writing = True
            self._start(self._write())
        result: T = await handed.future
        return result

    async def read(self, step: Step[T]) -> T:
        """Run a step that only reads; the server refuses what would write."""
        async with _naming_trouble():
            return await _again_where_gone(lambda: self._look(step))

    def offer(self, topic: str, step: Step[T]) -> None:
        """Take no offers: what several processes claim is claimed one after the other."""

    def withdraw(self, offered: asyncio.Future[T]) -> bool:  # noqa: ARG002 - None was made.
        """Return that nothing was offered."""
        return False

    async def close(self) -> None:
        """Finish what was handed over, then close the pool."""
        self._is_closed = True
        while self._running:
            await asyncio.wait(self._running)
        await self._herald.close()
        await self._engine.dispose()

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        # A task of its own: a cancelled caller must not make the outcome of a commit unknown.
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def _write(self) -> None:
        """Run what waits, group by group, until nothing does."""
        while self._waiting:
            room = min(GROUP_SIZE, len(self._waiting))
            group = [self._waiting.popleft() for _ in range(room)]
            task = self._start(self._alone(group[0]) if room == 1 else self._together(group))
            await _until_done_or_waiting(task)
        self._is_writing = False

    async def _together(self, group: Sequence[Handed]) -> None:
        """Run the steps in one transaction, and those that are not through each in its own."""
        try:
            left = await self._until_shared(group)
        except BaseException as error:  # noqa: BLE001 - Told to all who wait.
            for handed in group:
                handed.error = as_unavailable(error)
            left = ()
        self._tell([handed for handed in group if handed not in left])
        for handed in left:
            self._start(self._alone(handed))

    async def _until_shared(self, group: Sequence[Handed]) -> Sequence[Handed]:
        """Run the steps in one transaction until nobody has overtaken them.

        Those that are to be run each by itself are returned. Of some that were overtaken that would
        make as many that overtake each other.
        """
        for attempt in range(1, ATTEMPTS):
            try:
                return await self._shared(group)
            except _Undone as undone:
                if not undone.was_overtaken:
                    break
            await _pause(attempt)
        return group

    async def _shared(self, group: Sequence[Handed]) -> Sequence[Handed]:
        """Run the steps in one transaction; return those that want one of their own."""
        alone: list[Handed] = []

        def run(connection: Connection) -> None:
            swift = SwiftConnection(connection, self._plans)
            swift.execute(_NOT_LONG)
            for handed in group:
                work = UnitOfWork(connection, self._vault, self._ids, swift)
                try:
                    handed.result = handed.step(work)
                except WantsToBeAlone:
                    alone.append(handed)
                handed.topics = work.topics

        async with self._sharing.connect() as connection:
            transaction = await connection.begin()
            try:
                await connection.run_sync(run)
            except Exception as error:
                await _undo(transaction)
                # Whose it is shows when each is run alone.
                raise _Undone(was_overtaken=_was_overtaken(error)) from error
            await transaction.commit()
        return alone

    async def _alone(self, handed: Handed) -> None:
        try:
            async with _naming_trouble():
                await _again_where_gone(lambda: self._until_through(handed))
        except BaseException as error:  # noqa: BLE001 - Told to who waits.
            handed.error = as_unavailable(error)
        self._tell([handed])

    def _tell(self, group: Sequence[Handed]) -> None:
        topics = settle(group)
        self._announcements.tell(topics)
        self._herald.tell(topics)

    async def _look(self, step: Step[T]) -> T:
        with _before_commit():
            return await run_reading(self._readers, step, self._unit)

    async def _until_through(self, handed: Handed) -> None:
        """Run the step until nobody has overtaken it."""
        for attempt in range(1, ATTEMPTS):
            try:
                return await self._attempt(handed)
            except DBAPIError as error:
                if not _was_overtaken(error):
                    raise
            await _pause(attempt)
        return await self._attempt(handed)

    async def _attempt(self, handed: Handed) -> None:
        def run(connection: Connection) -> None:
            work = self._unit(connection)
            handed.result = handed.step(work)
            handed.topics = work.topics

        async with self._engine.begin() as connection:
            with _before_commit():
                await connection.run_sync(run)

    def _unit(self, connection: Connection) -> UnitOfWork:
        swift = SwiftConnection(connection, self._plans)
        return UnitOfWork(connection, self._vault, self._ids, swift)


async def _pause(attempt: int) -> None:
    await asyncio.sleep(min(attempt, 10) * PAUSE_SECONDS)


async def _until_done_or_waiting(task: asyncio.Task[None]) -> None:
    """Wait for the task, but not while it waits itself: then the next may begin beside it.

    It waits where this thread has little to do: for another process, or a server far away.
    """
    began, worked = time.perf_counter(), time.thread_time()
    while not task.done():
        await asyncio.wait((task,), timeout=LOOK_SECONDS)
        passed = time.perf_counter() - began
        if passed > HELD_UP_SECONDS or time.thread_time() - worked < BUSY * passed:
            return


def _was_overtaken(error: Exception) -> bool:
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in OVERTAKEN


@contextmanager
def _before_commit() -> Iterator[None]:
    """Tell that nothing of what is done within stands, where the connection breaks in it."""
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated:
            raise _ServerGone(error) from error
        raise


async def _undo(transaction: AsyncTransaction) -> None:
    # Where the connection is lost, the server has undone it.
    with suppress(SQLAlchemyError, OSError, PostgresError, AsyncpgInterfaceError):
        await transaction.rollback()


async def _again_where_gone(run: Callable[[], Awaitable[T]]) -> T:
    try:
        return await run()
    except _ServerGone:
        # It may be back; and whatever else the pool held is thrown away by now.
        return await run()


@asynccontextmanager
async def _naming_trouble() -> AsyncIterator[None]:
    try:
        yield
    except _ServerGone as gone:
        raise unavailable(gone.error) from gone
    except (SQLAlchemyError, OSError, PostgresError, AsyncpgInterfaceError) as error:
        # While a server starts or stops, the driver's own errors come through untranslated.
        raise unavailable(error) from error
