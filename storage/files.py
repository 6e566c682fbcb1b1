"""The file of an SQLite database: that it is there, the same as before, and served by one."""

import fcntl
import os
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DisconnectionError

_FILE = "file"

Identity = tuple[int, int] | None
"""What tells a file from any other; None where there is none."""


class AlreadyServed(Exception):
    """Say that another process serves this file."""


def existing(url: URL) -> URL:
    """Return the address so that a missing file is an error and never a new, empty one."""
    if not is_file(url):
        return url
    path = Path(url.database or "").absolute()
    return url.set(database=path.as_uri()).update_query_dict({"mode": "rw", "uri": "true"})


def identity(url: URL) -> Identity:
    """Return which file stands at the address."""
    try:
        found = os.stat(url.database or "")  # noqa: PTH116 - It is asked at every commit.
    except OSError:
        return None
    return found.st_dev, found.st_ino


def is_there(url: URL) -> bool:
    """Say whether the file at the address is there; what is no file is always there."""
    return not is_file(url) or identity(url) is not None


def follow(engine: Engine, url: URL) -> None:
    """Let each connection to a file that was replaced at the address be opened anew.

    It is found out as the connection is taken for use, so that none is taken from its user.
    """

    def opening(_dialect: object, record: Any, _arguments: object, _named: object) -> None:
        record.info[_FILE] = identity(url)

    def taken(_connection: object, record: Any, _proxy: object) -> None:
        if record.info[_FILE] != identity(url):
            raise DisconnectionError("another file was put in its place")

    if is_file(url):
        event.listen(engine, "do_connect", opening)
        event.listen(engine, "checkout", taken)


class Service:
    """The right to serve an SQLite file, held by one process; PostgreSQL serves any number.

    The lock stands on a file beside the database. The kernel frees it when the process ends, in
    whatever way; the empty file that remains means nothing.
    """

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        """Take the right.

        Raises:
            AlreadyServed: another process has it.
        """
        if not is_file(self._url):
            return self
        self._descriptor = os.open(f"{self._url.database}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.__exit__()
            raise AlreadyServed from error
        return self

    def __exit__(self, *_: object) -> None:
        """Give the right back."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def is_file(url: URL) -> bool:
    """Say whether the database at the address is a file that SQLite opens by its plain name."""
    name = url.database or ""
    is_plain = name not in ("", ":memory:") and not name.startswith("file:")
    return url.get_backend_name() == "sqlite" and is_plain
