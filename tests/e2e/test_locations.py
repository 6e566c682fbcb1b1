"""A shared location says the county, unless a border is near or the words say otherwise."""

from collections.abc import Sequence

import pytest

from sandbox.messages import ScreenMessage
from sandbox.people import Person
from storage.repositories.said import Former
from storage.work import UnitOfWork
from tests.e2e.world import World, cries_for_help, keys, sends

DONG_HAI = (34.542, 118.752)
PEI = (34.735, 116.937)
XUAN_WU_LAKE = (32.066, 118.770)


async def test_a_location_instead_of_a_place_goes_to_its_county(world: World) -> None:
    resident = world.resident()
    await resident.says("有个小孩跟奶奶过，家里没米了")
    await world.settle()
    await resident.sends_location(*DONG_HAI)
    await world.settle()
    await sends(world, resident)

    referral = (await world.referrals())[0]
    assert referral.office_code == "320722"


async def test_near_a_border_the_counties_are_offered(world: World) -> None:
    resident = world.resident()
    await resident.says("/report")
    await world.settle()
    await resident.presses("没有")
    await world.settle()
    await resident.says("有个小孩跟奶奶过，家里没米了")
    await world.settle()
    await resident.sends_location(*XUAN_WU_LAKE)
    await world.settle()
    for _ in range(4):
        if any("鼓楼区" in key for key in keys(resident)):
            break
        await resident.presses("跳过 ▶️")
        await world.settle()

    assert any("玄武区" in key for key in keys(resident))
    assert any("鼓楼区" in key for key in keys(resident))


async def test_where_words_and_location_differ_the_person_is_asked(world: World) -> None:
    resident = world.resident()
    await resident.says("东海县双店镇有个小孩，跟奶奶过，家里没米了")
    await world.settle()
    await resident.sends_location(*PEI)
    await resident.sees("和您说的地方不一样")

    assert any("东海县" in key for key in keys(resident))
    assert any("沛县" in key for key in keys(resident))


async def test_a_location_added_later_moves_an_unplaced_case(world: World) -> None:
    resident = world.resident()
    await resident.says("有个小孩跟奶奶过，家里没米了")
    await world.settle()
    await sends(world, resident)
    assert (await world.referrals())[0].office_code != "320722"

    await resident.sends_location(*DONG_HAI)
    await world.settle()
    await world.advance(minutes=5)

    assert (await world.referrals())[0].office_code == "320722"


async def test_a_live_location_that_moves_calls_nobody_and_is_not_answered_each_time(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await sends(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    shared = await resident.sends_location(*DONG_HAI, live_seconds=900)
    await world.advance(minutes=5)

    await _walks(world, resident, shared)

    assert not officer.unread()
    assert not resident.unread()
    assert await world.read(_former) == []


async def test_a_live_location_that_moves_while_the_report_is_written_is_not_answered(
    world: World,
) -> None:
    resident = world.resident()
    await resident.says("有个小孩跟奶奶过，家里没米了")
    await world.settle()
    shared = await resident.sends_location(*DONG_HAI, live_seconds=900)
    await world.settle()

    await _walks(world, resident, shared)

    assert not resident.unread()


@pytest.mark.parametrize("minutes", [0, 5])
async def test_an_edit_to_the_same_words_changes_nothing(world: World, minutes: int) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await sends(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    # The words wait to be told where they belong, and after some minutes go to the case.
    said = await resident.says("他家住河边第三户")
    await world.advance(minutes=minutes)
    world.forget()

    await resident.edits(said, "他家住河边第三户")
    await world.settle()

    assert not officer.unread()
    assert not resident.unread()
    assert await world.read(_former) == []


async def _walks(world: World, resident: Person, shared: ScreenMessage) -> None:
    """Move a live location as a phone does, with everything noted before."""
    world.forget()
    for step in range(1, 4):
        await resident.moves(shared, DONG_HAI[0] + step / 1000, DONG_HAI[1])
        await world.settle()


def _former(work: UnitOfWork) -> Sequence[Former]:
    """Return what was said in other words before, in any case."""
    cases = {referral.case_id for referral in work.referrals.open_in(["320722", "320700"])}
    every = [work.said.former(case) for case in cases]
    return [one for found in every for kept in found.values() for one in kept]
