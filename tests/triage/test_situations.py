import pytest

from bot.terms import Category
from bot.triage.categories import Judgement
from bot.triage.evidence import Lexicon, load_document
from bot.triage.reading import ChildClues, Suggestion
from bot.triage.situations import SituationRules, situation_of

LEXICON, RULES = Lexicon(load_document()), SituationRules()


def situations(
    words: str,
    *likely: Category,
    age: int | None = None,
    sex: str | None = None,
    ruled: tuple[Category, ...] = (),
) -> list[int]:
    suggestions = tuple(Suggestion(one, 0.4) for one in likely)
    judgement = Judgement(suggestions, 1.0, (), ruled=tuple(Suggestion(one, 0.5) for one in ruled))
    found = RULES.suspect(LEXICON.find(words), judgement, ChildClues(age=age, sex=sex))
    return [situation_of(one) for one in found]


@pytest.mark.parametrize(
    ("age", "sex", "expected"),
    [(13, "girl", [2]), (13, None, [2]), (14, "girl", [9]), (13, "boy", [9]), (None, None, [9])],
)
def test_sexual_assault_is_situation_2_only_of_a_girl_under_14(
    age: int | None, sex: str | None, expected: list[int]
) -> None:
    assert situations("被人猥亵了", Category.SEX, age=age, sex=sex) == expected


@pytest.mark.parametrize(("age", "expected"), [(13, [2]), (14, [3]), (17, [3])])
def test_pregnancy_is_situation_2_under_14_and_3_above(age: int, expected: list[int]) -> None:
    assert situations("她怀孕了", Category.SEX, age=age, sex="girl") == expected


def test_a_grown_womans_pregnancy_is_none() -> None:
    assert situations("他妈怀孕了 孩子没人管", Category.GRD, age=5) == []


def test_blows_count_only_where_the_matter_is_violence() -> None:
    assert situations("孩子被打了", Category.ABU) == [4]
    assert situations("孩子被打了", Category.EDU) == []


def test_what_the_rules_alone_see_counts_where_training_finds_it_plausible() -> None:
    assert situations("孩子被打了", Category.GRD, Category.ABU, ruled=(Category.ABU,)) == [4]
    assert situations("孩子被打了", Category.GRD, ruled=(Category.ABU,)) == []


def test_living_alone_is_situation_6_under_16() -> None:
    assert situations("一个人住老屋", Category.NOG, age=15) == [6]
    assert situations("一个人住老屋", Category.NOG, age=16) == []


def test_the_parents_who_left_are_not_the_missing_child() -> None:
    assert situations("孩子走丢了", Category.MIS) == [7]
    assert situations("他妈离家出走了", Category.MIS) == []


def test_a_question_about_the_rules_reports_nothing() -> None:
    assert situations("猥亵儿童判几年", Category.SEX, age=13) == []


def test_several_situations_are_named_in_order() -> None:
    assert situations("下体流血 被人糟蹋了", Category.SEX, age=9, sex="girl") == [1, 2]


def test_a_fear_has_not_happened() -> None:
    assert situations("担心孩子走丢", Category.MIS) == []
