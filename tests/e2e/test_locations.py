"""A shared location says the county, unless a border is near or the words say otherwise."""

from tests.e2e.world import World, keys, sends

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
