"""Officers correct what was understood: two taps, kept for training, told on card and timeline."""

import json
from collections.abc import Mapping

from bot.terms import Level
from sandbox.people import Person
from storage.records import Case, Correction, Event
from tests.e2e.world import World, agreed, cries_for_help, data_of, sends

CALM = "东海县双店镇有个9岁男孩，爸妈都在外地，奶奶不管他，也不送他上学"


async def corrections(world: World) -> Mapping[str, Correction]:
    case = await only_case(world)
    return await world.read(lambda work: work.corrections.last_of(case.id))


async def only_case(world: World) -> Case:
    (referral,) = await world.referrals()
    return await world.read(lambda work: work.cases.get(referral.case_id))


async def told(world: World, kind: str) -> Event:
    case = await only_case(world)
    events = await world.read(lambda work: work.timeline.of(case.id))
    assert await world.read(lambda work: work.timeline.first_broken(case.id)) is None
    return next(event for event in reversed(events) if event.kind == kind)


async def reports(world: World, resident: Person, words: str = CALM) -> None:
    await resident.says(words)
    await world.settle()
    await sends(world, resident)


async def test_a_category_is_corrected_with_two_taps_and_kept_with_the_words(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports(world, resident)
    await officer.sees("请接单", buttons=["🏷 改类别"])
    before = await only_case(world)

    await officer.taps("🏷 改类别")
    await officer.sees("是哪一类事", buttons=["别的，看全部"])
    await officer.taps("别的，看全部")
    await officer.sees("是哪一类事", buttons=["被欺负、校园伤害"])
    tap = await officer.taps("被欺负、校园伤害")

    assert tap.toast == "连东海-0001 已改"
    kept = (await corrections(world))["category"]
    assert kept.corrected == "BUL"
    assert kept.suggested is not None
    assert kept.suggested != "BUL"
    assert kept.words == CALM
    assert json.loads(kept.shown or "")["scores"]
    event = await told(world, "category-corrected")
    assert json.loads(event.details or "") == {"from": before.category or "-", "to": "BUL"}
    card = await officer.sees("已由值班员 李敏 更正")
    assert "被欺负、校园伤害" in card.text.splitlines()[3]
    await officer.sees("类别：被欺负、校园伤害")


async def test_a_kind_that_is_usually_more_urgent_offers_to_raise_with_one_tap(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports(world, resident, "东海县双店镇有个孩子的补助想问问怎么办")
    await officer.taps("🏷 改类别")
    await world.settle()
    await officer.taps("别的，看全部")
    await world.settle()
    await officer.taps("打孩子、虐待")
    await officer.sees("一般是特急", buttons=["⬆️ 升为特急"])
    assert (await only_case(world)).level != Level.L1

    await officer.taps("⬆️ 升为特急")

    await officer.sees("🔴 特急 · 连东海-0001")
    assert (await only_case(world)).level == Level.L1


async def test_raising_takes_one_tap_pages_and_brings_the_promise_forward(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports(world, resident, "东海县双店镇有个9岁男孩开学了没去上学，家里说不念了")
    before = (await world.referrals())[0]
    world.forget()

    await officer.taps("🚦 改级别")
    await officer.sees("现在是", buttons=["⬆️ 升为特急"])
    await officer.taps("⬆️ 升为特急")

    await officer.sees("🔔 请接单")
    after = (await world.referrals())[0]
    assert (after.level, before.level > after.level) == (1, True)
    assert after.milestone_due_at is not None
    assert before.milestone_due_at is not None
    assert after.milestone_due_at < before.milestone_due_at
    event = await told(world, "level-raised")
    assert event.staff_id is not None
    assert json.loads(event.details or "")["promised"] == before.milestone_due_at.isoformat()
    assert (await corrections(world))["level"].corrected == "L1"


async def test_lowering_needs_a_reason_and_reckons_anew_with_the_old_promise_kept(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await sends(world, resident)
    before = (await world.referrals())[0]
    await officer.taps("🚦 改级别")
    await officer.sees("现在是特急", buttons=["⬇️ 降为一般"])
    await officer.taps("⬇️ 降为一般")
    await officer.sees("从特急降到一般：为什么", buttons=["机器读错了"])
    assert (await only_case(world)).level == Level.L1

    await officer.says("打电话问过，是演戏练功")

    await officer.sees("连东海-0001 已降级")
    after = (await world.referrals())[0]
    assert (after.level, after.state) == (3, "paging")
    assert before.milestone_due_at is not None
    assert after.milestone_due_at is not None
    assert after.milestone_due_at > before.milestone_due_at
    details = json.loads((await told(world, "level-lowered")).details or "")
    assert details["why"] == "打电话问过，是演戏练功"
    assert details["promised"] == before.milestone_due_at.isoformat()
    kept = (await corrections(world))["level"]
    assert (kept.suggested, kept.corrected) == ("L1", "L3")
    await officer.sees("降级 李敏 特急 → 一般：打电话问过，是演戏练功")
    world.forget()
    await world.advance(minutes=30)
    assert not any("特急" in message.text for message in (await world.duty("backup")).unread())


async def test_a_lowered_case_in_hand_is_chased_by_its_new_promises(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await sends(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    before = (await world.referrals())[0]
    await officer.taps("🚦 改级别")
    await world.settle()
    await officer.taps("⬇️ 降为紧急")
    await world.settle()
    await officer.presses("已核实，没有危险")
    await world.settle()

    after = (await world.referrals())[0]
    assert (after.level, after.milestone, after.holder_id) == (2, "contact", before.holder_id)
    assert after.next_deadline_at is not None
    assert before.next_deadline_at is not None
    assert after.next_deadline_at > before.next_deadline_at


async def test_old_words_do_not_raise_what_a_person_lowered_and_new_danger_does(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await officer.taps("🚦 改级别")
    await world.settle()
    await officer.taps("⬇️ 降为一般")
    await world.settle()
    await officer.presses("机器读错了")
    await world.settle()

    await resident.says("他家住河边第三户")
    await world.settle()
    assert (await only_case(world)).level == Level.L3

    await resident.says("他又拿刀砍孩子了，流血了快来人")
    await world.settle()
    assert (await only_case(world)).level == Level.L1


async def test_the_red_button_raises_again_what_a_person_lowered(world: World) -> None:
    resident = world.resident()
    await resident.says("/report")
    await world.settle()
    await resident.presses("🔴 有，现在很危险")
    await world.settle()
    await world.colleagues["赵科长"].taps("🚦 改级别")
    await world.settle()
    await world.colleagues["赵科长"].taps("⬇️ 降为一般")
    await world.settle()
    await world.colleagues["赵科长"].presses("机器读错了")
    await world.settle()
    assert (await only_case(world)).level == Level.L3

    await resident.presses("◀️ 返回")
    await world.settle()
    await resident.presses("🔴 有，现在很危险")
    await world.settle()

    assert (await only_case(world)).level == Level.L1


async def test_what_an_officer_corrected_stays_while_the_reporter_goes_on(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await officer.taps("🏷 改类别")
    await world.settle()
    await officer.taps("别的，看全部")
    await world.settle()
    await officer.taps("性侵害")
    await world.settle()
    await officer.taps("📍 改地点")
    await officer.sees("在哪里", buttons=["青湖镇", "不在本县"])
    await officer.taps("青湖镇")
    await officer.sees("地点：青湖镇")

    await sends(world, resident)

    case = await only_case(world)
    assert (case.category, case.restricted) == ("SEX", True)
    township = world.bot.hotline.gazetteer.township(case.township_code or "")
    assert township is not None
    assert township.name == "青湖镇"
    assert (await corrections(world))["place"].corrected == f"320722/{township.code}"


async def test_another_county_is_a_transfer_that_stays_and_keeps_the_clock(world: World) -> None:
    resident, lead = world.resident(), world.colleagues["张主任"]
    await cries_for_help(world, resident)
    await world.advance(minutes=3)
    await world.advance(minutes=2)
    await world.advance(minutes=5)
    before = (await world.referrals())[0]
    await lead.sees("特急")
    await lead.taps("📍 改地点")
    await world.settle()
    await lead.taps("不在本县")
    await lead.sees("转给哪里", buttons=["赣榆区未保中心"])
    tap = await lead.taps("赣榆区未保中心")

    assert tap.toast == "已转给 赣榆区未保中心"
    await sends(world, resident)
    (after,) = await world.referrals()
    assert after.office_code == "320707"
    assert after.milestone_due_at == before.milestone_due_at
    assert (await only_case(world)).county_code == "320707"


async def test_where_in_the_county_that_an_officer_named_is_the_reporters_word(
    world: World,
) -> None:
    resident, city = world.resident(), world.colleagues["赵科长"]
    await cries_for_help(world, resident, "隔壁小孩天天给他爸打得嗷嗷叫脸上都是血快来人啊")
    (referral,) = await world.referrals()
    await city.taps_data(f"m:county:320707:{referral.id}")
    await world.settle()

    await resident.says("赣榆区青口镇")
    await world.settle()
    await sends(world, resident)

    case = await only_case(world)
    township = world.bot.hotline.gazetteer.township(case.township_code or "")
    assert (case.county_code, township.name if township else None) == ("320707", "青口镇")


async def test_a_case_handed_to_the_city_does_not_go_back_when_its_reporter_has_done(
    world: World,
) -> None:
    resident, city = world.resident(), world.colleagues["赵科长"]
    lead = world.colleagues["张主任"]
    await cries_for_help(world, resident)
    await world.advance(minutes=3)
    await world.advance(minutes=2)
    await world.advance(minutes=5)
    await lead.taps("📍 改地点")
    await world.settle()
    await lead.taps("不在本县")
    await world.settle()
    await lead.taps("连云港市未保中心")
    await city.sees("特急")

    await sends(world, resident)

    (referral,) = await world.referrals()
    assert referral.office_code == "320700"
    assert (await only_case(world)).county_code == "320722"


async def test_an_officer_who_may_not_transfer_returns_with_a_proposal(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await officer.taps("📍 改地点")
    await world.settle()
    await officer.taps("不在本县")
    await officer.sees("退单 连东海-0001：为什么", buttons=["不属本县"])


async def test_mandatory_situations_are_set_and_taken_off_on_the_card(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports(world, resident)
    before = (await only_case(world)).situation_numbers
    assert before == ()

    await officer.taps("⚖️ 强制报告情形")
    await officer.sees("疑似就算", buttons=["⑨"])
    tap = await officer.taps("⑨")
    assert tap.toast == "已记上情形⑨"
    menu = await officer.sees("疑似就算", buttons=["✅ ⑨"])
    card = await officer.sees("强制报告情形（已由值班员 李敏 更正）")
    assert "⑨ 其他严重侵害身心健康的情形" in card.text
    assert "改强制报告情形 李敏 — → ⑨" in card.text
    assert (await only_case(world)).situation_numbers == (*before, 9)
    await officer.taps_data(data_of(menu, "✅ ⑨"), message=menu)
    await world.settle()

    assert (await only_case(world)).situation_numbers == before
    event = await told(world, "situation-corrected")
    assert json.loads(event.details or "")["from"].endswith("9")
    assert (await corrections(world))["situation"].corrected == "-"


async def test_one_tap_confirms_everything_that_is_suggested(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await officer.sees("机器建议", buttons=["☑️ 建议都对"])

    tap = await officer.taps("☑️ 建议都对")

    assert tap.toast == "连东海-0001 已确认"
    kept = await corrections(world)
    assert {"category", "level", "place"} <= set(kept)
    assert all(one.suggested == one.corrected for one in kept.values())
    card = await officer.sees("已由值班员 李敏 确认")
    assert "机器建议" not in card.text
    assert "☑️ 建议都对" not in card.labels
    await told(world, "confirmed")


async def test_a_menu_of_a_case_that_was_closed_meanwhile_changes_nothing(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await sends(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    await officer.taps("🏷 改类别")
    menu = await officer.sees("是哪一类事")
    case = await only_case(world)
    await officer.taps("🏁 办结")
    await world.settle()
    for words in ("帮扶已落实", None, "该帮的已经帮上了。谢谢您。", "🏁 确定办结"):
        await (officer.says("送了米面") if words is None else officer.presses(words))
        await world.settle()
    await agreed(world)

    tap = await officer.taps_data(data_of(menu, menu.labels[0]), message=menu)

    assert "情况变了" in (tap.toast or "")
    assert await world.read(lambda work: work.corrections.last_of(case.id)) == {}
