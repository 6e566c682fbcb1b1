"""Files that are drawn or read when their message leaves: outside any transaction, in a thread.

What a message says is settled in the transaction that claims it; nobody else can write meanwhile,
so nothing that takes its time is done there (decision 0043).
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.views.outgoing import Outgoing, Part

AT_ONCE = 2


class NotMade(Exception):
    """Say that a file of the message could not be drawn or read."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Make the files of messages, a few at once: they all are in memory, and take the processor."""

    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def made(self, message: Outgoing) -> Outgoing:
        """Return the message with its files in it, or with words where one cannot be drawn.

        Raises:
            NotMade: there is no such file, or it does not open.
        """
        if message.make is None and not any(part.make for part in message.parts):
            return message
        async with self._room:
            return await asyncio.to_thread(_made, message)


def _made(message: Outgoing) -> Outgoing:
    parts = tuple(map(_made_part, message.parts))
    if message.make is None:
        return replace(message, parts=parts)
    content = _content(message.make)
    if content is None:
        return replace(message, kind="message", text=message.instead, make=None)
    return replace(message, file_id=content, parts=parts, make=None)


def _made_part(part: Part) -> Part:
    if part.make is None:
        return part
    return replace(part, file_id=_content(part.make) or b"", make=None)


def _content(make: Callable[[], bytes | None]) -> bytes | None:
    try:
        return make()
    except Exception as error:
        raise NotMade from error
