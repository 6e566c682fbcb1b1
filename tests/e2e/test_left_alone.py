"""Dialogues whose person went quiet, or went on elsewhere: nothing said in them is lost."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.services import ticking
from bot.terms import Level
from bot.triage.asked import Asked, EndsReader, ReaderFailed
from bot.triage.gathered import Gathered
from bot.triage.reading import Reading
from sandbox.people import Person
from storage.records import DialogueRow
from storage.work import UnitOfWork
from tests.e2e.test_another_phone import NUMBER, proves
from tests.e2e.test_closed_meanwhile import CALM, closes, reports_calmly
from tests.e2e.test_safe_talk import TELLING, wishes
from tests.e2e.test_talk import in_hand, shown_by
from tests.e2e.world import DANGER_KEY, DIALECT, World, cries_for_help, keys, sends

CAR = "门口停了辆白车"
NOWHERE = "有个小孩，跟奶奶过，补助没到账"


async def row_of(world: World, person: Person) -> DialogueRow | None:
    """Return where the person's dialogue stands."""

    def find(work: UnitOfWork) -> DialogueRow | None:
        met = work.people.with_chat(str(person.id))
        return work.dialogues.of(met.id) if met else None

    return await world.read(find)


async def words_of(world: World) -> list[str | None]:
    """Return what was said in the one open case."""
    (referral,) = await world.referrals()
    said = await world.read(lambda work: work.cases.said_in(referral.case_id))
    return [one.words for one in said]


async def test_a_draft_whose_case_is_closed_ends_without_a_word(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await closes(world, officer)
    resident.reads_all()
    await world.advance(minutes=31)
    assert not resident.unread()
    assert await row_of(world, resident) is None
    assert await world.referrals() == []


async def test_calm_words_in_a_draft_whose_case_is_closed_are_another_report(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await closes(world, officer)
    await resident.says(CAR)
    await resident.sees("已经了结了。这句话我当作一件新事记下")
    await sends(world, resident)
    assert await words_of(world) == [CAR]


async def test_a_tap_that_says_danger_in_a_draft_whose_case_is_closed_opens_it(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    await resident.says("东海县双店镇有个孩子家里断粮了，没饭吃")
    await world.settle()
    await world.advance(minutes=6)
    (referral,) = await world.referrals()
    assert referral.level == Level.L2
    await closes(world, officer)
    await resident.presses(DANGER_KEY)
    await resident.sees("📞 110")
    await world.settle()
    assert [one.level for one in await world.referrals()] == [Level.L1]


async def test_on_a_phone_that_others_read_nothing_tells_that_a_report_was_sent(
    world: World,
) -> None:
    resident = world.resident()
    await wishes(world, resident, "什么时候都行", "别人也会看")
    await cries_for_help(world, resident)
    world.forget()
    await world.advance(minutes=31)
    told = await resident.sees("上次写的收好了")
    assert not any(word in told.text for word in TELLING)
    (referral,) = await world.referrals()
    assert (await world.read(lambda work: work.cases.get(referral.case_id))).complete


HUNGRY = "东海县双店镇有个孩子家里断粮了，没饭吃"
NUMBER_TOLD = "这件事已经送到值班的人那里了"


async def test_whose_urgent_words_are_handed_on_unsent_has_number_and_code_at_once(
    world: World,
) -> None:
    resident = world.resident()
    await resident.says(HUNGRY)
    await world.settle()
    asked = keys(resident)
    assert NUMBER not in shown_by(resident)
    await world.advance(minutes=3)
    (referral,) = await world.referrals()
    assert referral.level == Level.L2
    told = await resident.sees(NUMBER_TOLD)
    assert f"编号：{NUMBER}" in told.text
    assert keys(resident) == asked, "the question can still be answered"

    other = world.resident("别的手机")
    await proves(world, other, told.text.split("暗语：")[1].splitlines()[0])
    await other.sees(f"🔎 {NUMBER}")


async def test_english_words_of_a_child_that_nobody_understood_reach_an_officer_unsent(
    world: World,
) -> None:
    anna, city = world.resident("Anna", language="en"), world.colleagues["赵科长"]
    words = "I think the man at number 12 is keeping a child in the basement"
    await anna.says(words)
    await world.settle()
    await world.advance(minutes=3)
    await anna.sees("This is with the duty officer now")
    await city.sees(words, buttons=["✅ 接单"])


@pytest.mark.parametrize(
    ("hours", "phone"), [("20:00-22:00", "只有我看"), ("什么时候都行", "别人也会看")]
)
async def test_where_it_is_not_safe_they_are_not_told_that_it_was_handed_on(
    world: World, hours: str, phone: str
) -> None:
    resident = world.resident()
    await wishes(world, resident, hours, phone)
    await resident.says(HUNGRY)
    await world.settle()
    world.forget()
    await world.advance(minutes=3)
    assert len(await world.referrals()) == 1
    assert not resident.unread()


@pytest.mark.parametrize("what", ["words", "voice", "voice and place"])
async def test_what_was_told_and_never_sent_reaches_an_officer_after_the_reminder(
    world: World, what: str
) -> None:
    resident = world.resident()
    if what == "words":
        await resident.says("东海县双店镇三铺村隔壁那孙子十四岁了不上学在家放羊")
    else:
        await resident.sends_voice()
    if what == "voice and place":
        await resident.sends_location(34.54, 118.77)
    await world.settle()
    await world.advance(minutes=31)
    assert "我就把知道的先送给值班的人" in (await resident.sees("还没发出去")).text
    assert not await world.referrals()

    await world.advance(minutes=61)

    await resident.sees("我先把知道的送上去了")
    (referral,) = await world.referrals()
    assert (await world.read(lambda work: work.cases.get(referral.case_id))).complete
    await world.advance(days=1)
    assert len(await world.referrals()) == 1


async def test_nothing_is_promised_for_a_moment_that_has_passed(world: World) -> None:
    resident = world.resident()
    await cries_for_help(world, resident)
    await world.advance(minutes=31)
    told = (await resident.sees("我先把知道的送上去了")).text
    assert "还没有人接，我正在一层一层往上叫" in told
    assert "最晚" not in told

    await resident.says("/status")
    listed = (await resident.sees("您说过的事")).text
    assert "过了说好的时间，我在往上催" in listed
    assert "最晚" not in listed


async def test_who_goes_quiet_hears_that_their_report_was_taken(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await officer.taps("✅ 接单", message=await officer.sees("特急"))
    await world.settle()
    world.forget()
    await world.advance(minutes=31)
    told = (await resident.sees("我先把知道的送上去了")).text
    assert "值班的人已经接手了" in told


async def test_a_greeting_and_an_empty_report_go_on_waiting(world: World) -> None:
    greets, begins = world.resident("甲"), world.resident("乙")
    await greets.says("你好，请问热线几点上班")
    await begins.says("/report")
    await world.settle()

    await world.advance(days=2)

    for one in (greets, begins):
        assert not any("值班的人" in message.text for message in one.unread())
    assert not await world.referrals()


async def test_words_that_nobody_placed_go_to_the_case_and_at_night_without_a_word(
    world: World,
) -> None:
    resident, _ = await in_hand(world)
    await wishes(world, resident, "20:00-22:00", "只有我看")
    await resident.says(CAR)
    await resident.sees("还是另一件事")
    world.forget()
    await world.advance(hours=1)
    assert not resident.unread()
    assert CAR in await words_of(world)


class NobodyReads:
    """Whoever reads messages is there, and never answers."""

    is_there = True

    async def read_together(self, _asked: Sequence[Asked]) -> Sequence[Reading]:
        await asyncio.Event().wait()
        raise AssertionError

    async def end(self) -> None: ...


async def test_nothing_that_is_due_waits_for_what_reads_messages(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident = world.resident()
    await resident.says(NOWHERE)
    await world.settle()
    await sends(world, resident)
    await resident.says(CAR)
    await world.settle()
    triage = world.bot.hotline.triage
    with monkeypatch.context() as patch:
        patch.setattr(ticking, "READING_SECONDS", 0.01)
        patch.setattr(triage, "reader", NobodyReads())
        patch.setattr(triage, "_at_work", None)
        ticked = world.bot.pulse.ticked.count
        async with asyncio.timeout(20):
            await world.advance(minutes=6)
        assert world.bot.pulse.ticked.count > ticked
        assert CAR not in await words_of(world)
        at_work = triage._at_work
    assert at_work is not None
    at_work.cancel()
    await asyncio.wait([at_work])
    await world.advance(minutes=1)
    assert await words_of(world) == [NOWHERE, CAR]


@pytest.mark.parametrize("trouble", [EndsReader(), ReaderFailed("damaged")])
async def test_words_that_nothing_will_read_go_to_the_case_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    async def fails(_asked: object) -> Reading:
        raise trouble

    resident = world.resident()
    await resident.says(NOWHERE)
    await world.settle()
    await sends(world, resident)
    await resident.says(CAR)
    await world.settle()
    monkeypatch.setattr(Gathered, "of", lambda _gathered, asked: fails(asked))
    await world.advance(minutes=6)
    assert await words_of(world) == [NOWHERE, CAR]


async def test_a_form_put_by_on_a_phone_that_others_read_is_kept_without_a_word(
    world: World,
) -> None:
    resident = world.resident()
    await wishes(world, resident, "什么时候都行", "别人也会看")
    await resident.says("/complain")
    await resident.sees("投诉哪里")
    await resident.presses("别的单位")
    await world.settle()
    world.forget()
    await world.advance(hours=2)
    assert not resident.unread()
    assert await row_of(world, resident) is None
    await resident.says("/menu")
    await resident.sees("填到一半的")


async def test_a_form_that_holds_nothing_ends_and_says_that_nothing_was_sent(
    world: World,
) -> None:
    resident = world.resident()
    await resident.says("/check")
    await resident.sees("编号")
    await world.advance(hours=2)
    await resident.sees("什么都没有发出去")
    assert resident.screen.reply_keyboard is None


async def test_a_dialogue_that_this_version_does_not_know_ends_without_a_word(
    world: World,
) -> None:
    resident = world.resident()
    await resident.says("/check")
    await world.settle()
    row = await row_of(world, resident)
    assert row is not None
    before = replace(row, flow="of-an-older-version", due_at=world.clock.now())
    await world.database.write(lambda work: work.dialogues.keep(before))
    world.forget()
    await world.advance(minutes=1)
    assert await row_of(world, resident) is None
    assert not resident.unread()
    await resident.says(CALM)
    await resident.sees("您说的我都记下了")


async def test_words_that_wait_go_to_the_case_when_another_form_is_begun(world: World) -> None:
    resident, _ = await in_hand(world)
    await resident.says(CAR)
    await resident.sees("还是另一件事")
    await resident.says("/check")
    await resident.sees("编号")
    await world.settle()
    assert CAR in await words_of(world)


async def test_words_that_wait_go_to_the_case_when_the_chat_is_emptied(world: World) -> None:
    resident, _ = await in_hand(world)
    await resident.says(CAR)
    await resident.sees("还是另一件事")
    await resident.says("/stop")
    await world.settle()
    assert CAR in await words_of(world)
    assert CAR not in shown_by(resident)


async def test_an_empty_report_that_is_stopped_calls_nobody(world: World) -> None:
    resident = world.resident()
    await resident.says("/report")
    await world.settle()
    await resident.says("/stop")
    await world.settle()
    await world.advance(hours=2)
    assert await world.referrals() == []
    assert await row_of(world, resident) is None


async def test_several_words_that_are_another_matter_become_one_report(world: World) -> None:
    resident, _ = await in_hand(world)
    for words in (CAR, "车上下来两个人"):
        await resident.says(words)
        await resident.sees("还是另一件事")
    await resident.presses("另一件事")
    await world.settle()
    await sends(world, resident)
    newest = max(await world.referrals(), key=lambda one: one.case_id)
    said = await world.read(lambda work: work.cases.said_in(newest.case_id))
    assert [one.words for one in said] == [CAR, "车上下来两个人"]
    assert len(await world.referrals()) == 2


async def test_words_corrected_in_the_middle_of_a_form_reach_whoever_holds_the_case(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    said = await resident.says(CALM)
    await world.settle()
    await sends(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    await resident.says("/check")
    await resident.sees("编号")
    world.forget()
    await resident.edits(said, f"{CALM}，奶奶也病了")
    await officer.sees("奶奶也病了")
    row = await row_of(world, resident)
    assert row is not None
    assert row.flow == "inquiry", "the form goes on"
    await world.settle()

    # What was typed into the form went nowhere yet, and its correction neither; danger is danger.
    typed = await resident.says(NUMBER)
    await resident.sees("哪四个词")
    await resident.edits(typed, "连东海-0002")
    await resident.sees("这条改动没有转出去")
    await resident.edits(typed, DIALECT)
    await resident.sees("📞 110")


async def test_codes_are_not_guessed_in_a_row(world: World) -> None:
    resident = world.resident()
    await reports_calmly(world, resident)
    stranger = world.resident("生人")
    for tried in range(11):
        await stranger.says("/check")
        await stranger.sees("编号")
        await stranger.says(NUMBER)
        await world.settle()
        await stranger.says("苹果 苹果 苹果 苹果")
        await stranger.sees("对不上" if tried < 10 else "试的次数太多了")
    world.clock.advance(timedelta(hours=1))
    await proves(world, stranger, shown_by(resident).split("暗语：")[1].splitlines()[0])
    await stranger.sees(f"🔎 {NUMBER}")
