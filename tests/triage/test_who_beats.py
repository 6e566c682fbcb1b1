"""A pupil whom a parent beats is in no quarrel of pupils, and a quarrel of pupils stays one."""

import pytest

from bot.terms import Category
from bot.triage.categories import AMONG_PUPILS, CategoryRules
from bot.triage.evidence import Lexicon, load_document
from bot.triage.who_beats import is_beaten_by_family_only
from training.corpus import read_corpus

DOCUMENT = load_document()
LEXICON, RULES = Lexicon(DOCUMENT), CategoryRules(DOCUMENT)


def told_of_pupils(text: str) -> bool:
    reasons = RULES.judge(LEXICON.find(text), None).reasons
    return any(one.rule in AMONG_PUPILS for one in reasons)


@pytest.mark.parametrize(
    "text",
    [
        "我班上一个女生胳膊上全是青紫，说是继父打的",
        "班里一个男同学身上有伤，他爸打的",
        "我同学被她妈用皮带打",
        "老师，班里同学被他后妈天天打",
        "我班上一个学生，脸肿了，说他爸昨晚打的",
        "同桌手上都是印子，他奶奶拿棍子抽的",
    ],
)
def test_a_pupil_beaten_at_home_is_told_as_no_quarrel_of_pupils(text: str) -> None:
    assert not told_of_pupils(text)
    assert any(
        one.rule == "a-relative-hits" for one in RULES.judge(LEXICON.find(text), None).reasons
    )


@pytest.mark.parametrize(
    "text",
    [
        "同班同学被几个男生打了",
        "一个女生在厕所被同学打，她妈来找",
        "我女儿被班上男生打",
        "我孩子在学校被同学打，我是她爸爸",
        "几个女生围着一个女孩打，妈妈很着急",
        "同学打我，我妈打电话给老师没人管",
        "我爸打我，学校里几个男生也打我",
    ],
)
def test_a_quarrel_of_pupils_is_told_as_one(text: str) -> None:
    assert told_of_pupils(text)


def test_hardly_any_quarrel_of_pupils_in_the_corpus_is_taken_for_a_beating_at_home() -> None:
    every = [one for one in read_corpus() if one.categories == (Category.BUL,)]
    lost = [one for one in every if is_beaten_by_family_only(one.words)]
    assert len(every) >= 500
    assert len(lost) / len(every) <= 0.01
