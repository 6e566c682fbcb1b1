"""PostgreSQL: a transaction for each step, on a pool of connections."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from storage.encryption import Vault
from storage.identifiers import IdFactory
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
from storage.work import UnitOfWork


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
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"server_settings": {"application_name": APPLICATION_NAME}},
        )
        self._readers = self._engine.execution_options(postgresql_readonly=True)
        self._running: set[asyncio.Task[Any]] = set()
        self._is_closed = False

    def listen(self, topic: str, listener: Listener) -> None:
        """Call `listener` in the event loop after each commit that announced `topic`."""
        self._announcements.listen(topic, listener)

    async def write(self, step: Step[T]) -> T:
        """Run the step in a transaction of its own and commit it."""
        if self._is_closed:
            raise StorageUnavailable("closed")
        # A task of its own: a cancelled caller must not make the outcome of a commit unknown.
        task = asyncio.create_task(self._commit(step))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await outcome_of(task)

    async def read(self, step: Step[T]) -> T:
        """Run a step that only reads; the server refuses what would write."""
        async with _naming_trouble():
            return await run_reading(self._readers, step, self._unit)

    async def close(self) -> None:
        """Finish what was handed over, then close the pool."""
        self._is_closed = True
        if self._running:
            await asyncio.wait(self._running)
        await self._engine.dispose()

    async def _commit(self, step: Step[T]) -> T:
        topics: set[str] = set()

        def run(connection: Connection) -> T:
            work = self._unit(connection)
            result = step(work)
            topics.update(work.topics)
            return result

        async with _naming_trouble(), self._engine.begin() as connection:
            result = await connection.run_sync(run)
        self._announcements.tell(topics)
        return result


@asynccontextmanager
async def _naming_trouble() -> AsyncIterator[None]:
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise unavailable(error) from error
