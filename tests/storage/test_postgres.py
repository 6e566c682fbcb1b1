"""What only the engine for several processes can do, or suffer."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import schema
from storage.database import StorageUnavailable
from storage.encryption import Vault
from storage.identifiers import TimeOrderedIds
from storage.postgres import PostgresDatabase
from storage.work import UnitOfWork
from tests.conftest import running_postgres
from tests.storage.world import CITY, COUNTY, lay_world

DEADLINE = 10


@pytest.fixture
async def database(migrated_postgres_url: str, vault: Vault) -> AsyncIterator[PostgresDatabase]:
    opened = PostgresDatabase(make_url(migrated_postgres_url), vault, TimeOrderedIds())
    yield opened
    await opened.close()


@pytest.fixture
async def other(migrated_postgres_url: str) -> AsyncIterator[AsyncEngine]:
    """Another process on the same database."""
    url = make_url(migrated_postgres_url).set(drivername="postgresql+asyncpg")
    engine = create_async_engine(url)
    yield engine
    await engine.dispose()


async def _until_somebody_waits(other: AsyncEngine, kind: str) -> None:
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
        "AND wait_event = :kind AND datname = current_database()"
    )
    async with asyncio.timeout(DEADLINE), other.connect() as connection:
        while not (await connection.execute(query, {"kind": kind})).scalar():
            await connection.rollback()


async def test_a_cancelled_caller_neither_undoes_its_step_nor_hides_it(
    database: PostgresDatabase, other: AsyncEngine
) -> None:
    heard: list[str] = []
    database.listen("news", lambda: heard.append("news"))
    await database.write(lambda work: work.staff.found_office(CITY))

    def take(work: UnitOfWork) -> int:
        work.topics.add("news")
        return work.staff.take_number(CITY.code)

    async with other.begin() as connection:
        await connection.execute(text("SELECT * FROM offices FOR UPDATE"))
        leaving = asyncio.create_task(database.write(take))
        await _until_somebody_waits(other, "transactionid")
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving

    assert await database.write(take) == 2
    assert heard == ["news", "news"]


async def test_reads_go_on_beside_a_long_write(
    database: PostgresDatabase, other: AsyncEngine
) -> None:
    async with other.begin() as connection:
        await connection.execute(
            text("INSERT INTO offices (code, kind, name, number_prefix, last_number) "
                 "VALUES ('1', 'city', 'x', 'x', 0)")
        )  # fmt: skip
        seen = await asyncio.wait_for(database.read(lambda work: work.staff.offices()), DEADLINE)
        assert seen == []


async def test_a_claimer_who_cannot_see_what_another_took_waits_for_it(
    database: PostgresDatabase, other: AsyncEngine, vault: Vault, now: datetime
) -> None:
    world = await database.write(lambda work: lay_world(work, now))
    person_id = world.reporter.id

    def put(work: UnitOfWork, *, priority: int) -> int | None:
        return work.outbox.put(person_id=person_id, kind="text", priority=priority, now=now)

    def claim(work: UnitOfWork, token: str) -> list[int]:
        until = now + timedelta(minutes=1)
        rows = work.outbox.claim(now=now, token=token, lease_until_at=until, limit=10)
        return [row.id for row in rows]

    calm = await database.write(lambda work: put(work, priority=3))
    async with other.begin() as connection:
        unit = TimeOrderedIds()
        first = await connection.run_sync(
            lambda sync: claim(UnitOfWork(sync, vault, unit), "first")
        )
        await database.write(lambda work: put(work, priority=0))
        second = asyncio.create_task(database.write(lambda work: claim(work, "second")))
        await _until_somebody_waits(other, "advisory")

    assert first == [calm]
    assert await second == []


async def test_a_connection_cut_within_a_step_is_told_and_the_next_step_goes_on(
    database: PostgresDatabase, now: datetime
) -> None:
    def cut(work: UnitOfWork) -> None:
        work.people.meet("7001", language="en", now=now)
        work.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StorageUnavailable):
        await database.write(cut)

    assert await database.read(lambda work: work.people.with_chat("7001")) is None
    assert await database.write(lambda work: work.people.meet("7001", language="en", now=now))


async def test_a_database_that_is_not_there_is_unavailable(postgres_url: str, vault: Vault) -> None:
    address = make_url(postgres_url).set(database="nowhere")
    database = PostgresDatabase(address, vault, TimeOrderedIds())

    with pytest.raises(StorageUnavailable):
        await database.write(lambda work: work.staff.offices())
    with pytest.raises(StorageUnavailable):
        await database.read(lambda work: work.staff.offices())
    await database.close()


async def test_a_server_that_went_away_is_unavailable_until_it_is_back(vault: Vault) -> None:
    with running_postgres() as server:
        await schema.upgrade(server.get_uri())
        database = PostgresDatabase(make_url(server.get_uri()), vault, TimeOrderedIds())
        await database.write(lambda work: work.staff.found_office(CITY))

        server.stop()
        with pytest.raises(StorageUnavailable):
            await database.write(lambda work: work.staff.found_office(COUNTY))
        with pytest.raises(StorageUnavailable):
            await database.read(lambda work: work.staff.offices())

        server.start()
        await database.write(lambda work: work.staff.found_office(COUNTY))
        assert await database.read(lambda work: work.staff.offices()) == [CITY, COUNTY]

        server.stop()
        server.start()
        assert await database.write(lambda work: work.staff.take_number(COUNTY.code)) == 1
        await database.close()
