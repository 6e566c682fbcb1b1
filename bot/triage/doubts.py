"""What leaves open whether the child is where a name stands: a person's name, a dish, a paper.

The roles of `bot.triage.roles` say what a place is to the child; here stands what such words
cannot settle. A place that is doubted is offered and never taken, and nothing else is taken for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.triage import doubt_words as words
from bot.triage.names import COUNTY_RANKS, LONG_ENOUGH_ALONE, Kind
from bot.triage.role_rules import Role
from bot.triage.role_words import VOLUNTEERS
from bot.triage.roles import Address, after, before
from bot.triage.testimony import RANKED

_GAPS = (" ", "\u3000")
# 启东 is a city: 开启东区 is about another 东区.
PARTS_OF_A_TOWN = ("东区", "南区")


@dataclass(frozen=True, slots=True)
class _Around:
    text: str
    left: str
    right: str
    role: Role
    bare: str
    county: str
    name: str

    @property
    def is_childs(self) -> bool:
        """Say whether the words already tell that somebody lives there, mostly the child."""
        return self.role > Role.WRITER


def doubt_of(text: str, address: Address) -> str | None:
    """Return the name of what makes a place doubtful; None where nothing does."""
    start, end = address.mentions[0].start, address.mentions[-1].end
    # What stands apart, 小孩子叫 兴化沙沟, belongs to no other word but 到 and 在: 可能跑到 泗阳.
    left = before(text, address.mentions)
    if text[:start].endswith(_GAPS) and not words.LEADS_THERE.search(left):
        left = ""
    right = "" if text[end:].startswith(_GAPS) else after(text, address.mentions)
    name, role = address.mentions[-1].words, address.role
    around = _Around(text, left, right, role, _bare(address), _bare_county(address), name)
    return next((name for name, holds in DOUBTS if holds(around)), None)


def _bare(address: Address) -> str:
    """Return the name of a township that stands alone and without its rank; else nothing."""
    first = address.mentions[0]
    is_alone = len(address.mentions) == 1 and not first.codes(Kind.COUNTY, Kind.CITY, *RANKED)
    return first.words if is_alone else ""


def _bare_county(address: Address) -> str:
    """Return the name of a county that stands alone and without its rank; else nothing."""
    first = address.mentions[0]
    is_alone = len(address.mentions) == 1 and first.codes(Kind.COUNTY)
    is_ranked = first.words.endswith(COUNTY_RANKS) and not first.words.endswith(PARTS_OF_A_TOWN)
    return first.words if is_alone and not is_ranked else ""


def _is_of_people(it: _Around) -> bool:
    """Say whether a bare name may be a family's, a person's or a thing's: 薛家的孩子, 小纪同学."""
    if not it.bare:
        return False
    if it.bare.endswith("家"):
        return not words.HOUSE_IS_A_TOWN.match(it.right)
    is_young = it.bare.startswith("小") and words.SOMEBODY_YOUNG.match(it.right)
    is_part = it.bare.endswith(words.THINGS) and words.PART_OF_A_THING.match(it.right)
    return bool(is_young or is_part or words.TITLE.match(it.right))


def _is_called_so(it: _Around) -> bool:
    is_somebody = words.SOMEBODY_CALLED.match(it.right) and words.CALLED_SOMEBODY.search(it.left)
    return bool(is_somebody or words.CALLED.search(it.left))


def _is_within_a_word(it: _Around) -> bool:
    """Say whether two words may only meet there: 铃一响水杯, 房东台灯, 开启东区."""
    if not it.county:
        return False
    if it.left[-1:] and it.left[-1] in words.SURNAMES:
        return not words.LEADS_TO_A_PLACE.search(it.left)
    is_led_to = words.LEADS_TO_A_PLACE.search(it.left)
    return not (is_led_to or words.ONLY_OF_A_PLACE.match(it.right))


def _is_sold(it: _Around) -> bool:
    if len(it.bare) >= LONG_ENOUGH_ALONE and it.right.startswith("湖边"):
        return False  # 老子山湖边 is a shore there; no lake has the name.
    return bool(words.SOLD.match(it.right) or words.WORN.search(it.left))


def _is_on_paper(it: _Around) -> bool:
    is_born = words.BORN_BEFORE.search(it.left)
    return bool(is_born or words.PAPER_BEFORE.search(it.left) or words.PAPER_AFTER.match(it.right))


def _is_of_somebody(it: _Around) -> bool:
    is_there = it.role is Role.CHILD or it.right[:1] == "带" or words.IS_HERE.match(it.right)
    found = words.OF_SOMEBODY.search(it.left)
    is_of = found and not is_there and not words.WITH_KIN.search(it.left, 0, found.start())
    is_with = words.WITH_BEFORE.search(it.left) and words.PARTNER_OF.match(it.right)
    is_family = words.FAMILY_BEFORE.search(it.left) and it.right[:1] in ("人", "的")
    is_one = words.ONE_BEFORE.search(it.left) and words.YOUNG_AFTER.match(it.right)
    is_whose = words.SOMEBODY_BARE.search(it.left) or words.OTHERS_ARE.search(it.left)
    is_theirs = is_whose and words.THEIRS.match(it.right) and not words.I_AM.search(it.left)
    is_any = is_of or is_with or is_one or is_family or (is_theirs and not it.is_childs)
    is_among = words.AMONG_US.search(it.left) and words.PEOPLE_FROM.match(it.right)
    if is_among or words.WOULD_ADOPT.match(it.right):
        return True
    comes = words.KIN_COMES.match(it.right) and not words.I_AM.search(it.left)
    return bool(is_any or comes or words.SOMEBODY_OF.match(it.right))


def _is_outing(it: _Around) -> bool:
    if VOLUNTEERS.match(it.right):
        return False
    is_trip = words.OUTING.search(it.left) or words.HOLIDAY_TRIP.search(it.left)
    return bool(is_trip or words.OUTING_AFTER.match(it.right))


def _is_passed(it: _Around) -> bool:
    is_stop = words.STATION.match(it.right)
    if words.JOURNEY_TO.search(it.left) and words.JOURNEY.match(it.right):
        return True
    if (
        words.JUST_PASSED.search(it.left)
        or words.FROM_THERE.match(it.right)
        or words.ACROSS.search(it.left)
    ):
        return True
    if words.TOWARDS.search(it.left) and words.ON_THE_WAY.match(it.right):
        return True
    if words.MOVES.search(it.left) and words.BEFORE_THAT.match(it.right):
        return True
    return bool(words.UNDER_WAY.search(it.text) and words.PASSES.search(it.left) and not is_stop)


def _is_of_a_thing(it: _Around) -> bool:
    is_theirs = words.CAUGHT.match(it.right) or words.GIVEN_FROM.match(it.right)
    return bool(is_theirs or words.A_THING_IN.search(it.left))


def _is_set_out_for(it: _Around) -> bool:
    """Say whether somebody who is not heard of set out for it: 骑车去沭阳，到现在没消息."""
    return bool(words.SET_OUT.search(it.left) and words.NOT_BACK.search(it.text))


def _is_of_medicine(it: _Around) -> bool:
    """Say whether it is where a hospital is, or a shelter that sent the child back."""
    is_moved = words.MOVED_TO.search(it.left) and words.HOSPITAL.match(it.right)
    is_found = words.FOUND_OUT.match(it.right) or words.SENT_BACK.match(it.right)
    return bool(is_moved or is_found)


def _is_of_the_older(it: _Around) -> bool:
    is_older = words.OLDER_IN.search(it.left) and words.LEARNS.match(it.right)
    is_home = is_older and words.WRITER_YOUNG.search(it.text)
    return bool(is_home or words.LEARNS_OLDER.match(it.right))


def _is_supposed(it: _Around) -> bool:
    is_guess = words.SUPPOSED.search(it.left) or words.SUPPOSED_AFTER.match(it.right)
    return bool(is_guess or words.ONE_OF_TWO.match(it.right))


def _is_spelt_out(it: _Around) -> bool:
    """Say whether a name only tells which character is meant: 我姓江，江阴的江."""
    said = it.right[:2]
    return len(said) > 1 and said[0] == "的" and it.text.count(said[1]) > 1 and said[1] in it.name


def _is_college(it: _Around) -> bool:
    return words.COLLEGE.match(it.right) is not None


def _is_in_the_news(it: _Around) -> bool:
    is_watched = words.WATCHED.search(it.left) and words.A_VIDEO.match(it.right)
    is_told = words.IN_THE_NEWS.match(it.right) or words.NEWS_OF.search(it.left)
    return bool(is_watched or is_told)


def _is_what_others_have(it: _Around) -> bool:
    """Say whether somebody only tells what others have: 人家如皋都有，我们这没有."""
    if words.FOR_OTHERS.search(it.text):
        return True
    if not words.WE_HAVE_NOT.search(it.text):
        return False
    is_heard = words.HEARD_OF.search(it.left) or words.HAVE.match(it.right)
    return bool(is_heard or words.OTHERS_HAVE.search(it.left))


def _is_asked_for(it: _Around) -> bool:
    is_whom = words.ASKED_WHOM.search(it.left) and words.WHOM.match(it.right)
    is_reached = words.WRONG_NUMBER.search(it.left) and words.WRONG_PLACE.search(it.text)
    is_asked = is_whom or is_reached or words.ASKS_WHETHER.search(it.left)
    return bool(is_asked or words.NOT_THEM.match(it.right) or words.NOT_YOURS.search(it.text))


def _is_of_an_office(it: _Around) -> bool:
    return bool(words.BY_THE_POLICE.search(it.left) and words.POLICE.match(it.right))


def _is_seen_there(it: _Around) -> bool:
    return bool(words.SEEN_BEFORE.search(it.left) and words.SEEN.match(it.right))


def _is_to_be_sent_to(it: _Around) -> bool:
    return bool(words.PLACE_TO_SEND.match(it.right) and words.SENT.search(it.text))


def _is_long_ago(it: _Around) -> bool:
    return words.LONG_AGO.search(it.left) is not None and not it.is_childs


def _is_left_behind(it: _Around) -> bool:
    is_held = words.WRITER_IN.search(it.left) and words.HELD_UP.match(it.right)
    if is_held and words.LEFT_ALONE.search(it.text):
        return True
    is_away = words.WRITER_AWAY.search(it.left) and words.CHILD_AT_HOME.search(it.text)
    return bool(is_away or (words.KIN_STAYS.search(it.left) and words.WITH_WRITER.search(it.text)))


DOUBTS: Sequence[tuple[str, Callable[[_Around], bool]]] = (
    ("called-so", _is_called_so),
    ("within-a-word", _is_within_a_word),
    ("of-people", _is_of_people),
    ("sold-or-worn", _is_sold),
    ("on-paper", _is_on_paper),
    ("of-somebody", _is_of_somebody),
    ("outing", _is_outing),
    ("passed", _is_passed),
    ("of-a-thing", _is_of_a_thing),
    ("set-out-for", _is_set_out_for),
    ("of-medicine", _is_of_medicine),
    ("of-the-older", _is_of_the_older),
    ("supposed", _is_supposed),
    ("spelt-out", _is_spelt_out),
    ("college", _is_college),
    ("in-the-news", _is_in_the_news),
    ("what-others-have", _is_what_others_have),
    ("asked-for", _is_asked_for),
    ("of-an-office", _is_of_an_office),
    ("seen-there", _is_seen_there),
    ("to-be-sent-to", _is_to_be_sent_to),
    ("long-ago", _is_long_ago),
    ("left-behind", _is_left_behind),
)
