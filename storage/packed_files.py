"""Attachments in a backup: packed as they stand, sealed, and put back under the same names."""

import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from storage.evidence import PARTS, for_owner, path_of

FOLDER = "attachments"
_BLOCK = 1 << 20
_NAME = re.compile(f"[0-9a-f]{{16}}[.](?:{'|'.join(PARTS)})")


class FolderTaken(Exception):
    """Say that the folder holds another file than the backup's, which of them is named."""


def pack_files(archive: zipfile.ZipFile, folder: Path, kept: Iterable[int]) -> dict[str, str]:
    """Write the files of these attachments into the archive; return the hash of each by its name.

    A file that is not there is left out. One that is erased meanwhile is in the archive as far as
    it was read, but not in the answer, and so is never put back.

    Raises:
        OSError: a file cannot be read, or the archive cannot be written.
    """
    packed: dict[str, str] = {}
    for path in _paths(folder, kept):
        if not path.is_file():
            continue
        # What is sealed does not get smaller.
        entry = zipfile.ZipInfo.from_file(path, f"{FOLDER}/{path.name}")
        entry.compress_type = zipfile.ZIP_STORED
        with path.open("rb") as source, archive.open(entry, "w") as target:
            found = _copy(source, target)
        if path.is_file():
            packed[path.name] = found
    return packed


def put_files_back(
    archive: zipfile.ZipFile, files: Mapping[str, str], folder: Path
) -> Iterator[Path]:
    """Put the files into the folder, and yield each that was not there before.

    Nothing is put into a folder that holds any: it is the folder of a hotline that serves, or did,
    and what was erased there since the backup would come back. Where all are there nothing is done.

    Raises:
        FolderTaken: the folder holds others, or not all; asked before any is put there.
        ValueError: one is not as it was packed, or has no name of an attachment.
        KeyError, zipfile.BadZipFile: the archive is damaged.
        OSError: one cannot be written.
    """
    for name in files:
        if not _NAME.fullmatch(name):
            raise ValueError(name)
    names = [name for name in files if not _is_there(folder / name, files[name])]
    if names:
        if (held := _held_by(folder)) is not None:
            raise FolderTaken(held)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in names:
        beside = folder / f"{name}.restored"
        with (
            archive.open(f"{FOLDER}/{name}") as packed,
            open(beside, "wb", opener=for_owner) as plain,
        ):
            found = _copy(packed, plain)
        if found != files[name]:
            beside.unlink()
            raise ValueError(name)
        beside.replace(folder / name)
        yield folder / name


def _held_by(folder: Path) -> str | None:
    return min((one.name for one in folder.glob("*.*") if _NAME.fullmatch(one.name)), default=None)


def _is_there(path: Path, wanted: str) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as opened:
        if hashlib.file_digest(opened, "sha256").hexdigest() != wanted:
            raise FolderTaken(path.name)
    return True


def _paths(folder: Path, kept: Iterable[int]) -> Iterator[Path]:
    for one in kept:
        for part in PARTS:
            yield path_of(folder, one, part)


def _copy(source: IO[bytes], target: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := source.read(_BLOCK):
        digest.update(block)
        target.write(block)
    return digest.hexdigest()
