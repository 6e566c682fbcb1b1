"""Putting words into the outbox: every message to anybody is a row first."""

import html
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot.views.outgoing import Button, Key, Outgoing
from bot.views.texts import Texts
from storage.records import Person
from storage.work import UnitOfWork


class Priority(IntEnum):
    """What leaves first when the wire is narrow."""

    EMERGENCY_PAGE = 0
    ANSWER = 1
    PAGE = 2
    NEWS = 3
    LIST = 4


@dataclass(frozen=True, slots=True)
class Mail:
    """Write to people in their language within one unit of work."""

    work: UnitOfWork
    texts: Texts
    now: datetime

    def words(self, person: Person, key: str, **args: str | int) -> str:
        """Return the text `key` for the person; people's own words in `args` are escaped."""
        safe = {
            name: html.escape(value, quote=False) if isinstance(value, str) else value
            for name, value in args.items()
        }
        return self.texts(key, person.language, **safe)

    def say(
        self,
        person: Person,
        key: str,
        *,
        priority: Priority = Priority.ANSWER,
        buttons: tuple[tuple[Button, ...], ...] = (),
        keys: tuple[tuple[Key, ...], ...] | None = None,
        dedupe_key: str | None = None,
        args: dict[str, str | int] | None = None,
    ) -> None:
        """Queue the text `key` for the person."""
        text = self.words(person, key, **(args or {}))
        message = Outgoing("message", text=text, buttons=buttons, keys=keys)
        self.send(person, message, priority=priority, dedupe_key=dedupe_key)

    def send(
        self,
        person: Person,
        message: Outgoing,
        *,
        priority: Priority = Priority.ANSWER,
        dedupe_key: str | None = None,
    ) -> None:
        """Queue a message that is ready."""
        self.work.outbox.put(
            person_id=person.id,
            kind="text",
            priority=priority,
            now=self.now,
            payload=message.to_json(),
            dedupe_key=dedupe_key,
        )
