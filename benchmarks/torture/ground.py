"""A staffed county on the embedded Telegram, and bots beside it that may be killed."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import IO, Self

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
    """Start bots in a fraction of the time that a whole new process takes.

    Its process is begun with the first bot, serves any number of grounds and event loops, and is
    ended with the block.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._expected: deque[Future[int]] = deque()
        self._ends: dict[int, Future[int]] = {}
        self._reader = Thread(target=self._read, name="nursery", daemon=True)

    def __enter__(self) -> Self:
        """Have nothing to begin: see above."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End every bot and the process that they come from."""
        if self._process is not None:
            self._stdin.close()
            self._reader.join()
            self._process.wait()

    async def bear(self, order: Order) -> int:
        """Start one bot and return the number of its process."""
        if self._process is None:
            self._begin()
        born: Future[int] = Future()
        self._expected.append(born)
        self._stdin.write(json.dumps(order.to_dict()).encode() + b"\n")
        self._stdin.flush()
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await asyncio.wrap_future(born)

    async def ended(self, pid: int) -> int:
        """Wait for the end of a bot; return its code, as `asyncio.subprocess` does."""
        return await asyncio.shield(asyncio.wrap_future(self._ends[pid]))

    def lives(self, pid: int) -> bool:
        """Say whether the process has not ended."""
        return not self._ends[pid].done()

    @property
    def _stdin(self) -> IO[bytes]:
        assert self._process is not None  # noqa: S101 - It was begun.
        assert self._process.stdin is not None  # noqa: S101 - It is a pipe.
        return self._process.stdin

    def _begin(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.torture.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._reader.start()

    def _read(self) -> None:
        assert self._process is not None  # noqa: S101 - It was begun.
        assert self._process.stdout is not None  # noqa: S101 - It is a pipe.
        with self._process.stdout as told:
            for line in told:
                what, *numbers = line.split()
                if what == b"born":
                    [pid] = map(int, numbers)
                    self._ends[pid] = Future()
                    self._expected.popleft().set_result(pid)
                else:
                    pid, code = map(int, numbers)
                    self._ends[pid].set_result(code)


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
            log=str(self.log_file),
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
        self._strike(pid)
        await self.died(pid)

    async def clear(self) -> None:
        """Kill every bot that is left, and count none."""
        for pid in self.pids:
            self._strike(pid)
            await self.ended(pid)

    def _strike(self, pid: int) -> None:
        if self.nursery.lives(pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def pages_of(self, number: str) -> int:
        """Return how often the wire carried a card of the case to somebody."""
        ours = {person.id for person in self.colleagues}
        return sum(
            number in str(call.params.get("text", "")) and call.chat_id in ours
            for call in self.sandbox.calls("sendMessage")
            if call.status == 200  # noqa: PLR2004 - HTTP.
        )


@asynccontextmanager
async def staffed(url: str, clock_file: Path, nursery: Nursery) -> AsyncIterator[Ground]:
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
        ground = Ground(sandbox, clock, clock_file, url, people, nursery)
        try:
            yield ground
        finally:
            await ground.clear()
