"""What the one write path promises on either engine."""

import asyncio
import gc
from datetime import datetime

import pytest
from sqlalchemy import insert, text
from structlog.testing import capture_logs

from storage.database import Database, StorageUnavailable, open_database
from storage.encryption import Vault
from storage.identifiers import TimeOrderedIds
from storage.repositories.outbox import TOPIC
from storage.tables import offices
from storage.work import UnitOfWork
from tests.storage.world import CITY, COUNTY, lay_world


class NotToday(Exception):
    """Be raised by a step."""


async def _count_people(database: Database) -> int:
    query = text("SELECT count(*) FROM people")
    return int(await database.read(lambda work: work.connection.execute(query).scalar_one()))


async def test_what_a_step_wrote_is_read_afterwards(database: Database, now: datetime) -> None:
    met = await database.write(lambda work: work.people.meet("7001", language="en", now=now))

    assert await database.read(lambda work: work.people.get(met.id)) == met


async def test_a_failing_step_leaves_nothing_and_its_error_reaches_its_caller(
    database: Database, now: datetime
) -> None:
    def fail(work: UnitOfWork) -> None:
        work.people.meet("7001", language="en", now=now)
        raise NotToday

    with pytest.raises(NotToday):
        await database.write(fail)

    assert await _count_people(database) == 0


async def test_a_step_that_stops_an_iteration_fails_like_any_other(database: Database) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await asyncio.wait_for(database.write(lambda _: next(iter(()))), timeout=60)


async def test_trouble_of_the_database_is_named_and_carries_no_values(
    database: Database, now: datetime
) -> None:
    def found_twice(work: UnitOfWork) -> None:
        values = {"kind": "city", "name": CITY.name, "number_prefix": "连", "last_number": 0}
        for _ in range(2):
            work.connection.execute(insert(offices).values(code=CITY.code, **values))

    with pytest.raises(StorageUnavailable) as caught:
        await database.write(found_twice)

    assert caught.value.__cause__ is not None
    told = str(caught.value.__cause__).partition("[SQL")[2]
    assert told
    assert CITY.name not in told
    with pytest.raises(LookupError):
        await database.write(lambda work: work.people.get(1))
    assert await database.write(lambda work: work.people.meet("1", language="en", now=now))


async def test_a_reading_step_that_writes_is_refused_aloud(
    database: Database, now: datetime
) -> None:
    with pytest.raises(StorageUnavailable):
        await database.read(lambda work: work.people.meet("7001", language="en", now=now))

    assert await database.write(lambda work: work.people.meet("7001", language="en", now=now))


async def test_listeners_hear_of_commits_and_of_nothing_else(
    database: Database, now: datetime
) -> None:
    heard: list[str] = []
    database.listen(TOPIC, lambda: heard.append("outbox"))
    database.listen("another", lambda: heard.append("another"))
    world = await database.write(lambda work: lay_world(work, now))

    def queue(work: UnitOfWork, *, fail: bool = False) -> None:
        work.outbox.put(person_id=world.reporter.id, kind="text", priority=1, now=now)
        if fail:
            raise NotToday

    with pytest.raises(NotToday):
        await database.write(lambda work: queue(work, fail=True))
    assert heard == []

    await database.write(queue)
    assert heard == ["outbox"]


async def test_a_listener_who_fails_neither_undoes_the_commit_nor_keeps_the_news(
    database: Database, now: datetime
) -> None:
    heard: list[str] = []

    def fail() -> None:
        raise NotToday

    database.listen("news", fail)
    database.listen("news", lambda: heard.append("news"))

    with capture_logs() as logs:
        await database.write(lambda work: work.topics.add("news"))
        await database.write(lambda work: work.people.meet("7001", language="en", now=now))

    assert heard == ["news"]
    assert [line["event"] for line in logs] == ["listener_failed"]


async def test_a_closed_database_refuses_instead_of_waiting_for_ever(
    database_url: str, vault: Vault
) -> None:
    database = open_database(database_url, vault)
    await database.close()

    with pytest.raises(StorageUnavailable):
        await asyncio.wait_for(database.write(lambda _: None), timeout=60)


async def test_closing_finishes_what_was_handed_over(
    database_url: str, vault: Vault, now: datetime
) -> None:
    database = open_database(database_url, vault, TimeOrderedIds())

    async def meet(chat: str) -> None:
        await database.write(lambda work: work.people.meet(chat, language="en", now=now))

    writes = [asyncio.create_task(meet(str(n))) for n in range(100)]
    await asyncio.sleep(0)

    await database.close()
    # The news of the last commit is on its way to whoever waits for it.
    await asyncio.gather(*writes)

    assert all(write.done() and write.exception() is None for write in writes)
    again = open_database(database_url, vault)
    assert await _count_people(again) == 100
    await again.close()


async def test_the_error_of_a_step_whose_caller_left_is_logged_by_its_name_only(
    database: Database,
) -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))

    def fail(_work: UnitOfWork) -> None:
        raise NotToday("东海县双店镇")

    with capture_logs() as logs:
        write = asyncio.create_task(database.write(fail))
        await asyncio.sleep(0)
        write.cancel()
        with pytest.raises(asyncio.CancelledError):
            await write
        await database.close()
    gc.collect()

    assert complaints == []
    assert logs == [{"event": "step_failed_unheard", "error": "NotToday", "log_level": "warning"}]


async def test_fifty_writers_at_once_take_fifty_numbers(database: Database) -> None:
    await database.write(lambda work: work.staff.found_office(CITY))
    await database.write(lambda work: work.staff.found_office(COUNTY))

    taken = await asyncio.gather(
        *(database.write(lambda work: work.staff.take_number(COUNTY.code)) for _ in range(50))
    )

    assert sorted(taken) == list(range(1, 51))


@pytest.mark.parametrize("url", ["mysql://host/db", "oracle://host/db"])
def test_other_engines_are_refused_by_name(url: str, vault: Vault) -> None:
    with pytest.raises(ValueError, match=url.partition(":")[0]):
        open_database(url, vault)
