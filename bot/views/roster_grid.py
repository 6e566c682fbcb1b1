"""A month of a roster as a grid of days and tiers, and as words where no picture can be drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.views.quoting import NAME_LIMIT, line


@dataclass(frozen=True, slots=True)
class Entry:
    """One person in a cell; `since` is the hour at which they come on within the day, if late."""

    name: str
    since: str = ""

    @property
    def words(self) -> str:
        """Return name and hour."""
        return f"{self.since} {self.name}" if self.since else self.name


@dataclass(frozen=True, slots=True)
class Row:
    """One day: its label, a note (a holiday's name), and a cell for each tier.

    An empty cell is a hole; None is a tier that has no roster that day because it has passed.
    """

    label: str
    cells: Sequence[Sequence[Entry] | None]
    note: str = ""
    is_off: bool = False
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A month of one office: heading, the tiers' names, a row for each day, and `nobody`."""

    title: str
    tiers: Sequence[str]
    rows: Sequence[Row]
    nobody: str

    @property
    def signs(self) -> frozenset[str]:
        """Return every sign that stands in it."""
        return frozenset("".join(_all_words(self)))


def grid_in_words(grid: Grid) -> str:
    """Return the grid as HTML, a line for each day."""
    lines = [f"<b>{line(grid.title)}</b>"]
    for row in grid.rows:
        cells = (
            f"{tier} {line('、'.join(one.words for one in cell), 3 * NAME_LIMIT) or grid.nobody}"
            for tier, cell in zip(grid.tiers, row.cells, strict=True)
            if cell is not None
        )
        shown = " · ".join(cells)
        if shown:
            label = f"{row.label} {row.note}".strip()
            lines.append(
                f"<b>{line(label)}</b> {shown}" if row.is_today else f"{line(label)} {shown}"
            )
    return "\n".join(lines)


def _all_words(grid: Grid) -> Iterator[str]:
    yield from (grid.title, grid.nobody, *grid.tiers)
    for row in grid.rows:
        yield from (row.label, row.note)
        for cell in row.cells:
            yield from (one.words for one in cell or ())
