"""A reader of messages within this process, for tools and tests; readings wait for its loading."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING

from bot.triage.asked import Asked
from bot.triage.reading import Reading

if TYPE_CHECKING:
    from bot.triage.reader import Triage


class AwaitedTriage:
    """Read messages; whoever asks before the reader is there waits, and nobody is read without it.

    Args:
        load: returns the reader. It is called once, in a thread of its own, by `begin` or by the
            first who asks: it takes a second of a processor.
    """

    def __init__(self, load: Callable[[], "Triage"]) -> None:
        self._load = load
        self._door = Lock()
        self._coming: Future[Triage] | None = None

    def begin(self) -> "Future[Triage]":
        """Load the reader, unless somebody has begun that, and return when it is there."""
        with self._door:
            if self._coming is None:
                beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="triage")
                self._coming = beside.submit(self._load)
                beside.shutdown(wait=False)
            return self._coming

    @property
    def is_there(self) -> bool:
        """Say whether messages can be read at once."""
        return self.ails is None

    @property
    def ails(self) -> str | None:
        """Say why messages cannot be read at once."""
        coming = self._coming
        if coming is None or not coming.done():
            return "loading"
        return None if coming.exception() is None else "failed"

    def reader(self) -> "Triage":
        """Return the reader itself; it is waited for."""
        return self.begin().result()

    async def there(self) -> None:
        """Wait until messages can be read; others go on meanwhile.

        Raises:
            Exception: the reader cannot be loaded.
        """
        coming = self.begin()
        if not coming.done():
            # Who stops waiting must not stop the loading, for which others wait as well.
            await asyncio.shield(asyncio.wrap_future(coming))
        coming.result()

    async def read_together(self, asked: Sequence[Asked]) -> Sequence[Reading]:
        """Return what each of some messages says, read in a thread."""
        await self.there()
        return await asyncio.to_thread(self.reader().read_together, asked)

    async def end(self) -> None:
        """Do nothing: it ends with this process."""
