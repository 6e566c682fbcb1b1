"""Sentences with what a good duty officer would understand, and how a reading is judged by them.

Columns, separated by tabs: categories (several where two are right), levels, place, age, words.
Place: 东海县 or 东海县/双店镇 is to be taken as sure; 鼓楼区@320302 says which; ?连云区,海州区 is
to be asked, offering one of these or the city; ?* is to be asked; !安徽 is outside; - is none.
A `-` as level or age is not judged or not said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.terms import Category, Level
from bot.triage.reading import Place, Reading

LEVELS = dict.fromkeys(Category, Level.L3) | {
    Category.ABU: Level.L1,
    Category.SEX: Level.L1,
    Category.MIS: Level.L1,
    Category.NOG: Level.L1,
    Category.PSY: Level.L2,
    Category.ACC: Level.L2,
    Category.HLT: Level.L2,
    Category.BUL: Level.L2,
    Category.CAR: Level.L4,
    Category.ADV: Level.L4,
    Category.OTH: Level.L4,
}


@dataclass(frozen=True, slots=True)
class Sentence:
    categories: tuple[str, ...]
    levels: tuple[str, ...]
    place: str
    age: int | None
    words: str

    def is_first(self, reading: Reading) -> bool:
        return reading.categories[0].category in self.categories

    def is_among_three(self, reading: Reading) -> bool:
        return any(one.category in self.categories for one in reading.categories)

    def has_level(self, reading: Reading) -> bool:
        return "-" in self.levels or reading.level.name in self.levels

    def has_age(self, reading: Reading) -> bool:
        return reading.child.age == self.age

    def has_place(self, reading: Reading) -> bool:
        return fits(self.place, reading.place)

    def is_wrong_county_taken(self, reading: Reading) -> bool:
        best = reading.place.best
        named = self.place.split("/")[0].split("@")
        if best is None:
            return False
        return best.county != named[0] or (len(named) > 1 and best.county_code != named[1])


def fits(expected: str, place: Place) -> bool:
    if expected.startswith("!"):
        return place.outside == expected[1:]
    if place.outside is not None:
        return False
    if expected in ("-", "?*"):
        return not place.sure
    if expected.startswith("?"):
        offered = {one.county for one in place.candidates}
        return not place.sure and (not offered or bool(offered & set(expected[1:].split(","))))
    county, _, township = expected.partition("/")
    name, _, code = county.partition("@")
    best = place.best
    if best is None or best.county != name or (code and best.county_code != code):
        return False
    return not township or best.township == township


def read_sentences(name: str) -> Sequence[Sentence]:
    return list(_parse((Path(__file__).parent / name).read_text("utf-8")))


def _parse(text: str) -> Iterator[Sentence]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            categories, levels, place, age, words = line.split("\t")
            yield Sentence(
                tuple(categories.split(",")),
                tuple(levels.split(",")),
                place,
                None if age == "-" else int(age),
                words,
            )
