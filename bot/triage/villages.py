"""Villages in a text: alone they are only ever asked, within a known county they are filled in."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import ahocorasick

from bot.triage.folding import fold
from bot.triage.gazetteer import Gazetteer, Village
from bot.triage.names import LONG_ENOUGH_ALONE, VILLAGE_RANK, Kind, Mention

_RANKS = ("社区", "村")
# 通报本村 speaks of this village and not of 报本; a 自然村 is what a hamlet is called.
_NO_NAME = re.compile("(?:本|该|邻|全|同|各|自然|行政)$")
LONGEST_NAME = 8
SHORTEST_NAME = 2

Named = tuple[str, Sequence[Village]]


class Villages:
    """Find villages by their names.

    Args:
        gazetteer: the places of the province.
        zones: the codes of the counties that each development zone lies in, by its name.
    """

    def __init__(self, gazetteer: Gazetteer, zones: Mapping[str, Sequence[str]]) -> None:
        self._zones = zones
        self._by_name: dict[str, list[Village]] = defaultdict(list)
        self._automaton = ahocorasick.Automaton()
        for village in gazetteer.villages:
            self._by_name[_bare(fold(village.name))].append(village)
        for name in self._by_name:
            if len(name) >= SHORTEST_NAME:
                self._automaton.add_word(name, name)
        self._automaton.make_automaton()

    def alone(self, text: str, mentions: Sequence[Mention]) -> Sequence[Named]:
        """Return the villages named with their rank where no other place stands, as written."""
        taken = {at for one in mentions for at in range(one.start, one.end)}
        return [
            (text[first:end], self._by_name[name])
            for name, first, end in self._ranked(text)
            if taken.isdisjoint(range(first, end))
        ]

    def named(self, name: str) -> Sequence[Village]:
        """Return the villages of a name without its rank."""
        return self._by_name.get(name, ())

    def behind(self, text: str, at: int, county_code: str) -> Named | None:
        """Return the longest name at a point of the text that villages of the county have."""
        for length in range(LONGEST_NAME, SHORTEST_NAME - 1, -1):
            name = text[at : at + length]
            found = self._in_county(name, county_code) if len(name) == length else []
            if found:
                rank = VILLAGE_RANK.match(text, at + length)
                return name + (rank.group() if rank else ""), found
        return None

    def apart(self, text: str, mentions: Sequence[Mention]) -> Sequence[Mention]:
        """Return the mentions without those that are only part of a village: 泉山 in 惠泉山.

        A village that lies in the very county keeps its mention: 海安农场 is in 海安.
        """
        if not mentions:
            return mentions
        spans = [
            (name, last + 1 - len(name), last + 1)
            for last, name in self._automaton.iter(text)
            if len(name) >= LONG_ENOUGH_ALONE
        ]
        return [one for one in mentions if not any(self._is_part_of(one, *span) for span in spans)]

    def _is_part_of(self, mention: Mention, name: str, first: int, end: int) -> bool:
        is_longer = end - first > mention.end - mention.start
        if not is_longer or mention.start < first or mention.end > end:
            return False
        own = set(mention.codes(Kind.COUNTY))
        found = {code for one in self._by_name[name] for code in self.counties(one)}
        return not own or not found <= own

    def counties(self, village: Village) -> Collection[str]:
        """Return the codes of the counties that the village may lie in."""
        if village.county_code is not None:
            return (village.county_code,)
        return self._zones.get(village.zone or "", ())

    def _ranked(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield the names before a rank that no longer name holds: 东王庄村 is not 王庄村."""
        longest: dict[int, str] = {}
        for last, name in self._automaton.iter(text):
            if len(name) > len(longest.get(last, "")):
                longest[last] = name
        for last, name in longest.items():
            rank = VILLAGE_RANK.match(text, last + 1)
            if rank is not None and not _NO_NAME.search(name):
                yield name, last + 1 - len(name), rank.end()

    def _in_county(self, name: str, county_code: str) -> Sequence[Village]:
        return [one for one in self.named(name) if county_code in self.counties(one)]


def _bare(name: str) -> str:
    for rank in _RANKS:
        if len(name) - len(rank) >= SHORTEST_NAME:
            name = name.removesuffix(rank)
    return name
