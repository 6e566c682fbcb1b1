"""How much longer one text takes to be read than another, on whatever machine."""

import math
import time
from collections.abc import Callable

LONGEST_MESSAGE = 4096
TOLD = "隔壁那家小孩天天被他爸打，昨晚又听到哭，今早脸上有血，"
ORDINARY = ("我是东海双店的，" + TOLD * LONGEST_MESSAGE)[:LONGEST_MESSAGE]
"""What a person may write, to the length of the longest message."""
TURNS = 20


def times_ordinary(read: Callable[[str], object], text: str, enough: float) -> float:
    """Return how many times as long as ordinary words it is read.

    Both are read in turn and the best of each counts, in this thread's own time: a machine that is
    slow, or has other work, is so for both. What seems to take more than `enough` times is looked
    at again, since a moment at which the machine was taken away may have struck one of them; what
    does take long does so every time.
    """
    ours = ordinary = math.inf
    for _ in range(TURNS):
        ours, ordinary = min(ours, _seconds(read, text)), min(ordinary, _seconds(read, ORDINARY))
        if ours <= enough * ordinary:
            break
    return ours / ordinary


def _seconds(read: Callable[[str], object], text: str) -> float:
    began = time.thread_time()
    read(text)
    return time.thread_time() - began
