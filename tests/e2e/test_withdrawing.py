"""What a reporter takes back, and what they say in the middle of something else."""

import pytest

from sandbox.people import Person
from storage.records import Referral
from storage.work import UnitOfWork
from tests.e2e.test_another_phone import proves
from tests.e2e.test_closed_meanwhile import closes, reports_calmly
from tests.e2e.test_talk import in_hand, shown_by
from tests.e2e.test_visits import asked, enrols
from tests.e2e.world import DIALECT, World, cries_for_help, sends


async def test_a_matter_that_is_not_urgent_is_closed_as_withdrawn(world: World) -> None:
    resident, officer = await in_hand(world)
    await resident.says("/withdraw")
    await world.settle()
    await resident.presses("撤回")
    await resident.sees("撤回了，以后不再给您发消息")
    await officer.sees("结果：报告人撤回")
    await officer.sees("按“报告人撤回”办结了")
    await world.settle()
    assert await world.referrals() == []
    resident.reads_all()
    await world.advance(days=5)
    assert not resident.unread()
    await resident.says("/status")
    await resident.sees("您撤回了")


async def test_a_matter_that_nobody_has_taken_is_called_off_when_it_is_withdrawn(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    await resident.says("东海县双店镇有个小孩，跟奶奶过，补助没到账")
    await world.settle()
    await sends(world, resident)
    await officer.sees("请接单")
    await resident.says("/withdraw")
    await world.settle()
    await resident.presses("撤回")
    await officer.sees("按“报告人撤回”办结了")
    world.forget()
    await world.advance(days=6)
    assert not any("催" in one.text for one in officer.unread())


async def test_what_is_withdrawn_after_it_was_closed_stays_closed_as_it_was(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await reports_calmly(world, resident)
    await resident.says("/withdraw")
    await world.settle()
    await closes(world, officer)
    await resident.presses("撤回")
    await resident.sees("撤回了，以后不再给您发消息")
    await world.settle()
    assert not any("报告人撤回" in one.text for one in officer.unread())
    assert await world.referrals() == []


async def test_a_visit_ends_with_the_matter_that_is_withdrawn(world: World) -> None:
    director = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    words = "东海县双店镇三铺村有个小孩，跟奶奶过，补助没到账"
    resident, officer = await in_hand(world, words)
    await asked(world, officer, "周婶 · 三铺村 · 儿童主任", "看看家里够不够吃")
    visit = (await world.read(lambda work: work.visits.of(_only(work).id)))[0]
    assert visit.is_open

    await resident.says("/withdraw")
    await world.settle()
    await resident.presses("撤回")
    await world.settle()
    (ended,) = await world.read(lambda work: work.visits.of(visit.referral_id))
    assert not ended.is_open
    director.reads_all()
    await world.advance(days=6)
    assert not director.unread()


def _only(work: UnitOfWork) -> Referral:
    (referral,) = work.referrals.open_in(["320722"])
    return referral


async def test_an_urgent_matter_goes_on_and_says_so(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await sends(world, resident)
    await resident.says("/withdraw")
    await world.settle()
    await resident.presses("撤回")
    await resident.sees("值班的人还会接着管")
    assert len(await world.referrals()) == 1
    card = await officer.sees("报告人已撤回，仍须核实")
    assert "👤 报告人：已撤回，不能再问\n" in card.text


@pytest.mark.parametrize("command", ["/withdraw", "/check", "/hours"])
async def test_a_question_typed_into_a_small_form_is_not_lost_in_it(
    world: World, command: str
) -> None:
    resident, officer = await in_hand(world)
    await resident.says(command)
    await world.settle()
    await resident.says("孩子的补助现在到账了没有，能问问吗？")
    await resident.sees("这句话我另外记下了", buttons=["补充 连东海-0001", "另一件事"])
    await resident.presses("补充 连东海-0001")
    await officer.sees("补助现在到账了没有")
    await world.settle()
    assert len(await world.referrals()) == 1


async def test_a_photo_sent_into_a_small_form_begins_a_report_where_there_is_none(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    await resident.says("/hours")
    await world.settle()
    await resident.sends_photo(caption="东海县双店镇，这个水塘没有围栏")
    await resident.sees("这句话我另外记下了")
    await world.settle()
    await sends(world, resident)
    await officer.sees("水塘没有围栏")


async def test_a_short_word_beside_the_keys_is_asked_again(world: World) -> None:
    resident, _ = await in_hand(world)
    await resident.says("/withdraw")
    await world.settle()
    await resident.says("嗯嗯")
    await resident.sees("请点下面的按钮")
    assert "另外记下" not in shown_by(resident)


async def _withdraws(world: World, resident: Person) -> None:
    for words in ("/withdraw", "撤回"):
        await resident.says(words)
        await world.settle()


async def test_what_is_added_after_it_was_withdrawn_is_another_matter_and_that_is_said(
    world: World,
) -> None:
    resident, officer = await in_hand(world)
    await resident.says("/status")
    listed = await resident.sees("您说过的事")
    await _withdraws(world, resident)
    await resident.taps("补充 连东海-0001", message=listed)
    await resident.sees("连东海-0001 您撤回了，不能再补充", buttons=[])
    world.forget()
    await resident.says("东海县双店镇那家又断粮了")
    await world.settle()
    await sends(world, resident)
    card = await officer.sees("又断粮了", buttons=["✅ 接单"])
    assert "连东海-0002" in card.text


async def test_what_is_added_to_a_withdrawn_matter_that_goes_on_reaches_its_officer(
    world: World,
) -> None:
    resident, officer = await in_hand(world, DIALECT)
    await _withdraws(world, resident)
    await resident.says("/status")
    await resident.taps("补充 连东海-0001", message=await resident.sees("您说过的事"))
    await world.settle()
    world.forget()
    await resident.says("门口停了辆白车")
    await resident.sees("补上了，值班的人看得到")
    await officer.sees("门口停了辆白车")


@pytest.mark.parametrize("is_urgent", [True, False])
async def test_on_another_phone_a_withdrawn_report_promises_no_messages(
    world: World, *, is_urgent: bool
) -> None:
    resident, other = world.resident(), world.resident("另一部手机")
    if is_urgent:
        await cries_for_help(world, resident)
        await sends(world, resident)
    else:
        await reports_calmly(world, resident)
    code = shown_by(resident).split("暗语：")[1].splitlines()[0]
    await _withdraws(world, resident)

    await proves(world, other, code)

    told = (await other.sees("🔎 连东海-0001")).text
    assert "您撤回了，不再给您发消息" in told
    assert "发到这个手机" not in shown_by(other)
