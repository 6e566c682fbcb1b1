"""A staffed county on the embedded Telegram, and bots beside it that may be killed."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.torture.process import ROOT, Order, policies
from bot.app import Telegram, build_bot
from bot.demo import STAFF, enrol, staff_roster
from sandbox.clock import SandboxClock
from sandbox.people import Person
from sandbox.server import Sandbox
from storage.database import open_database
from storage.encryption import Vault

SECRET = b"a secret that is long enough here"
# A Tuesday at ten in the morning in Jiangsu: 李敏's day, decided by the rota.
TUESDAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
KILLED = -int(signal.SIGKILL)
# Processes are started here, which takes its time where others work too.
PATIENCE_SECONDS = 150


class Nursery:
    """Start bots in a fraction of the time that a whole new process takes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._born: asyncio.Queue[int] = asyncio.Queue()
        self._ends: dict[int, asyncio.Future[int]] = {}
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, log: int) -> "Nursery":
        """Start the process and wait until everything is loaded."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "benchmarks.torture.nursery",
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )
        assert process.stdout is not None  # noqa: S101 - It is a pipe.
        async with asyncio.timeout(PATIENCE_SECONDS):
            await process.stdout.readline()
        return cls(process)

    async def bear(self, order: Order) -> int:
        """Start one bot and return the number of its process."""
        assert self._process.stdin is not None  # noqa: S101 - It is a pipe.
        self._process.stdin.write(json.dumps(order.to_dict()).encode() + b"\n")
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self._born.get()

    async def ended(self, pid: int) -> int:
        """Wait for the end of a bot; return its code, as `asyncio.subprocess` does."""
        return await asyncio.shield(self._ends[pid])

    def lives(self, pid: int) -> bool:
        """Say whether the process has not ended."""
        return not self._ends[pid].done()

    async def close(self) -> None:
        """End every bot and the nursery."""
        assert self._process.stdin is not None  # noqa: S101 - It is a pipe.
        self._process.stdin.close()
        await self._process.wait()
        await self._reading

    async def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - It is a pipe.
        while line := await self._process.stdout.readline():
            what, pid, *rest = line.split()
            if what == b"born":
                self._ends[int(pid)] = asyncio.get_running_loop().create_future()
                self._born.put_nowait(int(pid))
            elif what == b"gone":
                self._ends[int(pid)].set_result(int(rest[0]))


@dataclass(slots=True)
class Ground:
    """A sandbox, a staffed database, and bots that run beside."""

    sandbox: Sandbox
    clock: SandboxClock
    clock_file: Path
    url: str
    colleagues: list[Person]
    nursery: Nursery
    pids: list[int] = field(default_factory=list)
    kills: int = 0

    @property
    def log_file(self) -> Path:
        """Return where the bots' log goes."""
        return self.clock_file.with_name("bot.log")

    async def start(
        self,
        point: str = "",
        passes: int = 1,
        *,
        is_polling: bool = True,
        broken: str = "",
        **watching: float,
    ) -> int:
        """Start a bot, perhaps with a fuse at a point, or watched: `stuck_after` in seconds.

        Returns:
            The number of its process.
        """
        order = replace(
            self.order(),
            point=point,
            passes=passes,
            is_polling=is_polling,
            broken=broken,
            watching=watching,
        )
        pid = await self.nursery.bear(order)
        self.pids.append(pid)
        return pid

    def order(self) -> Order:
        """Return the order of a bot that serves here, and tell it the time."""
        self.tell_time()
        return Order(
            database=self.url,
            secret=SECRET.hex(),
            token=self.sandbox.token,
            base_url=self.sandbox.bot_api_url,
            clock=str(self.clock_file),
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

    async def died(self, pid: int | None = None) -> None:
        """Wait until a bot, the last one unless named, has killed itself.

        Raises:
            RuntimeError: it ended in another way, so that nothing was tried.
        """
        if await self.ended(pid) != KILLED:
            raise RuntimeError(f"the bot was not killed, see {self.log_file}")
        self.kills += 1

    async def ended(self, pid: int | None = None) -> int:
        """Wait until a bot, the last one unless named, has ended, and return its code."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self.nursery.ended(pid or self.pids[-1])

    async def kill(self, pid: int | None = None) -> None:
        """Kill a bot, the last one unless named, if it lives, and count that."""
        pid = pid or self.pids[-1]
        if self.nursery.lives(pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        await self.died(pid)

    def pages_of(self, number: str) -> int:
        """Return how often the wire carried a card of the case to somebody."""
        ours = {person.id for person in self.colleagues}
        return sum(
            number in str(call.params.get("text", "")) and call.chat_id in ours
            for call in self.sandbox.calls("sendMessage")
            if call.status == 200  # noqa: PLR2004 - HTTP.
        )


@asynccontextmanager
async def staffed(url: str, clock_file: Path) -> AsyncIterator[Ground]:
    """Staff a county on the migrated database at `url`, and end every bot afterwards."""
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
            nursery = await Nursery.open(log.fileno())
            try:
                yield Ground(sandbox, clock, clock_file, url, people, nursery)
            finally:
                await nursery.close()
