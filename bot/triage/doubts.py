"""What leaves open whether the child is where a name stands: a person's name, a dish, a paper.

The roles of `bot.triage.roles` say what a place is to the child; here stands what such words
cannot settle. A place that is doubted is offered and never taken, and nothing else is taken for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.triage import doubt_words as words
from bot.triage.names import Kind
from bot.triage.roles import Address, Role, after, before
from bot.triage.testimony import RANKED

_GAPS = (" ", "\u3000")


@dataclass(frozen=True, slots=True)
class _Around:
    text: str
    left: str
    right: str
    role: Role
    bare: str
    name: str

    @property
    def is_childs(self) -> bool:
        """Say whether the words already tell that somebody lives there, mostly the child."""
        return self.role > Role.WRITER


def doubt_of(text: str, address: Address) -> str | None:
    """Return the name of what makes a place doubtful; None where nothing does."""
    start, end = address.mentions[0].start, address.mentions[-1].end
    # What stands apart, 小孩子叫 兴化沙沟, belongs to no other word.
    left = "" if text[:start].endswith(_GAPS) else before(text, address.mentions)
    right = "" if text[end:].startswith(_GAPS) else after(text, address.mentions)
    around = _Around(text, left, right, address.role, _bare(address), address.mentions[-1].words)
    return next((name for name, holds in DOUBTS if holds(around)), None)


def _bare(address: Address) -> str:
    """Return the name of a township that stands alone and without its rank; else nothing."""
    first = address.mentions[0]
    is_alone = len(address.mentions) == 1 and not first.codes(Kind.COUNTY, Kind.CITY, *RANKED)
    return first.words if is_alone else ""


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
    return words.CALLED.search(it.left) is not None


def _is_sold(it: _Around) -> bool:
    return bool(words.SOLD.match(it.right) or words.WORN.search(it.left))


def _is_on_paper(it: _Around) -> bool:
    return bool(words.PAPER_BEFORE.search(it.left) or words.PAPER_AFTER.match(it.right))


def _is_of_somebody(it: _Around) -> bool:
    is_of = words.OF_SOMEBODY.search(it.left) and not it.is_childs and it.right[:1] != "带"
    is_family = words.FAMILY_BEFORE.search(it.left) and it.right[:1] in ("人", "的")
    is_one = words.ONE_BEFORE.search(it.left) and words.YOUNG_AFTER.match(it.right)
    return bool(is_of or is_one or is_family or words.SOMEBODY_OF.match(it.right))


def _is_outing(it: _Around) -> bool:
    return bool(words.OUTING.search(it.left) or words.OUTING_AFTER.match(it.right))


def _is_passed(it: _Around) -> bool:
    is_stop = words.STATION.match(it.right)
    return bool(words.UNDER_WAY.search(it.text) and words.PASSES.search(it.left) and not is_stop)


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
    return words.IN_THE_NEWS.match(it.right) is not None


def _is_to_be_sent_to(it: _Around) -> bool:
    return bool(words.PLACE_TO_SEND.match(it.right) and words.SENT.search(it.text))


def _is_long_ago(it: _Around) -> bool:
    return words.LONG_AGO.search(it.left) is not None and not it.is_childs


def _is_left_behind(it: _Around) -> bool:
    is_away = words.WRITER_AWAY.search(it.left) and words.CHILD_AT_HOME.search(it.text)
    return bool(is_away or (words.KIN_STAYS.search(it.left) and words.WITH_WRITER.search(it.text)))


DOUBTS: Sequence[tuple[str, Callable[[_Around], bool]]] = (
    ("called-so", _is_called_so),
    ("of-people", _is_of_people),
    ("sold-or-worn", _is_sold),
    ("on-paper", _is_on_paper),
    ("of-somebody", _is_of_somebody),
    ("outing", _is_outing),
    ("passed", _is_passed),
    ("supposed", _is_supposed),
    ("spelt-out", _is_spelt_out),
    ("college", _is_college),
    ("in-the-news", _is_in_the_news),
    ("to-be-sent-to", _is_to_be_sent_to),
    ("long-ago", _is_long_ago),
    ("left-behind", _is_left_behind),
)
