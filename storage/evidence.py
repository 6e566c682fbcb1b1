"""Attachments as files beside the database: sealed, each under a name that tells nothing.

Of each there are up to two: the original as it came, kept as evidence, and what is shown of it,
without what a camera writes into a picture. They are sealed by the keys of the installation and
bound to their row and part, as sealed fields are.
"""

import fcntl
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Literal

from sqlalchemy import select
from sqlalchemy.engine import URL

from storage.encryption import Place, SealBroken, Vault, sealing_key
from storage.schema import engine_for
from storage.tables import attachments

Part = Literal["original", "shown"]
PARTS: tuple[Part, ...] = ("original", "shown")
_BESIDE = re.compile(f"[0-9a-f]{{16}}[.](?:{'|'.join(PARTS)})[.][0-9]+")
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
            with suppress(FileNotFoundError), _held(path) as held:
                _overwrite(held)
                path.unlink()
        self._clear(f"{attachment_id:016x}.*")

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
        found: Counter[bytes] = Counter()
        for _, _, path in self._all():
            with suppress(FileNotFoundError):
                found[sealing_key(_head(path))] += 1
        return found

    def seal_anew(self) -> tuple[int, list[str]]:
        """Seal every file by the current key; return how many were, and which do not open.

        Stopped in the middle and begun again, it goes on with what is left. Each file is held
        meanwhile, so that nobody erases it and it then comes back.
        """
        renewed, damaged = 0, []
        self._clear("*")
        for attachment_id, part, path in self._all():
            try:
                with _held(path) as held:
                    renewed += self._put_anew(held, path, _place(attachment_id, part))
            except FileNotFoundError:
                continue  # It was erased meanwhile.
            except SealBroken:
                damaged.append(f"the file {path.name}")
        return renewed, damaged

    def _put_anew(self, held: BinaryIO, path: Path, place: Place) -> bool:
        if sealing_key(held.read(_HEAD_BYTES)) == self._vault.current:
            return False
        held.seek(0)
        content = self._vault.open_bytes(held.read(), place)
        # The old file is let go, not written over: a crash in between would lose evidence.
        self._put(path, self._vault.seal_bytes(content, place))
        return True

    def _clear(self, names: str) -> None:
        """Write over and remove what was left beside its place by who was killed as they wrote."""
        for beside in self.folder.glob(names):
            if not _BESIDE.fullmatch(beside.name):
                continue
            with suppress(FileNotFoundError, BlockingIOError), _held(beside, waits=False) as held:
                _overwrite(held)
                beside.unlink()

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
            # Held until it stands at its place: what nobody holds is taken for left behind.
            fcntl.flock(written, fcntl.LOCK_EX)
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


@contextmanager
def _held(path: Path, *, waits: bool = True) -> Iterator[BinaryIO]:
    """Open the file that stands at the path, and keep everybody else who changes files from it.

    Raises:
        FileNotFoundError: there is none, or it was removed as one waited.
        BlockingIOError: somebody holds it, and one was not to wait.
    """
    while True:
        with path.open("r+b") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
            # Another may have been put in its place as one waited.
            if os.path.samestat(os.fstat(opened.fileno()), path.stat()):
                yield opened
                return


def _overwrite(held: BinaryIO) -> None:
    """Put noise where the file stands on the disk, as far as the disk writes in place."""
    left = os.fstat(held.fileno()).st_size
    held.seek(0)
    while left:
        left -= held.write(os.urandom(min(left, _BLOCK)))
    held.flush()
    os.fsync(held.fileno())
