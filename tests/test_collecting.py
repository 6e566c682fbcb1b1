"""What stands until the end is not looked through again and again, and what is over goes."""

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator

import pytest

from benchmarks.machine import resident_mib
from bot.collecting import OBJECTS, collect_rarely, give_back, leave_out

MIB = 1 << 20
HEAP_MIB = 64
"""So much of the address space the allocator sets aside for each heap but the first."""
PIECE = 4_000
"""Bytes that Python asks the system's allocator for, and fewer than the system itself would map."""


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    gc.unfreeze()
    yield
    gc.set_threshold(*before)
    # What stands in the process of the tests was left out before.
    gc.freeze()


class Circle:
    """Something that reaches itself, so that only looking finds that nobody else does."""

    def __init__(self) -> None:
        self.itself = self


def test_what_was_imported_is_left_out_and_the_rest_is_looked_at_seldom() -> None:
    frozen, older = gc.get_freeze_count(), gc.get_threshold()[1:]
    collect_rarely()
    assert gc.get_freeze_count() > frozen + 1_000
    assert gc.get_threshold() == (OBJECTS, *older)
    assert gc.isenabled()


def test_what_was_built_meanwhile_is_left_out_as_well() -> None:
    collect_rarely()
    frozen = gc.get_freeze_count()
    built = [[number] for number in range(1_000)]
    leave_out()
    assert gc.get_freeze_count() >= frozen + len(built)


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


def test_the_command_takes_memory_from_one_heap_whatever_number_of_threads_it_has() -> None:
    code = """
import sys, threading
from pathlib import Path
from bot.__main__ import main

def mapped():
    line = next(one for one in Path("/proc/self/status").open() if one.startswith("VmSize"))
    return int(line.split()[1]) // 1024

sys.argv = ["weibao", "--help"]
try:
    main()
except SystemExit:
    pass
before, together = mapped(), threading.Barrier(9)

def take():
    piece = bytes(4_000)
    together.wait()
    together.wait()

threads = [threading.Thread(target=take) for _ in range(8)]
for one in threads:
    one.start()
together.wait()
print("mapped", mapped() - before)
together.wait()
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    # Their stacks are mapped as well, 8 MiB each.
    assert int(told.stdout.split("mapped")[1]) < 8 * HEAP_MIB // 2
