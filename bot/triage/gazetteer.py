"""The cities, counties, townships and villages of Jiangsu, as the official lists have them."""

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Self, cast

DATA_FILE = files("bot.triage") / "data" / "gazetteer.json.gz"

# The one-character names by which people and number plates call the cities.
LETTERS = {
    "南京": "宁",
    "无锡": "锡",
    "徐州": "徐",
    "常州": "常",
    "苏州": "苏",
    "南通": "通",
    "连云港": "连",
    "淮安": "淮",
    "盐城": "盐",
    "扬州": "扬",
    "镇江": "镇",
    "泰州": "泰",
    "宿迁": "宿",
}
LONGEST_FIRST = ("回族乡", "街道", "市", "县", "区", "镇", "乡")
PROVINCE_RANK = re.compile("([壮回维][族吾尔]*)?自治区$|特别行政区$|[省市]$")
SHORTEST_NAME = 2
# Whoever writes to this province and says only 阳山 does not mean a county of 广东.
NEIGHBOURS = ("安徽", "山东", "浙江", "上海", "河南")

TownshipRow = tuple[str, str, list[str]]
CountyRow = tuple[str, str, list[TownshipRow], list[str]]
CityRow = tuple[str, str, list[CountyRow]]
ZoneRow = tuple[str, str, list[str]]


@dataclass(frozen=True, slots=True)
class City:
    """A prefecture city; `letter` begins the case numbers of all its counties."""

    code: str
    name: str
    short: str
    letter: str


@dataclass(frozen=True, slots=True)
class County:
    """A county, a district or a city of county rank.

    `number_prefix` is how its case numbers begin, such as 连东海; no other county has the same.
    """

    code: str
    name: str
    short: str
    city_code: str
    number_prefix: str


@dataclass(frozen=True, slots=True)
class Township:
    """A town, a township or a street office."""

    code: str
    name: str
    short: str
    county_code: str


@dataclass(frozen=True, slots=True)
class Village:
    """A village or a community; the township is unknown where the two lists do not agree.

    The county is unknown of those in a development zone, whose name stands in `zone` then.
    """

    name: str
    county_code: str | None
    township_code: str | None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """A development zone that is no county, although lists treat it as one."""

    name: str
    city_code: str


def short_name(name: str) -> str:
    """Return the name without its rank, as people say it: 东海县 is 东海, but 丰县 stays 丰县."""
    for suffix in LONGEST_FIRST:
        if name.endswith(suffix) and len(name) - len(suffix) >= SHORTEST_NAME:
            return name.removesuffix(suffix)
    return name


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another province of the country with the full names of its cities and counties."""

    name: str
    short: str
    cities: Sequence[str]
    counties: Sequence[str]


class Gazetteer:
    """Answer questions about places by code and by name; everything is in the order of codes."""

    def __init__(
        self,
        *,
        cities: Iterable[City],
        counties: Iterable[County],
        townships: Iterable[Township],
        villages: Iterable[Village] = (),
        zones: Iterable[Zone] = (),
        elsewhere: Iterable[Elsewhere] = (),
        as_of: str,
    ) -> None:
        self.cities: Sequence[City] = tuple(cities)
        self.counties: Sequence[County] = tuple(counties)
        self.townships: Sequence[Township] = tuple(townships)
        self.villages: Sequence[Village] = tuple(villages)
        self.zones: Sequence[Zone] = tuple(zones)
        self.elsewhere: Sequence[Elsewhere] = tuple(elsewhere)
        self.as_of = as_of
        self._cities = {city.code: city for city in self.cities}
        self._counties = {county.code: county for county in self.counties}
        self._townships = {township.code: township for township in self.townships}
        self._counties_of: dict[str, list[County]] = {}
        self._townships_of: dict[str, list[Township]] = {}
        for county in self.counties:
            self._counties_of.setdefault(county.city_code, []).append(county)
        for township in self.townships:
            self._townships_of.setdefault(township.county_code, []).append(township)

    @classmethod
    def load(cls) -> Self:
        """Read the data file that comes with the package (about 60 ms)."""
        document = json.loads(gzip.decompress(DATA_FILE.read_bytes()))
        cities = cast("list[CityRow]", document["cities"])
        counties = [(city, row) for city in cities for row in city[2]]
        zones = cast("list[ZoneRow]", document["zones"])
        elsewhere = cast("list[tuple[str, list[str], list[str]]]", document["elsewhere"])
        return cls(
            cities=[_city(row) for row in cities],
            counties=[_county(city, row) for city, row in counties],
            townships=[_township(row, below) for _, row in counties for below in row[2]],
            villages=[*_villages(row for _, row in counties), *_villages_in_zones(zones)],
            zones=[Zone(row[1], row[0]) for row in zones],
            elsewhere=[_elsewhere(row) for row in elsewhere],
            as_of=str(document["source"]["as_of"]),
        )

    def counties_of(self, city_code: str) -> Sequence[County]:
        """Return the counties of a city; none where there is no such city."""
        return tuple(self._counties_of.get(city_code, ()))

    def townships_of(self, county_code: str) -> Sequence[Township]:
        """Return the townships of a county; none where there is no such county."""
        return tuple(self._townships_of.get(county_code, ()))

    def city(self, code: str) -> City | None:
        """Return the city with this code."""
        return self._cities.get(code)

    def county(self, code: str) -> County | None:
        """Return the county with this code."""
        return self._counties.get(code)

    def township(self, code: str) -> Township | None:
        """Return the township with this code."""
        return self._townships.get(code)

    def find_county(self, text: str) -> County | None:
        """Return the one county that is called exactly this, with or without rank, city or code.

        东海, 东海县, 连云港市东海县, 连东海 and 320722 are all the same county; 鼓楼 is none,
        because two cities have one, and 淮安 is none, because it is a city as well.
        """
        name = text.strip()
        if name in {city.short for city in self.cities}:
            return None
        found = [county for county in self.counties if name in self._names_of(county)]
        return found[0] if len(found) == 1 else None

    def _names_of(self, county: County) -> set[str]:
        city = self._cities[county.city_code]
        own = (county.name, county.short)
        with_city = {of + name for of in (city.name, city.short) for name in own}
        return {*own, *with_city, county.number_prefix, county.code}


def _city(row: CityRow) -> City:
    code, name, _ = row
    return City(code, name, short_name(name), LETTERS[short_name(name)])


def _county(of: CityRow, row: CountyRow) -> County:
    short = short_name(row[1])
    return County(row[0], row[1], short, of[0], LETTERS[short_name(of[1])] + short)


def _township(of: CountyRow, row: TownshipRow) -> Township:
    return Township(row[0], row[1], short_name(row[1]), of[0])


def _villages(counties: Iterable[CountyRow]) -> Iterator[Village]:
    for code, _, townships, others in counties:
        for township, _, names in townships:
            yield from (Village(name, code, township) for name in names)
        yield from (Village(name, code, None) for name in others)


def _villages_in_zones(zones: Iterable[ZoneRow]) -> Iterator[Village]:
    for _, zone, names in zones:
        yield from (Village(name, None, None, zone) for name in names)


def _elsewhere(row: tuple[str, list[str], list[str]]) -> Elsewhere:
    return Elsewhere(row[0], PROVINCE_RANK.sub("", row[0]), tuple(row[1]), tuple(row[2]))
