"""What officers add to a case and read of it, over the wire."""

from tests.e2e.world import DIALECT, World, cries_for_help, sends


async def test_an_album_and_words_are_noted_until_the_officer_has_done(world: World) -> None:
    officer = await world.duty()
    await cries_for_help(world, world.resident())
    await officer.taps("📝 记录")
    await officer.sees("可以发好几条")

    await officer.sends_album([None, None, None])
    await officer.says("门锁着，邻居在")
    await world.settle()
    await officer.sees("还有要记的", buttons=["✅ 说完了"])
    await officer.presses("✅ 说完了")
    await officer.sees("记完了")

    referral = (await world.referrals())[0]
    said = await world.read(lambda work: work.cases.said_in(referral.case_id))
    notes = [one for one in said if one.kind == "note"]
    assert [one.words for one in notes] == [None, None, None, "门锁着，邻居在"]
    assert officer.screen.reply_keyboard is None


async def test_words_that_a_card_has_no_room_for_are_a_tap_away(world: World) -> None:
    officer = await world.duty()
    await cries_for_help(world, world.resident(), DIALECT + "他家在河边。" * 660)
    card = await officer.sees("特急", buttons=["📄 看全文"])
    assert card.text.count("他家在河边") < 660

    await officer.taps("📄 看全文")
    await world.settle()

    shown = "".join(message.text for message in officer.screen.messages[-2:])
    assert shown.count("他家在河边") >= 659


async def test_without_words_to_say_a_case_is_not_closed(world: World) -> None:
    officer = await world.duty()
    await cries_for_help(world, world.resident())
    await officer.taps("✅ 接单")
    await world.settle()
    await officer.taps("🏁 办结")
    await officer.sees("结果是哪一种")
    await officer.presses("查实已处置")
    await officer.sees("做了什么")

    await officer.sends_photo(caption="看照片")

    await officer.sees("这一步请打字")
    assert await world.officer_of("连东海-0001") == officer.name


async def test_a_contact_as_a_question_arrives_with_its_number(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await sends(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    await officer.taps("❓ 问报告人")
    await world.settle()

    await officer.sends_contact("+8651887654321")

    asked = await resident.sees("值班的人想问您")
    assert "51887654321" in asked.text
