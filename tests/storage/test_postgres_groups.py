"""Steps that wait together on PostgreSQL: one commit for many, and each as safe as if alone."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import StorageUnavailable
from storage.encryption import Vault
from storage.identifiers import TimeOrderedIds
from storage.postgres import POOL_SIZE, PostgresDatabase
from storage.work import UnitOfWork
from tests.storage.waiting import until_somebody_waits
from tests.storage.world import CITY, lay_world

_BREAK = text("SELECT pg_terminate_backend(pg_backend_pid())")
_CONNECTED = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND application_name = current_setting('application_name')"
)
DEADLINE = 40
CROWD = 100


@contextmanager
def _commits(postgres: PostgresDatabase) -> Iterator[list[Connection]]:
    seen: list[Connection] = []
    engine = postgres._engine.sync_engine

    def note(connection: Connection) -> None:
        seen.append(connection)

    event.listen(engine, "commit", note)
    yield seen
    event.remove(engine, "commit", note)


def _meet(work: UnitOfWork, chat: int, *, now: datetime) -> int:
    return work.people.meet(str(chat), language="en", now=now).id


async def _written(
    postgres: PostgresDatabase, step: Callable[[UnitOfWork, int], object], chats: range
) -> list[object]:
    """Hand over a step for each chat at once, and return what came of them or went wrong."""

    def of(chat: int) -> Callable[[UnitOfWork], object]:
        return lambda work: step(work, chat)

    return await asyncio.gather(*(postgres.write(of(one)) for one in chats), return_exceptions=True)


async def _known(postgres: PostgresDatabase, chats: range) -> list[bool]:
    def known(work: UnitOfWork) -> list[bool]:
        return [work.people.with_chat(str(chat)) is not None for chat in chats]

    return await postgres.read(known)


async def test_a_hundred_steps_at_once_take_a_handful_of_commits(
    postgres: PostgresDatabase, now: datetime
) -> None:
    with _commits(postgres) as commits:
        ids = await _written(postgres, partial(_meet, now=now), range(CROWD))
    assert len(set(ids)) == CROWD
    assert len(commits) <= CROWD / 20


async def test_a_step_that_fails_harms_none_of_those_beside_it(
    postgres: PostgresDatabase, now: datetime
) -> None:
    chats = range(8)

    def met(work: UnitOfWork, chat: int) -> None:
        _meet(work, chat, now=now)
        if chat == 5:
            work.topics.add("failed")
            raise ValueError("five")

    heard: list[str] = []
    postgres.listen("failed", lambda: heard.append("failed"))
    outcomes = await _written(postgres, met, chats)
    assert [type(one) for one in outcomes if one is not None] == [ValueError]
    assert await _known(postgres, chats) == [chat != 5 for chat in chats]
    assert heard == []


async def test_who_takes_work_among_others_sees_what_was_committed_before(
    postgres: PostgresDatabase, now: datetime
) -> None:
    world = await postgres.write(lambda work: lay_world(work, now))

    ran: list[UnitOfWork] = []

    def put(work: UnitOfWork) -> None:
        ran.append(work)
        work.outbox.put(person_id=world.reporter.id, kind="text", priority=3, now=now)

    def take(work: UnitOfWork, token: str) -> int:
        until = now + timedelta(minutes=1)
        return len(work.outbox.claim(now=now, token=token, lease_until_at=until, limit=10))

    await postgres.write(put)
    ran.clear()
    putters = [postgres.write(put) for _ in range(4)]
    takers = [postgres.write(partial(take, token=token)) for token in "abcd"]
    _, taken = await asyncio.gather(asyncio.gather(*putters), asyncio.gather(*takers))

    assert sorted(taken) == [0, 0, 0, 1]
    assert len(ran) == len(putters), "who takes work undid what others did"


async def test_a_row_that_another_process_holds_keeps_only_those_who_want_it(
    postgres: PostgresDatabase, other: AsyncEngine, now: datetime
) -> None:
    await postgres.write(lambda work: work.staff.found_office(CITY))
    chats = range(8)

    def take(work: UnitOfWork) -> int:
        return work.staff.take_number(CITY.code)

    async with other.begin() as connection:
        await connection.execute(text("SELECT * FROM offices FOR UPDATE"))
        lonely = asyncio.create_task(postgres.write(take))
        await until_somebody_waits(other, "transactionid")
        together = asyncio.create_task(postgres.write(take))
        async with asyncio.timeout(DEADLINE):
            await _written(postgres, partial(_meet, now=now), chats)
        assert not lonely.done()
        assert not together.done()
    assert sorted(await asyncio.gather(lonely, together)) == [1, 2]


async def test_a_crowd_of_one_county_gets_its_numbers_whichever_process_it_writes_to(
    postgres: PostgresDatabase, vault: Vault
) -> None:
    neighbour = PostgresDatabase(postgres.url, vault, TimeOrderedIds())
    await postgres.write(lambda work: work.staff.found_office(CITY))

    taken = await asyncio.gather(
        *(
            one.write(lambda work: work.staff.take_number(CITY.code))
            for one in (postgres, neighbour)
            for _ in range(CROWD)
        )
    )

    await neighbour.close()
    assert sorted(taken) == list(range(1, 2 * CROWD + 1))


async def test_a_connection_that_breaks_under_several_is_replaced_and_all_done_once(
    postgres: PostgresDatabase, now: datetime
) -> None:
    chats = range(8)
    breaks = [True]

    def met(work: UnitOfWork, chat: int) -> None:
        _meet(work, chat, now=now)
        if chat == 5 and breaks:
            breaks.clear()
            work.connection.execute(_BREAK)

    await _written(postgres, met, chats)
    assert all(await _known(postgres, chats))


async def test_what_became_of_a_lost_commit_is_not_guessed_at(
    postgres: PostgresDatabase, now: datetime
) -> None:
    """They may stand: to run them once more might do twice what they do."""
    ran: list[int] = []
    chats = range(8)

    def met(work: UnitOfWork, chat: int) -> None:
        ran.append(chat)
        _meet(work, chat, now=now)

    def lose(_connection: Connection) -> None:
        raise OperationalError("COMMIT", None, ConnectionError("lost"))

    event.listen(postgres._engine.sync_engine, "commit", lose)
    outcomes = await _written(postgres, met, chats)
    event.remove(postgres._engine.sync_engine, "commit", lose)
    assert [type(one) for one in outcomes] == [StorageUnavailable] * len(chats)
    assert sorted(ran) == list(chats)


async def test_no_more_connections_are_opened_than_are_kept(
    postgres: PostgresDatabase, now: datetime
) -> None:
    await postgres.write(lambda work: _meet(work, 1, now=now))
    counted = await asyncio.gather(
        *(
            postgres.read(lambda work: work.connection.execute(_CONNECTED).scalar_one())
            for _ in range(CROWD)
        )
    )
    assert max(counted) <= POOL_SIZE
