"""Killed at any point of a message's way, and started again: nothing is lost."""

import asyncio
import json
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Telegram, build_bot
from bot.demo import STAFF, enrol, staff_roster
from sandbox.clock import SandboxClock
from sandbox.people import Person
from sandbox.server import Sandbox
from storage.database import Database, open_database
from storage.encryption import Vault
from tests.e2e.bot_process import POINTS
from tests.e2e.world import DANGER_KEY, ROOT, TUESDAY, policies

SECRET = b"a secret that is long enough here"
RANDOM_KILLS = 30
FIRST_RUNG = timedelta(seconds=170)
WORDS = "东海县双店镇的娃被打得满脸血，快来人"


@dataclass(slots=True)
class Ground:
    """A sandbox, a staffed database, and a bot that runs as a process beside the test."""

    sandbox: Sandbox
    clock: SandboxClock
    clock_file: Path
    url: str
    colleagues: list[Person]
    process: asyncio.subprocess.Process | None = field(default=None)

    async def start(self, point: str = "", passes: int = 1) -> None:
        """Start the bot, perhaps with a fuse at a point."""
        self.tell_time()
        order = {
            "database": self.url,
            "secret": SECRET.hex(),
            "token": self.sandbox.token,
            "base_url": self.sandbox.bot_api_url,
            "clock": str(self.clock_file),
            "point": point,
            "passes": passes,
        }
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.e2e.bot_process",
            json.dumps(order),
            cwd=ROOT,
            stderr=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
        )

    def tell_time(self) -> None:
        """Write down what time it is; whole at once, as the bot reads it at any moment."""
        fresh = self.clock_file.with_suffix(".new")
        fresh.write_text(str(self.clock.now().timestamp()))
        fresh.replace(self.clock_file)

    async def died(self) -> None:
        """Wait until the fuse has burnt down."""
        assert self.process is not None
        async with asyncio.timeout(30):
            await self.process.wait()

    async def kill(self) -> None:
        """Kill the bot if it lives."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    def pages_of(self, number: str) -> int:
        """Return how often the wire carried a card of the case to somebody."""
        ours = {person.id for person in self.colleagues}
        return sum(
            number in str(call.params.get("text", "")) and call.chat_id in ours
            for call in self.sandbox.calls("sendMessage")
            if call.status == 200
        )


@pytest.fixture
async def ground(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Ground]:
    async with _staffed(sqlite_url, tmp_path / "clock") as staffed:
        yield staffed


@asynccontextmanager
async def _staffed(url: str, clock_file: Path) -> AsyncIterator[Ground]:
    clock = SandboxClock(TUESDAY, rate=0)
    async with Sandbox.start(clock=clock) as sandbox:
        bot = await build_bot(
            policies(),
            ROOT / "calendar.yaml",
            open_database(url, Vault(SECRET)),
            Telegram(sandbox.token, sandbox.bot_api_url),
            clock,
            tick_seconds=None,
        )
        await bot.start()
        people = list(await enrol(sandbox, bot, STAFF))
        await staff_roster(bot, people)
        await bot.stop()
        ground = Ground(sandbox, clock, clock_file, url, people)
        try:
            yield ground
        finally:
            await ground.kill()


@asynccontextmanager
async def _opened(ground: Ground) -> AsyncIterator[Database]:
    database = open_database(ground.url, Vault(SECRET))
    yield database
    await database.close()


async def _cries(person: Person) -> None:
    """Report danger tap by tap, without waiting for the bot: a person who writes blindly."""
    await person.says("/report")
    await person.says(DANGER_KEY)
    await person.says(WORDS)


async def _all_is_well(ground: Ground, residents: list[Person], patience: timedelta) -> None:
    """Check that every report has its case, every case its page, every referral a deadline.

    The clock is moved by `patience` at the most, so that a lease runs out but no later rung of
    the ladder can make up for a page that was lost.
    """
    until = ground.clock.now() + patience
    async with _opened(ground) as database:
        async with asyncio.timeout(40):
            while True:
                numbers = await database.read(
                    lambda work: [
                        report.number
                        for person in residents
                        if (known := work.people.with_chat(str(person.id))) is not None
                        for report in work.cases.reports_by(known.id)
                    ]
                )
                is_done = await database.read(lambda work: not work.inbox.count("waiting"))
                is_told = not ground.sandbox.pending and len(numbers) >= len(residents)
                if is_done and is_told and all(ground.pages_of(number) for number in numbers):
                    break
                # What was in flight when the bot died waits for its lease to run out.
                if ground.clock.now() < until:
                    ground.clock.advance(timedelta(seconds=10))
                    ground.tell_time()
                await asyncio.sleep(0.05)
        assert await database.read(lambda work: work.inbox.count("dead")) == 0
        assert len(numbers) == len(residents)
        now = ground.clock.now()
        open_referrals = await database.read(
            lambda work: work.referrals.open_in(office.code for office in work.staff.offices())
        )
        assert len(open_referrals) == len(residents)
        for referral in open_referrals:
            assert referral.next_deadline_at is not None
            assert referral.next_deadline_at > now - timedelta(seconds=60)


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_at_a_named_point_loses_nothing(ground: Ground, point: str) -> None:
    resident = ground.sandbox.add_person("王奶奶")
    await ground.start(point)

    await _cries(resident)
    await ground.died()
    await ground.start()

    await _all_is_well(ground, [resident], FIRST_RUNG)


async def test_thirty_kills_at_random_points_lose_nothing(ground: Ground) -> None:
    chance = random.Random(20261124)  # noqa: S311 - Chance, not a secret.
    residents: list[Person] = []
    for turn in range(RANDOM_KILLS):
        residents.append(ground.sandbox.add_person(f"村民{turn}"))
        await ground.start("any", passes=chance.randint(1, 25))
        await _cries(residents[-1])
        ground.clock.advance(timedelta(minutes=chance.randint(0, 6)))
        ground.tell_time()
        await ground.died()

    await ground.start()

    await _all_is_well(ground, residents, timedelta(hours=1))
