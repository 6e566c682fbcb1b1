"""The first look at a message: who is to be read before others."""

import pytest

from bot.triage.gazetteer import Gazetteer
from bot.triage.glance import LONGEST, Glance, Haste
from bot.triage.reader import Triage
from bot.triage.trained import load_model
from tests.triage.sentences import LEVELS, read_sentences


@pytest.fixture(scope="module")
def glance() -> Glance:
    return Glance(LEVELS)


@pytest.mark.parametrize(
    ("words", "haste"),
    [
        ("孩子掉水里了，快来救人！", Haste.DANGER),
        ("隔壁那个男的又发酒疯了 把小孩往死里打", Haste.DANGER),
        ("隔壁那个男的又发酒疯了 拿酒瓶子砸小孩", Haste.GRAVE),
        ("My neighbour is beating his little girl, please come", Haste.DANGER),
        ("Where can I apply for the orphan allowance?", Haste.ORDINARY),
        ("想问一下孤儿补助怎么申请，材料要哪些", Haste.ORDINARY),
        ("没有", Haste.ORDINARY),
        ("", Haste.ORDINARY),
        ("\ud83d", Haste.ORDINARY),
    ],
)
def test_the_words_alone_say_how_soon_a_message_is_read(
    glance: Glance, words: str, haste: Haste
) -> None:
    assert glance.haste(words) is haste


def test_a_glance_overlooks_few_of_those_that_reading_finds_to_be_danger(
    glance: Glance, gazetteer: Gazetteer
) -> None:
    triage = Triage(gazetteer, LEVELS, model=load_model())
    said = [one.words for name in ("held_out.tsv", "spoken.tsv") for one in read_sentences(name)]
    danger = [words for words in said if triage.read(words).danger]
    overlooked = [words for words in danger if glance.haste(words) is Haste.ORDINARY]
    assert len(danger) > 20
    assert len(overlooked) / len(danger) < 0.1


def test_only_the_beginning_of_a_long_message_is_looked_at(glance: Glance) -> None:
    assert glance.haste("好" * LONGEST + "孩子掉水里了，快来救人！") is Haste.ORDINARY
