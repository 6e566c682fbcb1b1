"""Chinese typed in letters is read as the characters that were most likely meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.terms import Category, Level
from bot.triage.gazetteer import Gazetteer
from bot.triage.letters import MOST_SYLLABLES, load_letters
from bot.triage.reader import Triage
from bot.triage.trained import load_model
from tests.triage.sentences import LEVELS

LETTERS = load_letters()
TRIAGE = Triage(Gazetteer.load(), LEVELS, model=load_model(), letters=LETTERS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wo ba da wo", "我爸打我"),
        ("wobadawo", "我爸打我"),
        ("Wo Bu Xiang Huo Le", "我不想活了"),
        ("lao shi mo wo", "老师摸我"),
        ("mei mei diao he li le,kuai lai", "妹妹掉河里了,快来"),
        ("gu er bu zhu zen me shen qing", "孤儿补助怎么申请"),
        ("wo ba da wo 输入法坏了", "我爸打我 输入法坏了"),
        # Foreign words, abbreviations and scraps stay as they are.
        ("please help, he is hitting my sister", None),
        ("The child next door cries every night", None),
        ("我在KTV上班，加我QQ", None),
        ("ni hao", None),
        ("他爸打他", None),
        ("", None),
    ],
)
def test_syllables_are_read_as_characters(typed: str, meant: str | None) -> None:
    assert LETTERS.read(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "wo ba da wo",
        "hou ma bu gei wo fan chi guan zai yang tai",
        "wo yi ge ren zai jia bu gan shui wo liu sui",
        "shushu mo wo xia mian",
        "xiang tiao lou",
        "ta men ba wo du zai ce suo da",
        "di di bei tang dao le qi pao le",
        "ba ba he jiu le yao sha wo men",
    ],
)
def test_an_emergency_in_letters_is_an_emergency(typed: str) -> None:
    assert TRIAGE.read(typed).level is Level.L1


def test_the_matter_and_the_child_are_read_and_the_reading_is_shown() -> None:
    reading = TRIAGE.read("wo liu sui, wo ba da wo")
    assert reading.categories[0].category is Category.ABU
    assert reading.child.age == 6
    assert "我爸打我" in reading.reasons[0].words
    assert reading.reasons[0].rule == "read-from-letters"


def test_a_question_in_letters_is_no_emergency() -> None:
    assert TRIAGE.read("gu er bu zhu zen me shen qing").level > Level.L1


def test_no_more_is_read_than_time_allows() -> None:
    read = LETTERS.read("da wo " * 700) or ""
    assert sum("一" <= one <= "鿿" for one in read) == MOST_SYLLABLES


@given(st.text(alphabet="abcdeghinosuwxyz '’我打,1", max_size=200))
def test_any_letters_are_read_the_same_twice(text: str) -> None:
    assert LETTERS.read(text) == LETTERS.read(text)
