"""Who corrects himself in the middle of a message: 六年级，不对，是初一的."""

import re

from bot.triage.numerals import NUMBER

_AGE = (
    rf"(?:{NUMBER}\s?周?岁半?|(?:小学)?[一二三四五六七八九1-9]年级|(?<!大年)[初高][一二三]|小[四五六]|[小中大]班"
    "|上初中|上高中|上小学)"
)
# 六年级，不是五年级 denies what comes after: 不是 alone corrects nothing.
_CORRECTED = re.compile(
    rf"{_AGE}的?[，,。.…、（( ]*(?:[哦噢喔啊呃额嗯唉][，, ]*)?"
    "(?:不对(?:不对)?|不不不?|[说打写记搞弄讲]错了?|错了|口误|更正(?:一下)?)"
    r"[，,。：: ]*(?:应该|其实)?是?(?:的)?"
    rf"(?=[^，,。 ]{{0,4}}{_AGE})"
)


def without_corrected(text: str) -> str:
    """Return the text without the ages and classes that the writer took back at once."""
    return _CORRECTED.sub("", text)
