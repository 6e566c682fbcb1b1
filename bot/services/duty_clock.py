"""What happens to rosters because time passes: laid further, handed over, watched.

Everything is read off the tables, so that a restart loses nothing; only how long ago the rarer
looks were taken is kept in memory, and each of them may be taken once too often.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

import structlog

from bot.services.handing import Handing
from bot.services.hotline import Hotline
from bot.services.rostering import Rostering
from bot.services.swapping import Swapping
from bot.services.watch import WATCHED, Watch
from bot.terms import Tier
from storage.database import Database, StorageUnavailable
from storage.records import Office
from storage.work import UnitOfWork

log = structlog.get_logger(__name__)
BATCH = 100
AT_ONCE = 8
WATCH_EVERY = timedelta(minutes=1)
T = TypeVar("T")


@dataclass(slots=True)
class DutyClock:
    """Do what is due for rosters; called with every tick."""

    hotline: Hotline
    database: Database
    _laid_on: date | None = None
    _watched_at: datetime | None = None

    async def tick(self, now: datetime, come: Collection[str]) -> None:
        """Do everything that is due; trouble here never keeps a ladder from climbing.

        Args:
            now: the moment of the tick.
            come: the tables in which something is due, by name.
        """
        try:
            await self._tick(now, come)
        except StorageUnavailable:
            pass  # It was said when the trouble began, and what is due stays due.
        except Exception as error:  # noqa: BLE001 - Referrals are ticked beside it.
            log.error("duty-tick-failed", error=type(error).__name__)  # noqa: TRY400 - No words of it.

    async def _tick(self, now: datetime, come: Collection[str]) -> None:
        """Lay further, void what is past, hand over, and watch; one failure keeps no other back."""
        await self._lay_further(now)
        swaps, begun, lapsed = await self.database.read(
            lambda work: (
                work.swaps.past(now, BATCH) if "duty_swaps" in come else (),
                work.handovers.begun(now, BATCH),
                work.handovers.due(now, BATCH) if "handovers" in come else (),
            )
        )
        hotline = self.hotline
        await self._each(swaps, lambda work, one: Swapping(hotline, work, now).lapse(one))
        await self._each(begun, lambda work, one: Handing(hotline, work, now).begin(one))
        await self._each(lapsed, lambda work, one: Handing(hotline, work, now).lapse(one))
        await self._watch(now)

    async def _lay_further(self, now: datetime) -> None:
        """Lay the shifts 60 days ahead, at start and with every new day."""
        today = now.astimezone(self.hotline.zone).date()
        if self._laid_on == today:
            return
        tiers = await self.database.read(lambda work: work.duties.tiers())
        await self._each(
            tiers,
            lambda work, one: Rostering(work, self.hotline.zone, now).rebuild(one[0], Tier(one[1])),
        )
        self._laid_on = today

    async def _watch(self, now: datetime) -> None:
        """Look for holes every minute, however often the clock ticks."""
        if self._watched_at is not None and timedelta() <= now - self._watched_at < WATCH_EVERY:
            return
        offices = await self.database.read(lambda work: self._with_news(work, now))
        await self._each(offices, lambda work, one: Watch(self.hotline, work, now).check(one))
        await self._each([now], lambda work, at: Watch(self.hotline, work, at).tell_of_calendar())
        self._watched_at = now

    def _with_news(self, work: UnitOfWork, now: datetime) -> list[Office]:
        """Return the offices of which there is something to tell.

        Looking takes many questions, so that it is done beside the one who writes.
        """
        watch = Watch(self.hotline, work, now)
        codes = work.staff.staffed_offices(WATCHED)
        offices = [self.hotline.offices[code] for code in codes]
        return [office for office in offices if watch.has_news(office)]

    async def _each(self, found: Sequence[T], do: Callable[[UnitOfWork, T], object]) -> None:
        """Do each in a step of its own, a few at a time, so that reports come in between."""
        for first in range(0, len(found), AT_ONCE):
            few = found[first : first + AT_ONCE]
            await asyncio.gather(*(self._guarded(one, do) for one in few))

    async def _guarded(self, one: T, do: Callable[[UnitOfWork, T], object]) -> None:
        try:
            await self.database.write(lambda work: do(work, one))
        except StorageUnavailable:
            pass  # The same.
        except Exception as error:  # noqa: BLE001 - The others are due as well.
            log.error("duty-tick-failed", error=type(error).__name__)  # noqa: TRY400 - No words of it.
