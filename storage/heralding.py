"""Telling other processes on the same PostgreSQL what was committed here.

News of many commits goes out together and apart from them: a NOTIFY inside a transaction would make
the commits of all processes wait for each other. News may be lost with the connection, so whoever
listens also looks by itself from time to time.
"""

import asyncio
import contextlib
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.steps import Announcements

CHANNEL = "weibao"
GATHER_SECONDS = 0.01
AGAIN_SECONDS = 1.0
log = structlog.get_logger(__name__)


class Herald:
    """Carry topics between the processes, on a connection of its own."""

    def __init__(self, engine: AsyncEngine, announcements: Announcements) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._announcements = announcements
        self._news: set[str] = set()
        self._woken = asyncio.Event()
        self._is_cut_off = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen, once."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="herald")

    def tell(self, topics: set[str]) -> None:
        """Let the other processes hear of these soon."""
        if topics and self._task is not None:
            self._news |= topics
            self._woken.set()

    async def close(self) -> None:
        """Stop; what was not told yet is found by those who look."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            try:
                async with self._engine.connect() as connection:
                    await self._carry(connection)
            except Exception as error:  # noqa: BLE001 - Whatever cut it off, it is tried again.
                log.warning("herald-cut-off", error=type(error).__name__)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _carry(self, connection: AsyncConnection) -> None:
        """Listen and tell until the connection is lost."""
        # One that the server has forgotten fails here, where the pool knows what to do with it.
        await connection.execute(_NOTHING)
        driver: Any = (await connection.get_raw_connection()).driver_connection
        self._is_cut_off = False
        driver.add_termination_listener(self._cut_off)
        await driver.add_listener(CHANNEL, self._hear)
        try:
            while not self._is_cut_off:
                await self._woken.wait()
                self._woken.clear()
                await asyncio.sleep(GATHER_SECONDS)
                news, self._news = self._news, set()
                if news and not self._is_cut_off:
                    await connection.execute(_NOTIFY, {"topics": " ".join(sorted(news))})
        finally:
            driver.remove_termination_listener(self._cut_off)
            # A listening connection must not go back to the pool.
            await connection.invalidate()

    def _hear(self, driver: Any, process: int, _channel: str, payload: object) -> None:
        if process != driver.get_server_pid():
            self._announcements.tell(set(str(payload).split()))

    def _cut_off(self, _driver: object) -> None:
        self._is_cut_off = True
        self._woken.set()


_NOTHING = text("SELECT 1")
_NOTIFY = text(f"SELECT pg_notify('{CHANNEL}', :topics)")
