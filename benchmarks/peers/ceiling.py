"""The ceiling: the bot itself, from the fetch to the call, with nothing of a step stored.

What a step of the dialogue asks and keeps stands in memory as it was given: no statement, no seal,
no transaction and no way to a disk. What is asked at the start and at each tick is asked of a file.
"""

import asyncio
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine
from sqlalchemy.engine import make_url

from benchmarks.ours import SECRET, begin
from bot.collecting import collect_rarely
from storage import schema
from storage.encryption import Vault
from storage.identifiers import TimeOrderedIds
from storage.records import DialogueRow, OutboxRow, Person, Report
from storage.repositories.cases import Cases
from storage.repositories.dialogues import Dialogues
from storage.repositories.inbox import Arrived, Inbox
from storage.repositories.outbox import TOPIC, Outbox
from storage.repositories.people import People
from storage.repositories.wishes import ChatLines
from storage.steps import Announcements, Listener, Step, T
from storage.work import UnitOfWork


@dataclass(slots=True)
class Memory:
    """What the bot knows while it runs.

    Attributes:
        people: by their chats.
        dialogues: by their people.
        taken: the numbers of all updates that came.
        waiting: of these, those that nobody has worked on.
        queued: the messages that nobody has claimed.
        held: whose message is on its way.
    """

    people: dict[str, Person] = field(default_factory=dict)
    chats: dict[int, str] = field(default_factory=dict)
    dialogues: dict[int, DialogueRow] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    waiting: set[int] = field(default_factory=set)
    queued: dict[int, OutboxRow] = field(default_factory=dict)
    held: set[int] = field(default_factory=set)
    numbers: "count[int]" = field(default_factory=lambda: count(1))


class RememberedPeople(People):
    """Who is known."""

    memory: Memory

    def with_chat(self, chat: str) -> Person | None:
        """Return the person of this chat."""
        return self.memory.people.get(chat)

    def meet(self, chat: str, *, language: str, now: datetime) -> Person:
        """Return the person of this chat, made known where this is the first message."""
        person = self.memory.people.get(chat)
        if person is None:
            number = next(self.memory.numbers)
            person = Person(
                number, chat, language, now, None, None, None, 0, None, 0, None, 0, may_serve=False
            )
            self.memory.people[chat] = person
            self.memory.chats[number] = chat
        return person

    def count_message(self, person: Person, *, minute_at: datetime, count: int) -> None:
        """Remember how many messages came within the minute that began at `minute_at`."""
        counted = replace(person, minute_at=minute_at, minute_count=count)
        self.memory.people[person.chat] = counted

    def chats_of(self, person_ids: Iterable[int]) -> Mapping[int, str]:
        """Return the chats of these people."""
        return {one: self.memory.chats[one] for one in person_ids}


class RememberedDialogues(Dialogues):
    """Where people stand in their dialogues."""

    memory: Memory

    def of(self, person_id: int) -> DialogueRow | None:
        """Return the person's dialogue, if one goes on."""
        return self.memory.dialogues.get(person_id)

    def keep(self, row: DialogueRow) -> None:
        """Remember the person's dialogue in place of the one before."""
        self.memory.dialogues[row.person_id] = row

    def end(self, person_id: int) -> None:
        """Forget the person's dialogue."""
        self.memory.dialogues.pop(person_id, None)


class RememberedUpdates(Inbox):
    """Which updates wait."""

    memory: Memory

    def take_all(self, arrived: Sequence[Arrived], now: datetime) -> None:  # noqa: ARG002 - As it is called.
        """Take note of those that are new."""
        new = {one.update_id for one in arrived} - self.memory.taken
        self.memory.taken |= new
        self.memory.waiting |= new

    def waiting_among(self, update_ids: Iterable[int]) -> frozenset[int]:
        """Return those of the numbers that wait."""
        return frozenset(self.memory.waiting.intersection(update_ids))

    def finish(self, update_id: int, now: datetime) -> bool:  # noqa: ARG002 - As above.
        """Take note that the update was worked on; False where that was done before."""
        is_waiting = update_id in self.memory.waiting
        self.memory.waiting.discard(update_id)
        return is_waiting


class RememberedMessages(Outbox):
    """What is to be sent next, to those who are in the dialogue."""

    memory: Memory

    def put(self, *, person_id: int, kind: str, priority: int, now: datetime, **given: Any) -> int:
        """Queue a message."""
        number = next(self.memory.numbers)
        self.memory.queued[number] = OutboxRow(
            number,
            given.get("dedupe_key") or str(number),
            person_id,
            kind,
            given.get("payload"),
            priority,
            "pending",
            0,
            now,
            lease_token=None,
            repeated=False,
            plain=False,
            message_id=None,
            referral_id=None,
            page_id=None,
            card_id=None,
            made_at=now,
        )
        self._topics.add(TOPIC)
        return number

    def claim(self, *, token: str, limit: int, **_given: object) -> Sequence[OutboxRow]:
        """Take the messages that have waited longest, at most one for each person."""
        taken: list[OutboxRow] = []
        for row in self.memory.queued.values():
            if len(taken) >= limit:
                break
            if row.person_id not in self.memory.held:
                self.memory.held.add(row.person_id)
                taken.append(replace(row, lease_token=token, state="sending"))
        for row in taken:
            del self.memory.queued[row.id]
        return taken

    def settle(self, row: OutboxRow, state: str, **_given: object) -> bool:  # noqa: ARG002 - As above.
        """Finish a message."""
        self.memory.held.discard(row.person_id)
        return True


class NoLines(ChatLines):
    """What stands in chats, which nobody asks for in the dialogue."""

    memory: Memory

    def note(self, *_given: object, **_named: object) -> None:
        """Remember nothing."""


class NoCases(Cases):
    """The cases of people who have sent no report yet."""

    memory: Memory

    def reports_by(self, *_given: object, **_named: object) -> Sequence[Report]:
        """Return the person's reports, of which there are none."""
        return ()


Room = TypeVar("Room", RememberedPeople, RememberedDialogues, RememberedUpdates, NoLines, NoCases)


class RememberingWork(UnitOfWork):
    """What a step may use, with all that the dialogue asks and keeps in memory."""

    def __init__(self, memory: Memory, connection: Connection, vault: Vault) -> None:
        super().__init__(connection, vault, TimeOrderedIds())
        self._memory = memory

    def _room(self, cls: type[Room]) -> Room:
        room = cls(self.connection, self.vault, self.ids)
        room.memory = self._memory
        return room

    @cached_property
    def people(self) -> People:
        """Everybody with a chat."""
        return self._room(RememberedPeople)

    @cached_property
    def dialogues(self) -> Dialogues:
        """Where people stand in their dialogues."""
        return self._room(RememberedDialogues)

    @cached_property
    def inbox(self) -> Inbox:
        """What Telegram handed over."""
        return self._room(RememberedUpdates)

    @cached_property
    def outbox(self) -> Outbox:
        """What is to be sent."""
        room = RememberedMessages(self.connection, self.vault, self.ids, self.topics)
        room.memory = self._memory
        return room

    @cached_property
    def lines(self) -> ChatLines:
        """Which messages stand in people's chats."""
        return self._room(NoLines)

    @cached_property
    def cases(self) -> Cases:
        """Cases, and the reports that make them."""
        return self._room(NoCases)


class RememberingDatabase:
    """Run steps at once, one after the other, on the file's connection for what is no dialogue.

    Args:
        file: an empty database, whose offices and ticks are asked for as ever.
    """

    def __init__(self, file: str) -> None:
        self.url = make_url(f"sqlite:///{file}")
        self._connection = create_engine(
            self.url, connect_args={"check_same_thread": False}
        ).connect()
        self._memory = Memory()
        self._vault = Vault(SECRET)
        self._announcements = Announcements()

    async def write(self, step: Step[T]) -> T:
        """Run the step, and tell of what it announced in the next turn of the loop."""
        work = RememberingWork(self._memory, self._connection, self._vault)
        result = step(work)
        asyncio.get_running_loop().call_soon(self._announcements.tell, work.topics)
        return result

    async def read(self, step: Step[T]) -> T:
        """Run the step."""
        return step(RememberingWork(self._memory, self._connection, self._vault))

    def listen(self, topic: str, listener: Listener) -> None:
        """Call `listener` after each step that announced `topic`."""
        self._announcements.listen(topic, listener)

    def offer(self, topic: str, step: Step[T]) -> None:
        """Take no offers: there is no transaction to spare."""

    def withdraw(self, offered: asyncio.Future[T]) -> bool:  # noqa: ARG002 - As above.
        """Do nothing: nothing was offered."""
        return True

    async def close(self) -> None:
        """Let the file go."""
        self._connection.close()


async def serve(base_url: str, token: str, file: str) -> None:
    """Serve until ended."""
    collect_rarely()
    await schema.upgrade(f"sqlite:///{file}")
    await begin(RememberingDatabase(file), base_url, token)


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:4]))
