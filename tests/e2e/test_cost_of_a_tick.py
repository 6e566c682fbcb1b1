"""What a tick and the sender ask grows with what is due, never with all that is kept."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from storage.work import UnitOfWork
from tests.e2e.world import World, cries_for_help

# These grow with every case and every message; the others with offices and their people.
GROWING = {
    "agency_calls", "approvals", "attachments", "cards", "cases", "chat_lines", "dialogues",
    "entries", "events", "former_words", "inbox", "letters", "outbox", "pages", "people",
    "referrals", "reports", "visits",
}  # fmt: skip
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


async def test_a_whole_table_is_noticed(world: World) -> None:
    asked: Asked = {"SELECT count(*) FROM referrals WHERE outcome = ?": ("closed",)}
    assert [name for name, _ in await _scanned(world, asked)] == ["referrals"]


@pytest.mark.parametrize("minutes", [1, 60])
async def test_what_is_sent_is_found_without_looking_at_what_was_sent(
    world: World, minutes: int
) -> None:
    await cries_for_help(world, world.resident())
    with listening() as asked:
        await world.advance(minutes=minutes)

    assert any("lease_token" in one for one in asked)
    assert await _scanned(world, asked) == []
