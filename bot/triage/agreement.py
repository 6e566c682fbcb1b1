"""Which county the named places agree on.

A wrong county that is taken silently is the worst error this package can make. So a county is
sure only where it is named and nothing contradicts it, or where a township is named with its rank
and no other county of the city or province has it; everything else becomes candidates.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.triage.gazetteer import Gazetteer, Township
from bot.triage.names import LONG_ENOUGH_ALONE, Kind, Mention
from bot.triage.reading import Place, PlaceCandidate
from bot.triage.roles import Address

MOST_CANDIDATES = 4
RANKED = (Kind.TOWNSHIP, Kind.TOWNSHIP_OF_ANOTHER_RANK)

# Where a township stands without its county, the character before it must be one that ends a
# word; otherwise the name may be the tail of a longer one that the list does not have.
_WORD_ENDS = re.compile("(?:^|[^一-鿿]|[在是到住们我有从的去叫县市区省边])$")
_STANDS_IN = re.compile("[在住到]$")
_NAME_ENDS = re.compile("$|[^一-鿿]|这|那|街上|集上|镇|乡|下面|有|的")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Weigh the addresses of one text that are heard together."""

    gazetteer: Gazetteer
    text: str
    heard: Sequence[Address]

    def place(self) -> Place:
        """Return what the addresses agree on."""
        options = self._county_options()
        elsewhere = self._elsewhere()
        if elsewhere and self._wholly_elsewhere(options):
            return Place(outside=elsewhere[0].words)
        if options:
            place = self._among(options)
        elif self._cities():
            place = self._in_cities()
        else:
            place = self._by_township_alone()
        if elsewhere:
            return Place(candidates=place.candidates, city_code=place.city_code)
        return place

    def _mentions(self) -> Iterable[tuple[Address, Mention]]:
        return ((address, one) for address in self.heard for one in address.mentions)

    def _cities(self) -> set[str]:
        return {code for _, one in self._mentions() for code in one.codes(Kind.CITY)}

    def _county_options(self) -> list[tuple[Mention, set[str]]]:
        """Return each mention of a county with the counties it may mean in the named cities."""
        cities = self._cities()
        options: list[tuple[Mention, set[str]]] = []
        for address, mention in self._mentions():
            codes = set(mention.codes(Kind.COUNTY))
            if not codes or mention.codes(Kind.CITY) or self._is_township_of(address, mention):
                continue
            in_cities = {code for code in codes if self._city_of(code) in cities}
            options.append((mention, in_cities or codes))
        return options

    def _is_township_of(self, address: Address, mention: Mention) -> bool:
        """Say whether 东海 in 启东东海 is the township: its county stands right before it."""
        before = [one for one in address.mentions if one.start < mention.start]
        named = {code for one in before for code in one.codes(Kind.COUNTY)}
        own = set(mention.codes(Kind.COUNTY))
        return bool(named - own) and any(
            township.county_code in named - own for township in self._townships(mention)
        )

    def _elsewhere(self) -> list[Mention]:
        """Return the places of other provinces, but not 洛阳 where it is 武进's township."""
        counties = {code for _, one in self._mentions() for code in one.codes(Kind.COUNTY)}
        return [
            one
            for _, one in self._mentions()
            if one.codes(Kind.ELSEWHERE)
            and not any(own.county_code in counties for own in self._townships(one))
        ]

    def _wholly_elsewhere(self, options: Sequence[tuple[Mention, set[str]]]) -> bool:
        """Say whether nothing speaks for Jiangsu: 北京通州 does not, 上海 and 昆山 does."""
        provinces = {code for one in self._elsewhere() for code in one.codes(Kind.ELSEWHERE)}
        if self._cities():
            return False
        abroad = {
            name
            for province in self.gazetteer.elsewhere
            if province.short in provinces
            for name in province.counties
        }
        chained = [
            address
            for address in self.heard
            if any(one.codes(Kind.ELSEWHERE) for one in address.mentions)
        ]
        own = [one for address in self.heard if address not in chained for one in address.mentions]
        if any(one.codes(Kind.COUNTY, *RANKED) for one in own):
            return False
        return all(any(self._county_name(code) in abroad for code in codes) for _, codes in options)

    def _among(self, options: Sequence[tuple[Mention, set[str]]]) -> Place:
        """Decide between the named counties by township, and say whether that is sure."""
        named = [code for _, codes in options for code in sorted(codes)]
        common = set.intersection(*(codes for _, codes in options))
        towns = self._ranked()
        backed = {town.county_code for options_ in towns for town in options_} & common
        if len(common) > 1 and len(backed) == 1:
            common = backed
        if len(common) != 1:
            return self._offer([(code, None) for code in (*sorted(backed), *named)])
        county = next(iter(common))
        town = self._township_in(county)
        place = Place(
            sure=True, candidates=(self._candidate(county, town),), city_code=self._city_of(county)
        )
        strays = [one for one in towns if all(town.county_code != county for town in one)]
        if strays:
            others = [(one.county_code, one) for stray in strays for one in stray]
            return self._offer([(county, town), *others])
        if self._is_weak(options, county) or self._contradicts(county):
            return self._offer([(county, town)])
        return place

    def _is_weak(self, options: Sequence[tuple[Mention, set[str]]], county: str) -> bool:
        """Say whether only names such as 钟楼 speak for the county, and its city is not named."""
        if self._city_of(county) in self._cities() or self._township_in(county) is not None:
            return False
        return all(
            meaning.needs_its_city
            for mention, _ in options
            for meaning in mention.meanings
            if meaning.kind is Kind.COUNTY and meaning.code == county
        )

    def _contradicts(self, county: str) -> bool:
        cities = self._cities()
        return bool(cities) and cities != {self._city_of(county)}

    def _in_cities(self) -> Place:
        cities = self._cities()
        only = next(iter(cities)) if len(cities) == 1 else None
        ranked = self._ranked()
        inside = [[one for one in town if self._in(one, cities)] for town in ranked]
        if only and len(inside) == 1 and len(inside[0]) == 1 and self._official():
            town = inside[0][0]
            found = (self._candidate(town.county_code, town),)
            return Place(sure=True, candidates=found, city_code=only)
        if ranked:
            towns = [one for town in inside for one in town] or [o for t in ranked for o in t]
            return self._offer([(one.county_code, one) for one in towns], city_code=only)
        bare = [
            one
            for address in self.heard
            if any(mention.codes(Kind.CITY) for mention in address.mentions)
            for mention in address.mentions
            for one in self._townships(mention)
            if self._in(one, cities) and not mention.codes(Kind.CITY)
        ]
        return self._offer([(one.county_code, one) for one in bare], city_code=only)

    def _by_township_alone(self) -> Place:
        ranked = self._ranked()
        if ranked:
            counties = {one.county_code for town in ranked for one in town}
            towns = [(one.county_code, one) for town in ranked for one in town]
            if len(counties) == 1 and self._official() and self._stands_free():
                found = (self._candidate(*towns[0]),)
                return Place(True, found, city_code=self._city_of(towns[0][0]))
            namesakes = [(county.code, None) for one in towns for county in self._namesakes(one[1])]
            return self._offer([*towns, *namesakes])
        bare = [
            (one.county_code, one)
            for _, mention in self._mentions()
            if self._is_plainly_a_place(mention)
            for one in self._townships(mention)
        ]
        return self._offer(bare)

    def _is_plainly_a_place(self, mention: Mention) -> bool:
        if len(mention.words) >= LONG_ENOUGH_ALONE:
            return True
        before = self.text[: mention.start]
        return bool(_STANDS_IN.search(before[-1:]) and _NAME_ENDS.match(self.text, mention.end))

    def _official(self) -> bool:
        """Say whether every township stands with the rank that it has."""
        return all(one.codes(Kind.TOWNSHIP) for _, one in self._mentions() if one.codes(*RANKED))

    def _stands_free(self) -> bool:
        """Say whether the townships are whole names, and none is called as a county or city is."""
        for _, mention in self._mentions():
            if not mention.codes(*RANKED):
                continue
            if not _WORD_ENDS.search(self.text[max(0, mention.start - 1) : mention.start]):
                return False
            if any(list(self._namesakes(one)) for one in self._townships(mention)):
                return False
        return True

    def _namesakes(self, township: Township) -> Iterable[PlaceName]:
        return [one for one in self.gazetteer.counties if one.short == township.short]
