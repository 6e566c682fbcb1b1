"""Bringing a database to the shape that the code expects."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.encryption import Vault

MIGRATION_LOCK = 0x0077_6569_6261_6D
MIGRATIONS = Path(__file__).parent / "migrations"
T = TypeVar("T")
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


class KeysNeeded(Exception):
    """Say that the way up seals what stood open, and that nobody gave the keys."""


async def upgrade(url: str | URL, revision: str = "head", *, vault: Vault | None = None) -> None:
    """Bring the database up to `revision`.

    Raises:
        KeysNeeded: there is something to seal, and no vault was given; nothing was changed.
    """

    def keys() -> Vault:
        if vault is None:
            raise KeysNeeded
        return vault

    def run(config: Config) -> None:
        config.attributes["vault"] = keys
        command.upgrade(config, revision)

    await _run(url, run)


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
    return await revision(url) == newest()


def newest() -> str | None:
    """Return the revision that this program needs."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


async def revision(url: str | URL) -> str | None:
    """Return at which revision the database is; None where no migration ever ran."""
    return await _asked(
        url, lambda connection: MigrationContext.configure(connection).get_current_revision()
    )


async def has_tables(url: str | URL) -> bool:
    """Say whether there is any table."""
    return bool(await _asked(url, lambda connection: inspect(connection).get_table_names()))


async def _asked(url: str | URL, question: Callable[[Connection], T]) -> T:
    engine = engine_for(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(question)
    finally:
        await engine.dispose()


async def _run(url: str | URL, action: Callable[[Config], object]) -> None:
    engine = engine_for(url)

    def run(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            # Several processes may start at once; the later ones find the work done.
            connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        action(config)

    try:
        async with engine.begin() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()


def engine_for(url: str | URL) -> AsyncEngine:
    """Return an engine for work on the whole database; on SQLite it takes the file to itself."""
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
    # What a migration moves or drops must not stay behind in the file.
    connection.cursor().execute("PRAGMA secure_delete = ON")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
