"""Which of the places of a text count beside each other: some are told, some merely mentioned."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Self

from bot.triage import role_words as words
from bot.triage.names import Kind
from bot.triage.rival_words import LEFT_WITH, THEIR_CHILD
from bot.triage.role_rules import LONGEST_OPENING, Role
from bot.triage.roles import Address, after, before, opens

CITY_DIGITS = 4
LONGEST_BEGINNING = 20


def weighed(text: str, found: Sequence[Address]) -> Sequence[Address]:
    """Make less of what is merely mentioned beside the places that somebody tells.

    Another province is where the child is only if the words say so, or begin with it; a city
    somewhere in the sentence says nothing beside a county of another city.
    """
    beside = _Beside.of(text, found)
    return [replace(one, role=beside.role(one)) for one in found]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What all the places of a text say, beside which one of them is weighed.

    `cities` are the first digits of the cities of the counties named, `aside` the names that
    stand somewhere as where people come from.
    """

    text: str
    own: Sequence[Address]
    cities: Collection[str]
    aside: Collection[str]
    begins_elsewhere: bool
    begins_in_town: bool

    @classmethod
    def of(cls, text: str, found: Sequence[Address]) -> Self:
        own = [one for one in found if one.role is not Role.ASIDE and _counties(one)]
        told = [one for one in own if one.role >= Role.PLAIN]
        cities = {code[:CITY_DIGITS] for one in told for code in _counties(one)}
        aside = {one.mentions[-1].words for one in found if one.role <= Role.ORIGIN}
        begins = any(is_elsewhere(one) and _begins(one) for one in found)
        in_town = any(_opens_bare(text, one) for one in found)
        return cls(text, own, cities, aside, begins, in_town)

    def role(self, one: Address) -> Role:
        if one.role is Role.WRITER and is_elsewhere(one):
            return self._role_of_writer_elsewhere(one)
        if one.role is Role.CHILD and is_elsewhere(one) and self._is_taken_off(one):
            return Role.ORIGIN
        if one.role is Role.HERE and self._is_treated_only(one):
            return Role.PLAIN
        if one.role is not Role.PLAIN:
            return one.role
        if self._rivals_the_writer(one):
            return Role.WRITER
        return Role.ORIGIN if self._is_mere_mention(one) else Role.PLAIN

    def _role_of_writer_elsewhere(self, one: Address) -> Role:
        """Return how much it says that the writer is in another province: the child may be home.

        Who begins with it tells where all of it is; who adds it late tells that he is far away.
        """
        if not self.own:
            is_late = one.mentions[0].start > LONGEST_BEGINNING
            is_away = words.AWAY.search(self.text) or words.CHILD_AWAY.search(self.text)
            return Role.ORIGIN if is_late or is_away else Role.WRITER
        is_told = any(one.role >= Role.HERE or _is_told(self.text, one) for one in self.own)
        return Role.ORIGIN if is_told else Role.PLAIN

    def _rivals_the_writer(self, one: Address) -> bool:
        """Say whether a place may be the child's though the writer says that he is in another."""
        if not any(other.role is Role.WRITER for other in self.own):
            return False
        if is_elsewhere(one):
            return words.KIN_BEFORE.search(before(self.text, one.mentions)) is not None
        return bool(_counties(one)) and _is_told(self.text, one)

    def _is_mere_mention(self, one: Address) -> bool:
        right = after(self.text, one.mentions)
        if one.mentions[-1].words in self.aside and words.SPEAKS_AFTER.match(right):
            return True
        is_told = _is_told(self.text, one)
        if is_elsewhere(one) and words.FROM_AFTER.match(right) and self._is_left_for_another(one):
            return True
        if is_elsewhere(one) and self._is_of_kin_with_child(one):
            return False
        if is_elsewhere(one) and words.FROM_AFTER.match(right) and self._is_beside_an_address(one):
            return True
        if is_elsewhere(one) and self._is_beside_the_writer(one):
            return False
        if is_elsewhere(one):
            return not is_told or one.mentions[-1].words in self.aside
        cities = {code[:CITY_DIGITS] for it in one.mentions for code in it.codes(Kind.CITY)}
        is_city = cities and all(it.codes(Kind.CITY) for it in one.mentions)
        is_of_another = self.cities and not cities & set(self.cities)
        left = before(self.text, one.mentions)
        if words.LIVES_AFTER.match(right) or words.SEEN_ON_A_SCREEN.search(left):
            return False
        if words.IN_OTHERS_HANDS.search(left) and not LEFT_WITH.search(self.text):
            return False
        is_beside = not left and self._is_opened_before(one)
        return bool(is_city and is_of_another and (is_beside or not is_told))

    def _is_left_for_another(self, one: Address) -> bool:
        """Say whether where they are now stands right behind: 我们是河南的，在张家港塘桥纺织厂."""
        end = one.mentions[-1].end
        return any(
            words.NOW_IN.fullmatch(self.text[end : _start(other)]) is not None
            for other in self.own
            if _start(other) > end
        )

    def _is_of_kin_with_child(self, one: Address) -> bool:
        """Say whether kin of the writer are there, and their child with them: 我妹在临沂."""
        is_kin = words.KIN_OF_WRITER.match(before(self.text, one.mentions))
        is_theirs = is_kin and THEIR_CHILD.search(self.text)
        is_here = any(other.role >= Role.PLAIN for other in self.own)
        is_left = LEFT_WITH.search(self.text) or words.CHILD_AWAY.search(self.text)
        return bool(is_theirs) and not (is_here or is_left)

    def _is_beside_the_writer(self, one: Address) -> bool:
        """Say whether somebody who is not named is there while the writer is in the province."""
        is_of_somebody = before(self.text, one.mentions) in words.NOBODY_BEFORE
        return is_of_somebody and any(other.role is Role.WRITER for other in self.own)

    def _is_taken_off(self, one: Address) -> bool:
        """Say whether a child of the province was carried off: whose it is, they look for it."""
        is_ours = any(other.role >= Role.PLAIN for other in self.own)
        return is_ours and words.TAKEN_OFF.search(before(self.text, one.mentions)) is not None

    def _is_treated_only(self, one: Address) -> bool:
        """Say whether they are in the place for a hospital, and the message begins elsewhere."""
        is_treated = words.TREATED_AFTER.match(after(self.text, one.mentions))
        return bool(is_treated) and self.begins_elsewhere

    def _is_beside_an_address(self, one: Address) -> bool:
        """Say whether the message begins with an address, and this says who they are besides."""
        is_begun = self.begins_in_town or any(
            _begins(other) and other.role >= Role.PLAIN for other in self.own
        )
        return is_begun and not before(self.text, one.mentions)

    def _is_opened_before(self, one: Address) -> bool:
        """Say whether the message begins with a place, beside which 南京有做 is only mentioned."""
        return any(_begins(other) and _start(other) < _start(one) for other in self.own)


def _begins(one: Address) -> bool:
    return _start(one) <= LONGEST_OPENING


def _opens_bare(text: str, one: Address) -> bool:
    """Say whether the message begins with a township without its rank as a letter does."""
    first = one.mentions[0]
    is_bare = first.codes(Kind.TOWNSHIP_WITHOUT_RANK) and one.role >= Role.PLAIN
    return bool(is_bare) and opens(text, first.start, first.end)


def _start(one: Address) -> int:
    return one.mentions[0].start


def is_elsewhere(one: Address) -> bool:
    """Say whether an address names a place beyond the province."""
    return any(mention.codes(Kind.ELSEWHERE) for mention in one.mentions)


def _counties(one: Address) -> Sequence[str]:
    """Return the codes of the counties and ranked townships of an address."""
    if is_elsewhere(one):
        return ()
    return [
        code
        for mention in one.mentions
        if not mention.codes(Kind.CITY)
        for code in mention.codes(Kind.COUNTY, Kind.TOWNSHIP)
    ]


def _is_told(text: str, one: Address) -> bool:
    left, right = before(text, one.mentions), after(text, one.mentions)
    if one.mentions[0].start > LONGEST_OPENING and left in words.NOBODY_BEFORE:
        return False
    return bool(words.HEAD_BEFORE.match(left)) and not words.VERB_AFTER.match(right)
