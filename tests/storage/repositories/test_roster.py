from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from storage.database import Database, StorageUnavailable
from storage.duty_records import Shift
from storage.records import Staff
from storage.tables import staff
from storage.work import UnitOfWork
from tests.storage.world import COUNTY, World, lay_world

HOUR = timedelta(hours=1)


@pytest.fixture
async def world(database: Database, now: datetime) -> World:
    """The officer is on duty for eight hours from now, the lead for eight hours after."""

    def lay(work: UnitOfWork) -> World:
        world = lay_world(work, now)
        _add(work, world.officer, now)
        _add(work, world.lead, now + 8 * HOUR)
        return world

    return await database.write(lay)


def _add(work: UnitOfWork, member: Staff, starts_at: datetime, hours: int = 8) -> None:
    work.roster.add(
        office_code=COUNTY.code,
        tier="duty",
        staff_id=member.id,
        starts_at=starts_at,
        ends_at=starts_at + hours * HOUR,
    )


async def _on_duty(database: Database, at: datetime, tier: str = "duty") -> list[int]:
    shifts = await database.read(lambda work: work.roster.on_duty(COUNTY.code, tier, at))
    return [shift.staff_id for shift in shifts]


async def test_a_shift_covers_its_first_moment_and_not_its_last(
    database: Database, world: World, now: datetime
) -> None:
    officer, lead = world.officer.id, world.lead.id
    moment = timedelta(microseconds=1)

    assert await _on_duty(database, now - moment) == []
    assert await _on_duty(database, now) == [officer]
    assert await _on_duty(database, now + 8 * HOUR - moment) == [officer]
    assert await _on_duty(database, now + 8 * HOUR) == [lead]
    assert await _on_duty(database, now + 16 * HOUR) == []
    assert await _on_duty(database, now, "backup") == []


async def test_of_two_shifts_the_one_that_began_later_comes_first(
    database: Database, world: World, now: datetime
) -> None:
    await database.write(lambda work: _add(work, world.lead, now + HOUR))

    assert await _on_duty(database, now + 2 * HOUR) == [world.lead.id, world.officer.id]


async def test_who_left_is_neither_on_duty_nor_next_nor_cover(
    database: Database, world: World, now: datetime
) -> None:
    gone = update(staff).where(staff.c.id == world.lead.id).values(left_at=now)
    await database.write(lambda work: work.connection.execute(gone).rowcount)

    assert await _on_duty(database, now + 9 * HOUR) == []
    assert await _next(database, now) is None
    assert await _covered_until(database) == now + 8 * HOUR


async def test_next_is_the_first_shift_that_has_not_begun(
    database: Database, world: World, now: datetime
) -> None:
    upcoming = await _next(database, now)

    assert upcoming is not None
    assert (upcoming.staff_id, upcoming.starts_at) == (world.lead.id, now + 8 * HOUR)
    assert await _next(database, now + 8 * HOUR) is None


async def test_a_span_touches_what_overlaps_it(
    database: Database, world: World, now: datetime
) -> None:
    async def touched(start: int, end: int) -> list[int]:
        span = (now + start * HOUR, now + end * HOUR)
        shifts = await database.read(lambda work: work.roster.between(COUNTY.code, *span))
        return [shift.staff_id for shift in shifts]

    officer, lead = world.officer.id, world.lead.id
    assert await touched(7, 9) == [officer, lead]
    assert await touched(8, 9) == [lead]
    assert await touched(-5, 0) == []


async def test_cover_ends_with_the_last_shift_of_the_tier(
    database: Database, world: World, now: datetime
) -> None:
    assert world
    assert await _covered_until(database) == now + 16 * HOUR
    assert await _covered_until(database, "backup") is None


async def test_a_shift_that_ends_before_it_begins_is_refused(
    database: Database, world: World, now: datetime
) -> None:
    with pytest.raises(StorageUnavailable):
        await database.write(lambda work: _add(work, world.lead, now, hours=0))


async def _next(database: Database, after: datetime) -> Shift | None:
    return await database.read(lambda work: work.roster.next_on_duty(COUNTY.code, "duty", after))


async def _covered_until(database: Database, tier: str = "duty") -> datetime | None:
    return await database.read(lambda work: work.roster.covered_until(COUNTY.code, tier))
