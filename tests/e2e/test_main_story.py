"""The main job: from a resident's words to an officer, and back."""

import pytest

from bot.services.codes import CodeWords
from bot.views.texts import LOCALES
from sandbox.people import Person
from tests.e2e.world import DIALECT, World, agreed, cries_for_help, data_of, keys, sends


async def test_one_dialect_sentence_reaches_the_officer_and_its_end_reaches_the_resident(
    world: World,
) -> None:
    grandmother, officer = world.resident(), await world.duty()
    lead = world.colleagues["张主任"]

    await grandmother.says(DIALECT)
    await grandmother.sees("📞 110")
    card = await officer.sees("特急", buttons=["✅ 接单", "↩️ 退单"])
    assert "打得嗷嗷叫" in card.text
    assert "报告人还在填写" in card.text
    await world.settle()
    while "✅ 对，发送" not in keys(grandmother):
        await grandmother.presses("跳过 ▶️")
        await world.settle()
    await grandmother.presses("✅ 对，发送")
    received = await grandmother.sees("我记下了，正在叫值班的人")
    assert "编号：连东海-0001" in received.text
    assert "今天 10:05" in received.text
    assert grandmother.screen.reply_keyboard is None

    tap = await officer.taps("✅ 接单")
    assert tap.toast == "您接下了 连东海-0001"
    await grandmother.sees("值班的人已经接手了")
    await officer.sees("已接单", buttons=["📞 已联系", "❓ 问报告人", "🏁 办结"])

    await officer.taps("❓ 问报告人")
    await officer.sees("请写问题")
    await officer.says("孩子现在在哪间屋？")
    question = await grandmother.sees("孩子现在在哪间屋")
    assert "李敏" not in question.text
    await grandmother.says("在西头那间，门锁着")
    await grandmother.sees("您的回答送到了")
    await officer.sees("报告人回答了")

    await officer.taps("📞 已联系")
    await officer.taps("🏁 办结")
    await officer.sees("结果是哪一种", buttons=["查实已处置", "重复"])
    await officer.presses("查实已处置")
    await officer.sees("做了什么")
    await officer.says("派出所到场，孩子送医，父亲被带走")
    await officer.sees("怎么告诉报告人")
    await officer.presses("去看过了，情况是真的，已经处理。谢谢您。")
    await officer.sees("请再看一遍")
    await officer.presses("🏁 确定办结")
    await officer.sees("要领导同意")
    await lead.taps("✅ 同意办结", message=await lead.sees("李敏 申请办结"))
    result = await grandmother.sees("办完了", buttons=["👍 满意", "👎 不满意"])
    assert "情况是真的" in result.text
    assert "派出所" not in result.text
    await grandmother.taps("👍 满意")
    await grandmother.sees("为孩子操心")
    await world.settle()
    assert await world.referrals() == []


async def test_tap_by_tap_asks_six_questions_and_sends_with_one_tap(world: World) -> None:
    neighbour, officer = world.resident("邻居"), await world.duty()

    await neighbour.says("/report")
    first = await neighbour.sees("第 1/6 步", buttons=["没有", "◀️ 返回", "跳过 ▶️", "⏹ 停止"])
    assert "聊天没有全程加密" in first.text
    assert "不用留名字" in first.text
    await neighbour.presses("没有")
    await neighbour.sees("第 2/6 步")
    await neighbour.says("村东头的水塘没有围栏，娃娃们天天在边上玩水")
    await neighbour.sees("说完了", buttons=["✅ 说完了"])
    await neighbour.presses("✅ 说完了")
    await neighbour.sees("第 4/6 步")
    await neighbour.presses("连云港市")
    await neighbour.sees("第 4/6 步", buttons=["东海县"])
    await neighbour.presses("东海县")
    await neighbour.sees("第 4/6 步", buttons=["双店镇"])
    await neighbour.presses("双店镇")
    await neighbour.sees("第 4/6 步", buttons=["跳过 ▶️"])
    await neighbour.says("三铺村")
    await neighbour.sees("第 5/6 步")
    await neighbour.presses("4到6岁")
    await neighbour.sees("男孩", buttons=["👦 男孩"])
    await neighbour.presses("不清楚")
    await neighbour.sees("第 6/6 步")
    await neighbour.presses("能回我，不留名字（常用）")
    back = await neighbour.sees("看看对不对", buttons=["✅ 对，发送", "哪里不对"])
    for fact in ("水塘没有围栏", "东海县 双店镇 三铺村", "4-6岁"):
        assert fact in back.text
    await neighbour.presses("✅ 对，发送")
    await neighbour.sees("编号：连东海-0001")
    card = await officer.sees("🟠 紧急", buttons=["✅ 接单"])
    assert "三铺村" in card.text
    assert "邻居" not in card.text


async def test_a_returned_case_goes_to_the_lead_at_once_and_its_clock_runs_on(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    lead = world.colleagues["张主任"]
    await cries_for_help(world, resident)
    shown = await officer.sees("特急")
    before = (await world.referrals())[0].milestone_due_at

    await officer.taps("↩️ 退单")
    await officer.sees("为什么", buttons=["不属本县"])
    await officer.presses("不属本县")
    await officer.sees("该归谁办", buttons=["赣榆区未保中心", "不清楚"])
    await officer.presses("赣榆区未保中心")
    await officer.sees("请再看一遍")
    await officer.presses("↩️ 确定退单")
    await officer.sees("已退单，时限照走")
    card = await lead.sees("建议转给：赣榆区未保中心", buttons=["✅ 接单", "➡️ 按建议转出"])
    assert "已退单" in card.text
    referral = (await world.referrals())[0]
    assert referral.milestone_due_at == before

    tap = await lead.taps("➡️ 按建议转出")
    assert tap.toast == "已转给 赣榆区未保中心"
    moved = (await world.referrals())[0]
    assert moved.office_code == "320707"
    assert moved.milestone_due_at == before

    await officer.says("补一句", reply_to=shown)
    await officer.sees("不能")
    said = await world.read(lambda work: work.cases.said_in(moved.case_id))
    assert "补一句" not in [one.words for one in said]


async def test_a_second_tap_says_who_was_first_and_redraws(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    card = await officer.sees("特急")
    await world.advance(minutes=3)
    await world.advance(minutes=2)
    backup = await world.duty("backup")
    await backup.sees("特急")

    await officer.taps("✅ 接单", message=card)
    await world.advance(minutes=2)
    tap = await backup.taps_data(data_of(card, "✅ 接单"))

    assert tap.toast == "李敏 在 2 分钟前已经接了"
    drawn = await backup.sees("承办：李敏")
    assert "✅ 接单" not in drawn.labels


async def test_a_discontented_resident_opens_the_case_again_once(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    number = await _closed(world, resident, officer)

    await resident.taps("👎 不满意")
    await resident.sees("哪里没办好")
    await resident.says("人又回来打了")
    await resident.sees(f"{number} 重新打开了")
    await officer.sees("请接单", buttons=["✅ 接单"])
    assert [referral.state for referral in await world.referrals()] == ["paging"]
    for person in (officer, world.colleagues["张主任"]):
        former = await person.sees("状态：已重新打开，请看新的卡片")
        assert former.labels == ()


async def test_what_is_over_is_opened_again_from_the_list(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    number = await _closed(world, resident, officer)
    await resident.says("/status")
    await resident.sees("又出事了", buttons=[f"再反映 {number}"])
    await resident.taps(f"再反映 {number}")
    await resident.sees("哪里没办好")
    await resident.says("又打起来了，还在哭，快来人")
    await officer.sees("又打起来了")
    assert [one.state for one in await world.referrals()] == ["paging"]
    await resident.says("/status")
    assert f"再反映 {number}" not in (await resident.sees("您说过的事")).labels


@pytest.fixture
def frightening_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give out a code whose words would be read as an emergency."""
    words = (LOCALES / "zh-CN" / "code-words.txt").read_text("utf-8").split()
    places = "-".join(str(words.index(word)) for word in ("葡萄", "菜刀", "医院", "松树"))
    monkeypatch.setattr(CodeWords, "make", lambda _: places)


@pytest.mark.usefixtures("frightening_code")
async def test_two_phones_share_a_case_by_number_and_code(world: World) -> None:
    resident, other = world.resident(), world.resident("另一部手机")
    await cries_for_help(world, resident)
    await sends(world, resident)
    received = await resident.sees("暗语")
    code = received.text.split("暗语：")[1].splitlines()[0]

    await other.says("/check")
    await other.sees("编号")
    await other.says("连东海-0001")
    await other.sees("四个词")
    assert code == "葡萄 菜刀 医院 松树"
    await other.says(code.replace(" ", "，"))
    await other.sees("连东海-0001")
    await other.says("/check")
    await other.sees("编号")
    await other.says(f"连东海0001，暗语：{code}")
    await other.sees("连东海-0001")
    await other.says("/check")
    await other.sees("编号")
    await other.says("连东海-0001")
    await other.sees("四个词")
    await other.says("太阳 月亮 星星 白云")
    await other.sees("对不上")


async def _closed(world: World, resident: Person, officer: Person) -> str:
    await cries_for_help(world, resident)
    await officer.sees("特急")
    await sends(world, resident)
    await officer.taps("✅ 接单")
    await officer.sees("已接单", buttons=["🏁 办结"])
    await officer.taps("🏁 办结")
    await world.settle()
    for words in ("帮扶已落实", None, "该帮的已经帮上了。谢谢您。", "🏁 确定办结"):
        if words is None:
            await officer.says("送了米面")
        else:
            await officer.presses(words)
        await world.settle()
    await agreed(world)
    await resident.sees("办完了")
    officer.reads_all()
    return "连东海-0001"


async def test_very_long_words_of_an_officer_close_a_case_all_the_same(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await sends(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    await officer.taps("❓ 问报告人")
    await officer.says("问" * 4096)
    await world.settle()
    await resident.says("答" * 4096)
    await world.settle()
    await officer.taps("🏁 办结")
    await world.settle()
    await officer.presses("其他")
    await officer.says("<i>做" * 1000)
    await world.settle()
    await officer.says("告诉" * 2000)
    await world.settle()
    await officer.presses("🏁 确定办结")
    await world.settle()
    await agreed(world)
    await resident.sees("办完了")
    assert await world.referrals() == []


async def test_words_that_are_not_understood_are_asked_after_danger(world: World) -> None:
    anna = world.resident("Anna", language="en")
    await anna.says("The small one of the house next door looks unwell these days")
    await anna.sees("danger", buttons=["⏹ Stop"])
    assert any("danger" in key for key in keys(anna))


async def test_a_colleague_with_a_very_long_name_is_named_in_the_toast_as_far_as_it_goes(
    world: World,
) -> None:
    lead = world.colleagues["张主任"]
    await lead.says("/invite 值班员 " + "龘" * 41)
    await world.settle()
    assert not any("?start=" in message.text for message in lead.unread())


async def test_words_that_happen_to_name_a_text_are_only_words(world: World) -> None:
    resident, officer, lead = world.resident(), await world.duty(), world.colleagues["张主任"]
    await cries_for_help(world, resident)
    await sends(world, resident)
    await officer.taps("↩️ 退单")
    await world.settle()
    await officer.says("received")
    await world.settle()
    await officer.presses("不清楚")
    await world.settle()
    await officer.presses("↩️ 确定退单")
    await lead.sees("退单理由：received")
    await lead.taps("✅ 接单")
    await world.settle()
    await lead.taps("🏁 办结")
    await world.settle()
    for answer in ("其他", None, None, "🏁 确定办结"):
        await (lead.says("received") if answer is None else lead.presses(answer))
        await world.settle()
    await resident.sees("received")
