import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage.database import Database
from storage.records import DialogueRow


@pytest.fixture
async def row(database: Database, now: datetime) -> DialogueRow:
    person = await database.write(lambda work: work.people.meet("7001", language="en", now=now))
    return DialogueRow(
        person_id=person.id,
        flow="report",
        version=1,
        state="what",
        memory='{"words":"孩子一个人在家"}',
        level=1,
        updated_at=now,
        due_at=now + timedelta(minutes=10),
        due="page",
    )


async def _keep(database: Database, row: DialogueRow) -> None:
    await database.write(lambda work: work.dialogues.keep(row))


async def test_a_dialogue_is_found_as_it_was_kept(database: Database, row: DialogueRow) -> None:
    assert await database.read(lambda work: work.dialogues.of(row.person_id)) is None

    await database.write(lambda work: work.dialogues.keep(row))

    assert await database.read(lambda work: work.dialogues.of(row.person_id)) == row


async def test_a_dialogue_takes_the_place_of_the_one_before(
    database: Database, row: DialogueRow
) -> None:
    further = replace(row, state="where", memory="{}", level=None, due_at=None, due=None)
    await database.write(lambda work: work.dialogues.keep(row))
    await database.write(lambda work: work.dialogues.keep(further))

    assert await database.read(lambda work: work.dialogues.of(row.person_id)) == further


async def test_a_first_dialogue_kept_by_many_at_once_is_one(
    database: Database, row: DialogueRow
) -> None:
    rows = [replace(row, state=f"state-{n}") for n in range(20)]
    await asyncio.gather(*(_keep(database, one) for one in rows))

    assert await database.read(lambda work: work.dialogues.of(row.person_id)) in rows


async def test_an_ended_dialogue_is_forgotten(database: Database, row: DialogueRow) -> None:
    await database.write(lambda work: work.dialogues.keep(row))
    await database.write(lambda work: work.dialogues.end(row.person_id))

    assert await database.read(lambda work: work.dialogues.of(row.person_id)) is None


async def test_dialogues_left_alone_are_due_the_longest_left_first(
    database: Database, row: DialogueRow, now: datetime
) -> None:
    async def leave_alone(chat: str, due_at: datetime | None) -> None:
        person = await database.write(lambda work: work.people.meet(chat, language="en", now=now))
        await _keep(database, replace(row, person_id=person.id, state=chat, due_at=due_at))

    await leave_alone("b", now + timedelta(minutes=3))
    await leave_alone("a", now + timedelta(minutes=1))
    await leave_alone("c", now + timedelta(minutes=9))
    await leave_alone("d", None)

    async def due(minutes: int, limit: int = 100) -> list[str]:
        at = now + timedelta(minutes=minutes)
        return [one.state for one in await database.read(lambda w: w.dialogues.due(at, limit))]

    assert await due(0) == []
    assert await due(3) == ["a", "b"]
    assert await due(3, limit=1) == ["a"]
    next_due = await database.read(lambda work: work.dialogues.next_due())
    assert next_due == now + timedelta(minutes=1)


async def test_where_nobody_is_waited_for_nothing_is_due(
    database: Database, row: DialogueRow
) -> None:
    await _keep(database, replace(row, due_at=None, due=None))

    assert await database.read(lambda work: work.dialogues.next_due()) is None
