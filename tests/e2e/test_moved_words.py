"""Urgent words that raised one case and are another matter: only a person lowers the first."""

import json

from bot.terms import Level
from bot.views.cards import encode_action
from bot.views.menus import encode_tap
from sandbox.messages import ScreenMessage
from sandbox.people import Person
from storage.records import Event
from tests.e2e.test_joining import FIRST, SECOND, case_of
from tests.e2e.test_parting import referral_of
from tests.e2e.world import World, sends

CALM = (
    "东海县双店镇三铺村有个小孩，跟奶奶过，补助没到账",
    "东海县白塔埠镇埠后村有个八岁男孩，想找人补课",
)
CRY = "快来人，孩子满脸是血，他爸还在打"


async def two_matters(world: World) -> tuple[Person, Person]:
    """Let one person report two calm matters; the officer holds both."""
    reporter, officer = world.resident(), await world.duty()
    for words, number in zip(CALM, (FIRST, SECOND), strict=True):
        await reporter.says(words)
        await world.settle()
        if number == SECOND:
            await reporter.presses("另一件事")
            await world.settle()
        await sends(world, reporter)
        referral = await referral_of(world, number)
        await officer.taps_data(encode_action("accept", referral.id, referral.version))
        await world.settle()
    for person in (reporter, officer):
        person.reads_all()
    return reporter, officer


async def levels(world: World) -> list[int]:
    return [(await case_of(world, number)).level for number in (FIRST, SECOND)]


async def events(world: World, number: str, kind: str) -> list[Event]:
    case = await case_of(world, number)
    lines = await world.read(lambda work: work.timeline.of(case.id))
    return [one for one in lines if one.kind == kind]


async def shows(world: World, officer: Person, number: str) -> ScreenMessage:
    referral = await referral_of(world, number)
    await world.settle()
    officer.reads_all()
    await officer.taps_data(encode_action("show", referral.id, referral.version))
    return await officer.sees(f"· {number}\n", buttons=["🏁 办结"])


async def test_the_other_case_is_raised_and_who_holds_the_first_decides(world: World) -> None:
    reporter, officer = await two_matters(world)
    before = await levels(world)
    assert min(before) > 1
    await reporter.says(CRY)
    await officer.sees("级别升了")
    assert await levels(world) == [before[0], 1], "the latest at once, without a question"
    await reporter.sees("还是另一件事")
    officer.reads_all()
    await reporter.presses(f"补充 {FIRST}")
    await officer.sees("报告人说，前面那句急话是另一件事的")
    await world.settle()

    assert await levels(world) == [1, 1], "no machine lowers"
    card = await shows(world, officer, SECOND)
    assert "让级别升上来的话，报告人说是另一件事的" in card.text
    assert "（报告人说是另一件事的）" in card.text
    assert CRY in card.text, "nothing is lost"
    assert FIRST not in card.text, "two cases are not tied together"
    other = await shows(world, officer, FIRST)
    assert CRY in other.text
    assert "另一件事" not in other.text

    referral = await referral_of(world, SECOND)
    await officer.taps_data(encode_tap("level", str(before[1]), referral.id))
    await officer.sees("为什么")
    await officer.presses("让它升级的话说的是另一件事")
    await world.settle()
    assert await levels(world) == [1, before[1]]
    (lowered,) = await events(world, SECOND, "level-lowered")
    assert json.loads(lowered.details or "{}")["why"] == "lower-moved"
    card = await shows(world, officer, SECOND)
    assert "让级别升上来的话" not in card.text, "it is decided"
    assert "让它升级的话说的是另一件事" in card.text
    case = await case_of(world, SECOND)
    assert await world.read(lambda work: work.timeline.first_broken(case.id)) is None


async def test_another_matter_is_a_report_of_its_own_and_the_first_case_is_told(
    world: World,
) -> None:
    reporter, officer = await two_matters(world)
    await reporter.says(CRY)
    await officer.sees("级别升了")
    await reporter.sees("还是另一件事")
    await reporter.presses("另一件事")
    await officer.sees("报告人说，前面那句急话是另一件事的")
    await world.settle()
    third = max(await world.referrals(), key=lambda one: one.case_id)
    assert third.level == 1
    assert (await levels(world))[1] == 1
    said = await world.read(lambda work: work.cases.said_in(third.case_id))
    assert [one.words for one in said] == [CRY]


async def test_words_that_stay_or_raised_nothing_are_no_reason_to_lower(world: World) -> None:
    reporter, officer = await two_matters(world)
    before = await levels(world)
    referral = await referral_of(world, SECOND)
    await officer.taps_data(encode_tap("level", "1", referral.id))
    await world.settle()
    await reporter.says(CRY)
    await reporter.sees("还是另一件事")
    await reporter.presses(f"补充 {FIRST}")
    await world.settle()
    card = await shows(world, officer, SECOND)
    assert "（报告人说是另一件事的）" in card.text
    assert "让级别升上来的话" not in card.text, "a person had raised it before"
    referral = await referral_of(world, SECOND)
    await officer.taps_data(encode_tap("level", str(before[1]), referral.id))
    await officer.sees("为什么")
    assert "让它升级的话" not in str(officer.screen.reply_keyboard)
    await officer.says("取消")
    await world.settle()

    await reporter.says(f"{CRY}，又来了")
    await reporter.sees("还是另一件事")
    await reporter.presses(f"补充 {SECOND}")
    await world.settle()
    assert len(await events(world, SECOND, "words-moved")) == 1
    assert await levels(world) == [int(Level.L1), 1]


async def test_later_words_that_are_moved_leave_what_earlier_ones_raised(world: World) -> None:
    reporter, officer = await two_matters(world)
    for words, number in ((CRY, SECOND), (f"{CRY}，又来了", FIRST)):
        await reporter.says(words)
        await reporter.sees("还是另一件事")
        await reporter.presses(f"补充 {number}")
        await world.advance(minutes=1)
        reporter.reads_all()
    card = await shows(world, officer, SECOND)
    assert "（报告人说是另一件事的）" in card.text
    assert "让级别升上来的话" not in card.text
