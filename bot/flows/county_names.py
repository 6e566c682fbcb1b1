"""Counties and cities as people type them where one of their offices is asked for."""

import re
from collections.abc import Mapping

from bot.flows.places import Places

_SUFFIX = re.compile(r"(?:未保中心|民政局|的?热线|[县市区])$")


def named_in(places: Places, words: str) -> Mapping[str, str]:
    """Return the codes and names that words may mean; 鼓楼区 alone is in two cities."""
    said = _SUFFIX.sub("", words.strip())
    found: dict[str, str] = {}
    for city in places.cities:
        inside = said.removeprefix(city.name).removeprefix(city.short)
        if said in (city.name, city.short):
            found[city.code] = city.name
        for county in places.counties_of(city.code):
            names = {county.name, county.short, _SUFFIX.sub("", county.name)}
            if said in names or (inside and inside in names):
                found[county.code] = county.name
    return found
