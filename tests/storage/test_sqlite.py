"""The writer thread: groups, savepoints, and what happens when a commit fails."""

import asyncio
import sqlite3
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import make_url

from storage.database import StorageUnavailable
from storage.encryption import Vault
from storage.identifiers import TimeOrderedIds
from storage.records import Office
from storage.sqlite import GROUP_SIZE, SqliteDatabase
from storage.work import UnitOfWork
from tests.storage.world import CITY

DEADLINE = 40
DESCRIPTORS = Path("/proc/self/fd")


class NotToday(Exception):
    """Be raised by a step."""


class Abort(BaseException):
    """Be raised by a step that wants to end the process."""


@pytest.fixture
def database(sqlite: SqliteDatabase) -> SqliteDatabase:
    return sqlite


@pytest.fixture
def transactions(database: SqliteDatabase) -> Counter[str]:
    counted: Counter[str] = Counter()
    for name in ("commit", "rollback"):
        event.listen(database._engine, name, lambda *_, name=name: counted.update([name]))

    def trace(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_trace_callback(
            lambda said: counted.update(["savepoint"] * said.startswith("SAVEPOINT"))
        )

    event.listen(database._engine, "connect", trace)
    return counted


@pytest.fixture
def locked(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    """Somebody else who holds the file, and a writer that does not wait long."""
    monkeypatch.setattr("storage.sqlite.BUSY_MILLISECONDS", 20)
    with closing(sqlite3.connect(make_url(sqlite_url).database or "")) as connection:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        yield connection


@asynccontextmanager
async def writer_held(database: SqliteDatabase) -> AsyncIterator[None]:
    """Keep the writer thread in a step, so that what is handed over now goes in one group."""
    entered, leave = threading.Event(), threading.Event()

    def hold(work: UnitOfWork) -> None:
        work.staff.found_office(CITY)
        entered.set()
        assert leave.wait(DEADLINE)

    holding = asyncio.create_task(database.write(hold))
    assert await asyncio.to_thread(entered.wait, DEADLINE)
    try:
        yield
        await asyncio.sleep(0)  # Every task that was made hands its step over.
    finally:
        leave.set()
    await holding


def _meet(database: SqliteDatabase, chat: str, now: datetime) -> "asyncio.Task[object]":
    return asyncio.create_task(
        database.write(lambda work: work.people.meet(chat, language="en", now=now))
    )


async def _known(database: SqliteDatabase, *chats: str) -> list[bool]:
    return await database.read(
        lambda work: [work.people.with_chat(chat) is not None for chat in chats]
    )


async def test_one_failing_step_harms_no_other_in_its_group(
    database: SqliteDatabase, now: datetime, transactions: Counter[str]
) -> None:
    def fail(work: UnitOfWork) -> None:
        work.people.meet("bad", language="en", now=now)
        raise NotToday

    async with writer_held(database):
        first = _meet(database, "first", now)
        await asyncio.sleep(0)
        failing = asyncio.create_task(database.write(fail))
        await asyncio.sleep(0)
        last = _meet(database, "last", now)

    await asyncio.gather(first, last)
    with pytest.raises(NotToday):
        await failing
    assert await _known(database, "first", "bad", "last") == [True, False, True]
    # The group that was undone ran again, each step behind its own savepoint.
    assert transactions == {"commit": 2, "rollback": 1, "savepoint": 3}


async def test_of_a_group_that_ran_again_only_what_stands_is_told(
    database: SqliteDatabase, now: datetime
) -> None:
    heard: list[str] = []
    database.listen("news", lambda: heard.append("news"))
    database.listen("old", lambda: heard.append("old"))
    runs = iter(["old", "news"])

    def tell(work: UnitOfWork) -> str:
        run = next(runs)
        work.people.meet(run, language="en", now=now)
        work.topics.add(run)
        return run

    def fail(_work: UnitOfWork) -> None:
        raise NotToday

    async with writer_held(database):
        telling = asyncio.create_task(database.write(tell))
        await asyncio.sleep(0)
        failing = asyncio.create_task(database.write(fail))

    with pytest.raises(NotToday):
        await failing
    assert await telling == "news"
    assert await _known(database, "old", "news") == [False, True]
    assert heard == ["news"]


async def test_a_failing_commit_reaches_everybody_in_its_group(
    database: SqliteDatabase, now: datetime
) -> None:
    def promise_too_much(work: UnitOfWork) -> None:
        work.connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        work.outbox.put(person_id=404, kind="text", priority=1, now=now)

    async with writer_held(database):
        group = [_meet(database, "first", now)]
        await asyncio.sleep(0)
        group.append(asyncio.create_task(database.write(promise_too_much)))
        group.append(_meet(database, "last", now))

    outcomes = await asyncio.gather(*group, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StorageUnavailable] * 3
    assert await _known(database, "first", "last") == [False, False]
    await _meet(database, "first", now)
    assert await _known(database, "first") == [True]


async def test_nobody_is_told_that_a_step_stands_whose_transaction_was_lost(
    database: SqliteDatabase, now: datetime
) -> None:
    def lose_the_transaction(work: UnitOfWork) -> None:
        work.connection.execute(
            text("INSERT OR ROLLBACK INTO offices SELECT * FROM offices LIMIT 1")
        )

    async with writer_held(database):
        group = [_meet(database, "first", now)]
        await asyncio.sleep(0)
        group.append(asyncio.create_task(database.write(lose_the_transaction)))
        await asyncio.sleep(0)
        group.append(_meet(database, "last", now))

    outcomes = await asyncio.gather(*group, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StorageUnavailable] * 3
    assert await _known(database, "first", "last") == [False, False]
    await _meet(database, "first", now)
    assert await _known(database, "first") == [True]


async def test_on_a_full_disk_what_is_told_is_what_is_kept(
    database: SqliteDatabase, now: datetime
) -> None:
    def leave_little_room(work: UnitOfWork) -> None:
        pages = work.connection.execute(text("PRAGMA page_count")).scalar_one()
        work.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 40}")

    async def take(update_id: int) -> None:
        await database.write(lambda work: work.inbox.take(update_id, "话" * 3000, now=now))

    await database.write(leave_little_room)
    async with writer_held(database):
        writes = [asyncio.create_task(take(n)) for n in range(60)]

    outcomes = await asyncio.gather(*writes, return_exceptions=True)
    # Everybody hears what it was, those too whose own step had done nothing wrong.
    troubles = {one.trouble for one in outcomes if isinstance(one, StorageUnavailable)}
    assert troubles == {"full"}
    kept = await database.read(lambda work: work.inbox.known(range(60)))
    assert {n for n, outcome in enumerate(outcomes) if outcome is None} == kept
    assert {type(outcome) for outcome in outcomes} >= {StorageUnavailable}


async def test_a_cancelled_caller_neither_undoes_its_step_nor_hides_it(
    database: SqliteDatabase, now: datetime
) -> None:
    heard: list[str] = []
    database.listen("news", lambda: heard.append("news"))

    def tell(work: UnitOfWork) -> None:
        work.people.meet("left", language="en", now=now)
        work.topics.add("news")

    async with writer_held(database):
        leaving = asyncio.create_task(database.write(tell))
        await asyncio.sleep(0)
        staying = _meet(database, "stayed", now)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving

    await staying
    assert await _known(database, "left", "stayed") == [True, True]
    assert heard == ["news"]


async def test_a_step_that_aborts_does_not_take_the_writer_along(
    database: SqliteDatabase, now: datetime
) -> None:
    def abort(_work: UnitOfWork) -> None:
        raise Abort

    with pytest.raises(Abort):
        await asyncio.wait_for(database.write(abort), DEADLINE)

    await asyncio.wait_for(_meet(database, "next", now), DEADLINE)
    async with writer_held(database):
        aborting = asyncio.create_task(database.write(abort))
        beside = _meet(database, "beside", now)
    with pytest.raises(Abort):
        await aborting
    await beside


async def test_two_hundred_writers_share_a_handful_of_commits(
    database: SqliteDatabase, now: datetime, transactions: Counter[str]
) -> None:
    async with writer_held(database):
        writes = [_meet(database, str(n), now) for n in range(200)]
    await asyncio.gather(*writes)

    assert transactions["commit"] == 1 + -(-200 // GROUP_SIZE)
    assert transactions["savepoint"] == 0
    assert all(await _known(database, *map(str, range(200))))


async def test_what_comes_within_one_turn_of_the_loop_shares_a_commit(
    database: SqliteDatabase, now: datetime, transactions: Counter[str]
) -> None:
    await asyncio.gather(*(_meet(database, str(n), now) for n in range(GROUP_SIZE)))

    assert transactions == {"commit": 1}


async def test_a_lonely_step_is_committed_at_once_without_a_savepoint(
    database: SqliteDatabase, now: datetime, transactions: Counter[str]
) -> None:
    await asyncio.wait_for(_meet(database, "alone", now), DEADLINE)

    assert transactions == {"commit": 1}


async def test_reads_go_on_beside_a_long_write_and_see_what_was_committed(
    database: SqliteDatabase,
) -> None:
    async with writer_held(database):
        seen = await asyncio.wait_for(database.read(lambda work: work.staff.offices()), DEADLINE)
        assert seen == []

    assert await database.read(lambda work: work.staff.offices()) == [CITY]


async def test_who_is_cancelled_while_a_reader_opens_leaves_no_connection_behind(
    sqlite_url: str, vault: Vault
) -> None:
    database = SqliteDatabase(make_url(sqlite_url), vault, TimeOrderedIds())
    opened: list[object] = []
    engine = database._readers.sync_engine
    event.listen(engine, "connect", lambda connection, _: opened.append(connection))
    reading = asyncio.create_task(database.read(lambda work: work.staff.offices()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert opened == []
    await database.close()

    # It went on to open, and was closed with the others.
    assert len(opened) == 1


async def test_who_reads_while_the_file_is_replaced_leaves_no_connection_behind(
    sqlite_url: str, vault: Vault
) -> None:
    database = SqliteDatabase(make_url(sqlite_url), vault, TimeOrderedIds())
    opened: list[object] = []
    closed: list[object] = []
    engine = database._readers.sync_engine
    event.listen(engine, "connect", lambda connection, _: opened.append(connection))
    event.listen(engine, "close", lambda connection, _: closed.append(connection))

    def read_on(work: UnitOfWork) -> Sequence[Office]:
        before = work.staff.offices()
        _put_another_in_place(database)
        beside = asyncio.create_task(database.read(lambda work: work.staff.offices()))
        while not beside.done():
            work.connection.exec_driver_sql("SELECT 1")
        assert beside.result() == []
        return before

    await database.write(lambda work: work.staff.found_office(CITY))
    assert await asyncio.wait_for(database.read(read_on), DEADLINE) == [CITY]
    for _ in range(2):
        assert await database.read(lambda work: work.staff.offices()) == []
    await database.close()
    assert sorted(map(id, closed)) == sorted(map(id, opened))


def _put_another_in_place(database: SqliteDatabase) -> None:
    """Put a copy of the file in its place that knows no office."""
    file = Path(database.url.database or "")
    copy = file.with_name("copy")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("DELETE FROM offices")
        target.commit()
    for part in file.parent.glob(f"{file.name}*"):
        part.unlink()
    copy.rename(file)


async def test_a_locked_file_is_unavailable_until_it_is_free(
    locked: sqlite3.Connection, database: SqliteDatabase, now: datetime
) -> None:
    async def take(update_id: int) -> None:
        await database.write(lambda work: work.inbox.take(update_id, "{}", now=now))

    with pytest.raises(StorageUnavailable):
        await take(1)
    assert await database.read(lambda work: work.inbox.known([1])) == frozenset()

    locked.execute("ROLLBACK")
    await take(1)
    assert await database.read(lambda work: work.inbox.known([1])) == frozenset([1])


async def test_a_step_that_only_reads_holds_the_file_from_its_beginning(
    database: SqliteDatabase, sqlite_url: str
) -> None:
    """Whoever else wrote between its question and its answer would make the answer fail."""

    def let_somebody_else_try(_work: UnitOfWork) -> None:
        file = make_url(sqlite_url).database or ""
        with closing(sqlite3.connect(file, timeout=0)) as other:
            other.isolation_level = None
            other.execute("BEGIN IMMEDIATE")

    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await database.write(let_somebody_else_try)


async def test_a_file_that_may_only_be_read_is_unavailable_for_writing(
    database: SqliteDatabase, vault: Vault, now: datetime
) -> None:
    await database.write(lambda work: work.staff.found_office(CITY))
    address = make_url(f"sqlite:///file:{database.url.database}?mode=ro&uri=true")
    read_only = SqliteDatabase(address, vault, TimeOrderedIds())

    with pytest.raises(StorageUnavailable):
        await read_only.write(lambda work: work.inbox.take(1, "{}", now=now))
    assert await read_only.read(lambda work: work.staff.offices()) == [CITY]
    await read_only.close()


async def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path, vault: Vault) -> None:
    address = make_url(f"sqlite:///{tmp_path / 'nowhere' / 'weibao.db'}")
    database = SqliteDatabase(address, vault, TimeOrderedIds())

    with pytest.raises(StorageUnavailable):
        await database.write(lambda work: work.staff.offices())
    with pytest.raises(StorageUnavailable):
        await database.read(lambda work: work.staff.offices())
    await database.close()


async def test_every_connection_is_durable_and_keeps_its_references(
    database: SqliteDatabase,
) -> None:
    def settings(work: UnitOfWork) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        return [work.connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    expected = ["wal", 2, 1, 1, 15_000]
    assert await database.write(settings) == expected
    assert await database.read(settings) == expected


@pytest.mark.skipif(not DESCRIPTORS.is_dir(), reason="the system does not tell what is open")
async def test_what_a_savepoint_keeps_goes_to_no_file_elsewhere(
    database: SqliteDatabase, tmp_path: Path, now: datetime
) -> None:
    def take(work: UnitOfWork) -> None:
        for number in range(100):
            work.inbox.take(number, "话" * 3000, now=now)

    def change(work: UnitOfWork) -> list[str]:
        for number in range(100):
            work.inbox.finish(number, now)
        return [str(one.readlink()) for one in DESCRIPTORS.iterdir() if one.is_symlink()]

    def fail(_work: UnitOfWork) -> None:
        raise NotToday

    await database.write(take)
    async with writer_held(database):
        failing = asyncio.create_task(database.write(fail))
        await asyncio.sleep(0)
        changing = asyncio.create_task(database.write(change))

    await changing
    with pytest.raises(NotToday):
        await failing
    is_open = changing.result()
    assert any(one.startswith(str(tmp_path)) for one in is_open)
    assert [one for one in is_open if "etilqs" in one] == []


async def test_a_second_loop_gets_its_own_answers(database: SqliteDatabase, now: datetime) -> None:
    def elsewhere() -> str:
        step = database.write(lambda work: work.people.meet("7", language="en", now=now))
        return asyncio.run(step).chat

    assert await asyncio.to_thread(elsewhere) == "7"


async def test_a_loop_that_ended_before_it_handed_over_holds_up_nobody(
    sqlite_url: str, vault: Vault, now: datetime
) -> None:
    database = SqliteDatabase(make_url(sqlite_url), vault, TimeOrderedIds())

    def elsewhere() -> None:
        loop = asyncio.new_event_loop()
        loop.set_exception_handler(lambda *_: None)
        step = database.write(lambda work: work.people.meet("abandoned", language="en", now=now))
        writing = loop.create_task(step)
        loop.call_soon(loop.stop)
        loop.run_forever()
        assert not writing.done()
        loop.close()

    await asyncio.to_thread(elsewhere)
    await asyncio.wait_for(_meet(database, "here", now), DEADLINE)
    await asyncio.wait_for(database.close(), DEADLINE)

    again = SqliteDatabase(make_url(sqlite_url), vault, TimeOrderedIds())
    assert await _known(again, "here", "abandoned") == [True, True]
    await again.close()
