"""Write the table of `build/bench.json` into `docs/performance.md`, between its two marks.

Run as `python -m benchmarks.page` after `make bench`.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.machine import BUSY_ABOVE
from benchmarks.report import Spread

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"
MEASURED = ROOT / "build" / "bench.json"
BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"
_HEAD = ("figure", "beside", "ours", "peer", "ratio", "bar", "")
_MARKS = {True: "holds", False: "**missed**", None: ""}


def table(rows: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield the lines of the table; a figure measured beside other work is marked with a †."""
    yield from ("| " + " | ".join(_HEAD) + " |", "|" + "---|" * len(_HEAD))
    for row in rows.values():
        yield "| " + " | ".join(_cells(row)) + " |"


def _cells(row: Mapping[str, Any]) -> Iterator[str]:
    if "left_out" in row:
        yield from (row["words"], f"left out: {row['left_out']}", *[""] * (len(_HEAD) - 2))
        return
    is_loaded = row["machine"]["others"] > BUSY_ABOVE
    yield row["words"] + (" †" if is_loaded else "")
    yield row["peer_is"] or ""
    for side in ("ours", "peer", "ratio"):
        yield str(Spread(**row[side])) if side in row else ""
    yield row["bar"] or ""
    yield _MARKS[row["holds"]]


def written(page: str, rows: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the page with the table in place of the one that stood there.

    Raises:
        ValueError: a mark is missing.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{BEGIN} and {END} must stand in the page")
    return "\n".join((before + BEGIN, "", *table(rows), "", END)) + after


if __name__ == "__main__":
    if not MEASURED.exists():
        sys.exit("nothing is measured yet; run `make bench`")
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))["rows"]
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), measured), encoding="utf-8")
