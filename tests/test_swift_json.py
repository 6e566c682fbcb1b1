"""The swift JSON says what Python's own says, also of what orjson refuses."""

import json
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.dialogue import Memory
from bot.swift_json import from_json, to_json

# Halves of characters are among them.
TEXTS = st.text(st.characters(exclude_categories=()), max_size=20)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


class Kind(StrEnum):
    """A word of its own."""

    ONE = "one"


@given(VALUES)
def test_what_is_written_comes_back(value: Any) -> None:
    text = to_json(value)

    assert json.loads(text) == value
    assert from_json(text) == value


@given(VALUES)
def test_what_others_write_is_read(value: Any) -> None:
    assert from_json(json.dumps(value)) == value


def test_characters_stay_as_they_are_and_nothing_is_put_between() -> None:
    assert to_json({"text": "孩子", "rows": [1, 2]}) == '{"text":"孩子","rows":[1,2]}'


def test_words_tuples_and_memories_are_written_as_what_they_are() -> None:
    assert to_json(Memory({"kind": Kind.ONE.value, "of": [1]})) == '{"kind":"one","of":[1]}'
    assert to_json({"kind": Kind.ONE, "of": (1, "二")}) == '{"kind":"one","of":[1,"二"]}'


@pytest.mark.parametrize("broken", ["", "{", "孩子", b"\xff", "[1,]"])
def test_what_is_no_json_is_refused(broken: str | bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_json(broken)


def test_what_json_has_no_word_for_is_refused() -> None:
    with pytest.raises(TypeError):
        to_json({"moment": object()})


def test_a_number_that_nothing_of_ours_has_is_read_as_a_fraction_and_written_whole() -> None:
    assert to_json(2**70) == str(2**70)
    assert isinstance(from_json(str(2**70)), float)
