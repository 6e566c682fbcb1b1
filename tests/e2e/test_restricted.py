"""Sexual abuse is read by named persons only, and each reading is on the timeline."""

from bot.demo import COUNTY
from bot.flows.dialogue import Entry
from bot.flows.draft import Draft
from bot.services.intake import Intake
from bot.views.cards import encode_action
from storage.records import Referral
from storage.work import UnitOfWork
from tests.e2e.world import World, data_of

WORDS = "只有点了名的人能看的话"


async def restricted_case(world: World) -> Referral:
    """Make a case of sexual abuse in 东海县; the officer on duty is called for it."""
    now = world.clock.now()

    def make(work: UnitOfWork) -> int:
        reporter = work.people.meet("900001", language="zh-CN", now=now)
        draft = Draft(
            entries=(Entry(text=WORDS),), county_code=COUNTY, danger="yes", category="SEX"
        )
        case_id = Intake(world.bot.hotline, work, now).file(reporter, draft, complete=True)
        referral = work.referrals.current_of(case_id)
        assert referral is not None
        return referral.id

    referral_id = await world.database.write(make)
    await world.settle()
    return await world.read(lambda work: work.referrals.get(referral_id))


async def kinds(world: World, case_id: int) -> list[tuple[str, str]]:
    """Return what happened in the case, and by whom."""

    def told(work: UnitOfWork) -> list[tuple[str, str]]:
        return [
            (one.kind, work.staff.get(one.staff_id).name if one.staff_id else "")
            for one in work.timeline.of(case_id)
        ]

    return await world.read(told)


async def test_whoever_was_not_called_sees_that_there_is_a_case_and_no_more(world: World) -> None:
    referral = await restricted_case(world)
    on_duty, other = await world.duty(), world.colleagues["陈刚"]
    card = await on_duty.sees("限制查看")
    assert WORDS in card.text

    await other.says("/open")
    listed = await other.sees("限制查看，只有指定的人能看")
    assert "性侵" not in listed.text
    assert not any("连东海" in label for label in listed.labels)
    for act in ("show", "words", "accept", "note", "level", "kind", "place", "ask", "close"):
        tap = await other.taps_data(encode_action(act, referral.id, referral.version))
        assert "不能办" in (tap.toast or ""), act
    await world.settle()
    assert not any(WORDS in message.text for message in other.unread())


async def test_each_reading_of_a_restricted_case_is_on_its_timeline(world: World) -> None:
    referral = await restricted_case(world)
    on_duty, lead = await world.duty(), world.colleagues["张主任"]
    await on_duty.taps("✅ 接单", message=await on_duty.sees("限制查看"))
    await world.settle()

    await lead.says("/open")
    listed = await lead.sees("未结案件")
    await lead.taps_data(data_of(listed, "🔴 连东海-0001"))
    assert WORDS in (await lead.sees("限制查看")).text
    await lead.taps_data(encode_action("words", referral.id, referral.version))
    await lead.sees(WORDS)
    await world.settle()

    read = [by for kind, by in await kinds(world, referral.case_id) if kind == "read"]
    assert read == ["张主任", "张主任"]


async def test_a_card_goes_blank_when_its_case_becomes_restricted(world: World) -> None:
    now = world.clock.now()

    def make(work: UnitOfWork) -> int:
        reporter = work.people.meet("900001", language="zh-CN", now=now)
        draft = Draft(
            entries=(Entry(text=WORDS),), county_code=COUNTY, danger="yes", category="ABU"
        )
        case_id = Intake(world.bot.hotline, work, now).file(reporter, draft, complete=True)
        return work.referrals.current_of(case_id).id

    referral_id = await world.database.write(make)
    on_duty, other = await world.duty(), world.colleagues["陈刚"]
    await other.taps_data(encode_action("show", referral_id, 1))
    assert WORDS in (await other.sees("特急")).text
    await on_duty.sees("特急")

    await on_duty.taps_data(f"m:kind:SEX:{referral_id}")
    blank = await other.sees("您现在不能看")
    assert WORDS not in blank.text
    assert not blank.labels
    assert WORDS in (await on_duty.sees("限制查看")).text
