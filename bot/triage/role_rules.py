"""By which words a named place is where the child is now, comes from, or somebody works.

A rule looks at what stands around one place; the first that holds says its role. What all the
places of a text make of each other is `bot.triage.weighing`'s.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.triage import role_words as words
from bot.triage import work_words
from bot.triage.names import Kind, Mention

BEFORE_LENGTH = 16
LONGEST_OPENING = len("你好，在")
_LARGE = (Kind.COUNTY, Kind.CITY, Kind.ELSEWHERE)


class Role(IntEnum):
    """How much a named place says of where the child is; the greatest are heard first.

    Aside is what says nothing of it at all, such as where the parents work.
    """

    ASIDE = 0
    ORIGIN = 1
    PLAIN = 2
    WRITER = 3
    HERE = 4
    CHILD = 5


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a place: the clause before it, what follows, and the whole text.

    `says` tells whether a pattern stands anywhere in that.
    """

    text: str
    says: Callable[[re.Pattern[str]], bool]
    left: str
    right: str
    first: Mention
    last: Mention

    def told(self, length: int = BEFORE_LENGTH) -> str:
        """Return so many characters before the place, whatever clauses they belong to."""
        return self.text[max(0, self.first.start - length) : self.first.start]


def role_of(around: Around) -> Role:
    """Return what the place is by the first rule that holds."""
    return next((role for role, holds in _RULES if holds(around)), Role.PLAIN)


def _is_own_work(it: Around) -> bool:
    return _is_work(it) and words.WRITER_WORKS.match(it.left) is not None


def _is_witness(it: Around) -> bool:
    """Say whether somebody's trade leads them to other people's children: 和桥送快递的."""
    is_trade = work_words.TRADE_AFTER.match(it.right) and words.HEAD_BEFORE.match(it.left)
    return bool(is_trade) and not it.says(work_words.OWN_KIN)


def _is_beside_neighbours(it: Around) -> bool:
    """Say whether whoever works there tells of others there: 我在昆山打工，隔壁打孩子."""
    if not _is_own_work(it) or it.says(work_words.OWN_KIN):
        return False
    is_of_home = it.says(work_words.AT_OLD_HOME)
    return bool(work_words.NEIGHBOURS.match(it.text, it.last.end) and not is_of_home)


def _is_work_beside_family(it: Around) -> bool:
    if it.says(work_words.CHILD_AT_OLD_HOME) or it.says(words.CHILD_AWAY):
        return False
    if _is_work(it) and work_words.WHOLE_FAMILY_IN.search(it.left):
        return True
    is_own = _is_own_work(it) or (_is_work(it) and work_words.WE_TWO_IN.search(it.left))
    return bool(is_own and it.says(work_words.FAMILY_HERE))


def _is_work(it: Around) -> bool:
    works = words.WORK_AFTER.match(it.right) and not words.CHILD_AT_WORK.search(it.left)
    is_kins = words.NAMES_PARENTS.search(it.left) or words.KIN_BEFORE.search(it.left)
    is_workshop = words.WORKS_AFTER.match(it.right) and is_kins
    is_parents = is_workshop and not words.CHILD_BEFORE.search(it.left)
    is_prison = words.PRISON_AFTER.match(it.right)
    is_firm = words.FIRM_BEFORE.search(it.left) or words.WORK_BEFORE.search(it.left)
    is_said = works or is_prison or is_parents or is_firm
    return bool(is_said) and not it.says(words.TAKEN_ALONG)


def _is_grown_childs(it: Around) -> bool:
    return bool(words.GROWN_BEFORE.search(it.left)) and it.says(words.LONG_GONE)


def _is_missing_from(it: Around) -> bool:
    return bool(it.left.endswith("从") and words.MISSING_FROM.match(it.right))


def _is_back_home(it: Around) -> bool:
    is_home = words.HOME_BEFORE.search(it.left)
    return bool(is_home and words.BACK_HOME.match(it.text, it.last.end))


def _is_home_of_child(it: Around) -> bool:
    if not words.HOME_BEFORE.search(it.left):
        return False
    is_there = it.says(words.TAKEN_HOME) or it.says(words.CHILD_STAYS_HOME)
    return bool(words.OF_CHILD_AFTER.match(it.right) or is_there)


def _is_near(it: Around) -> bool:
    is_near = words.NEAR_AFTER if it.last.codes(*_LARGE) else words.BEYOND_AFTER
    return is_near.match(it.text, it.last.end) is not None


def _comes_or_goes(it: Around) -> bool:
    """Say whether somebody comes from there, wishes or uses to go there, or passes through."""
    is_settled = words.NEVER_LEFT.match(it.text, it.last.end) or words.CAME_FROM.search(it.left)
    if is_settled or words.VOLUNTEERS.match(it.right):
        return False
    comes = words.ORIGIN_BEFORE.search(it.left)
    # Whoever is lost on a trip is looked for where that was.
    is_lost = it.left.endswith("在") and it.says(words.LOST)
    falls = it.left.endswith("从") and words.FALLS_AFTER.match(it.right)
    falls = falls or words.RUNS_FROM_HOME.match(it.right)
    passes = (
        words.ROUTE_BEFORE.search(it.left)
        or words.ROUTE_AFTER.match(it.right)
        or (words.TRIP_AFTER.match(it.right) and not is_lost)
    )
    return bool(words.WISH_BEFORE.search(_without_whose(it)) or (comes and not falls) or passes)


def _is_great_hospital(it: Around) -> bool:
    is_hospital = words.HOSPITAL_AFTER.match(it.right) or words.HOSPITAL_BEFORE.search(it.left)
    is_of_city = any(one.needs_its_city for one in it.last.meanings)
    if words.TO_KIN.match(it.right):
        return False
    return bool(is_hospital) and bool(is_of_city or it.last.codes(Kind.CITY, Kind.ELSEWHERE))


def _is_kins(it: Around) -> bool:
    """Say whether only kin are there, beside who begins with where they are: 他叔在无锡."""
    return bool(words.KIN_ALONE_IN.match(it.left)) and it.first.start > LONGEST_OPENING


def _is_origin(it: Around) -> bool:
    told = it.told()
    is_found = words.SAID_BY_SOMEBODY.search(told) and it.says(words.CHILD_FOUND)
    is_told = is_found or words.TOLD_BY_CHILD.search(told)
    if words.TOLD_OF.search(it.left):
        return False
    if words.OLD_HOME_AFTER.match(it.right) and words.HERE_BEFORE.search(it.left):
        return False
    # 我不敢跟奶奶说 金湖实验初中的: what stands apart is not what was not said.
    is_apart = told.endswith(words.GAPS) and words.NOT_SAID.search(it.left)
    is_hearsay = not is_apart and words.HEARSAY_BEFORE.search(it.left)
    return bool(words.ORIGIN_AFTER.match(it.right) or is_hearsay or is_told)


def _is_paid_there(it: Around) -> bool:
    return bool(words.STILL_IN.search(it.left) and words.PAID_THERE.match(it.right))


def _is_back(it: Around) -> bool:
    # 总不能一个人送回安徽去读吧 says that it is not there.
    return bool(words.BACK_BEFORE.search(it.left) and not words.NOT_SENT.search(it.left))


def _is_fetched_to(it: Around) -> bool:
    return bool(words.FETCHED_TO.search(it.left) and words.COMES_TO_US.match(it.right))


def _is_knocked_at(it: Around) -> bool:
    return bool(it.left.endswith("去") and words.KNOCKS_AT.match(it.right))


def _is_of_parent_named(it: Around) -> bool:
    return words.PARENT_THEN_THEY.search(it.told(2 * BEFORE_LENGTH)) is not None


def _is_old_home_of_helper(it: Around) -> bool:
    is_back = it.left.endswith("回") and words.OLD_HOME_AFTER.match(it.right)
    return bool(is_back) and it.says(words.OFFERS)


def _is_of_carer(it: Around) -> bool:
    """Say whether the child is left with a writer who says where they are from: 我是兴化人."""
    is_of = words.IS_OF.match(it.left) and words.OF_PLACE.match(it.right)
    return bool(is_of and it.says(words.GIVEN_TO_WRITER))


def _without_whose(it: Around) -> str:
    """Return the words before a place without whose it is: 想去她 溧水外婆家."""
    return it.left.removesuffix("她").removesuffix("他")


def _is_at_home_of(it: Around) -> bool:
    if words.WISH_BEFORE.search(_without_whose(it)):
        return False
    return bool(words.AT_HOME_OF.search(it.left) and words.HOME_OF.match(it.right))


def _is_left_with_kin(it: Around) -> bool:
    return bool(words.LEFT_BARE.search(it.left) and words.TO_KIN.match(it.right))


def _is_asked_of_school(it: Around) -> bool:
    """Say whether they ask how to change to a school there: 想转回扬中念一年级，要哪些材料."""
    changes = words.CHANGES_TO.search(it.left) and words.TO_SCHOOL.match(it.right)
    return bool(changes) and it.says(words.ASKS_HOW)


def _is_alone_there(it: Around) -> bool:
    """Say whether who has a shop there is alone: 离婚后我一个人在天宁开店."""
    works = words.WORKS_AFTER.match(it.right) or words.WORK_AFTER.match(it.right)
    is_alone = works and words.ALONE_BEFORE.search(it.left)
    return bool(is_alone) and it.says(words.OTHER_PARENT)


def _is_past(it: Around) -> bool:
    if words.ONCE_BEFORE.search(it.left) and words.SCHOOL_ONCE_AFTER.match(it.right):
        return True
    if words.THAT_YEAR.search(it.left):
        return True
    if words.WAS_BEFORE.search(it.left) and words.IS_NOW.search(it.text, it.last.end):
        return True
    return words.PAST_AFTER.match(it.right) is not None and "现在" not in it.left


def _is_of_grown_people(it: Around) -> bool:
    return bool(words.GROWN_KIN.search(it.left) and words.GROWN_AFTER.match(it.right))


def _is_fetched(it: Around) -> bool:
    return bool(words.OWN_PLACE.match(it.left) and it.says(words.FETCHED))


def _is_moved_here(it: Around) -> bool:
    """Say whether a child is to change to a school here: 想从如皋转到靖江来读."""
    return bool(words.CHANGES_TO.search(it.left) and words.COMES_HERE.match(it.right))


def _is_mishap_of_grown(it: Around) -> bool:
    is_sister = words.SISTER_IN.search(it.left) and it.says(words.WITH_CHILD)
    is_grown = is_sister or words.GROWN_IN.search(it.left)
    return bool(is_grown and words.MISHAP_AFTER.match(it.right))


def _is_to_be_fetched(it: Around) -> bool:
    if words.MOVES_FROM.match(it.text, it.last.end):
        return False
    return bool(words.FETCH_BEFORE.search(it.left) and words.FETCH_AFTER.match(it.right))


def _is_of_parents_or_past(it: Around) -> bool:
    died = words.LONG_AGO.search(it.left) and words.DIED_AFTER.match(it.right)
    return bool(words.PARENTS_BEFORE.search(it.left) or words.ONCE_AFTER.match(it.right) or died)


def _is_with_other_parent(it: Around) -> bool:
    return words.GIVEN_TO_PARENT.search(it.told()) is not None


def _is_writers(it: Around) -> bool:
    opens_message = it.left == "在" and it.first.start <= LONGEST_OPENING
    return opens_message or words.WRITER_BEFORE.search(it.left) is not None


def _is_here(it: Around) -> bool:
    is_lodging = it.right.startswith("家里") or words.RENTS_AFTER.match(it.right)
    is_before = words.HERE_BEFORE.search(it.left) or words.MOVED_TO_NEW.search(it.left)
    is_home = it.left.endswith("在") and is_lodging
    return bool(is_home or is_before or words.HERE_AFTER.match(it.right))


# The first that holds says it: who is 打工 somewhere has left the child, who is brought is there.
_RULES: Sequence[tuple[Role, Callable[[Around], bool]]] = (
    (Role.ORIGIN, _is_past),
    (Role.ORIGIN, lambda it: words.BORN_AFTER.match(it.right) is not None),
    (Role.ASIDE, lambda it: words.NUMBER_BEFORE.search(it.left) is not None),
    (Role.CHILD, _is_with_other_parent),
    (Role.ASIDE, _is_of_parent_named),
    (Role.ASIDE, _is_paid_there),
    (Role.ORIGIN, lambda it: words.OLD_HOUSE.match(it.right) is not None),
    (Role.ORIGIN, lambda it: words.WITH_KIN_ONCE.search(it.left) is not None),
    (Role.CHILD, _is_fetched_to),
    (Role.CHILD, _is_knocked_at),
    (Role.HERE, _is_old_home_of_helper),
    (Role.ORIGIN, _is_of_grown_people),
    (Role.ORIGIN, _is_mishap_of_grown),
    (Role.CHILD, lambda it: words.TAKES_CHILD.search(it.left) is not None),
    (Role.CHILD, _is_at_home_of),
    (Role.CHILD, _is_left_with_kin),
    (Role.WRITER, lambda it: words.IN_OURS.search(it.left) is not None),
    (Role.WRITER, _is_moved_here),
    (Role.WRITER, _is_asked_of_school),
    (Role.HERE, _is_fetched),
    (Role.CHILD, _is_to_be_fetched),
    (Role.WRITER, _is_witness),
    (Role.WRITER, _is_beside_neighbours),
    (Role.HERE, _is_work_beside_family),
    (Role.ORIGIN, _is_own_work),
    (Role.ORIGIN, _is_alone_there),
    (Role.ASIDE, _is_work),
    (Role.CHILD, lambda it: words.YOUNG_BEFORE.search(it.left) is not None),
    (Role.ORIGIN, _is_grown_childs),
    (Role.CHILD, lambda it: words.CHILD_AT_HOME.search(it.left) is not None),
    (Role.CHILD, _is_missing_from),
    (Role.HERE, _is_back_home),
    (Role.HERE, _is_home_of_child),
    (Role.ASIDE, _is_near),
    (Role.ORIGIN, _comes_or_goes),
    (Role.ORIGIN, _is_great_hospital),
    (Role.CHILD, lambda it: words.CHILD_BEFORE.search(it.left) is not None),
    (Role.HERE, _is_back),
    (Role.WRITER, _is_of_carer),
    (Role.ORIGIN, _is_origin),
    (Role.ORIGIN, _is_kins),
    (Role.HERE, lambda it: words.MOVED_BEFORE.match(it.left) is not None),
    (Role.ORIGIN, _is_of_parents_or_past),
    (Role.WRITER, _is_writers),
    (Role.HERE, _is_here),
)
