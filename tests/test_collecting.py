"""What stands until the end is not looked through again and again."""

import gc
from collections.abc import Iterator

import pytest

from bot.collecting import OBJECTS, collect_rarely


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_what_was_built_is_left_out_and_what_is_dropped_later_still_goes() -> None:
    frozen, older = gc.get_freeze_count(), gc.get_threshold()[1:]
    collect_rarely()
    assert gc.get_freeze_count() > frozen + 1_000
    assert gc.get_threshold() == (OBJECTS, *older)
    assert gc.isenabled()
