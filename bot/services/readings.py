"""What messages say, read before the step that needs it.

To read takes longer than all the rest of a step, and while a step is written nobody else's can be.
One that comes upon a message that was not read is undone, and run again when it was.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from bot.flows.dialogue import Entry
from bot.services.hotline import Hotline, NotRead
from bot.triage.reading import Reading
from storage.database import Database
from storage.work import UnitOfWork

T = TypeVar("T")
Readings = Mapping[Entry, Reading | None]


async def write_with_readings(
    database: Database,
    hotline: Hotline,
    step: Callable[[UnitOfWork, Hotline], T],
    *,
    known: Readings | None = None,
    read: Callable[[NotRead], Awaitable[Reading | None]] | None = None,
) -> T:
    """Write a step, and let it be run again for each message that it finds it must know.

    Args:
        database: where it is written.
        hotline: the step is given it with what has been read.
        step: what is done.
        known: what was read before.
        read: reads a message; if not told how, the hotline does.
    """
    readings = dict(known or {})
    while True:
        reading_hotline = hotline.having_read(readings)
        try:
            return await database.write(lambda work: step(work, reading_hotline))  # noqa: B023
        except NotRead as unread:
            found = read(unread) if read else hotline.read(unread.entry, unread.known_counties)
            readings[unread.entry] = await found
