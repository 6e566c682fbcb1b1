"""Gathering the figures by which the bot's health is judged."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.config import WatchingPolicy
from bot.watching.auditor import Auditor
from bot.watching.health import Figures, Health, judge
from bot.watching.observing import ObservedDatabase
from bot.watching.pulse import Pulse
from storage.database import StorageUnavailable

READ_SECONDS = 5.0
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Physician:
    """Look how the bot is."""

    pulse: Pulse
    database: ObservedDatabase
    clock: Clock
    auditor: Auditor
    policy: WatchingPolicy
    is_token_refused: Callable[[], bool]
    reader_ails: Callable[[], str | None]

    async def look(self) -> Health:
        """Return how the bot is now; it waits for nothing longer than some seconds."""
        page = await self._page_waiting()
        figures = Figures(
            tick=self.pulse.ticked.age,
            fetch=self.pulse.fetched.age,
            write=self.database.committed.age,
            database=self.database.trouble,
            page=page,
            disk_free=self._disk_free(),
            token_refused=self.is_token_refused(),
            reader=self.reader_ails(),
            findings=self.auditor.counts,
        )
        return judge(figures, self.policy)

    async def _page_waiting(self) -> float | None:
        try:
            async with asyncio.timeout(READ_SECONDS):
                made_at = await self.database.read(lambda work: work.audit.oldest_page_due())
        except TimeoutError:
            self.database.reading.came("unreachable")
            return None
        except StorageUnavailable:
            return None
        if made_at is None:
            return None
        return max(0.0, (self.clock.now() - made_at).total_seconds())

    def _disk_free(self) -> int | None:
        if self.database.url.get_backend_name() != "sqlite":
            return None
        try:
            folder = Path(self.database.url.database or "").absolute().parent
            return shutil.disk_usage(folder).free // _MEGABYTE
        except OSError:
            return None
