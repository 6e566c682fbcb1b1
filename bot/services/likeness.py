"""How much two cases look like one: the same place, child and words, near in time.

A pure count of points. It only decides what is shown to an officer, who decides whether it is so.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

ALIKE = 6
"""From how many points on two cases look alike."""
MOST_BY_WORDS = 3
"""How many points words alone can give."""
NEVER = -100

# Signs that hold sentences together tell nothing of what a sentence is about.
_FILLING = frozenset(
    "的了在是我他她它有不就也都和很还又把被给到说来去个这那么吗呢啊吧一人家里上下着过要会能没"
)
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_NUMBER = re.compile(r"\d+")
_VILLAGE_END = re.compile("(?:村民委员会|居民委员会|村委会|居委会|社区|村|庄)+$")
# A pair of signs is common from this share of at least so many cases on.
_COMMON, _ENOUGH = 0.3, 5
_WORDS = ((0.3, 5, 3), (0.2, 3, 2), (0.1, 2, 1))
_DAYS = ((timedelta(days=1), 1), (timedelta(days=14), 0), (timedelta(days=60), -2))


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared of a case; what is not known is None, or empty."""

    told_at: datetime
    township: str | None = None
    village: str | None = None
    age: str | None = None
    sex: str | None = None
    name: str | None = None
    category: str | None = None
    pairs: frozenset[str] = field(default_factory=frozenset)


def likeness(one: Facts, other: Facts) -> int:
    """Return how many points speak for one matter; `ALIKE` and more is worth showing.

    Ages more than a year apart are two children, whatever else is the same.
    """
    return sum(
        (
            _same(one.township, other.township, 2, -3),
            _same(_bare(one.village), _bare(other.village), 3, -2),
            _ages(one.age, other.age),
            _same(one.sex, other.sex, 1, -3),
            _names(one.name, other.name),
            _same(one.category, other.category, 1, 0),
            _words(one.pairs, other.pairs),
            _time(abs(one.told_at - other.told_at)),
        )
    )


def pairs_of(text: str, *, without: Iterable[str] = ()) -> frozenset[str]:
    """Return the pairs of neighbouring signs in a Chinese text that may tell what it is about.

    Args:
        text: what was said.
        without: names of places, which are compared by themselves.
    """
    for name in sorted((name for name in without if name), key=len, reverse=True):
        text = text.replace(name, " ")
    runs = _HAN.findall(text)
    pairs = (run[start : start + 2] for run in runs for start in range(len(run) - 1))
    return frozenset(pair for pair in pairs if _FILLING.isdisjoint(pair))


def common(every: Collection[frozenset[str]]) -> frozenset[str]:
    """Return the pairs that many cases have in common, so that they tell nothing of two of them."""
    if len(every) < _ENOUGH:
        return frozenset()
    counted = Counter(pair for pairs in every for pair in pairs)
    return frozenset(pair for pair, count in counted.items() if count > _COMMON * len(every))


def _same(one: str | None, other: str | None, same: int, differing: int) -> int:
    if not one or not other:
        return 0
    return same if one == other else differing


def _bare(village: str | None) -> str:
    return _VILLAGE_END.sub("", village or "")


def _ages(one: str | None, other: str | None) -> int:
    here, there = _years(one), _years(other)
    if not here or not there:
        return 0
    gap = max(there[0] - here[1], here[0] - there[1], 0)
    if gap > 1:
        return NEVER
    is_exact = gap == 0 and here[0] == here[1] and there[0] == there[1]
    return 2 if is_exact else 1


def _years(age: str | None) -> tuple[int, int] | None:
    """Return the youngest and the oldest that is meant by an age such as `6` or `4-6`."""
    years = [int(found) for found in _NUMBER.findall(age or "")]
    return (min(years), max(years)) if years else None


def _names(one: str | None, other: str | None) -> int:
    here, there = "".join((one or "").split()), "".join((other or "").split())
    if not here or not there:
        return 0
    if here == there:
        return 4
    # 小明 and 王小明 may be one child, and so may a name and what the child is called at home.
    return 3 if here in there or there in here else -1


def _words(one: frozenset[str], other: frozenset[str]) -> int:
    shared = len(one & other)
    share = shared / max(min(len(one), len(other)), 1)
    return next(
        (points for least, count, points in _WORDS if share >= least and shared >= count), 0
    )


def _time(between: timedelta) -> int:
    return next((points for most, points in _DAYS if between <= most), -4)
