"""What a tick and the sender ask grows with what is due, never with all that is kept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.engine import Engine

from storage.database import open_database
from storage.encryption import Vault
from storage.tables import metadata
from storage.work import UnitOfWork
from tests.e2e.world import World, county, cries_for_help

# These grow with every case and every message; the others with offices and their people.
GROWING = {
    "agency_calls", "approvals", "attachments", "cards", "cases", "chat_lines", "dialogues",
    "entries", "events", "former_words", "inbox", "letters", "outbox", "pages", "people",
    "referrals", "reports", "visits",
}  # fmt: skip
# What is over of what is sent and received; of the others it makes no difference.
SETTLED = {"inbox": "done", "outbox": "sent"}
MOMENTS = {"due_at", "next_at", "next_deadline_at"}
"""Of what is over nothing is due any more."""
KEYS = (PrimaryKeyConstraint, UniqueConstraint)
ASKED_OF_NOTHING = 3
"""What is due at all, whose shift began, and what of the inbox was left."""
MANY = 5_000
FIRST_ID = 1_000_000
_SCANNED = re.compile(r"\bSCAN (\w+)(?! USING (?:COVERING )?INDEX)")
Asked = dict[str, tuple[object, ...]]


@contextmanager
def listening() -> Iterator[Asked]:
    """Collect every statement that is run, with the last values that it was run with."""
    asked: Asked = {}

    def hear(
        _: object, __: object, statement: str, values: tuple[object, ...], *___: object
    ) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            asked[statement] = values

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


async def _scanned(world: World, asked: Asked) -> list[tuple[str, str]]:
    """Return which growing tables are looked at as a whole, and by which statement."""

    def plans(work: UnitOfWork) -> list[tuple[str, str]]:
        found = []
        for statement, values in asked.items():
            rows = work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            text = "\n".join(str(row[3]) for row in rows)
            found += [(name, statement) for name in _SCANNED.findall(text) if name in GROWING]
        return found

    return await world.read(plans)


async def test_a_tick_looks_at_no_growing_table_as_a_whole(world: World) -> None:
    await cries_for_help(world, world.resident())
    with listening() as asked:
        world.clock.advance(timedelta(minutes=4))
        await world.bot.tick()

    assert any("next_deadline_at <= ?" in one for one in asked)
    assert await _scanned(world, asked) == []


async def test_a_tick_with_nothing_to_do_asks_little(world: World) -> None:
    await world.advance(minutes=2)
    with listening() as asked:
        await world.bot.tick()

    reading = [one for one in asked if one.startswith("SELECT")]
    assert len(reading) <= ASKED_OF_NOTHING, reading


def _filler(column: Column[Any], unique: set[Column[Any]]) -> str:
    """Return the SQL of a column of row `n`: as in the row that is copied, but for keys.

    Where there is no row to copy it is the least that the column takes.
    """
    if column.name == "state":
        return f"'{SETTLED.get(column.table.name, 'closed')}'"
    if column.name in MOMENTS and column.nullable:
        return "NULL"
    if column not in unique and not column.foreign_keys:
        return (
            f"one.{column.name}"
            if column.nullable
            else f"coalesce(one.{column.name}, {_least(column)})"
        )
    if isinstance(column.type, LargeBinary):
        return "decode(lpad(to_hex(n), 16, '0'), 'hex')"
    return "'x' || n" if isinstance(column.type, String) else f"{FIRST_ID} + n"


def _least(column: Column[Any]) -> str:
    kind = column.type
    if isinstance(kind, LargeBinary):
        return "''::bytea"
    if isinstance(kind, String):
        return "''"
    if isinstance(kind, Boolean):
        return "false"
    return "0" if isinstance(kind, Integer | BigInteger) else "now()"


def _grow(work: UnitOfWork) -> None:
    """Let each growing table have many rows of what is over, and the server count them."""
    checks = (
        "SELECT conrelid::regclass, conname FROM pg_constraint "
        "WHERE contype = 'c' AND connamespace = current_schema()::regnamespace"
    )
    for table, name in work.connection.execute(text(checks)).all():
        work.connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    # Nobody looks whether the rows belong to anything.
    work.connection.execute(text("SET LOCAL session_replication_role = replica"))
    for name in sorted(GROWING):
        table = metadata.tables[name]
        keys = [one for one in table.constraints if isinstance(one, KEYS)]
        unique = {column for one in (*keys, *_unique(table)) for column in one.columns}
        names = ", ".join(column.name for column in table.columns)
        values = ", ".join(_filler(column, unique) for column in table.columns)
        copied = (
            f"generate_series(1, {MANY}) AS n "
            f"LEFT JOIN (SELECT * FROM {name} LIMIT 1) AS one ON true"
        )
        work.connection.execute(text(f"INSERT INTO {name} ({names}) SELECT {values} FROM {copied}"))
    work.connection.execute(text("ANALYZE"))


def _unique(table: Table) -> list[Index]:
    return [index for index in table.indexes if index.unique]


def generic_plan(work: UnitOfWork, statement: str, values: Sequence[object]) -> Mapping[str, Any]:
    """Return how the server goes about a statement, whatever is asked for.

    Of values that it is handed it would make its plan: where nothing is equal to null, of nothing.
    """
    run = work.connection.exec_driver_sql
    given = f"({', '.join('NULL' for _ in values)})" if values else ""
    run("SET LOCAL plan_cache_mode = force_generic_plan")
    run(f"PREPARE asked AS {statement}")
    (found,) = run(f"EXPLAIN (FORMAT JSON) EXECUTE asked{given}").scalar_one()
    run("DEALLOCATE asked")
    plan: Mapping[str, Any] = found["Plan"]
    return plan


def nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the plan and all that it is made of."""
    yield plan
    for one in plan.get("Plans", ()):
        yield from nodes(one)


def _read_whole(work: UnitOfWork, asked: Asked) -> list[tuple[str, str]]:
    """Return which growing tables are read as a whole, whatever is asked for, and by what."""
    return [
        (node["Relation Name"], statement)
        for statement, values in asked.items()
        for node in nodes(generic_plan(work, statement, values))
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] in GROWING
    ]


async def test_on_postgresql_a_tick_looks_at_no_growing_table_as_a_whole(
    migrated_postgres_url: str, vault: Vault
) -> None:
    """The server plans for whichever value, once it has seen a statement some times."""
    async with county(open_database(migrated_postgres_url, vault)) as world:
        await cries_for_help(world, world.resident())
        await world.advance(minutes=1)
        await world.database.write(_grow)
        with listening() as asked:
            world.clock.advance(timedelta(minutes=4))
            await world.bot.tick()
            await cries_for_help(world, world.resident())

        assert any("next_deadline_at <= $1" in one for one in asked)
        assert any("lease_token" in one for one in asked)
        found = await world.read(lambda work: _read_whole(work, asked))
        assert found == []


async def test_a_whole_table_is_noticed(world: World) -> None:
    asked: Asked = {"SELECT count(*) FROM referrals WHERE outcome = ?": ("closed",)}
    assert [name for name, _ in await _scanned(world, asked)] == ["referrals"]


async def test_on_postgresql_a_whole_table_is_noticed(
    migrated_postgres_url: str, vault: Vault
) -> None:
    database = open_database(migrated_postgres_url, vault)
    asked: Asked = {"SELECT count(*) FROM referrals WHERE outcome = $1::VARCHAR": ("closed",)}
    await database.write(_grow)
    found = await database.read(lambda work: _read_whole(work, asked))
    await database.close()
    assert [name for name, _ in found] == ["referrals"]


@pytest.mark.parametrize("minutes", [1, 60])
async def test_what_is_sent_is_found_without_looking_at_what_was_sent(
    world: World, minutes: int
) -> None:
    await cries_for_help(world, world.resident())
    with listening() as asked:
        await world.advance(minutes=minutes)

    assert any("lease_token" in one for one in asked)
    assert await _scanned(world, asked) == []
