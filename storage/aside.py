"""Which of two threads goes on: the writer that runs steps, or the loop that handed them over.

Python runs one of them at a time. While both want to go on they take it from each other at every
call into SQLite, a dozen times a step, and each time another processor begins with nothing at hand:
that costs a twentieth of a step, more where the machine has other work. So the loop waits while
steps run. It goes on when they are committed, for which the writer needs the disk and not Python,
and where they take long.
"""

import threading

PATIENCE = 0.05
"""For how many seconds the loop waits for a group of steps at most."""


class Precedence:
    """Let the writer go first while it runs steps.

    It is a courtesy, and nothing rests on it: whoever asks at a bad moment waits for nothing, or
    in vain, for no longer than `PATIENCE`.
    """

    def __init__(self) -> None:
        self._is_free = threading.Event()
        self._is_free.set()
        self._is_committing = False
        self._was_too_long = False

    def announce(self) -> None:
        """Say that steps are about to be handed over; for the loop."""
        if not self._is_committing:
            self._is_free.clear()

    def stand_aside(self) -> None:
        """Wait while steps run, once for each group; for the loop."""
        if not self._was_too_long:
            self._was_too_long = not self._is_free.wait(PATIENCE)

    def begin(self) -> None:
        """Say that a group of steps begins to run; for the writer."""
        self._was_too_long = False
        self._is_free.clear()

    def commit(self) -> None:
        """Say that the steps ran, and that the rest is up to the disk; for the writer."""
        self._is_committing = True
        self._is_free.set()

    def end(self, *, goes_on: bool) -> None:
        """Say that the group is done, and whether the next one begins at once; for the writer."""
        self._is_committing = False
        if goes_on:
            self._is_free.clear()
        else:
            self._is_free.set()
