"""What stands beside a serving bot: the monitor's port, the watchdog, the supervisor's ear."""

from dataclasses import dataclass

from bot.serving import Bot
from bot.watching.endpoint import Endpoint
from bot.watching.systemd import ALIVE, READY, STOPPING, Supervisor
from bot.watching.watchdog import Watchdog


@dataclass(slots=True)
class Watch:
    """Watch a bot that has started, until it is about to stop.

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
    _endpoint: Endpoint | None = None

    async def start(self) -> None:
        """Begin to watch, and tell the supervisor that the bot serves."""
        policy, pulse = self.bot.hotline.config.watching, self.bot.pulse
        if policy.port is not None:
            self._endpoint = Endpoint(self.bot.physician.look, self.bot.metrics.text)
            self.port = await self._endpoint.open(policy.port)
        if self.has_dog:
            self._dog = Watchdog(
                {"tick": pulse.tick_ended, "fetch": pulse.fetch_moved},
                policy.stuck_after,
                on_alive=lambda: self.supervisor.tell(ALIVE),
            )
            self._dog.start()
        self.supervisor.tell(READY)

    async def stop(self) -> None:
        """Watch no more: what is in hand may be finished in peace."""
        self.supervisor.tell(STOPPING)
        if self._dog is not None:
            self._dog.stop()
        if self._endpoint is not None:
            await self._endpoint.close()
