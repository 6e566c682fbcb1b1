"""Delivery of updates to the address that setWebhook named."""

import asyncio
import time
from dataclasses import dataclass, field

import aiohttp

from sandbox.updates import UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - The header's name, no secret.
_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 2.0


@dataclass(slots=True)
class Webhook:
    """Send updates one by one, in order, each again until it is answered with 2xx.

    Pauses between attempts double from 50 ms to 2 s of real time; Telegram's are longer.
    """

    updates: UpdateQueue
    url: str = ""
    secret: str | None = None
    last_error: str | None = None
    last_error_at: int = 0
    _task: asyncio.Task[None] | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def set(self, url: str, *, secret: str | None) -> None:
        """Deliver to `url` from now on; an empty one ends delivery."""
        self._stop()
        self.url, self.secret = url, secret
        self.last_error = None
        self.updates.webhook_active = bool(url)
        self.updates.on_push = self._news.set if url else None
        if url:
            self.updates.interrupt()
            self._news.set()
            self._task = asyncio.get_running_loop().create_task(self._deliver())

    async def close(self) -> None:
        """End delivery and its connection; what waits keeps waiting."""
        task = self._stop()
        if task is not None:
            await asyncio.gather(task, return_exceptions=True)

    def _stop(self) -> asyncio.Task[None] | None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        return task

    async def _deliver(self) -> None:
        timeout = aiohttp.ClientTimeout(total=30)
        async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
            while True:
                await self._news.wait()
                self._news.clear()
                while self.updates.pending:
                    await self._deliver_first(session)

    async def _deliver_first(self, session: aiohttp.ClientSession) -> None:
        update = self.updates.pending[0]
        pause = _FIRST_PAUSE
        while not await self._attempt(session, update.body):
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        if update in self.updates.pending:
            self.updates.forget(update)

    async def _attempt(self, session: aiohttp.ClientSession, body: bytes) -> bool:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers[SECRET_HEADER] = self.secret
        try:
            async with session.post(self.url, data=body, headers=headers) as answer:
                if 200 <= answer.status < 300:  # noqa: PLR2004 - HTTP's successes.
                    return True
                words = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            words = f"Connection failed: {type(error).__name__}"
        self.last_error = words
        self.last_error_at = int(time.time())
        return False
