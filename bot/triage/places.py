"""From words to the place where the child is; what is not sure is offered, never taken."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.triage.agreement import MOST_CANDIDATES, agree
from bot.triage.distinct import Distinct
from bot.triage.folding import fold
from bot.triage.gazetteer import Gazetteer, Village
from bot.triage.latin_names import LatinNames
from bot.triage.local_names import LocalNames
from bot.triage.names import (
    LONG_ENOUGH_ALONE,
    Kind,
    Mention,
    Names,
    ordinary_words,
    sounding_words,
    well_known_towns,
)
from bot.triage.reading import Place, PlaceCandidate
from bot.triage.rivals import (
    Rivals,
    is_at_home,
    is_childs_city_only,
    is_elsewhere_than_told,
    is_settled,
)
from bot.triage.role_rules import Role
from bot.triage.role_words import CANNOT_GO, CHILD_AWAY
from bot.triage.roles import Address, addresses
from bot.triage.sounds import Sounds
from bot.triage.testimony import ANY_TOWNSHIP, Testimony
from bot.triage.villages import Villages
from bot.triage.weighing import is_elsewhere, weighed

# A text that names more places than this is a list; nothing in a list is sure.
MOST_MENTIONS = 40

_JOINT = re.compile("[镇乡街道 \u3000,，的]{0,3}")
_VILLAGE = re.compile("([一-鿿]{1,5}?(?:村|社区))(?![民里委])")
_NOT_IN_A_NAME = re.compile("一所|一家|一户|[有个的是在我们这那哪某每全本各几]")


class Places:
    """Find the place a text speaks of."""

    def __init__(self, gazetteer: Gazetteer, local: LocalNames | None = None) -> None:
        local = local or LocalNames()
        self._gazetteer = gazetteer
        self._names = Names(gazetteer, local)
        self._villages = Villages(gazetteer, local.zones)
        self._distinct = Distinct(gazetteer, self._villages, ordinary_words(), well_known_towns())
        self._rivals = Rivals(gazetteer)
        self._sounds = Sounds(gazetteer, sounding_words())
        self._latin = LatinNames(gazetteer)
        self._denied = [fold(name) for name, code in local.names.items() if code is None]

    def find(self, text: str, known_counties: Collection[str] = ()) -> Place:
        """Return the place of the child.

        It is sure only where the words name one county, or a township that agrees with it or
        that no other county has; two that contradict each other are both candidates. A village
        alone, and a name that only sounds like a place, are never sure.

        Args:
            text: what was written.
            known_counties: the codes of the counties that the writer is known to report from; of
                several candidates those come first.
        """
        text = fold(text)
        mentions = self._villages.apart(text, self._names.find(text))
        place = self._spelled(text, mentions)
        rest = self._without_denied(text)
        if not place.candidates and place.outside is None:
            place, rest = self._by_letters(rest, place)
        if not place.candidates and place.outside is None:
            place = self._by_village(rest, mentions, place)
        if not place.candidates and place.outside is None:
            place = self._by_sound(rest, place)
        return _known_first(place, known_counties)

    def _without_denied(self, text: str) -> str:
        """Blank the words that the county wrote down as no places; the length stays."""
        for name in self._denied:
            text = text.replace(name, "。" * len(name))
        return text

    def _spelled(self, text: str, mentions: Sequence[Mention]) -> Place:
        found = weighed(text, addresses(text, mentions[:MOST_MENTIONS]))
        whole = Testimony(self._gazetteer, self._distinct, text, found)
        heard = _heard(whole)
        if not heard:
            return Place()
        said = replace(whole, heard=heard)
        place = agree(said)
        if place.outside is not None:
            place = self._unless_within(whole, place)
        best = place.best
        rivals = self._rivals.of(best.county_code, whole, heard) if best is not None else []
        if rivals:
            other = agree(replace(whole, heard=rivals)).candidates
            both = dict.fromkeys((*place.candidates, *other))
            place = replace(place, sure=False, candidates=tuple(both)[:MOST_CANDIDATES])
        if place.best is not None and self._rivals.is_doubted(place.best.county_code, whole):
            place = replace(place, sure=False)
        if is_childs_city_only(whole) or is_elsewhere_than_told(whole, heard):
            place = replace(place, sure=False)
        is_away = CHILD_AWAY.search(text) or CANNOT_GO.search(text)
        if is_away and max(address.role for address in heard) is Role.WRITER:
            place = replace(place, sure=False)
        if self._begins_longer(said):
            # 连云冈海洲 is neither 连云 nor anything else that its characters say.
            return self._by_sound(text, Place(candidates=place.candidates))
        is_origin = max(address.role for address in heard) < Role.PLAIN and not is_at_home(whole)
        if is_origin or len(mentions) > MOST_MENTIONS:
            # Where somebody comes from may be where the child is; only a person can say so.
            place = replace(place, sure=False, outside=None)
        return self._with_village(said, place)

    def _unless_within(self, whole: Testimony, place: Place) -> Place:
        """Ask where a place beyond the province speaks louder than one within, and not it alone.

        Whoever is told to turn to another province is handed to nobody here.
        """
        told = (Role.PLAIN, Role.HERE)
        within = [one for one in whole.heard if one.role in told and not is_elsewhere(one)]
        if not within or max(one.role for one in whole.heard) is Role.CHILD:
            return place
        return replace(agree(replace(whole, heard=within)), sure=False)

    def _begins_longer(self, said: Testimony) -> bool:
        """Say whether a county or city is only the beginning of a longer name that is misspelt."""
        ends = [one.start for one in said.mentions[1:]] + [len(said.text)]
        return any(
            self._sounds.begins_longer(said.text[one.start : end], one.words)
            for one, end in zip(said.mentions, ends, strict=True)
            if one.codes(Kind.COUNTY, Kind.CITY)
        )

    def _with_village(self, said: Testimony, place: Place) -> Place:
        """Add the village that stands right behind the township or county that was taken."""
        if not place.candidates:
            return place
        first = place.candidates[0]
        starts = {mention.start for mention in said.mentions}
        for mention in reversed(said.mentions):
            named = mention.codes(Kind.COUNTY, *ANY_TOWNSHIP)
            joint = _JOINT.match(said.text, mention.end) if named else None
            if joint is None or joint.end() in starts:
                continue
            name, township = self._village_at(said.text, joint.end(), first)
            if name is not None:
                first = self._in(first, name, township)
                return replace(place, candidates=(first, *place.candidates[1:]))
        return place

    def _village_at(
        self, text: str, at: int, candidate: PlaceCandidate
    ) -> tuple[str | None, str | None]:
        """Return the village at a point of the text, and its township where only one has it."""
        name, found = self._villages.behind(text, at, candidate.county_code) or ("", ())
        own = [one for one in found if one.township_code == candidate.township_code]
        if own or len(name) >= LONG_ENOUGH_ALONE:
            towns = {one.township_code for one in found}
            return name, towns.pop() if len(towns) == 1 else None
        match = _VILLAGE.match(text, at)
        if match is None or _NOT_IN_A_NAME.search(match[1]):
            return None, None
        return match[1], None

    def _in(
        self, candidate: PlaceCandidate, village: str, township_code: str | None
    ) -> PlaceCandidate:
        town = self._gazetteer.township(township_code or "")
        if town is None or candidate.township_code is not None:
            return replace(candidate, village=village)
        return replace(candidate, village=village, township_code=town.code, township=town.name)

    def _by_letters(self, text: str, place: Place) -> tuple[Place, str]:
        """Return the place that is named in letters, and the text without what was read so.

        What is not sure goes on to whatever else sounds like a place.
        """
        spelt = self._latin.read(text)
        if spelt.sure:
            return spelt, text
        text = self._latin.without_cities(text)
        city_code = place.city_code or spelt.city_code
        if spelt.candidates:
            others = self._by_sound(text, replace(place, candidates=spelt.candidates))
            first = dict.fromkeys((*spelt.candidates, *others.candidates))
            return Place(candidates=tuple(first)[:MOST_CANDIDATES], city_code=city_code), text
        return replace(place, city_code=city_code), text

    def _by_village(self, text: str, mentions: Sequence[Mention], place: Place) -> Place:
        """Return the places that a village alone may mean, where they are few enough to ask."""
        if len(mentions) > MOST_MENTIONS:
            return place
        found: dict[PlaceCandidate, None] = {}
        for name, villages in dict(self._villages.alone(text, mentions)).items():
            found |= dict.fromkeys(self._where(name, villages, place.city_code))
            if len(found) > MOST_CANDIDATES:
                return place
        return replace(place, candidates=tuple(found))

    def _where(
        self, name: str, villages: Sequence[Village], city_code: str | None
    ) -> Iterator[PlaceCandidate]:
        for village in villages:
            for code in self._villages.counties(village):
                county = self._gazetteer.county(code)
                if county is not None and city_code in (None, county.city_code):
                    bare = PlaceCandidate(code, county.name)
                    yield self._in(bare, name, village.township_code)

    def _city_of(self, candidate: PlaceCandidate) -> str | None:
        county = self._gazetteer.county(candidate.county_code)
        return county.city_code if county else None

    def _by_sound(self, text: str, place: Place) -> Place:
        """Return the places that the words only sound like."""
        found: dict[PlaceCandidate, None] = {}
        for code in self._sounds.like(text):
            town = self._gazetteer.township(code)
            county = self._gazetteer.county(town.county_code if town else code)
            if county is None:
                continue
            township = (town.code, town.name) if town else (None, None)
            found[PlaceCandidate(county.code, county.name, *township)] = None
        inside = [one for one in found if self._city_of(one) == place.city_code]
        offered = tuple(dict.fromkeys([*(inside or found), *place.candidates]))
        return replace(place, candidates=offered[:MOST_CANDIDATES])


def _known_first(place: Place, known_counties: Collection[str]) -> Place:
    """Put the counties first that the writer is known in; what is sure stays as it is."""
    if place.sure or not known_counties:
        return place
    ordered = sorted(place.candidates, key=lambda one: one.county_code not in known_counties)
    return replace(place, candidates=tuple(ordered))


def _heard(whole: Testimony) -> Sequence[Address]:
    """Return the addresses to listen to: where the child is, before where its people are from."""
    found = whole.heard
    child = [one for one in found if one.role is Role.CHILD]
    named = [
        one for one in child if _settles(one) or any(map(whole.is_plainly_named, one.mentions))
    ]
    here = named or [one for one in found if one.role >= Role.WRITER]
    plain = [one for one in found if one.role is Role.PLAIN]
    if named and (not any(_settles(one) for one in named) or all(map(is_elsewhere, named))):
        return named
    if any(_settles(one) for one in here):
        return [*here, *(one for one in plain if not _settles(one))]
    return [*here, *plain] or [one for one in found if one.role is Role.ORIGIN]


def _settles(address: Address) -> bool:
    return any(is_settled(one) and not one.codes(Kind.CITY) for one in address.mentions)
