"""Two reports that were wrongly joined are parted again, and neither reporter notices."""

import json

from bot.views.cards import encode_action
from sandbox.messages import ScreenMessage
from sandbox.people import Person
from storage.records import Referral
from tests.e2e.hostile import WORDS
from tests.e2e.test_joining import FIRST, SECOND, case_of, joins, reports, two_neighbours
from tests.e2e.world import World, agreed

OFFERED, SURE = "去看过了，情况是真的，已经处理。谢谢您。", "🏁 确定办结"
THIRD = "连东海-0003"
HOSTILE = ("half-tag", "braces", "placeable", "controls", "zalgo", "rtl")


async def parts(world: World, officer: Person, why: str = "不是同一个孩子") -> None:
    """Let the officer part the joined case, from the card, by a tap or by words."""
    card = await officer.sees("2 人报告", buttons=["✂️ 拆开"])
    officer.reads_all()
    await officer.taps("✂️ 拆开", message=card)
    await officer.sees("为什么要拆开")
    await (officer.presses(why) if why in ("不是同一个孩子", "点错了") else officer.says(why))
    await officer.sees(f"{SECOND} 已经从 {FIRST} 里拆出来，归您办")
    await world.settle()


async def referral_of(world: World, number: str) -> Referral:
    case = await case_of(world, number)
    found = await world.read(lambda work: work.referrals.current_of(case.id))
    assert found is not None
    return found


async def words_in(world: World, number: str) -> list[str]:
    case = await case_of(world, number)
    said = await world.read(lambda work: work.cases.said_in(case.id))
    return [one.words or "" for one in said]


async def test_both_go_on_each_with_its_own_words_and_reporters(world: World) -> None:
    first, second, officer = await two_neighbours(world)
    await joins(world, officer)
    await second.says("那家姓周")
    await second.sees("还是另一件事")
    await second.presses(f"补充 {SECOND}")
    await officer.sees("那家姓周")
    await world.settle()
    for one in (first, second):
        one.reads_all()
    await parts(world, officer)
    await officer.sees(SECOND, buttons=["📞 已联系"])

    assert "那家姓周" in await words_in(world, SECOND)
    assert "那家姓周" not in await words_in(world, FIRST)
    for number in (FIRST, SECOND):
        referral = await referral_of(world, number)
        assert referral.is_open
        assert await world.officer_of(number) == officer.name
    assert not first.unread() + second.unread(), "no reporter is told"
    for number, kind in ((FIRST, "parted"), (SECOND, "parted-from")):
        case = await case_of(world, number)
        events = await world.read(lambda work: work.timeline.of(case.id))  # noqa: B023
        (line,) = [one for one in events if one.kind == kind]
        assert "part-other-child" in (line.details or "")
        assert line.staff_id == referral.holder_id
        assert await world.read(lambda work: work.timeline.first_broken(case.id)) is None  # noqa: B023

    # Each is asked, told and closed by itself.
    await officer.taps_data(encode_action("ask", (await referral_of(world, SECOND)).id, 0))
    await officer.sees("请写问题")
    await officer.says("还在哭吗？")
    await second.sees("还在哭吗")
    await second.says("不哭了")
    await second.sees(f"您的回答送到了（{SECOND}）")
    await world.settle()
    assert "不哭了" in await words_in(world, SECOND)
    assert not first.unread()
    await officer.taps_data(encode_action("close", (await referral_of(world, FIRST)).id, 0))
    for asked, answer in (
        ("哪一种", "查实已处置"),
        ("做了什么", ""),
        ("怎么告诉报告人", OFFERED),
        ("请再看一遍", SURE),
    ):
        await officer.sees(asked)
        await (officer.presses(answer) if answer else officer.says("见了孩子，没事"))
    await world.settle()
    await agreed(world)
    result = await first.sees("办完了")
    assert FIRST in result.text
    assert not any("办完了" in one.text for one in second.screen.messages)
    assert (await referral_of(world, SECOND)).is_open


async def test_what_the_other_case_brought_goes_with_it_and_the_level_stays(world: World) -> None:
    _, _, officer = await two_neighbours(world)
    before = await case_of(world, FIRST)
    await joins(world, officer)
    await parts(world, officer, "点错了")
    after = await case_of(world, FIRST)
    assert (after.child, after.category, after.reasons, after.situations, after.village) == (
        before.child, before.category, before.reasons, before.situations, before.village,
    )  # fmt: skip
    assert after.level <= before.level
    card = await officer.sees("已经拆开单独办")
    assert SECOND in card.text
    assert "✂️ 拆开" not in (await officer.sees(FIRST, buttons=["🏁 办结"])).labels


async def shows(world: World, officer: Person, number: str) -> ScreenMessage:
    """Return the card of a case as the officer sees it now."""
    referral = await referral_of(world, number)
    await world.settle()
    officer.reads_all()
    await officer.taps_data(encode_action("show", referral.id, referral.version))
    return await officer.sees(f"· {number}\n", buttons=["🏁 办结"])


async def joins_by_tap(world: World, officer: Person, number: str, into: str) -> None:
    """Let the officer join by a button of a menu that was there before."""
    ended, kept = await referral_of(world, number), await referral_of(world, into)
    await officer.taps_data(f"j:join:{ended.id}:{kept.id}")
    await world.settle()
    assert not (await referral_of(world, number)).is_open


async def test_what_was_parted_is_offered_no_more_and_a_third_report_is(world: World) -> None:
    _, _, officer = await two_neighbours(world)
    await joins(world, officer)
    await parts(world, officer)
    for number in (FIRST, SECOND):
        card = await shows(world, officer, number)
        assert "🔗 并案" not in card.labels, number
        assert "可能是同一件事" not in card.text
    await reports(world, "南头的邻居")
    for number in (FIRST, SECOND):
        alike = (await shows(world, officer, number)).text.partition("可能是同一件事")[2]
        assert alike.splitlines()[0].strip("：") == THIRD

    # What goes into another case takes that word along.
    await joins_by_tap(world, officer, SECOND, FIRST)
    await joins_by_tap(world, officer, THIRD, FIRST)
    officer.reads_all()
    card = await shows(world, officer, FIRST)
    await officer.taps("✂️ 拆开", message=card)
    await officer.sees("拆出哪一件")
    await officer.presses(THIRD)
    await officer.sees("为什么要拆开")
    await officer.presses("不是同一个孩子")
    await officer.sees(f"{THIRD} 已经从 {FIRST} 里拆出来")
    await world.settle()
    for number in (FIRST, THIRD):
        assert "可能是同一件事" not in (await shows(world, officer, number)).text, number


async def test_a_case_takes_along_what_was_said_of_those_joined_into_it(world: World) -> None:
    _, _, officer = await two_neighbours(world)
    await reports(world, "南头的邻居")
    await officer.taps_data(encode_action("accept", (await referral_of(world, SECOND)).id, 1))
    await world.settle()
    await joins_by_tap(world, officer, THIRD, SECOND)
    await officer.taps("✂️ 拆开", message=await shows(world, officer, SECOND))
    await officer.sees("为什么要拆开")
    await officer.presses("不是同一个孩子")
    await officer.sees(f"{THIRD} 已经从 {SECOND} 里拆出来")
    alike = (await shows(world, officer, FIRST)).text.partition("可能是同一件事")[2]
    assert THIRD in alike.splitlines()[0]

    await joins_by_tap(world, officer, SECOND, FIRST)
    for number in (FIRST, THIRD):
        assert "可能是同一件事" not in (await shows(world, officer, number)).text, number


async def test_who_may_not_say_what_the_case_is_parts_nothing(world: World) -> None:
    _, _, officer = await two_neighbours(world)
    await joins(world, officer)
    (kept,) = await world.referrals()
    tap = await world.colleagues["陈刚"].taps_data(encode_action("part", kept.id, kept.version))
    assert tap.toast
    await officer.taps_data(encode_action("part", kept.id, kept.version))
    await officer.sees("为什么要拆开")
    lead = world.colleagues["张主任"]
    await lead.taps_data(encode_action("take_over", kept.id, kept.version))
    await world.settle()
    await officer.says("不是一家")
    await officer.sees("不能办")
    assert len(await world.referrals()) == 1

    await lead.taps_data(encode_action("part", kept.id, kept.version))
    await lead.sees("为什么要拆开")
    await lead.presses("点错了")
    await lead.sees("拆出来")
    await world.settle()
    again = await lead.taps_data(encode_action("part", kept.id, kept.version))
    assert "变" in (again.toast or "")
    assert len(await world.referrals()) == 2


async def test_any_reason_stands_on_both_cases_as_it_was_typed(world: World) -> None:
    _, _, officer = await two_neighbours(world)
    for name in HOSTILE:
        # What was parted is offered no more; the button of the first menu joins it again.
        await joins_by_tap(world, officer, SECOND, FIRST)
        await parts(world, officer, WORDS[name])
        case = await case_of(world, SECOND)
        events = await world.read(lambda work: work.timeline.of(case.id))  # noqa: B023
        last = [one for one in events if one.kind == "parted-from"][-1]
        assert WORDS[name].strip() == json.loads(last.details or "{}")["why"], name
