"""What grows with what is stored, and what does not: memory, the start, and the cost of a step.

The same bot, as a process of its own, on a file with nothing and on a file with much, turn about.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from benchmarks.filled import Ground, laid
from benchmarks.machine import resident_mib, used_seconds
from benchmarks.rows import TAKES_LONGER, Bar, Family, Measured, Pair, Row, Size
from benchmarks.sides import OURS, PATIENCE, answered, listening, started, throughput
from benchmarks.wire import FIRST_CHAT, STEPS, Wire
from bot.clock import SystemClock

LATER = timedelta(hours=9)
ROWS = {
    "memory_grown": "memory with {open:,} open dialogues and referrals above that with none, MiB",
    "start_empty": "start to first getUpdates, nothing open, s",
    "start_grown": "start to first getUpdates, {open:,} open dialogues and referrals, s",
}
BARS = {
    "memory_grown": Bar("≤", 20, of="ours"),
    "start_empty": Bar("≤", 2, of="ours"),
    "start_grown": Bar("≤", 4, of="ours"),
}
FULL = {"open": 100_000, "few": 1_000, "many": 1_000_000}
QUICK = {"open": 1_000}
PEOPLE, QUICK_PEOPLE = 103, 11


@dataclass(slots=True)
class Run:
    """What one process needed: seconds to its first question, MiB, and ms of a processor a step."""

    first_poll: list[float] = field(default_factory=list)
    mib: list[float] = field(default_factory=list)
    step_ms: list[float] = field(default_factory=list)


async def run(file: Path, figures: Run, chats: Sequence[int]) -> None:
    """Start the bot on the file, let these people go through the dialogue, and end it."""
    # On one file no number of an update may come twice: it would be one that was answered.
    wire = Wire(number=time.time_ns() // 1_000)
    async with listening(wire) as base_url:
        began = time.perf_counter()
        async with started(OURS, base_url, file) as pid:
            async with asyncio.timeout(PATIENCE):
                while not wire.polls:
                    await asyncio.sleep(0.002)
            figures.first_poll.append(wire.first_poll_at - began)
            # The first people have everything loaded that is loaded when it is needed.
            warm = chats[: len(chats) // 4]
            await throughput(wire, warm)
            used = used_seconds(pid)
            rest = chats[len(warm) :]
            await throughput(wire, rest)
            await answered(wire, len(rest) * len(STEPS))
            figures.step_ms.append((used_seconds(pid) - used) / len(rest) / len(STEPS) * 1000)
            figures.mib.append(resident_mib(pid))


async def turn_about(small: Ground, large: Ground, *, rounds: int, people: int) -> tuple[Run, Run]:
    """Run both files in turn; people who write are others each time."""
    figures = Run(), Run()
    for turn in range(rounds):
        chats = range(FIRST_CHAT * (turn + 1), FIRST_CHAT * (turn + 1) + people)
        for ground, of in zip((small, large), figures, strict=True):
            await run(ground.file, of, chats)
    return figures


async def measure(sizes: Mapping[str, int], *, rounds: int, people: int) -> Measured:
    """Return every row."""
    now = SystemClock().now()
    async with laid() as none, laid() as some:
        some.fill(sizes["open"], now + LATER, now=now)
        await some.talk(sizes["open"], now=now + LATER)
        empty, grown = await turn_about(none, some, rounds=rounds, people=people)
    above = [more - less for more, less in zip(grown.mib, empty.mib, strict=True)]
    found = {
        "memory_grown": Pair(above),
        "start_empty": Pair(empty.first_poll),
        "start_grown": Pair(grown.first_poll),
    }
    if "many" not in sizes:
        return found
    async with laid() as few, laid() as many:
        few.fill(sizes["few"], now + LATER, now=now)
        many.fill(sizes["many"], now + LATER, now=now)
        with_few, with_many = await turn_about(few, many, rounds=rounds, people=people)
    return found | {"step_grown": Pair(with_many.step_ms, with_few.step_ms)}


def rows(size: Size) -> Sequence[Row]:
    """Return what each figure is, with the sizes it was measured at."""
    sizes = QUICK if size.quick else FULL
    alone = [Row(name, words.format(**sizes), bar=BARS[name]) for name, words in ROWS.items()]
    step = "processor time of a step with {many:,} stored cases, ms".format(**FULL)
    return [*alone, Row("step_grown", step, "with {few:,}".format(**FULL), Bar("≤", 1.2))]


async def measured(size: Size) -> Measured:
    """Measure every row."""
    if size.quick:
        return await measure(QUICK, rounds=1, people=QUICK_PEOPLE)
    return await measure(FULL, rounds=3, people=PEOPLE)


def left_out(size: Size) -> Mapping[str, str]:
    """Leave the cost of a step out of a quick run: of so few steps it says nothing."""
    return {"step_grown": TAKES_LONGER} if size.quick else {}


FAMILY = Family("grown", rows, measured, left_out)
