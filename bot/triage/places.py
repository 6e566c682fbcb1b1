"""From words to the place where the child is; what is not sure is offered, never taken."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.triage.agreement import agree
from bot.triage.folding import fold
from bot.triage.gazetteer import Gazetteer
from bot.triage.names import Kind, Names
from bot.triage.reading import Place
from bot.triage.roles import Address, Role, addresses
from bot.triage.testimony import ANY_TOWNSHIP, RANKED, Testimony

# A text that names more places than this is a list; nothing in a list is sure.
MOST_MENTIONS = 40

_VILLAGE = re.compile("[镇乡街道 \u3000,，的]{0,3}([一-鿿]{1,5}?(?:村|社区))(?![民里委])")
_NOT_IN_A_NAME = re.compile("[有个的是在我们这那哪某每全本各几]")


class Places:
    """Find the place a text speaks of."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._names = Names(gazetteer)

    def find(self, text: str) -> Place:
        """Return the place of the child.

        It is sure only where the words name one county, or a township that agrees with it or
        that no other county has; two that contradict each other are both candidates.
        """
        text = fold(text)
        mentions = self._names.find(text)
        heard = _heard(addresses(text, mentions[:MOST_MENTIONS]))
        if not heard:
            return Place()
        said = Testimony(self._gazetteer, text, heard)
        place = agree(said)
        is_origin = max(address.role for address in heard) < Role.PLAIN
        if is_origin or len(mentions) > MOST_MENTIONS:
            # Where somebody comes from may be where the child is; only a person can say so.
            place = replace(place, sure=False, outside=None)
        return _with_village(said, place)


def _heard(found: Sequence[Address]) -> Sequence[Address]:
    """Return the addresses to listen to: where the child is, before where its people are from."""
    child = [one for one in found if one.role is Role.CHILD and _settles(one)]
    here = child or [one for one in found if one.role >= Role.HERE]
    plain = [one for one in found if one.role is Role.PLAIN]
    if any(_settles(one) for one in here):
        return [*here, *(one for one in plain if not _settles(one))]
    return [*here, *plain] or [one for one in found if one.role is Role.ORIGIN]


def _settles(address: Address) -> bool:
    kinds = (Kind.COUNTY, Kind.ELSEWHERE, *RANKED)
    return any(one.codes(*kinds) and not one.codes(Kind.CITY) for one in address.mentions)


def _with_village(said: Testimony, place: Place) -> Place:
    """Add the village that stands right behind the township or county that was taken."""
    if not place.candidates:
        return place
    for mention in reversed(said.mentions):
        named = mention.codes(Kind.COUNTY, *ANY_TOWNSHIP)
        match = _VILLAGE.match(said.text, mention.end) if named else None
        if match and not _NOT_IN_A_NAME.search(match[1]):
            first = replace(place.candidates[0], village=match[1])
            return replace(place, candidates=(first, *place.candidates[1:]))
    return place
