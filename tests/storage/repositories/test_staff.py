from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from storage.database import Database
from storage.tables import staff
from tests.storage.world import CITY, COUNTY, World, enrol, lay_world


@pytest.fixture
async def world(database: Database, now: datetime) -> World:
    return await database.write(lambda work: lay_world(work, now))


async def test_offices_are_found_by_code(database: Database, world: World) -> None:
    assert world
    assert await database.read(lambda work: work.staff.offices()) == [CITY, COUNTY]
    assert await database.read(lambda work: work.staff.office(COUNTY.code)) == COUNTY
    assert await database.read(lambda work: work.staff.office("000000")) is None


async def test_each_office_counts_its_own_numbers(database: Database, world: World) -> None:
    assert world

    async def take(code: str) -> int:
        return await database.write(lambda work: work.staff.take_number(code))

    assert [await take(COUNTY.code), await take(COUNTY.code), await take(CITY.code)] == [1, 2, 1]


async def test_who_serves_in_an_office_is_told_by_role(database: Database, world: World) -> None:
    everybody = await database.read(lambda work: work.staff.in_office(COUNTY.code))
    leads = await database.read(lambda work: work.staff.in_office(COUNTY.code, ["lead"]))
    others = await database.read(lambda work: work.staff.in_office(CITY.code))

    assert everybody == [world.officer, world.lead]
    assert leads == [world.lead]
    assert others == []
    assert world.officer.name == "周敏"


async def test_a_member_of_staff_is_found_by_id_and_by_person(
    database: Database, world: World
) -> None:
    officer = world.officer
    assert await database.read(lambda work: work.staff.get(officer.id)) == officer
    assert await database.read(lambda work: work.staff.of_person(officer.person_id)) == [officer]
    assert await database.read(lambda work: work.staff.of_person(world.reporter.id)) == []
    with pytest.raises(LookupError):
        await database.read(lambda work: work.staff.get(404))


async def test_who_left_serves_nowhere_and_may_come_back(
    database: Database, world: World, now: datetime
) -> None:
    gone = update(staff).where(staff.c.id == world.officer.id).values(left_at=now)
    await database.write(lambda work: work.connection.execute(gone).rowcount)

    assert await database.read(lambda work: work.staff.in_office(COUNTY.code)) == [world.lead]
    person_id = world.officer.person_id
    assert await database.read(lambda work: work.staff.of_person(person_id)) == []
    left = await database.read(lambda work: work.staff.get(world.officer.id))
    assert not left.is_reachable

    back = await database.write(lambda work: enrol(work, "9001", "lead", "周敏敏", now))
    assert (back.id, back.role, back.name) == (world.officer.id, "lead", "周敏敏")
    assert back.is_reachable


async def test_a_blocked_member_of_staff_is_seen_to_be_unreachable(
    database: Database, world: World, now: datetime
) -> None:
    person_id = world.officer.person_id
    await database.write(lambda work: work.people.mark_blocked(person_id, now))

    officer, lead = await database.read(lambda work: work.staff.in_office(COUNTY.code))

    assert officer.blocked_at == now
    assert not officer.is_reachable
    assert lead.is_reachable


async def test_an_invitation_is_found_by_its_token_and_used_once(
    database: Database, world: World, now: datetime
) -> None:
    tomorrow = now + timedelta(days=1)
    await database.write(
        lambda work: work.staff.invite(
            token="one-time",
            office_code=COUNTY.code,
            role="officer",
            name="陈洁",
            made_by=world.lead.id,
            now=now,
            expires_at=tomorrow,
        )
    )

    invite = await database.read(lambda work: work.staff.invitation("one-time"))
    assert invite is not None
    assert (invite.name, invite.role, invite.made_by) == ("陈洁", "officer", world.lead.id)
    assert (invite.expires_at, invite.used_at) == (tomorrow, None)
    assert await database.read(lambda work: work.staff.invitation("guessed")) is None

    guest = world.reporter.id
    uses = [
        await database.write(
            lambda work: work.staff.use_invitation(invite, person_id=guest, now=now)
        )
        for _ in range(2)
    ]
    assert uses == [True, False]
    used = await database.read(lambda work: work.staff.invitation("one-time"))
    assert used is not None
    assert used.used_at == now
