"""The one write path, on either engine.

A step is a plain function of a `UnitOfWork`. It is handed over whole, runs inside a transaction
and returns what it found; it never opens or commits one. Steps that wait together are committed
together; where one fails they run again, each behind its own savepoint on SQLite and in its own
transaction on PostgreSQL, so that it harms no other. A lonely step is committed at once. Reads run
beside the writer: on SQLite that is a thread, on PostgreSQL a task.
"""

import asyncio
from datetime import timedelta
from typing import Protocol

from sqlalchemy.engine import URL, make_url

from storage.encryption import Vault
from storage.identifiers import IdFactory, TimeOrderedIds
from storage.sqlite import SqliteDatabase
from storage.steps import Listener, Step, StorageUnavailable, T

__all__ = ["Database", "Listener", "Step", "StorageUnavailable", "open_database"]


class Database(Protocol):
    """Run steps in transactions, and tell listeners what was committed."""

    url: URL

    async def write(self, step: Step[T]) -> T:
        """Run the step and commit what it did; where the step itself fails nothing of it remains.

        A caller that is cancelled stops waiting, but the step is finished all the same.

        Raises:
            StorageUnavailable: the database could not be written, or was closed. Where it was lost
                in the middle of the commit, nobody knows whether what the step did remains.
        """
        ...

    async def read(self, step: Step[T]) -> T:
        """Run a step that only reads.

        Raises:
            StorageUnavailable: the database could not be read, or the step tried to write.
        """
        ...

    def listen(self, topic: str, listener: Listener) -> None:
        """Call `listener` in the event loop after each commit that announced `topic`."""
        ...

    def offer(self, topic: str, step: Step[T]) -> asyncio.Future[T] | None:
        """Let the step be run once more is announced of the topic, in the same transaction.

        It is run behind the steps that announced it, one time, and its result comes with their
        commit; nobody else is told of the topic then. Where it fails the others are not harmed,
        the future has an error, and listeners are told. Of several offers for a topic the first
        is taken, and the next one at another time.

        Returns:
            What the step will have returned; None where this engine takes no offers.
        """
        ...

    def withdraw(self, offered: asyncio.Future[T]) -> bool:
        """Take back what was offered; False where it is being run already, or was."""
        ...

    async def close(self) -> None:
        """Finish what was handed over, then let the database go."""
        ...


def open_database(
    url: str,
    vault: Vault,
    ids: IdFactory | None = None,
    *,
    busy_timeout: timedelta | None = None,
) -> Database:
    """Open the database at an address such as `sqlite:///weibao.db` or `postgresql://…`.

    `busy_timeout` is how long a step waits while another process holds an SQLite file.
    """
    parsed = make_url(url)
    factory = ids or TimeOrderedIds()
    if parsed.get_backend_name() == "sqlite":
        return SqliteDatabase(parsed, vault, factory, busy_timeout=busy_timeout)
    if parsed.get_backend_name() == "postgresql":
        from storage.postgres import PostgresDatabase

        return PostgresDatabase(parsed, vault, factory)
    raise ValueError(f"{parsed.get_backend_name()} is not served; use sqlite or postgresql")
