"""What stands until the end is not looked through again and again, and what is over goes."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from benchmarks.machine import resident_mib
from bot.collecting import OBJECTS, collect_rarely, give_back

MIB = 1 << 20
PIECE = 4_000
"""Bytes that Python asks the system's allocator for, and fewer than the system itself would map."""


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


class Circle:
    """Something that reaches itself, so that only looking finds that nobody else does."""

    def __init__(self) -> None:
        self.itself = self


def test_what_was_built_is_left_out_and_what_is_dropped_later_still_goes() -> None:
    frozen, older = gc.get_freeze_count(), gc.get_threshold()[1:]
    collect_rarely()
    assert gc.get_freeze_count() > frozen + 1_000
    assert gc.get_threshold() == (OBJECTS, *older)
    assert gc.isenabled()


def test_circles_that_have_grown_old_go_as_well() -> None:
    collect_rarely()
    circle = Circle()
    gone = weakref.ref(circle)
    for generation in (0, 1):
        gc.collect(generation)
    del circle
    gc.collect(1)
    assert gone() is not None
    give_back()
    assert gone() is None


def test_what_lies_in_pieces_between_what_stays_is_given_back() -> None:
    pieces = [bytes(PIECE) for _ in range(100 * MIB // PIECE)]
    # The first and the last stay, so that the heap cannot simply shrink.
    del pieces[1:-1]
    held = resident_mib()
    give_back()
    assert resident_mib() < held - 50
