"""PostgreSQL: a transaction for each step, on a pool of connections.

Each step sees the database as it was at one moment (REPEATABLE READ). Where it would write over
what another has changed since, in this process or any other, the server refuses, and the step is
run again: so steps end as if they had run one after the other on what they change, as on SQLite.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from asyncpg.exceptions import InterfaceError as AsyncpgInterfaceError
from asyncpg.exceptions import PostgresError
from sqlalchemy import Connection
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from storage.encryption import Vault
from storage.heralding import Herald
from storage.identifiers import IdFactory
from storage.idle import ask_idle_connections
from storage.running import APPLICATION_NAME
from storage.steps import (
    Announcements,
    Listener,
    Step,
    StorageUnavailable,
    T,
    outcome_of,
    run_reading,
    unavailable,
)
from storage.troubles import STATEMENT
from storage.work import UnitOfWork

CONNECT_SECONDS = 5
POOL_SECONDS = 10
COMMAND_SECONDS = 20
# A row was changed since the step began to look, or two steps waited for each other.
OVERTAKEN = ("40001", "40P01")
ATTEMPTS = 40
PAUSE_SECONDS = 0.005


class _ServerGone(Exception):
    """Say that the connection broke before the commit, so that all may be done again."""

    def __init__(self, error: DBAPIError) -> None:
        super().__init__()
        self.error = error


class PostgresDatabase:
    """Serve any number of processes: a transaction for each step, on a pool of connections."""

    def __init__(self, url: URL, vault: Vault, ids: IdFactory) -> None:
        self.url = url
        self._unit: Callable[[Connection], UnitOfWork] = lambda connection: UnitOfWork(
            connection, vault, ids
        )
        self._announcements = Announcements()
        self._engine = create_async_engine(
            url.set(drivername="postgresql+asyncpg"),
            pool_size=16,
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
        self._running: set[asyncio.Task[Any]] = set()
        self._is_closed = False

    def listen(self, topic: str, listener: Listener) -> None:
        """Call `listener` in the event loop after each commit that announced `topic`.

        It hears soon of the commits of other processes as well.
        """
        self._announcements.listen(topic, listener)
        self._herald.start()

    async def write(self, step: Step[T]) -> T:
        """Run the step in a transaction of its own and commit it."""
        if self._is_closed:
            raise StorageUnavailable("closed", STATEMENT)
        # A task of its own: a cancelled caller must not make the outcome of a commit unknown.
        task = asyncio.create_task(self._commit(step))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await outcome_of(task)

    async def read(self, step: Step[T]) -> T:
        """Run a step that only reads; the server refuses what would write."""
        async with _naming_trouble():
            return await _again_where_gone(lambda: self._look(step))

    async def close(self) -> None:
        """Finish what was handed over, then close the pool."""
        self._is_closed = True
        if self._running:
            await asyncio.wait(self._running)
        await self._herald.close()
        await self._engine.dispose()

    async def _look(self, step: Step[T]) -> T:
        with _before_commit():
            return await run_reading(self._readers, step, self._unit)

    async def _commit(self, step: Step[T]) -> T:
        async with _naming_trouble():
            return await _again_where_gone(lambda: self._until_through(step))

    async def _until_through(self, step: Step[T]) -> T:
        """Run the step until nobody has overtaken it."""
        for attempt in range(1, ATTEMPTS):
            try:
                return await self._attempt(step)
            except DBAPIError as error:
                if not _was_overtaken(error):
                    raise
            await asyncio.sleep(min(attempt, 10) * PAUSE_SECONDS)
        return await self._attempt(step)

    async def _attempt(self, step: Step[T]) -> T:
        topics: set[str] = set()

        def run(connection: Connection) -> T:
            work = self._unit(connection)
            result = step(work)
            topics.update(work.topics)
            return result

        async with self._engine.begin() as connection:
            with _before_commit():
                result = await connection.run_sync(run)
        self._announcements.tell(topics)
        self._herald.tell(topics)
        return result


def _was_overtaken(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in OVERTAKEN


@contextmanager
def _before_commit() -> Iterator[None]:
    """Tell that nothing of what is done within stands, where the connection breaks in it."""
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated:
            raise _ServerGone(error) from error
        raise


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
