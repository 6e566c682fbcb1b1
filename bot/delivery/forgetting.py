"""An application that remembers nobody whom it has answered."""

from typing import Any

from telegram.ext import Application


class Forgetful(Application[Any, Any, Any, Any, Any, Any]):
    """Work as the library's own application does, and put no names by for a persistence.

    The library notes the number of every chat and person that it has ever answered, so that what it
    knows of them can be stored; without a persistence it never looks at them again. That grows with
    each person who writes, and who wrote is not to stay in the process.
    """

    __slots__ = ()

    def _mark_for_persistence_update(self, *, update: object = None, job: object = None) -> None:
        """Note nobody."""
