"""How often Python looks for circles that nobody reaches, and what the system gets back."""

import ctypes
import gc

OBJECTS = 20_000
"""A step makes some thousands and drops nearly all of them without any looking for."""


def collect_rarely() -> None:
    """Leave out what stands until the end, as what was built and imported does, and look seldom.

    As it comes, Python looks after every 700 new objects, which took a seventh of a step.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])


def give_back() -> None:
    """Drop the circles that have grown old, and give the system what is held and not used.

    Python looks through what is old only when a quarter as much is new as it last found, and that
    was all that the program consists of. And what a busy hour took the allocator keeps, in pieces:
    without this a process seems to grow for days. It takes some hundredths of a second.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # Of the GNU library alone.
    if trim is not None:
        trim(0)
