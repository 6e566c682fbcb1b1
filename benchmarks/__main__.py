"""`make bench`: a durable dialogue step beside a bare echo, two processes, places and the ladder.

Run as `python -m benchmarks [--quick]`; prints a table and writes `build/bench.json`.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import ladders
from benchmarks.shared import is_room_for_two, two_beside_one
from benchmarks.wire import FIRST_CHAT, STEPS, TOKEN, Wire, listen

ROOT = Path(__file__).parents[1]
OFFERED_PER_SECOND = 50
PATIENCE = 120.0
KINDS = ("echo", "ours")
PLACE_ROWS = {
    "place_p50": "reading the place of a message, median ms",
    "place_p99": "reading the place of a message, 99th percentile ms",
    "place_loading": "loading the reader of places, s",
    "place_mib": "memory of the reader of places, MiB",
}


@dataclass(slots=True)
class Figures:
    """What was measured of one side, a value for each round."""

    per_second: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    first_answer: list[float] = field(default_factory=list)
    peak_mib: list[float] = field(default_factory=list)


@asynccontextmanager
async def started(kind: str, base_url: str, folder: Path) -> AsyncIterator[int]:
    """Run one side as a process of its own, and give its number."""
    module = "benchmarks.peers.echo" if kind == "echo" else "benchmarks.ours"
    file = folder / f"{kind}-{time.monotonic_ns()}.db"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        base_url,
        TOKEN,
        str(file),
        cwd=ROOT,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process.pid
    finally:
        process.kill()
        await process.wait()


async def answered(wire: Wire, count: int) -> None:
    """Wait until so many updates were answered."""
    async with asyncio.timeout(PATIENCE):
        while len(wire.seconds) < count:
            await asyncio.sleep(0.005)


async def throughput(wire: Wire, chats: Sequence[int]) -> float:
    """Offer whole dialogues of many people at once; return answered updates a second."""
    wire.forget()
    began = time.perf_counter()
    for step in STEPS:
        for chat in chats:
            wire.offer(chat, step)
    await answered(wire, len(STEPS) * len(chats))
    return len(STEPS) * len(chats) / (wire.last_at - began)


async def latency(wire: Wire, chats: Sequence[int]) -> tuple[float, float]:
    """Offer steps at a steady rate; return the median and the 99th percentile in ms."""
    wire.forget()
    for step in STEPS:
        for chat in chats:
            wire.offer(chat, step)
            await asyncio.sleep(1 / OFFERED_PER_SECOND)
    await answered(wire, len(STEPS) * len(chats))
    cuts = statistics.quantiles(wire.seconds, n=100)
    return cuts[49] * 1000, cuts[98] * 1000


def peak_mib(pid: int) -> float:
    """Return the process's peak memory in MiB, as the kernel counts it."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


async def measure(kind: str, folder: Path, figures: Figures, *, people: int) -> None:
    """Measure one side once, on a fresh wire and a fresh file."""
    wire = Wire()
    runner, base_url = await listen(wire)
    try:
        began = time.perf_counter()
        wire.offer(1, STEPS[0])
        async with started(kind, base_url, folder) as pid:
            await answered(wire, 1)
            figures.first_answer.append(wire.last_at - began)
            crowd = range(FIRST_CHAT, FIRST_CHAT + people)
            figures.per_second.append(await throughput(wire, crowd))
            few = range(10 * FIRST_CHAT, 10 * FIRST_CHAT + people // 4)
            p50, p99 = await latency(wire, few)
            figures.p50.append(p50)
            figures.p99.append(p99)
            figures.peak_mib.append(peak_mib(pid))
    finally:
        await runner.cleanup()


async def main(*, rounds: int, people: int) -> dict[str, Figures]:
    """Measure both sides in turn, round by round."""
    figures = {kind: Figures() for kind in KINDS}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for kind in KINDS:
                await measure(kind, Path(folder), figures[kind], people=people)
    return figures


async def read_places(*, rounds: int, sentences: int | None) -> dict[str, list[float]]:
    """Measure the reader of places, each time in a fresh process."""
    runs = [await _read_places(sentences) for _ in range(rounds)]
    return {name: [run[name] for run in runs] for name in PLACE_ROWS}


async def _read_places(sentences: int | None) -> dict[str, float]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.places",
        *([] if sentences is None else [str(sentences)]),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("the reader of places could not be measured; its error stands above")
    return {str(name): float(value) for name, value in json.loads(said).items()}


def report(
    figures: dict[str, Figures],
    alone: dict[str, tuple[str, list[float]]],
    shared: dict[str, list[float]] | None,
) -> None:
    """Print the tables and write the file."""
    table = Table("figure", "ours (min / median / max)", "bare echo", "ratio (round by round)")
    rows: dict[str, dict[str, list[float]]] = {}
    for name, words in (
        ("per_second", "answered updates a second"),
        ("p50", f"median latency at {OFFERED_PER_SECOND}/s, ms"),
        ("p99", f"99th percentile at {OFFERED_PER_SECOND}/s, ms"),
        ("first_answer", "start to first answer, s"),
        ("peak_mib", "peak memory, MiB"),
    ):
        ours: list[float] = getattr(figures["ours"], name)
        echo: list[float] = getattr(figures["echo"], name)
        ratios = [mine / theirs for mine, theirs in zip(ours, echo, strict=True)]
        table.add_row(words, _spread(ours), _spread(echo), _spread(ratios))
        rows[name] = {"ours": ours, "echo": echo, "ratio": ratios}
    for name, (words, values) in alone.items():
        table.add_row(words, _spread(values), "-", "-")
        rows[name] = {"ours": values}
    Console().print(table)
    rows["shared"] = shared or {}
    Console().print(_of_shared(shared))
    target = ROOT / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps({"command": "make bench", "rows": rows}, indent=1))


def _of_shared(shared: dict[str, list[float]] | None) -> Table | str:
    if shared is None:
        return "two processes on PostgreSQL beside one: left out, two processors must be free"
    table = Table("figure", "two (min / median / max)", "one", "ratio (round by round)")
    ratios = [two / one for two, one in zip(shared["two"], shared["one"], strict=True)]
    table.add_row(
        "answered updates a second by webhook on PostgreSQL",
        _spread(shared["two"]),
        _spread(shared["one"]),
        _spread(ratios),
    )
    return table


def _spread(values: Sequence[float]) -> str:
    return " / ".join(
        f"{value:.2f}" for value in (min(values), statistics.median(values), max(values))
    )


if __name__ == "__main__":
    is_quick = "--quick" in sys.argv[1:]
    dialogues = asyncio.run(main(rounds=1 if is_quick else 3, people=100 if is_quick else 400))
    reader = read_places(rounds=1 if is_quick else 5, sentences=200 if is_quick else None)
    alone = PLACE_ROWS | ladders.rows(quick=is_quick)
    values = asyncio.run(reader) | asyncio.run(ladders.measured(quick=is_quick))
    both: dict[str, list[float]] | None = None
    if is_room_for_two():
        pairs = two_beside_one(rounds=1 if is_quick else 3, people=50 if is_quick else 200)
        both = asyncio.run(pairs)
    report(dialogues, {name: (words, values[name]) for name, words in alone.items()}, both)
