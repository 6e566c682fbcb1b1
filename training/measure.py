"""How well a reader reads the frozen set: every figure with its interval, and every miss."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from bot.terms import Category, Level
from bot.triage.gazetteer import Gazetteer
from bot.triage.reader import Triage
from bot.triage.reading import Reading
from training.frozen import Labelled, county_of, is_unambiguous

DEVIATIONS = 1.96

Row = tuple[Labelled, Reading]
Check = Callable[[Labelled, Reading], bool]


@dataclass(frozen=True, slots=True)
class Figure:
    """One share of the set: what is asked of it, and the rows that it is taken of."""

    name: str
    bar: str
    rows: Sequence[Row]
    holds: Check

    @property
    def misses(self) -> Sequence[Row]:
        """Return the rows for which it does not hold."""
        return [row for row in self.rows if not self.holds(*row)]

    def __str__(self) -> str:
        hits = len(self.rows) - len(self.misses)
        return f"{self.name}: {share(hits, len(self.rows))}; bar {self.bar}"


def share(hits: int, count: int) -> str:
    """Return a share with its 95 % interval (Wilson)."""
    if not count:
        return "none"
    part, spread = hits / count, DEVIATIONS**2 / count
    middle = (part + spread / 2) / (1 + spread)
    half = DEVIATIONS * sqrt(part * (1 - part) / count + spread / (4 * count)) / (1 + spread)
    return f"{part:.1%} of {count} ({middle - half:.1%} to {middle + half:.1%})"


def read_all(triage: Triage, labelled: Sequence[Labelled]) -> tuple[Sequence[Row], Sequence[float]]:
    """Return every message with its reading, and how many seconds each took."""
    rows, seconds = [], []
    for one in labelled:
        started = time.perf_counter()
        rows.append((one, triage.read(one.words)))
        seconds.append(time.perf_counter() - started)
    return rows, seconds


def figures(rows: Sequence[Row], gazetteer: Gazetteer) -> Iterator[Figure]:
    """Yield what is asked of the reader, in the order of the house's table."""
    yield from _of_places(rows, gazetteer)
    yield Figure("category first", "≥ 85 %", rows, _is_first)
    yield Figure("category among three", "≥ 96 %", rows, _is_among_three)
    grave = [row for row in rows if row[0].levels == (Level.L1,)]
    calm = [row for row in rows if min(row[0].levels) >= Level.L3]
    yield Figure("L1 recognised", "≥ 98 %", grave, lambda _, got: got.level is Level.L1)
    serious = [row for row in rows if row[0].levels == (Level.L2,)]
    yield Figure("L2 not raised to L1", "-", serious, lambda _, got: got.level > Level.L1)
    yield Figure("L3/L4 not raised to L1", "≥ 90 %", calm, lambda _, got: got.level > Level.L1)
    yield Figure("L3/L4 not taken for danger", "-", calm, lambda _, got: not got.danger)
    yield Figure("level right", "-", rows, lambda one, got: got.level in one.levels)
    yield from _of_children(rows)


def _of_places(rows: Sequence[Row], gazetteer: Gazetteer) -> Iterator[Figure]:
    somewhere = [row for row in rows if row[0].written != "N"]
    county = {id(one): county_of(one, gazetteer) for one, _ in rows}

    def takes_no_other(one: Labelled, got: Reading) -> bool:
        best, meant = got.place.best, county[id(one)]
        if best is None:
            return True
        if meant is None:
            return not one.outside and best.county_code[:4] in _city_codes(one, gazetteer)
        return best.county_code == meant.code

    def is_taken(one: Labelled, got: Reading) -> bool:
        best, meant = got.place.best, county[id(one)]
        return best is not None and meant is not None and best.county_code == meant.code

    def is_offered(one: Labelled, got: Reading) -> bool:
        meant = county[id(one)]
        return meant is not None and meant.code in {c.county_code for c in got.place.candidates}

    plain = [row for row in somewhere if row[0].written in ("C", "T") and county[id(row[0])]]
    clear = [row for row in plain if row[0].written == "C" or is_unambiguous(row[0], gazetteer)]
    asked = [row for row in plain if row not in clear]
    garbled = [row for row in somewhere if row[0].written == "G" and county[id(row[0])]]
    several = [row for row in somewhere if row[0].written == "M" and county[id(row[0])]]
    outside = [row for row in rows if row[0].outside]
    nowhere = [row for row in rows if row[0].written == "N"]
    yield Figure("no wrong county taken", "100 %", somewhere, takes_no_other)
    yield Figure("county resolved without asking", "≥ 97 %", clear, is_taken)
    yield Figure("ambiguous township offered", "-", asked, is_offered)
    yield Figure("garbled place offered or taken", "-", garbled, is_offered)
    yield Figure("child's county of several taken", "-", several, is_taken)
    yield Figure("outside seen", "-", outside, lambda _, got: got.place.outside is not None)
    yield Figure("no county where none is named", "-", nowhere, lambda _, got: not got.place.sure)


def _city_codes(one: Labelled, gazetteer: Gazetteer) -> set[str]:
    return {city.code[:4] for city in gazetteer.cities if one.place == city.name}


def _of_children(rows: Sequence[Row]) -> Iterator[Figure]:
    aged = [row for row in rows if row[0].age is not None]
    ageless = [row for row in rows if row[0].age is None]
    yield Figure(
        "child's age, when written", "≥ 95 %", aged, lambda one, got: got.child.age == one.age
    )
    yield Figure("no age where none is written", "-", ageless, lambda _, got: got.child.age is None)


def confusion(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a table of what was first suggested (columns) for what it was (rows)."""
    found = Counter((one.categories[0], got.categories[0].category) for one, got in rows)
    yield "     " + " ".join(f"{kind:>3}" for kind in Category)
    for right in Category:
        counts = (found[right, said] for said in Category)
        yield f"{right:>4} " + " ".join(f"{count or '.':>3}" for count in counts)


def _is_first(one: Labelled, got: Reading) -> bool:
    return got.categories[0].category in one.categories


def _is_among_three(one: Labelled, got: Reading) -> bool:
    return any(suggestion.category in one.categories for suggestion in got.categories)
