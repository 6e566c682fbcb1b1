"""Row identifiers: made before the insert (a sealed field is bound to its row), in time order."""

import os
import threading
import time
from typing import Protocol

_COUNTER_BITS = 12
_PROCESS_BITS = 9
_MILLISECOND = 1_000_000


class IdFactory(Protocol):
    """Give identifiers, each greater than the one before."""

    def __call__(self) -> int:
        """Return the next identifier, a positive integer below 2**63."""
        ...

    def follow(self, identifier: int) -> None:
        """Give only greater ones from now on.

        What was made on another machine, whose clock may be ahead, then stays before what is
        made in answer to it here.
        """
        ...


class TimeOrderedIds:
    """Make 63-bit identifiers: milliseconds, then a counter, then a number of this process.

    The process number is drawn at random, so that processes on one database do not meet.
    """

    def __init__(self) -> None:
        self._process = int.from_bytes(os.urandom(2)) >> (16 - _PROCESS_BITS)
        self._last = 0
        self._lock = threading.Lock()

    def __call__(self) -> int:
        """Return the next identifier; within one process each is greater than the last."""
        with self._lock:
            tick = (time.time_ns() // _MILLISECOND) << _COUNTER_BITS
            self._last = max(self._last + 1, tick)
            return (self._last << _PROCESS_BITS) | self._process

    def follow(self, identifier: int) -> None:
        """Give only greater ones from now on."""
        with self._lock:
            self._last = max(self._last, identifier >> _PROCESS_BITS)
