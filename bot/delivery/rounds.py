"""Rounds: something that is done again and again, as soon as there may be something to do."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from storage.database import Database, StorageUnavailable

log = structlog.get_logger(__name__)


@dataclass(slots=True, eq=False)
class Rounds:
    """Do rounds whenever woken, until stopped; a round that fails never ends them.

    Args:
        name: whose rounds these are, as the log says it.
        database: whose commits wake.
        topic: the commits that do.
        go: one round; it says whether there may be more to do at once.
    """

    name: str
    database: Database
    topic: str
    go: Callable[[], Awaitable[bool]]
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _quiet: asyncio.Event = field(default_factory=asyncio.Event)
    _loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, and wake at every commit of the topic."""
        self.database.listen(self.topic, self.wake)
        self._loop = asyncio.create_task(self._run(), name=self.name)
        self.wake()

    def wake(self) -> None:
        """Look now."""
        self._quiet.clear()
        self._woken.set()

    async def settled(self) -> None:
        """Wait until nothing is in hand and nothing is due."""
        await self._quiet.wait()

    async def stop(self) -> None:
        """Let go of what is in hand: its row brings it back."""
        if self._loop is not None:
            self._loop.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._loop

    @property
    def trouble(self) -> str:
        """Return the event that the log says when a round fails."""
        return f"{self.name}-failed"

    async def _run(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                while await self.go():
                    pass
            except StorageUnavailable:
                pass  # It was said when the trouble began; the next tick wakes this again.
            except Exception as error:  # noqa: BLE001 - One that ends would do nothing any more.
                log.error(self.trouble, error=type(error).__name__)  # noqa: TRY400 - No words of it.
            if not self._woken.is_set():
                self._quiet.set()
