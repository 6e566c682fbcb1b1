"""Draw `build/soak.json` as a picture for the page on performance.

Run as `python -m benchmarks.soak_plot TARGET`; `make soak` does so with matplotlib beside, which
nothing else needs.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

SOURCE = Path(__file__).parents[1] / "build" / "soak.json"
LINES = 5


def drawn(samples: Sequence[dict[str, Any]]) -> Figure:
    """Return memory, descriptors, the file and its rows over the days of the month."""
    days = [one["day"] for one in samples]
    figure = Figure(figsize=(8, 8), layout="constrained")
    memory, descriptors, size, rows = figure.subplots(4, sharex=True)
    memory.plot(days, [one["mib"] for one in samples], color="tab:red")
    memory.set(ylabel="memory, MiB", ylim=(0, None))
    descriptors.plot(days, [one["descriptors"] for one in samples], color="tab:purple")
    descriptors.set(ylabel="descriptors", ylim=(0, None))
    size.plot(days, [one["database_mib"] for one in samples], label="file")
    size.plot(days, [one["log_mib"] for one in samples], label="log ahead")
    size.set(ylabel="database, MiB", ylim=(0, None))
    size.legend(loc="upper left")
    last = samples[-1]["rows"]
    for name in sorted(last, key=last.__getitem__, reverse=True)[:LINES]:
        rows.plot(days, [one["rows"].get(name, 0) for one in samples], label=name)
    rows.set(ylabel="rows", xlabel="day of the month on the bot's clock", ylim=(0, None))
    rows.legend(loc="upper left")
    return figure


if __name__ == "__main__":
    # Words stay words, and the same figures make the same file.
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "weibao"})
    kept = json.loads(SOURCE.read_text(encoding="utf-8"))["samples"]
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    drawn(kept).savefig(target, metadata={"Date": None})
