"""Bringing a database to the shape that the code expects."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

MIGRATIONS = Path(__file__).parent / "migrations"
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


async def upgrade(url: str | URL, revision: str = "head") -> None:
    """Bring the database up to `revision`."""
    await _run(url, lambda config: command.upgrade(config, revision))


async def downgrade(url: str | URL, revision: str) -> None:
    """Take the database down to `revision`; `base` is an empty one."""
    await _run(url, lambda config: command.downgrade(config, revision))


async def new_revision(url: str | URL, message: str, identifier: str) -> None:
    """Write a migration from what the tables say and the database does not have."""
    await _run(
        url,
        lambda config: command.revision(config, message, autogenerate=True, rev_id=identifier),
    )


async def is_current(url: str | URL) -> bool:
    """Say whether the database is at the newest revision."""
    engine = _engine(url)
    newest = ScriptDirectory(str(MIGRATIONS)).get_current_head()

    def revision(connection: Connection) -> str | None:
        return MigrationContext.configure(connection).get_current_revision()

    try:
        async with engine.connect() as connection:
            return await connection.run_sync(revision) == newest
    finally:
        await engine.dispose()


async def _run(url: str | URL, action: Callable[[Config], object]) -> None:
    engine = _engine(url)

    def run(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        action(config)

    try:
        async with engine.begin() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()


def _engine(url: str | URL) -> AsyncEngine:
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    engine = create_async_engine(parsed.set(drivername=_DRIVERS[backend]))
    if backend == "sqlite":
        event.listen(engine.sync_engine, "connect", _leave_transactions_to_us)
        event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _leave_transactions_to_us(connection: Any, _record: object) -> None:
    # The driver would commit before it changes a table; a migration cut off in the middle
    # would then leave a database that fits no revision.
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
