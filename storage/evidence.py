"""Attachments as files beside the database: sealed, each under a name that tells nothing.

Of each there are up to two: the original as it came, kept as evidence, and what is shown of it,
without what a camera writes into a picture. They are sealed by the keys of the installation and
bound to their row and part, as sealed fields are.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.engine import URL

from storage.encryption import Place, SealBroken, Vault, sealing_key
from storage.schema import engine_for
from storage.tables import attachments

Part = Literal["original", "shown"]
PARTS: tuple[Part, ...] = ("original", "shown")
_HEAD_BYTES = 64
_BLOCK = 1 << 20


class SealedFiles:
    """The folder of attachments."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self.folder = folder
        self._vault = vault

    def keep(self, attachment_id: int, part: Part, content: bytes) -> None:
        """Seal the content into its file; it is there wholly or not at all.

        Raises:
            OSError: it could not be written.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sealed = self._vault.seal_bytes(content, _place(attachment_id, part))
        self._put(self._path(attachment_id, part), sealed)

    def read(self, attachment_id: int, part: Part) -> bytes:
        """Return what was kept.

        Raises:
            OSError: there is no such file, or it cannot be read.
            SealBroken: it does not open.
        """
        sealed = self._path(attachment_id, part).read_bytes()
        return self._vault.open_bytes(sealed, _place(attachment_id, part))

    def has(self, attachment_id: int) -> bool:
        """Say whether the original is there."""
        return self._path(attachment_id, "original").is_file()

    def remove(self, attachment_id: int) -> None:
        """Write over the files of the attachment, and take them away; none is no error.

        Raises:
            OSError: one of them could not be written over or removed.
        """
        for part in PARTS:
            path = self._path(attachment_id, part)
            with suppress(FileNotFoundError):
                _overwrite(path)
                path.unlink()

    def trouble(self) -> str | None:
        """Return the name of the error that keeps files from being written, if any does.

        Nothing is made: where the folder is not there yet, the one that it will stand in is tried.
        """
        try:
            there = next(one for one in (self.folder, *self.folder.parents) if one.exists())
            with tempfile.TemporaryFile(dir=there):
                return None
        except OSError as error:
            return type(error).__name__

    def used(self) -> Counter[bytes]:
        """Return how many files were sealed by which key."""
        return Counter(sealing_key(_head(path)) for _, _, path in self._all())

    def seal_anew(self) -> tuple[int, list[str]]:
        """Seal every file by the current key; return how many were, and which do not open.

        Stopped in the middle and begun again, it goes on with what is left.
        """
        renewed, damaged = 0, []
        for attachment_id, part, path in self._all():
            if sealing_key(_head(path)) == self._vault.current:
                continue
            try:
                content = self.read(attachment_id, part)
            except FileNotFoundError:
                continue  # It was erased meanwhile.
            except SealBroken:
                damaged.append(f"the file {path.name}")
                continue
            # The old file is let go, not written over: a crash in between would lose evidence.
            self._put(path, self._vault.seal_bytes(content, _place(attachment_id, part)))
            renewed += 1
        return renewed, damaged

    def _all(self) -> Iterator[tuple[int, Part, Path]]:
        for part in PARTS:
            for path in sorted(self.folder.glob(f"*.{part}")):
                with suppress(ValueError):
                    yield int(path.stem, 16), part, path

    def _path(self, attachment_id: int, part: Part) -> Path:
        return path_of(self.folder, attachment_id, part)

    def _put(self, path: Path, sealed: bytes) -> None:
        """Write a file beside its place, and put it there once it is on disk."""
        beside = path.with_suffix(f"{path.suffix}.{os.getpid()}")
        with open(beside, "wb", opener=for_owner) as written:
            written.write(sealed)
            written.flush()
            os.fsync(written.fileno())
        beside.replace(path)
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def path_of(folder: Path, attachment_id: int, part: Part) -> Path:
    """Return where a part of an attachment stands."""
    return folder / f"{attachment_id:016x}.{part}"


async def kept_ids(url: URL) -> Sequence[int]:
    """Return the attachments of which a database says that they are kept in files."""
    engine = engine_for(url)
    try:
        async with engine.connect() as connection:
            kept = select(attachments.c.id).where(attachments.c.state == "kept")
            return (await connection.execute(kept.order_by(attachments.c.id))).scalars().all()
    finally:
        await engine.dispose()


async def missing_files(url: URL, folder: Path) -> tuple[int, int]:
    """Return how many attachments a database says are kept, and how many are not in the folder."""
    found = await kept_ids(url)
    missing = [one for one in found if not path_of(folder, one, "original").is_file()]
    return len(found), len(missing)


def _place(attachment_id: int, part: Part) -> Place:
    return Place("attachments", part, attachment_id)


def for_owner(path: str, flags: int) -> int:
    """Open a file that only its owner can read; for `open`."""
    return os.open(path, flags, 0o600)


def _head(path: Path) -> bytes:
    with path.open("rb") as opened:
        return opened.read(_HEAD_BYTES)


def _overwrite(path: Path) -> None:
    """Put noise where the file stands on the disk, as far as the disk writes in place."""
    left = path.stat().st_size
    with path.open("r+b") as opened:
        while left:
            left -= opened.write(os.urandom(min(left, _BLOCK)))
        opened.flush()
        os.fsync(opened.fileno())
