"""A case is closed, and its reporter goes on speaking: danger is danger whatever was decided."""

import pytest

from bot.terms import Level
from sandbox.people import Person
from storage.records import Case
from tests.e2e.world import DIALECT, World, agreed, cries_for_help, sends

CALM = "东海县双店镇有个小孩，跟奶奶过，补助没到账"
DANGER = "他爸现在又拿刀砍孩子，流血了，快来人"


async def closes(world: World, officer: Person) -> None:
    """Let the officer take the matter on the latest card and close it."""
    await officer.taps("✅ 接单")
    await world.settle()
    await officer.taps("🏁 办结")
    await world.settle()
    await officer.presses("帮扶已落实")
    await world.settle()
    await officer.says("送了米面")
    await world.settle()
    await officer.presses("该帮的已经帮上了。谢谢您。")
    await world.settle()
    await officer.presses("🏁 确定办结")
    await world.settle()
    await agreed(world)
    assert await world.referrals() == []
    world.forget()


async def reports_calmly(world: World, resident: Person) -> None:
    await resident.says(CALM)
    await world.settle()
    await sends(world, resident)


async def only_case(world: World) -> Case:
    referrals = await world.referrals()
    assert len(referrals) == 1
    return await world.read(lambda work: work.cases.get(referrals[0].case_id))


async def is_called_at_the_highest_level(world: World, officer: Person) -> None:
    card = await officer.sees("特急")
    assert "连东海-0001" in card.text
    case = await only_case(world)
    assert (case.state, case.level) == ("open", Level.L1)


async def test_a_status_promises_a_step_and_offers_no_button_that_is_not_there(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports_calmly(world, resident)
    await resident.says("/status")
    told = await resident.sees("您说过的事", buttons=["补充 连东海-0001"])
    assert "有下一步" in told.text
    await closes(world, officer)
    await resident.says("/status")
    told = await resident.sees("点下面的按钮", buttons=["再反映 连东海-0001"])
    assert "补充" not in told.text


async def test_danger_that_waits_to_be_placed_opens_the_closed_case_again(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports_calmly(world, resident)
    await resident.says("/status")
    await world.settle()
    await resident.taps("补充 连东海-0001")
    await world.settle()
    await closes(world, officer)

    await resident.says(DANGER)

    await resident.sees("📞 110")
    await resident.sees("连东海-0001 重新打开了")
    await is_called_at_the_highest_level(world, officer)


async def test_danger_in_a_draft_whose_case_was_closed_opens_it_again(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await closes(world, officer)

    await resident.says(DANGER)

    await resident.sees("连东海-0001 重新打开了")
    await is_called_at_the_highest_level(world, officer)


async def test_a_draft_whose_case_was_closed_promises_nobody(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await closes(world, officer)

    await sends(world, resident)

    await resident.sees("连东海-0001 已经办结了")
    assert not any("最晚" in message.text for message in resident.unread())


async def test_calm_words_for_a_case_closed_meanwhile_become_another_report(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports_calmly(world, resident)
    await resident.says("门口停了辆白车")
    await world.settle()
    await closes(world, officer)

    await resident.presses("补充 连东海-0001")
    await resident.sees("已经了结了。这句话我当作一件新事记下")
    await sends(world, resident)

    case = await only_case(world)
    said = await world.read(lambda work: work.cases.said_in(case.id))
    assert case.number != "连东海-0001"
    assert [one.words for one in said] == ["门口停了辆白车"]


async def test_words_that_wait_are_not_lost_where_further_ones_come_too_late(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await sends(world, resident)
    await resident.says("赣榆区青口镇有个娃天天一个人在家")
    await world.settle()
    await closes(world, officer)

    await resident.says("门口停了辆白车")
    await resident.sees("已经了结了。这句话我当作一件新事记下")
    assert not any("也记到那件事里" in message.text for message in resident.unread())
    await sends(world, resident)

    case = await only_case(world)
    said = await world.read(lambda work: work.cases.said_in(case.id))
    assert [one.words for one in said] == ["赣榆区青口镇有个娃天天一个人在家", "门口停了辆白车"]


async def test_an_edit_into_danger_opens_the_closed_case_again(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    said = await resident.says(CALM)
    await world.settle()
    await sends(world, resident)
    await closes(world, officer)

    await resident.edits(said, DIALECT)

    await resident.sees("📞 110")
    await officer.sees("🔁 办结后又打开。报告人又来急话")
    await is_called_at_the_highest_level(world, officer)


async def test_danger_as_the_reason_to_reopen_raises_the_case(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports_calmly(world, resident)
    await closes(world, officer)
    await resident.taps("再反映")
    await world.settle()

    await resident.says(DANGER)

    await resident.sees("连东海-0001 重新打开了")
    await is_called_at_the_highest_level(world, officer)


async def test_a_case_is_opened_again_once_at_its_reporters_wish(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports_calmly(world, resident)
    await closes(world, officer)
    await resident.taps("再反映")
    await world.settle()
    await resident.taps("再反映")
    await world.settle()
    await resident.says("米又没有了")
    card = await officer.sees("🔁 办结后又打开。报告人要求：米又没有了")
    assert "上次办结：11-24 10:00 · 李敏 · " in card.text
    await world.settle()
    await closes(world, officer)

    again = next(one for one in resident.screen.messages if "再反映" in one.labels)
    await resident.taps("再反映", message=again)
    await resident.sees("连东海-0001 现在不能再打开")


async def test_a_promise_is_brought_forward_when_the_level_is_raised(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports_calmly(world, resident)
    before = (await world.referrals())[0].milestone_due_at

    await resident.says(DANGER)
    await officer.sees("特急")

    after = (await world.referrals())[0].milestone_due_at
    assert before is not None
    assert after is not None
    assert (
        (after - world.clock.now()).total_seconds()
        <= 5 * 60
        < (before - world.clock.now()).total_seconds()
    )


async def test_a_place_named_later_moves_the_case_to_its_county(world: World) -> None:
    resident = world.resident()
    await resident.says("有个小孩跟奶奶过，家里没米了")
    await world.settle()
    await sends(world, resident)
    assert (await world.referrals())[0].office_code != "320722"

    await resident.says("在东海县双店镇")
    await world.settle()
    await world.advance(minutes=5)

    assert (await world.referrals())[0].office_code == "320722"
    assert (await only_case(world)).county_code == "320722"


async def test_who_speaks_again_after_stopping_hears_the_result(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await resident.says("/stop")
    await resident.sees("")
    await reports_calmly(world, resident)

    await officer.taps("✅ 接单")

    await resident.sees("值班的人已经接手了")


@pytest.mark.parametrize("command", ["/check", "/withdraw"])
async def test_an_answer_is_one_though_a_small_form_stands_open(world: World, command: str) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports_calmly(world, resident)
    await officer.taps("✅ 接单")
    await resident.says(command)
    await world.settle()
    await officer.taps("❓ 问报告人")
    await world.settle()
    await officer.says("奶奶多大年纪？")
    await resident.sees("奶奶多大年纪")

    await resident.says("七十多了，腿不好")

    await resident.sees("您的回答送到了")
    await officer.sees("七十多了，腿不好")


async def test_a_question_from_before_a_case_was_closed_takes_no_later_words(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports_calmly(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    await officer.taps("❓ 问报告人")
    await world.settle()
    await officer.says("奶奶多大年纪？")
    await world.settle()
    await officer.taps("🏁 办结")
    await world.settle()
    for words in ("帮扶已落实", "", "该帮的已经帮上了。谢谢您。", "🏁 确定办结"):
        await (officer.presses(words) if words else officer.says("送了米面"))
        await world.settle()
    await agreed(world)
    await world.advance(minutes=1)
    await resident.taps("再反映")
    await world.settle()
    await resident.says("米又没有了")
    await world.settle()
    world.forget()

    await resident.says("东海县牛山街道有人在卖烟给小学生")

    await resident.sees("补充以前的事，还是另一件事")


async def test_an_edit_of_words_that_wait_changes_what_is_added(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports_calmly(world, resident)
    await officer.taps("✅ 接单")
    said = await resident.says("门口停了辆白车")
    await world.settle()

    await resident.edits(said, "门口停了辆黑车")
    await resident.sees("改过的话，我记下了")
    await resident.presses("补充 连东海-0001")

    await officer.sees("门口停了辆黑车")


async def test_an_edit_into_danger_of_words_that_wait_calls_at_once(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports_calmly(world, resident)
    said = await resident.says("门口停了辆白车")
    await world.settle()

    await resident.edits(said, DANGER)

    await resident.sees("📞 110")
    await is_called_at_the_highest_level(world, officer)


async def test_an_officers_edit_changes_what_the_reporter_got(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports_calmly(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    await officer.taps("❓ 问报告人")
    await world.settle()
    asked = await officer.says("奶奶多大年纪？")
    await resident.sees("奶奶多大年纪")

    await officer.edits(asked, "奶奶身体好不好？")

    await officer.sees("改好了")
    await world.settle()
    shown = [one.text for one in resident.screen.messages if one.from_bot]
    assert any("奶奶身体好不好" in text for text in shown)
    assert not any("奶奶多大年纪" in text for text in shown)


async def test_a_forgotten_form_sends_nothing_hours_later(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports_calmly(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    await officer.taps("❓ 问报告人")
    await officer.sees("请写问题")
    await world.advance(minutes=61)
    await officer.sees("什么都没有发出去")
    world.forget()

    await officer.says("老张，晚上一起吃饭")
    await world.settle()

    assert not any("吃饭" in message.text for message in resident.unread())


async def test_who_had_shut_us_out_hears_the_result_on_coming_back(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports_calmly(world, resident)
    await resident.blocks()
    await world.settle()
    await officer.taps("✅ 接单")
    await world.settle()
    await officer.taps("❓ 问报告人")
    await world.settle()
    await officer.says("奶奶多大年纪？")
    await officer.sees("屏蔽了机器人，这句话先留着")
    await officer.taps("🏁 办结")
    await world.settle()
    for words in ("帮扶已落实", "", "该帮的已经帮上了。谢谢您。", "🏁 确定办结"):
        await (officer.presses(words) if words else officer.says("送了米面"))
        await world.settle()
    await agreed(world)
    assert not any("办完了" in message.text for message in resident.screen.messages)

    await resident.unblocks()
    await resident.says("/status")

    await resident.sees("📬")
    await world.settle()
    told = [one for one in resident.screen.messages if "📬" in one.text]
    assert len(told) == 1


async def test_more_words_asked_for_in_mid_draft_leave_the_draft_sent(world: World) -> None:
    resident = world.resident()
    await cries_for_help(world, resident)
    await resident.says("/status")
    await world.settle()

    await resident.taps("补充 连东海-0001")

    await resident.sees("暗语")
    await resident.sees("我记到 连东海-0001 里")
