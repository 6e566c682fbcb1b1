"""A backup: one file that holds a whole hotline, and knows whether it is whole.

It is a zip archive of an SQLite file with every table (whatever engine the hotline runs on), the
attachments, a manifest that counts and hashes what is in it, and files of the configuration. Sealed
fields and attachments stay sealed; the keys are never in it. It is made while the bot runs: the
tables from one moment, and then the attachments that they had at that moment.
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
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from storage import schema
from storage.copying import CopyRefused, check_source, copy_database, taken_inventory
from storage.evidence import kept_ids
from storage.inventory import Tally
from storage.packed_files import FolderTaken, pack_files, put_files_back

FORMAT = 1
DATA = "weibao.db"
MANIFEST = "manifest.json"
CONFIGURATION = "configuration"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        made_at: when it was made, in ISO 8601.
        engine: the engine that the hotline ran on.
        revision: the version of the tables.
        sha256: the hash of the file with the tables.
        tables: of each table, how many rows it has, and their hash.
        files: the hash of each attachment's file, by its name.
    """

    made_at: str
    engine: str
    revision: str
    sha256: str
    tables: Mapping[str, Tally]
    files: Mapping[str, str] = field(default_factory=dict)

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
    url: str | URL,
    file: Path,
    now: datetime,
    configuration: Iterable[Path] = (),
    folder: Path | None = None,
) -> Manifest:
    """Write a backup into a new file that only its owner can read.

    Args:
        url: the database.
        file: where to.
        now: the time of the backup.
        configuration: files that are put in as they are, where they are there.
        folder: where the attachments are; without it they are left out.

    Raises:
        CopyRefused: the file is there already or cannot be written, or the database is not of
            this version or is damaged.
    """
    source = make_url(url)
    await check_source(source)
    try:
        await asyncio.to_thread(_refuse_to_write_over, file)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".weibao-backup-") as beside:
            staged = Path(beside) / DATA
            await _stage(source, staged)
            manifest = await _described(staged, source, now)
            kept = await kept_ids(_file_url(staged)) if folder else ()
            part = await asyncio.to_thread(_pack, staged, manifest, configuration, kept, folder)
            manifest = await asyncio.to_thread(read_manifest, part)
            part.rename(file)
    except OSError as error:
        raise CopyRefused(f"{file} cannot be written: {error.strerror or error}") from error
    return manifest


async def restore(file: Path, target: str | URL, folder: Path | None = None) -> Manifest:
    """Put a backup into an empty database, and its attachments into a folder; compare all.

    The attachments come first, so that no row says of one that it is kept where it is not; they go
    again where the rows cannot follow.

    Raises:
        CopyRefused: the file is damaged or of another version, the target is not empty, or the
            folder cannot be written or holds any already, unless all of them.
    """
    placed: list[Path] = []
    try:
        async with unpacked(file) as (manifest, source):
            if folder is not None:
                await asyncio.to_thread(_put_back, file, manifest, folder, placed)
            await copy_database(source, target)
    except BaseException:
        for one in placed:
            one.unlink(missing_ok=True)
        raise
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


def _pack(
    staged: Path,
    manifest: Manifest,
    configuration: Iterable[Path],
    kept: Iterable[int],
    folder: Path | None,
) -> Path:
    """Write the archive beside the staged file, and return where it is once it is on disk."""
    part = staged.with_name("backup.zip")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(staged, DATA)
        files = pack_files(archive, folder, kept) if folder else {}
        archive.writestr(MANIFEST, replace(manifest, files=files).to_json())
        for one in configuration:
            if one.is_file():
                archive.write(one, f"{CONFIGURATION}/{one.name}")
    part.chmod(0o600)
    with part.open("rb") as written:
        os.fsync(written.fileno())
    return part


def _put_back(file: Path, manifest: Manifest, folder: Path, placed: list[Path]) -> None:
    """Put the attachments into the folder, and take note of each that was not there before."""
    try:
        with zipfile.ZipFile(file) as archive:
            placed.extend(put_files_back(archive, manifest.files, folder))
    except FolderTaken as error:
        raise CopyRefused(
            f"{folder} holds {error} of a hotline, and the backup others; name an empty folder by "
            "WEIBAO_FILES, or move this one away where nothing serves from it any more"
        ) from error
    except OSError as error:
        raise CopyRefused(f"{folder} cannot be written: {error.strerror or error}") from error
    except _BROKEN as error:
        raise _damaged(file) from error


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
