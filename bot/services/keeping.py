"""The daily round in which everything goes that was kept long enough."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.clock import Clock
from bot.services.hotline import Hotline
from bot.services.retention import MARK, Erasure, Expiry
from storage.database import Database, StorageUnavailable
from storage.work import UnitOfWork

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Keeper:
    """Look now and then whether it is time; the tables tell when it was last done."""

    hotline: Hotline
    database: Database
    clock: Clock

    async def look(self) -> None:
        """Let everything go that is due, once a day; never raises, so that another look comes."""
        now = self.clock.now()
        try:
            await self._take_back(now)
            if not await self.database.write(lambda work: self._takes_turn(work, now)):
                return
            gone = await Expiry(self.hotline, self.database).run(now)
            log.info("retention", **gone)
        except StorageUnavailable:
            pass  # It was said when the trouble began; what is left goes tomorrow.
        except Exception as error:  # noqa: BLE001 - The next look comes.
            log.error("retention-failed", error=type(error).__name__)  # noqa: TRY400 - No words of it.

    async def _take_back(self, now: datetime) -> None:
        """Take what overstayed off phones; it is looked for beside the one who writes."""
        while await self.database.read(
            lambda work: bool(Erasure(self.hotline, work, now).overstayed())
        ):
            await self.database.write(lambda work: Erasure(self.hotline, work, now).take_back())

    def _takes_turn(self, work: UnitOfWork, now: datetime) -> bool:
        """Say whether it is due and nobody did it today; then it is this process's turn."""
        here = now.astimezone(self.hotline.zone)
        done_at = work.handovers.marked_at(MARK)
        is_done = (
            done_at is not None and done_at.astimezone(self.hotline.zone).date() == here.date()
        )
        if is_done or here.time() < self.hotline.config.retention.hour:
            return False
        work.handovers.mark(MARK, now)
        return True
