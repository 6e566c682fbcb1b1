"""The running bot: everything that was wired, started, ticked and stopped together."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram import Update
from telegram.ext import Application

from bot.clock import Clock, SystemClock
from bot.collecting import give_back
from bot.delivery.fetching import Fetcher
from bot.delivery.ordering import PerChatProcessor
from bot.delivery.replay import Replay
from bot.delivery.rounds import Rounds
from bot.delivery.sender import Sender
from bot.delivery.sheets import SheetFetcher
from bot.handlers.menus import Menus
from bot.services.hotline import Hotline
from bot.services.keeping import Keeper
from bot.services.ticking import Ticking
from bot.watching.auditor import Auditor
from bot.watching.looking import Physician
from bot.watching.metrics import Metrics
from bot.watching.observing import ObservedDatabase
from bot.watching.pulse import Pulse
from bot.watching.timekeeper import Timekeeper
from storage.database import StorageUnavailable

if TYPE_CHECKING:
    from bot.delivery.webhook import Webhook

log = structlog.get_logger(__name__)

TICK_LIMIT_SECONDS = 30
KEEP_TIME_SECONDS = 5
GIVE_BACK_SECONDS = 60
GLANCE_SECONDS = 0.002
MOST_GLANCES = 500


@dataclass(slots=True)
class Bot:
    """The running bot: receive, tick and send until told to stop."""

    application: "Application[Any, Any, Any, Any, Any, Any]"
    hotline: Hotline
    database: ObservedDatabase
    sender: Sender
    replay: Replay
    ticking: Ticking
    processor: PerChatProcessor
    scheduler: AsyncIOScheduler
    clock: Clock
    menus: Menus
    pulse: Pulse
    auditor: Auditor
    physician: Physician
    metrics: Metrics
    timekeeper: Timekeeper
    keeper: Keeper
    sheets: SheetFetcher
    webhook: "Webhook | None" = None
    fetcher: Fetcher | None = None
    tick_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _beside: list[asyncio.Task[None]] = field(default_factory=list)
    _fetched_when_refused: int | None = None

    async def tick(self) -> None:
        """Do what is due, once; never raises, so that the next tick comes."""
        try:
            async with asyncio.timeout(TICK_LIMIT_SECONDS), self.tick_lock:
                await self.timekeeper.look()
                await self.ticking.tick()
                if self.webhook is None:
                    await self.replay.retry(self.clock.now())
            self.pulse.ticked.give()
        except TimeoutError:
            # Something waits for ever; if the next ticks wait as well, the watchdog ends it.
            log.error("tick-timed-out")  # noqa: TRY400 - No words of it.
            if self.database.trouble is None:
                return
        except StorageUnavailable:
            pass  # It was said when the trouble began, and what is due stays due.
        except Exception as error:  # noqa: BLE001 - A tick that dies would silence all ladders.
            log.error("tick-failed", error=type(error).__name__)  # noqa: TRY400
        self.pulse.tick_ended.give()
        if self.webhook is None:
            self._send_again_when_known()
        self.sender.wake()
        if self.webhook is not None:
            self.webhook.worker.wake()
        for one in self.rounds:
            one.wake()

    @property
    def rounds(self) -> Sequence[Rounds]:
        """Return everything that is fetched in rounds."""
        fetcher = [self.fetcher.rounds] if self.fetcher is not None else []
        return [*fetcher, self.sheets.rounds]

    def _send_again_when_known(self) -> None:
        """Send again where Telegram refused the token and yet answers getUpdates by it since.

        The first answer may have been on its way already; from the next on it counts.
        """
        fetched = self.pulse.fetched.count
        if not self.sender.is_stopped:
            self._fetched_when_refused = None
        elif self._fetched_when_refused is None:
            self._fetched_when_refused = fetched
        elif fetched > self._fetched_when_refused + 1:
            log.warning("token-known-again")
            self._fetched_when_refused = None
            self.sender.resume()

    async def give_sign(self) -> None:
        """Write a sign of life; by it a database that cannot be written is noticed, and is back."""
        try:
            await self.database.give_sign(self.clock.now())
        except StorageUnavailable:
            pass  # Said once by whoever observes the database.
        except Exception as error:  # noqa: BLE001 - The next sign comes.
            log.error("sign-failed", error=type(error).__name__)  # noqa: TRY400

    async def start(
        self,
        on_ticking: Callable[[], object] = lambda: None,
        on_receiving: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        """Start everything: what waited is worked on before anything new is fetched.

        What reads messages is loaded last, beside everything else; messages wait for it. Where it
        cannot be loaded the bot serves without: it is tried again, and what people write goes to
        officers as it came.

        Args:
            on_ticking: called before the first tick, which may come before the bot has started:
                Telegram, asked about whatever waits, may take its time.
            on_receiving: called when updates are asked for, while the reader is still loaded.
        """
        await self.timekeeper.start()
        await self.give_sign()
        self.metrics.begin()
        await self.application.start()
        if self.webhook is None:
            await self.replay.start()
        self.sender.start()
        for one in self.rounds:
            one.start()
        on_ticking()
        self.scheduler.start()
        if self.scheduler.get_jobs():
            work = self._keep_time, self._give_back
            self._beside = [asyncio.create_task(one()) for one in work]
        await self._receive()
        await self._asked()
        self.hotline.triage.reader.begin()
        if on_receiving is not None:
            await on_receiving()
        await self._until_reading()
        # One call for each officer: nobody is to wait for that.
        self._beside.append(asyncio.create_task(self.menus.introduce(), name="menus"))
        log.info("started")

    async def _until_reading(self) -> None:
        try:
            await self.hotline.triage.reader.there()
        except Exception as error:  # noqa: BLE001 - Who is to be called is called without it.
            log.error("started-without-reader", error=type(error).__name__)  # noqa: TRY400

    async def _receive(self) -> None:
        if self.webhook is not None:
            await self.webhook.open()
            return
        updater = self.application.updater
        assert updater is not None  # noqa: S101 - It was built with one.
        await updater.start_polling(allowed_updates=Update.ALL_TYPES, bootstrap_retries=-1)

    async def _asked(self) -> None:
        """Let the first question for updates leave, before anything else takes the processor."""
        for _ in range(MOST_GLANCES):
            if self.pulse.fetch_moved.count:
                return
            await asyncio.sleep(GLANCE_SECONDS)

    async def stop(self) -> None:
        """Stop fetching, finish what is in hand, send what may leave, and let everything go."""
        updater = self.application.updater
        if updater is not None and updater.running:
            await updater.stop()
        for task in self._beside:
            task.cancel()
        if self.webhook is not None:
            await self.webhook.close()
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        if self.application.running:
            await self.application.stop()
        for one in self.rounds:
            await one.stop()
        await self.sender.stop()
        await self.application.shutdown()
        await self.hotline.triage.reader.end()
        await self.database.take_sign_back()
        await self.database.close()
        log.info("stopped")

    async def _keep_time(self) -> None:
        """Let the scheduler begin anew when the clock was set.

        It sleeps until a moment of the wall clock. Set back by weeks, that would be weeks, and
        no tick would come that could notice.
        """
        while True:
            await asyncio.sleep(KEEP_TIME_SECONDS)
            try:
                await self.timekeeper.look()
            except Exception as error:  # noqa: BLE001 - The next look comes.
                log.error("look-failed", error=type(error).__name__)  # noqa: TRY400 - No words of it.

    async def _give_back(self) -> None:
        """Give the system the memory that is held and not used; no job, as no clock matters."""
        while True:
            await asyncio.sleep(GIVE_BACK_SECONDS)
            await asyncio.to_thread(give_back)

    def wake_all(self) -> None:
        """Let every job run now, and go on from now."""
        for job in self.scheduler.get_jobs():
            job.modify(next_run_time=SystemClock().now())
