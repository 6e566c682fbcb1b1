"""How often Python looks for circles that nobody reaches any more."""

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
