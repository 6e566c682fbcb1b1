"""What a person sees, and what they have already taken note of."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.chats import Chat
from sandbox.cloud import Cloud
from sandbox.errors import NotPossible
from sandbox.messages import ScreenMessage
from sandbox.profile import Command

PATIENCE = 30.0
"""Seconds of real time that a person waits for the bot."""

_NEVER = (-1, -1)


@dataclass(frozen=True, slots=True)
class Screen:
    """Show what a person sees now: messages that stand, the keyboard, the menu, toasts."""

    messages: tuple[ScreenMessage, ...]
    reply_keyboard: tuple[tuple[str, ...], ...] | None
    placeholder: str | None
    commands: tuple[Command, ...]
    toasts: tuple[str, ...]
    typing: bool

    def __str__(self) -> str:
        lines = [_line(message) for message in self.messages]
        if self.reply_keyboard is not None:
            rows = " / ".join(" ".join(f"[{key}]" for key in row) for row in self.reply_keyboard)
            lines.append(f"  keyboard: {rows}")
        lines.extend(f"  toast: {toast}" for toast in self.toasts)
        return "\n".join(lines) or "(an empty screen)"


class Onlooker:
    """Look at one person's screen and wait for what appears on it."""

    def __init__(self, cloud: Cloud, chat: Chat) -> None:
        self._cloud = cloud
        self._chat = chat

    @property
    def name(self) -> str:
        """The name that the bot is told."""
        return self._chat.name

    @property
    def screen(self) -> Screen:
        """What this person sees now."""
        chat = self._chat
        rows = chat.keyboard.rows if chat.keyboard else None
        return Screen(
            messages=tuple(chat.messages.values()),
            reply_keyboard=tuple(tuple(key.text for key in row) for row in rows) if rows else None,
            placeholder=chat.placeholder,
            commands=self._cloud.profile.commands_for(chat.chat_id, chat.language),
            toasts=tuple(chat.toasts),
            typing=chat.typing_until > time.monotonic(),
        )

    async def sees(
        self,
        words: str,
        *,
        buttons: Sequence[str] | None = None,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - A test names its patience.
    ) -> ScreenMessage:
        """Wait for a message of the bot that contains `words`, and take note of it.

        The oldest message not noted before is returned; an edit makes a message new again.

        Args:
            words: A part of the text or caption.
            buttons: Labels that must all be there, inline or in the keyboard, in any order.
            timeout: Seconds of real time.

        Raises:
            AssertionError: Nothing came; the message shows the whole screen.
        """
        wanted = f"“{words}”" + (f" with {list(buttons)}" if buttons else "")
        complaint = f"{self.name} does not see {wanted}"
        await self._until(
            lambda: self._match(words, buttons) is not None, timeout, complaint=complaint
        )
        found = self._match(words, buttons)
        if found is None:
            raise AssertionError(complaint)
        self._note(found)
        return found

    async def sees_gone(
        self,
        message: ScreenMessage,
        *,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - A test names its patience.
    ) -> None:
        """Wait until a message has been deleted; raise AssertionError when it stays."""
        standing = self._chat.messages
        await self._until(
            lambda: message.message_id not in standing, timeout, complaint="the message stands"
        )

    def unread(self) -> tuple[ScreenMessage, ...]:
        """Return the bot's messages whose words have not been noted by `sees`."""
        noted = self._chat.consumed
        return tuple(
            message
            for message in self._chat.from_the_bot()
            if noted.get(message.message_id, _NEVER)[1] < message.text_revision
        )

    def reads_all(self) -> None:
        """Take note of everything on the screen."""
        for message in self._chat.from_the_bot():
            self._note(message)
        self._chat.read()

    def now_shows(self, message: ScreenMessage) -> ScreenMessage:
        """Return a message as it stands now; raise NotPossible when it was deleted."""
        current = self._chat.messages.get(message.message_id)
        if current is None:
            raise NotPossible("the message was deleted")
        return current

    async def _until(self, holds: Callable[[], bool], seconds: float, *, complaint: str) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not holds():
                    await self._chat.next_change()
        except TimeoutError:
            raise AssertionError(f"{complaint}:\n{self.screen}") from None

    def _match(self, words: str, buttons: Sequence[str] | None) -> ScreenMessage | None:
        noted = self._chat.consumed
        for message in self._chat.from_the_bot():
            if noted.get(message.message_id, _NEVER)[0] >= message.revision:
                continue
            labels = message.labels
            if words in message.text and all(label in labels for label in buttons or ()):
                return message
        return None

    def _note(self, message: ScreenMessage) -> None:
        seen = (message.revision, message.text_revision)
        self._chat.consumed[message.message_id] = seen


def _line(message: ScreenMessage) -> str:
    who = "bot" if message.from_bot else "me "
    what = f"<{message.media.kind}> " if message.media else ""
    labels = "".join(f" [{label}]" for label in message.labels)
    edited = " (edited)" if message.edited_at else ""
    return f"{message.message_id:>5} {who} {what}{message.text}{edited}{labels}"
