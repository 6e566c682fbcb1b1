from datetime import datetime, timedelta

from sqlalchemy import select

from storage.database import Database, open_database
from storage.encryption import Vault
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


LEASE = timedelta(seconds=30)


async def _arrive(database: Database, now: datetime, *arrivals: tuple[int, str | None]) -> None:
    def take(work: UnitOfWork) -> None:
        for number, chat in arrivals:
            work.inbox.take(number, WORDS, now=now, chat=chat)

    await database.write(take)


async def _claim(database: Database, now: datetime, token: str, limit: int = 10) -> list[int]:
    rows = await database.write(
        lambda work: work.inbox.claim(now=now, token=token, lease_until_at=now + LEASE, limit=limit)
    )
    return [row.update_id for row in rows]


async def test_of_each_chat_only_the_earliest_is_taken_and_the_next_once_it_is_done(
    database: Database, now: datetime
) -> None:
    # The second of 王's came to a machine whose clock is behind, so that its row is the older one.
    await _arrive(database, now, (12, "王"), (11, "王"), (13, "孙"), (14, None), (15, None))

    assert await _claim(database, now, "a") == [11, 13, 14, 15]
    assert await _claim(database, now, "b") == []
    assert await database.write(lambda work: work.inbox.finish(11, now))
    assert await _claim(database, now, "b") == [12]


async def test_no_more_is_taken_than_there_is_room_for(database: Database, now: datetime) -> None:
    await _arrive(database, now, (1, "a"), (2, "b"), (3, "c"))
    assert await _claim(database, now, "a", limit=2) == [1, 2]
    assert await _claim(database, now, "b") == [3]


async def test_what_was_given_up_keeps_nobody_waiting(database: Database, now: datetime) -> None:
    await _arrive(database, now, (1, "王"), (2, "王"))
    await database.write(lambda work: work.inbox.note_failure(1, "KeyError", limit=1))
    assert await _claim(database, now, "a") == [2]


async def test_what_a_dead_process_held_is_taken_over_when_its_lease_ran_out(
    database: Database, now: datetime
) -> None:
    await _arrive(database, now, (1, "王"), (2, "王"))
    assert await _claim(database, now, "dead") == [1]
    assert await _claim(database, now + LEASE - timedelta(seconds=1), "b") == []
    assert await _claim(database, now + LEASE, "b") == [1]


async def test_what_is_let_go_is_taken_again_at_its_time_and_only_its_holder_lets_it_go(
    database: Database, now: datetime
) -> None:
    await _arrive(database, now, (1, "王"))
    (row,) = await database.write(
        lambda work: work.inbox.claim(now=now, token="a", lease_until_at=now + LEASE, limit=1)
    )
    later = now + timedelta(seconds=5)
    await database.write(lambda work: work.inbox.let_go(row.id, "somebody else", later))
    assert await _claim(database, later, "b") == []
    await database.write(lambda work: work.inbox.let_go(row.id, "a", later))
    assert await _claim(database, now, "b") == []
    assert await _claim(database, later, "b") == [1]


async def test_an_answer_is_never_older_than_what_another_machine_said_before(
    database: Database, now: datetime
) -> None:
    """The other machine's clock is a day ahead."""

    def ahead(work: UnitOfWork) -> int | None:
        work.ids.follow(work.ids() + (86_400_000 << 21))
        return _say(work, now)

    first = await database.write(ahead)
    address = database.url.render_as_string(hide_password=False)
    slow = open_database(address, Vault(b"a secret that is long enough here"))
    await _arrive(database, now, (1, "王"))
    assert await _claim(slow, now, "slow") == [1]
    second = await slow.write(lambda work: _say(work, now))
    await slow.close()
    assert first is not None
    assert second is not None
    assert second > first


def _say(work: UnitOfWork, now: datetime) -> int | None:
    person = work.people.meet("7001", language="en", now=now)
    return work.outbox.put(person_id=person.id, kind="text", priority=1, now=now)


async def test_who_was_not_asked_does_not_see_in_which_chat_an_update_came(
    database: Database, now: datetime
) -> None:
    await _arrive(database, now, (1, "7300012345678"))
    query = select(inbox.c.chat_key)
    key = await database.read(lambda work: work.connection.execute(query).scalar_one())
    assert len(key) == 36
    assert b"7300012345678" not in key
