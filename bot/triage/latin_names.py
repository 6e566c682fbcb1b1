"""Places in English sentences: Donghai County, Niushan Street; Gulou District, Nanjing.

A name spelt without tones is taken only where it says its rank or its city and no other county of
the country is called so; whatever else is spelt like one is offered.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product, zip_longest
from typing import TypeVar

from bot.triage.agreement import MOST_CANDIDATES
from bot.triage.gazetteer import City, County, Gazetteer, Township
from bot.triage.reading import Place, PlaceCandidate
from bot.triage.sounds import spelt

PlaceT = TypeVar("PlaceT", City, County, Township)

RANKS = {
    **dict.fromkeys(("county", "xian"), "县"),
    **dict.fromkeys(("district", "qu"), "区"),
    **dict.fromkeys(("city", "shi"), "市"),
}
# Such words are Chinese in letters, in which names are only offered: lao jia Donghai xian.
_CHINESE = frozenset(
    {"wo", "ta", "zai", "de", "jia", "laojia", "ren", "you", "xian", "qu", "shi", "zhen", "jiedao"}
)
BELOW = frozenset({"town", "township", "street", "subdistrict", "zhen", "xiang", "jiedao"})
# A shorter name is too easily another word, unless a rank or "in" stands beside it.
LONG_ENOUGH_BARE = 6
PROVINCE = "jiangsu"
MOST_TOKENS = 400
LOOK_BACK = 24
_TOKEN = re.compile(r"[A-Za-z]+(?:['’](?!s\b)[A-Za-z]+)?")
# Where somebody is from, works or goes to is not where the child is, nor is what is only near.
_NOT_THERE = re.compile(
    r"\b(?:from|near|outside|to|left|leaving|not in|work(?:s|ing|ed)? (?:in|at)|born in|grew up in"
    r"|lived in|parents live in|between|than)\s+(?:the )?$"
)
_IN = re.compile(r"\b(?:in|at)\s+$")
_OFFICE = re.compile(
    r"\W*(?:people'?s|no\b|first|central|police|public|hospital|civil|court|government|bureau|office"
    r"|hotline|party|news|tv)\b"
)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class _Named:
    """One name of counties: which they are, whether it says its rank, and whether it is there."""

    counties: Sequence[County]
    is_ranked: bool
    is_there: bool


class LatinNames:
    """Find counties, and within one of them a township, by their names in letters."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._counties = _by_sound(gazetteer.counties, lambda county: _without_rank(county.name))
        self._cities = _by_sound(gazetteer.cities, lambda city: city.short)
        self._townships: dict[str, Mapping[str, Sequence[Township]]] = {}
        self._also_elsewhere = frozenset(
            (sound, name[-1])
            for province in gazetteer.elsewhere
            for name in (*province.counties, *province.cities)
            for sound in spelt(name[:-1])
        )
        self._beyond = frozenset(
            sound
            for province in gazetteer.elsewhere
            for name in (province.short, *(city.removesuffix("市") for city in province.cities))
            for sound in spelt(name)
            if sound not in {*self._cities, *self._counties, *RANKS, *BELOW}
        )

    def read(self, text: str) -> Place:
        """Return the place that the letters of a text name; sure only where nothing else may be."""
        tokens = [_token(one) for one in _TOKEN.finditer(text)][:MOST_TOKENS]
        words = [one.word for one in tokens]
        cities = self._cities_in(text, tokens)
        named = [self._in_city(one, cities) for one in self._named(text, tokens, cities)]
        codes = dict.fromkeys(county.code for one in named for county in one.counties)
        offered = tuple(PlaceCandidate(code, self._name(code)) for code in codes)
        city_code = next(iter(cities)) if len(cities) == 1 else None
        place = Place(candidates=offered[:MOST_CANDIDATES], city_code=city_code)
        is_doubted = not (self._beyond | _CHINESE).isdisjoint(words)
        if len(codes) != 1 or is_doubted or not any(self._is_firm(o, cities, words) for o in named):
            return place
        return Place(sure=True, candidates=(self._within(offered[0], tokens),), city_code=city_code)

    def without_cities(self, text: str) -> str:
        """Blank the names of cities, in which others begin: Lianyungang is not Lianyun."""

        def blank(match: re.Match[str]) -> str:
            return "。" * len(match[0]) if _token(match).word in self._cities else match[0]

        return _TOKEN.sub(blank, text)

    def _name(self, code: str) -> str:
        county = self._gazetteer.county(code)
        return county.name if county else ""

    def _cities_in(self, text: str, tokens: Sequence[_Token]) -> Mapping[str, None]:
        """Return the cities that the text is about: not where somebody is from, or works."""
        cities: dict[str, None] = {}
        for token, behind in zip_longest(tokens, tokens[1:]):
            rank = RANKS.get(behind.word) if behind else None
            if rank in (None, "市") and not _NOT_THERE.search(_before(text, token)):
                cities |= dict.fromkeys(one.code for one in self._cities.get(token.word, ()))
        return cities

    def _named(
        self, text: str, tokens: Sequence[_Token], cities: Collection[str]
    ) -> Iterator[_Named]:
        # Dong Hai county: both halves, and the rank behind them.
        for at, count in product(range(len(tokens)), (1, 2)):
            first, behind = tokens[at], tokens[at + count : at + count + 1]
            counties = self._counties.get("".join(o.word for o in tokens[at : at + count]), ())
            rank = RANKS.get(behind[0].word) if behind else None
            ranked = [one for one in counties if rank and one.name.endswith(rank)]
            before = _before(text, first)
            is_bare = count == 1 and self._may_be_bare(before, first, counties, cities)
            is_city = first.word in self._cities and not ranked
            if not counties or is_city or (rank is None and not is_bare):
                continue
            end = behind[0].end if behind and rank else tokens[min(at + count, len(tokens)) - 1].end
            is_there = not _NOT_THERE.search(before) and not _OFFICE.match(text[end:].lower())
            yield _Named(ranked or counties, bool(ranked), is_there)

    @staticmethod
    def _may_be_bare(
        before: str, token: _Token, counties: Sequence[County], cities: Collection[str]
    ) -> bool:
        if not any(token.word in spelt(one.short) for one in counties):
            return False
        is_in_city = any(one.city_code in cities for one in counties)
        return is_in_city or len(token.word) >= LONG_ENOUGH_BARE or bool(_IN.search(before))

    def _in_city(self, one: _Named, cities: Collection[str]) -> _Named:
        inside = [county for county in one.counties if county.city_code in cities]
        return replace(one, counties=inside) if inside else one

    def _is_firm(self, one: _Named, cities: Collection[str], words: Sequence[str]) -> bool:
        county = one.counties[0]
        in_city = county.city_code in cities
        if not one.is_there or (cities and not in_city):
            return False
        if in_city:
            return True
        is_only = not any(
            (sound, county.name[-1]) in self._also_elsewhere
            for sound in spelt(_without_rank(county.name))
        )
        return one.is_ranked and (is_only or PROVINCE in words)

    def _within(self, place: PlaceCandidate, tokens: Sequence[_Token]) -> PlaceCandidate:
        """Return the place with the one township of its county that is named with its rank."""
        code, words = place.county_code, [one.word for one in tokens]
        if code not in self._townships:
            inside = self._gazetteer.townships_of(code)
            self._townships[code] = _by_sound(inside, lambda town: town.short)
        found = {
            town.code: town
            for at, token in enumerate(tokens)
            if token.word in BELOW
            for first in (at - 1, at - 2)
            for town in self._townships[code].get("".join(words[max(first, 0) : at]), ())
        }
        if len(found) != 1:
            return place
        (town,) = found.values()
        return PlaceCandidate(code, place.county, town.code, town.name)


def _before(text: str, token: _Token) -> str:
    return text[max(0, token.start - LOOK_BACK) : token.start].lower()


def _token(match: re.Match[str]) -> _Token:
    word = match[0].lower().replace("'", "").replace("’", "")
    return _Token(match.start(), match.end(), word)


def _without_rank(name: str) -> str:
    """Return the name as English says it before its rank: even 沛县 is Pei County."""
    return name.rstrip("县区市")


def _by_sound(
    places: Sequence[PlaceT], name_of: Callable[[PlaceT], str]
) -> Mapping[str, Sequence[PlaceT]]:
    found: dict[str, list[PlaceT]] = defaultdict(list)
    for one in places:
        for sound in spelt(name_of(one)):
            found[sound].append(one)
    return found
