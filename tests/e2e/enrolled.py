"""A county whose people have opened their links, kept so that each story begins with a copy.

Enrolling takes most of what a county costs to begin. It is done once, by the real bot in the real
way; a story is given the database file and the phones as they then stood, and its own bot starts
on them as after a restart.
"""

import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from shutil import copyfile

from bot.config import Config
from bot.demo import Colleague
from sandbox.chats import Chat
from sandbox.server import Sandbox
from sandbox.wire import WireCall
from storage.database import Database, open_database
from storage.sqlite import SqliteDatabase

Begin = Callable[[Database], Awaitable[Sandbox]]
Key = tuple[datetime, tuple[Colleague, ...], str, tuple[bytes, ...]]


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What the database and Telegram held when everybody was enrolled; copied, never lent."""

    file: bytes
    chats: Sequence[Chat]
    calls: Sequence[WireCall]
    acknowledged: Sequence[int]
    next_update_id: int
    last_message_id: int

    @classmethod
    def of(cls, file: Path, sandbox: Sandbox) -> "Enrolled":
        """Keep what a file holds that no bot has open any more, and what its phones show."""
        cloud = sandbox._cloud
        return cls(
            file.read_bytes(),
            tuple(cloud.chats.values()),
            # The poll that the bot's end cut off is none of the story.
            tuple(call for call in sandbox.wire if call.status),
            tuple(sandbox.acknowledged),
            cloud.updates._next_id,
            cloud.last_message_id,
        )

    def lay(self, file: Path, sandbox: Sandbox) -> None:
        """Put all of it into a new file and a new sandbox."""
        file.write_bytes(self.file)
        cloud = sandbox._cloud
        cloud.last_message_id = self.last_message_id
        cloud.updates._next_id = self.next_update_id
        cloud.updates.acknowledged.extend(self.acknowledged)
        sandbox.wire.extend(replace(call) for call in self.calls)
        for kept in self.chats:
            chat = cloud.new_chat(
                kept.name, language=kept.language, group=kept.group, title=kept.title
            )
            chat.started = kept.started
            chat.messages.update(kept.messages)
            chat.keyboard, chat.placeholder = kept.keyboard, kept.placeholder
            chat.consumed.update(kept.consumed)


_kept: dict[Key, Enrolled] = {}


async def enrolled(
    database: Database, at: datetime, staff: Sequence[Colleague], config: Config, begin: Begin
) -> Enrolled | None:
    """Return what such a county begins with; None for a database that it cannot be laid into.

    Args:
        database: on a migrated file that nobody has used; no other can be replaced.
        at: when the people are enrolled.
        staff: the people.
        config: the policies.
        begin: enrols them in an empty county on another database, stops the bot, and returns
            the sandbox.
    """
    if not isinstance(database, SqliteDatabase) or not _is_new(file_of(database)):
        return None
    vault = database._vault
    key = (at, tuple(staff), repr(config.model_dump()), vault._secrets)
    if key not in _kept:
        with tempfile.TemporaryDirectory() as folder:
            file = copyfile(file_of(database), Path(folder) / "enrolled.db")
            sandbox = await begin(open_database(f"sqlite:///{file}", vault))
            _kept[key] = Enrolled.of(file, sandbox)
    return _kept[key]


def file_of(database: Database) -> Path:
    """Return where the file of a database stands."""
    return Path(database.url.database or "")


def _is_new(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT 1 FROM offices LIMIT 1").fetchone() is None
