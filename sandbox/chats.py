"""A person's private chat with the bot, as Telegram's servers keep it."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from sandbox.messages import ReplyKeyboard, ScreenMessage

Group = Literal["resident", "officer"]


@dataclass(slots=True, eq=False)
class Chat:
    """Hold one person and everything in the chat between this person and the bot.

    Its identifier is the person's user identifier. `title` says who the person is, for whoever
    plays them; the bot never learns it. `consumed` maps a message to the revisions, of all and
    of its words, that the person has taken note of.
    """

    chat_id: int
    name: str
    language: str
    group: Group
    on_change: Callable[[int], None]
    title: str = ""
    started: bool = False
    blocked: bool = False
    messages: dict[int, ScreenMessage] = field(default_factory=dict)
    keyboard: ReplyKeyboard | None = None
    placeholder: str | None = None
    toasts: list[str] = field(default_factory=list)
    consumed: dict[int, tuple[int, int]] = field(default_factory=dict)
    unread: int = 0
    typing_until: float = 0.0
    _waiting: set[asyncio.Future[None]] = field(default_factory=set)

    def post(self, message: ScreenMessage) -> None:
        """Put a new message on the screen, with the keyboard that it brings."""
        self.messages[message.message_id] = message
        if message.from_bot:
            self.unread += 1
            self.typing_until = 0.0
        if message.keyboard is not None:
            self.keyboard = message.keyboard
            self.placeholder = message.keyboard.placeholder
        self.changed()

    def edit(self, message: ScreenMessage, *, at: datetime, words: bool) -> ScreenMessage:
        """Put `message` in the place of the one with its number; `words` says the text changed."""
        edited = replace(
            message,
            edited_at=at,
            revision=message.revision + 1,
            text_revision=message.text_revision + words,
        )
        self.messages[message.message_id] = edited
        if words and message.from_bot:
            self.unread += 1
        self.changed()
        return edited

    def remove(self, message_id: int) -> None:
        """Take a message off the screen."""
        if self.messages.pop(message_id, None) is not None:
            self.changed()

    def read(self) -> None:
        """Count nothing as unread any more."""
        if self.unread:
            self.unread = 0
            self.changed()

    def from_the_bot(self) -> Iterator[ScreenMessage]:
        """Yield the bot's messages that still stand, oldest first."""
        return (message for message in self.messages.values() if message.from_bot)

    def changed(self) -> None:
        """Wake everybody who waits for this screen."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)
        self.on_change(self.chat_id)

    async def next_change(self) -> None:
        """Wait until something on the screen changes."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)
