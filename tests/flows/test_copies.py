from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest

from bot.flows.copies import changed
from bot.flows.draft import Draft


def test_a_copy_has_the_other_values_and_all_the_rest() -> None:
    draft = Draft(way="message", level=2, asked=("what",), unknown={"of": "later"})
    copy = changed(draft, level=1, trail=("danger",))
    assert copy == replace(draft, level=1, trail=("danger",))
    assert list(vars(copy)) == list(vars(draft))
    assert (draft.level, draft.trail) == (2, ())


def test_a_copy_is_frozen_as_well() -> None:
    copy = changed(Draft(), level=1)
    with pytest.raises(FrozenInstanceError):
        copy.level = 2  # type: ignore[misc]


def test_a_field_that_is_none_is_refused() -> None:
    values: dict[str, Any] = {"levle": 1}
    with pytest.raises(TypeError, match="levle"):
        changed(Draft(), **values)
