"""A process that hangs ends by itself, and the next one goes on where it stopped."""

import asyncio

import pytest

from bot.watching.watchdog import STUCK
from sandbox.faults import ServerError
from tests.e2e.ground import Ground
from tests.e2e.world import DANGER_KEY

# Processes are started here, which takes its time where others work too.
pytestmark = pytest.mark.timeout(900)

WORDS = "东海县双店镇的娃被打得满脸血，快来人"


@pytest.mark.parametrize(("point", "missing"), [("blocked", "tick"), ("deaf", "fetch")])
async def test_a_process_that_hangs_ends_with_its_code_and_the_next_pages_what_is_due(
    ground: Ground, point: str, missing: str
) -> None:
    resident = ground.sandbox.add_person("王奶奶")
    await ground.start()
    await resident.says("/report")
    await resident.says(DANGER_KEY)
    await resident.says(WORDS)
    await _paged(ground, 1)
    await ground.kill()

    await ground.start(point, stuck_after=4.0)
    ground.advance(minutes=4)
    assert await ground.ended() == STUCK
    said = ground.clock_file.with_name("bot.log").read_text()
    assert f"missing={{'{missing}'" in said
    assert "满脸血" not in said

    before = _pages(ground)
    await ground.start(stuck_after=30.0)
    ground.advance(minutes=15)
    await _paged(ground, before + 1)


async def test_a_process_that_hangs_before_telegram_lets_it_start_ends_as_well(
    ground: Ground,
) -> None:
    ground.sandbox.faults.order(ServerError(), method="deleteWebhook", times=None)
    fetched = len(ground.sandbox.calls("getUpdates"))
    await ground.start("blocked", stuck_after=4.0)
    assert await ground.ended() == STUCK
    assert len(ground.sandbox.calls("getUpdates")) == fetched


async def _paged(ground: Ground, count: int) -> None:
    async with asyncio.timeout(150):
        while _pages(ground) < count:
            await asyncio.sleep(0.05)


def _pages(ground: Ground) -> int:
    return ground.pages_of("-0001")
