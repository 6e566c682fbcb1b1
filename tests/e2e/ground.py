"""The bot as a process beside the test, on a sandbox that outlives it."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.app import Telegram, build_bot
from bot.demo import STAFF, enrol, staff_roster
from sandbox.clock import SandboxClock
from sandbox.people import Person
from sandbox.server import Sandbox
from storage.database import Database, open_database
from storage.encryption import Vault
from tests.e2e.world import ROOT, TUESDAY, policies

SECRET = b"a secret that is long enough here"


@dataclass(slots=True)
class Ground:
    """A sandbox, a staffed database, and a bot that runs as a process beside the test."""

    sandbox: Sandbox
    clock: SandboxClock
    clock_file: Path
    url: str
    colleagues: list[Person]
    log: int
    process: asyncio.subprocess.Process | None = field(default=None)

    async def start(self, point: str = "", passes: int = 1, **watching: float) -> None:
        """Start the bot, perhaps with a fuse at a point, or watched: `stuck_after` in seconds."""
        self.tell_time()
        order = {
            "database": self.url,
            "secret": SECRET.hex(),
            "token": self.sandbox.token,
            "base_url": self.sandbox.bot_api_url,
            "clock": str(self.clock_file),
            "point": point,
            "passes": passes,
            "watching": watching,
        }
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.e2e.bot_process",
            json.dumps(order),
            cwd=ROOT,
            stdout=self.log,
            stderr=self.log,
        )

    def tell_time(self) -> None:
        """Write down what time it is; whole at once, as the bot reads it at any moment."""
        fresh = self.clock_file.with_suffix(".new")
        fresh.write_text(str(self.clock.now().timestamp()))
        fresh.replace(self.clock_file)

    def advance(self, **span: float) -> None:
        """Let time pass for sandbox and bot."""
        self.clock.advance(timedelta(**span))
        self.tell_time()

    async def died(self) -> None:
        """Wait until the fuse has burnt down."""
        assert await self.ended() == -signal.SIGKILL

    async def ended(self) -> int:
        """Wait until the bot has ended, and return its code."""
        assert self.process is not None
        async with asyncio.timeout(150):
            return await self.process.wait()

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


@asynccontextmanager
async def staffed(url: str, clock_file: Path) -> AsyncIterator[Ground]:
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
        with clock_file.with_name("bot.log").open("ab") as log:
            ground = Ground(sandbox, clock, clock_file, url, people, log.fileno())
            try:
                yield ground
            finally:
                await ground.kill()


@asynccontextmanager
async def opened(ground: Ground) -> AsyncIterator[Database]:
    database = open_database(ground.url, Vault(SECRET))
    yield database
    await database.close()
