"""A complaint about staff goes to the tier above, and those complained of see nothing of it."""

import json
from datetime import timedelta

from bot.services.cards import CardMaker
from bot.services.conferring import Conferring
from bot.services.rostering import Rostering
from bot.terms import Tier
from sandbox.people import Person
from storage.work import UnitOfWork
from tests.e2e.test_talk import asks, carries, has_at_once, in_hand, media_of, shown_by
from tests.e2e.world import DIALECT, World, data_of, keys, sends

WORDS = "值班员说我多管闲事，话没说完就把电话挂了"


async def complains(world: World, resident: Person) -> str:
    """Let a reporter complain of those who dealt with their case; return its number."""
    await resident.says("/complain")
    await resident.sees("投诉哪里的工作人员", buttons=["办 连东海-0001 的人", "别的单位"])
    await resident.presses("办 连东海-0001 的人")
    await resident.sees("怎么回事")
    await resident.says(WORDS)
    received = await resident.sees("编号：")
    await resident.sees("连云港市未保中心")
    await world.settle()
    return received.text.split("编号：")[1].splitlines()[0]


async def test_the_city_has_it_and_the_county_finds_it_nowhere(world: World) -> None:
    resident, officer = await in_hand(world)
    number = await complains(world, resident)
    city = world.colleagues["赵科长"]
    card = await city.sees(WORDS, buttons=["✅ 接单"])
    assert number in card.text
    assert number.startswith("连-")
    assert "投诉：东海县未保中心（办 连东海-0001 的）" in card.text

    lead, backup = world.colleagues["张主任"], await world.duty("backup")
    for person in (officer, lead, backup):
        for command in ("/open", "/mine", "/duty"):
            await person.says(command)
            await world.settle()
        tap = await person.taps_data(data_of(card, "✅ 接单"))
        assert tap.toast == "您不能办这件事"
        assert number not in shown_by(person)
        assert "多管闲事" not in shown_by(person)
    await world.advance(days=4)
    await world.advance(days=1)
    for person in (officer, lead, backup):
        assert number not in shown_by(person)
        assert "多管闲事" not in shown_by(person)


async def test_what_is_told_after_a_complaint_is_of_the_child_first(world: World) -> None:
    resident, officer = await in_hand(world)
    await complains(world, resident)
    await resident.says("奶奶昨天摔了一跤")
    await resident.sees("补充以前的事，还是另一件事")
    assert keys(resident)[:2] == ["补充 连东海-0001", "补充 连-0001"]
    await world.advance(minutes=6)
    await officer.sees("奶奶昨天摔了一跤")
    assert "摔了一跤" not in shown_by(world.colleagues["赵科长"])


async def test_danger_that_is_told_after_a_complaint_alone_is_a_report(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await resident.says("/complain")
    await resident.sees("投诉哪里的工作人员")
    await resident.presses("别的单位")
    await resident.sees("哪个县、哪个市")
    await resident.says("东海")
    await resident.sees("怎么回事")
    await resident.says(WORDS)
    await resident.sees("这是投诉，已经送到")
    await resident.says(DIALECT)
    await officer.sees("双店镇", buttons=["✅ 接单"])
    assert {one.office_code for one in await world.referrals()} == {"320700", "320722"}


async def test_it_never_comes_back_to_those_complained_of(world: World) -> None:
    resident, officer = await in_hand(world)
    number = await complains(world, resident)
    city = world.colleagues["赵科长"]
    await city.sees(WORDS)
    await resident.says("那个人就在东海县双店镇的未保站上班")
    await world.settle()
    await resident.presses(f"补充 {number}")
    await world.settle()
    assert [one.office_code for one in await world.referrals() if one.about_offices] == ["320700"]

    await city.taps("↩️ 退单")
    await world.settle()
    await city.presses("不属未保")
    await city.sees("该归谁办")
    await city.presses("东海县未保中心")
    await world.settle()
    await city.presses("↩️ 确定退单")
    await world.settle()
    await city.taps("➡️ 按建议转出")
    await world.settle()
    moved = [one for one in await world.referrals() if one.about_offices]
    assert [one.office_code for one in moved] == ["320000"]
    assert number not in shown_by(officer)


async def test_who_serves_above_and_in_the_office_complained_of_sees_nothing(
    world: World,
) -> None:
    resident, officer = await in_hand(world)

    def serve_in_the_city(work: UnitOfWork) -> None:
        here = next(one for one in work.staff.in_office("320722") if one.name == officer.name)
        there = work.staff.enrol(
            person_id=here.person_id,
            office_code="320700",
            role="city_officer",
            name=officer.name,
            now=world.clock.now(),
        )
        now = world.clock.now()
        rostering = Rostering(work, world.bot.hotline.zone, now)
        rostering.put_in("320700", Tier.DUTY, there.id, now, now + timedelta(days=9))
        rostering.rebuild_office("320700")

    await world.database.write(serve_in_the_city)
    number = await complains(world, resident)
    card = await world.colleagues["赵科长"].sees(WORDS)
    await world.advance(minutes=2)
    await officer.sees("交接班")
    world.forget()
    await officer.says("/open")
    await world.settle()
    tap = await officer.taps_data(data_of(card, "✅ 接单"))
    assert tap.toast == "您不能办这件事"
    await world.advance(days=4)
    await world.advance(days=1)
    assert number not in shown_by(officer)

    await resident.sends_photo(caption="录音的截图")
    await world.settle()
    await resident.presses(f"补充 {number}")
    await world.settle()

    def be_asked_in(work: UnitOfWork) -> list[str]:
        now = world.clock.now()
        complaint = next(one for one in work.referrals.open_in(["320700"]) if one.about_offices)
        dual = next(one for one in work.staff.in_office("320700") if one.name == officer.name)
        CardMaker(world.bot.hotline, work, now).attach(complaint, dual)
        offered = Conferring(world.bot.hotline, work, now).candidates(complaint)
        return [one.name for one in offered]

    assert officer.name not in await world.database.write(be_asked_in)
    await world.settle()
    assert not media_of(officer)


async def test_what_is_told_before_it_is_known_of_whom_stays_in_the_complaint(world: World) -> None:
    resident, officer = await in_hand(world)
    await resident.says("/complain")
    await resident.sees("投诉哪里的工作人员")
    await resident.says("值班的人说话难听，还把我是谁告诉村里了")
    await resident.sees("您说的我记下了", buttons=["办 连东海-0001 的人", "别的单位"])
    await resident.sends_photo(caption="聊天的截图，他自己说的")
    await resident.sees("您说的我记下了")
    await resident.sends_photo(caption="再一张聊天的截图")
    await resident.sees("这个还没有收")
    await world.advance(minutes=6)
    assert "告诉村里" not in shown_by(officer)
    await resident.presses("办 连东海-0001 的人")
    await resident.sees("连云港市未保中心")
    card = await world.colleagues["赵科长"].sees("告诉村里")
    assert "他自己说的" in card.text
    assert "照片" in card.text
    await world.settle()
    assert "告诉村里" not in shown_by(officer)


async def test_plain_words_of_complaint_go_above_as_well(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await resident.says("我要投诉东海县未保中心的工作人员，打了三次电话都推来推去，态度恶劣")
    await world.settle()
    await sends(world, resident)
    await resident.sees("这是投诉，已经送到")
    await world.colleagues["赵科长"].sees("推来推去")
    await world.settle()
    assert "推来推去" not in shown_by(officer)


async def test_further_words_that_complain_go_above_when_nobody_places_them(world: World) -> None:
    resident, officer = await in_hand(world)
    city, lead = world.colleagues["赵科长"], world.colleagues["张主任"]
    await resident.says("奶奶昨天摔了一跤")
    await resident.sees("补充以前的事，还是另一件事")
    await resident.says("你们的人收了他家的钱，所以才不管")
    await resident.sees("这是投诉办事的人吗", buttons=["🔒 投诉，送到上一级", "补充 连东海-0001"])
    await resident.says("打了三次都说没有这个人")
    await resident.sees("这是投诉办事的人吗")
    await world.advance(minutes=6)

    told = await resident.sees("这是投诉，已经送到")
    assert "连云港市未保中心" in told.text
    card = await city.sees("收了他家的钱")
    assert "打了三次都说没有这个人" in card.text
    assert "投诉：东海县未保中心（办 连东海-0001 的）" in card.text
    await officer.sees("奶奶昨天摔了一跤")
    await world.advance(days=4)
    for person in (officer, lead):
        assert "他家的钱" not in shown_by(person)
        assert "打了三次" not in shown_by(person)


async def test_carried_words_that_are_edited_into_a_complaint_go_above_and_not_into_the_case(
    world: World,
) -> None:
    resident, officer = await in_hand(world)
    said = await carries(resident, officer, "奶奶昨天摔了一跤")
    await resident.edits(said, "值班员收了他家的钱，所以不管")
    await resident.sees("另送到上一级")
    await resident.sees("编号：连-")
    await resident.sees("连云港市未保中心")
    card = await world.colleagues["赵科长"].sees("收了他家的钱")
    assert "投诉：东海县未保中心（办 连东海-0001 的）" in card.text

    await resident.edits(said, "值班员收了他家五百块，所以不管")
    await world.colleagues["赵科长"].sees("五百块")
    await world.advance(days=4)
    for person in (officer, world.colleagues["张主任"]):
        assert "收了他家" not in shown_by(person)
    about = [one for one in await world.referrals() if one.about_offices]
    assert len(about) == 1


async def test_an_edit_into_a_complaint_leaves_the_open_question_where_it_was(
    world: World,
) -> None:
    resident, officer, said = await has_at_once(world)
    await resident.edits(said, "你们值班的人骂我")
    await resident.sees("另送到上一级")
    await resident.sees("这是那件事，还是另一件事", buttons=["另一件事"])
    await world.colleagues["赵科长"].sees("值班的人骂我")
    await resident.presses("补充 连东海-0001")
    await resident.sees("补上了")
    await world.settle()
    assert "骂我" not in shown_by(officer)


async def test_words_that_wait_and_are_edited_into_a_complaint_are_asked_about_as_one(
    world: World,
) -> None:
    resident, officer = await in_hand(world)
    said = await resident.says("奶奶昨天摔了一跤")
    await resident.sees("补充以前的事，还是另一件事")
    await resident.edits(said, "值班员收了他家的钱，所以不管")
    await resident.sees("这是投诉办事的人吗", buttons=["🔒 投诉，送到上一级"])
    await resident.presses("🔒 投诉，送到上一级")
    await world.colleagues["赵科长"].sees("收了他家的钱")
    await world.settle()
    assert "收了他家" not in shown_by(officer)


async def test_words_after_the_key_or_an_answer_go_above_by_the_key_for_it(world: World) -> None:
    resident, officer = await in_hand(world)
    await asks(world, officer, "奶奶身体怎么样？")
    await resident.says("腿不好")
    await resident.sees("您的回答送到了")
    await resident.says("值班员说我多管闲事，就把电话挂了")
    await resident.sees("这是投诉办事的人吗")
    await world.settle()
    await resident.presses("🔒 投诉，送到上一级")
    await resident.sees("连云港市未保中心")
    await world.colleagues["赵科长"].sees("多管闲事")

    await resident.says("/status")
    await world.settle()
    await resident.taps("补充 连东海-0001")
    await resident.sees("请说，我记到 连东海-0001 里")
    await resident.says("徐州市鼓楼区的值班员也骂人")
    await resident.sees("这是投诉办事的人吗")
    await resident.says("/stop")
    await resident.sees("好了。")
    await world.settle()
    about = [one for one in await world.referrals() if one.about_offices]
    assert [one.office_code for one in about] == ["320700", "320000"]
    assert json.loads(about[1].about_offices or "") == ["320302", "320722"]
    assert not any("这是投诉" in one.text for one in resident.screen.messages)
    for words in ("多管闲事", "也骂人"):
        assert words not in shown_by(officer)


async def test_a_complaint_about_a_county_by_its_name_and_one_about_the_city(world: World) -> None:
    resident = world.resident()
    for place, taker in (("东海", "连云港市未保中心"), ("连云港市", "江苏省未保办")):
        await resident.says("/complain")
        await world.settle()
        await resident.presses("别的单位")
        await resident.sees("哪个县、哪个市")
        await resident.says("鼓楼区")
        await resident.sees("两个地方都有的")
        await resident.says(place)
        await resident.sees("怎么回事")
        await resident.says("他们收了别人家的礼")
        told = await resident.sees("这是投诉")
        assert taker in told.text
        await world.settle()
    card = await world.colleagues["赵科长"].sees("收了别人家的礼")
    assert "投诉：东海县未保中心\n" in card.text


async def test_danger_in_a_complaint_calls_for_the_child_first(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await resident.says("/complain")
    await world.settle()
    await resident.presses("别的单位")
    await world.settle()
    await resident.says("东海县双店镇那个孩子正在被他爸拿刀砍，你们没人管")
    await resident.sees("孩子有危险，先管孩子")
    await officer.sees("特急")
