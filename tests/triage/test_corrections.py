"""Ages that a writer takes back at once, and words that only sound like it."""

import pytest

from bot.triage.child import clues
from bot.triage.corrections import without_corrected
from bot.triage.folding import fold


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("孙女四年级，哦不对，是五年级，让人堵在厕所", 11),
        ("外甥今年八岁，说错了，九岁，没人给他报名", 9),
        ("我女儿初二（打错了，是初三）不肯去学校", 15),
        ("他上大班，不对，中班，天天咬人", 4),
        ("六岁 记错了 应该是七岁 还不会讲话", 7),
        # The later class is not taken back, nor is one that is merely denied.
        ("六年级，不是五年级，老师把人弄混了", 11),
        ("七岁了讲话不对头", 7),
        ("九岁，说错一个字就挨巴掌", 9),
        ("大的八岁，小的不对劲，五岁了还不走路", 5),
    ],
)
def test_the_age_that_is_said_anew_counts(text: str, age: int) -> None:
    assert clues(fold(text)).age == age


@pytest.mark.parametrize("text", ["四年级的丫头不对我笑", "八岁，做错一题打一下", ""])
def test_nothing_is_taken_from_a_text_without_correction(text: str) -> None:
    assert without_corrected(text) == text
