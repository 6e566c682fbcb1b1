"""What a monitor on this machine is answered, also while there is no bot yet."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.serving import Bot
from bot.watching.health import Figures, Health

if TYPE_CHECKING:
    from bot.watching.endpoint import Endpoint


@dataclass(slots=True)
class Monitor:
    """Answer on the monitor's port from the moment at which it is opened.

    What it listens by takes its time to load, so that it is opened beside the start of a bot, or
    as soon as Telegram cannot be reached: then nobody else says why nothing is served.

    Args:
        port: where it listens; None where nobody asks.
        now: seconds that only grow.
        bot: the bot, once Telegram was reached.
        listens_at: the port on which it listens, where it does.
    """

    port: int | None
    now: Callable[[], float] = time.monotonic
    bot: Bot | None = None
    listens_at: int | None = None
    _began: float = field(init=False)
    _why: str = ""
    _endpoint: "Endpoint | None" = None

    def __post_init__(self) -> None:
        """Count from now on."""
        self._began = self.now()

    async def open(self) -> None:
        """Listen, where it does not yet."""
        if self.port is None or self._endpoint is not None:
            return
        from bot.watching.endpoint import Endpoint

        self._endpoint = Endpoint(self.health, self.metrics)
        self.listens_at = await self._endpoint.open(self.port)

    async def close(self) -> None:
        """Listen no more."""
        if self._endpoint is not None:
            await self._endpoint.close()

    async def not_reached(self, why: str) -> None:
        """Say from now on that Telegram does not answer, and why."""
        self._why = why
        await self.open()

    async def health(self) -> Health:
        """Return how the bot is, or for how long there has been none."""
        if self.bot is not None:
            return await self.bot.physician.look()
        seconds = self.now() - self._began
        wrong = f"Telegram was not reached since the start, {seconds:.0f} seconds ago ({self._why})"
        return Health((wrong,), Figures(tick=None, fetch=None, write=None))

    async def metrics(self) -> bytes:
        """Return the bot's figures; none where there is no bot."""
        return await self.bot.metrics.text() if self.bot is not None else b""
