"""What fails inside is tried again, and in the end handed to a person as it came."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.flows.draft import Draft
from bot.handlers import proving
from bot.handlers import resident as resident_side
from bot.handlers.turn import Turn
from bot.services.intake import Intake
from bot.services.mail import Mail
from bot.services.proofs import Proofs
from sandbox.people import Person as Sandboxed
from storage.database import StorageUnavailable
from storage.records import Person
from storage.repositories.moments import Moments
from storage.troubles import LOCKED, STATEMENT
from tests.e2e.test_another_phone import NUMBER
from tests.e2e.test_talk import shown_by
from tests.e2e.world import World, cries_for_help, sends

REFUSALS = 5
LOST = "update-lost-to-people"
BROKEN = "这句话会让程序出错"


async def test_words_that_break_the_dialogue_reach_an_officer_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break(monkeypatch)
    resident, city = world.resident(), world.colleagues["赵科长"]

    await resident.says(f"{BROKEN}，东海县有个娃没人管")
    await _tried_to_the_end(world)

    await resident.sees("没有丢")
    await resident.sees("编号：连-0001")
    card = await city.sees("连-0001", buttons=["✅ 接单"])
    assert BROKEN in card.text
    assert await world.read(lambda work: work.inbox.count("dead")) == 1
    await resident.says("后面的话照样听得到，东海县双店镇")
    await world.settle()
    assert resident.unread()


@pytest.fixture
def nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whatever somebody says with number and code fail."""

    def breaks(_turn: Turn) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(proving, "handle", breaks)


@pytest.mark.usefixtures("nothing_is_found")
async def test_of_words_that_are_handed_over_bare_nobody_learns_a_code(world: World) -> None:
    resident, city = world.resident(), world.colleagues["赵科长"]
    code = await _reported(world, resident)

    await resident.says(f"{NUMBER} {code}\n孩子今天又没上学")
    await _tried_to_the_end(world)

    card = await city.sees("孩子今天又没上学", buttons=["✅ 接单"])
    assert code not in card.text


@pytest.mark.parametrize("words", ["{number} {code}", "{code}", "/check {number} {code}"])
@pytest.mark.usefixtures("nothing_is_found")
async def test_a_code_that_nothing_is_said_with_is_handed_to_nobody(
    world: World, words: str
) -> None:
    resident = world.resident()
    code = await _reported(world, resident)

    await resident.says(words.format(number=NUMBER, code=code))
    await _tried_to_the_end(world)

    await resident.sees("没有丢")
    assert len(await world.referrals()) == 1
    every = [one.text for person in world.colleagues.values() for one in person.screen.messages]
    assert not any(code in text for text in every)


async def test_where_codes_cannot_be_sought_the_words_reach_an_officer_as_they_came(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_proofs: Proofs, _text: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Proofs, "find", breaks)
    await world.resident().says(f"{BROKEN}，东海县有个娃没人管")
    await _tried_to_the_end(world)

    await world.colleagues["赵科长"].sees(BROKEN, buttons=["✅ 接单"])


async def _reported(world: World, resident: Sandboxed) -> str:
    """Let somebody report danger; return the code."""
    await cries_for_help(world, resident)
    await sends(world, resident)
    return shown_by(resident).split("暗语：")[1].splitlines()[0]


async def test_where_the_database_fails_the_handing_over_nothing_of_it_is_done_and_it_comes_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner, refused = Intake.file, asyncio.Event()

    def refuses(intake: Intake, person: Person, draft: Draft, *, complete: bool) -> int:
        if not refused.is_set():
            refused.set()
            raise StorageUnavailable("OperationalError", LOCKED)
        return inner(intake, person, draft, complete=complete)

    _break(monkeypatch)
    monkeypatch.setattr(Intake, "file", refuses)
    resident, city = world.resident(), world.colleagues["赵科长"]

    await resident.says(f"{BROKEN}，东海县有个娃没人管")
    await _tried_to_the_end(world)
    async with asyncio.timeout(60):
        await refused.wait()
    await world.bot.processor.idle()

    [row] = await world.read(lambda work: work.inbox.waiting())
    assert row.attempts == world.bot.hotline.config.inbox.attempts - 1
    assert not resident.unread(), "nothing is promised that is not on disk"
    world.clock.advance(timedelta(seconds=60))
    await world.bot.tick()
    card = await city.sees("连-0001", buttons=["✅ 接单"])
    assert BROKEN in card.text
    await resident.sees("没有丢")
    assert await world.read(lambda work: work.inbox.count("dead")) == 1


async def test_words_that_cannot_be_handed_over_are_kept_and_the_person_is_told_to_call(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_args: object, **_named: object) -> int:
        raise ZeroDivisionError

    _break(monkeypatch)
    monkeypatch.setattr(Intake, "file", breaks)
    resident = world.resident()

    with capture_logs() as logs:
        await resident.says(BROKEN)
        await _tried_to_the_end(world)
        await resident.sees("没有丢")
    assert [line["event"] for line in logs if line["log_level"] == "critical"] == [LOST]
    assert await world.read(lambda work: work.inbox.count("dead")) == 1
    assert await world.referrals() == []


async def test_what_nobody_can_even_be_told_of_keeps_nobody_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = Mail.say

    def breaks(mail: Mail, person: Person, key: str, **named: Any) -> None:
        if key == "failed-apology":
            raise ZeroDivisionError
        inner(mail, person, key, **named)

    _break(monkeypatch)
    monkeypatch.setattr(Mail, "say", breaks)
    resident = world.resident()

    await resident.says(BROKEN)
    await _tried_to_the_end(world)
    await _failed(world, 3)

    assert await world.read(lambda work: work.inbox.count("dead")) == 1
    await resident.says("后面的话照样听得到，东海县双店镇")
    await world.settle()
    assert resident.unread()


def _break(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the dialogue fail at certain words."""
    inner = resident_side.handle

    def breaks(turn: Turn) -> None:
        if BROKEN in turn.incoming.entry.text:
            raise ZeroDivisionError
        inner(turn)

    monkeypatch.setattr(resident_side, "handle", breaks)


async def _tried_to_the_end(world: World) -> None:
    """Let the update fail as often as it may, and hand it over for the last time."""
    for attempts in (1, 2):
        await _failed(world, attempts)
        world.clock.advance(timedelta(seconds=60))
        await world.bot.tick()


async def _failed(world: World, attempts: int) -> None:
    """Wait until the update has failed so often, or is given up."""
    async with asyncio.timeout(60):
        while True:
            rows = await world.read(lambda work: work.inbox.waiting())
            dead = await world.read(lambda work: work.inbox.count("dead"))
            if dead or any(row.attempts == attempts for row in rows):
                return
            await asyncio.sleep(0.005)


async def test_a_dialogue_that_is_left_for_another_is_sent_as_it_is(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await resident.says("东海县双店镇有个孩子好几天没来上学了")
    await world.settle()

    await resident.says("/check")
    await world.settle()

    card = await officer.sees("好几天没来上学了", buttons=["✅ 接单"])
    assert "报告人还在填写" not in card.text
    await resident.sees("编号：连东海-0001")


async def test_what_is_due_is_found_where_it_cannot_be_asked_of_all_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_args: object, **_named: object) -> None:
        raise StorageUnavailable("DatabaseError", STATEMENT)

    officer, resident = await world.duty(), world.resident()
    await cries_for_help(world, resident)
    await officer.sees("🔔 请接单", buttons=["✅ 接单"])
    monkeypatch.setattr(Moments, "come", refuses)
    await world.advance(minutes=3)

    await officer.sees("还没有人接单，已 3 分钟")


async def test_an_update_that_only_the_database_failed_uses_up_no_attempt(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner, tried = resident_side.handle, [0]

    def refuses(turn: Turn) -> None:
        tried[0] += 1
        if tried[0] <= REFUSALS:
            raise StorageUnavailable("OperationalError", "locked")
        inner(turn)

    monkeypatch.setattr(resident_side, "handle", refuses)
    await world.resident().says("东海县双店镇的娃被打得满脸血，快来人")
    for turn in range(1, REFUSALS + 1):
        async with asyncio.timeout(60):
            while tried[0] < turn:
                await asyncio.sleep(0.005)
            await world.bot.processor.idle()
        [row] = await world.read(lambda work: work.inbox.waiting())
        assert row.attempts == 0
        world.clock.advance(timedelta(seconds=6))
        await world.bot.tick()
    await world.settle()
    assert await world.read(lambda work: work.inbox.count("waiting")) == 0
    await (await world.duty()).sees("特急")
