"""Copying a whole hotline from one database to another, on either engine.

Everything is copied in one transaction on either side, so that the source is seen as it was at one
moment and the target has all of it or nothing.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, insert, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.files import AlreadyServed, Service
from storage.inventory import Tally, Tallying, batches, first_filled, inventory
from storage.running import others_at_work
from storage.steps import StorageUnavailable
from storage.tables import metadata


class CopyRefused(Exception):
    """Refuse a copy, a backup or its return; the message says why and what to do."""


async def copy_database(
    source: str | URL, target: str | URL, *, beside_a_bot: bool = False
) -> Mapping[str, Tally]:
    """Copy every row, compare, and return what was copied, table by table.

    Args:
        source: the database that is copied.
        target: an empty database; its tables are made where there are none.
        beside_a_bot: whether a bot may go on writing to a source on PostgreSQL: for a backup
            that is right, for moving house it would lose what comes afterwards.

    Raises:
        CopyRefused: the source is not of this version or a bot runs on it, the target is not
            empty or not of this version, or the copy failed; the target then has no row.
    """
    origin, goal = make_url(source), make_url(target)
    if origin == goal:
        raise CopyRefused("source and target are the same database")
    try:
        with _alone(origin), _alone(goal):
            await check_source(origin)
            await make_ready(goal)
            return await _copied(origin, goal, beside_a_bot=beside_a_bot)
    except OSError as error:
        words = error.strerror or type(error).__name__
        raise CopyRefused(f"a database cannot be reached or written: {words}") from error


async def check_source(url: URL) -> None:
    """Check that there is a database of this version at the address.

    Raises:
        CopyRefused: there is none, or one of another version.
    """
    if _is_missing(url):
        raise CopyRefused(f"there is no database {url.database}")
    revision = await _revision(url)
    if revision != schema.newest():
        raise CopyRefused(
            f"the source is at version {revision or 'none'} of the tables and this program needs "
            f"{schema.newest()}; run `weibao db upgrade` on it first"
        )


async def make_ready(url: URL) -> None:
    """Make the tables where there are none, and check that there is no row.

    Raises:
        CopyRefused: the database has rows, or tables of another version.
    """
    if _is_missing(url) or not await _has_tables(url):
        with _naming(url):
            await schema.upgrade(url)
        return
    revision = await _revision(url)
    if revision != schema.newest():
        raise CopyRefused(
            f"the target is at version {revision or 'none'} of the tables and this program needs "
            f"{schema.newest()}; give the address of a fresh, empty database"
        )
    async with _connected(url) as connection:
        filled = await connection.run_sync(first_filled)
    if filled is not None:
        raise CopyRefused(
            f"the target is not empty: there are rows in {filled}; nothing was changed. Give the "
            "address of a fresh, empty database"
        )


async def taken_inventory(url: URL) -> Mapping[str, Tally]:
    """Return the tally of every table, all as they were at one moment."""
    async with _connected(url) as connection:
        return await connection.run_sync(inventory)


async def _copied(source: URL, target: URL, *, beside_a_bot: bool) -> Mapping[str, Tally]:
    async with _connected(source) as reading:
        is_shared = source.get_backend_name() == "postgresql" and not beside_a_bot
        if is_shared and await reading.run_sync(others_at_work):
            raise CopyRefused("a bot runs on the source; stop it first")
        async with _connected(target) as writing, writing.begin():
            copied = await reading.run_sync(lambda sync: _copy_all(sync, _sync(writing)))
            arrived = await writing.run_sync(inventory)
            for name, tally in copied.items():
                if arrived[name] != tally:
                    raise CopyRefused(
                        f"the rows of {name} did not arrive as they were; the target was left empty"
                    )
            await writing.run_sync(_refuse_loose_ends)
    return copied


def _sync(connection: AsyncConnection) -> Connection:
    sync = connection.sync_connection
    if sync is None:
        raise CopyRefused("the target was closed")
    return sync


def _copy_all(source: Connection, target: Connection) -> dict[str, Tally]:
    """Copy table by table, those that others point at first."""
    copied: dict[str, Tally] = {}
    for table in metadata.sorted_tables:
        tallying = Tallying()
        try:
            for rows in _in_order(table, batches(source, table)):
                tallying.add(rows)
                target.execute(insert(table), [dict(row) for row in rows])
        except SQLAlchemyError as error:
            cause = type(error.__cause__ or error).__name__
            raise CopyRefused(
                f"the copy stopped within {table.name} ({cause}); the target was left empty"
            ) from error
        copied[table.name] = tallying.tally
    return copied


def _in_order(
    table: Table, found: Iterator[Sequence[RowMapping]]
) -> Iterable[Sequence[RowMapping]]:
    """Return the rows so that one that points at another of its table comes after it."""
    inward = [key for key in table.foreign_keys if key.column.table is table]
    if not inward:
        return found
    rows = [row for batch in found for row in batch]
    result: list[RowMapping] = []
    placed: list[set[Any]] = [{None} for _ in inward]
    while rows:
        fits = [
            row
            for row in rows
            if all(row[key.parent.name] in at for key, at in zip(inward, placed, strict=True))
        ]
        if not fits:
            raise CopyRefused(f"rows of {table.name} point at rows that are not there")
        for key, at in zip(inward, placed, strict=True):
            at.update(row[key.column.name] for row in fits)
        result += fits
        rows = [row for row in rows if row not in fits]
    return [result] if result else []


def _refuse_loose_ends(connection: Connection) -> None:
    # SQLite looks at foreign keys only where it was told to before the transaction began.
    if connection.dialect.name != "sqlite":
        return
    loose = connection.execute(text("PRAGMA foreign_key_check")).first()
    if loose is not None:
        raise CopyRefused(f"rows of {loose[0]} point at rows that are not there")


@contextmanager
def _alone(url: URL) -> Iterator[None]:
    """Keep bots from a file for as long as it is copied."""
    with ExitStack() as stack:
        try:
            stack.enter_context(Service(url.render_as_string(hide_password=False)))
        except AlreadyServed:
            raise CopyRefused(f"a bot runs on {url.database}; stop it first") from None
        yield


def _is_missing(url: URL) -> bool:
    is_file = url.get_backend_name() == "sqlite"
    return is_file and not (url.database and Path(url.database).is_file())


async def _revision(url: URL) -> str | None:
    with _naming(url):
        return await schema.revision(url)


async def _has_tables(url: URL) -> bool:
    with _naming(url):
        return await schema.has_tables(url)


@contextmanager
def _naming(url: URL) -> Iterator[None]:
    """Say which database cannot be used; its password is not shown."""
    try:
        yield
    except (SQLAlchemyError, OSError, StorageUnavailable) as error:
        cause = type(error.__cause__ or error).__name__
        raise CopyRefused(
            f"the database {url.render_as_string()} cannot be used ({cause})"
        ) from error


@asynccontextmanager
async def _connected(url: URL) -> AsyncIterator[AsyncConnection]:
    """Connect so that everything is seen as it was when the first question was asked."""
    engine = schema.engine_for(url)
    if url.get_backend_name() == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()
