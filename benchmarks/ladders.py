"""The ladder under load: from a deadline to the page on the wire, after a start, and at a tick.

The bot is the real one, on a file; Telegram's pace is lifted, so that the engine is measured and
not the wall of the wire.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.filled import laid
from benchmarks.ours import SECRET
from benchmarks.rows import Bar, Family, Measured, Row, Size, alone
from benchmarks.sides import OURS, listening, started
from benchmarks.wire import Wire
from bot.clock import SystemClock
from bot.services.ticking import Ticking
from storage.database import open_database
from storage.encryption import Vault

DUE = 10
FEW = 1_000
AHEAD = timedelta(seconds=1)
PATIENCE = 180.0
ROWS = {
    "due_p99": "{due:,} deadlines in one second: to the wire, 99th percentile, s",
    "due_l1_p99": "of these, level 1, s",
    "restart": "start with {overdue:,} overdue: to the first page on the wire, s",
    "tick_ms": "tick with {many:,} open and 10 due, ms",
    "tick_ratio": "that tick beside one with 1,000 open",
}
BARS = {
    "due_p99": Bar("≤", 5, of="ours"),
    "restart": Bar("≤", 5, of="ours"),
    "tick_ratio": Bar("≤", 2, of="ours"),
}
FULL = {"due": 1_000, "overdue": 100_000, "many": 1_000_000}
QUICK = {"due": 50, "overdue": 1_000, "many": 5_000}


@dataclass(slots=True)
class PageWire(Wire):
    """A wire that notes when each card arrived, and whether it was of level 1."""

    arrived: list[tuple[float, bool]] = field(default_factory=list)

    def arrive(self, chat: int, text: str, markup: str | Mapping[str, Any]) -> None:
        """Take note of a card."""
        Wire.arrive(self, chat, text, markup)
        self.arrived.append((time.time(), "🔴" in text))


@asynccontextmanager
async def serving(wire: Wire, file: Path) -> AsyncIterator[int]:
    """Run the bot beside, on the file; give the number of its process."""
    async with listening(wire) as base_url, started(OURS, base_url, file) as pid:
        yield pid


async def due_at_once(count: int) -> dict[str, float]:
    """Let many referrals fall due in one second; return how late their pages were, in seconds."""
    async with laid() as ground:
        wire = PageWire()
        async with serving(wire, ground.file), asyncio.timeout(PATIENCE):
            while not wire.polls:
                await asyncio.sleep(0.01)
            now = SystemClock().now()
            due_at = now + AHEAD
            ground.fill(count, due_at, now=now)
            while len(wire.arrived) < count:
                await asyncio.sleep(0.01)
        late = [at - due_at.timestamp() for at, _ in wire.arrived[:count]]
        first = [at - due_at.timestamp() for at, is_l1 in wire.arrived[:count] if is_l1]
        return {"due_p99": _p99(late), "due_l1_p99": _p99(first)}


async def restarted(count: int) -> float:
    """Start the bot with so many referrals overdue; return the seconds to the first page."""
    async with laid() as ground:
        now = SystemClock().now()
        ground.fill(count, now - timedelta(minutes=1), now=now - timedelta(hours=1))
        wire = PageWire()
        began = time.time()
        async with serving(wire, ground.file), asyncio.timeout(PATIENCE):
            while not wire.arrived:
                await asyncio.sleep(0.005)
        return wire.arrived[0][0] - began


async def tick_seconds(count: int, *, rounds: int) -> float:
    """Return the median seconds of a tick with so many open referrals, ten of them due."""
    async with laid() as ground:
        clock = SystemClock()
        ground.fill(count, clock.now() + timedelta(hours=9), now=clock.now())
        database = open_database(ground.url, Vault(SECRET))
        ticking = Ticking(ground.hotline, database, clock)
        await ticking.tick()
        spent = []
        for _ in range(rounds):
            ground.fill(DUE, clock.now(), now=clock.now())
            began = time.perf_counter()
            await ticking.tick()
            spent.append(time.perf_counter() - began)
        await database.close()
        return statistics.median(spent)


async def measure(*, due: int, overdue: int, many: int, rounds: int) -> dict[str, float]:
    """Return every figure once."""
    figures = await due_at_once(due)
    figures["restart"] = await restarted(overdue)
    few_seconds = await tick_seconds(min(FEW, many), rounds=rounds)
    many_seconds = await tick_seconds(many, rounds=rounds)
    ticks = {"tick_ms": many_seconds * 1000, "tick_ratio": many_seconds / few_seconds}
    return figures | ticks


def rows(size: Size) -> Sequence[Row]:
    """Return what each figure is, with the sizes it was measured at."""
    sizes = QUICK if size.quick else FULL
    return [Row(name, words.format(**sizes), bar=BARS.get(name)) for name, words in ROWS.items()]


async def measured(size: Size) -> Measured:
    """Return every figure, round by round."""
    sizes, rounds, repeats = (QUICK, 5, 1) if size.quick else (FULL, 15, 3)
    runs = [await measure(**sizes, rounds=rounds) for _ in range(repeats)]
    return alone({name: [run[name] for run in runs] for name in ROWS})


FAMILY = Family("ladders", rows, measured)


def _p99(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=100)[98]
