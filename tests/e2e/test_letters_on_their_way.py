"""What becomes of a letter to a reporter between its writing and its arrival."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from bot.services.letters import Letters
from sandbox.errors import Refused, bad_request
from sandbox.faults import Refusing, TooMany
from sandbox.people import Person
from storage.records import Report
from storage.repositories.letters import Letter
from storage.work import UnitOfWork
from tests.e2e.test_another_phone import NUMBER, adds, code_of, everything, moved, proves
from tests.e2e.test_safe_talk import wishes
from tests.e2e.test_talk import asks, in_hand, shown_by
from tests.e2e.test_visits import held
from tests.e2e.world import World, sends

T = TypeVar("T")
QUESTION = "奶奶多大年纪？"
AGAIN = "爷爷多大年纪？"


@dataclass(frozen=True, slots=True)
class NotTaken(Refusing):
    """Answer that the message cannot be sent, whoever it goes to."""

    def refusal(self) -> Refused:
        return bad_request("message text is not accepted")


async def letters_of(world: World, words: str = QUESTION) -> Sequence[Letter]:
    """Return the letters by which a question goes to its reporters."""

    def find(work: UnitOfWork) -> Sequence[Letter]:
        (referral,) = work.referrals.open_in(world.bot.hotline.offices.by_code)
        said = work.cases.said_in(referral.case_id)
        asked = next(one for one in said if one.kind == "question" and one.words == words)
        return work.letters.of_entry(asked.id)

    return await world.read(find)


def told_code(resident: Person) -> str:
    """Return the code that stands on the reporter's screen."""
    return everything(resident).split("暗语：")[1].split("\n")[0]


async def does(world: World, act: Callable[[Letters], T]) -> T:
    """Do something with letters at this moment."""
    hotline, now = world.bot.hotline, world.clock.now()
    return await world.database.write(lambda work: act(Letters(hotline, work, now)))


async def held_up(world: World) -> tuple[Person, Person]:
    """Let a question wait on its way, because Telegram lets it wait."""
    resident, officer = await in_hand(world)
    world.sandbox.faults.order(TooMany(300), method="sendMessage", chat=resident.id)
    await asks(world, officer, QUESTION)
    assert [one.state for one in await letters_of(world)] == ["queued"]
    return resident, officer


async def test_what_is_on_its_way_to_who_stops_waits_for_whoever_knows_the_code(
    world: World,
) -> None:
    resident, _ = await held_up(world)
    code = told_code(resident)
    await resident.says("/stop")
    await world.settle()
    assert [one.held_for for one in await letters_of(world)] == ["stopped"]
    await world.advance(minutes=6)
    assert QUESTION not in shown_by(resident)

    await proves(world, resident, code)
    await resident.sees(QUESTION)


async def test_what_is_on_its_way_to_who_withdraws_does_not_arrive(world: World) -> None:
    resident, _ = await held_up(world)
    for words in ("/withdraw", "撤回"):
        await resident.says(words)
        await world.settle_inbox()
    assert (await _report(world, resident)).withdrawn_at is not None
    world.clock.advance(timedelta(minutes=6))
    await world.bot.tick()
    await world.settle()
    assert QUESTION not in shown_by(resident)


async def test_what_waits_for_the_hours_of_who_withdraws_is_dropped(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await held(world, resident)
    await wishes(world, resident, "20:00-22:00", "只有我看")
    await asks(world, officer, QUESTION)
    for words in ("/withdraw", "撤回"):
        await resident.says(words)
        await world.settle()
    assert (await _report(world, resident)).withdrawn_at is not None
    await world.advance(hours=11)
    assert QUESTION not in shown_by(resident)
    assert [one.state for one in await letters_of(world)] == ["dropped"]


async def _report(world: World, resident: Person) -> Report:
    def find(work: UnitOfWork) -> Report:
        person = work.people.with_chat(str(resident.id))
        assert person is not None
        return work.cases.reports_by(person.id)[0]

    return await world.read(find)


async def test_the_officer_sees_that_a_question_was_not_taken(world: World) -> None:
    resident, officer = await in_hand(world)
    world.sandbox.faults.order(NotTaken(), method="sendMessage", chat=resident.id, times=2)
    asked = await asks(world, officer, QUESTION)
    (letter,) = await letters_of(world)
    assert letter.state == "failed"
    card = [one.text for one in officer.screen.messages if "受理已" in one.text][-1]
    assert "✅ 已送达" not in card

    # Nothing stands anywhere, and to take it back is no trouble.
    await officer.says("/delete", reply_to=asked)
    await world.settle()
    assert await world.read(lambda work: work.letters.get(letter.id).state) == "failed"
    await asks(world, officer, AGAIN)
    await resident.sees(AGAIN)


async def test_a_question_that_waits_leaves_as_it_was_changed_and_not_once_taken_back(
    world: World,
) -> None:
    resident, officer = await in_hand(world)
    await wishes(world, resident, "20:00-22:00", "只有我看")
    first = await asks(world, officer, QUESTION)
    second = await asks(world, officer, AGAIN)
    (letter,) = await letters_of(world, AGAIN)
    await officer.edits(first, "奶奶身体怎么样？")
    await world.settle()
    await officer.says("/delete", reply_to=second)
    await world.settle()
    assert await world.read(lambda work: work.letters.get(letter.id).state) == "dropped"
    await world.advance(hours=11)
    await resident.sees("奶奶身体怎么样")
    for words in (QUESTION, AGAIN):
        assert words not in shown_by(resident)


async def test_a_question_behind_a_neutral_message_is_changed_unseen(world: World) -> None:
    resident, officer = await in_hand(world)
    await wishes(world, resident, "什么时候都行", "别人也会看")
    asked = await asks(world, officer, QUESTION)
    shown = await resident.sees("您有一条新消息", buttons=["打开"])
    world.forget()
    await officer.edits(asked, AGAIN)
    await world.settle()
    assert not any(word in shown_by(resident) for word in (QUESTION, AGAIN))
    assert not resident.unread()
    await resident.taps("打开", message=shown)
    await resident.sees(AGAIN)


async def test_on_a_phone_that_was_given_up_a_question_is_only_taken_back(world: World) -> None:
    first, second = world.resident("第一部手机"), world.resident("第二部手机")
    officer = await held(world, first)
    code = await code_of(first)
    changed = await asks(world, officer, QUESTION)
    gone = await asks(world, officer, "家里有人吗？")
    await first.sees("家里有人吗")
    await world.advance(hours=49)
    await proves(world, second, code)

    await officer.edits(changed, AGAIN)
    await world.settle()
    await officer.says("/delete", reply_to=gone)
    await world.settle()
    assert QUESTION in shown_by(first)
    assert AGAIN not in shown_by(first), "nothing new is said there"
    assert "家里有人吗" not in shown_by(first)
    assert "值班的人收回了" in shown_by(first)


async def test_news_of_the_phone_before_does_not_settle_what_goes_to_the_other(
    world: World,
) -> None:
    first, second, officer, _ = await moved(world)
    await second.blocks()
    await world.settle()
    await asks(world, officer, QUESTION)
    (letter,) = await letters_of(world)
    assert letter.held_for == "blocked"
    person = await world.read(lambda work: work.people.with_chat(str(first.id)))
    assert person is not None
    await does(world, lambda letters: letters.arrived(letter.id, 7, person.id))
    await does(world, lambda letters: letters.failed(letter.id, person.id, unreachable=False))
    assert await letters_of(world) == [letter]
    await second.unblocks()
    await second.sees(QUESTION)


async def test_a_letter_whose_hour_has_come_is_sent_once_however_often_it_is_looked_at(
    world: World,
) -> None:
    resident, officer = await in_hand(world)
    await wishes(world, resident, "20:00-22:00", "只有我看")
    await asks(world, officer, QUESTION)
    (letter,) = await letters_of(world)
    await world.advance(hours=10, minutes=1)
    await resident.sees(QUESTION)
    await does(world, lambda letters: letters.released(letter.id))
    await world.settle()
    assert shown_by(resident).count(QUESTION) == 1
    assert [one.state for one in await letters_of(world)] == ["sent"]


async def test_other_hours_let_go_at_once_of_what_waited(world: World) -> None:
    resident, officer = await in_hand(world)
    await wishes(world, resident, "20:00-22:00", "只有我看")
    await asks(world, officer, QUESTION)
    assert QUESTION not in shown_by(resident)
    await wishes(world, resident, "什么时候都行", "只有我看")
    assert QUESTION in shown_by(resident)


async def test_of_two_hidden_reports_the_code_shows_only_its_own(world: World) -> None:
    resident, officer = await in_hand(world)
    code = told_code(resident)
    await resident.says("东海县房山镇有个孩子没人管饭，也没学上")
    await world.settle()
    if "另一件事" in shown_by(resident):
        await resident.presses("另一件事")
        await world.settle()
    await sends(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    await resident.says("/stop")
    await world.settle()
    for referral in await world.referrals():
        await _asks_in(world, officer, referral.case_id)

    await proves(world, resident, code)
    await resident.sees(f"问一问 {NUMBER}")
    assert "连东海-0002" not in shown_by(resident)


async def _asks_in(world: World, officer: Person, case_id: int) -> None:
    number = await world.read(lambda work: work.cases.get(case_id).number)
    card = next(
        one
        for one in reversed(officer.screen.messages)
        if number in one.text and "❓ 问报告人" in one.labels
    )
    await officer.taps("❓ 问报告人", message=card)
    await world.settle()
    await officer.says(f"问一问 {number}")
    await world.settle()


async def test_who_has_the_first_phone_back_is_shown_as_nobody_else(world: World) -> None:
    first, _, officer, code = await moved(world)
    await proves(world, first, code)
    await adds(world, first, "我把手机拿回来了")
    card = await officer.sees("我把手机拿回来了")
    line = next(one for one in card.text.splitlines() if "我把手机拿回来了" in one)
    assert "手机）" not in line
    (referral,) = await world.referrals()
    said = await world.read(lambda work: work.cases.said_in(referral.case_id))
    phones = await world.read(lambda work: work.phones.said_in(referral.case_id))
    mine = next(one.id for one in said if one.words == "我把手机拿回来了")
    assert mine not in phones
