from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from storage.database import Database
from storage.repositories.sheets import TOPIC, RosterSheetRow
from storage.tables import roster_sheets
from tests.storage.world import World, lay_world

LEASE = timedelta(minutes=5)


@pytest.fixture
async def world(database: Database, now: datetime) -> World:
    return await database.write(lambda work: lay_world(work, now))


async def claimed(database: Database, at: datetime) -> list[RosterSheetRow]:
    return await database.write(
        lambda work: list(work.sheets.claim(now=at, until=at + LEASE, limit=2))
    )


async def test_a_sheet_is_claimed_by_one_and_comes_back_when_its_time_is_over(
    database: Database, world: World, now: datetime
) -> None:
    heard: list[str] = []
    database.listen(TOPIC, lambda: heard.append(TOPIC))
    person_id = world.lead.person_id
    first = await database.write(
        lambda work: work.sheets.expect(person_id=person_id, source="a file", now=now)
    )
    assert heard == [TOPIC]

    (row,) = await claimed(database, now)
    assert (row.id, row.source, row.attempts) == (first, "a file", 1)
    assert await claimed(database, now) == []
    (again,) = await claimed(database, now + LEASE)
    assert again.attempts == 2
    await database.write(lambda work: work.sheets.try_again(again, at=now, counted=False))
    assert [one.attempts for one in await claimed(database, now)] == [2]


async def test_what_was_read_takes_the_place_of_the_file_until_it_is_let_go(
    database: Database, world: World, now: datetime
) -> None:
    person_id = world.lead.person_id
    sheet_id = await database.write(
        lambda work: work.sheets.expect(person_id=person_id, source="a file", now=now)
    )
    until = now + timedelta(days=1)
    await database.write(
        lambda work: work.sheets.keep(sheet_id, "offered", "what was read", until=until)
    )

    found = await database.read(lambda work: work.sheets.find(sheet_id))
    assert found is not None
    assert (found.source, found.content, found.due_at) == (None, "what was read", until)
    assert await claimed(database, now) == []
    assert await database.write(lambda work: work.sheets.let_go(sheet_id))
    assert not await database.write(lambda work: work.sheets.let_go(sheet_id))


async def test_a_damaged_sheet_keeps_no_other_from_its_turn(
    database: Database, world: World, now: datetime
) -> None:
    person_id = world.lead.person_id
    bad, good = [
        await database.write(
            lambda work: work.sheets.expect(person_id=person_id, source="a file", now=now)
        )
        for _ in range(2)
    ]
    await database.write(
        lambda work: work.connection.execute(
            update(roster_sheets).where(roster_sheets.c.id == bad).values(source_sealed=b"x" * 80)
        )
    )
    assert [row.id for row in await claimed(database, now)] == [good]
    assert await database.read(lambda work: work.sheets.find(bad)) is None
