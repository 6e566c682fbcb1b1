"""Rows of the dialogue: a durable step of ours beside all others that answer the four steps."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.machine import peak_mib, used_seconds
from benchmarks.ours import ROOT
from benchmarks.peers.questions import QUESTIONS, SHARED_SPOT
from benchmarks.rows import TAKES_LONGER, Bar, Family, Measured, Pair, Row, Size
from benchmarks.sides import (
    OFFERED_PER_SECOND,
    OURS,
    Side,
    answered,
    latency,
    listening,
    started,
    throughput,
)
from benchmarks.wire import FIRST_CHAT, STEPS, WANTS_PLACE, Heard, Wire

AIOGRAM = ROOT / "build" / "aiogram" / "bin" / "python"
PEERS = {
    side.name: side
    for side in (
        Side("echo", "benchmarks.peers.echo", is_echo=True),
        Side("ceiling", "benchmarks.peers.ceiling"),
        Side("obvious", "benchmarks.peers.obvious", share=0.25, remembers=True),
        Side("kept_1000", "benchmarks.peers.persistent", ("1000",), share=0.1, remembers=True),
        Side("kept_10000", "benchmarks.peers.persistent", ("10000",), share=0.03, remembers=True),
        Side(
            "kept_once",
            "benchmarks.peers.persistent",
            ("10000", "once"),
            share=0.04,
            remembers=True,
        ),
        Side(
            "aiogram_echo", "benchmarks.peers.aiogram_bot", ("echo",), python=AIOGRAM, is_echo=True
        ),
        Side("aiogram_states", "benchmarks.peers.aiogram_bot", ("states",), python=AIOGRAM),
    )
}
_STEPS = "durable steps of the dialogue a second"
_ECHO = "a bare python-telegram-bot echo"
ROWS = {
    "echo": Row("step_echo", _STEPS, _ECHO, Bar("≥", 1.0)),
    "ceiling": Row("step_ceiling", _STEPS, "the same pipeline storing nothing", Bar("≥", 0.4)),
    "obvious": Row(
        "step_obvious", _STEPS, "asynchronous ORM, a commit per step, httpx", Bar("≥", 6)
    ),
    "kept_1000": Row(
        "step_kept_1000", _STEPS, "ConversationHandler + PicklePersistence, 1,000 conversations"
    ),
    "kept_10000": Row("step_kept_10000", _STEPS, "the same at 10,000", Bar("≥", 100)),
    "kept_once": Row("step_kept_once", _STEPS, "the same at 10,000, told to write once a step"),
    "aiogram_echo": Row("step_aiogram_echo", _STEPS, "a bare aiogram echo"),
    "aiogram_states": Row("step_aiogram_states", _STEPS, "aiogram's state machine, in memory"),
}
BESIDE_ECHO = {
    "p50": Row("latency_p50", f"median latency at {OFFERED_PER_SECOND} steps/s, ms", _ECHO),
    "p99": Row(
        "latency_p99", f"99th percentile at {OFFERED_PER_SECOND} steps/s, ms", _ECHO, Bar("≤", 3)
    ),
    "cpu_ms": Row("step_cpu", "processor time of a step, ms", _ECHO),
    "first_answer": Row("first_answer", "start to first answer, s", _ECHO),
    "peak_mib": Row("peak_mib", "peak memory, MiB", _ECHO),
}
WITH_LATENCY = ("ours", "echo")
SLOW = ("kept_1000", "kept_10000", "kept_once", "aiogram_echo", "aiogram_states")
FIRST_TO_WRITE = 1
FIRST_WARMING = 100
WARMING = 40
QUESTIONS_HEARD = [
    Heard(
        question.text,
        tuple(
            tuple(f"{label}{WANTS_PLACE if label == SHARED_SPOT else ''}" for label in row)
            for row in question.keys
        ),
    )
    for question in QUESTIONS
]


@dataclass(slots=True)
class Figures:
    """What was measured of one side, a value for each round."""

    per_second: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    first_answer: list[float] = field(default_factory=list)
    peak_mib: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)


class SaysSomethingElse(RuntimeError):
    """Say that a side does not answer the four steps as the others do."""


def check(side: Side, heard: Sequence[Heard]) -> None:
    """Hold what a side answered to the four steps against what it should.

    Raises:
        SaysSomethingElse: words or keys differ.
    """
    told = [Heard(step) for step in STEPS] if side.is_echo else QUESTIONS_HEARD
    if list(heard) != list(told):
        raise SaysSomethingElse(f"{side.name} answers {heard}, not {told}")


async def measure_side(side: Side, folder: Path, figures: Figures, *, people: int) -> None:
    """Measure one side once, on a fresh wire and a fresh file.

    Raises:
        SaysSomethingElse: it is not the dialogue that the others hold, so nothing is measured.
    """
    wire = Wire(listened_to=frozenset({FIRST_TO_WRITE}))
    async with listening(wire) as base_url:
        began = time.perf_counter()
        wire.offer(FIRST_TO_WRITE, STEPS[0])
        file = folder / f"{side.name}-{time.monotonic_ns()}.db"
        async with started(side, base_url, file) as pid:
            await answered(wire, 1)
            figures.first_answer.append(wire.last_at - began)
            for count, step in enumerate(STEPS[1:], start=2):
                wire.offer(FIRST_TO_WRITE, step)
                await answered(wire, count)
            check(side, wire.heard[FIRST_TO_WRITE])
            # What is made once, such as statements and patterns, is no part of a step.
            await throughput(wire, range(FIRST_WARMING, FIRST_WARMING + side.of(WARMING)))
            crowd = range(FIRST_CHAT, FIRST_CHAT + side.of(people))
            used = used_seconds(pid)
            figures.per_second.append(await throughput(wire, crowd))
            steps = len(STEPS) * len(crowd)
            figures.cpu_ms.append((used_seconds(pid) - used) / steps * 1000)
            if side.name in WITH_LATENCY:
                few = range(10 * FIRST_CHAT, 10 * FIRST_CHAT + people // 4)
                p50, p99 = await latency(wire, few)
                figures.p50.append(p50)
                figures.p99.append(p99)
            figures.peak_mib.append(peak_mib(pid))


async def measure_sides(
    sides: Sequence[Side], *, rounds: int, people: int
) -> Mapping[str, Figures]:
    """Measure all sides in turn, round by round."""
    figures = {side.name: Figures() for side in sides}
    with tempfile.TemporaryDirectory(prefix="weibao-bench-") as folder:
        for _ in range(rounds):
            for side in sides:
                await measure_side(side, Path(folder), figures[side.name], people=people)
    return figures


def pairs(figures: Mapping[str, Figures]) -> Measured:
    """Return the rows of what was measured."""
    ours, echo = figures["ours"], figures["echo"]
    steps = {
        ROWS[name].name: Pair(ours.per_second, peer.per_second)
        for name, peer in figures.items()
        if name != "ours"
    }
    beside: dict[str, Pair] = {
        row.name: Pair(getattr(ours, name), getattr(echo, name))
        for name, row in BESIDE_ECHO.items()
    }
    return steps | beside


def rows(_size: Size) -> Sequence[Row]:
    """Return every row of the dialogue."""
    return (*ROWS.values(), *BESIDE_ECHO.values())


def left_out(size: Size) -> Mapping[str, str]:
    """Say which peers are not installed, or take longer than a quick run has."""
    missing: dict[str, str] = {}
    if not AIOGRAM.exists():
        names = (ROWS[side.name].name for side in PEERS.values() if side.python == AIOGRAM)
        missing |= dict.fromkeys(names, "aiogram is not installed beside; `make bench` does that")
    if size.quick:
        missing |= {ROWS[name].name: TAKES_LONGER for name in SLOW}
    return missing


async def measure(size: Size) -> Measured:
    """Measure every side that can be run here."""
    missing = left_out(size)
    sides = [OURS, *(peer for peer in PEERS.values() if ROWS[peer.name].name not in missing)]
    rounds, people = size.of(3, 1), size.of(403, 51)
    return pairs(await measure_sides(sides, rounds=rounds, people=people))


FAMILY = Family("dialogues", rows, measure, left_out)
