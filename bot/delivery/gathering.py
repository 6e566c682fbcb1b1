"""Waiting for one another before something is written, so that it is written at once."""

import asyncio
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Gathering:
    """Let those go on together who are ready within a moment.

    Args:
        seconds: how long the first of them waits at most.
        enough: so many go on without waiting for more.
    """

    seconds: float
    enough: int
    _ready: list[asyncio.Future[None]] = field(default_factory=list)
    _timer: asyncio.TimerHandle | None = None

    async def join(self, *, is_last: bool) -> None:
        """Wait for the others; with `is_last` there are none to wait for."""
        if is_last and not self._ready:
            return
        loop = asyncio.get_running_loop()
        ready = loop.create_future()
        self._ready.append(ready)
        if is_last or len(self._ready) >= self.enough:
            # Not at once: whoever completes them would go ahead of all others.
            loop.call_soon(self._go_on)
        elif self._timer is None:
            self._timer = loop.call_later(self.seconds, self._go_on)
        await ready

    def _go_on(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        together, self._ready = self._ready, []
        for one in together:
            if not one.done():
                one.set_result(None)
