"""A child that writes of itself in English is told from grown people; half of it is unseen."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from bot.terms import Level
from bot.triage.reader import Triage
from bot.triage.reading import Relation
from bot.triage.writer import writer_clues

# Columns: whether patterns were tuned on the sentence or never looked at it, who writes, the words.
SENTENCES = Path(__file__).with_name("english_writers.tsv")


def right(of: str) -> Mapping[str, float]:
    """Return the share of each kind of writer in a set who is taken for what they are."""
    every, good = Counter[str](), Counter[str]()
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        name, who, words = line.split("\t")
        if name == of:
            every[who] += 1
            good[who] += (writer_clues(words).relation is Relation.CHILD) == (who == "child")
    return {who: good[who] / number for who, number in every.items()}


def test_each_of_the_tuned_sentences_is_read_as_written() -> None:
    assert right("tuned") == {"child": 1, "adult": 1}


def test_sentences_that_nothing_was_tuned_on_are_read_nearly_as_well() -> None:
    """Measured once, when the patterns were done: 29 of 30 children, 30 of 30 others."""
    shares = right("held")
    assert shares["child"] >= 0.95
    assert shares["adult"] == 1


def test_what_a_child_tells_of_itself_in_english_waits_for_no_morning(triage: Triage) -> None:
    reading = triage.read("I'm 10 and my mom left me alone")
    assert reading.writer.relation is Relation.CHILD
    assert reading.level <= Level.L2
    assert reading.child.count == 1
    assert reading.child.age == 10
