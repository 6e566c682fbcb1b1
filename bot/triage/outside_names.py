"""How places beyond the province are written: with their rank everywhere, without it with care."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.triage.gazetteer import NEIGHBOURS, SHORTEST_NAME, Elsewhere, Gazetteer, short_name

LONG_ENOUGH_ALONE = 3

_PEOPLE = re.compile(
    "(?:[壮回维藏彝苗侗羌傣黎]族?|蒙古族?|景颇族?|哈尼族?|白族|布依族?|土家族?|哈萨克|柯尔克孜|朝鲜族|傈僳族?)*"
    "(?:自治州|地区|盟|市)$"
)
_VILLAGE_RANK = re.compile("(?:村委会|居委会|社区|村)$")


@dataclass(frozen=True, slots=True)
class OutsideName:
    """One way to write a place of another province; some are ordinary words as well."""

    name: str
    province: str
    may_be_a_word: bool = False


def outside_names(
    gazetteer: Gazetteer, *, well_known: Collection[str], words: Collection[str]
) -> Iterator[OutsideName]:
    """Yield the names of other provinces, their cities and counties.

    Args:
        gazetteer: the places of the country.
        well_known: cities that everybody means who writes their name without its rank.
        words: names that without their rank are words before they are places.
    """
    own = {one.name for one in gazetteer.cities} | {one.name for one in gazetteer.counties}
    taken = own | set(words) | _taken_without_rank(gazetteer)
    villages = {_VILLAGE_RANK.sub("", one.name) for one in gazetteer.villages}
    for province in gazetteer.elsewhere:
        firm = _firm(province, well_known) - own
        yield from (OutsideName(name, province.short) for name in firm)
        for name in _without_rank(province) - firm - taken - villages:
            yield OutsideName(name, province.short, may_be_a_word=True)


def _firm(province: Elsewhere, well_known: Collection[str]) -> set[str]:
    cities = {name for name in province.cities if name.endswith("市")}
    shorts = {name.removesuffix("市") for name in cities}.intersection(well_known)
    counties = {
        name
        for name in province.counties
        if name.endswith(("县", "市")) and len(name) >= LONG_ENOUGH_ALONE
    }
    return {province.name, province.short, *cities, *shorts, *counties}


def _without_rank(province: Elsewhere) -> set[str]:
    """Return cities of the whole country, counties of the neighbours, and 渠县, which keeps it."""
    names = {_PEOPLE.sub("", name) for name in province.cities}
    names |= {name for name in province.counties if name.endswith("县")}
    if province.short in NEIGHBOURS:
        names |= {short_name(name) for name in province.counties if not name.endswith("区")}
    return {name for name in names if len(name) >= SHORTEST_NAME}


def _taken_without_rank(gazetteer: Gazetteer) -> set[str]:
    cities = {one.short for one in gazetteer.cities}
    counties = {one.short for one in gazetteer.counties}
    return cities | counties | {one.short for one in gazetteer.townships}
