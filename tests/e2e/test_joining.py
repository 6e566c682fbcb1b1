"""Two neighbours and one child: joined in two taps, and neither learns of the other."""

import json

from sqlalchemy import select

from bot.demo import COUNTY
from bot.flows.dialogue import Entry
from bot.flows.draft import Draft
from bot.services.intake import Intake
from bot.services.receipts import Receipts
from bot.views.cards import encode_action
from sandbox.people import Person
from storage.records import Case, Referral
from storage.tables import cases
from storage.work import UnitOfWork
from tests.e2e.test_restricted import kinds
from tests.e2e.test_safe_talk import wishes
from tests.e2e.test_visits import held
from tests.e2e.world import World, agreed, cries_for_help, sends

FIRST, SECOND = "连东海-0001", "连东海-0002"
ALIKE = "东海县双店镇三铺村那家又打孩子了，六岁的小孩哭得厉害，满脸是血，快来人"
MILDER = "东海县双店镇三铺村有个六岁的小孩，跟奶奶过，补助没到账"


async def reports(world: World, name: str, words: str = ALIKE) -> Person:
    """Let another neighbour report."""
    neighbour = world.resident(name)
    await cries_for_help(world, neighbour, words)
    await sends(world, neighbour)
    return neighbour


async def two_neighbours(world: World) -> tuple[Person, Person, Person]:
    """Let two neighbours report one child; the officer holds the first report."""
    first = world.resident("东头的邻居")
    officer = await held(world, first)
    second = await reports(world, "西头的邻居")
    for neighbour in (first, second):
        neighbour.reads_all()
    return first, second, officer


async def joins(world: World, officer: Person, number: str = SECOND) -> None:
    """Let the officer join in two taps, from the card of the case in hand."""
    card = await officer.sees("可能是同一件事", buttons=["🔗 并案"])
    await officer.taps("🔗 并案", message=card)
    menu = await officer.sees("是不是同一个孩子")
    await officer.taps(f"🔗 是，并案 {number}", message=menu)
    await world.settle()


async def case_of(world: World, number: str) -> Case:
    def find(work: UnitOfWork) -> Case:
        found = select(cases.c.id).where(cases.c.number == number)
        return work.cases.get(int(work.connection.execute(found).scalar_one()))

    return await world.read(find)


async def test_two_neighbours_are_told_their_own_news_and_nothing_of_each_other(
    world: World,
) -> None:
    first, second, officer = await two_neighbours(world)
    await joins(world, officer)
    await officer.sees(f"{SECOND} 已并入 {FIRST}")
    await second.sees("值班的人已经接手了")
    assert len(await world.referrals()) == 1
    card = await officer.sees("2 人报告")
    assert "满脸是血" in card.text

    # What either adds, corrects or asks goes on under a number of their own.
    await second.says("/status")
    listed = await second.sees(SECOND)
    assert FIRST not in listed.text
    said = next(one for one in second.screen.messages if one.text == ALIKE)
    await second.edits(said, ALIKE.replace("满脸", "手上"))
    await officer.sees("手上是血")
    await world.settle()
    first.reads_all()
    second.reads_all()

    await officer.taps("📞 已联系")
    await closes(world, officer)
    results = [await one.sees("办完了") for one in (first, second)]
    for result, mine, other in zip(results, (FIRST, SECOND), (SECOND, FIRST), strict=True):
        assert mine in result.text
        assert other not in result.text
    for neighbour, other in ((first, SECOND), (second, FIRST)):
        assert all(other not in one.text for one in neighbour.screen.messages)


async def closes(world: World, officer: Person) -> None:
    """Let the holder close, and a lead agree."""
    await officer.taps("🏁 办结")
    await officer.sees("结果是哪一种")
    await officer.presses("查实已处置")
    await officer.sees("做了什么")
    await officer.says("派出所到场，孩子送医")
    await officer.sees("怎么告诉报告人")
    await officer.presses("去看过了，情况是真的，已经处理。谢谢您。")
    await officer.sees("请再看一遍")
    await officer.presses("🏁 确定办结")
    await world.settle()
    await agreed(world)


async def test_a_call_never_waits_and_the_joined_matter_is_as_urgent_as_the_worse_report(
    world: World,
) -> None:
    milder, officer = world.resident("东头的邻居"), await world.duty()
    await milder.says(MILDER)
    await world.settle()
    await sends(world, milder)
    await officer.taps("✅ 接单", message=await officer.sees(FIRST))
    await world.settle()
    before = (await world.referrals())[0]
    assert before.level > 1
    officer.reads_all()

    await reports(world, "西头的邻居")
    called = await officer.sees("特急", buttons=["✅ 接单"])
    assert "🔗 并案" not in called.labels
    await joins(world, officer)
    (after,) = await world.referrals()
    assert (after.level, after.case_id) == (1, before.case_id)
    assert (await case_of(world, FIRST)).level == 1
    assert after.next_deadline_at is not None
    await officer.sees("级别升了")


async def test_the_later_case_ends_as_joined_and_opens_nothing_any_more(world: World) -> None:
    _, second, officer = await two_neighbours(world)
    later = next(one for one in await world.referrals() if one.holder_id is None)
    await joins(world, officer)

    ended = await world.read(lambda work: work.referrals.get(later.id))
    assert (ended.state, ended.outcome, ended.next_deadline_at) == ("closed", "joined", None)
    for act in ("accept", "show", "open_again", "note", "join", "words"):
        tap = await officer.taps_data(encode_action(act, later.id, later.version))
        assert "不能办" in (tap.toast or ""), act
    assert ("joined-into", "李敏") in await kinds(world, later.case_id)
    (kept,) = await world.referrals()
    assert ("joined", "李敏") in await kinds(world, kept.case_id)
    again = await officer.taps_data(f"j:join:{later.id}:{kept.id}")
    assert "不能办" in (again.toast or "")
    await world.advance(hours=30)
    assert not any(SECOND in one.text and "特急" in one.text for one in officer.unread())
    await second.says("/status")
    await second.sees(SECOND)


async def test_nobody_joins_what_is_not_theirs_to_say(world: World) -> None:
    _, _, officer = await two_neighbours(world)
    other = world.colleagues["陈刚"]
    await world.settle()
    mine = next(one for one in await world.referrals() if one.holder_id is not None)
    later = next(one for one in await world.referrals() if one.holder_id is None)
    for data in (
        f"j:join:{later.id}:{mine.id}",
        f"j:join:{mine.id}:{later.id}",
        f"j:no:0:{mine.id}",
        encode_action("join", mine.id, mine.version),
    ):
        assert (await other.taps_data(data)).toast, data
    for data in (f"j:join:{mine.id}:{mine.id}", f"j:join:1:{mine.id}", "j:join:x:1"):
        assert (await officer.taps_data(data)).toast, data
    assert len(await world.referrals()) == 2


async def test_the_joined_reporter_answers_only_what_they_were_asked(world: World) -> None:
    first, second, officer = await two_neighbours(world)
    await officer.taps("❓ 问报告人", message=await officer.sees("可能是同一件事"))
    await officer.sees("请写问题")
    await officer.says("您家在东头第几户？")
    await first.sees("东头第几户")
    await joins(world, officer)
    second.reads_all()

    await second.says("今天没听见哭声了")
    await second.sees("还是另一件事")
    await second.presses(f"补充 {SECOND}")
    await world.settle()
    await officer.sees("今天没听见哭声了")
    await first.says("第三户")
    await first.sees(f"{FIRST}")
    card = await officer.sees("第三户")
    assert "2 人报告" in card.text
    assert not any("东头第几户" in one.text for one in second.screen.messages)

    await officer.taps("❓ 问报告人", message=card)
    await officer.sees("请写问题")
    await officer.says("现在还哭吗？")
    await first.sees("现在还哭吗")
    asked = await second.sees("现在还哭吗")
    assert SECOND in asked.text
    assert FIRST not in asked.text


async def test_words_on_their_way_when_it_was_joined_reach_the_case_that_goes_on(
    world: World,
) -> None:
    _, second, officer = await two_neighbours(world)
    await second.says("他爸又喝酒了")
    await second.sees("还是另一件事")
    await joins(world, officer)
    await second.presses(f"补充 {SECOND}")
    await world.settle()
    card = await officer.sees("他爸又喝酒了")
    assert FIRST in card.text


async def test_danger_after_the_end_opens_it_again_under_the_reporters_own_number(
    world: World,
) -> None:
    _, second, officer = await two_neighbours(world)
    await joins(world, officer)
    await closes(world, officer)
    result = await second.sees("办完了", buttons=["再反映"])
    await second.taps("再反映", message=result)
    await world.settle()
    await second.says("又在打了，快来人")
    again = await second.sees("重新")
    assert SECOND in again.text
    assert all(FIRST not in one.text for one in second.screen.messages)
    assert [one.case_id for one in await world.referrals()] == [(await case_of(world, FIRST)).id]


async def test_what_either_reporter_left_stands_by_itself_on_the_card(world: World) -> None:
    _, _, officer = await two_neighbours(world)

    def leave(work: UnitOfWork) -> None:
        contacts = (("王一", None), ("李二", "138"))
        for one, (name, phone) in zip((FIRST, SECOND), contacts, strict=True):
            found = select(cases.c.id).where(cases.c.number == one)
            (report,) = work.cases.reports_of(int(work.connection.execute(found).scalar_one()))
            work.cases.set_contact(report.id, may_write_back=True, name=name, phone=phone)

    await world.database.write(leave)
    await joins(world, officer)
    await officer.sees("王一；李二 138")


async def test_a_receipt_tells_nothing_that_was_done_before_its_own_report(world: World) -> None:
    officer = await held(world, world.resident("东头的邻居"))
    await world.advance(minutes=3)
    await reports(world, "西头的邻居")
    await joins(world, officer)
    now, case = world.clock.now(), await case_of(world, FIRST)

    def receipts(work: UnitOfWork) -> list[str]:
        made = Receipts(world.bot.hotline, work, now)
        texts = []
        for report in work.cases.reports_of(case.id):
            receipt = made.make(report, "teacher")
            payload = json.dumps({"receipt": receipt.id})
            texts.append(made.drawn(payload, work.people.get(report.person_id)).text)
        return texts

    first, second = await world.database.write(receipts)
    assert "已有人接办" in first
    assert "已有人接办" not in second


async def test_a_case_is_opened_again_once_by_each_under_their_own_number(world: World) -> None:
    first, second, officer = await two_neighbours(world)
    await joins(world, officer)
    await closes(world, officer)
    await second.taps("再反映", message=await second.sees("办完了"))
    await world.settle()
    await second.says("他家还是不给孩子饭吃")
    assert SECOND in (await second.sees("重新打开了")).text
    first.reads_all()
    await world.settle()
    assert len(await world.referrals()) == 1
    assert not any(SECOND in one.text for one in first.screen.messages)


async def test_a_restricted_matter_stays_for_named_readers_when_it_is_joined(world: World) -> None:
    officer = await held(world, world.resident("东头的邻居"))
    referral = await filed(world, category="SEX")
    await joins(world, officer)
    case = await case_of(world, FIRST)
    assert (case.category, case.restricted) == ("SEX", True)
    assert ("read", "李敏") in await kinds(world, referral.case_id)
    (kept,) = await world.referrals()
    tap = await world.colleagues["陈刚"].taps_data(encode_action("show", kept.id, kept.version))
    assert "不能办" in (tap.toast or "")


async def test_who_may_not_read_a_restricted_matter_is_not_told_that_it_looks_alike(
    world: World,
) -> None:
    first, other = world.resident("东头的邻居"), world.colleagues["陈刚"]
    await cries_for_help(world, first)
    await sends(world, first)
    (mine,) = await world.referrals()
    await other.taps_data(encode_action("accept", mine.id, mine.version))
    await other.taps_data(encode_action("show", mine.id, mine.version))
    await world.settle()
    later = await filed(world, category="SEX")
    tap = await other.taps_data(encode_action("join", mine.id, mine.version))
    assert "没有看起来一样" in (tap.toast or "")
    tap = await other.taps_data(f"j:join:{later.id}:{mine.id}")
    assert "不能办" in (tap.toast or "")
    await world.settle()
    assert not any("可能是同一件事" in one.text for one in other.screen.messages)
    assert not any(SECOND in one.text for one in other.screen.messages)


async def test_a_complaint_is_never_joined_with_a_childs_matter(world: World) -> None:
    officer = await held(world, world.resident("东头的邻居"))
    await reports(world, "西头的邻居")

    def complained(work: UnitOfWork) -> None:
        for one in work.referrals.open_in(world.bot.hotline.offices.by_code):
            if one.holder_id is None:
                work.referrals.change(one, about_offices='["320707"]')

    await world.database.write(complained)
    mine = next(one for one in await world.referrals() if one.holder_id is not None)
    later = next(one for one in await world.referrals() if one.holder_id is None)
    tap = await officer.taps_data(f"j:join:{later.id}:{mine.id}")
    assert "变" in (tap.toast or "")
    assert len(await world.referrals()) == 2


async def test_what_is_still_being_written_is_not_joined(world: World) -> None:
    officer = await held(world, world.resident("东头的邻居"))
    later = await filed(world, category="ABU", complete=False)
    mine = next(one for one in await world.referrals() if one.holder_id is not None)
    await world.settle()
    tap = await officer.taps_data(f"j:join:{later.id}:{mine.id}")
    assert "变" in (tap.toast or "")
    assert len(await world.referrals()) == 2


async def filed(world: World, *, category: str, complete: bool = True) -> Referral:
    """File a report of the same child by another neighbour, and have its likeness seen."""
    now = world.clock.now()
    mine = await case_of(world, FIRST)

    def make(work: UnitOfWork) -> int:
        reporter = work.people.meet("900001", language="zh-CN", now=now)
        draft = Draft(
            entries=(Entry(text="只有点了名的人能看的话"),),
            county_code=COUNTY,
            township_code=mine.township_code,
            village=mine.village,
            child_age=mine.child_facts["age"],
            danger="yes",
            category=category,
        )
        intake = Intake(world.bot.hotline, work, now)
        case_id = intake.file(reporter, draft, complete=complete)
        for held_one in work.referrals.open_in(world.bot.hotline.offices.by_code):
            intake.paging.redraw(held_one)
        referral = work.referrals.current_of(case_id)
        assert referral is not None
        return referral.id

    referral_id = await world.database.write(make)
    await world.settle()
    return await world.read(lambda work: work.referrals.get(referral_id))


async def joined_in_mid_sentence(world: World) -> tuple[Person, Person]:
    """Join the report of somebody who is still writing it, and is told nothing before evening."""
    second = world.resident("西头的邻居")
    officer = await held(world, world.resident("东头的邻居"))
    await wishes(world, second, "20:00-22:00", "只有我看")
    await cries_for_help(world, second, ALIKE)
    await world.advance(minutes=31)
    case = await case_of(world, SECOND)
    assert case.complete
    (referral,) = [one for one in await world.referrals() if one.case_id != case.id]
    await officer.taps_data(encode_action("show", referral.id, referral.version))
    await joins(world, officer)
    assert len(await world.referrals()) == 1
    world.forget()
    return second, officer


async def test_who_was_still_writing_is_told_their_number_when_it_is_safe(world: World) -> None:
    second, _ = await joined_in_mid_sentence(world)
    await world.advance(hours=10)
    told = await second.sees("我先把知道的送上去了")
    assert SECOND in told.text
    assert "暗语" in told.text
    assert FIRST not in told.text


async def test_what_is_written_on_goes_to_where_the_report_is_now(world: World) -> None:
    second, officer = await joined_in_mid_sentence(world)
    await second.says("那家姓周")
    await officer.sees("那家姓周")
    await world.settle()
    assert not any("已经办结了" in one.text for one in second.unread())
    assert len(await world.referrals()) == 1
