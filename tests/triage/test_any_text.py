"""Whatever is written, the reader of places answers, always the same, and soon."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.gazetteer import Gazetteer
from bot.triage.places import Places
from tests.triage.effort import LONGEST_MESSAGE, times_ordinary

PLACES = Places(Gazetteer.load())

# What a person may write takes some 6 ms where 50 are allowed, so that nothing may take seven times
# as long.
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


@settings(max_examples=60, deadline=None)
@given(ANY)
def test_any_text_is_read_the_same_twice_and_soon(text: str) -> None:
    assert PLACES.find(text) == PLACES.find(text)
    assert times_ordinary(PLACES.find, text, MOST_TIMES) <= MOST_TIMES


@pytest.mark.parametrize(
    "piece", ["王庄村", "在", "东海县，", "刘集镇", "donghai ", "a'", "树阳县", "村"]
)
def test_the_longest_message_of_one_word_is_read_soon(piece: str) -> None:
    text = (piece * LONGEST_MESSAGE)[:LONGEST_MESSAGE]
    assert times_ordinary(PLACES.find, text, MOST_TIMES) <= MOST_TIMES
