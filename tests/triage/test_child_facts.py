from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.categories import CategoryRules
from bot.triage.child import clues
from bot.triage.evidence import Lexicon, load_document
from bot.triage.gazetteer import Gazetteer
from bot.triage.reader import Triage
from bot.triage.reading import Relation
from bot.triage.situations import SituationRules, load_situations
from bot.triage.trained import load_model
from bot.triage.writer import writer_clues
from tests.triage.effort import LONGEST_MESSAGE, times_ordinary
from tests.triage.facts import read_facts, share
from tests.triage.sentences import LEVELS

MOST_TIMES = 6
DOCUMENT = load_document()
LEXICON, RULES, SITUATIONS = Lexicon(DOCUMENT), CategoryRules(DOCUMENT), SituationRules()

PIECES = st.sampled_from(
    [
        *(
            "我",
            "俺",
            "家",
            "的",
            "孙子",
            "女儿",
            "十",
            "一",
            "两",
            "5",
            "岁",
            "个",
            "月",
            "大",
            "小",
            "才",
        ),
        *(
            "老师",
            "班",
            "上",
            "学生",
            "隔壁",
            "那",
            "在",
            "是",
            "打",
            "摸",
            "他",
            "她",
            "妈",
            "不到",
            "虚岁",
        ),
        *(
            "年级",
            "初",
            "幼儿园",
            "和",
            "弟弟",
            "人",
            "有",
            "。",
            "，",
            "13",
            "-",
            " ",
            "怀孕",
            "血",
            "没人管",
        ),
    ]
)


@pytest.fixture(scope="module")
def trained(gazetteer: Gazetteer) -> Triage:
    return Triage(gazetteer, LEVELS, model=load_model())


def read_facts_of(text: str) -> None:
    """Read only what this area adds to a reading."""
    writer = writer_clues(text)
    child = clues(text, is_by_child=writer.relation is Relation.CHILD)
    findings = LEXICON.find(text)
    SITUATIONS.suspect(findings, RULES.judge(findings, child.age), child)


def test_the_tuned_sentences_are_read_as_written(trained: Triage) -> None:
    shares = share("child_facts.tsv", trained)
    for column in ("age", "count", "sex", "writer", "mandatory"):
        assert shares[column] >= 0.99, column
    assert shares["situations"] >= 0.97
    assert shares["no situation too many"] >= 0.98


def test_sentences_that_nothing_was_tuned_on_are_read_nearly_as_well(trained: Triage) -> None:
    shares = share("child_facts_late.tsv", trained)
    floors = {
        "age": 0.95,
        "count": 0.89,
        "sex": 0.94,
        "writer": 0.9,
        "mandatory": 0.96,
        "situations": 0.87,
        "no situation too many": 0.95,
    }
    assert {column for column, floor in floors.items() if shares[column] < floor} == set()


def test_the_tuned_sentences_are_many_and_different() -> None:
    words = [fact.words for fact in read_facts("child_facts.tsv")]
    assert len(set(words)) == len(words) >= 300


def test_every_fact_says_which_words_it_rests_on(trained: Triage) -> None:
    for fact in read_facts("child_facts.tsv"):
        reading = trained.read(fact.words)
        of_child = {one.rule for one in reading.child.reasons}
        assert (reading.child.age is None) == ("age" not in of_child)
        assert (reading.child.sex is None) == ("sex" not in of_child)
        rules = {one.rule for one in reading.reasons}
        assert {f"mandatory-situation-{number}" for number in reading.situations} <= rules
        told = {one.rule: one.words for one in reading.writer.reasons}
        if reading.writer.relation is not None:
            assert told[f"writer-{reading.writer.relation}"]
        assert reading.writer.is_mandatory_reporter == ("mandatory-reporter" in told)
        for reason in chain(reading.child.reasons, reading.writer.reasons):
            assert reason.words


def test_what_tells_of_the_writer_stays_out_of_the_messages_reasons(
    trained: Triage,
) -> None:
    reading = trained.read("我是她姑姑 她爸天天打她")
    assert reading.writer.relation is Relation.RELATIVE
    told = {one.rule for one in reading.writer.reasons}
    assert not told & {one.rule for one in reading.reasons}


@given(st.lists(PIECES, max_size=200).map("".join))
def test_any_heap_of_telling_words_is_read(text: str) -> None:
    read_facts_of(text)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "一",
            "十",
            "5",
            "我",
            "孙",
            "大的",
            "一个",
            "我家",
            "在",
            "的",
            "我是",
            "九十岁",
            "两个小",
            "打一个",
        ),
        *(
            " ",
            "。",
            "我家那个",
            "我带着",
            "初一",
            "5岁",
            "上一年级的",
            "一个大",
            "我们班",
            "小小",
            "爸",
            "他",
        ),
    ],
)
def test_a_long_repetition_is_read_quickly(piece: str) -> None:
    text = (piece * LONGEST_MESSAGE)[:LONGEST_MESSAGE]
    # Twice as much as any takes; a pattern that backtracks without bound takes a hundred times.
    assert times_ordinary(read_facts_of, text, MOST_TIMES) <= MOST_TIMES


def test_every_concept_that_a_situation_asks_for_exists() -> None:
    document = load_situations()
    known = document["concepts"].keys() | DOCUMENT["concepts"].keys()
    for row in document["situations"]:
        asked = {*row["all"], *row.get("none", ()), *row.get("needs", ())}
        assert asked <= known
