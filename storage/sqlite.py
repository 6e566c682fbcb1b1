"""SQLite: one file, one writer thread that commits in groups, and readers beside it."""

import asyncio
import queue
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.encryption import Vault
from storage.files import SameFile, existing
from storage.identifiers import IdFactory
from storage.prepared import Plans, SwiftConnection
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
from storage.troubles import FAILING, GONE, STATEMENT, trouble_of
from storage.work import UnitOfWork

GROUP_SIZE = 64
BUSY_MILLISECONDS = 15_000


class SqliteDatabase:
    """Serve one process from one file: a writer thread, and readers beside it."""

    def __init__(
        self,
        url: URL,
        vault: Vault,
        ids: IdFactory,
        *,
        busy_timeout: timedelta | None = None,
    ) -> None:
        self.url = url
        self._file = SameFile(url)
        self._vault = vault
        self._ids = ids
        self._announcements = Announcements()
        self._plans = Plans()
        self._waiting: queue.SimpleQueue[Handed | None] = queue.SimpleQueue()
        self._engine = _writing_engine(url, busy_timeout)
        self._readers = _reading_engine(url, busy_timeout)
        self._read_file = SameFile(url)
        self._door = threading.Lock()
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def listen(self, topic: str, listener: Listener) -> None:
        """Call `listener` in the event loop after each commit that announced `topic`."""
        self._announcements.listen(topic, listener)

    async def write(self, step: Step[T]) -> T:
        """Hand the step to the writer thread and wait for the commit."""
        handed = Handed(step, asyncio.get_running_loop())
        with self._door:
            if self._is_closed:
                raise StorageUnavailable("closed", STATEMENT)
            self._waiting.put(handed)
        result: T = await handed.future
        return result

    async def read(self, step: Step[T]) -> T:
        """Run a step that only reads, on a connection of its own that refuses to write."""
        if not self._read_file.is_there():
            raise StorageUnavailable("file", GONE)
        if self._read_file.is_another():
            await self._readers.dispose()
        try:
            return await run_reading(self._readers, step, self._unit)
        except (SQLAlchemyError, OSError) as error:
            raise unavailable(error) from error

    async def close(self) -> None:
        """Finish what was handed over, then let the file go."""
        with self._door:
            self._is_closed = True
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

    def _take(self) -> tuple[list[Handed], bool]:
        """Wait for one step, then take all that wait with it."""
        group: list[Handed] = []
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

    def _commit(self, group: Sequence[Handed]) -> None:
        try:
            self._open_again()
            if not self._together(group):
                self._each_apart(group)
        except BaseException as error:  # noqa: BLE001 - Told to all; the thread must live on.
            for handed in group:
                handed.error = handed.error or as_unavailable(error)

    def _together(self, group: Sequence[Handed]) -> bool:
        """Run the steps in one transaction; where one of several fails, nothing was done.

        Hardly any fails, and a savepoint for each copies every page that it changes.
        """
        with self._engine.connect() as connection, connection.begin() as transaction:
            swift = SwiftConnection(connection, self._plans)
            for handed in group:
                work = UnitOfWork(connection, self._vault, self._ids, swift)
                try:
                    handed.result = handed.step(work)
                except BaseException as error:
                    if len(group) == 1:
                        handed.error = as_unavailable(error)
                        raise
                    transaction.rollback()
                    return False
                handed.topics = work.topics
                _refuse_lost_transaction(connection, handed)
        return True

    def _each_apart(self, group: Sequence[Handed]) -> None:
        """Run the steps in one transaction, each behind its own savepoint."""
        with self._engine.connect() as connection, connection.begin():
            swift = SwiftConnection(connection, self._plans)
            for handed in group:
                self._run_apart(swift, handed)
                _refuse_lost_transaction(connection, handed)

    def _open_again(self) -> None:
        """Go on with the file that stands at the address now, if it was put in place of another.

        A file that was moved away is written to no more: what is put there would be missing from
        whatever comes back in its place.
        """
        if not self._file.is_there():
            raise StorageUnavailable("file", GONE)
        if self._file.is_another():
            self._engine.dispose()

    def _run_apart(self, swift: SwiftConnection, handed: Handed) -> None:
        work = UnitOfWork(swift.connection, self._vault, self._ids, swift)
        try:
            with swift.apart():
                handed.result = handed.step(work)
        except BaseException as error:  # noqa: BLE001 - It is the caller's error, raised there.
            handed.error = as_unavailable(error)
            return
        handed.topics = work.topics

    def _resolve(self, group: Sequence[Handed]) -> None:
        loops = {handed.loop for handed in group}
        for loop in loops:
            mine = [handed for handed in group if handed.loop is loop]
            # A loop that was closed in the meantime has nobody left who waits.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._tell, mine)

    def _tell(self, group: Sequence[Handed]) -> None:
        self._announcements.tell(settle(group))


def _refuse_lost_transaction(connection: Connection, handed: Handed) -> None:
    # On a full disk SQLite may roll the whole transaction back by itself; a later statement
    # would quietly begin another, and steps that are gone would be told that they stand.
    if not connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
        handed.error = StorageUnavailable("transaction lost", _why(handed.error))
        raise handed.error


def _why(error: BaseException | None) -> str:
    """Return what ailed the database behind an error, however many later ones hide it."""
    while error is not None:
        found = error.trouble if isinstance(error, StorageUnavailable) else trouble_of(error)
        if found != STATEMENT:
            return found
        error = error.__cause__ or error.__context__
    return FAILING


def _writing_engine(url: URL, busy_timeout: timedelta | None) -> Engine:
    engine = create_engine(
        existing(url).set(drivername="sqlite+pysqlite"), pool_size=1, hide_parameters=True
    )
    event.listen(engine, "connect", partial(_prepare, busy_timeout))
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _reading_engine(url: URL, busy_timeout: timedelta | None) -> AsyncEngine:
    engine = create_async_engine(
        existing(url).set(drivername="sqlite+aiosqlite"), hide_parameters=True
    )
    event.listen(engine.sync_engine, "connect", partial(_prepare, busy_timeout))
    event.listen(engine.sync_engine, "connect", _refuse_to_write)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(busy_timeout: timedelta | None, connection: Any, _record: object) -> None:
    """Set what a durable single file needs; `FULL` makes each commit reach the disk."""
    connection.isolation_level = None
    busy = BUSY_MILLISECONDS if busy_timeout is None else busy_timeout // timedelta(milliseconds=1)
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {busy}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        # What a savepoint would bring back is kept in memory: SQLite's temporary files lie outside
        # the folder that is watched over, and cost forty writes for each step behind one.
        "temp_store = MEMORY",
        "secure_delete = ON",
        # What was erased must not stay behind in the log, once that was carried over.
        "journal_size_limit = 0",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _refuse_to_write(connection: Any, _record: object) -> None:
    # What a reading step wrote would vanish without a word; so it is refused aloud.
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: Connection) -> None:
    # The lock is taken at once: a read that turns into a write may otherwise fail half-way.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
