"""Each way in which a call cannot be sent, ordered on the wire: what becomes of row and case."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from sandbox.faults import (
    ChatNotFound,
    CutAfter,
    CutBefore,
    Fault,
    Forbidden,
    MethodNotFound,
    ServerError,
    TooMany,
    Unauthorized,
)
from sandbox.people import Person
from storage.tables import outbox, pages
from tests.e2e.world import World, cries_for_help

WORDS = "东海县双店镇三铺村有个娃被打得满脸是血快来人"


def cards(person: Person) -> int:
    return sum("连东海-" in message.text for message in person.screen.messages)


async def _rows(world: World, person: Person) -> list[Any]:
    """Return the calls to a person, as the outbox has them."""
    known = await world.read(lambda work: work.people.with_chat(str(person.id)))
    assert known is not None
    query = select(outbox).where(outbox.c.person_id == known.id, outbox.c.page_id.is_not(None))
    return list(await world.read(lambda work: work.connection.execute(query).all()))


async def _kinds(world: World) -> list[str]:
    referral = (await world.referrals())[0]
    events = await world.read(lambda work: work.timeline.of(referral.case_id))
    return [event.kind for event in events]


async def test_a_wait_that_outlasts_the_rung_calls_the_next_person_now(world: World) -> None:
    duty, backup = await world.duty(), await world.duty("backup")
    world.sandbox.faults.order(TooMany(600), method="sendMessage", chat=duty.id)
    await cries_for_help(world, world.resident())

    [row] = await _rows(world, duty)
    until = world.clock.now() + timedelta(seconds=600)
    assert (row.state, row.attempts, row.not_before_at) == ("pending", 0, until)
    assert (await world.referrals())[0].next_deadline_at == world.clock.now()
    assert "page-delayed" in await _kinds(world)

    # The next rung would only remind the same person, whom nothing reaches before `until`.
    await world.advance(seconds=1)
    assert (cards(duty), cards(backup)) == (0, 1)
    await world.advance(minutes=2)
    assert len(await _rows(world, duty)) == 1


async def test_a_wait_shorter_than_the_rung_calls_nobody_else(world: World) -> None:
    duty, backup = await world.duty(), await world.duty("backup")
    world.sandbox.faults.order(TooMany(20), method="sendMessage", chat=duty.id)
    await cries_for_help(world, world.resident())
    await world.advance(seconds=20)
    assert (cards(duty), cards(backup)) == (1, 0)
    [row] = await _rows(world, duty)
    assert (row.state, row.attempts) == ("sent", 0)


@pytest.mark.parametrize("fault", [Forbidden(), ChatNotFound()], ids=["403", "not-found"])
async def test_a_person_who_cannot_be_reached_is_known_to_be_so_and_the_next_is_called(
    world: World, fault: Fault
) -> None:
    duty, backup, lead = await world.duty(), await world.duty("backup"), world.colleagues["张主任"]
    world.sandbox.faults.order(fault, method="sendMessage", chat=duty.id)
    await cries_for_help(world, world.resident())

    # All of it stands before any tick: it was one transaction.
    [row] = await _rows(world, duty)
    assert row.state == "failed"
    known = await world.read(lambda work: work.people.with_chat(str(duty.id)))
    assert known is not None
    assert known.blocked_at == row.settled_at == world.clock.now()
    assert (await world.referrals())[0].next_deadline_at == world.clock.now()
    states = select(pages.c.state)
    assert await world.read(lambda work: work.connection.execute(states).scalars().all()) == [
        "failed"
    ]
    assert "page-failed" in await _kinds(world)
    await lead.sees(f"{duty.name} 收不到消息")

    await world.advance(seconds=1)
    assert cards(backup) == 1
    await world.bot.auditor.look()
    assert world.bot.auditor.counts == {"duty-unreachable": 1}


async def test_news_that_the_services_cannot_take_leaves_nothing_half_done(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty = await world.duty()
    world.sandbox.faults.order(Forbidden(), method="sendMessage", chat=duty.id)
    monkeypatch.setattr(
        "bot.services.paging.Paging.call_somebody_else_now",
        lambda *_: (_ for _ in ()).throw(ZeroDivisionError),
    )
    await cries_for_help(world, world.resident())
    known = await world.read(lambda work: work.people.with_chat(str(duty.id)))
    assert known is not None
    # The block was undone with the deadline that could not be brought forward.
    assert known.blocked_at is None
    assert [row.state for row in await _rows(world, duty)] == ["failed"]


@pytest.mark.parametrize(
    "fault", [ServerError(), CutBefore(), CutAfter()], ids=["502", "cut-before", "cut-after"]
)
async def test_a_call_that_perhaps_arrived_is_made_again_after_a_while_with_the_same_number(
    world: World, fault: Fault
) -> None:
    duty = await world.duty()
    world.sandbox.faults.order(fault, method="sendMessage", chat=duty.id)
    await cries_for_help(world, world.resident())
    [row] = await _rows(world, duty)
    assert (row.state, row.trouble) == ("uncertain", "uncertain")

    await world.advance(seconds=14)
    assert (await _rows(world, duty))[0].state == "uncertain"
    await world.advance(seconds=1)
    [row] = await _rows(world, duty)
    assert (row.state, row.repeated) == ("sent", True)
    again = await duty.sees("〔重复〕")
    assert "连东海-0001" in again.text


@pytest.mark.parametrize("fault", [Unauthorized(), MethodNotFound()], ids=["401", "404"])
async def test_a_refused_token_keeps_every_row_alarms_and_sends_again_once_it_is_known(
    world: World, fault: Fault
) -> None:
    duty, resident = await world.duty(), world.resident()
    world.sandbox.faults.order(fault, method="sendMessage")
    with capture_logs() as logs:
        await resident.says(WORDS)
        await world.settle_inbox()
        async with asyncio.timeout(60):
            while not _is_stopped(world):
                await asyncio.sleep(0.005)
    assert [line["event"] for line in logs if line["log_level"] == "critical"] == ["token-refused"]
    assert "Telegram refuses the token" in (await world.bot.physician.look()).wrong
    waiting = await world.read(lambda work: work.outbox.count("pending", "sending"))
    sent = len(world.sandbox.calls("sendMessage"))
    await world.bot.tick()
    assert len(world.sandbox.calls("sendMessage")) == sent
    assert waiting

    async with asyncio.timeout(60):
        while _is_stopped(world):
            await resident.says("快来人")
            await world.settle_inbox()
            await world.bot.tick()
    await world.advance(seconds=5)
    assert cards(duty) >= 1
    assert await world.read(lambda work: work.outbox.count("failed")) == 0


def _is_stopped(world: World) -> bool:
    return world.bot.sender.is_stopped
