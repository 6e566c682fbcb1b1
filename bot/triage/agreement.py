"""Which county the named places agree on.

A wrong county that is taken silently is the worst error this package can make. So a county is
sure only where it is named and nothing contradicts it, or where a township is named with its rank
and no other county of the city or province has it; everything else becomes candidates.
"""

from collections.abc import Iterable, Sequence

from bot.triage.gazetteer import Township
from bot.triage.names import Kind, Mention
from bot.triage.reading import Place, PlaceCandidate
from bot.triage.testimony import RANKED, Testimony

MOST_CANDIDATES = 4

Options = Sequence[tuple[Mention, set[str]]]
Named = tuple[str, Township | None]


def agree(said: Testimony) -> Place:
    """Return what the places agree on."""
    options, elsewhere = said.counties(), said.elsewhere()
    if elsewhere and _is_wholly_elsewhere(said, options):
        return Place(outside=elsewhere[0].words.removesuffix("省"))
    if options:
        place = _among_counties(said, options)
    elif said.cities():
        place = _within_cities(said)
    else:
        place = _by_township_alone(said)
    if elsewhere:
        return Place(candidates=place.candidates, city_code=place.city_code)
    return place


def _is_wholly_elsewhere(said: Testimony, options: Options) -> bool:
    """Say whether nothing speaks for Jiangsu: so it is with 北京通州, not with 上海 and 昆山."""
    if said.cities():
        return False
    provinces = {code for one in said.elsewhere() for code in one.codes(Kind.ELSEWHERE)}
    theirs = {
        name
        for province in said.gazetteer.elsewhere
        if province.short in provinces
        for name in province.counties
    }
    apart = [
        one
        for address in said.heard
        if not any(other.codes(Kind.ELSEWHERE) for other in address.mentions)
        for one in address.mentions
    ]
    if any(one.codes(Kind.COUNTY, *RANKED) or _is_bare_place(said, one) for one in apart):
        return False
    return all(any(_county_name(said, code) in theirs for code in codes) for _, codes in options)


def _is_bare_place(said: Testimony, mention: Mention) -> bool:
    return bool(mention.codes(Kind.TOWNSHIP_WITHOUT_RANK)) and said.is_plainly_a_place(mention)


def _among_counties(said: Testimony, options: Options) -> Place:
    """Decide between the counties named, where the townships and cities allow it."""
    common = set.intersection(*(codes for _, codes in options))
    backed = {town.county_code for towns in said.ranked() for town in towns} & common
    if len(common) > 1 and len(backed) == 1:
        common = backed
    if len(common) != 1:
        named = (code for _, codes in options for code in sorted(codes))
        return _offer(said, [(code, None) for code in (*sorted(backed), *named)])
    county = next(iter(common))
    town = _township_in(said, county)
    strays = _strays(said, county)
    if strays or _is_weak(said, options, county):
        return _offer(said, [(county, town), *strays])
    if not said.cities() <= {said.city_of(county)}:
        inside = ((one.county_code, one) for one in _spoken_in_cities(said))
        return _offer(said, [*inside, (county, town)])
    return _taken(said, county, town)


def _township_in(said: Testimony, county: str) -> Township | None:
    """Return the one township of the county that is named, if it is one.

    铜山 alone is said for the whole district, although a street office is called so too.
    """
    found = {
        town
        for mention, towns in said.spoken()
        if county not in mention.codes(Kind.COUNTY)
        for town in towns
        if town.county_code == county
    }
    return next(iter(found)) if len(found) == 1 else None


def _strays(said: Testimony, county: str) -> Sequence[Named]:
    """Return the townships named with their rank that the county does not have."""
    return [
        (town.county_code, town)
        for towns in said.ranked()
        if all(town.county_code != county for town in towns)
        for town in towns
    ]


def _is_weak(said: Testimony, options: Options, county: str) -> bool:
    """Say whether only words such as 钟楼 name the county, without its city or a township."""
    if said.city_of(county) in said.cities() or _township_in(said, county) is not None:
        return False
    needs_its_city = all(
        meaning.needs_its_city
        for mention, _ in options
        for meaning in mention.meanings
        if meaning.kind is Kind.COUNTY and meaning.code == county
    )
    if not needs_its_city or any(town.county_code == county for town in said.bare()):
        return False
    known = said.gazetteer.county(county)
    return known is None or not any(said.is_home(mention, known) for mention, _ in options)


def _within_cities(said: Testimony) -> Place:
    """Decide where a city is named and no county: only a township with its rank can be sure."""
    cities = said.cities()
    only = next(iter(cities)) if len(cities) == 1 else None
    inside = _spoken_in_cities(said)
    found = said.only_township()
    if found is not None and said.city_of(found[0]) == only:
        return _taken(said, *found)
    if only and len(said.ranked()) == len(inside) == 1 and said.is_official():
        return _taken(said, inside[0].county_code, inside[0])
    strays = [town for towns in said.ranked() for town in towns]
    return _offer(said, [(town.county_code, town) for town in inside or strays], city=only)


def _spoken_in_cities(said: Testimony) -> Sequence[Township]:
    cities = said.cities()
    return [
        town
        for mention, towns in said.spoken()
        if not mention.codes(Kind.CITY)
        for town in towns
        if said.city_of(town.county_code) in cities
    ]


def _by_township_alone(said: Testimony) -> Place:
    only = said.only_township()
    if only is not None:
        return _taken(said, *only)
    towns = [town for towns in said.ranked() for town in towns] or said.bare()
    codes = {town.county_code for town in towns}
    # 海门街道 lies in 海门 itself, and there is nothing to choose.
    namesakes = [one for one in said.namesakes(towns) if one.code not in codes]
    is_one = len(codes) == 1 and not namesakes
    if is_one and said.ranked() and said.is_official() and said.stands_free():
        return _taken(said, towns[0].county_code, towns[0] if len(towns) == 1 else None)
    named: list[Named] = [(town.county_code, town) for town in towns]
    return _offer(said, [*named, *((county.code, None) for county in namesakes)])


def _taken(said: Testimony, county: str, town: Township | None) -> Place:
    return Place(
        sure=True,
        candidates=tuple(_candidates(said, [(county, town)])),
        city_code=said.city_of(county),
    )


def _offer(said: Testimony, named: Iterable[Named], *, city: str | None = None) -> Place:
    found = tuple(_candidates(said, dict.fromkeys(named)))[:MOST_CANDIDATES]
    return Place(candidates=found, city_code=city)


def _candidates(said: Testimony, named: Iterable[Named]) -> Iterable[PlaceCandidate]:
    for code, town in named:
        yield PlaceCandidate(
            county_code=code,
            county=_county_name(said, code),
            township_code=town.code if town else None,
            township=town.name if town else None,
        )


def _county_name(said: Testimony, code: str) -> str:
    county = said.gazetteer.county(code)
    return county.name if county else ""
