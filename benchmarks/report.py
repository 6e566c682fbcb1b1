"""What was measured, as a table and as `build/bench.json`.

The file keeps what another run measured of other rows; each row says when, how and on how busy a
machine it was measured.
"""

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.machine import Machine
from benchmarks.rows import Bar, Family, Measured, Pair, Row, Size

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of the rounds, and how far they lie apart."""

    least: float
    median: float
    most: float
    rounds: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Return the spread of at least one value."""
        return cls(min(values), statistics.median(values), max(values), len(values))

    def __str__(self) -> str:
        if self.rounds == 1:
            return f"{self.median:.4g}"
        return f"{self.median:.4g} ({self.least:.3g} to {self.most:.3g})"


def command(family: Family, size: Size) -> str:
    """Return by which command the family is measured again."""
    return f"python -m benchmarks --only {family.name}{' --quick' if size.quick else ''}"


def row_to_json(row: Row, pair: Pair, family: Family, size: Size, machine: Machine) -> Json:
    """Return everything that the file says of a row.

    Raises:
        ValueError: a side was not measured, or in other rounds than the other.
    """
    if not pair.ours or (row.peer is not None) != bool(pair.peer):
        raise ValueError(f"{row.name} was not measured on both sides")
    sides = {"ours": pair.ours, "peer": pair.peer, "ratio": pair.ratios}
    spreads = {name: Spread.of(values) for name, values in sides.items() if values}
    # A quick run is a look whether all of it works: of so little nothing can be judged.
    bar = None if size.quick else row.bar
    return {
        "family": family.name,
        "words": row.words,
        "peer_is": row.peer,
        **{name: asdict(spread) for name, spread in spreads.items()},
        "rounds": {name: values for name, values in sides.items() if values},
        "bar": None if bar is None else str(bar),
        "holds": None if bar is None else _holds(bar, spreads),
        "command": command(family, size),
        "quick": size.quick,
        "machine": asdict(machine),
    }


def _holds(bar: Bar, spreads: Mapping[str, Spread]) -> bool:
    return bar.holds(spreads[bar.of].median)


def rows_to_json(
    family: Family, measured: Measured, left_out: Mapping[str, str], size: Size, machine: Machine
) -> Json:
    """Return what the file says of every row that was measured, and of those left out."""
    return {
        row.name: {"family": family.name, "words": row.words, "left_out": left_out[row.name]}
        if row.name in left_out
        else row_to_json(row, measured[row.name], family, size, machine)
        for row in family.rows(size)
    }


def keep(target: Path, rows: Json) -> None:
    """Write the rows into the file, beside those of other families that stand there."""
    before: Json = json.loads(target.read_text())["rows"] if target.exists() else {}
    renewed = {row["family"] for row in rows.values()}
    others = {name: row for name, row in before.items() if row["family"] not in renewed}
    target.parent.mkdir(exist_ok=True)
    fresh = target.with_suffix(".new")
    text = json.dumps({"command": "make bench", "rows": others | rows}, indent=1)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(target)


def show(rows: Json) -> None:
    """Print the rows as a table."""
    table = Table("figure", "beside", "ours", "peer", "ratio", "bar", "")
    for row in rows.values():
        if "left_out" in row:
            table.add_row(row["words"], f"left out: {row['left_out']}")
            continue
        cells = [str(Spread(**row[side])) if side in row else "-" for side in SIDES]
        judged = row["bar"] or "-", MARKS[row["holds"]]
        table.add_row(row["words"], row["peer_is"] or "-", *cells, *judged)
    Console(width=WIDTH).print(table)


WIDTH = 160
SIDES = ("ours", "peer", "ratio")
MARKS = {True: "holds", False: "MISSED", None: ""}
