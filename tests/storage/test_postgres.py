"""What only the engine for several processes can do, or suffer."""

import asyncio
import contextlib
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.services.offices import found_offices
from bot.triage.gazetteer import Gazetteer
from storage import schema
from storage.database import StorageUnavailable
from storage.encryption import Vault
from storage.identifiers import TimeOrderedIds
from storage.postgres import PostgresDatabase
from storage.troubles import UNREACHABLE
from storage.work import UnitOfWork
from tests.conftest import empty_postgres, running_postgres
from tests.storage.waiting import until_somebody_waits
from tests.storage.world import CITY, COUNTY, lay_world

_BREAK = text("SELECT pg_terminate_backend(pg_backend_pid())")
DEADLINE = 40


@pytest.fixture
def database(postgres: PostgresDatabase) -> PostgresDatabase:
    return postgres


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
        await until_somebody_waits(other, "transactionid")
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
        await until_somebody_waits(other, "advisory")

    assert first == [calm]
    assert await second == []


async def test_steps_that_change_the_same_row_end_as_if_one_came_after_the_other(
    database: PostgresDatabase, now: datetime
) -> None:
    person = await database.write(lambda work: work.people.meet("7001", language="en", now=now))

    def count(work: UnitOfWork) -> None:
        known = work.people.get(person.id)
        work.people.count_message(known, minute_at=now, count=known.minute_count + 1)

    await asyncio.gather(*(database.write(count) for _ in range(40)))

    counted = await database.read(lambda work: work.people.get(person.id))
    assert counted.minute_count == 40


async def test_two_who_fire_one_rung_fire_it_once(
    database: PostgresDatabase, vault: Vault, now: datetime
) -> None:
    world = await database.write(lambda work: lay_world(work, now))
    due = now + timedelta(minutes=5)
    neighbour = PostgresDatabase(database.url, vault, TimeOrderedIds())

    def fire(work: UnitOfWork) -> bool:
        referral = work.referrals.get(world.referral.id)
        if referral.next_deadline_at is None or referral.next_deadline_at > due:
            return False
        work.referrals.change(referral, next_deadline_at=due + timedelta(minutes=2))
        return True

    fired = await asyncio.gather(
        *(one.write(fire) for one in (database, neighbour) for _ in range(8))
    )
    await neighbour.close()
    assert sum(fired) == 1


async def test_two_who_wait_for_each_other_both_come_through(
    database: PostgresDatabase, now: datetime
) -> None:
    ids = [
        (await database.write(lambda w: w.people.meet(chat, language="en", now=now))).id  # noqa: B023
        for chat in ("7001", "7002")
    ]

    def change(work: UnitOfWork, order: list[int]) -> None:
        for person_id in order:
            work.people.speak(person_id, "zh-CN")
            work.connection.execute(text("SELECT pg_sleep(0.2)"))

    await asyncio.gather(
        database.write(lambda work: change(work, ids)),
        database.write(lambda work: change(work, ids[::-1])),
    )
    people = [await database.read(lambda work: work.people.get(one)) for one in ids]  # noqa: B023
    assert [person.language for person in people] == ["zh-CN"] * 2


async def test_another_process_hears_of_a_commit_also_after_the_server_was_away(
    vault: Vault,
) -> None:
    with running_postgres() as server:
        await schema.upgrade(server.get_uri())
        here, there = (
            PostgresDatabase(make_url(server.get_uri()), vault, TimeOrderedIds()) for _ in range(2)
        )
        heard = asyncio.Event()
        here.listen("other", lambda: None)
        there.listen("news", heard.set)

        async with asyncio.timeout(DEADLINE):
            await _until_heard(here, heard)
        server.stop()
        server.start()
        heard.clear()
        async with asyncio.timeout(DEADLINE):
            await _until_heard(here, heard)
        await here.close()
        await there.close()


async def _until_heard(database: PostgresDatabase, heard: asyncio.Event) -> None:
    while not heard.is_set():
        with contextlib.suppress(StorageUnavailable):
            await database.write(lambda work: work.topics.add("news"))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(heard.wait(), 0.1)


async def test_several_who_start_at_once_make_the_tables_once(postgres_url: str) -> None:
    async with empty_postgres(postgres_url) as url:
        await asyncio.gather(*(schema.upgrade(url) for _ in range(3)))
        assert await schema.is_current(url)


async def test_several_who_start_at_once_found_the_offices_once(
    database: PostgresDatabase, vault: Vault
) -> None:
    neighbour = PostgresDatabase(database.url, vault, TimeOrderedIds())
    gazetteer = Gazetteer.load()
    await asyncio.gather(
        *(one.write(lambda work: found_offices(work, gazetteer)) for one in (database, neighbour))
    )
    await neighbour.close()
    offices = await database.read(lambda work: work.staff.offices())
    assert len(offices) > 100


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
        with pytest.raises(StorageUnavailable) as away:
            await database.write(lambda work: work.staff.found_office(COUNTY))
        assert away.value.trouble == UNREACHABLE
        with pytest.raises(StorageUnavailable):
            await database.read(lambda work: work.staff.offices())

        server.start()
        await database.write(lambda work: work.staff.found_office(COUNTY))
        assert await database.read(lambda work: work.staff.offices()) == [CITY, COUNTY]

        server.stop()
        server.start()
        assert await database.write(lambda work: work.staff.take_number(COUNTY.code)) == 1
        await database.close()


async def test_a_connection_that_breaks_before_the_commit_is_replaced_and_all_done_again(
    database: PostgresDatabase,
) -> None:
    ran: list[int] = []

    def broken_once(work: UnitOfWork) -> int:
        work.staff.found_office(CITY)
        ran.append(1)
        if len(ran) == 1:
            work.connection.execute(_BREAK)
        return work.staff.take_number(CITY.code)

    assert await database.write(broken_once) == 1
    assert len(ran) == 2


async def test_a_connection_that_always_breaks_is_the_server_out_of_reach(
    database: PostgresDatabase,
) -> None:
    ran: list[int] = []

    def broken(work: UnitOfWork) -> None:
        ran.append(1)
        work.connection.execute(_BREAK)

    for act in (database.write, database.read):
        ran.clear()
        with pytest.raises(StorageUnavailable) as away:
            await act(broken)
        assert away.value.trouble == UNREACHABLE
        assert len(ran) == 2
