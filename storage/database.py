"""The engine and its one write path.

A step is a plain function of a `UnitOfWork`. It is handed over whole, runs inside a transaction
and returns what it found; it never opens or commits one. On SQLite a single writer thread takes
all steps that wait and commits them together, each behind its own savepoint, so that a failing
step harms no other and a lonely step is committed at once. On PostgreSQL each step has its own
transaction. Reads run beside the writer.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.encryption import Vault
from storage.identifiers import IdFactory, TimeOrderedIds
from storage.work import UnitOfWork

T = TypeVar("T")
Step = Callable[[UnitOfWork], T]
Listener = Callable[[], None]

GROUP_SIZE = 64
BUSY_MILLISECONDS = 15_000


class StorageUnavailable(Exception):  # noqa: N818 - It states a condition of the machine.
    """Say that the database did not take or give what was asked; nothing was changed."""


class Database(Protocol):
    """Run steps in transactions, and tell listeners what was committed."""

    url: URL

    async def write(self, step: Step[T]) -> T:
        """Run the step and commit what it did; on any error nothing of it remains.

        Raises:
            StorageUnavailable: the database could not be written.
        """
        ...

    async def read(self, step: Step[T]) -> T:
        """Run a step that only reads."""
        ...

    def listen(self, topic: str, listener: Listener) -> None:
        """Call `listener` in the event loop after each commit that announced `topic`."""
        ...

    async def close(self) -> None:
        """Finish what was handed over, then let the database go."""
        ...


def open_database(url: str, vault: Vault, ids: IdFactory | None = None) -> Database:
    """Open the database at an address such as `sqlite:///weibao.db` or `postgresql://…`."""
    parsed = make_url(url)
    factory = ids or TimeOrderedIds()
    if parsed.get_backend_name() == "sqlite":
        return SqliteDatabase(parsed, vault, factory)
    if parsed.get_backend_name() == "postgresql":
        return PostgresDatabase(parsed, vault, factory)
    raise ValueError(f"{parsed.get_backend_name()} is not served; use sqlite or postgresql")


class _Announcements:
    """Who wants to hear of which commits."""

    def __init__(self) -> None:
        self._listeners: dict[str, list[Listener]] = {}

    def listen(self, topic: str, listener: Listener) -> None:
        self._listeners.setdefault(topic, []).append(listener)

    def tell(self, topics: set[str]) -> None:
        for topic in topics:
            for listener in self._listeners.get(topic, ()):
                listener()


class _Handed:
    """One step on its way through the writer thread."""

    __slots__ = ("error", "future", "loop", "result", "step", "topics")

    def __init__(self, step: Step[Any], loop: asyncio.AbstractEventLoop) -> None:
        self.step = step
        self.loop = loop
        self.future: asyncio.Future[Any] = loop.create_future()
        self.result: object = None
        self.error: BaseException | None = None
        self.topics: set[str] = set()


class SqliteDatabase:
    """Serve one process from one file: a writer thread, and readers beside it."""

    def __init__(self, url: URL, vault: Vault, ids: IdFactory) -> None:
        self.url = url
        self._vault = vault
        self._ids = ids
        self._announcements = _Announcements()
        self._waiting: queue.SimpleQueue[_Handed | None] = queue.SimpleQueue()
        self._engine = _sqlite_engine(url)
        self._readers = create_async_engine(url.set(drivername="sqlite+aiosqlite"))
        event.listen(self._readers.sync_engine, "connect", _prepare_sqlite)
        event.listen(self._readers.sync_engine, "begin", _begin)
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def listen(self, topic: str, listener: Listener) -> None:
        """Call `listener` in the event loop after each commit that announced `topic`."""
        self._announcements.listen(topic, listener)

    async def write(self, step: Step[T]) -> T:
        """Hand the step to the writer thread and wait for the commit."""
        handed = _Handed(step, asyncio.get_running_loop())
        self._waiting.put(handed)
        # A cancelled caller must not make the outcome of a commit unknown to the others.
        result: T = await asyncio.shield(handed.future)
        return result

    async def read(self, step: Step[T]) -> T:
        """Run a step that only reads, on a connection of its own."""
        return await _run_in(self._readers, step, self._unit)

    async def close(self) -> None:
        """Finish what was handed over, then let the file go."""
        self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)
        await self._readers.dispose()
        self._engine.dispose()

    def _unit(self, connection: Connection) -> UnitOfWork:
        return UnitOfWork(connection, self._vault, self._ids)

    def _run(self) -> None:
        while True:
            group, stopping = self._take()
            if group:
                self._commit(group)
                self._resolve(group)
            if stopping:
                return

    def _take(self) -> tuple[list[_Handed], bool]:
        """Wait for one step, then take all that wait with it."""
        group: list[_Handed] = []
        handed = self._waiting.get()
        while handed is not None:
            group.append(handed)
            if len(group) >= GROUP_SIZE:
                return group, False
            try:
                handed = self._waiting.get_nowait()
            except queue.Empty:
                return group, False
        return group, True

    def _commit(self, group: Sequence[_Handed]) -> None:
        try:
            with self._engine.connect() as connection, connection.begin():
                for handed in group:
                    self._run_one(connection, handed, alone=len(group) == 1)
        except Exception as error:  # noqa: BLE001 - Whatever broke the commit is told to all.
            for handed in group:
                handed.error = handed.error or _unavailable(error)

    def _run_one(self, connection: Connection, handed: _Handed, *, alone: bool) -> None:
        work = self._unit(connection)
        if alone:
            try:
                handed.result = handed.step(work)
            except Exception as error:
                handed.error = _unavailable(error)
                raise
            handed.topics = work.topics
            return
        try:
            with connection.begin_nested():
                handed.result = handed.step(work)
        except Exception as error:  # noqa: BLE001 - It is the caller's error, raised there.
            handed.error = _unavailable(error)
            return
        handed.topics = work.topics

    def _resolve(self, group: Sequence[_Handed]) -> None:
        loops = {handed.loop for handed in group}
        for loop in loops:
            mine = [handed for handed in group if handed.loop is loop]
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._tell, mine)

    def _tell(self, group: Sequence[_Handed]) -> None:
        topics: set[str] = set()
        for handed in group:
            if handed.future.cancelled():
                continue
            if handed.error is not None:
                handed.future.set_exception(handed.error)
                continue
            topics |= handed.topics
            handed.future.set_result(handed.result)
        self._announcements.tell(topics)


class PostgresDatabase:
    """Serve any number of processes: a transaction for each step, on a pool of connections."""

    def __init__(self, url: URL, vault: Vault, ids: IdFactory) -> None:
        self.url = url
        self._vault = vault
        self._ids = ids
        self._announcements = _Announcements()
        self._engine = create_async_engine(
            url.set(drivername="postgresql+asyncpg"), pool_size=16, pool_pre_ping=True
        )

    def listen(self, topic: str, listener: Listener) -> None:
        """Call `listener` in the event loop after each commit that announced `topic`."""
        self._announcements.listen(topic, listener)

    async def write(self, step: Step[T]) -> T:
        """Run the step in a transaction of its own and commit it."""
        topics: set[str] = set()

        def run(connection: Connection) -> T:
            work = self._unit(connection)
            result = step(work)
            topics.update(work.topics)
            return result

        try:
            async with self._engine.begin() as connection:
                result = await connection.run_sync(run)
        except (SQLAlchemyError, OSError) as error:
            raise _unavailable(error) from error
        self._announcements.tell(topics)
        return result

    async def read(self, step: Step[T]) -> T:
        """Run a step that only reads."""
        return await _run_in(self._engine, step, self._unit)

    async def close(self) -> None:
        """Close the pool."""
        await self._engine.dispose()

    def _unit(self, connection: Connection) -> UnitOfWork:
        return UnitOfWork(connection, self._vault, self._ids)


async def _run_in(
    engine: AsyncEngine, step: Step[T], unit: Callable[[Connection], UnitOfWork]
) -> T:
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(lambda sync: step(unit(sync)))
    except (SQLAlchemyError, OSError) as error:
        raise _unavailable(error) from error


def _unavailable(error: BaseException) -> BaseException:
    """Tell trouble of the database from an error of the step, which is passed on as it is."""
    if not isinstance(error, SQLAlchemyError | OSError):
        return error
    unavailable = StorageUnavailable(type(error).__name__)
    unavailable.__cause__ = error
    return unavailable


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url.set(drivername="sqlite+pysqlite"), pool_size=1)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Set what a durable single file needs; `FULL` makes each commit reach the disk."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "secure_delete = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: Connection) -> None:
    # The lock is taken at once: a read that turns into a write may otherwise fail half-way.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
