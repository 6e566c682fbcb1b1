import pytest

from bot.triage.reading import Relation
from bot.triage.writer import LONGEST_WORDS, writer_clues
from training.corpus import read_corpus

# The corpus calls relatives "other", and with them everybody else who is none of the rest.
SAME = {"other": {"relative", "stranger"}, "official": {"director"}}


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("我孙子没人管", Relation.GRANDPARENT),
        ("我儿子被打了", Relation.PARENT),
        ("我外甥没书读", Relation.RELATIVE),
        ("我爸打我", Relation.CHILD),
        ("我弟弟没书读", Relation.RELATIVE),
        ("我弟弟没书读 我也才上初一", Relation.CHILD),
        ("我班上一个学生三天没来", Relation.TEACHER),
        ("我儿子说我孙子没人管", Relation.GRANDPARENT),
        ("隔壁天天打孩子", Relation.NEIGHBOUR),
        ("隔壁老头摸我孙女", Relation.GRANDPARENT),
        ("隔壁王奶奶带着孙子要饭", Relation.NEIGHBOUR),
        ("路过看到一个孩子在哭", Relation.STRANGER),
        ("我是村医", Relation.DOCTOR),
        ("我是儿童主任", Relation.DIRECTOR),
        ("老师打我", Relation.CHILD),
        ("老师打学生", None),
        ("孩子发烧了", None),
        ("", None),
    ],
)
def test_who_writes_is_told_by_their_words(words: str, relation: Relation | None) -> None:
    assert writer_clues(words).relation is relation


@pytest.mark.parametrize(
    ("words", "is_obliged"),
    [
        ("我是班主任", True),
        ("我在县医院上班", True),
        ("我是宾馆前台", True),
        ("我在托管班做饭", True),
        ("我是救助站的", True),
        ("我是退休老师", False),
        ("老师打我", False),
        ("我是他姑", False),
        ("路过宾馆看到一个孩子", False),
    ],
)
def test_who_must_report_is_told_from_who_may(words: str, is_obliged: bool) -> None:
    assert writer_clues(words).is_mandatory_reporter is is_obliged


def test_the_words_of_a_reason_stay_short() -> None:
    clues = writer_clues("我每天起早贪黑一个人在家里辛苦带着那个没有爹没有娘的孙子")
    assert [len(one.words) for one in clues.reasons] == [LONGEST_WORDS]


def test_who_writes_in_the_corpus_is_seldom_taken_for_somebody_else() -> None:
    """Many messages do not show who writes; there the label is the writer's own knowledge."""
    said = right = 0
    for one in read_corpus():
        relation = writer_clues(one.words).relation
        said += relation is not None
        right += relation in SAME.get(one.speaker, {one.speaker})
    assert said >= 3000
    assert right / said >= 0.79
