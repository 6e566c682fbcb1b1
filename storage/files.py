"""The file of an SQLite database: that it is there, the same as before, and served by one."""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlalchemy.engine import URL, make_url


class AlreadyServed(Exception):
    """Say that another process serves this file."""


def existing(url: URL) -> URL:
    """Return the address so that a missing file is an error and never a new, empty one."""
    if not _is_file(url):
        return url
    path = Path(url.database or "").absolute()
    return url.set(database=path.as_uri()).update_query_dict({"mode": "rw", "uri": "true"})


@dataclass(slots=True)
class SameFile:
    """Whether the file at an address is there, and whether it is still the one it was."""

    url: URL
    _identity: tuple[int, int] | None = None

    def is_there(self) -> bool:
        """Say whether there is a file; what is no file is always there."""
        return not _is_file(self.url) or self._look() is not None

    def is_another(self) -> bool:
        """Say whether another file was put in its place since the last time this was asked."""
        if not _is_file(self.url):
            return False
        before, self._identity = self._identity, self._look()
        return before is not None and before != self._identity

    def _look(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.url.database or "")  # noqa: PTH116 - It is asked at every commit.
        except OSError:
            return None
        return found.st_dev, found.st_ino


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
        if not _is_file(self._url):
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


def _is_file(url: URL) -> bool:
    name = url.database or ""
    is_plain = name not in ("", ":memory:") and not name.startswith("file:")
    return url.get_backend_name() == "sqlite" and is_plain
