"""Which townships can be known by their name alone, because nothing else in the province has it.

Where villages of two other counties or more have the name, one of them may be meant unless the
words say that a township is. 和平 and 新华 are so many villages that no school or market of that
name says which, and some names are ordinary words before they are places.
"""

from collections import defaultdict
from collections.abc import Collection
from itertools import chain

from bot.triage.folding import fold
from bot.triage.gazetteer import Gazetteer, Township, short_name

# From so many counties on a name is a word that places are called by, and no name of one place.
COMMON = 5
FEW = 2
_RANKS = ("社区", "村")


class Distinct:
    """Tell names that one place has from names that many have."""

    def __init__(self, gazetteer: Gazetteer, words: Collection[str]) -> None:
        self._words = frozenset(words)
        self._townships: dict[str, set[str]] = defaultdict(set)
        self._villages: dict[str, set[str]] = defaultdict(set)
        for town in gazetteer.townships:
            self._townships[town.short].add(town.county_code)
        for village in gazetteer.villages:
            name = fold(village.name)
            for rank in _RANKS:
                name = name.removesuffix(rank)
            self._villages[name].add(village.county_code or village.zone or "")
        elsewhere = chain.from_iterable((*one.cities, *one.counties) for one in gazetteer.elsewhere)
        counties, cities = (one.short for one in gazetteer.counties), gazetteer.cities
        self._taken = {*counties, *(one.short for one in cities), *map(short_name, elsewhere)}
        self._city_of = {county.code: county.city_code for county in gazetteer.counties}

    def as_township(self, town: Township, city: str | None = None) -> bool:
        """Say whether no other township has the name; within a city where one is named."""
        if city not in (None, self._city_of[town.county_code]):
            return False
        return self._is_one(self._townships[town.short], town, city) and not self._is_common(town)

    def as_place(self, town: Township, city: str | None = None) -> bool:
        """Say whether hardly any village of another county has the name either."""
        others = self._villages.get(fold(town.short), set()) - {town.county_code}
        return self.as_township(town, city) and len(others) < FEW

    def is_word(self, name: str) -> bool:
        """Say whether a name without its rank is an ordinary word."""
        return name in self._words

    def _is_one(self, counties: set[str], town: Township, city: str | None) -> bool:
        others = counties - {town.county_code}
        if city is None:
            return not others and town.short not in self._taken
        return not any(self._city_of.get(code) == city for code in others)

    def _is_common(self, town: Township) -> bool:
        return len(self._villages.get(fold(town.short), ())) >= COMMON
