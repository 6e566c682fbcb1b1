"""Whoever harasses is slowed and put in line; no report is lost, and no emergency waits."""

from sandbox.people import Person
from storage.database import open_database
from storage.encryption import Vault
from tests.e2e.test_talk import in_hand, shown_by
from tests.e2e.world import DIALECT, World, county, cries_for_help, policies, sends


async def marks(world: World, officer: Person, command: str) -> None:
    """Let the officer answer the newest card with a command."""
    card = [one for one in officer.screen.messages if "受理已" in one.text][-1]
    await officer.says(command, reply_to=card)
    await world.settle()


async def reports(world: World, resident: Person, words: str) -> None:
    """Let somebody with an open case report another matter."""
    await resident.says(words)
    await world.settle()
    await resident.presses("另一件事")
    await world.settle()
    await sends(world, resident)


async def test_a_marked_reporters_next_report_waits_quietly_and_is_not_lost(world: World) -> None:
    resident, officer = await in_hand(world)
    await marks(world, officer, "/abusive")
    await officer.sees("记为恶意骚扰", buttons=[])
    world.forget()

    await reports(world, resident, "东海县双店镇另一家的助学金没发")
    assert "助学金" not in shown_by(officer)
    await officer.says("/quiet")
    await officer.sees("安静列表", buttons=["🟡 连东海-0002"])
    await officer.says("/open")
    listed = await officer.sees("连东海-0002")
    assert "🤫" in listed.text
    await world.bot.auditor.look()

    await world.advance(days=1)
    called = await (await world.duty()).sees("助学金")
    assert "🤫 报告人被记为恶意骚扰" in called.text


async def test_words_of_danger_from_a_marked_reporter_call_at_once(world: World) -> None:
    resident, officer = await in_hand(world)
    await marks(world, officer, "/abusive")
    world.forget()
    await resident.says("今天天气不错")
    await world.settle()
    await resident.presses("补充 连东海-0001")
    await world.settle()
    assert not any("报告人有补充" in one.text for one in officer.unread())
    await resident.says(DIALECT)
    await officer.sees("级别升了")
    await world.settle()

    await resident.presses("另一件事")
    await officer.sees("连东海-0002")


async def test_a_mark_is_lifted_and_a_hoax_is_marked_and_stays(world: World) -> None:
    resident, officer = await in_hand(world)
    await marks(world, officer, "/hoax")
    await officer.sees("🎭 疑似恶作剧")
    await marks(world, officer, "/abusive")
    await marks(world, officer, "/abusive off")
    await officer.sees("记号去掉了")
    await marks(world, officer, "/hoax off")
    await officer.sees("恶作剧记号去掉了")
    await world.settle()
    (referral,) = await world.referrals()
    assert not await world.read(lambda work: work.quiet.marks_of(referral.case_id))
    world.forget()
    await reports(world, resident, "东海县双店镇另一家的助学金没发")
    await officer.sees("请接单")


async def test_only_who_holds_a_case_or_stands_above_may_mark(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await resident.says("东海县双店镇有个小孩，跟奶奶过，补助没到账")
    await world.settle()
    await sends(world, resident)
    await officer.sees("请接单")
    await marks(world, officer, "/abusive")
    await officer.sees("您不能办这件事")
    await officer.says("/abusive")
    await officer.sees("请“回复”那张案件卡片")
    await resident.says("/abusive")
    await world.settle()
    assert await world.read(
        lambda work: (
            not work.quiet.has_marked_reporter(
                work.referrals.open_in(world.bot.hotline.offices.by_code)[0].case_id
            )
        )
    )


async def test_too_many_reports_of_one_person_stand_in_line_with_a_word(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    for number in range(8):
        words = f"东海县双店镇第{number}家的孩子补助没到账"
        if number:
            await reports(world, resident, words)
        else:
            await resident.says(words)
            await world.settle()
            await sends(world, resident)
    await resident.sees("正在排队，一件也不丢")
    assert len(await world.referrals()) == 8
    assert "第7家" not in shown_by(officer)
    await world.advance(days=1)
    await (await world.duty()).sees("第7家")


async def test_a_flood_from_everywhere_leaves_the_phones_to_emergencies(
    sqlite_url: str, vault: Vault
) -> None:
    config = policies()
    few = config.dialogue.model_copy(update={"reports_per_minute_at_once": 3})
    config = config.model_copy(update={"dialogue": few})
    async with county(open_database(sqlite_url, vault), config=config) as world:
        officer = await world.duty()
        for number in range(4):
            resident = world.resident(f"某人{number}")
            await resident.says(f"东海县双店镇第{number}家的孩子补助没到账")
            await world.settle()
            await sends(world, resident)
        assert "第1家" in shown_by(officer)
        assert "第3家" not in shown_by(officer)
        await cries_for_help(world, world.resident("邻居"))
        await officer.sees("特急")
        assert len(await world.referrals()) == 5
