"""How often Python looks for circles that nobody reaches, and what the system gets back."""

import ctypes
import gc

OBJECTS = 20_000
"""A step makes some thousands and drops nearly all of them without any looking for."""
_MOST_HEAPS = -8
"""What `malloc.h` of the GNU library calls M_ARENA_MAX."""


def share_heap() -> None:
    """Let every thread take its memory from one heap; to be called before there are others.

    Python runs one of them at a time anyway. Of heaps of their own each would keep what its largest
    picture took: with six threads some 80 MiB, one more whenever another thread comes.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # Of the GNU library alone.
    if mallopt is not None:
        mallopt(_MOST_HEAPS, 1)


def collect_rarely() -> None:
    """Look seldom, and never at what was imported: a start is slowed by a fifth otherwise.

    As it comes, Python looks after every 700 new objects, which took a seventh of a step.
    """
    gc.freeze()
    gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])


def leave_out() -> None:
    """Leave out from now on what was built until now: it stands until the end."""
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Drop the circles that have grown old, and give the system what is held and not used.

    Python looks through what is old only when a quarter as much is new as it last found, and that
    was all that the program consists of. And what a busy hour took the allocator keeps, in pieces:
    without this a process seems to grow for days. It takes some hundredths of a second.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
