"""News for the page as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator

PING_SECONDS = 15.0


class EventBoard:
    """Tell every open page whose screen changed and how the clock stands.

    Changes of one screen that come faster than a page reads them are told once.
    """

    def __init__(self) -> None:
        self._pages: set[_Page] = set()

    def changed(self, person: int) -> None:
        """Tell that a screen changed."""
        for page in self._pages:
            page.put(f"person {person}", "changed", {"person": person})

    def clock(self, state: dict[str, object]) -> None:
        """Tell how the clock stands."""
        for page in self._pages:
            page.put("clock", "clock", state)

    async def stream(self) -> AsyncIterator[bytes]:
        """Yield events for one page until it goes away, with a ping in quiet times."""
        page = _Page()
        self._pages.add(page)
        try:
            yield b": hello\n\n"
            while True:
                yield await page.next()
        finally:
            self._pages.discard(page)


class _Page:
    def __init__(self) -> None:
        self._news: dict[str, bytes] = {}
        self._arrived = asyncio.Event()

    def put(self, key: str, event: str, data: dict[str, object]) -> None:
        self._news[key] = f"event: {event}\ndata: {json.dumps(data)}\n\n".encode()
        self._arrived.set()

    async def next(self) -> bytes:
        try:
            async with asyncio.timeout(PING_SECONDS):
                await self._arrived.wait()
        except TimeoutError:
            return b": ping\n\n"
        news = b"".join(self._news.values())
        self._news.clear()
        self._arrived.clear()
        return news
