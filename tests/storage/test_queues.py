"""Taking what is next costs what is taken, however much waits behind it."""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from storage.database import Database, open_database
from storage.encryption import Vault
from storage.repositories.inbox import Arrived
from storage.sqlite import SqliteDatabase
from storage.tables import metadata
from storage.work import UnitOfWork

OF_EACH = 4
TAKEN = 10
PRIORITY = 3
_ROWS = text(
    "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables "
    "WHERE relname IN ('inbox', 'outbox')"
)
Taking = Callable[[UnitOfWork, datetime], int]


def next_messages(work: UnitOfWork, now: datetime) -> int:
    until = now + timedelta(minutes=1)
    return len(work.outbox.claim(now=now, token="t", lease_until_at=until, limit=TAKEN))


def next_urgent_messages(work: UnitOfWork, now: datetime) -> int:
    until = now + timedelta(minutes=1)
    return len(work.outbox.claim(now=now, token="t", lease_until_at=until, limit=TAKEN, first_of=1))


def next_updates(work: UnitOfWork, now: datetime) -> int:
    until = now + timedelta(minutes=1)
    return len(work.inbox.claim(now=now, token="t", lease_until_at=until, limit=TAKEN))


def longest_waiting_updates(work: UnitOfWork, now: datetime) -> int:
    until = now + timedelta(minutes=1)
    claimed = work.inbox.claim(now=now, token="t", lease_until_at=until, limit=TAKEN, oldest=TAKEN)
    return len(claimed)


TAKINGS = [next_messages, next_urgent_messages, next_updates, longest_waiting_updates]


def _crowd(work: UnitOfWork, first: int, count: int, now: datetime) -> None:
    """Let so many people write, and be written to, a few times each."""
    chats = range(first, first + count)
    people = [work.people.meet(str(chat), language="en", now=now).id for chat in chats]
    for turn in range(OF_EACH):
        for person_id in people:
            work.outbox.put(person_id=person_id, kind="text", priority=PRIORITY, now=now)
        numbers = enumerate(chats, start=OF_EACH * first + turn * count)
        work.inbox.take_all([Arrived(n, "{}", chat=str(chat)) for n, chat in numbers], now)


def _settled(work: UnitOfWork) -> None:
    work.connection.execute(text("UPDATE outbox SET state = 'sent'"))
    work.connection.execute(text("UPDATE inbox SET state = 'done'"))


def _effort(work: UnitOfWork, take: Callable[[], int]) -> int:
    """Return what the engine did: rows looked at, or instructions of its machine."""
    if work.connection.dialect.name == "postgresql":
        assert take() == TAKEN
        return int(work.connection.execute(_ROWS).scalar_one())
    driver: Any = work.connection.connection.dbapi_connection
    done: list[None] = []
    driver.set_progress_handler(lambda: done.append(None), 1)
    assert take() == TAKEN
    driver.set_progress_handler(None, 1)
    return len(done)


@pytest.mark.parametrize("taking", TAKINGS)
@pytest.mark.parametrize("is_counted", [False, True])
async def test_a_crowd_makes_it_no_harder_to_take_the_next(
    database: Database,
    database_url: str,
    vault: Vault,
    now: datetime,
    taking: Taking,
    *,
    is_counted: bool,
) -> None:
    if is_counted:
        # The server last counted when nothing waited; a flood comes faster than it counts again.
        await database.write(lambda work: _crowd(work, 1_000, 300, now))
        await database.write(_settled)
        await database.write(lambda work: work.connection.execute(text("ANALYZE")))

    efforts = []
    for first, count in ((10_000, 50), (20_000, 450)):
        await database.write(lambda work: _crowd(work, first, count, now))  # noqa: B023
        # On a connection of its own, as the server counts by connections.
        fresh = open_database(database_url, vault)
        effort = await fresh.write(lambda work: _effort(work, lambda: taking(work, now)))
        await fresh.close()
        efforts.append(effort)

    few, many = efforts
    assert many <= 1.5 * few


@pytest.mark.parametrize("taking", TAKINGS)
async def test_sqlite_compiles_what_takes_the_next_once(
    sqlite: SqliteDatabase, now: datetime, taking: Taking
) -> None:
    compiled: list[str] = []

    def note(_action: int, table: str | None, *_: str | None) -> int:
        if table in ("inbox", "outbox"):
            compiled.append(table)
        return sqlite3.SQLITE_OK

    def look(work: UnitOfWork) -> None:
        driver: Any = work.connection.connection.dbapi_connection
        driver.set_authorizer(note)

    async def take(turn: int) -> None:
        await sqlite.write(lambda work: _crowd(work, 1_000 * turn, TAKEN, now))
        compiled.clear()
        taken = await sqlite.write(lambda work: taking(work, now + turn * timedelta(seconds=1)))
        assert taken == TAKEN

    await sqlite.write(look)
    await take(1)
    assert compiled
    # What is seen for the second time gets a plan.
    await take(2)
    await take(3)
    assert compiled == []


async def test_the_indexes_of_what_waits_are_laid_in_the_words_of_the_statements(
    sqlite_url: str,
) -> None:
    words = {
        index.name: index.info["where"]
        for table in metadata.tables.values()
        for index in table.indexes
        if "where" in index.info
    }
    with sqlite3.connect(make_url(sqlite_url).database or "") as connection:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'"
        laid = {name: sql.split(" WHERE ")[1] for name, sql in connection.execute(query)}
    connection.close()
    assert {name: laid.get(name) for name in words} == words
    assert len(words) == 16
