"""Whole stories of five reporters, each as one transcript from the first word to the last."""

import re

from sandbox.messages import ScreenMessage
from sandbox.people import Person
from sandbox.posts import Attachment
from tests.e2e.test_talk import media_of, shown_by
from tests.e2e.world import DIALECT, World, agreed, sends

NAMES = ("李敏", "王芳", "陈刚", "张主任", "赵科长")


async def presses(world: World, person: Person, label: str) -> None:
    """Press a key once everything before is answered, and wait for the answer."""
    await world.settle()
    await person.presses(label)
    await world.settle()


async def taps(
    world: World, person: Person, label: str, *, message: ScreenMessage | None = None
) -> None:
    """Tap a button once everything before is answered, and wait for the answer."""
    await world.settle()
    await person.taps(label, message=message)
    await world.settle()


async def closes(world: World, officer: Person, outcome: str, told: str) -> None:
    """Let the officer close the case whose card is newest."""
    await taps(world, officer, "🏁 办结")
    await officer.sees("结果是哪一种")
    await presses(world, officer, outcome)
    await officer.sees("做了什么")
    await officer.says("上门看过，已经安排")
    await officer.sees("怎么告诉报告人")
    await officer.says(told)
    await officer.sees("请再看一遍")
    await presses(world, officer, "🏁 确定办结")
    await world.settle()
    await agreed(world)


def knows_nobody(world: World, reporter: Person, *officers: Person) -> None:
    """Check that neither side was ever told who the other is."""
    for officer in officers:
        assert reporter.name not in shown_by(officer)
        assert str(reporter.id) not in shown_by(officer)
    assert not any(name in shown_by(reporter) for name in NAMES)
    sent = [one for one in world.sandbox.wire if one.method.lower().startswith("forward")]
    assert not sent


async def test_an_anonymous_neighbour_talks_with_the_officer_both_ways(world: World) -> None:
    neighbour, officer = world.resident("钱桂花"), await world.duty()
    await neighbour.says(DIALECT)
    await neighbour.sees("📞 110")
    await officer.sees("特急", buttons=["✅ 接单"])
    await presses(world, neighbour, "⏹ 停止")
    await neighbour.sees("先停一下吗")
    await presses(world, neighbour, "就这样发送")
    await neighbour.sees("编号：连东海-0001")
    await taps(world, officer, "✅ 接单")
    await neighbour.sees("值班的人已经接手了")

    await taps(world, officer, "❓ 问报告人")
    await officer.sees("请写问题")
    asked = await officer.says("孩子现在哪间物？")
    await neighbour.sees("哪间物")
    await officer.edits(asked, "孩子现在哪间屋？")
    question = await neighbour.sees("哪间屋")
    await neighbour.says("西头那间，门锁着", reply_to=question)
    await neighbour.sees("您的回答送到了")
    card = await officer.sees("西头那间")
    assert "✅ 已送达" in card.text

    await taps(world, officer, "❓ 问报告人")
    await world.settle()
    await officer.sends_album([Attachment("photo", caption="是哪个门？"), None])
    await world.advance(seconds=3)
    await neighbour.sees("是哪个门")
    assert len({one.album for one in media_of(neighbour)}) == 1
    await neighbour.sends_voice()
    await neighbour.sees("您的回答送到了")
    await neighbour.sends_document(name="钱桂花的记录.txt")
    await neighbour.sees("您的回答送到了")
    await world.settle()
    await world.advance(seconds=3)
    kinds = [one.media.kind for one in media_of(officer) if one.media]
    assert {"voice", "document"} <= set(kinds)
    assert not any(
        "钱桂花" in one.media.file.name
        for one in media_of(officer)
        if one.media and one.media.file and one.media.file.name
    )

    await taps(world, officer, "📞 已联系")
    await neighbour.sees("已经有人在办了")
    await closes(world, officer, "查实已处置", "民警和我们都去了，孩子安全了。")
    await neighbour.sees("孩子安全了", buttons=["👍 满意"])
    await taps(world, neighbour, "👍 满意")
    await neighbour.sees("为孩子操心")
    knows_nobody(world, neighbour, officer)


async def test_a_grandmother_keeps_three_matters_apart(world: World) -> None:
    grandmother, officer = world.resident("王奶奶"), await world.duty()
    matters = (
        "东海县双店镇，我孙子的孤儿补助三个月没到账",
        "东海县双店镇村东头那个水塘没有围栏，娃娃们天天去玩",
        "东海县双店镇，想问问寒假哪里有人带孩子写作业",
    )
    for place, words in enumerate(matters):
        await grandmother.says(words)
        await world.settle()
        if place:
            await presses(world, grandmother, "另一件事")
            await world.settle()
        await sends(world, grandmother)
        await grandmother.sees(f"编号：连东海-000{place + 1}")
    await grandmother.says("/status")
    listed = await grandmother.sees("您说过的事")
    assert all(f"连东海-000{number}" in listed.text for number in (1, 2, 3))

    await grandmother.says("水塘那里连个牌子都没立")
    await presses(world, grandmother, "补充 连东海-0002")
    await officer.sees("连个牌子都没立")

    await grandmother.says("/withdraw")
    await grandmother.sees("要撤回哪一件")
    await grandmother.says("那个补助到底啥时候能到账呀？")
    await grandmother.sees("这句话我另外记下了")
    await presses(world, grandmother, "补充 连东海-0001")
    await officer.sees("啥时候能到账")
    await grandmother.says("/withdraw")
    await grandmother.sees("要撤回哪一件")
    await presses(world, grandmother, "连东海-0003")
    await grandmother.sees("真的要撤回吗")
    await presses(world, grandmother, "撤回")
    await grandmother.sees("连东海-0003 撤回了")
    await officer.sees("按“报告人撤回”办结了")

    cards = [one for one in officer.screen.messages if "补助三个月" in one.text]
    await taps(world, officer, "✅ 接单", message=officer.now_shows(cards[-1]))
    await grandmother.sees("连东海-0001：值班的人已经接手了")
    await world.settle()
    assert len(await world.referrals()) == 2
    knows_nobody(world, grandmother, officer)


async def test_a_teacher_reports_as_the_law_asks_and_can_show_it(world: World) -> None:
    teacher, head, officer = world.resident("周文静"), world.resident("校长"), await world.duty()
    await teacher.says("我是东海县双店镇小学的老师，班上王小明胳膊上都是伤，他说是爸爸打的")
    await world.settle()
    await sends(world, teacher)
    await teacher.sees("工作上必须报告的吗")
    await taps(world, teacher, "👩‍🏫 学校、幼儿园")
    receipt = await teacher.sees("强制报告回执")
    found = re.search(r"HZ-\w{4}-\w{4}", receipt.text)
    assert found
    number = found.group()
    await head.says(f"/receipt {number}")
    await head.sees("是真的")
    await officer.says(f"/receipt {number}")
    told = await officer.sees("是真的")
    assert "连东海" not in told.text

    await world.advance(minutes=1)
    await taps(world, officer, "✅ 接单")
    await taps(world, officer, "📞 已联系")
    await closes(world, officer, "查实已处置", "已经处理，谢谢您。")
    await teacher.sees("已经处理")
    teacher.reads_all()
    await teacher.says("/receipt")
    again = await teacher.sees("已办结：2026-11-24 10:01")
    assert number in again.text
    for word in ("王小明", "爸爸", "查实", "连东海", "双店"):
        assert word not in again.text
        assert word not in shown_by(head)
    knows_nobody(world, teacher, officer)


async def test_a_complaint_about_the_county_is_dealt_with_by_the_city(world: World) -> None:
    resident, officer, lead = (
        world.resident("孙老师"),
        await world.duty(),
        world.colleagues["张主任"],
    )
    city = world.colleagues["赵科长"]
    await resident.says("东海县双店镇有个小孩，跟奶奶过，补助没到账")
    await world.settle()
    await sends(world, resident)
    await taps(world, officer, "✅ 接单")
    await world.settle()

    await resident.says("/complain")
    await resident.sees("投诉哪里的工作人员")
    await presses(world, resident, "办 连东海-0001 的人")
    await resident.sees("怎么回事")
    await resident.says("打电话过去，值班员骂我多管闲事")
    await resident.sees("被投诉的单位看不到")
    await city.sees("骂我多管闲事", buttons=["✅ 接单"])
    await taps(world, city, "✅ 接单")
    await resident.sees("值班的人已经接手了")

    await taps(world, city, "❓ 问报告人")
    await city.sees("请写问题")
    await city.says("是哪天打的电话？")
    await resident.sees("是哪天打的电话")
    await resident.says("昨天下午三点多")
    await city.sees("昨天下午三点多")
    await closes(world, city, "查实已处置", "已经批评教育，向您道歉。")
    await resident.sees("向您道歉")
    for person in (officer, lead):
        for command in ("/open", "/mine"):
            await person.says(command)
            await world.settle()
        assert "多管闲事" not in shown_by(person)
        assert "昨天下午三点多" not in shown_by(person)
        assert "连-0001" not in shown_by(person)
    knows_nobody(world, resident, officer, lead, city)


async def test_a_childs_phone_is_taken_by_whom_it_fears(world: World) -> None:
    child, officer = world.resident("小雨"), await world.duty()
    await child.says("我在东海县双店镇，我爸天天打我，脸上都是血，我十二岁")
    await child.sees("📞 110")
    await officer.sees("特急")
    await presses(world, child, "⏹ 停止")
    await child.sees("先停一下吗")
    await presses(world, child, "就这样发送")
    received = await child.sees("暗语")
    code = received.text.split("暗语：")[1].splitlines()[0]

    await child.says("/hours")
    await child.sees("不会给您惹麻烦")
    await child.says("中午12点到1点")
    await child.sees("别人会看吗")
    await presses(world, child, "别人也会看")
    await child.sees("记下了")
    await taps(world, officer, "✅ 接单")
    await taps(world, officer, "❓ 问报告人")
    await officer.sees("请写问题")
    await officer.says("你现在安全吗？")
    await officer.sees("不要等回答。请走别的办法")
    await world.settle()
    assert "你现在安全吗" not in shown_by(child)

    await world.advance(hours=2, minutes=1)
    await child.sees("您有一条新消息", buttons=["打开"])
    await child.says("/stop")
    gone = await child.sees("好了。")
    await world.settle()
    assert [one.text for one in child.screen.messages] == [gone.text]
    await world.advance(minutes=3)
    assert not child.screen.messages

    # Now the father has the phone in his hands.
    for words in ("/status", "/start", "/withdraw", "/receipt", "你们跟我女儿说什么了？"):
        await child.says(words)
        await world.settle()
    await world.advance(days=1)
    for word in ("连东海-0001", "打我", "你现在安全吗", "值班的人已经接手", code):
        assert word not in shown_by(child)
    await taps(world, officer, "❓ 问报告人")
    await officer.sees("请写问题")
    await officer.says("我们明天去学校找你")
    await officer.sees("停了消息，这句话先留着")
    await world.settle()
    assert "明天去学校" not in shown_by(child)
    referral = next(one for one in await world.referrals() if one.level == 1)
    assert referral.is_open

    await child.says("/check")
    await world.settle()
    await child.says(f"连东海0001 {code}")
    await child.sees("🔎 连东海-0001")
    knows_nobody(world, child, officer)
