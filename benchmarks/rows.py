"""What is measured, as data: rows with their sides and bars, and the families they come in.

A module that measures offers one `Family` and is named in `benchmarks.families`. A row's ratio is
always ours ÷ peer, round by round, so that a noisy machine is noisy to both.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Bar:
    """What the median must reach: that of the ratio, or our own figure where `of` says so."""

    sense: Literal["≥", "≤"]
    value: float
    of: Literal["ratio", "ours"] = "ratio"

    def holds(self, figure: float) -> bool:
        """Say whether the figure reaches the bar."""
        return figure >= self.value if self.sense == "≥" else figure <= self.value

    def __str__(self) -> str:
        return f"{'ratio ' if self.of == 'ratio' else ''}{self.sense} {self.value:g}"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes:
        name: by which the file knows it, unlike any other.
        words: what is measured, with its unit.
        peer: what stands beside it, in words; None where it stands alone.
        bar: what it must reach, if anything was promised.
    """

    name: str
    words: str
    peer: str | None = None
    bar: Bar | None = None


@dataclass(slots=True)
class Pair:
    """What was measured for one row: a value of each side for each round."""

    ours: list[float] = field(default_factory=list)
    peer: list[float] = field(default_factory=list)

    @property
    def ratios(self) -> list[float]:
        """Return ours ÷ peer, round by round; empty where there is no peer."""
        return [mine / theirs for mine, theirs in zip(self.ours, self.peer, strict=bool(self.peer))]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: all of it, or what a minute has room for."""

    quick: bool = False

    def of(self, full: int, quick: int) -> int:
        """Return one of the two."""
        return quick if self.quick else full


TAKES_LONGER = "takes longer than a quick run has"
Measured = Mapping[str, Pair]


def nothing_left_out(_size: Size) -> Mapping[str, str]:
    """Say that every row can be measured here."""
    return {}


@dataclass(frozen=True, slots=True)
class Family:
    """Rows that are measured together.

    Attributes:
        name: by which it is asked for.
        rows: what it measures at this size.
        measure: measures every row that is not left out; not called where all are.
        left_out: which rows cannot be measured on this machine now, and why.
    """

    name: str
    rows: Callable[[Size], Sequence[Row]]
    measure: Callable[[Size], Coroutine[Any, Any, Measured]]
    left_out: Callable[[Size], Mapping[str, str]] = nothing_left_out


def alone(values: Mapping[str, Sequence[float]]) -> Measured:
    """Return figures that have no peer."""
    return {name: Pair(list(figures)) for name, figures in values.items()}
