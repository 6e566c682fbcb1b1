from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from storage.database import Database, StorageUnavailable
from storage.tables import inbox
from storage.work import UnitOfWork

WORDS = '{"update_id": 7, "text": "孩子一个人在家"}'


async def _take(database: Database, now: datetime, *update_ids: int) -> None:
    def take(work: UnitOfWork) -> None:
        for update_id in update_ids:
            work.inbox.take(update_id, WORDS, now=now)

    await database.write(take)


async def test_what_was_taken_waits_with_its_words_in_the_order_it_came(
    database: Database, now: datetime
) -> None:
    await _take(database, now, 9, 7, 8)

    rows = await database.read(lambda work: work.inbox.waiting())

    assert [row.update_id for row in rows] == [9, 7, 8]
    assert (rows[0].payload, rows[0].attempts, rows[0].received_at) == (WORDS, 0, now)
    assert [row.update_id for row in await database.read(lambda w: w.inbox.waiting(limit=2))] == [
        9,
        7,
    ]


async def test_the_fresh_ones_can_be_left_out(database: Database, now: datetime) -> None:
    later = now + timedelta(seconds=30)
    await _take(database, now, 1)
    await _take(database, later, 2)

    rows = await database.read(lambda work: work.inbox.waiting(before=later))

    assert [row.update_id for row in rows] == [1]


async def test_membership_not_order_says_what_is_known(database: Database, now: datetime) -> None:
    await _take(database, now, 900)

    assert await database.read(lambda work: work.inbox.known([1, 900, 901])) == {900}
    assert await database.read(lambda work: work.inbox.known([])) == frozenset()


async def test_one_update_is_never_kept_twice(database: Database, now: datetime) -> None:
    await _take(database, now, 7)

    with pytest.raises(StorageUnavailable):
        await _take(database, now, 7)
    assert await database.read(lambda work: work.inbox.count("waiting")) == 1


async def test_an_update_is_finished_once_and_its_words_are_forgotten(
    database: Database, now: datetime
) -> None:
    await _take(database, now, 7)

    assert await database.read(lambda work: work.inbox.is_waiting(7))
    assert await database.write(lambda work: work.inbox.finish(7, now))
    assert not await database.write(lambda work: work.inbox.finish(7, now))
    assert not await database.read(lambda work: work.inbox.is_waiting(7))
    assert await database.read(lambda work: work.inbox.waiting()) == []
    assert await database.read(_payloads) == [None]
    assert await database.read(lambda work: work.inbox.count("done")) == 1
    assert await database.read(lambda work: work.inbox.known([7])) == {7}


def _payloads(work: UnitOfWork) -> list[object]:
    return list(work.connection.execute(select(inbox.c.payload_sealed)).scalars())


async def test_the_last_failure_makes_an_update_dead_and_keeps_its_words(
    database: Database, now: datetime
) -> None:
    await _take(database, now, 7)

    died = [
        await database.write(lambda work: work.inbox.note_failure(7, "KeyError", limit=3))
        for _ in range(4)
    ]

    assert died == [False, False, True, False]
    assert await database.read(_payloads) != [None]
    assert await database.read(lambda work: work.inbox.count("dead")) == 1
    assert not await database.read(lambda work: work.inbox.is_waiting(7))
    assert not await database.write(lambda work: work.inbox.finish(7, now))


async def test_attempts_are_counted(database: Database, now: datetime) -> None:
    await _take(database, now, 7)
    await database.write(lambda work: work.inbox.note_failure(7, "KeyError", limit=3))

    (row,) = await database.read(lambda work: work.inbox.waiting())

    assert row.attempts == 1


async def test_what_cannot_be_worked_on_is_kept_as_dead(database: Database, now: datetime) -> None:
    await database.write(lambda work: work.inbox.take(7, "{", now=now, trouble="unparseable"))

    assert await database.read(lambda work: work.inbox.waiting()) == []
    assert await database.read(lambda work: work.inbox.count("dead")) == 1
    assert await database.read(lambda work: work.inbox.known([7])) == {7}
