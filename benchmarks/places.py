"""The reader of places, measured in a process of its own.

Run as `python -m benchmarks.places [sentences]`; prints one JSON object: milliseconds of a message
(the median and the 99th percentile), seconds and MiB that loading the reader takes.
"""

import json
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "training" / "corpus"


def resident_mib() -> float:
    """Return the memory of this process in MiB, as the kernel counts it."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


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


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]) if sys.argv[1:] else None)))
