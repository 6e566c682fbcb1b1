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
from sqlalchemy.pool import NullPool

from storage.aside import Precedence
from storage.encryption import Vault
from storage.files import existing, follow, is_there
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
from storage.writing import WritingConnection, is_in_transaction

GROUP_SIZE = 64
"""From how many steps on no more are taken into a group."""
BUSY_MILLISECONDS = 15_000


class _OneFailed(Exception):
    """Say that one of several steps failed, so that each is to be run apart."""


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
        self._vault = vault
        self._ids = ids
        self._announcements = Announcements()
        self._gathered: dict[asyncio.AbstractEventLoop, list[Handed]] = {}
        self._waiting: queue.SimpleQueue[Sequence[Handed] | None] = queue.SimpleQueue()
        self._offers: list[tuple[str, Handed]] = []
        self._precedence = Precedence()
        self._engine = _writing_engine(url, busy_timeout)
        self._writing = WritingConnection(self._engine, url, Plans())
        self._readers = _reading_engine(url, busy_timeout)
        self._reading: set[asyncio.Task[Any]] = set()
        self._door = threading.Lock()
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def listen(self, topic: str, listener: Listener) -> None:
        """Call `listener` in the event loop after each commit that announced `topic`."""
        self._announcements.listen(topic, listener)

    async def write(self, step: Step[T]) -> T:
        """Hand the step to the writer thread and wait for the commit.

        All that come within one turn of the loop are handed over together.
        """
        loop = asyncio.get_running_loop()
        handed = Handed(step, loop)
        with self._door:
            if self._is_closed:
                raise StorageUnavailable("closed", STATEMENT)
            gathered = self._gathered.setdefault(loop, [])
            if not gathered:
                loop.call_soon(self._hand_over, loop)
            gathered.append(handed)
        result: T = await handed.future
        return result

    def offer(self, topic: str, step: Step[T]) -> asyncio.Future[T] | None:
        """Let the writer run the step in the transaction in which the topic is announced next."""
        offered = Handed(step, asyncio.get_running_loop())
        with self._door:
            if self._is_closed:
                return None
            self._offers.append((topic, offered))
        return offered.future

    def withdraw(self, offered: asyncio.Future[T]) -> bool:
        """Take the offer back, unless the writer has taken it."""
        with self._door:
            left = [one for one in self._offers if one[1].future is not offered]
            was_there = len(left) < len(self._offers)
            self._offers = left
        return was_there

    async def read(self, step: Step[T]) -> T:
        """Run a step that only reads, on a connection of its own that refuses to write.

        A caller that is cancelled stops waiting, but the step is finished all the same: a
        connection that is left while it opens is never closed.
        """
        reading = asyncio.create_task(self._found(step))
        self._reading.add(reading)
        reading.add_done_callback(self._reading.discard)
        return await asyncio.shield(reading)

    async def _found(self, step: Step[T]) -> T:
        self._refuse_missing_file()
        try:
            return await run_reading(self._readers, step, self._unit)
        except (SQLAlchemyError, OSError) as error:
            raise unavailable(error) from error

    async def close(self) -> None:
        """Finish what was handed over, then let the file go."""
        with self._door:
            self._is_closed = True
            for gathered in self._gathered.values():
                self._put(gathered)
            self._gathered.clear()
            self._waiting.put(None)
            self._offers.clear()
        await asyncio.to_thread(self._thread.join)
        loop = asyncio.get_running_loop()
        mine = [reading for reading in self._reading if reading.get_loop() is loop]
        await asyncio.gather(*mine, return_exceptions=True)
        await self._readers.dispose()

    def _unit(self, connection: Connection) -> UnitOfWork:
        return UnitOfWork(connection, self._vault, self._ids)

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hand over what this loop has gathered, and let the writer go first."""
        with self._door:
            gathered = self._gathered.pop(loop, ())
            if not gathered:
                return
            self._precedence.announce()
            self._put(gathered)
        self._precedence.stand_aside()

    def _put(self, gathered: Sequence[Handed]) -> None:
        for first in range(0, len(gathered), GROUP_SIZE):
            self._waiting.put(gathered[first : first + GROUP_SIZE])

    def _run(self) -> None:
        is_open = True
        while is_open:
            group, is_open = self._take()
            if group:
                self._precedence.begin()
                offered = self._commit(group)
                self._precedence.end(goes_on=not self._waiting.empty())
                self._resolve([*group, *offered])
        self._precedence.end(goes_on=False)
        self._writing.close()

    def _take(self) -> tuple[Sequence[Handed], bool]:
        """Wait for steps and take what waits with them; say whether more are to come."""
        group: list[Handed] = []
        with suppress(queue.Empty):
            while len(group) < GROUP_SIZE:
                gathered = self._waiting.get(block=not group)
                if gathered is None:
                    return group, False
                group += gathered
        return group, True

    def _commit(self, group: Sequence[Handed]) -> Sequence[Handed]:
        """Run the steps and commit them; return those on offer that were run with them."""
        offered: list[Handed] = []
        try:
            self._refuse_missing_file()
            if not self._together(group, offered):
                for one in offered:
                    one.error = StorageUnavailable("undone", STATEMENT)
                self._each_apart(group)
        except BaseException as error:  # noqa: BLE001 - Told to all; the thread must live on.
            for handed in (*group, *offered):
                handed.error = handed.error or as_unavailable(error)
        return offered

    def _together(self, group: Sequence[Handed], offered: list[Handed]) -> bool:
        """Run the steps in one transaction; where one of several fails, nothing was done.

        Hardly any fails, and a savepoint for each copies every page that it changes.
        """
        with suppress(_OneFailed), self._writing.transaction() as swift:
            for handed in group:
                self._run_beside(swift, handed, is_alone=len(group) == 1)
            for handed in self._taken_up(group, offered):
                self._run_beside(swift, handed, is_alone=False)
            self._precedence.commit()
            return True
        return False

    def _taken_up(self, group: Sequence[Handed], offered: list[Handed]) -> Sequence[Handed]:
        """Take the steps that are on offer for what was announced, of which no other is told."""
        announced = {topic for handed in group for topic in handed.topics}
        with self._door:
            # The first of each topic: where several claim, one of them does it.
            wanted = {topic: one for topic, one in reversed(self._offers) if topic in announced}
            self._offers = [one for one in self._offers if one[1] not in wanted.values()]
        offered += wanted.values()
        for handed in group:
            handed.topics -= wanted.keys()
        return offered

    def _each_apart(self, group: Sequence[Handed]) -> None:
        """Run the steps in one transaction, each behind its own savepoint."""
        with self._writing.transaction() as swift:
            for handed in group:
                self._run_apart(swift, handed)
                _refuse_lost_transaction(swift, handed)
            self._precedence.commit()

    def _refuse_missing_file(self) -> None:
        """Refuse to go on with a file that was moved away, though it is still open.

        What is put there would be missing from whatever comes back in its place.
        """
        if not is_there(self.url):
            raise StorageUnavailable("file", GONE)

    def _run_beside(self, swift: SwiftConnection, handed: Handed, *, is_alone: bool) -> None:
        work = UnitOfWork(swift.connection, self._vault, self._ids, swift)
        try:
            handed.result = handed.step(work)
        except BaseException as error:
            if not is_alone:
                raise _OneFailed from error
            handed.error = as_unavailable(error)
            raise
        handed.topics = work.topics
        _refuse_lost_transaction(swift, handed)

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
        # The writer may have begun with the next ones.
        self._precedence.stand_aside()


def _refuse_lost_transaction(swift: SwiftConnection, handed: Handed) -> None:
    # On a full disk SQLite may roll the whole transaction back by itself; a later statement
    # would quietly begin another, and steps that are gone would be told that they stand.
    if not is_in_transaction(swift.connection):
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
        existing(url).set(drivername="sqlite+pysqlite"), poolclass=NullPool, hide_parameters=True
    )
    event.listen(engine, "connect", partial(_prepare, busy_timeout))
    return engine


def _reading_engine(url: URL, busy_timeout: timedelta | None) -> AsyncEngine:
    engine = create_async_engine(
        existing(url).set(drivername="sqlite+aiosqlite"), hide_parameters=True
    )
    follow(engine.sync_engine, url)
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
