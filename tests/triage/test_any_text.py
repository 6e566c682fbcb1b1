"""Whatever is written, the reader of places answers, always the same, and soon."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.gazetteer import Gazetteer
from bot.triage.places import Places

LONGEST_MESSAGE = 4096
PLACES = Places(Gazetteer.load())

# What a person may write, to the length of the longest message: it takes some 6 ms where 50 are
# allowed, so that nothing may take seven times as long.
TOLD = "隔壁那家小孩天天被他爸打，昨晚又听到哭，今早脸上有血，"
ORDINARY = ("我是东海双店的，" + TOLD * LONGEST_MESSAGE)[:LONGEST_MESSAGE]
MOST_TIMES = 7

# Pieces that mean something to the reader, repeated to the length of the longest message.
PIECES = st.sampled_from(
    [
        "东海县",
        "双店镇",
        "王庄村",
        "刘集镇",
        "树阳县",
        "donghai ",
        "在",
        "，",
        "老家",
        "哦不对",
        "爸妈在",
    ]
)
REPEATED = st.lists(st.one_of(PIECES, st.text(max_size=4)), min_size=1, max_size=12).map(
    lambda parts: ("".join(parts) * LONGEST_MESSAGE)[:LONGEST_MESSAGE]
)
ANY = st.one_of(st.text(max_size=LONGEST_MESSAGE), REPEATED)


def times_ordinary(text: str) -> float:
    """Return how many times as long as ordinary words it is read.

    Both are read in turn and the best of each counts, in this process's own time: a machine that is
    slow, or has other work, is so for both.
    """
    spent = [(_seconds(text), _seconds(ORDINARY)) for _ in range(3)]
    return min(ours for ours, _ in spent) / min(ordinary for _, ordinary in spent)


def _seconds(text: str) -> float:
    began = time.process_time()
    PLACES.find(text)
    return time.process_time() - began


@settings(max_examples=60, deadline=None)
@given(ANY)
def test_any_text_is_read_the_same_twice_and_soon(text: str) -> None:
    assert PLACES.find(text) == PLACES.find(text)
    assert times_ordinary(text) <= MOST_TIMES


@pytest.mark.parametrize(
    "piece", ["王庄村", "在", "东海县，", "刘集镇", "donghai ", "a'", "树阳县", "村"]
)
def test_the_longest_message_of_one_word_is_read_soon(piece: str) -> None:
    assert times_ordinary((piece * LONGEST_MESSAGE)[:LONGEST_MESSAGE]) <= MOST_TIMES
