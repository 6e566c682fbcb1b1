"""What is asked of tables that grow for ever is found by an index, on both engines.

Looking through a whole index is looking at the whole table, unless it holds only what waits.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from bot.services.retention import PARTS
from storage.database import Database
from storage.repositories.expired import Cutoffs
from storage.repositories.inbox import Arrived
from storage.sqlite import SqliteDatabase
from storage.tables import entries, metadata
from storage.work import UnitOfWork
from tests.e2e.test_cost_of_a_tick import GROWING, Asked, _grow, generic_plan, listening, nodes
from tests.storage.world import lay_world

NOBODY = 404
OF_WHAT_WAITS = {
    "ix_inbox_oldest",
    "ix_inbox_pressing",
    "ix_outbox_next",
    "ix_attachments_to_remove",
}
# Nearly all rows have no deadline, and nearly all messages that carry calls have left.
NO_HELP = ("(next_deadline_at=?)", "(page_id>?)")
_SCANNED = re.compile(r"^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?")
Question = Callable[[UnitOfWork, datetime], object]

UNTIL = Cutoffs(*[datetime(2026, 1, 1, tzinfo=UTC)] * 9)

OF_STEPS: Mapping[str, Question] = {
    "by_person": lambda work, _: work.said.by_person(NOBODY, 5),
    "by_staff": lambda work, _: work.said.by_staff([NOBODY, NOBODY + 1], 5),
    "begun_by": lambda work, _: work.said.begun_by([NOBODY, NOBODY + 1], "album"),
    "card_at": lambda work, _: work.pages.card_at(NOBODY, 5),
    "cards_held_by": lambda work, _: work.pages.cards_held_by(NOBODY),
    "reports_by": lambda work, _: work.cases.reports_by(NOBODY),
    "part": lambda work, _: work.joinings.part(NOBODY),
    "erase_files": lambda work, now: work.attachments.erase(
        case_id=NOBODY, report_id=NOBODY, now=now
    ),
    "erase_said": lambda work, _: work.retention._erase_said(entries.c.report_id == NOBODY),
}


def _letting_go(part: str) -> Question:
    return lambda work, now: work.retention.let_go(part, UNTIL, [NOBODY], now=now)


OF_WHO_LETS_GO: Mapping[str, Question] = {part: _letting_go(part) for part in PARTS}

OF_WHO_WATCHES: Mapping[str, Question] = {
    "open_without_deadline": lambda work, _: work.audit.open_without_deadline(),
    "cases_without_referral": lambda work, _: work.audit.cases_without_referral(),
    "oldest_page_due": lambda work, _: work.audit.oldest_page_due(),
    "overdue": lambda work, now: work.audit.overdue(now),
    "never_called": lambda work, now: work.audit.never_called(now),
    "pages_without_message": lambda work, now: work.audit.pages_without_message(now),
    "leases_overdue": lambda work, now: work.audit.leases_overdue(now),
    "messages_waiting": lambda work, now: work.audit.messages_waiting(now, now),
    "messages_damaged": lambda work, now: work.audit.messages_damaged(now),
    "updates_waiting": lambda work, now: work.audit.updates_waiting(now),
    "updates_dead": lambda work, now: work.audit.updates_dead(now),
    "to_remove": lambda work, _: work.attachments.to_remove(),
    "accepted": lambda work, now: work.figures.reached("accepted", now, now),
    "contacted": lambda work, now: work.figures.reached("contacted", now, now),
    "closed": lambda work, now: work.figures.reached("closed", now, now),
}


def _lay(work: UnitOfWork, now: datetime) -> None:
    """Let there be something of each, and on PostgreSQL very much of it that is over."""
    lay_world(work, now)
    if work.connection.dialect.name == "postgresql":
        _grow(work)
        work.connection.execute(text("UPDATE cases SET closed_at = now() WHERE state = 'closed'"))
        work.connection.execute(text("ANALYZE"))


def _walked_by_server(work: UnitOfWork, statement: str, values: Sequence[object]) -> Iterator[str]:
    for node in nodes(generic_plan(work, statement, values)):
        index = node.get("Index Name")
        is_walk = index and "Index Cond" not in node and index not in OF_WHAT_WAITS
        if node["Node Type"] == "Seq Scan" or is_walk:
            yield node.get("Relation Name") or _table_of(node["Index Name"])


def _table_of(index: str) -> str:
    return next(
        table.name
        for table in metadata.tables.values()
        if index in {one.name for one in table.indexes}
    )


def _walked_by_sqlite(work: UnitOfWork, statement: str, values: Sequence[object]) -> Iterator[str]:
    rows = work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(values))
    for row in rows:
        scanned = _SCANNED.match(row[3])
        if scanned and scanned[2] not in OF_WHAT_WAITS:
            yield scanned[1]
        if row[3].endswith(NO_HELP):
            yield row[3].split()[1]


def _walked(work: UnitOfWork, asked: Asked) -> list[tuple[str, str]]:
    """Return which growing tables are looked at as a whole, and by which statement."""
    on_server = work.connection.dialect.name == "postgresql"
    walked = _walked_by_server if on_server else _walked_by_sqlite
    return [
        (name, statement)
        for statement, values in asked.items()
        for name in walked(work, statement, values)
        if name in GROWING
    ]


async def _looks_at_whole_tables(
    database: Database, questions: Mapping[str, Question], now: datetime
) -> dict[str, list[tuple[str, str]]]:
    await database.write(lambda work: _lay(work, now))
    found = {}
    for name, question in questions.items():
        with listening() as asked:
            await database.write(lambda work: question(work, now))  # noqa: B023
        assert asked, name
        found[name] = await database.read(lambda work: _walked(work, asked))
    return {name: walked for name, walked in found.items() if walked}


async def test_what_a_step_asks_looks_at_no_growing_table_as_a_whole(
    database: Database, now: datetime
) -> None:
    assert await _looks_at_whole_tables(database, OF_STEPS, now) == {}


async def test_to_let_rows_go_looks_at_no_growing_table_as_a_whole(
    database: Database, now: datetime
) -> None:
    assert await _looks_at_whole_tables(database, OF_WHO_LETS_GO, now) == {}


async def test_what_the_auditor_the_fetcher_and_monitors_ask_looks_at_no_growing_table_as_a_whole(
    database: Database, now: datetime
) -> None:
    assert await _looks_at_whole_tables(database, OF_WHO_WATCHES, now) == {}


async def test_however_much_was_written_the_latest_moment_is_found_at_once(
    sqlite: SqliteDatabase, now: datetime
) -> None:
    def write(work: UnitOfWork, first: int) -> None:
        numbers = range(first, first + 100)
        work.inbox.take_all([Arrived(number, "{}", chat="7") for number in numbers], now)

    def effort(work: UnitOfWork) -> int:
        driver: Any = work.connection.connection.dbapi_connection
        done: list[None] = []
        driver.set_progress_handler(lambda: done.append(None), 1)
        assert work.signs.latest_written() == now
        driver.set_progress_handler(None, 1)
        return len(done)

    await sqlite.write(lambda work: write(work, 1))
    few = await sqlite.write(effort)
    await sqlite.write(lambda work: write(work, 1_000))
    assert await sqlite.write(effort) <= few


@pytest.mark.parametrize(
    "statement", ["SELECT id FROM entries WHERE kind = 'x' ORDER BY id", "SELECT * FROM entries"]
)
async def test_a_whole_table_is_noticed_whichever_way_it_is_gone_through(
    database: Database, now: datetime, statement: str
) -> None:
    await database.write(lambda work: _lay(work, now))
    assert await database.read(lambda work: _walked(work, {statement: ()})) == [
        ("entries", statement)
    ]
