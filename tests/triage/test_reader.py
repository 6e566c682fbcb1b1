from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.terms import Category, Level
from bot.triage.categories import Judgement
from bot.triage.evidence import Findings
from bot.triage.gazetteer import Gazetteer
from bot.triage.meaning import Meaning
from bot.triage.reader import Triage
from bot.triage.reading import Reading, Suggestion
from tests.triage.sentences import LEVELS, read_sentences

GAZETTEER = Gazetteer.load()
TRIAGE = Triage(GAZETTEER, LEVELS)

WORDS = st.sampled_from(
    [
        "打",
        "孩子",
        "没",
        "东海",
        "连云港",
        "双店镇",
        "老家",
        "不对",
        "在",
        "岁",
        "五",
        "刀",
        "？",
        "\n",
        "8",
    ]
)


def holds(reading: Reading) -> None:
    assert len(reading.categories) == 3
    assert len({one.category for one in reading.categories}) == 3
    scores = [one.score for one in reading.categories]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert reading.level is Level.L1 or not reading.danger
    assert reading.reasons
    assert len(reading.place.candidates) <= 4
    assert reading.child.age is None or 0 <= reading.child.age <= 17
    assert reading.child.count is None or 0 < reading.child.count <= 30
    assert reading.child.sex in (None, "boy", "girl")
    assert list(reading.situations) == sorted(set(reading.situations) & set(range(1, 10)))


@given(st.text(max_size=4096))
def test_any_text_is_read(text: str) -> None:
    reading = TRIAGE.read(text)
    holds(reading)
    assert TRIAGE.read(text) == reading


@given(st.lists(WORDS, max_size=300).map("".join))
def test_any_heap_of_known_words_is_read(text: str) -> None:
    reading = TRIAGE.read(text)
    holds(reading)
    assert TRIAGE.read(text) == reading


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "\ud800", "打" * 4096, "在东海" * 1365, "没" * 4096]
)
def test_an_odd_text_is_read(text: str) -> None:
    holds(TRIAGE.read(text))


def test_another_model_takes_the_place_of_the_rules() -> None:
    class Always:
        def meanings(self, folded: Sequence[str]) -> Sequence[None]:
            return [None] * len(folded)

        def judge(
            self, findings: Findings, age: int | None, meaning: Meaning | None = None
        ) -> Judgement:
            del findings, age, meaning
            three = (Category.CAR, Category.ADV, Category.OTH)
            return Judgement(tuple(Suggestion(one, 0.3) for one in three), 1.0, ())

    reading = Triage(GAZETTEER, LEVELS, model=Always()).read("送书包")
    assert reading.categories[0].category is Category.CAR


def test_no_wrong_county_is_taken_on_any_sentence() -> None:
    for name in ("spoken.tsv", "held_out.tsv"):
        for sentence in read_sentences(name):
            assert not sentence.is_wrong_county_taken(TRIAGE.read(sentence.words)), sentence


def test_every_place_and_age_of_the_tuned_sentences_is_understood() -> None:
    for sentence in read_sentences("spoken.tsv"):
        reading = TRIAGE.read(sentence.words)
        assert sentence.has_place(reading), sentence
        assert sentence.has_age(reading), sentence


def test_every_emergency_of_the_tuned_sentences_is_seen() -> None:
    for sentence in read_sentences("spoken.tsv"):
        if sentence.levels == ("L1",):
            assert TRIAGE.read(sentence.words).level is Level.L1, sentence


def test_the_category_of_the_tuned_sentences_is_among_the_three() -> None:
    about = [one for one in read_sentences("spoken.tsv") if one.levels != ("-",)]
    readings = [(one, TRIAGE.read(one.words)) for one in about]
    assert all(one.is_among_three(reading) for one, reading in readings)
    assert sum(one.is_first(reading) for one, reading in readings) >= 0.9 * len(about)
