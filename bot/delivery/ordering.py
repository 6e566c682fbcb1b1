"""Each chat's updates one after the other; those of different chats side by side.

In a crowd the most pressing chat is worked on first: the one in whose line somebody writes of
danger, then one in which a matter is grave, then whoever taps a button, then the others.
"""

import asyncio
from collections.abc import Awaitable, Callable
from enum import IntEnum
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.delivery.places import Places, Ticket
from bot.delivery.plain import Words
from storage.repositories import inbox

AT_ONCE = 64
_TAKEN_IN = 1 << 30
"""The base class has a limit of its own and knows no order: it is never to be the narrow place."""
_WITHOUT_NUMBER = -1
FULL_BATCH = 100
"""Telegram hands over so many updates at once; where it does, more are waiting there."""
LONGEST_HELD_SECONDS = 20.0


class Rank(IntEnum):
    """Whose turn it is when many wait."""

    DANGER = 0
    GRAVE = 1
    TAP = 2
    ORDINARY = inbox.ORDINARY


def nothing_presses(_text: str) -> Rank:
    """Say of any words that they may wait."""
    return Rank.ORDINARY


class PerChatProcessor(BaseUpdateProcessor):
    """Process each chat's updates in the order in which they came.

    A chat whose turn has come takes one of a few places. While none is free, the most pressing
    chat is next, and a chat is as pressing as the most pressing update in its line: who sends a
    greeting and then a cry for help is heard before those who only greeted.

    While Telegram hands over full batches only danger is worked on: the messages that it still
    has are not on disk yet, and among them may be a cry for help that nobody knows of. That lasts
    for some seconds at most; a crowd that does not end is worked on while it comes. It ends with
    the first answer that is not full, and with one that fails.

    Args:
        at_once: how many chats are worked on side by side.
        haste: says of words how soon they are to be read; asked only where they have to wait.
    """

    def __init__(
        self, at_once: int = AT_ONCE, haste: Callable[[str], Rank] = nothing_presses
    ) -> None:
        super().__init__(_TAKEN_IN)
        self._haste = haste
        self._places = Places(at_once)
        self._lines: dict[int, list[Ticket]] = {}
        self._numbers: dict[int, int] = {}
        self._is_idle = asyncio.Event()
        self._is_idle.set()
        self._holding: asyncio.TimerHandle | None = None

    def fetched(self, count: int) -> None:
        """Take note of how many updates Telegram handed over at once; of none where it failed."""
        if count >= FULL_BATCH and self._holding is None:
            self._places.narrow(Rank.DANGER)
            loop = asyncio.get_running_loop()
            self._holding = loop.call_later(LONGEST_HELD_SECONDS, self._places.narrow, None)
        elif count < FULL_BATCH and self._holding is not None:
            self._holding.cancel()
            self._holding = None
            self._places.narrow(None)

    async def initialize(self) -> None:
        """Do nothing; the lines form as they are needed."""

    async def shutdown(self) -> None:
        """Do nothing; what runs is awaited by the application."""

    @property
    def has_room(self) -> bool:
        """Say whether an update that comes now is begun, or lined up behind its own chat."""
        return self._places.are_open

    def is_at(self, update_id: int) -> bool:
        """Say whether the update is being worked on, or waits behind another."""
        return update_id in self._numbers

    async def idle(self) -> None:
        """Wait until nothing is being worked on."""
        await self._is_idle.wait()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's earlier updates, then process this one."""
        number = update.update_id if isinstance(update, Update | Words) else _WITHOUT_NUMBER
        self._begin(number)
        try:
            await self._in_turn(_chat_of(update), update, coroutine)
        finally:
            self._end(number)
            # Cancelled in line, it was never begun; Python would complain of that later.
            if asyncio.iscoroutine(coroutine):
                coroutine.close()

    async def _in_turn(self, chat: int | None, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's earlier updates and for a place; only who is first asks for one."""
        line = [] if chat is None else self._lines.setdefault(chat, [])
        ticket = Ticket(self._rank(line, update))
        line.append(ticket)
        if line[0] is ticket:
            self._places.enter(ticket)
        else:
            self._places.hasten(line[0], ticket.rank)
        try:
            await ticket.called
            await coroutine
        finally:
            self._step_out(line, ticket)
            if chat is not None and not line:
                del self._lines[chat]

    def _step_out(self, line: list[Ticket], ticket: Ticket) -> None:
        was_first = line[0] is ticket
        line.remove(ticket)
        if was_first and line:
            line[0].rank = min(one.rank for one in line)
            self._places.enter(line[0])
        # Only now: else the place would go to another chat while this one's next is not there yet.
        if ticket.has_place:
            self._places.leave()

    def _rank(self, line: list[Ticket], update: object) -> int:
        if self._places.are_open and not line:
            return Rank.ORDINARY
        return rank_of(update, self._haste)

    def _begin(self, number: int) -> None:
        self._numbers[number] = self._numbers.get(number, 0) + 1
        self._is_idle.clear()

    def _end(self, number: int) -> None:
        self._numbers[number] -= 1
        if not self._numbers[number]:
            del self._numbers[number]
        if not self._numbers:
            self._is_idle.set()


def rank_of(update: object, haste: Callable[[str], Rank]) -> Rank:
    """Return how soon it is an update's turn where many wait."""
    if isinstance(update, Words):
        return haste(update.text)
    if not isinstance(update, Update):
        return Rank.ORDINARY
    if update.callback_query is not None:
        return Rank.TAP
    message = update.effective_message
    words = message and (message.text or message.caption)
    return haste(words) if words else Rank.ORDINARY


def _chat_of(update: object) -> int | None:
    if isinstance(update, Words):
        return update.chat_id
    if not isinstance(update, Update):
        return None
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else None
