"""What stands beside a serving bot: the monitor's port, the watchdog, the supervisor's ear."""

import asyncio
from dataclasses import dataclass

from bot.serving import Bot
from bot.watching.monitor import Monitor
from bot.watching.systemd import ALIVE, READY, STOPPING, Supervisor
from bot.watching.watchdog import Watchdog

PATIENCE_SECONDS = 10.0
"""For how long a start may take before a monitor can ask what it waits for."""


@dataclass(slots=True)
class Watch:
    """Watch a bot from its first tick until it is about to stop.

    Args:
        bot: the bot.
        supervisor: who hears that it is ready and alive.
        monitor: what answers on the monitor's port; perhaps open since before there was a bot.
        has_dog: whether a process that hangs is ended; only where a supervisor starts another.
        patience: for how many seconds the start may take before that port is opened.
    """

    bot: Bot
    supervisor: Supervisor
    monitor: Monitor
    has_dog: bool = True
    patience: float = PATIENCE_SECONDS
    _dog: Watchdog | None = None
    _late: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        """Let the monitor ask this bot."""
        self.monitor.bot = self.bot

    @property
    def port(self) -> int | None:
        """Return where a monitor is answered, where one is."""
        return self.monitor.listens_at

    def begin(self) -> None:
        """Watch the ticks, which begin before the bot has started."""
        self._late = asyncio.create_task(self._open_late())
        if self.has_dog:
            self._dog = Watchdog(
                {"tick": self.bot.pulse.tick_ended},
                self.bot.hotline.config.watching.stuck_after,
                on_alive=lambda: self.supervisor.tell(ALIVE),
            )
            self._dog.start()

    async def start(self) -> None:
        """Watch all of the bot, which has started, and tell the supervisor that it serves."""
        if self._dog is not None:
            self._dog.watch("fetch", self.bot.pulse.fetch_moved)
        self._end_waiting()
        await self.monitor.open()
        self.supervisor.tell(READY)

    async def stop(self) -> None:
        """Watch no more: what is in hand may be finished in peace."""
        self.supervisor.tell(STOPPING)
        if self._dog is not None:
            self._dog.stop()
        self._end_waiting()
        await self.monitor.close()

    async def _open_late(self) -> None:
        """Open the monitor's port although Telegram, asked about what waits, keeps still."""
        await asyncio.sleep(self.patience)
        await self.monitor.open()

    def _end_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
