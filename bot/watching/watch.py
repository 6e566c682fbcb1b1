"""What stands beside a serving bot: the monitor's port, the watchdog, the supervisor's ear."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.serving import Bot
from bot.watching.systemd import ALIVE, READY, STOPPING, Supervisor
from bot.watching.watchdog import Watchdog

if TYPE_CHECKING:
    from bot.watching.endpoint import Endpoint


@dataclass(slots=True)
class Watch:
    """Watch a bot from its first tick until it is about to stop.

    Args:
        bot: the bot.
        supervisor: who hears that it is ready and alive.
        has_dog: whether a process that hangs is ended; only where a supervisor starts another.
    """

    bot: Bot
    supervisor: Supervisor
    has_dog: bool = True
    port: int | None = None
    _dog: Watchdog | None = None
    _endpoint: "Endpoint | None" = None

    def begin(self) -> None:
        """Watch the ticks, which begin before the bot has started."""
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
        port = self.bot.hotline.config.watching.port
        if port is not None:
            from bot.watching.endpoint import Endpoint

            self._endpoint = Endpoint(self.bot.physician.look, self.bot.metrics.text)
            self.port = await self._endpoint.open(port)
        self.supervisor.tell(READY)

    async def stop(self) -> None:
        """Watch no more: what is in hand may be finished in peace."""
        self.supervisor.tell(STOPPING)
        if self._dog is not None:
            self._dog.stop()
        if self._endpoint is not None:
            await self._endpoint.close()
