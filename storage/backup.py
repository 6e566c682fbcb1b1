"""A backup: one file that holds a whole hotline, and knows whether it is whole.

It is a zip archive of an SQLite file with every table (whatever engine the hotline runs on), a
manifest that counts and hashes what is in it, and files of the configuration. Sealed fields stay
sealed; the keys are never in it. It is made while the bot runs, from one moment.
"""

import asyncio
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from storage import schema
from storage.copying import CopyRefused, check_source, copy_database, taken_inventory
from storage.inventory import Tally

FORMAT = 1
DATA = "weibao.db"
MANIFEST = "manifest.json"
CONFIGURATION = "configuration"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    made_at: str
    engine: str
    revision: str
    sha256: str
    tables: Mapping[str, Tally]

    def to_json(self) -> str:
        """Return it as it stands in the archive."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1)

    @classmethod
    def from_json(cls, words: str) -> "Manifest":
        """Read it again.

        Raises:
            ValueError, KeyError, TypeError: it is not a manifest of this form.
        """
        said = json.loads(words)
        if said.pop("format") != FORMAT:
            raise ValueError("another form of manifest")
        tables = {name: Tally(**tally) for name, tally in said.pop("tables").items()}
        return cls(tables=tables, **said)


async def back_up(
    url: str | URL, file: Path, now: datetime, configuration: Iterable[Path] = ()
) -> Manifest:
    """Write a backup of the database into a new file that only its owner can read.

    Raises:
        CopyRefused: the file is there already or cannot be written, or the database is not of
            this version or is damaged.
    """
    source = make_url(url)
    await check_source(source)
    try:
        await asyncio.to_thread(_refuse_to_write_over, file)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".weibao-backup-") as folder:
            staged = Path(folder) / DATA
            await _stage(source, staged)
            manifest = await _described(staged, source, now)
            await asyncio.to_thread(_pack, staged, manifest, configuration, file)
    except OSError as error:
        raise CopyRefused(f"{file} cannot be written: {error.strerror or error}") from error
    return manifest


async def restore(file: Path, target: str | URL) -> Manifest:
    """Put a backup into an empty database, and compare every row.

    Raises:
        CopyRefused: the file is damaged or of another version, or the target is not empty.
    """
    async with unpacked(file) as (manifest, source):
        await copy_database(source, target)
    return manifest


@asynccontextmanager
async def unpacked(file: Path) -> AsyncIterator[tuple[Manifest, URL]]:
    """Give what the backup says of itself, and the address of a checked copy of its data.

    Raises:
        CopyRefused: the file is damaged or of another version.
    """
    manifest = await asyncio.to_thread(read_manifest, file)
    if manifest.revision != schema.newest():
        raise CopyRefused(
            f"{file} was made at version {manifest.revision} of the tables and this program needs "
            f"{schema.newest()}; restore it with the program that made it, then upgrade"
        )
    with tempfile.TemporaryDirectory(prefix="weibao-restore-") as folder:
        staged = Path(folder) / DATA
        await asyncio.to_thread(_unpack, file, manifest, staged)
        source = _file_url(staged)
        if await taken_inventory(source) != manifest.tables:
            raise _damaged(file)
        yield manifest, source


def read_manifest(file: Path) -> Manifest:
    """Return what the backup says of itself.

    Raises:
        CopyRefused: it is no backup, or damaged.
    """
    if not file.is_file():
        raise CopyRefused(f"there is no file {file}")
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.testzip() is not None:
                raise _damaged(file)
            return Manifest.from_json(archive.read(MANIFEST).decode())
    except _BROKEN as error:
        raise _damaged(file) from error


async def _stage(source: URL, staged: Path) -> None:
    """Copy the database into a file of one moment, while others go on writing."""
    if source.get_backend_name() == "sqlite":
        await asyncio.to_thread(_copy_pages, Path(source.database or ""), staged)
    else:
        await copy_database(source, _file_url(staged), beside_a_bot=True)
        await asyncio.to_thread(_check_pages, staged)


def _refuse_to_write_over(file: Path) -> None:
    if file.exists():
        raise CopyRefused(f"{file} is there already; a backup is never written over another")


def _copy_pages(source: Path, staged: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as reading,
            closing(sqlite3.connect(staged)) as writing,
        ):
            reading.backup(writing)
            # One file alone, without a journal beside it.
            writing.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise CopyRefused(f"{source} cannot be copied: {error}") from error
    _check_pages(staged)


def _check_pages(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            loose = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        found, loose = [str(error)], None
    if found != ["ok"]:
        raise CopyRefused(f"the database is damaged: {found[0]}; no backup was written")
    if loose is not None:
        raise CopyRefused(f"rows of {loose[0]} point at rows that are not there")


async def _described(staged: Path, source: URL, now: datetime) -> Manifest:
    tables = await taken_inventory(_file_url(staged))
    sha256 = await asyncio.to_thread(_sha256, staged)
    return Manifest(
        made_at=now.isoformat(),
        engine=source.get_backend_name(),
        revision=schema.newest() or "",
        sha256=sha256,
        tables=tables,
    )


def _pack(staged: Path, manifest: Manifest, configuration: Iterable[Path], file: Path) -> None:
    """Write the archive beside its place, and put it there once it is on disk."""
    part = staged.with_name("backup.zip")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(staged, DATA)
        archive.writestr(MANIFEST, manifest.to_json())
        for one in configuration:
            if one.is_file():
                archive.write(one, f"{CONFIGURATION}/{one.name}")
    part.chmod(0o600)
    with part.open("rb") as written:
        os.fsync(written.fileno())
    read_manifest(part)
    part.rename(file)


def _unpack(file: Path, manifest: Manifest, staged: Path) -> None:
    try:
        with (
            zipfile.ZipFile(file) as archive,
            archive.open(DATA) as packed,
            staged.open("xb") as plain,
        ):
            shutil.copyfileobj(packed, plain)
    except _BROKEN as error:
        raise _damaged(file) from error
    if _sha256(staged) != manifest.sha256:
        raise _damaged(file)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _file_url(file: Path) -> URL:
    return URL.create("sqlite", database=str(file))


def _damaged(file: Path) -> CopyRefused:
    return CopyRefused(f"{file} is damaged or is no backup of weibao; nothing was changed")


_BROKEN = (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, EOFError, OSError)
