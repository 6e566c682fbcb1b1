"""The reader of places, measured in a process of its own.

Run as `python -m benchmarks.places [sentences]`; prints one JSON object: milliseconds of a message
(the median and the 99th percentile), seconds and MiB that loading the reader takes.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.machine import resident_mib
from benchmarks.rows import Family, Measured, Row, Size, alone

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "training" / "corpus"
ROWS = {
    "place_p50": "reading the place of a message, median ms",
    "place_p99": "reading the place of a message, 99th percentile ms",
    "place_loading": "loading the reader of places, s",
    "place_mib": "memory of the reader of places, MiB",
}


def sentences(count: int | None) -> Sequence[str]:
    """Return messages of the corpus, spread over all its writers."""
    texts = [file.read_text("utf-8") for file in sorted(CORPUS.glob("*.tsv"))]
    said = [line.split("\t")[-1] for text in texts for line in text.splitlines()]
    return said if count is None else said[:: max(1, len(said) // count)]


def measure(count: int | None) -> dict[str, float]:
    """Load the reader and let it read; the import of its libraries counts as loading."""
    said = sentences(count)
    before, began = resident_mib(), time.perf_counter()
    from bot.triage.gazetteer import Gazetteer  # noqa: PLC0415 - Loading is what is measured.
    from bot.triage.places import Places  # noqa: PLC0415

    places = Places(Gazetteer.load())
    places.find(said[0])
    loading, memory = time.perf_counter() - began, resident_mib() - before
    spent = []
    for words in said:
        began = time.perf_counter()
        places.find(words)
        spent.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(spent, n=100)
    return {
        "place_p50": cuts[49],
        "place_p99": cuts[98],
        "place_loading": loading,
        "place_mib": memory,
    }


async def read_places(*, rounds: int, sentences: int | None) -> dict[str, list[float]]:
    """Measure the reader of places, each time in a fresh process."""
    runs = [await _read_places(sentences) for _ in range(rounds)]
    return {name: [run[name] for run in runs] for name in ROWS}


async def _read_places(sentences: int | None) -> dict[str, float]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.places"),
        *([] if sentences is None else [str(sentences)]),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("the reader of places could not be measured; its error stands above")
    return {str(name): float(value) for name, value in json.loads(said).items()}


def rows(_size: Size) -> Sequence[Row]:
    """Return the rows of the reader of places."""
    return [Row(name, words) for name, words in ROWS.items()]


async def _measured(size: Size) -> Measured:
    sentences = 200 if size.quick else None
    return alone(await read_places(rounds=size.of(5, 1), sentences=sentences))


FAMILY = Family("places", rows, _measured)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]) if sys.argv[1:] else None)))
