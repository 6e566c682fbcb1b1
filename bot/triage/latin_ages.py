"""Ages in English, and in Chinese typed as pinyin: 11 years old, aged 7, liu sui."""

import re
from collections.abc import Iterator

from bot.triage.ages import WIDEST_GUESS, Said

MONTHS_IN_A_YEAR = 12
_ENGLISH = dict(
    zip(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
        ],
        range(1, 18),
        strict=True,
    )
)
_PINYIN = {
    word: value
    for value, word in enumerate(["yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"], 1)
} | {"liang": 2}
_ONE = "|".join(_PINYIN)
_NUMBER = rf"\d{{1,2}}|{'|'.join(_ENGLISH)}"
_LETTER = re.compile("[A-Za-z]")
_UNIT = r"(?:(?P<months>months?|mos?)|years?|yrs?|y)"
_OLD = re.compile(
    rf"(?<![\w.])(?:(?P<from>{_NUMBER})\s?(?:-|–|to|or)\s?)?(?P<years>{_NUMBER})[\s-]?(?:{_UNIT}[\s./-]{{0,2}}(?:old|o)\b|y\b(?!\s*ago)|yo\b)"
    r"|\b(?:aged?|turned|just"
    r"|(?:son|daughter|girl|boy|child|kid|brother|sister|he|she)(?: is|'s))\s+"
    rf"(?P<aged>{_NUMBER})\b(?![\s-]*(?:times|minutes|hours|days))",
    re.IGNORECASE | re.ASCII,
)
_SPELT = re.compile(
    rf"\b(?P<tens>shi)?\s?(?P<ones>{_ONE})?\s?sui\b|(?<!\d)(?P<digits>\d{{1,2}})\s?sui\b",
    re.IGNORECASE | re.ASCII,
)

_GRADES = {"chu": 12, "gao": 15}
_CLASS = re.compile(
    rf"\b(?P<form>chu|gao)\s?(?P<of>yi|er|san)\b|\b(?P<grade>{_ONE})\s?nian\s?ji\b",
    re.IGNORECASE | re.ASCII,
)
PRIMARY = 6


def latin_classes(text: str) -> Iterator[Said]:
    """Yield the ages that go with classes spelt in letters: chu er, san nian ji."""
    for match in _CLASS.finditer(text):
        word = (match["of"] or match["grade"]).lower()
        before = _GRADES[match["form"].lower()] if match["form"] else PRIMARY
        yield Said(before + _PINYIN[word], match[0])


def latin_years(text: str) -> Iterator[Said]:
    """Yield the ages written in Latin letters."""
    if not _LETTER.search(text):
        return
    for match in _OLD.finditer(text):
        years = _english(match["years"] or match["aged"])
        first = _english(match["from"]) if match["from"] else years
        if match["months"]:
            yield Said(min(first, years) // MONTHS_IN_A_YEAR, match[0])
        elif 0 < years - first <= WIDEST_GUESS:
            yield Said(first, match[0], years)
        else:
            yield Said(years, match[0])
    for match in _SPELT.finditer(text):
        if match["digits"] or match["tens"] or match["ones"]:
            yield Said(_spelt(match), match[0])


def _english(words: str) -> int:
    return _ENGLISH.get(words.lower()) or int(words)


def _spelt(match: re.Match[str]) -> int:
    if match["digits"]:
        return int(match["digits"])
    return (10 if match["tens"] else 0) + _PINYIN.get((match["ones"] or "").lower(), 0)
