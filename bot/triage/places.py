"""From words to the place where the child is; what is not sure is offered, never taken."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.triage.folding import fold
from bot.triage.gazetteer import Gazetteer, Township
from bot.triage.names import LONG_ENOUGH_ALONE, Kind, Mention, Names
from bot.triage.reading import Place, PlaceCandidate
from bot.triage.roles import Address, Role, addresses

MOST_CANDIDATES = 4
RANKED = (Kind.TOWNSHIP, Kind.TOWNSHIP_OF_ANOTHER_RANK)
ANY_TOWNSHIP = (*RANKED, Kind.TOWNSHIP_WITHOUT_RANK)

# Where a township's name stands without its county, the character before it must be one that
# ends a word; otherwise the name may be the tail of a longer one that the list does not have.
_WORD_ENDS = re.compile("(?:^|[^一-鿿]|[在是到住们我有从的里去叫县市区省家村边])$")
_VILLAGE = re.compile("[镇乡街道 \u3000,，的]*([一-鿿]{1,5}?(?:村|社区))(?![民里委])")
_NOT_IN_A_NAME = re.compile("[有个的是在我们这那里哪某每全本各一几]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the addresses that are heard together say."""

    mentions: tuple[Mention, ...]
    cities: frozenset[str]
    elsewhere: tuple[str, ...]


class Places:
    """Find the place a text speaks of."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._names = Names(gazetteer)
        self._abroad = {
            (province.short, county): True
            for province in gazetteer.elsewhere
            for county in province.counties
        }

    def find(self, text: str) -> Place:
        """Return the place of the child.

        It is sure only where the words name one county, or a township that agrees with it or
        that no other county has; two that contradict each other are both candidates.
        """
        text = fold(text)
        heard = _heard(addresses(text, self._names.find(text)))
        if not heard:
            return Place()
        evidence = _evidence(heard)
        place = self._resolve(text, evidence)
        if place.sure and max(address.role for address in heard) < Role.PLAIN:
            place = replace(place, sure=False)
        return self._with_village(text, evidence, place)

    def _resolve(self, text: str, evidence: Evidence) -> Place:
        options = self._county_options(evidence)
        if evidence.elsewhere:
            if not options and not self._bare(evidence):
                return Place(outside=evidence.elsewhere[0])
            if all(self._stands_elsewhere(code, evidence) for code in options):
                return Place(outside=evidence.elsewhere[0])
        if options:
            return self._of_counties(options, evidence)
        return self._of_townships(text, evidence)
