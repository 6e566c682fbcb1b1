"""The frozen set and the tuning set: messages written apart from the corpus.

Their writers saw nothing of the corpus or of the reader. Nothing is ever trained or tuned on the
frozen set, and nobody reads its misses; when somebody did, it is put behind the tuning set, from
which the model learns too, and a new one is written. Columns, separated by tabs: categories
(several where two are right, the best first), subcategory, levels, place, how the place is written,
age, number of children, sex, who writes, mandatory situations, words. A `-` is nothing said.

The place is where the child is: 东海县, 东海县/双店镇, 徐州市鼓楼区, or !安徽 outside; it is
written as a county (`C`), only a township (`T`), only a village (`V`), only a city (`Y`), garbled
(`G`), among several (`M`) or not at all (`N`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.terms import Category, Level
from bot.triage.gazetteer import County, Gazetteer, short_name

FROZEN_FILE = Path(__file__).parent / "frozen.tsv"
TUNING_FILE = Path(__file__).parent / "tuning.tsv"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One message with what a careful officer understands of it."""

    categories: tuple[Category, ...]
    subcategory: str
    levels: tuple[Level, ...]
    place: str
    written: str
    age: int | None
    count: int | None
    sex: str | None
    speaker: str | None
    situations: tuple[int, ...]
    words: str

    @property
    def outside(self) -> bool:
        """Say whether the child is outside the province."""
        return self.place.startswith("!")


def read_frozen(path: Path = FROZEN_FILE) -> Sequence[Labelled]:
    """Return the messages in the order of the file.

    Raises:
        ValueError: a line is not as it should be; the message says where.
    """
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            found.append(_labelled(line.split("\t")))
        except (ValueError, KeyError) as error:
            raise ValueError(f"{path.name}:{number}: {error}") from error
    return found


def county_of(one: Labelled, gazetteer: Gazetteer) -> County | None:
    """Return the county where the child is; None where the words can only tell the city, or less.

    Raises:
        ValueError: the label names no county and no city of the gazetteer, or several.
    """
    name = one.place.partition("/")[0]
    cities = {city.code: city.name for city in gazetteer.cities}
    if one.place == "-" or one.outside or name in cities.values():
        return None
    found = [
        county
        for county in gazetteer.counties
        if name in (county.name, cities[county.city_code] + county.name)
    ]
    if len(found) != 1:
        raise ValueError(f"{name} is not one county")
    return found[0]


def is_unambiguous(one: Labelled, gazetteer: Gazetteer) -> bool:
    """Say whether the township, as it is written, can lie in one county only."""
    name = one.place.partition("/")[2]
    short = short_name(name)
    if name in one.words:
        found = {town.county_code for town in gazetteer.townships if town.name == name}
    else:
        found = {town.county_code for town in gazetteer.townships if town.short == short}
    return len(found) == 1 and all(short != county.short for county in gazetteer.counties)


def _labelled(columns: Sequence[str]) -> Labelled:
    kinds, subcategory, levels, place, written, age, count, sex, speaker, situations, words = (
        columns
    )
    return Labelled(
        categories=tuple(Category(one) for one in kinds.split(",")),
        subcategory=subcategory,
        levels=tuple(Level[one] for one in levels.split(",")),
        place=place,
        written=written,
        age=_number(age),
        count=_number(count),
        sex=None if sex == "-" else sex,
        speaker=None if speaker == "-" else speaker,
        situations=() if situations == "-" else tuple(int(one) for one in situations),
        words=words,
    )


def _number(column: str) -> int | None:
    return None if column == "-" else int(column)
