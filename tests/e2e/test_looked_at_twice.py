"""Two processes see the same moment come: what is due is done once, and what is over stays over."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from bot.errors import Stale
from bot.services.agencies import Agencies
from bot.services.answering_calls import AnsweringCalls
from bot.services.call_cards import CARD, REDRAW, CallCards
from bot.services.closing import Closing
from bot.services.handing import Handing
from bot.services.paging import Paging
from bot.services.proposals import Proposals
from bot.services.setting_back import SettingBack
from bot.services.visiting import Visiting
from bot.views.duty_taps import decode_duty
from storage.work import UnitOfWork
from tests.e2e.sheets import book, sends_sheet
from tests.e2e.test_agencies_in_chat import adds, joins, only_call
from tests.e2e.test_closing import wants_to_close
from tests.e2e.test_duty_rosters import asks_swap, heard, to_hand_off
from tests.e2e.test_visits import asked, enrols, held
from tests.e2e.world import World, cries_for_help, data_of


async def twice(world: World, act: Callable[[UnitOfWork], object]) -> None:
    """Let two processes do the same, one after the other, as both saw it due."""
    for _ in range(2):
        await world.database.write(act)
    world.bot.sender.wake()
    await world.settle()


async def kinds(world: World, kind: str) -> int:
    """Return how many lines of the kind stand on the one open case."""
    (referral,) = await world.referrals()
    lines = await world.read(lambda work: work.timeline.of(referral.case_id))
    return [one.kind for one in lines].count(kind)


async def test_a_visitor_is_reminded_once_and_a_visit_comes_back_once(world: World) -> None:
    visitor = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    officer = await held(world)
    await asked(world, officer, "周婶 · 三铺村 · 儿童主任", "看看")
    (referral,) = await world.referrals()
    (visit,) = await world.read(lambda work: work.visits.of(referral.id))
    for expected in ("visit-reminded", "visit-lapsed"):
        (visit,) = await world.read(lambda work: work.visits.of(referral.id))
        assert visit.next_at is not None
        world.clock.advance(visit.next_at - world.clock.now())
        now = world.clock.now()
        await twice(world, lambda work: Visiting(world.bot.hotline, work, now).look(visit.id))  # noqa: B023
        assert await kinds(world, expected) == 1
    assert heard(visitor, "走访还没有回音") == 1
    assert heard(officer, "走访没有办成，又回到您手上") == 1


async def test_a_visit_is_reported_once(world: World) -> None:
    await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    officer = await held(world)
    await asked(world, officer, "周婶 · 三铺村 · 儿童主任", "看看")
    (referral,) = await world.referrals()
    now = world.clock.now()

    def reports(work: UnitOfWork) -> None:
        (visit,) = work.visits.of(referral.id)
        staff = work.staff.get(visit.staff_id)
        Visiting(world.bot.hotline, work, now).found(visit, staff, '{"safe": "yes"}')

    await world.database.write(reports)
    with pytest.raises(Stale):
        await world.database.write(reports)
    assert await kinds(world, "visit-found") == 1


async def test_a_silent_agency_is_told_of_once(world: World) -> None:
    police = await joins(world, "王警官")
    officer = await held(world)
    await adds(world, officer)
    call = await only_call(world)
    assert call.next_at is not None
    world.clock.advance(call.next_at - world.clock.now())
    now = world.clock.now()
    await twice(world, lambda work: Agencies(world.bot.hotline, work, now).look(call.id))
    assert heard(police, "还在等你们") == 1
    assert await kinds(world, "agency-reminded") == 1
    assert heard(officer, "公安 还没有人签收") == 1


async def test_a_call_that_was_answered_reaches_nobody_any_more_and_nobody_is_told(
    world: World,
) -> None:
    police = await joins(world, "王警官")
    officer = await held(world)
    await adds(world, officer)
    call = await only_call(world)
    await police.taps("📨 回复", message=await police.sees("请协办"))
    await police.sees("怎么样了")
    await police.says("去过了，孩子没事")
    await police.sees("的回复已给县里")
    await world.settle()
    now = world.clock.now()

    def fails(work: UnitOfWork) -> None:
        (card,) = work.agency_talks.cards_of(call.id)
        AnsweringCalls(world.bot.hotline, work, now).unreached(card.id)

    await world.database.write(fails)
    assert await kinds(world, "agency-unreached") == 0

    def leaves(work: UnitOfWork) -> tuple[bool, bool]:
        """Say whether a reminder leaves that was queued before, and a card is drawn anew."""
        cards = CallCards(world.bot.hotline, work, now)
        (card,) = work.agency_talks.cards_of(call.id)
        late = cards.message(CARD, json.dumps({"card": card.id, "why": "remind"}))
        unsent = work.agency_talks.lay(call.id, card.staff_id, now)
        return late is not None, cards.message(REDRAW, json.dumps({"card": unsent})) is not None

    assert await world.database.write(leaves) == (False, False)


async def test_a_wish_to_close_is_asked_again_once(world: World) -> None:
    officer, lead = await held(world), world.colleagues["张主任"]
    await wants_to_close(world, officer)
    await lead.sees("请看一看能不能办结")
    world.forget()
    (referral,) = await world.referrals()
    wish = await world.read(lambda work: work.approvals.open_of(referral.id))
    assert wish is not None
    assert wish.next_at is not None
    world.clock.advance(wish.next_at - world.clock.now())
    now = world.clock.now()
    await twice(world, lambda work: Closing(world.bot.hotline, work, now).look(wish.id))
    assert sum("请看一看能不能办结" in one.text for one in lead.unread()) == 1


async def test_a_rung_is_fired_once_and_of_what_has_ended_nobody_is_called(world: World) -> None:
    await cries_for_help(world, world.resident())
    (referral,) = await world.referrals()
    assert referral.next_deadline_at is not None
    world.clock.advance(referral.next_deadline_at - world.clock.now())
    now = world.clock.now()
    ticking, hotline = world.bot.ticking, world.bot.hotline
    await twice(world, lambda work: ticking._fire(work, hotline, referral.id, now))
    pages = await world.read(lambda work: work.pages.of(referral.id))
    assert len(pages) == 2, "the first call, and one of the next rung"

    def ends(work: UnitOfWork) -> None:
        work.referrals.change(
            work.referrals.get(referral.id), state="closed", closed_at=now, next_deadline_at=None
        )

    await world.database.write(ends)
    ended = await world.read(lambda work: work.referrals.get(referral.id))

    def looks(work: UnitOfWork) -> list[object]:
        paging = Paging(hotline, work, now)
        ticking._fire(work, hotline, referral.id, now)
        back = SettingBack(hotline, work, now).referral(referral.id)
        return [back, paging.call_now(ended), paging.call_somebody_else_now(ended)]

    assert await world.database.write(looks) == [False, ended, ended]
    assert await world.read(lambda work: work.referrals.get(referral.id)) == ended


async def test_a_shift_is_handed_over_and_missed_once(world: World) -> None:
    await to_hand_off(world)
    coming, lead = await world.duty(), world.colleagues["张主任"]
    now = world.clock.now()

    def begins(work: UnitOfWork) -> None:
        (shift,) = work.roster.on_duty("320722", "duty", now)
        Handing(world.bot.hotline, work, now).begin(shift)

    await twice(world, begins)
    assert heard(coming, "值班交接班：现在归您") == 1

    def misses(work: UnitOfWork) -> None:
        (shift,) = work.roster.on_duty("320722", "duty", now)
        change = work.handovers.of_shift(shift)
        assert change is not None
        Handing(world.bot.hotline, work, now).lapse(change)

    await twice(world, misses)
    assert heard(lead, f"{coming.name} 到点没有签收") == 1
    await coming.blocks()
    await world.settle()
    world.forget()
    await twice(world, begins)
    assert not lead.unread()


@pytest.mark.parametrize(
    ("act", "told"), [("lapse", "一天没有点收不收"), ("refuse", "不是 .xlsx 表格")]
)
@pytest.mark.parametrize("is_there", [True, False])
async def test_a_sheet_is_let_go_once_and_who_shut_the_bot_out_is_not_written_to(
    world: World, act: str, told: str, is_there: bool
) -> None:
    lead = world.colleagues["张主任"]
    await sends_sheet(world, lead, book((date(2026, 12, 5), "值班", "王芳")))
    tap = decode_duty(data_of(await lead.sees("收下吗"), "✅ 收下"))
    assert tap is not None
    row = await world.read(lambda work: work.sheets.find(tap.number))
    assert row is not None
    if not is_there:
        await lead.blocks()
        await world.settle()
    now = world.clock.now()

    def forgets(work: UnitOfWork) -> None:
        proposals = Proposals(world.bot.hotline, work, now)
        if act == "lapse":
            proposals.lapse(row)
        else:
            proposals.refuse(row, "type")

    before = await world.read(lambda work: work.outbox.count("pending", "sent", "failed"))
    await twice(world, forgets)
    assert heard(lead, told) == is_there
    after = await world.read(lambda work: work.outbox.count("pending", "sent", "failed"))
    assert after - before == is_there


async def test_a_swap_that_was_settled_is_not_settled_again(world: World) -> None:
    wang, chen = world.colleagues["王芳"], world.colleagues["陈刚"]
    await asks_swap(world, wang, "陈刚", "11-25 08:30")
    question = await chen.sees("王芳 想请您替一班")
    await chen.taps("不方便")
    await wang.sees("陈刚 不方便")
    agree = question.buttons[0][0].data
    assert agree is not None
    world.forget()
    tap = await chen.taps_data(agree, message=question)
    assert tap.toast == "班已经变了，这次换班不算了"
    await world.settle()
    assert not wang.unread()
