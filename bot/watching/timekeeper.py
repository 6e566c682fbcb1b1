"""Noticing that the wall clock was set, by comparing it with seconds that only grow."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.services.hotline import Hotline
from bot.services.setting_back import SettingBack
from storage.database import Database, StorageUnavailable
from storage.repositories.referrals import ReferralMoved
from storage.work import UnitOfWork

log = structlog.get_logger(__name__)

TOLERANCE = timedelta(seconds=5)
"""A clock that is kept by NTP is slewed, and set only by more than this."""

WORTH_A_LINE = timedelta(minutes=10)
"""A leap forward of so much is said; the machine may only have slept."""


@dataclass(slots=True)
class Timekeeper:
    """Compare the clocks at every look, and bring deadlines back after the clock was set back.

    A leap forward needs no remedy: each rung that is due is fired once, and goes on from now.

    Args:
        hotline: whose ladders and promises say how far ahead a deadline may lie.
        database: where the deadlines are.
        clock: the wall clock.
        seconds: seconds that only grow.
        on_set: called when the clock was set, in either direction.
    """

    hotline: Hotline
    database: Database
    clock: Clock
    seconds: Callable[[], float] = time.monotonic
    on_set: Callable[[], None] = lambda: None
    _seen: tuple[datetime, float] | None = None
    _is_owed: bool = False

    async def start(self) -> None:
        """Compare the clock with the latest moment that was ever written."""
        self._seen = self.clock.now(), self.seconds()
        try:
            latest = await self.database.read(lambda work: work.signs.latest_written())
        except StorageUnavailable:
            return
        now = self.clock.now()
        if latest is not None and latest - now > TOLERANCE:
            self._set_back(latest - now)
        await self._remedy()

    async def look(self) -> None:
        """Compare the clock with itself at the last look."""
        now, seconds = self.clock.now(), self.seconds()
        before, self._seen = self._seen, (now, seconds)
        if before is not None:
            passed = timedelta(seconds=seconds - before[1])
            self._judge((now - before[0]) - passed)
        await self._remedy()

    def _judge(self, leap: timedelta) -> None:
        if leap < -TOLERANCE:
            self._set_back(-leap)
        elif leap > WORTH_A_LINE:
            log.warning("clock-set-forward", seconds=round(leap.total_seconds()))
            self.on_set()

    def _set_back(self, by: timedelta) -> None:
        log.warning("clock-set-back", seconds=round(by.total_seconds()))
        self._is_owed = True
        self.on_set()

    async def _remedy(self) -> None:
        """Bring back what lies too far ahead; while the database is unwell, at a later look."""
        if not self._is_owed:
            return
        now = self.clock.now()
        try:
            await self.database.write(lambda work: self._around(work, now).everything_else())
            for one in await self.database.read(lambda work: work.referrals.open_ids()):
                await self._bring_back(one, now)
        except StorageUnavailable:
            return
        self._is_owed = False

    async def _bring_back(self, referral_id: int, now: datetime) -> None:
        try:
            is_moved = await self.database.write(
                lambda work: self._around(work, now).referral(referral_id)
            )
        except StorageUnavailable:
            raise
        except ReferralMoved:
            return  # Whoever moved it did so by the new clock.
        except Exception as error:  # noqa: BLE001 - The others lie too far ahead as well.
            log.error("set-back-failed", id=referral_id, error=type(error).__name__)  # noqa: TRY400 - No words of it.
            return
        if is_moved:
            log.warning("deadline-brought-back", id=referral_id)

    def _around(self, work: UnitOfWork, now: datetime) -> SettingBack:
        return SettingBack(self.hotline, work, now)
