"""Who helps with a case, who of them is asked to lead it, and what it is marked as: each once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from storage.database import Database
from storage.talk_tables import case_marks
from storage.work import UnitOfWork
from tests.storage.world import World, lay_world


@pytest.fixture
async def world(database: Database, now: datetime) -> World:
    return await database.write(lambda work: lay_world(work, now))


async def test_somebody_helps_once_and_one_is_asked_to_lead(
    database: Database, world: World, now: datetime
) -> None:
    case_id, both = world.case_id, (world.officer.id, world.lead.id)

    def come(work: UnitOfWork) -> list[bool]:
        return [
            work.helpers.join(case_id, one, added_by=world.lead.id, now=now)
            for one in (*both, *both)
        ]

    assert await database.write(come) == [True, True, False, False]
    for asked in both:
        later = now + timedelta(minutes=1)
        await database.write(lambda work: work.helpers.offer(case_id, asked, later))  # noqa: B023
        there = await database.read(lambda work: work.helpers.of(case_id))
        assert [one.staff_id for one in there] == list(both)
        assert [one.staff_id for one in there if one.offered_at] == [asked]
    for expected in (True, False):
        left = await database.write(lambda work: work.helpers.leave(case_id, both[0], now))
        assert left is expected


async def test_a_case_is_marked_once_and_its_mark_is_taken_off_whole(
    database: Database, world: World, now: datetime
) -> None:
    for _ in range(2):
        await database.write(
            lambda work: work.quiet.mark_case(
                world.case_id, "hoax", staff_id=world.lead.id, now=now
            )
        )
    count = select(func.count()).select_from(case_marks)
    assert await database.read(lambda work: work.connection.execute(count).scalar_one()) == 1
    await database.write(lambda work: work.quiet.unmark_case(world.case_id, "hoax", now))
    assert await database.read(lambda work: work.quiet.marks_of(world.case_id)) == []
