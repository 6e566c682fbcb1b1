"""What training thinks of an emergency, beside what the rules found in the same words."""

import pytest

from bot.terms import Category, Level
from bot.triage.categories import Judgement
from bot.triage.child import clues
from bot.triage.evidence import Lexicon, load_document
from bot.triage.folding import fold
from bot.triage.reading import Suggestion
from bot.triage.urgency import DOUBTED, LIKELY_ENOUGH, LIKELY_IN_A_QUESTION, PLAINLY, Urgency
from bot.triage.urgency import UrgencyRules as Rules
from tests.triage.sentences import LEVELS

DOCUMENT = load_document()
LEXICON, RULES = Lexicon(DOCUMENT), Rules(DOCUMENT, LEVELS)
A_LITTLE = 1e-3


def _judged(text: str, gravity: float, category: Category = Category.EDU) -> Urgency:
    folded = fold(text)
    likely = Judgement(
        (Suggestion(category, 0.9),), 0.9, (), levels=(0.0, 0.0, 0.9, 0.1), gravity=gravity
    )
    return RULES.judge(LEXICON.find(folded), likely, clues(folded).age)


@pytest.mark.parametrize(
    "text",
    [
        "快来人",
        "六岁的孩子一个人在家",
        "12岁的丫头自己租房子，独居",
        "才13，被人摸下身",
        "12岁的女孩怀孕了",
        "6岁的孩子走丢了",
    ],
)
def test_what_the_law_calls_danger_is_never_doubted(text: str) -> None:
    judged = _judged(text, gravity=0.0)
    assert judged.level is Level.L1
    assert judged.danger


@pytest.mark.parametrize(
    "text",
    [
        "你们来人跟他爸讲讲道理吧",
        "这路再不修要出事，孩子上学都走它",
        "孩子绊了一跤，手擦破流血了",
        "小说里那句喝多少会不疼，孩子老挂嘴上",
    ],
)
def test_a_word_that_is_often_harmless_is_believed_only_beside_what_was_learnt(text: str) -> None:
    assert _judged(text, gravity=DOUBTED - A_LITTLE).level > Level.L1
    assert not _judged(text, gravity=DOUBTED - A_LITTLE).danger
    assert _judged(text, gravity=DOUBTED).level is Level.L1
    assert _judged(text, gravity=DOUBTED).danger


def test_a_likelihood_that_is_small_is_enough_for_an_emergency() -> None:
    enough = LIKELY_ENOUGH[Level.L1]
    assert _judged("孩子好几天没来上学了", gravity=enough).level is Level.L1
    assert _judged("孩子好几天没来上学了", gravity=enough - A_LITTLE).level is Level.L3


def test_a_question_about_the_rules_and_a_scrap_need_more() -> None:
    question, scrap = "请问打孩子犯法吗", "在西边那间"
    for text, category, enough in (
        (question, Category.ADV, LIKELY_IN_A_QUESTION),
        (scrap, Category.OTH, PLAINLY),
    ):
        assert _judged(text, enough, category).level is Level.L1
        assert _judged(text, enough - A_LITTLE, category).level > Level.L1
