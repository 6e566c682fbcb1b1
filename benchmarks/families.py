"""Every family of rows, in the order in which it is measured.

A module that measures something new offers a `Family` and is named here, nothing else.
"""

from benchmarks import crowd, dialogues, grown, ladders, places, reminders, shared
from benchmarks.rows import Family

FAMILIES: tuple[Family, ...] = (
    shared.FAMILY,
    dialogues.FAMILY,
    ladders.FAMILY,
    reminders.FAMILY,
    crowd.FAMILY,
    grown.FAMILY,
    places.FAMILY,
)
