"""Which townships can be known by their name alone, because nothing else in the province has it.

Where villages of two other counties or more have the name, one of them may be meant unless the
words say that a township is. 和平 and 新华 are so many villages that no school or market of that
name says which, and some names are ordinary words before they are places.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from itertools import chain

from bot.triage.folding import fold
from bot.triage.gazetteer import NEIGHBOURS, County, Gazetteer, Township, short_name
from bot.triage.names import LONG_ENOUGH_ALONE
from bot.triage.villages import Villages

# From so many counties on a name is a word that places are called by, and no name of one place.
COMMON = 5
FEW = 2
FEW_WITHIN = 3
FEW_AT_THE_SEAT = 10
# A town that the whole province knows is meant although some villages have its name.
FEW_OF_THE_WELL_KNOWN = 7
FEW_OF_A_WORD = 2
# The more people live in a town, the more often it is meant: so many of its own villages stand
# against one county in which a village has its name.
VILLAGES_AGAINST_ONE = 5
VILLAGES_AGAINST_ONE_ANYWHERE = 10


class Distinct:
    """Tell names that one place has from names that many have.

    Args:
        gazetteer: the places of the province.
        villages: its villages.
        words: names of townships that are ordinary words as well.
        well_known: names of towns that the whole province knows.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        villages: Villages,
        words: Collection[str],
        well_known: Collection[str],
    ) -> None:
        self._words, self._well_known = frozenset(words), frozenset(well_known)
        self._villages = villages
        self._size = Counter(one.township_code for one in gazetteer.villages)
        self._townships: dict[str, set[str]] = defaultdict(set)
        for town in gazetteer.townships:
            self._townships[town.short].add(town.county_code)
        elsewhere = [(*one.cities, *one.counties) for one in gazetteer.elsewhere]
        near = [
            (*one.cities, *one.counties) for one in gazetteer.elsewhere if one.short in NEIGHBOURS
        ]
        own = {one.short for one in gazetteer.counties} | {one.short for one in gazetteer.cities}
        self._taken = own.union(map(short_name, chain.from_iterable(elsewhere)))
        self._taken_near = own.union(map(short_name, chain.from_iterable(near)))
        self._city_of = {county.code: county.city_code for county in gazetteer.counties}

    def as_township(self, town: Township, city: str | None = None) -> bool:
        """Say whether no other township has the name; within a city where one is named."""
        return (
            self._is_one(town, city, self._taken) and len(self._with_village(town, city)) < COMMON
        )

    def as_place(self, town: Township, city: str | None = None) -> bool:
        """Say whether hardly any village of another county has the name either."""
        others = len(self._others(town, city))
        is_large = self._size[town.code] >= VILLAGES_AGAINST_ONE_ANYWHERE * others
        return self.as_township(town, city) and (others < FEW_WITHIN or is_large)

    def as_head(self, town: Township, city: str | None = None) -> bool:
        """Say whether the name alone, where it opens the message, is the township's."""
        if not self._is_one(town, city, self._taken_near):
            return False
        others = len(self._others(town, city))
        few = FEW_OF_THE_WELL_KNOWN if town.short in self._well_known else FEW
        return others < few or self._size[town.code] >= VILLAGES_AGAINST_ONE * others

    def as_township_at_head(self, town: Township, city: str | None = None) -> bool:
        """Say whether what opens the message, and has what a town has, is the township's."""
        return self.as_township(town, city) or self.as_head(town, city)

    def as_seat(self, town: Township, city: str | None = None) -> bool:
        """Say whether only the township can have a police station of that name."""
        if not self._is_one(town, city, self._taken_near):
            return False
        if self.is_word(town.short):
            # Every city has a 新区派出所, and only one town is called 白兔.
            return town.name.endswith("镇") and len(self._others(town, city)) < FEW_OF_A_WORD
        return len(self._with_village(town, city)) < FEW_AT_THE_SEAT

    def as_only(self, town: Township, city: str | None = None) -> bool:
        """Say whether no other township, county or city has the name, whatever villages have it."""
        return self._is_one(town, city, self._taken_near)

    def has_only_behind(self, town: Township, text: str, at: int) -> bool:
        """Say whether a village stands there that the township has and nobody else: 赵庄金刘寨."""
        name, found = self._villages.behind(text, at, town.county_code) or ("", ())
        if len(name) < LONG_ENOUGH_ALONE:
            return False
        everywhere = self._villages.named(name)
        return {one.township_code for one in (*found, *everywhere)} == {town.code}

    def has_behind(self, town: Township, text: str, at: int) -> bool:
        """Say whether one of the township's own villages stands there with its rank: 沙集东风村."""
        name, found = self._villages.behind(text, at, town.county_code) or ("", ())
        is_ranked = name.endswith(("村", "村委会", "社区", "居委会", "大队"))
        return is_ranked and any(one.township_code == town.code for one in found)

    def as_county(self, county: County) -> bool:
        """Say whether hardly a village elsewhere has the name of the county: 云龙, and not 新北."""
        named = {one.county_code for one in self._villages.named(fold(county.short))}
        return len(named - {county.code}) < FEW_WITHIN

    def is_word(self, name: str) -> bool:
        """Say whether a name without its rank is an ordinary word."""
        return name in self._words

    def is_well_known(self, name: str) -> bool:
        """Say whether the whole province knows a town by this name without its rank."""
        return name in self._well_known

    def _is_one(self, town: Township, city: str | None, taken: Collection[str]) -> bool:
        if city not in (None, self._city_of[town.county_code]):
            return False
        others = self._townships[town.short] - {town.county_code}
        if city is None:
            return not others and town.short not in taken
        return not any(self._city_of.get(code) == city for code in others)

    def _others(self, town: Township, city: str | None) -> set[str]:
        return self._with_village(town, city) - {town.county_code}

    def _with_village(self, town: Township, city: str | None) -> set[str]:
        """Return the counties and zones, of the city if one is named, with a village called so."""
        found = {
            one.county_code or one.zone or "" for one in self._villages.named(fold(town.short))
        }
        return {one for one in found if city in (None, self._city_of.get(one, city))}
