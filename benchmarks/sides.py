"""Sides: processes that answer the same updates on a wire of their own, and how they are timed."""

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ours import ROOT
from benchmarks.wire import STEPS, TOKEN, Wire, listen, said_by

OFFERED_PER_SECOND = 50
BEHIND = 10
"""So many people begin between two steps of one of them."""
PATIENCE = 90.0
"""Seconds without any answer."""
TAIL = 2000


class SideEnded(RuntimeError):
    """Say that a side answered nothing, and what it said last."""


@dataclass(frozen=True, slots=True)
class Side:
    """Something that answers the four steps of the dialogue.

    Attributes:
        name: by which the rows know it.
        module: what is run, given the wire's address, the token, a file and then `extra`.
        extra: further arguments.
        share: which part of the people it is offered; a slow one would take minutes for all.
        python: the interpreter, where it is not ours.
        remembers: whether a step that was answered is on disk.
        is_echo: whether it says what was said, instead of the dialogue.
    """

    name: str
    module: str
    extra: tuple[str, ...] = ()
    share: float = 1.0
    python: Path = Path(sys.executable)
    remembers: bool = False
    is_echo: bool = False

    def of(self, people: int) -> int:
        """Return how many of the people it is offered."""
        return max(4, round(people * self.share))


OURS = Side("ours", "benchmarks.serving", remembers=True)


@asynccontextmanager
async def started(side: Side, base_url: str, file: Path) -> AsyncIterator[int]:
    """Run one side as a process of its own, and give its number.

    Raises:
        SideEnded: it ended by itself, with what it said last.
    """
    log = file.with_suffix(".log")
    with log.open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            *(str(side.python), "-m", side.module, base_url, TOKEN, str(file), *side.extra),
            cwd=ROOT,
            stdout=said,
            stderr=said,
        )
    try:
        yield process.pid
    except TimeoutError as error:
        raise SideEnded(f"{side.name}: {log.read_text()[-TAIL:]}") from error
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@asynccontextmanager
async def listening(wire: Wire) -> AsyncIterator[str]:
    """Let the wire listen, and give its address."""
    runner, base_url = await listen(wire)
    try:
        yield base_url
    finally:
        await runner.cleanup()


async def answered(wire: Wire, count: int) -> None:
    """Wait until so many updates were answered; slow is who answers, silent is who has ended.

    Raises:
        TimeoutError: nothing was answered for long.
    """
    before, moved_at = len(wire.seconds), time.perf_counter()
    while len(wire.seconds) < count:
        await asyncio.sleep(0.005)
        if len(wire.seconds) > before:
            before, moved_at = len(wire.seconds), time.perf_counter()
        elif time.perf_counter() - moved_at > PATIENCE:
            raise TimeoutError


async def throughput(wire: Wire, chats: Sequence[int]) -> float:
    """Offer whole dialogues of many people at once; return answered updates a second."""
    wire.forget()
    began = time.perf_counter()
    for step in range(len(STEPS)):
        for chat in chats:
            wire.offer(chat, said_by(chat)[step])
    await answered(wire, len(STEPS) * len(chats))
    return len(STEPS) * len(chats) / (wire.last_at - began)


def as_they_come(chats: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield who takes which step next, where people begin one after the other.

    Each stands somewhere else in the dialogue, so that its dear and its cheap steps come mixed.
    """
    for turn in range(len(chats) + BEHIND * (len(STEPS) - 1)):
        for step in range(len(STEPS)):
            place = turn - BEHIND * step
            if 0 <= place < len(chats):
                yield chats[place], step


async def latency(wire: Wire, chats: Sequence[int]) -> tuple[float, float]:
    """Offer steps at a steady rate; return the median and the 99th percentile in ms."""
    wire.forget()
    began = time.perf_counter()
    for offered, (chat, step) in enumerate(as_they_come(chats), start=1):
        wire.offer(chat, said_by(chat)[step])
        # Measured from the beginning: whoever sleeps oversleeps, and the rate would sink.
        await asyncio.sleep(max(0.0, began + offered / OFFERED_PER_SECOND - time.perf_counter()))
    await answered(wire, len(STEPS) * len(chats))
    cuts = statistics.quantiles(wire.seconds, n=100)
    return cuts[49] * 1000, cuts[98] * 1000
