"""What speaks against a county that the words seem to agree on: other places, and doubts of it."""

from collections.abc import Collection, Sequence

from bot.triage import rival_words as words
from bot.triage.doubts import doubt_of
from bot.triage.gazetteer import Gazetteer
from bot.triage.names import Kind, Mention
from bot.triage.role_rules import Role
from bot.triage.role_words import (
    CHILD_AT_OLD_HOME,
    FROM_AFTER,
    NOBODY_KNOWS,
    NOT_LET_IN,
    STAYS_THERE,
)
from bot.triage.roles import Address, after, before
from bot.triage.testimony import ANY_TOWNSHIP, RANKED, Testimony
from bot.triage.weighing import is_elsewhere


class Rivals:
    """Find what may as well be the child's place.

    Args:
        gazetteer: the places of the province.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def of(self, county_code: str, whole: Testimony, heard: Sequence[Address]) -> Sequence[Address]:
        """Return the places that may as well be where the child is, and are of another county."""
        role = max(address.role for address in heard)
        others = [one for one in whole.heard if one.role >= max(role, Role.PLAIN)]
        if role > Role.PLAIN:
            others += [one for one in whole.heard if _is_unexplained(whole, one)]
        if role is Role.WRITER:
            # Somebody unknown is in another place: it may be the child.
            others += [one for one in whole.heard if one.role is Role.PLAIN and whole.stays_in(one)]
        beside = [one for one in whole.heard if one not in others]
        others += [one for one in beside if may_be_childs(whole.text, one, role)]
        return [
            one
            for one in others
            for mention in one.mentions
            if county_code not in self._counties_of(mention)
            and (
                is_settled(mention)
                or whole.is_plainly_named(mention)
                or (one.role >= Role.HERE and whole.stands_as_place(mention))
                or (one.role is Role.CHILD and whole.is_stayed_in(one, mention))
                or one in beside
            )
        ]

    def is_doubted(self, county_code: str, whole: Testimony) -> bool:
        """Say whether every place that speaks for the county is open to doubt.

        Its city does not speak for it where the county is named: 镇江的，孩子在丹阳还是句容.
        """
        own = [
            one
            for one in whole.heard
            if any(county_code in self._counties_of(it, with_city=False) for it in one.mentions)
        ]
        return all(doubt_of(whole.text, one) is not None for one in own)

    def _counties_of(self, mention: Mention, *, with_city: bool = True) -> Collection[str]:
        cities = {code[:4] for code in mention.codes(Kind.CITY)} if with_city else set()
        towns = (self._gazetteer.township(code) for code in mention.codes(*ANY_TOWNSHIP))
        return {
            *mention.codes(Kind.COUNTY),
            *(town.county_code for town in towns if town is not None),
            *(county.code for county in self._gazetteer.counties if county.code[:4] in cities),
        }


def _is_unexplained(whole: Testimony, one: Address) -> bool:
    """Say whether nothing tells what a place is to the child, beside others that are told.

    Who is from it, who wrote, and what is named again as a place of the past are explained.
    """
    if one.role is not Role.PLAIN or doubt_of(whole.text, one) is not None:
        return False
    left, right = before(whole.text, one.mentions), after(whole.text, one.mentions)
    # 一夜没回 灌云伊山的 is an address, and 学生是灌云的 tells who comes from there.
    is_from = FROM_AFTER.match(right) and (left or right.startswith("人"))
    if is_elsewhere(one) or is_from or words.OF_THE_WRITER.match(left):
        return False
    aside = {it.words for other in whole.heard if other.role < Role.PLAIN for it in other.mentions}
    return aside.isdisjoint(it.words for it in one.mentions)


def is_settled(mention: Mention) -> bool:
    """Say whether a name can only be a place's."""
    return bool(mention.codes(Kind.COUNTY, Kind.CITY, Kind.ELSEWHERE, *RANKED))


def is_at_home(whole: Testimony) -> bool:
    """Say whether somebody says who they are, names no other place and nothing far: 沭阳人，…."""
    if len(whole.heard) != 1 or words.FAR.search(whole.text):
        return False
    (only,) = whole.heard
    earlier = whole.text[: only.mentions[0].start]
    if earlier.endswith(("（", "(")) or words.LETTERS.search(earlier):
        return False
    left = before(whole.text, only.mentions)
    if words.REGISTERED_IN.search(left):
        return True
    is_of = words.PEOPLE_OF.match(after(whole.text, only.mentions))
    return bool(is_of and words.SAYS_WHO.match(left))


def is_childs_city_only(whole: Testimony) -> bool:
    """Say whether of the child only the city is told: 我在沭阳，女儿在宿迁上高中."""
    childs = [one for one in whole.heard if one.role is Role.CHILD]
    return bool(childs) and all(it.codes(Kind.CITY) for one in childs for it in one.mentions)


def is_elsewhere_than_told(whole: Testimony, heard: Sequence[Address]) -> bool:
    """Say whether the child is at a home that is not named, or nobody knows where."""
    if NOBODY_KNOWS.search(whole.text):
        return True
    if NOT_LET_IN.search(whole.text) and all(one.role < Role.CHILD for one in heard):
        return True
    is_left_at_home = CHILD_AT_OLD_HOME.search(whole.text)
    is_beside = all(
        one.role < Role.CHILD and STAYS_THERE.search(before(whole.text, one.mentions))
        for one in heard
    )
    return bool(is_left_at_home and is_beside)


def _is_with_others(text: str, left: str) -> bool:
    """Say whether the child of kin, or one that was taken along, may be there with them."""
    if words.TAKEN_THERE.search(left) and not words.TAKES_ITSELF.search(left):
        return True
    if words.FRIEND_IN.search(left) and words.IN_DANGER.search(text):
        return True
    is_kin = words.KIN_IN.search(left) or words.DAUGHTER_IN.search(left)
    is_theirs = words.THEIR_CHILD.search(text) and not words.LEFT_WITH.search(text)
    return bool(is_kin and is_theirs)


def _was_last_there(text: str, start: int, left: str, right: str) -> bool:
    """Say whether the child was brought or went there, or was seen there, whatever else is told."""
    is_seen = words.SEEN_BY.search(left) and words.SEEN_AT.match(right)
    if is_seen and words.IS_MISSED.search(text) and not words.OF_PARENTS.search(text, 0, start):
        return True
    if not words.SINCE.match(right) or words.VISITED.match(right):
        return False
    if words.BROUGHT_TO.search(left):
        return True
    went = words.WENT_TO.search(left)
    is_own = went is not None and not words.NOT_THE_CHILD.search(left[: went.start()])
    return is_own and not words.LEFT_WITH.search(text)


def _is_home_of_worker(text: str, address: Address, role: Role) -> bool:
    """Say whether whoever works elsewhere may have left the child there, at the old home."""
    left, right = before(text, address.mentions), after(text, address.mentions)
    is_theirs = words.SAYS_WHO.match(left) and words.PEOPLE_OF.match(right)
    if is_theirs and words.AT_A_SITE.search(text, address.mentions[-1].end):
        return True
    is_home = words.OLD_HOME.search(left) or words.OLD_HOME_BEHIND.match(right)
    is_away = words.WRITER_WORKS.search(text) or words.AT_HOME_WITHOUT.search(text)
    return bool(role is Role.WRITER and is_home and is_away)


def may_be_childs(text: str, address: Address, role: Role) -> bool:
    """Say whether a place that counts for less than others may be the child's all the same.

    Args:
        text: the whole text.
        address: the place.
        role: the greatest role that any place has.
    """
    left, right = before(text, address.mentions), after(text, address.mentions)
    if _was_last_there(text, address.mentions[0].start, left, right):
        return True
    if address.role is Role.HERE:
        # 闺女在吴中叫人骗了，…我们住板浦: the daughter is grown up, and the child is with us.
        return role is Role.CHILD and words.WE_LIVE.search(left) is not None
    if role is Role.CHILD:
        return False
    is_visited = words.VISITED.match(right)
    if address.role <= Role.PLAIN and not is_visited and _is_with_others(text, left):
        return True
    if address.role > Role.ORIGIN:
        return False
    if words.STAYS_AT_OLD_HOME.search(left):
        return True
    if words.OLD_FAMILY_IN.search(left) and words.OF_A_BROTHER.search(text):
        return True
    if _is_home_of_worker(text, address, role):
        return True
    if words.LIES_IN.search(left) and words.HOSPITAL.match(right):
        return True
    if words.TRIP_TO.search(left) and words.TRIP.match(right):
        return True
    if words.TOWARDS.search(left) and words.DRIVEN.match(right):
        return True
    if words.LODGES.search(text) and address.mentions[0].codes(Kind.CITY, Kind.ELSEWHERE):
        return True
    is_work = words.WORKS.match(right)
    start, end = address.mentions[0].start, address.mentions[-1].end
    near, behind = text[max(0, start - words.NEAR) : end], text[end : end + words.NEAR]
    is_childs = words.YOUNG_WORKER.search(near) and not words.GROWN.search(left)
    is_with_parents = words.PARENTS_STAY.search(left) and words.WITH_THEM.search(behind)
    return bool((is_work and is_childs) or is_with_parents)
