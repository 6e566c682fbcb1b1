"""Each chat's updates one after the other; those of different chats side by side."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

AT_ONCE = 256
_WITHOUT_NUMBER = -1


@dataclass(slots=True)
class _Line:
    """The people's updates that stand in line at one chat."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class PerChatProcessor(BaseUpdateProcessor):
    """Process each chat's updates in the order in which they came.

    The base class lets only so many in at once and takes that place first, so the number is
    large: people who wait behind their own earlier message must not keep others out.
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        super().__init__(at_once)
        self._lines: dict[int, _Line] = {}
        self._numbers: dict[int, int] = {}
        self._is_idle = asyncio.Event()
        self._is_idle.set()

    async def initialize(self) -> None:
        """Do nothing; the lines form as they are needed."""

    async def shutdown(self) -> None:
        """Do nothing; what runs is awaited by the application."""

    @property
    def has_room(self) -> bool:
        """Say whether an update that comes now is begun, or at least lined up, at once."""
        return self.current_concurrent_updates < self.max_concurrent_updates

    def is_at(self, update_id: int) -> bool:
        """Say whether the update is being worked on, or waits behind another."""
        return update_id in self._numbers

    async def idle(self) -> None:
        """Wait until nothing is being worked on."""
        await self._is_idle.wait()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's earlier updates, then process this one."""
        number = update.update_id if isinstance(update, Update) else _WITHOUT_NUMBER
        self._begin(number)
        try:
            async with self._turn(_chat_of(update)):
                await coroutine
        finally:
            self._end(number)
            # Cancelled in line, it was never begun; Python would complain of that later.
            if asyncio.iscoroutine(coroutine):
                coroutine.close()

    @asynccontextmanager
    async def _turn(self, chat: int | None) -> AsyncIterator[None]:
        if chat is None:
            yield
            return
        line = self._lines.setdefault(chat, _Line())
        line.length += 1
        try:
            async with line.lock:
                yield
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[chat]

    def _begin(self, number: int) -> None:
        self._numbers[number] = self._numbers.get(number, 0) + 1
        self._is_idle.clear()

    def _end(self, number: int) -> None:
        self._numbers[number] -= 1
        if not self._numbers[number]:
            del self._numbers[number]
        if not self._numbers:
            self._is_idle.set()


def _chat_of(update: object) -> int | None:
    if not isinstance(update, Update):
        return None
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else None
