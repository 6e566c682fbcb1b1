"""A record of every Bot API call, in the order of arrival."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True, eq=False)
class WireCall:
    """Hold one call; `status` is None until it was answered and 0 where nothing was answered.

    `accepted` says that the call had its effect, whatever the bot learnt of it.
    """

    method: str
    chat_id: int | None
    params: Mapping[str, str]
    at: datetime
    status: int | None = None
    fault: str | None = None
    error: str | None = None
    accepted: bool = False


class Wire:
    """Keep the calls and let a test wait for one."""

    def __init__(self, *, recording: bool) -> None:
        self.calls: list[WireCall] = []
        self._recording = recording
        self._waiting: set[asyncio.Future[None]] = set()

    def open(self, call: WireCall) -> None:
        """Record a call that has arrived."""
        if self._recording:
            self.calls.append(call)

    def closed(self) -> None:
        """Wake everybody who waits for an answered call."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def wait_for(self, happened: Callable[[], bool], *, seconds: float) -> None:
        """Wait until `happened()` holds after some answered call; raise TimeoutError."""
        async with asyncio.timeout(seconds):
            while not happened():
                future = asyncio.get_running_loop().create_future()
                self._waiting.add(future)
                await future
