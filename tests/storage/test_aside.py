"""The loop waits while steps run, and for nothing else."""

import asyncio
import threading
from collections.abc import Sequence

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url

from storage import aside
from storage.aside import Precedence
from storage.encryption import Vault
from storage.identifiers import TimeOrderedIds
from storage.sqlite import SqliteDatabase
from storage.steps import Handed
from storage.work import UnitOfWork

DEADLINE = 40
A_MOMENT = 0.05


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the loop wait for longer than anything here takes."""
    monkeypatch.setattr(aside, "PATIENCE", 3 * DEADLINE)


class Onlooker:
    """Tell another thread whether the loop goes on."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._went_on = threading.Event()

    def sees_it_go_on_within(self, seconds: float) -> bool:
        self._loop.call_soon_threadsafe(self._went_on.set)
        return self._went_on.wait(seconds)


@pytest.mark.usefixtures("patient")
async def test_the_loop_waits_while_a_step_runs(sqlite: SqliteDatabase) -> None:
    def step(_work: UnitOfWork) -> bool:
        return onlookers.pop().sees_it_go_on_within(A_MOMENT)

    onlookers = [Onlooker(), Onlooker()]
    assert [await sqlite.write(step) for _ in range(2)] == [False, False]


@pytest.mark.usefixtures("patient")
async def test_the_loop_goes_on_once_a_step_has_failed(sqlite: SqliteDatabase) -> None:
    onlooker, seen = Onlooker(), []
    looking = threading.Thread(target=lambda: seen.append(onlooker.sees_it_go_on_within(DEADLINE)))

    def fail(_work: UnitOfWork) -> None:
        looking.start()
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        await sqlite.write(fail)
    await asyncio.to_thread(looking.join)

    assert seen == [True]


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("others", [0, 1])
async def test_the_loop_goes_on_while_steps_are_committed(
    sqlite: SqliteDatabase, others: int
) -> None:
    onlooker, seen = Onlooker(), []

    def see(_: Connection) -> None:
        seen.append(onlooker.sees_it_go_on_within(DEADLINE))

    def fail(_work: UnitOfWork) -> None:
        raise NotImplementedError

    event.listen(sqlite._engine, "commit", see)
    failing = [sqlite.write(fail) for _ in range(others)]
    _, *errors = await asyncio.gather(
        sqlite.write(lambda work: work.staff.offices()), *failing, return_exceptions=True
    )

    assert seen == [True]
    assert [type(error) for error in errors] == [NotImplementedError] * others


@pytest.mark.usefixtures("patient")
async def test_the_loop_does_not_wait_for_the_disk_but_for_the_steps_that_come_next(
    sqlite: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    onlooker, between, later, seen = Onlooker(), Onlooker(), Onlooker(), []
    resolve = sqlite._resolve
    entered, handed_over = threading.Event(), threading.Event()

    def step(_work: UnitOfWork) -> None:
        seen.append(later.sees_it_go_on_within(A_MOMENT))

    def see(_: Connection) -> None:
        if not entered.is_set():
            entered.set()
            assert handed_over.wait(DEADLINE)
            seen.append(onlooker.sees_it_go_on_within(DEADLINE))

    def tell(group: Sequence[Handed]) -> None:
        resolve(group)
        if len(seen) == 1:
            seen.append(between.sees_it_go_on_within(A_MOMENT))

    monkeypatch.setattr(sqlite, "_resolve", tell)
    event.listen(sqlite._engine, "commit", see)
    first = asyncio.create_task(sqlite.write(lambda work: work.staff.offices()))
    assert await asyncio.to_thread(entered.wait, DEADLINE)
    second = asyncio.create_task(sqlite.write(step))
    await asyncio.sleep(0)
    handed_over.set()
    await asyncio.gather(first, second)

    assert seen == [True, False, False]


async def test_who_closes_the_database_is_not_held_up(sqlite_url: str, vault: Vault) -> None:
    database = SqliteDatabase(make_url(sqlite_url), vault, TimeOrderedIds())
    entered, closing = threading.Event(), threading.Event()

    def step(_work: UnitOfWork) -> None:
        entered.set()
        assert closing.wait(DEADLINE)

    writing = asyncio.create_task(database.write(step))
    assert await asyncio.to_thread(entered.wait, DEADLINE)
    closed = asyncio.create_task(database.close())
    await asyncio.sleep(0)
    closing.set()
    await asyncio.gather(writing, closed)

    assert database._precedence._is_free.is_set()


async def test_the_loop_goes_on_beside_a_step_that_takes_long(sqlite: SqliteDatabase) -> None:
    onlooker = Onlooker()

    def step(_work: UnitOfWork) -> bool:
        return onlooker.sees_it_go_on_within(DEADLINE)

    assert await sqlite.write(step) is True


def test_the_loop_waits_in_vain_once_for_each_group(monkeypatch: pytest.MonkeyPatch) -> None:
    precedence = Precedence()
    waits: list[float] = []
    monkeypatch.setattr(precedence._is_free, "wait", waits.append)

    precedence.begin()
    precedence.stand_aside()
    precedence.stand_aside()
    assert waits == [aside.PATIENCE]

    precedence.end(goes_on=False)
    precedence.begin()
    precedence.stand_aside()
    assert waits == [aside.PATIENCE] * 2
