"""Knowing whether a bot is at work on a database.

On SQLite a bot holds a lock beside the file for as long as it runs; the system lets it go when the
process ends in whatever way. On PostgreSQL the server knows who is connected.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL, make_url

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has other locks, and no hotline runs there.
    fcntl = None  # type: ignore[assignment]

APPLICATION_NAME = "weibao"


class AlreadyInUse(Exception):
    """Say that a bot, or a copy under way, has the file to itself."""


@contextmanager
def sole_use(url: str | URL) -> Iterator[None]:
    """Have an SQLite file to oneself among those that ask; of PostgreSQL there are always many.

    Raises:
        AlreadyInUse: somebody else has it.
    """
    parsed = make_url(url)
    file = parsed.database
    if parsed.get_backend_name() != "sqlite" or not file or file == ":memory:" or fcntl is None:
        yield
        return
    descriptor = os.open(Path(f"{file}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyInUse(file) from None
        yield
    finally:
        os.close(descriptor)


def others_at_work(connection: Connection) -> bool:
    """Say whether a bot is connected to this PostgreSQL database."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = :name AND pid <> pg_backend_pid()"
    )
    return bool(connection.execute(query, {"name": APPLICATION_NAME}).scalar_one())
