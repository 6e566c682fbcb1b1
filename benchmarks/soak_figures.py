"""What a long run is judged by: samples of a process and its file, slopes, and what grew."""

import itertools
import math
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scipy import stats

from benchmarks.machine import resident_mib

_MIB = 1 << 20
CONFIDENCE = 0.95
NAMED = 6
FEWEST = 4
_BYTES = """
    SELECT coalesce(schema.tbl_name, stat.name), sum(stat.pgsize)
    FROM dbstat AS stat LEFT JOIN sqlite_schema AS schema ON schema.name = stat.name
    GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """A process and its database at one moment.

    Attributes:
        seconds: real time since the beginning.
        day: days that passed on the clock of the bot.
        mib: the memory of the process.
        descriptors: files and connections that it holds open.
        database_mib: the file, without the pages that are free.
        log_mib: the log ahead of it.
        rows: how many there are, by table.
        sizes: the bytes of each table with its indexes.
        calls: how many the wire had until now.
    """

    seconds: float
    day: float
    mib: float
    descriptors: int
    database_mib: float
    log_mib: float
    rows: Mapping[str, int]
    sizes: Mapping[str, int]
    calls: int

    @classmethod
    def of(cls, pid: int, file: Path, *, seconds: float, day: float, calls: int) -> "Sample":
        """Look at both now."""
        log = file.with_name(f"{file.name}-wal")
        rows, sizes = counted(file)
        return cls(
            seconds=round(seconds, 1),
            day=round(day, 3),
            mib=resident_mib(pid),
            descriptors=len(list(Path(f"/proc/{pid}/fd").iterdir())),
            database_mib=sum(sizes.values()) / _MIB,
            log_mib=log.stat().st_size / _MIB if log.exists() else 0.0,
            rows=rows,
            sizes=sizes,
            calls=calls,
        )


def counted(file: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Return the rows of every table, and the bytes that it takes with its indexes."""
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        rows = {
            # The names are those of the file itself.
            name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608
            for (name,) in names
        }
        return rows, dict(connection.execute(_BYTES).fetchall())
    finally:
        connection.close()


@dataclass(frozen=True, slots=True)
class Slope:
    """How fast something grows, and how sure that is."""

    value: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.value:+.2f} ({self.least:+.2f} to {self.most:+.2f})"

    @property
    def is_flat(self) -> bool:
        """Say whether no growth at all is within the interval."""
        return self.least <= 0 <= self.most


def slope(at: Sequence[float], values: Sequence[float]) -> Slope:
    """Return the slope by least squares, with the interval that holds it 19 times of 20.

    What is sampled every few seconds resembles what was sampled before; each sample counts only
    as far as it is news: the interval is widened by the residuals' likeness to their neighbours.

    Raises:
        ValueError: there are too few samples for an interval.
    """
    count = len(at)
    if count < FEWEST:
        raise ValueError(f"{count} samples tell no slope")
    fit = stats.linregress(at, values)
    rest = [y - fit.intercept - fit.slope * x for x, y in zip(at, values, strict=True)]
    whole = sum(one * one for one in rest)
    if not whole:
        return Slope(float(fit.slope), float(fit.slope), float(fit.slope))
    likeness = sum(a * b for a, b in itertools.pairwise(rest)) / whole
    likeness = min(max(likeness, 0.0), 0.99)
    news = max(3.0, count * (1 - likeness) / (1 + likeness))
    error = float(fit.stderr) * math.sqrt((count - 2) / (news - 2))
    reach = float(stats.t.ppf((1 + CONFIDENCE) / 2, news - 2)) * error
    return Slope(float(fit.slope), float(fit.slope) - reach, float(fit.slope) + reach)


def grown(first: Sample, last: Sample) -> Iterator[str]:
    """Yield in words by which tables the file grew, the most first, and by how many rows."""
    growth = {
        name: size - first.sizes.get(name, 0)
        for name, size in last.sizes.items()
        if size != first.sizes.get(name, 0)
    }
    for name in sorted(growth, key=growth.__getitem__, reverse=True)[:NAMED]:
        more = last.rows.get(name, 0) - first.rows.get(name, 0)
        each = f", {growth[name] / more:.0f} bytes each" if more > 0 else ""
        yield f"  {name}: {growth[name] / _MIB:+.2f} MiB, {more:+,} rows{each}"
