from tests.e2e.world import World


async def test_a_dialect_sentence_reaches_the_officer_and_its_end_reaches_the_resident(
    world: World,
) -> None:
    grandmother = world.resident()
    officer = await world.duty()

    await grandmother.says("东海县双店镇三铺村俺隔壁那个小孩天天给他爸打得嗷嗷叫脸上都是血六七岁")
    await world.settle()
    print(grandmother.screen)
    print(officer.screen)
    assert False
