"""What stands beside a serving bot: the watchdog, and the word to the supervisor."""

from dataclasses import dataclass

from bot.config import WatchingPolicy
from bot.watching.pulse import Pulse
from bot.watching.systemd import ALIVE, READY, STOPPING, Supervisor
from bot.watching.watchdog import Watchdog


@dataclass(slots=True)
class Watch:
    """Watch a bot that has started, until it is about to stop."""

    pulse: Pulse
    policy: WatchingPolicy
    supervisor: Supervisor
    _dog: Watchdog | None = None

    def start(self) -> None:
        """Begin to watch, and tell the supervisor that the bot serves."""
        self._dog = Watchdog(
            {"tick": self.pulse.tick_ended, "fetch": self.pulse.fetch_moved},
            self.policy.stuck_after,
            on_alive=lambda: self.supervisor.tell(ALIVE),
        )
        self._dog.start()
        self.supervisor.tell(READY)

    def stop(self) -> None:
        """Watch no more: what is in hand may be finished in peace."""
        self.supervisor.tell(STOPPING)
        if self._dog is not None:
            self._dog.stop()
