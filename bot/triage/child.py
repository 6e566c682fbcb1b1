"""What the words say of the child: how old, boy or girl."""

import re
from collections.abc import Iterator

from bot.triage.reading import ChildClues

OLDEST_CHILD = 17
MONTHS_IN_A_YEAR = 12
# A child of the n-th grade is about this much older than n.
GRADE_OFFSETS = {"小学": 6, "初": 12, "高": 15}
KINDERGARTEN_AGE = 4
GROUP_AGES = {"小": 3, "中": 4, "大": 5}
_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九十")} | {"两": 2}

_ONE = "[一二两三四五六七八九]"
_NUMBER = rf"(?:\d{{1,2}}|十{_ONE}?|{_ONE}?十{_ONE}|{_ONE}十|{_ONE})"
_PAST_OR_RULE = "以下|以上|以内|之内|前|的时候|那年|那会|时|起|以前|生日|到|至"
# 五六岁, 5、6岁 and 5到6岁 give the younger age: to be too careful costs nothing.
_YEARS = re.compile(
    rf"(?P<less>不到|不满|未满|没满|没到)?(?P<years>{_NUMBER})(?:[-~、到至或/]{_NUMBER}|{_ONE})?"
    rf"(?:多|来|几|把|周|个)?岁(?!{_PAST_OR_RULE})"
)
_BARE_YEARS = re.compile(
    rf"(?P<less>不到|不满|未满|没满)?(?:才|刚|刚满|今年|虚岁|年龄|年纪|周岁)(?P<years>{_NUMBER})"
    r"(?=$|[，。！？、；,.!?;\s])"
)
_MONTHS = re.compile(
    rf"(?P<months>{_NUMBER}|几|好几)个?多?月(?:大|的(?:小|婴|娃|孩|宝|女|男|弟|妹|毛)|娃|宝|婴)"
)
_NEWBORN = re.compile(
    "刚出生|刚生|才出生|出生(?:才|没)?几天|新生儿|(?:没|未|还没)满月|婴儿|弃婴|襁褓|毛娃子|毛头|还在吃奶|没断奶"
)
_GRADE = re.compile(
    r"(?P<grade>[一二三四五六七八九1-9])年级|(?<!年)(?<!正月)(?P<school>初|高)(?P<form>[一二三123])(?![点号晚早上下中那]|拜年)"
)
_KINDERGARTEN = re.compile("幼儿园|托儿所")
_GROUP = re.compile("(?P<group>[小中大])班")

_BOY = re.compile(
    "男孩|男娃|男生|男童|男婴|男学生|小子|小伙子|儿子(?!.{0,2}媳妇)|孙子|外孙(?!女)|外甥(?!女)|侄子|弟弟|小男"
    "|男宝"
)
_GIRL = re.compile(
    "女孩|女娃|女生|女童|女婴|女学生|姑娘|丫头|闺女|女儿|孙女|外甥女|侄女|妹妹|小女|幼女|女宝|妮子|囡囡"
)


def clues(text: str) -> ChildClues:
    """Return the age in whole years and the sex, each only where the text says it.

    Of several ages the youngest counts, because the youngest is the most at risk; ages of grown
    people, ages of the past ("5岁的时候") and limits of a rule ("8岁以下") do not.
    """
    ages = [age for age in _ages(text) if 0 <= age <= OLDEST_CHILD]
    return ChildClues(age=min(ages) if ages else None, sex=_sex(text))


def _ages(text: str) -> Iterator[int]:
    said = [*_said_ages(text)]
    yield from said
    # The school class only counts where no age is said.
    if not any(age <= OLDEST_CHILD for age in said):
        yield from _school_ages(text)


def _said_ages(text: str) -> Iterator[int]:
    for match in (*_YEARS.finditer(text), *_BARE_YEARS.finditer(text)):
        yield _number(match["years"]) - (1 if match["less"] else 0)
    for match in _MONTHS.finditer(text):
        months = 0 if "几" in match["months"] else _number(match["months"])
        yield months // MONTHS_IN_A_YEAR
    if _NEWBORN.search(text):
        yield 0


def _school_ages(text: str) -> Iterator[int]:
    for match in _GRADE.finditer(text):
        if match["grade"]:
            yield _number(match["grade"]) + GRADE_OFFSETS["小学"]
        else:
            yield _number(match["form"]) + GRADE_OFFSETS[match["school"]]
    if _KINDERGARTEN.search(text):
        groups = [GROUP_AGES[match["group"]] for match in _GROUP.finditer(text)]
        yield from groups or [KINDERGARTEN_AGE]


def _number(words: str) -> int:
    """Return the value of a numeral up to 99, such as 13, 十三, 三十 or 三."""
    if words.isdecimal():
        return int(words)
    if "十" not in words:
        return _DIGITS[words]
    tens, _, ones = words.partition("十")
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def _sex(text: str) -> str | None:
    boys, girls = len(_BOY.findall(text)), len(_GIRL.findall(text))
    if boys == girls:
        return None
    return "boy" if boys > girls else "girl"
