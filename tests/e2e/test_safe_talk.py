"""A reporter whose phone is not safe: hours, neutral words, and a chat emptied at once."""

from datetime import UTC, datetime, timedelta

from sandbox.people import Person
from tests.e2e.test_talk import asks, in_hand, shown_by
from tests.e2e.world import DIALECT, World, cries_for_help

TELLING = ("热线", "编号", "值班", "孩子", "连东海", "补助", "报告")


async def wishes(world: World, resident: Person, hours: str, phone: str) -> None:
    """Let a reporter say when and how openly they may be written to."""
    await resident.says("/hours")
    await resident.sees("不会给您惹麻烦")
    await resident.says(hours)
    await resident.sees("别人会看吗")
    await resident.presses(phone)
    await resident.sees("记下了")
    await world.settle()
    world.forget()


async def test_nothing_but_what_they_ask_is_sent_outside_a_reporters_hours(world: World) -> None:
    resident, officer = await in_hand(world)
    await wishes(world, resident, "晚上8点到10点", "只有我看")

    await asks(world, officer, "奶奶多大年纪？")
    told = await officer.sees("送到。现在不会发")
    assert "今天 20:00" in told.text
    await officer.taps("📞 已联系")
    await world.advance(hours=5)
    assert not resident.unread()
    await resident.says("/status")
    await resident.sees("连东海-0001")

    await world.advance(hours=5, minutes=1)
    await resident.sees("奶奶多大年纪")
    await resident.sees("已经有人在办了")
    await world.settle()
    cards = [one.text for one in officer.screen.messages if "受理已" in one.text]
    assert "✅ 已送达" in cards[-1]


async def test_a_clock_set_back_keeps_no_letter_for_weeks(world: World) -> None:
    resident, officer = await in_hand(world)
    await wishes(world, resident, "晚上8点到10点", "只有我看")
    await asks(world, officer, "奶奶多大年纪？")
    world.clock.jump_to(world.clock.now() - timedelta(weeks=3))
    await world.advance(minutes=1)
    await world.advance(hours=2)
    assert not resident.unread()
    await world.advance(hours=9)
    await resident.sees("奶奶多大年纪")


async def test_an_officer_is_told_to_go_another_way_in_an_emergency(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await wishes(world, resident, "20:00-22:00", "只有我看")
    await officer.taps("✅ 接单")
    await world.settle()
    await asks(world, officer, "孩子在哪间屋？")
    await officer.sees("不要等回答。请走别的办法")
    assert "哪间屋" not in shown_by(resident)


async def test_a_draft_is_reminded_of_only_in_safe_hours(world: World) -> None:
    resident = world.resident()
    await wishes(world, resident, "20:00-22:00", "只有我看")
    await resident.says("东海县双店镇有个孩子的补助想问问怎么办")
    await world.settle()
    resident.reads_all()
    await world.advance(minutes=31)
    assert not resident.unread()
    await world.advance(hours=10)
    await resident.sees("给您留着")


async def test_the_number_of_what_was_sent_unfinished_is_told_in_safe_hours(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await wishes(world, resident, "20:00-22:00", "只有我看")
    await cries_for_help(world, resident)
    await officer.sees("特急")
    resident.reads_all()
    await world.advance(minutes=31)
    assert not resident.unread()
    case_id = (await world.referrals())[0].case_id
    assert (await world.read(lambda work: work.cases.get(case_id))).complete
    await world.advance(hours=10)
    await resident.sees("我先把知道的送上去了")


async def test_a_shared_phone_shows_content_only_after_a_tap(world: World) -> None:
    resident, officer = await in_hand(world)
    await wishes(world, resident, "晚上8点到10点", "别人也会看")
    await asks(world, officer, "奶奶多大年纪？")
    await world.advance(hours=10, minutes=1)
    shown = await resident.sees("您有一条新消息", buttons=["打开"])
    assert not any(word in shown.text for word in TELLING)
    assert "奶奶" not in shown_by(resident).replace("您有一条新消息", "").split("补助没到账")[-1]

    await resident.taps("打开", message=shown)
    opened = await resident.sees("奶奶多大年纪", buttons=["看完了，收起来"])
    await resident.taps("看完了，收起来", message=opened)
    await resident.sees("您有一条新消息")
    await world.settle()
    assert "奶奶多大年纪" not in shown_by(resident)
    await resident.says("七十八了")
    await officer.sees("七十八了")


async def test_stop_empties_the_chat_at_once_and_the_case_goes_on(world: World) -> None:
    child, officer = world.resident("小孩"), await world.duty()
    await child.says(DIALECT)
    await child.sees("📞 110")
    told = await child.sees("已经送到值班的人那里")
    await officer.sees("特急")

    await child.says("/stop")
    gone = await child.sees("好了。")
    await world.settle()
    assert [one.text for one in child.screen.messages] == [gone.text]
    assert not any(word in gone.text for word in TELLING)
    assert child.screen.reply_keyboard is None
    assert len(await world.referrals()) == 1

    await officer.taps("✅ 接单")
    await world.settle()
    await asks(world, officer, "你在哪间屋？")
    await officer.sees("停了消息，这句话先留着")
    await officer.sees("不要等回答。请走别的办法")
    await world.advance(minutes=3)
    assert not child.screen.messages

    # What was told at once is good for ever: the child asks from a phone that is safe.
    number, code = (told.text.split(name)[1].splitlines()[0] for name in ("编号：", "暗语："))
    safe = world.resident("同学")
    await safe.says(f"{number} {code}")
    await safe.sees(f"🔎 {number}")


async def test_a_draft_that_is_stopped_goes_to_the_office_as_it_is(world: World) -> None:
    child, officer = world.resident("小孩"), await world.duty()
    await child.says("东海县双店镇，我跟奶奶过，补助没到账")
    await world.settle()
    assert await world.referrals() == []
    await child.says("/stop")
    await officer.sees("补助没到账")
    await world.settle()
    await world.advance(minutes=45)
    await world.advance(days=1)
    assert not child.screen.messages


async def test_what_was_hidden_is_shown_again_only_to_who_knows_the_code(world: World) -> None:
    resident, officer = await in_hand(world)
    received = next(one.text for one in resident.screen.messages if "暗语" in one.text)
    code = received.split("暗语：")[1].splitlines()[0]
    await resident.says("/stop")
    await resident.sees("好了。")
    await asks(world, officer, "奶奶多大年纪？")

    await resident.says("/status")
    await resident.sees("这里没有您说过的事")
    await resident.says("在吗")
    await world.settle()
    assert "连东海-0001" not in shown_by(resident)
    assert "奶奶" not in shown_by(resident)

    await resident.says("/check")
    await world.settle()
    await resident.says(f"连东海0001 {code}")
    await resident.sees("🔎 连东海-0001")
    await resident.sees("奶奶多大年纪")


async def test_messages_older_than_two_days_stay_and_the_rest_goes(world: World) -> None:
    resident, _ = await in_hand(world)
    old = [one.message_id for one in resident.screen.messages]
    await world.advance(hours=50)
    await resident.says("/status")
    await resident.sees("连东海-0001")
    await resident.says("/stop")
    await resident.sees("超过两天的我删不掉")
    await world.advance(minutes=3)
    assert [one.message_id for one in resident.screen.messages] == old


async def test_lines_that_nobody_can_delete_any_more_are_forgotten(world: World) -> None:
    await in_hand(world)
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)
    resident_id = (
        await world.read(
            lambda work: work.cases.reports_of(
                work.referrals.open_in(world.bot.hotline.offices.by_code)[0].case_id
            )
        )
    )[0].person_id
    assert await world.read(lambda work: work.lines.standing(resident_id, long_ago))
    await world.advance(hours=49)
    assert not await world.read(lambda work: work.lines.standing(resident_id, long_ago))
