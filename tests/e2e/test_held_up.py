"""Whoever is held back behind a crowd waits for the crowd, not for Telegram's silence."""

import asyncio
import json

import pytest

from bot.delivery import ordering
from bot.delivery.ordering import FULL_BATCH
from sandbox.faults import ServerError
from sandbox.people import Person
from sandbox.updates import UpdateQueue
from tests.e2e.world import World

GREETING = "你好"
LONGER_THAN_PATIENCE = 30.0


@pytest.fixture(autouse=True)
def _silence_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let neither a long poll without updates end, nor the time for which a crowd is held."""

    async def wait(queue: UpdateQueue, _seconds: float) -> None:
        queue._poller = asyncio.get_running_loop().create_future()
        await queue._poller

    monkeypatch.setattr(UpdateQueue, "_wait", wait)
    monkeypatch.setattr(ordering, "LONGEST_HELD_SECONDS", LONGER_THAN_PATIENCE)


async def _written_by_a_full_batch(world: World, person: Person) -> None:
    """Let one person greet at the head of exactly as many updates as Telegram gives at once."""
    await person.opens()
    await world.settle()
    person.reads_all()
    who = {"id": person.id, "is_bot": False, "first_name": "x", "language_code": "zh-hans"}
    message = {
        "message_id": 9_000,
        "date": int(world.clock.now().timestamp()),
        "chat": {"id": person.id, "type": "private"},
        "from": who,
        "text": GREETING,
    }
    head = json.dumps({"update_id": 0, "message": message}).replace("0", "%d", 1)
    # Without a turn of the loop between them they leave in one answer.
    world.sandbox.push_raw_update(head.encode())
    for _ in range(FULL_BATCH - 1):
        world.sandbox.push_raw_update(b'{"update_id": %d}')


async def test_after_a_full_batch_and_silence_everybody_is_answered_at_once(world: World) -> None:
    resident = world.resident()
    await _written_by_a_full_batch(world, resident)
    await world.settle()
    assert resident.unread()


async def test_after_a_full_batch_and_a_poll_that_fails_everybody_is_answered(
    world: World,
) -> None:
    resident = world.resident()
    await _written_by_a_full_batch(world, resident)
    world.sandbox.faults.order(ServerError(502), method="getUpdates", times=None)
    await resident.sees("")
