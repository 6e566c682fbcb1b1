"""Who reported what nobody took in time hears once that it is not lost."""

from datetime import timedelta

import pytest

from sandbox.faults import TooMany
from sandbox.people import Person
from tests.e2e.test_closed_meanwhile import reports_calmly
from tests.e2e.test_ladder import pages
from tests.e2e.test_safe_talk import TELLING, wishes
from tests.e2e.test_talk import shown_by
from tests.e2e.world import World, cries_for_help

TOLD = {"zh-hans": "到现在还没有人接", "en": "nobody has taken it yet"}
WAITS = TOLD["zh-hans"]


async def reports(world: World, language: str = "zh-hans") -> Person:
    """Return somebody who reported danger and sent it."""
    resident = world.resident(language=language)
    await cries_for_help(world, resident)
    await resident.presses("⏹ 停止" if language == "zh-hans" else "⏹ Stop")
    await world.settle()
    await resident.presses("就这样发送" if language == "zh-hans" else "Send it as it is")
    await world.settle()
    world.forget()
    return resident


async def climbs(world: World) -> None:
    """Let the officer on duty be called and reminded, and the one above called."""
    for minutes in (3, 2):
        await world.advance(minutes=minutes)


@pytest.mark.parametrize("language", TOLD)
async def test_it_is_told_once_when_somebody_above_the_officer_on_duty_is_called(
    world: World, language: str
) -> None:
    resident = await reports(world, language)
    await world.advance(minutes=3)
    assert not resident.unread(), "a reminder is no news"

    await world.advance(minutes=2)
    told = await resident.sees(TOLD[language])
    assert "连东海-0001" in told.text
    assert "110 / 120 / 119" in told.text
    for minutes in (5, 10, 10, 10):
        await world.advance(minutes=minutes)
    assert shown_by(resident).count(TOLD[language]) == 1

    await world.colleagues["赵科长"].taps("✅ 接单")
    await resident.sees("接手了" if language == "zh-hans" else "has taken it")


async def test_of_what_can_wait_it_is_told_after_the_promised_moment(world: World) -> None:
    resident = world.resident()
    await reports_calmly(world, resident)
    promised = (await world.referrals())[0].milestone_due_at
    assert promised is not None
    for _ in range(3):
        assert WAITS not in shown_by(resident)
        next_at = (await world.referrals())[0].next_deadline_at
        assert next_at is not None
        await world.advance(seconds=(next_at - world.clock.now()).total_seconds())
        assert (WAITS in shown_by(resident)) is (world.clock.now() >= promised)
        if world.clock.now() >= promised:
            break
    else:
        pytest.fail("it was never told")


async def test_before_the_promised_moment_nobody_is_frightened(world: World) -> None:
    duty, backup = await world.duty(), await world.duty("backup")
    for person in (duty, backup):
        await person.blocks()
        await world.settle()
    resident = await reports(world)
    await world.advance(minutes=4)
    assert pages(world.colleagues["张主任"]) == 1
    assert WAITS not in shown_by(resident)


async def test_it_is_not_told_any_more_once_somebody_has_taken_it(world: World) -> None:
    resident, officer = await reports(world), await world.duty()
    world.sandbox.faults.order(TooMany(300), method="sendMessage", chat=resident.id)
    await climbs(world)
    await officer.taps("✅ 接单")
    await world.settle_inbox()
    world.clock.advance(timedelta(minutes=6))
    await world.bot.tick()
    await world.settle()
    await resident.sees("值班的人已经接手了")
    assert WAITS not in shown_by(resident)


@pytest.mark.parametrize("taken", [True, False])
async def test_it_waits_for_the_hours_of_its_reader(world: World, *, taken: bool) -> None:
    resident, officer = await reports(world), await world.duty()
    await wishes(world, resident, "20:00-22:00", "只有我看")
    await climbs(world)
    if taken:
        await officer.taps("✅ 接单")
    await world.advance(hours=2)
    assert not resident.unread()
    await world.advance(hours=8, minutes=1)
    assert (WAITS in shown_by(resident)) is not taken


async def test_on_a_phone_that_others_read_it_is_behind_a_tap(world: World) -> None:
    resident = await reports(world)
    await wishes(world, resident, "什么时候都行", "别人也会看")
    await climbs(world)
    (shown,) = resident.unread()
    assert not any(word in shown.text for word in TELLING)
    await resident.taps("打开", message=shown)
    await resident.sees(WAITS)


@pytest.mark.parametrize("word", ["/stop", "/withdraw"])
async def test_who_wants_to_hear_nothing_is_not_told(world: World, word: str) -> None:
    resident = await reports(world)
    await resident.says(word)
    await world.settle()
    if word == "/withdraw":
        await resident.presses("撤回")
        await world.settle()
    await climbs(world)
    assert WAITS not in shown_by(resident)


async def test_who_said_not_to_write_back_is_not_told(world: World) -> None:
    resident = world.resident()
    await cries_for_help(world, resident)
    for key in ("哪里不对", "怎么回我", "不用回我", "✅ 对，发送"):
        await resident.presses(key)
        await world.settle()
    await climbs(world)
    assert WAITS not in shown_by(resident)
