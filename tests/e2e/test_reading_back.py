"""What is read is read back; what is urgent is handed on before anything is asked."""

from tests.e2e.world import DIALECT, World, keys, sends

OUTSIDE_CALM = "我外甥在安徽宿州上初二，成绩跟不上，想找人辅导功课"
OUTSIDE_DANGER = "安徽宿州那边他爸正拿刀砍孩子，孩子流血了，快救命"


async def test_an_emergency_is_paged_before_any_question_is_answered(world: World) -> None:
    resident, officer = world.resident(), await world.duty()

    await resident.says(DIALECT)

    card = await officer.sees("特急", buttons=["✅ 接单"])
    assert "报告人还在填写" in card.text
    await resident.sees("📞 110")
    assert len(await world.referrals()) == 1


async def test_what_is_sure_is_read_back_in_one_sentence_and_sent_with_one_tap(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    await resident.says("东海县双店镇有个9岁男孩，爸妈都在外地，奶奶不管他，也不送他上学")
    await resident.sees("现在有孩子正在危险里吗")
    await resident.presses("没有")
    await world.settle()
    while "✅ 对，发送" not in keys(resident):
        await resident.presses("跳过 ▶️")
        await world.settle()

    shown = resident.screen.messages[-1].text
    assert "我理解的是：" in shown
    assert "在连云港市 东海县 双店镇，孩子是男孩，9岁。对吗？" in shown
    await resident.presses("哪里不对")
    await resident.sees("哪里不对", buttons=["事情", "地点", "年龄"])
    await resident.says("10岁")
    await resident.sees("男孩，10岁。对吗？")
    await resident.says("对")
    await resident.sees("编号：连东海-0001")
    await officer.sees("男孩，10岁")


async def test_of_a_calm_matter_beyond_the_province_the_way_there_is_told(world: World) -> None:
    resident = world.resident()
    await resident.says(OUTSIDE_CALM)
    told = await resident.sees("不在江苏")
    assert "0557-12345" in told.text
    assert "110 / 120" in told.text
    while "好，我打那边的电话" not in keys(resident):
        await resident.presses("没有")
        await world.settle()
    await resident.presses("好，我打那边的电话")
    await resident.sees("没有往上送")
    assert await world.referrals() == []


async def test_a_matter_beyond_the_province_is_sent_on_where_that_is_wanted(world: World) -> None:
    resident, city = world.resident(), world.colleagues["赵科长"]
    await resident.says(OUTSIDE_CALM)
    await world.settle()
    while "还是请你们帮着转" not in keys(resident):
        await resident.presses("没有")
        await world.settle()
    await resident.presses("还是请你们帮着转")
    await resident.sees("编号：")
    (referral,) = await world.referrals()
    assert referral.office_code == "320700"
    card = await city.sees("成绩跟不上")
    assert "江苏省外：安徽宿州" in card.text


async def test_danger_beyond_the_province_reaches_a_person_who_can_pass_it_on(
    world: World,
) -> None:
    resident, city = world.resident(), world.colleagues["赵科长"]

    await resident.says(OUTSIDE_DANGER)

    card = await city.sees("特急", buttons=["✅ 接单"])
    assert "江苏省外：安徽宿州" in card.text
    await resident.sees("📞 110")
    await resident.sees("不在江苏")
    (referral,) = await world.referrals()
    assert (referral.office_code, referral.level) == ("320700", 1)
    await world.settle()
    await resident.presses("✅ 好，请你们转")
    await resident.sees("编号：")
    assert len(await world.referrals()) == 1


async def test_a_village_name_alone_is_asked_by_name(world: World) -> None:
    resident = world.resident()
    await resident.says("三铺村有个孩子不去上学")
    await world.settle()
    await resident.presses("没有")
    await world.settle()
    while "都不是" not in keys(resident):
        await resident.presses("跳过 ▶️")
        await world.settle()
    asked = resident.screen.messages[-1].text
    assert "三铺" in asked + "".join(keys(resident))
    assert len(keys(resident)) <= 4 + 1 + 3


async def test_a_place_of_two_counties_is_offered_first_where_the_person_reported_before(
    world: World,
) -> None:
    stranger, known = world.resident("生人"), world.resident("熟人")
    await known.says("扬中市有个孩子的补助想问问怎么办")
    await world.settle()
    await sends(world, known)
    (referral,) = await world.referrals()
    (report,) = await world.read(lambda work: work.cases.reports_of(referral.case_id))
    await world.database.write(lambda work: work.cases.withdraw(report.id, world.clock.now()))

    for person, first in ((stranger, "南京市 建邺区"), (known, "镇江市 扬中市")):
        await person.says("兴隆街道有个孩子辍学了没人管")
        await world.settle()
        while "都不是" not in keys(person):
            await person.presses("没有" if "没有" in keys(person) else "跳过 ▶️")
            await world.settle()
        assert keys(person)[0] == f"{first} 兴隆街道"


async def test_the_county_is_known_as_well_where_words_turn_out_to_be_another_matter(
    world: World,
) -> None:
    resident = world.resident()
    await resident.says("扬中市有个孩子的补助想问问怎么办")
    await world.settle()
    await sends(world, resident)
    await resident.says("兴隆街道有个孩子辍学了没人管")
    await world.settle()
    await resident.presses("另一件事")
    await world.settle()
    while "都不是" not in keys(resident):
        await resident.presses("没有" if "没有" in keys(resident) else "跳过 ▶️")
        await world.settle()
    assert keys(resident)[0] == "镇江市 扬中市 兴隆街道"
