"""One chat after the other's own order: updates of different people run side by side."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

AT_ONCE = 256


class PerChatProcessor(BaseUpdateProcessor):
    """Process each chat's updates in the order in which they came.

    The base class lets only so many in at once and takes that place first, so the number is
    large: people who wait behind their own earlier message must not keep others out.
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        super().__init__(at_once)
        self._last: dict[int, asyncio.Future[None]] = {}
        self._numbers: dict[int, int] = {}
        self._is_idle = asyncio.Event()
        self._is_idle.set()
        self._running = 0

    async def initialize(self) -> None:
        """Do nothing; the locks are made as they are needed."""

    async def shutdown(self) -> None:
        """Do nothing; what runs is awaited by the application."""

    def note(self, update_id: int) -> None:
        """Remember an update that is about to be handed over."""
        self._numbers[update_id] = self._numbers.get(update_id, 0) + 1

    def is_at(self, update_id: int) -> bool:
        """Say whether the update is being worked on, or waits behind another."""
        return update_id in self._numbers

    async def idle(self) -> None:
        """Wait until nothing is being worked on."""
        await self._is_idle.wait()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's earlier updates, then process this one."""
        number = update.update_id if isinstance(update, Update) else 0
        chat = _chat_of(update)
        self._running += 1
        self._is_idle.clear()
        self._numbers.setdefault(number, 1)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        before, self._last[chat] = self._last.get(chat), done
        try:
            if before is not None:
                await before
            await coroutine
        finally:
            done.set_result(None)
            if self._last.get(chat) is done:
                del self._last[chat]
            self._numbers.pop(number, None)
            self._running -= 1
            if not self._running:
                self._is_idle.set()


def _chat_of(update: object) -> int:
    if not isinstance(update, Update):
        return 0
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else 0
