"""Visits on both engines."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from storage.casework_records import Visit
from storage.casework_tables import visits
from storage.database import Database, StorageUnavailable
from storage.work import UnitOfWork
from tests.storage.world import COUNTY, World, lay_world


def _asked(work: UnitOfWork, now: datetime) -> tuple[World, Visit]:
    world = lay_world(work, now)
    visit = work.visits.ask(
        referral_id=world.referral.id,
        asked_by=world.lead.id,
        staff_id=world.officer.id,
        brief="看看",
        now=now,
        due_at=now + timedelta(hours=2),
        next_at=now + timedelta(minutes=30),
    )
    return world, visit


async def test_an_open_visit_always_has_a_next_moment(database: Database, now: datetime) -> None:
    _, visit = await database.write(lambda work: _asked(work, now))
    with pytest.raises(StorageUnavailable):
        await database.write(
            lambda work: work.connection.execute(
                update(visits).where(visits.c.id == visit.id).values(next_at=None)
            )
        )


async def test_it_is_due_moved_and_settled_once(database: Database, now: datetime) -> None:
    world, visit = await database.write(lambda work: _asked(work, now))
    half, later = now + timedelta(minutes=30), now + timedelta(hours=2)
    assert await database.read(lambda work: list(work.visits.due_ids(now))) == []
    assert await database.read(lambda work: list(work.visits.due_ids(half))) == [visit.id]
    assert await database.read(lambda work: work.visits.next_due()) == half
    assert await database.write(lambda work: work.visits.move(visit, "going", next_at=later))
    assert not await database.write(lambda work: work.visits.move(visit, "going", next_at=later))
    going = await database.read(lambda work: work.visits.open_of(world.officer.id)[0])
    assert (going.state, going.brief) == ("going", "看看")

    assert await database.write(lambda work: work.visits.settle(going, "lapsed", now=later))
    lapsed = await database.read(lambda work: work.visits.of(world.referral.id)[0])
    assert not lapsed.is_open
    done = await database.write(
        lambda work: work.visits.settle(lapsed, "done", now=later, answers="{}")
    )
    assert done
    finished = await database.read(lambda work: work.visits.of(world.referral.id)[0])
    assert (finished.state, finished.answers) == ("done", "{}")
    assert not await database.write(lambda work: work.visits.settle(finished, "off", now=later))


async def test_a_clock_that_was_set_back_brings_it_nearer_however_often(
    database: Database, now: datetime
) -> None:
    _, visit = await database.write(lambda work: _asked(work, now))
    for seconds in (60, 50, 40):
        soon = now + timedelta(seconds=seconds)
        await database.write(lambda work: work.visits.bring_back(soon))  # noqa: B023
        assert await database.read(lambda work: work.visits.next_due()) == soon
    assert await database.read(lambda work: list(work.visits.due_ids(soon))) == [visit.id]


async def test_who_serves_a_township_is_found_villages_first(
    database: Database, now: datetime
) -> None:
    def lay(work: UnitOfWork) -> None:
        lay_world(work, now)
        people = (("township_supervisor", None), ("village_director", "三铺村"))
        for number, (role, village) in enumerate(people):
            person = work.people.meet(str(number), language="zh-CN", now=now)
            work.staff.enrol(
                person_id=person.id,
                office_code=COUNTY.code,
                role=role,
                name=role,
                now=now,
                township_code="320722101",
                village=village,
            )

    await database.write(lay)
    found = await database.read(lambda work: work.staff.visitors_of(COUNTY.code, "320722101"))
    assert [one.village for one in found] == ["三铺村", None]
    assert not await database.read(lambda work: work.staff.visitors_of(COUNTY.code, "320722102"))
