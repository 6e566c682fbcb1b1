"""An urgent case is closed with a lead's word; until then it is open and its clock runs."""

import pytest

from bot.views.cards import encode_action
from bot.views.menus import encode_tap
from sandbox.messages import ScreenMessage
from sandbox.people import Person
from storage.work import UnitOfWork
from tests.e2e.test_restricted import restricted_case
from tests.e2e.test_visits import held
from tests.e2e.world import World

NUMBER = "连东海-0001"
TOLD = "去看过了，情况是真的，已经处理。谢谢您。"


async def wants_to_close(world: World, officer: Person) -> None:
    """Let the holder go through the closing form."""
    await officer.taps("🏁 办结")
    await world.settle()
    for words in ("查实已处置", None, TOLD, "🏁 确定办结"):
        await (officer.says("孩子送到了姑姑家") if words is None else officer.presses(words))
        await world.settle()


async def test_a_lead_agrees_and_only_then_the_reporter_is_told(world: World) -> None:
    resident, lead = world.resident(), world.colleagues["张主任"]
    officer = await held(world, resident)
    await wants_to_close(world, officer)
    await officer.sees("要领导同意才能办结")
    assert not any("办完了" in message.text for message in resident.unread())
    assert len(await world.referrals()) == 1

    card = await lead.sees("请看一看能不能办结", buttons=["✅ 同意办结", "✖ 不同意"])
    for fact in ("李敏 申请办结：查实已处置", "孩子送到了姑姑家", TOLD):
        assert fact in card.text
    tap = await lead.taps("✅ 同意办结", message=card)
    assert "已办结" in (tap.toast or "")
    await officer.sees("张主任 同意办结，连东海-0001 已办结")
    await resident.sees("办完了")
    await world.settle()
    assert await world.referrals() == []
    tap = await lead.taps_data(_data(card, "approve"))
    assert tap.toast


async def test_a_lead_says_no_and_the_case_stays_open_with_the_reason(world: World) -> None:
    resident, lead = world.resident(), world.colleagues["张主任"]
    officer = await held(world, resident)
    await wants_to_close(world, officer)
    before = (await world.referrals())[0]
    await lead.taps("✖ 不同意", message=await lead.sees("请看一看能不能办结"))
    await lead.sees("还缺什么", buttons=["还没有见到孩子"])
    await lead.presses("还没有见到孩子")
    await lead.sees("已告诉承办人")
    card = await officer.sees("领导不同意办结，案件还在您手上")
    assert "不同意办结：还没有见到孩子" in card.text
    after = (await world.referrals())[0]
    assert after.next_deadline_at == before.next_deadline_at
    assert not any("办完了" in message.text for message in resident.unread())


async def test_an_unanswered_wish_is_asked_again_and_of_the_city(world: World) -> None:
    officer = await held(world)
    lead, city = world.colleagues["张主任"], world.colleagues["赵科长"]
    await wants_to_close(world, officer)
    await lead.sees("请看一看能不能办结")
    lead.reads_all()
    await world.advance(minutes=31)
    await lead.sees("请看一看能不能办结")
    card = await city.sees("请看一看能不能办结")
    await world.advance(hours=1)
    await officer.sees("时限已到：首次联系")

    await city.taps("✅ 同意办结", message=card)
    await world.settle()
    assert await world.referrals() == []
    await world.advance(hours=2)
    assert not any("办结申请" in message.text for message in lead.unread())


async def test_nobody_agrees_to_their_own_wish_and_no_officer_to_a_colleagues(
    world: World,
) -> None:
    officer = await held(world)
    await wants_to_close(world, officer)
    referral = (await world.referrals())[0]
    for person in (officer, world.colleagues["陈刚"]):
        for act in ("approve", "refuse"):
            tap = await person.taps_data(encode_action(act, referral.id, referral.version))
            assert tap.toast
    await world.settle()
    assert len(await world.referrals()) == 1


async def test_who_serves_above_as_well_does_not_agree_to_their_own_wish(world: World) -> None:
    officer = await held(world)
    await wants_to_close(world, officer)

    def serves_above(work: UnitOfWork) -> None:
        person = work.people.with_chat(str(officer.id))
        assert person is not None
        work.staff.enrol(
            person_id=person.id,
            office_code="320700",
            role="city_officer",
            name=officer.name,
            now=world.clock.now(),
        )

    await world.database.write(serves_above)
    referral = (await world.referrals())[0]
    tap = await officer.taps_data(encode_action("approve", referral.id, referral.version))
    await world.settle()
    assert "情况变了" in (tap.toast or "")
    assert len(await world.referrals()) == 1


async def test_a_returned_case_forgets_the_wish(world: World) -> None:
    officer, lead = await held(world), world.colleagues["张主任"]
    await wants_to_close(world, officer)
    card = await lead.sees("请看一看能不能办结")
    await officer.taps("↩️ 退单")
    await world.settle()
    await officer.presses("不属本县")
    await world.settle()
    await officer.presses("赣榆区未保中心")
    await world.settle()
    await officer.presses("↩️ 确定退单")
    await world.settle()
    tap = await lead.taps_data(_data(card, "approve"))
    assert tap.toast
    assert len(await world.referrals()) == 1


async def test_the_city_is_named_for_a_restricted_case_when_it_is_asked(world: World) -> None:
    await restricted_case(world)
    officer, city = await world.duty(), world.colleagues["赵科长"]
    await officer.taps("✅ 接单", message=await officer.sees("限制查看"))
    await world.settle()
    await wants_to_close(world, officer)
    await world.colleagues["张主任"].blocks()
    await world.advance(minutes=31)
    await city.taps("✅ 同意办结", message=await city.sees("请看一看能不能办结"))
    await world.settle()
    assert await world.referrals() == []


async def test_an_officer_opens_a_closed_case_again(world: World) -> None:
    officer, lead = await held(world), world.colleagues["张主任"]
    await wants_to_close(world, officer)
    await lead.taps("✅ 同意办结", message=await lead.sees("请看一看能不能办结"))
    await world.settle()
    await officer.taps("🔓 重新打开")
    await officer.sees("为什么")
    await officer.says("邻居说人又回来了")
    await officer.sees("重新打开了")
    card = await officer.sees("请接单", buttons=["✅ 接单"])
    assert "🔁 办结后又打开。李敏：邻居说人又回来了" in card.text
    assert "上次办结：11-24 10:00 · 李敏 · 查实已处置\n办理情况：孩子送到了姑姑家" in card.text
    assert [one.state for one in await world.referrals()] == ["paging"]


@pytest.mark.parametrize("ground", ["4", "7"])
async def test_temporary_guardianship_is_marked_with_its_ground_and_taken_off(
    world: World, ground: str
) -> None:
    officer = await held(world)
    referral = (await world.referrals())[0]
    await officer.taps("🛟 临时监护")
    menu = await officer.sees("第九十二条", buttons=["①", "⑦", "没有临时监护"])
    await officer.taps_data(f"m:guardian:{ground}:{referral.id}", message=menu)
    await officer.sees("🛟 临时监护：")
    case = await world.read(lambda work: work.cases.get(referral.case_id))
    assert case.guardianship == int(ground)
    await officer.taps_data(f"m:guardian:0:{referral.id}", message=menu)
    await world.settle()
    case = await world.read(lambda work: work.cases.get(referral.case_id))
    assert case.guardianship is None
    tap = await officer.taps_data(f"m:guardian:8:{referral.id}", message=menu)
    assert tap.toast


def _data(card: ScreenMessage, act: str) -> str:
    rows = card.buttons
    return next(
        one.data for row in rows for one in row if one.data and one.data.startswith(f"c:{act}:")
    )


async def test_a_wish_lapses_when_the_level_needs_no_agreement_any_more(world: World) -> None:
    officer, lead = await held(world), world.colleagues["张主任"]
    await wants_to_close(world, officer)
    await lead.sees("请看一看能不能办结")
    referral = (await world.referrals())[0]
    await officer.taps_data(encode_tap("level", "3", referral.id))
    await officer.sees("为什么")
    await officer.presses("已核实，没有危险")
    await world.settle()
    lead.reads_all()
    await world.advance(minutes=31)
    assert not any("请看一看" in one.text for one in lead.unread())
    assert await world.read(lambda work: work.approvals.open_of(referral.id)) is None
    tap = await lead.taps_data(encode_action("approve", referral.id, referral.version))
    assert "变" in (tap.toast or "")
    (still,) = await world.referrals()
    assert still.next_deadline_at is not None

    # Now its holder closes it alone.
    await wants_to_close(world, officer)
    await officer.sees("已办结")
    assert await world.referrals() == []


async def test_a_lead_who_took_the_case_over_says_no_and_needs_no_word_of_it(world: World) -> None:
    officer, lead = await held(world), world.colleagues["张主任"]
    await wants_to_close(world, officer)
    referral = (await world.referrals())[0]
    await lead.taps_data(encode_action("take_over", referral.id, referral.version))
    await world.settle()
    referral = (await world.referrals())[0]
    world.forget()
    await lead.taps_data(encode_action("refuse", referral.id, referral.version))
    await lead.sees("还缺什么")
    await lead.presses("还没有见到孩子")
    await lead.sees("已告诉承办人")
    await world.settle()
    assert not any("案件还在您手上" in one.text for one in (*lead.unread(), *officer.unread()))
    assert len(await world.referrals()) == 1


async def test_a_wish_that_reaches_nobody_says_so_and_is_asked_again(world: World) -> None:
    officer, lead = await held(world), world.colleagues["张主任"]
    city = world.colleagues["赵科长"]
    for one in (lead, city):
        await one.blocks()
    await world.settle()
    await wants_to_close(world, officer)
    referral = (await world.referrals())[0]
    lines = await world.read(lambda work: work.timeline.of(referral.case_id))
    assert "nobody-reachable" in [one.kind for one in lines]
    await city.unblocks()
    await world.settle()
    await world.advance(minutes=31)
    await city.taps("✅ 同意办结", message=await city.sees("请看一看能不能办结"))
    await world.settle()
    assert await world.referrals() == []
