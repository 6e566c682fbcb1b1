"""Steps on offer: run with what announces their topic, in the same transaction, once."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import event

from storage.database import Database, StorageUnavailable
from storage.postgres import PostgresDatabase
from storage.sqlite import SqliteDatabase
from storage.work import UnitOfWork

DEADLINE = 40
TOPIC = "news"


class NotToday(Exception):
    """Be raised by a step."""


@pytest.fixture
def told(sqlite: SqliteDatabase) -> list[str]:
    heard: list[str] = []
    sqlite.listen(TOPIC, lambda: heard.append(TOPIC))
    return heard


@pytest.fixture
def commits(sqlite: SqliteDatabase) -> Counter[str]:
    counted: Counter[str] = Counter()
    event.listen(sqlite._engine, "commit", lambda _: counted.update(["commit"]))
    return counted


def _meeting(chat: str, now: datetime, *topics: str) -> Callable[[UnitOfWork], None]:
    def meet(work: UnitOfWork) -> None:
        work.people.meet(chat, language="en", now=now)
        work.topics.update(topics)

    return meet


def _knows(work: UnitOfWork) -> bool:
    return work.people.with_chat("first") is not None


async def test_it_is_run_with_what_announces_its_topic_and_tells_instead_of_the_listeners(
    sqlite: SqliteDatabase, told: list[str], commits: Counter[str], now: datetime
) -> None:
    coming = sqlite.offer(TOPIC, _knows)
    assert coming is not None
    await sqlite.write(_meeting("other", now, "weather"))
    assert not coming.done()

    await sqlite.write(_meeting("first", now, TOPIC))
    assert await asyncio.wait_for(coming, DEADLINE)
    assert commits == {"commit": 2}
    assert told == []

    # Once only; from then on listeners hear again.
    await sqlite.write(_meeting("again", now, TOPIC))
    assert told == [TOPIC]
    assert not sqlite.withdraw(coming)


async def test_what_it_announces_itself_is_told(
    sqlite: SqliteDatabase, told: list[str], now: datetime
) -> None:
    coming = sqlite.offer(TOPIC, _meeting("offered", now, TOPIC))
    assert coming is not None
    await sqlite.write(_meeting("first", now, TOPIC))
    await asyncio.wait_for(coming, DEADLINE)
    assert told == [TOPIC]


async def test_one_that_was_withdrawn_is_not_run(
    sqlite: SqliteDatabase, told: list[str], now: datetime
) -> None:
    coming = sqlite.offer(TOPIC, _meeting("offered", now))
    assert coming is not None
    assert sqlite.withdraw(coming)
    assert not sqlite.withdraw(coming)

    await sqlite.write(_meeting("first", now, TOPIC))
    assert told == [TOPIC]
    assert not coming.done()
    assert not await sqlite.read(lambda work: work.people.with_chat("offered") is not None)


async def test_of_two_one_is_run_at_a_time(sqlite: SqliteDatabase, now: datetime) -> None:
    one, other = sqlite.offer(TOPIC, _knows), sqlite.offer(TOPIC, _knows)
    assert one is not None
    assert other is not None
    await sqlite.write(_meeting("first", now, TOPIC))
    assert await asyncio.wait_for(one, DEADLINE)
    assert not other.done()
    await sqlite.write(_meeting("second", now, TOPIC))
    assert await asyncio.wait_for(other, DEADLINE)


async def test_where_it_fails_the_others_stand_and_listeners_are_told(
    sqlite: SqliteDatabase, told: list[str], now: datetime
) -> None:
    def fail(work: UnitOfWork) -> None:
        work.people.meet("offered", language="en", now=now)
        raise NotToday

    coming = sqlite.offer(TOPIC, fail)
    assert coming is not None
    await sqlite.write(_meeting("first", now, TOPIC))
    with pytest.raises(StorageUnavailable):
        await asyncio.wait_for(coming, DEADLINE)

    assert told == [TOPIC]
    assert await sqlite.read(_knows)
    assert not await sqlite.read(lambda work: work.people.with_chat("offered") is not None)


async def test_where_the_commit_fails_it_fails_as_well(
    sqlite: SqliteDatabase, told: list[str], now: datetime
) -> None:
    def refuse(_connection: object) -> None:
        raise OSError("no")

    coming = sqlite.offer(TOPIC, _knows)
    assert coming is not None
    event.listen(sqlite._engine, "commit", refuse)
    with pytest.raises(StorageUnavailable):
        await sqlite.write(_meeting("first", now, TOPIC))
    event.remove(sqlite._engine, "commit", refuse)

    with pytest.raises(StorageUnavailable):
        await asyncio.wait_for(coming, DEADLINE)
    assert told == []
    assert not await sqlite.read(_knows)


async def test_postgresql_takes_none(postgres: PostgresDatabase) -> None:
    database: Database = postgres
    assert database.offer(TOPIC, _knows) is None
