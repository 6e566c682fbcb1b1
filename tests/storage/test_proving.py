"""Whatever is changed, removed or put in is found and named, on either engine and in a backup."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update

from storage.backup import back_up
from storage.database import Database
from storage.encryption import Vault, key_id
from storage.proving import missing_since, opened_backup, verify
from storage.repositories import proof
from storage.repositories.proof import Breach
from storage.tables import cases, events, offices
from storage.work import UnitOfWork
from tests.storage.sealed_by import NEW, OLD, opened
from tests.storage.world import CITY, COUNTY

CASES = 7


def _number(place: int) -> str:
    return f"{COUNTY.number_prefix}-{place:04d}"


def _lay(work: UnitOfWork, now: datetime, count: int = CASES) -> None:
    work.staff.found_office(CITY)
    work.staff.found_office(COUNTY)
    for _ in range(count):
        place = work.staff.take_number(COUNTY.code)
        case_id = work.cases.open(number=_number(place), level=1, now=now)
        for n in range(3):
            at = now + timedelta(minutes=n)
            work.timeline.add(case_id, f"kind-{n}", now=at, details={"note": f"记录{n}"})


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many pages, with borders within and between cases."""
    monkeypatch.setattr(proof, "CASES", 2)
    monkeypatch.setattr(proof, "LINES", 4)


@pytest.fixture
async def told(database: Database, now: datetime) -> Database:
    await database.write(lambda work: _lay(work, now))
    return database


def _id(connection: Connection, place: int) -> int:
    query = select(cases.c.id).where(cases.c.number == _number(place))
    return int(connection.execute(query).scalar_one())


def _changed(connection: Connection) -> None:
    line = (events.c.case_id == _id(connection, 3)) & (events.c.sequence == 2)
    connection.execute(update(events).where(line).values(kind="other"))


def _end_removed(connection: Connection) -> None:
    line = (events.c.case_id == _id(connection, 3)) & (events.c.sequence == 3)
    connection.execute(delete(events).where(line))


def _timeline_removed(connection: Connection) -> None:
    case_id = _id(connection, 3)
    connection.execute(delete(events).where(events.c.case_id == case_id))
    connection.execute(update(cases).where(cases.c.id == case_id).values(timeline_key=None))


def _case_removed(place: int) -> Callable[[Connection], None]:
    def remove(connection: Connection) -> None:
        case_id = _id(connection, place)
        connection.execute(delete(events).where(events.c.case_id == case_id))
        connection.execute(delete(cases).where(cases.c.id == case_id))

    return remove


def _last_removed_and_counted_back(connection: Connection) -> None:
    _case_removed(CASES)(connection)
    connection.execute(
        update(offices).where(offices.c.code == COUNTY.code).values(last_number=CASES - 1)
    )


def _line_inserted(connection: Connection) -> None:
    case_id = _id(connection, 3)
    last = (events.c.case_id == case_id) & (events.c.sequence == 3)
    row = dict(connection.execute(select(events).where(last)).mappings().one())
    row |= {"id": 12345, "sequence": 4, "previous_hash": row["hash"]}
    connection.execute(insert(events).values(row))


def _case_inserted(connection: Connection) -> None:
    row = dict(connection.execute(select(cases).limit(1)).mappings().one())
    connection.execute(insert(cases).values(row | {"id": 2**62, "number": _number(CASES + 1)}))


@pytest.mark.parametrize(
    ("tamper", "breaches"),
    [
        (_changed, {Breach("line", _number(3), 2)}),
        (_end_removed, {Breach("line", _number(3), 3)}),
        (_timeline_removed, {Breach("timeline", _number(3))}),
        (_case_removed(4), {Breach("number", _number(4))}),
        (_case_removed(CASES), {Breach("number", _number(CASES))}),
        (_last_removed_and_counted_back, {Breach("count", COUNTY.code)}),
        (_line_inserted, {Breach("line", _number(3), 4)}),
        (
            _case_inserted,
            {Breach("timeline", _number(CASES + 1)), Breach("unknown", _number(CASES + 1))},
        ),
    ],
)
async def test_what_was_tampered_with_is_named_and_nothing_else(
    told: Database, tamper: Callable[[Connection], None], breaches: set[Breach]
) -> None:
    assert (await verify(told)).breaches == ()

    await told.write(lambda work: tamper(work.connection))

    verdict = await verify(told)
    assert set(verdict.breaches) == breaches
    assert verdict.count == len(breaches)


async def test_a_line_that_was_taken_away_is_named_also_where_the_next_ones_key_is_missing(
    database_url: str, now: datetime
) -> None:
    def add(work: UnitOfWork) -> None:
        work.timeline.add(_id(work.connection, 3), "closed", now=now)

    async with opened(database_url, OLD) as database:
        await database.write(lambda work: _lay(work, now))
    async with opened(database_url, NEW, OLD) as database:
        await database.write(add)
    async with opened(database_url, OLD) as database:
        untouched = await verify(database)
        await database.write(lambda work: _end_removed(work.connection))
        verdict = await verify(database)

    assert (untouched.breaches, untouched.keys) == ((), {key_id(NEW).hex(): 1})
    assert (verdict.breaches, verdict.keys) == ((Breach("line", _number(3), 3),), {})


async def test_lines_whose_case_is_gone_are_named(told: Database) -> None:
    """Only who writes past the keys between the tables can do this."""
    case_id = await told.read(lambda work: _id(work.connection, 4))
    if told.url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(told.url.database or "")) as connection, connection:
            connection.execute("DELETE FROM cases WHERE id = ?", (case_id,))
    else:
        await told.write(lambda work: _remove_behind_its_keys(work, case_id))

    verdict = await verify(told)
    assert set(verdict.breaches) == {Breach("case", str(case_id)), Breach("number", _number(4))}


def _remove_behind_its_keys(work: UnitOfWork, case_id: int) -> None:
    work.connection.execute(text("SET LOCAL session_replication_role = replica"))
    work.connection.execute(delete(cases).where(cases.c.id == case_id))


async def test_any_number_of_lines_is_looked_through_in_little_memory(told: Database) -> None:
    verdict = await verify(told)

    assert (verdict.cases, verdict.lines) == (CASES, CASES * 3)


async def test_a_backup_is_looked_through_and_shows_that_the_rest_was_put_back(
    told: Database, vault: Vault, now: datetime, tmp_path: Path
) -> None:
    def add(work: UnitOfWork) -> None:
        work.timeline.add(_id(work.connection, 5), "closed", now=now)

    earlier = await told.read(_everything)
    await told.write(add)
    file = tmp_path / "backup.zip"
    await back_up(told.url, file, now)
    # The whole case is put back to what it was, signatures and all.
    await told.write(lambda work: _put_back(work, earlier))

    assert (await verify(told)).breaches == ()
    async with opened_backup(file, vault) as backup:
        assert (await verify(backup)).breaches == ()
        verdict = await missing_since(told, backup)
        assert verdict.breaches == (Breach("line", _number(5), 4),)
        assert (await missing_since(backup, told)).breaches == ()


def _everything(work: UnitOfWork) -> list[Any]:
    query = select(cases.c.id, cases.c.timeline_key)
    return list(work.connection.execute(query).all())


def _put_back(work: UnitOfWork, earlier: list[Any]) -> None:
    work.connection.execute(delete(events).where(events.c.kind == "closed"))
    for row in earlier:
        work.connection.execute(
            update(cases).where(cases.c.id == row.id).values(timeline_key=row.timeline_key)
        )
