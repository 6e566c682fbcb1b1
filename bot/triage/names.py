"""Every way to write a place, found in a text by one automaton."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from importlib.resources import files
from itertools import chain

import ahocorasick

from bot.triage.folding import fold
from bot.triage.gazetteer import Gazetteer, short_name
from bot.triage.local_names import LocalNames
from bot.triage.outside_names import outside_names

PLACES_FILE = files("bot.triage") / "data" / "places.json"
TOWNSHIP_RANKS = ("镇", "乡", "街道")
COUNTY_RANKS = ("市", "县", "区")
LONG_ENOUGH_ALONE = 3
# A road, a shop or a dish is named after a place without standing in it.
NAMED_AFTER = re.compile(
    "(?:东|西|南|北|中)?(?:大?路|大道|(?<![东西南北])大街|街(?!道|浪|[东西南北中]?[头首段端侧]|上|里|后|边|口|坊)|巷|小区|花园|花苑|新村|家园|公寓|宾馆|大?酒店|超市|饭店|牌|话|菜(?!场|市)|口音"
    "|(?:长江)?(?:公路|铁路|大)桥(?!镇|街|社区|村|小学|中学|幼儿|派出|卫生|这|的))"
)

# 涟水路边捡到个孩子 begins with the county and speaks of a roadside.
ROADSIDE = re.compile("路(?:边|旁)")

# 在固始, 是达州的 and 娃，赤峰… speak of places; 无为 and 安康 within a sentence are words.
SPOKEN_OF_AS_A_PLACE = re.compile(
    "(?:^|[^一-鿿]|[在住到去回是从自往嫁省区县市]|老家|户口|过来|[他她我])$"
)

# What people put behind the name of a village; the lists have many names bare. 村里 and 村上 are in
# whatever village the talk is of, and 社区民警 is no community.
VILLAGE_RANK = re.compile(
    "(?:村委会|村|社区|居委会|大队)(?!里|上|头|子|口|民|医|卫|干|工作|网格|书记)"
)

# 射阳瑚镇 is a misspelt township and not 射阳; 沭阳这镇 and 沭阳城镇 are.
HEAD_OF_ANOTHER = re.compile(
    "(?![这那某哪一本个全城有两集各几下乡])[一-鿿](?:镇|乡|街道)(?![上里])"
)

# A lake and a park are named after one place, and may lie in another.
_SHORE = "边|里|上(?![学班初高小中大幼])|畔|岸|面|水|大堤|滩"
LAKE = re.compile(f"湖(?:{_SHORE}|区|$|[^一-鿿])")
SHORE = re.compile(_SHORE)
# 寅阳江边 lies by the 江, and not in 阳江; 五港上学 is about no 港上.
ENDS_A_NAME = re.compile(f"[江河湖海塘](?:{_SHORE})|上[学班课初高小大幼]|中[学心]")
PARK = re.compile("公园|广场|湿地|景区|体育[馆场]")
# 晚上海门街上 is about 海门 and no 上海, 靖江南边 about 靖江 and no 江南.
NO_NAME = re.compile(
    "(?<=[早晚])上海(?=[门安州陵](?![店全铺装]))|[江河湖山][东南北](?=边)|(?<=[港河湖江溪沟集庄牛])大桥(?![镇街])"
)


class Kind(IntEnum):
    """What a name says, the stronger first where two names overlap at equal length."""

    COUNTY = 1
    CITY = 2
    ELSEWHERE = 3
    TOWNSHIP = 4
    TOWNSHIP_OF_ANOTHER_RANK = 5
    TOWNSHIP_WITHOUT_RANK = 6
    NOT_A_PLACE = 7


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a name may mean; elsewhere the code is the province's short name."""

    kind: Kind
    code: str
    needs_its_city: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in the text; `end` is one past its last character.

    It is crossed where another name begins in it and ends behind it.
    """

    start: int
    end: int
    words: str
    meanings: tuple[Meaning, ...]
    is_crossed: bool = False

    def codes(self, *kinds: Kind) -> tuple[str, ...]:
        """Return the codes of the meanings that are of one of these kinds."""
        return tuple(one.code for one in self.meanings if one.kind in kinds)


class Names:
    """Find the places named in a text; longer names win over the shorter ones in them."""

    def __init__(self, gazetteer: Gazetteer, local: LocalNames) -> None:
        meanings: dict[str, dict[Meaning, None]] = {}
        for name, meaning in _surfaces(gazetteer, json.loads(PLACES_FILE.read_text("utf-8"))):
            meanings.setdefault(fold(name), {})[meaning] = None
        for name, meaning in _of_zones(local):
            meanings.setdefault(fold(name), {})[meaning] = None
        for name, code in local.names.items():
            meanings[fold(name)] = {_local(gazetteer, code): None}
        self._automaton = ahocorasick.Automaton()
        for name, found in meanings.items():
            kind = min(one.kind for one in found)
            self._automaton.add_word(name, (name, kind, tuple(found)))
        self._automaton.make_automaton()

    def find(self, text: str) -> Sequence[Mention]:
        """Return the places named in the text, in the order of the text, none overlapping."""
        hits = []
        for last, (name, kind, meanings) in self._automaton.iter(text):
            if NO_NAME.match(text, last + 1 - len(name)):
                continue
            # Counties, cities and other provinces are equally strong: there the first one wins.
            strength = max(kind, Kind.ELSEWHERE)
            hits.append((-len(name), strength, last + 1 - len(name), name, meanings))
        hits.sort(key=lambda hit: hit[:3])
        taken = bytearray(len(text))
        mentions = []
        crossing: dict[int, tuple[Meaning, ...]] = {}
        for length, strength, start, name, meanings in hits:
            end = start - length
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * -length
                if strength is not Kind.NOT_A_PLACE:
                    mentions.append(_in_context(text, Mention(start, end, name, meanings)))
            elif strength is Kind.TOWNSHIP_WITHOUT_RANK and not taken[end - 1]:
                crossing[start] = meanings
        named = [_crossed(text, one, crossing) for one in mentions if one.meanings]
        # Beside another place 洪泽湖边 only says which side of it is meant.
        ashore = [one for one in named if not _is_lake(text, one)]
        return sorted(ashore or named, key=lambda one: one.start)


def ordinary_words() -> Sequence[str]:
    """Return the names of townships that are ordinary words before they are places."""
    return _words(json.loads(PLACES_FILE.read_text("utf-8"))["ordinary_words"])


def sounding_words() -> Sequence[str]:
    """Return ordinary words that sound like a county."""
    return _words(json.loads(PLACES_FILE.read_text("utf-8"))["sounding_words"])


def well_known_towns() -> Sequence[str]:
    """Return the names, without rank, of towns that the whole province knows."""
    return _words(json.loads(PLACES_FILE.read_text("utf-8"))["well_known_towns"])


def _in_context(text: str, mention: Mention) -> Mention:
    """Weaken a name that a village, a road, a shop or a dialect is called by."""
    if mention.codes(Kind.ELSEWHERE) and not _is_spoken_of(text, mention):
        meanings = tuple(one for one in mention.meanings if one.kind is not Kind.ELSEWHERE)
        mention = Mention(mention.start, mention.end, mention.words, meanings)
    if mention.codes(Kind.TOWNSHIP_WITHOUT_RANK) and PARK.match(text, mention.end):
        meanings = tuple(one for one in mention.meanings if one.kind is Kind.COUNTY)
        return Mention(mention.start, mention.end, mention.words, meanings)
    ranked = mention.words.endswith((*COUNTY_RANKS, *TOWNSHIP_RANKS))
    is_head = mention.codes(Kind.COUNTY) and HEAD_OF_ANOTHER.match(text, mention.end)
    is_at_roadside = not mention.start and ROADSIDE.match(text, mention.end)
    is_named = NAMED_AFTER.match(text, mention.end) or VILLAGE_RANK.match(text, mention.end)
    is_anothers = is_head or (is_named and not is_at_roadside)
    if ranked or not is_anothers:
        return mention
    weakened = tuple(
        Meaning(one.kind, one.code, needs_its_city=True)
        for one in mention.meanings
        if one.kind is Kind.COUNTY
    )
    return Mention(mention.start, mention.end, mention.words, weakened)


def _crossed(text: str, mention: Mention, crossing: Mapping[int, tuple[Meaning, ...]]) -> Mention:
    """Let a bare name mean as well what crosses its end: 来龙河 may be 来龙 or 龙河."""
    if ENDS_A_NAME.match(text, mention.end):
        return mention
    found = [crossing.get(at, ()) for at in range(mention.start + 1, mention.end)]
    if not any(found) or any(one.kind < Kind.TOWNSHIP_WITHOUT_RANK for one in mention.meanings):
        return mention
    return replace(mention, meanings=(*mention.meanings, *chain(*found)), is_crossed=True)


def _is_lake(text: str, mention: Mention) -> bool:
    # 上冈 lies in 建湖, and is no shore.
    is_called = mention.words.endswith("湖") and not mention.codes(Kind.COUNTY)
    return bool((is_called and SHORE.match(text, mention.end)) or LAKE.match(text, mention.end))


def _is_spoken_of(text: str, mention: Mention) -> bool:
    """Say whether a name that may be a word is spoken of as a place beyond the province."""
    before = text[: mention.start]
    provinces = [one.code for one in mention.meanings if one.kind is Kind.ELSEWHERE]
    is_firm = not all(one.needs_its_city for one in mention.meanings)
    is_within = before.endswith((*provinces, *(f"{one}的" for one in provinces)))
    return is_firm or is_within or SPOKEN_OF_AS_A_PLACE.search(before) is not None


def _surfaces(gazetteer: Gazetteer, extra: Mapping[str, object]) -> Iterator[tuple[str, Meaning]]:
    yield from _of_cities(gazetteer, extra)
    yield from _of_counties(gazetteer, extra)
    yield from _of_townships(gazetteer)
    yield from _said_shortly(gazetteer, extra)
    yield from _of_elsewhere(gazetteer, extra)
    for word in _words(extra["not_places"]):
        yield word, Meaning(Kind.NOT_A_PLACE, "")


def _of_cities(gazetteer: Gazetteer, extra: Mapping[str, object]) -> Iterator[tuple[str, Meaning]]:
    for city in gazetteer.cities:
        for name in (city.name, city.short):
            yield name, Meaning(Kind.CITY, city.code)
    for name, code in _table(extra["former_cities"]):
        yield name, Meaning(Kind.CITY, str(code))


def _of_counties(
    gazetteer: Gazetteer, extra: Mapping[str, object]
) -> Iterator[tuple[str, Meaning]]:
    needs = set(_words(extra["needs_its_city"]))
    taken = _official(gazetteer)
    former = dict(_table(extra["former"]))
    for county in gazetteer.counties:
        ranked = {county.short + rank for rank in COUNTY_RANKS} - taken - former.keys()
        for name in sorted({county.name, *(ranked if county.short != county.name else ())}):
            yield name, Meaning(Kind.COUNTY, county.code)
        for name in (county.short, county.short + "乡下"):
            yield name, Meaning(Kind.COUNTY, county.code, county.short in needs)
    for name, codes in former.items():
        for code in _words(codes):
            yield name, Meaning(Kind.COUNTY, code, name in needs)


def _of_townships(gazetteer: Gazetteer) -> Iterator[tuple[str, Meaning]]:
    official = {one.name for one in gazetteer.townships}
    for township in gazetteer.townships:
        yield township.name, Meaning(Kind.TOWNSHIP, township.code)
        for rank in TOWNSHIP_RANKS:
            if township.short + rank not in official and township.short != township.name:
                yield township.short + rank, Meaning(Kind.TOWNSHIP_OF_ANOTHER_RANK, township.code)
        for name in {township.short, short_name(township.short)}:
            yield name, Meaning(Kind.TOWNSHIP_WITHOUT_RANK, township.code)


def _said_shortly(
    gazetteer: Gazetteer, extra: Mapping[str, object]
) -> Iterator[tuple[str, Meaning]]:
    towns = {one.name: one.code for one in gazetteer.townships}
    for short, full in _table(extra["said_shortly"]):
        code = towns[str(full)]
        yield short, Meaning(Kind.TOWNSHIP_WITHOUT_RANK, code)
        yield short + "镇", Meaning(Kind.TOWNSHIP_OF_ANOTHER_RANK, code)


def _of_elsewhere(
    gazetteer: Gazetteer, extra: Mapping[str, object]
) -> Iterator[tuple[str, Meaning]]:
    for one in outside_names(
        gazetteer,
        well_known=_words(extra["well_known_elsewhere"]),
        words=_words(extra["words_elsewhere"]),
    ):
        yield one.name, Meaning(Kind.ELSEWHERE, one.province, one.may_be_a_word)
    for short, names in _table(extra["neighbours_elsewhere"]):
        for name in _words(names):
            yield name, Meaning(Kind.ELSEWHERE, short)


def _of_zones(local: LocalNames) -> Iterator[tuple[str, Meaning]]:
    for name, codes in local.zones.items():
        yield from ((name, Meaning(Kind.COUNTY, code)) for code in codes)


def _local(gazetteer: Gazetteer, code: str | None) -> Meaning:
    if code is None:
        return Meaning(Kind.NOT_A_PLACE, "")
    is_county = gazetteer.county(code) is not None
    return Meaning(Kind.COUNTY if is_county else Kind.TOWNSHIP, code)


def _official(gazetteer: Gazetteer) -> set[str]:
    return {one.name for one in gazetteer.cities} | {one.name for one in gazetteer.counties}


def _words(value: object) -> Sequence[str]:
    return [str(word) for word in value] if isinstance(value, list) else []


def _table(value: object) -> Iterable[tuple[str, object]]:
    return value.items() if isinstance(value, dict) else ()
