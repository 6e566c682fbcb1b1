"""Bringing a database to the shape that the code expects."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.encryption import Vault
from storage.steps import unavailable
from storage.troubles import STATEMENT, trouble_of

MIGRATION_LOCK = 0x0077_6569_6261_6D
MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = "head"
T = TypeVar("T")
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


class KeysNeeded(Exception):
    """Say that the way up seals what stood open, and that nobody gave the keys."""


class Newer(Exception):
    """Say that a newer program shaped the database.

    Attributes:
        revision: at which the database is.
    """

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.revision = revision


async def upgrade(url: str | URL, revision: str = NEWEST, *, vault: Vault | None = None) -> None:
    """Bring the database up to `revision`; one that is at the newest is only looked at.

    Raises:
        KeysNeeded: there is something to seal, and no vault was given; nothing was changed.
        Newer: the database is of a newer program; nothing was changed.
        StorageUnavailable: the database cannot be used.
    """

    def keys() -> Vault:
        if vault is None:
            raise KeysNeeded
        return vault

    if revision == NEWEST and await is_current(url):
        return
    from storage import migrating

    await _run(url, partial(migrating.upgrade, MIGRATIONS, revision, keys))


async def downgrade(url: str | URL, revision: str) -> None:
    """Take the database down to `revision`; `base` is an empty one."""
    from storage import migrating

    await _run(url, partial(migrating.downgrade, MIGRATIONS, revision))


async def new_revision(url: str | URL, message: str, identifier: str) -> None:
    """Write a migration from what the tables say and the database does not have."""
    from storage import migrating

    await _run(url, partial(migrating.write_revision, MIGRATIONS, message, identifier))


async def is_current(url: str | URL) -> bool:
    """Say whether the database is at the newest revision.

    Raises:
        Newer: it is of a newer program.
        StorageUnavailable: the database cannot be used.
    """
    found, known = await revision(url), _known()
    if found is not None and found not in known:
        raise Newer(found)
    return found == max(known, default=None)


def newest() -> str | None:
    """Return the revision that this program needs."""
    return max(_known(), default=None)


def _known() -> set[str]:
    """Return all revisions that this program knows: the numbers by which their files begin."""
    files = (MIGRATIONS / "versions").glob("[0-9]*.py")
    return {file.name.partition("_")[0] for file in files}


async def revision(url: str | URL) -> str | None:
    """Return at which revision the database is; None where no migration ever ran."""
    return await _asked(url, _revision)


async def has_tables(url: str | URL) -> bool:
    """Say whether there is any table."""
    return bool(await _asked(url, lambda connection: inspect(connection).get_table_names()))


async def _asked(url: str | URL, question: Callable[[Connection], T]) -> T:
    engine = engine_for(url)
    try:
        with _naming_trouble():
            async with engine.connect() as connection:
                return await connection.run_sync(question)
    finally:
        await engine.dispose()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version"))
    return found.scalar_one_or_none()


async def _run(url: str | URL, migrate: Callable[[Connection], None]) -> None:
    engine = engine_for(url)

    def run(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            # Several processes may start at once; the later ones find the work done.
            connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        migrate(connection)

    try:
        with _naming_trouble():
            async with engine.begin() as connection:
                await connection.run_sync(run)
    finally:
        await engine.dispose()


@contextmanager
def _naming_trouble() -> Iterator[None]:
    """Tell trouble of the database from a migration that fails, which is passed on as it is."""
    try:
        yield
    except Exception as error:
        # The driver's own errors, such as a refused password, come through untranslated.
        if trouble_of(error) == STATEMENT:
            raise
        raise unavailable(error) from error


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
