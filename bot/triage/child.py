"""What the words say of the child: how old, how many, boy or girl."""

import re
from collections.abc import Iterator, Sequence

from bot.triage.ages import Said, lone_years, said_years
from bot.triage.babies import newborn, said_months
from bot.triage.corrections import without_corrected
from bot.triage.in_general import is_in_general
from bot.triage.latin_ages import latin_classes, latin_years
from bot.triage.reading import ChildClues, Reason
from bot.triage.school_ages import nursery_years, school_years, stage_years
from bot.triage.sex import child_sex
from bot.triage.siblings import Count, count_children

OLDEST_CHILD = 17
# Whoever is in the last form of a high school may be of age already; a person asks.
OLDEST_AT_SCHOOL = 18
IN_KINDERGARTEN = range(3, 7)
# What is said of babies is said of them as well: 一岁半女婴, 一岁零两个月还在吃奶.
SMALLEST = range(1, 3)
_SEVERAL = re.compile(
    "小的|弟|妹|老[二三小]|俩|(?<![我俺咱他]们)两个(?!月|星期|礼拜|人|大人)|一个(?![人月]).{1,20}一个(?![人月])"
)


def clues(text: str, *, is_by_child: bool = False) -> ChildClues:
    """Return age in whole years, number and sex, each only where the text says it.

    Of several ages the youngest counts, because the youngest is the most at risk; ages of grown
    people, ages of the past ("5岁的时候") and limits of a rule ("8岁以下") do not. An age that is
    nearly reached ("快8岁") or told as 虚岁, which counts the year of birth as one, is a year
    less. The zodiac (属猴) and a year of birth need today's date and are left to a person.

    Args:
        text: What was written, folded.
        is_by_child: A child wrote it of itself, and counts as one where no number is said.
    """
    text = without_corrected(text)
    said, about = _ages(text), [*_of_children(stage_years(text))]
    if said and is_in_general(text):
        said, about = [], [*said]
    age = min(said, key=lambda one: one.years, default=None)
    count, sex = count_children(text), child_sex(text)
    if count is None and is_by_child:
        count = Count(1, "")
    reasons = [
        *([Reason("age", age.words.strip())] if age else []),
        *([Reason("children", count.words.strip())] if count and count.words else []),
        *([Reason("sex", sex.words)] if sex else []),
    ]
    return ChildClues(
        age=age.years if age else None,
        upto=age.upto if age else None,
        about=min((one.years for one in about), default=None),
        sex=sex.sex if sex else None,
        count=count.number if count else None,
        reasons=tuple(reasons),
    )


def _ages(text: str) -> Sequence[Said]:
    said = [*_of_children((*said_years(text), *said_months(text), *latin_years(text)))]
    if not any(one.years in SMALLEST for one in said):
        said += newborn(text)
    if not said:
        # The school class only counts where no age is said.
        lone = [*_of_children(lone_years(text))]
        classes = (*school_years(text), *latin_classes(text))
        return lone or [one for one in classes if one.years <= OLDEST_AT_SCHOOL]
    if _SEVERAL.search(text) and not any(one.years in IN_KINDERGARTEN for one in said):
        # Another child than the one whose age is said may be the youngest: 老大八岁，小的幼儿园.
        said += _of_children(nursery_years(text))
    return said


def _of_children(ages: Sequence[Said] | Iterator[Said]) -> Iterator[Said]:
    return (one for one in ages if 0 <= one.years <= OLDEST_CHILD)
