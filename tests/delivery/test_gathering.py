"""What is ready within a moment is written as one, and what fails alone harms no other."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import text

from bot.delivery.gathering import Gathering
from storage.database import Database, StorageUnavailable
from storage.work import UnitOfWork

LONG = 3600.0


class Written:
    """Steps that note in which unit of work they ran."""

    def __init__(self) -> None:
        self.units: list[int] = []

    def step(self, result: str) -> Callable[[UnitOfWork], str]:
        def run(work: UnitOfWork) -> str:
            self.units.append(id(work))
            return result

        return run


async def test_who_is_alone_waits_for_nobody(database: Database) -> None:
    gathering, written = Gathering(database, LONG, 9), Written()

    assert await gathering.write(written.step("一"), is_last=True) == "一"


async def test_the_last_takes_the_others_along(database: Database) -> None:
    gathering, written = Gathering(database, LONG, 9), Written()

    results = await asyncio.gather(
        *(gathering.write(written.step(one), is_last=one == "三") for one in ("一", "二", "三"))
    )

    assert results == ["一", "二", "三"]
    assert len(written.units) == len(results)
    assert len(set(written.units)) == 1


async def test_enough_wait_for_no_more(database: Database) -> None:
    gathering, written = Gathering(database, LONG, 2), Written()
    steps = [
        asyncio.create_task(gathering.write(written.step(one), is_last=False))
        for one in ("一", "二", "三")
    ]

    assert await asyncio.gather(*steps[:2]) == ["一", "二"]
    assert not steps[2].done()
    assert await gathering.write(written.step("四"), is_last=True) == "四"
    assert await steps[2] == "三"


async def test_nobody_waits_for_longer_than_the_moment(database: Database) -> None:
    gathering, written = Gathering(database, 0.0, 9), Written()

    async with asyncio.timeout(60):
        assert await gathering.write(written.step("一"), is_last=False) == "一"


async def test_one_that_fails_harms_no_other(database: Database, now: datetime) -> None:
    gathering = Gathering(database, LONG, 9)

    def meet(chat: str) -> Callable[[UnitOfWork], str]:
        return lambda work: work.people.meet(chat, language="en", now=now).chat

    def fails(work: UnitOfWork) -> str:
        work.people.meet("7009", language="en", now=now)
        raise LookupError("9")

    results = await asyncio.gather(
        gathering.write(meet("7001"), is_last=False),
        gathering.write(fails, is_last=False),
        gathering.write(meet("7002"), is_last=True),
        return_exceptions=True,
    )

    assert [results[0], results[2]] == ["7001", "7002"]
    assert isinstance(results[1], LookupError)
    for chat, is_there in (("7001", True), ("7002", True), ("7009", False)):
        found = await database.read(lambda work: work.people.with_chat(chat))  # noqa: B023
        assert (found is not None) == is_there


async def test_a_statement_that_is_refused_harms_no_other(
    database: Database, now: datetime
) -> None:
    gathering = Gathering(database, LONG, 9)

    def meet(work: UnitOfWork) -> str:
        return work.people.meet("7001", language="en", now=now).chat

    def is_refused(work: UnitOfWork) -> None:
        work.connection.execute(text("INSERT INTO people (id) VALUES (1)"))

    results = await asyncio.gather(
        gathering.write(meet, is_last=False),
        gathering.write(is_refused, is_last=True),
        return_exceptions=True,
    )

    assert results[0] == "7001"
    assert isinstance(results[1], StorageUnavailable)


async def test_a_database_that_is_away_is_told_to_all(database: Database) -> None:
    gathering, written = Gathering(database, LONG, 9), Written()
    await database.close()

    results = await asyncio.gather(
        gathering.write(written.step("一"), is_last=False),
        gathering.write(written.step("二"), is_last=True),
        return_exceptions=True,
    )

    assert [type(one) for one in results] == [StorageUnavailable, StorageUnavailable]


async def test_who_gives_up_waiting_keeps_nobody_back(database: Database) -> None:
    gathering, written = Gathering(database, LONG, 9), Written()
    given_up = asyncio.create_task(gathering.write(written.step("一"), is_last=False))
    await asyncio.sleep(0)
    given_up.cancel()

    assert await gathering.write(written.step("二"), is_last=True) == "二"
    with pytest.raises(asyncio.CancelledError):
        await given_up
