"""The attachments go into the backup as they stand, and come back as they were."""

import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import IO

import pytest
from sqlalchemy import update
from sqlalchemy.engine import make_url

from storage import packed_files
from storage.backup import back_up, restore
from storage.copying import CopyRefused, taken_inventory
from storage.database import open_database
from storage.encryption import Vault
from storage.evidence import SealedFiles, kept_ids
from storage.tables import attachments
from tests.storage.full import lay_everything

SEEN, SHOWN = b"what the camera wrote" * 50_000, b"what officers see"


@pytest.fixture
async def url(sqlite_url: str, vault: Vault, now: datetime) -> str:
    """The address of a database whose attachments are all kept."""
    database = open_database(sqlite_url, vault)
    await database.write(lambda work: lay_everything(work, now))
    kept = update(attachments).values(state="kept", due_at=None)
    await database.write(lambda work: work.connection.execute(kept))
    await database.close()
    return sqlite_url


@pytest.fixture
async def files(url: str, tmp_path: Path, vault: Vault) -> SealedFiles:
    """The folder with both parts of each of them, and one that no row knows of."""
    found = SealedFiles(tmp_path / "attachments", vault)
    for one in await kept_ids(make_url(url)):
        found.keep(one, "original", SEEN)
        found.keep(one, "shown", SHOWN)
    found.keep(7, "original", b"not in the database")
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.zip"


@pytest.fixture
def fresh(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'fresh.db'}"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere" / "attachments"


def _content(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


async def test_the_attachments_of_the_rows_come_back_byte_by_byte_and_open(
    url: str, files: SealedFiles, file: Path, fresh: str, elsewhere: Path, now: datetime
) -> None:
    written = await back_up(url, file, now, folder=files.folder)
    (kept,) = await kept_ids(make_url(url))
    assert await restore(file, fresh, elsewhere) == written

    expected = _content(files.folder)
    del expected[f"{7:016x}.original"]
    assert _content(elsewhere) == expected
    again = SealedFiles(elsewhere, files._vault)
    assert (again.read(kept, "original"), again.read(kept, "shown")) == (SEEN, SHOWN)
    assert {one.stat().st_mode & 0o777 for one in elsewhere.iterdir()} == {0o600}
    assert elsewhere.stat().st_mode & 0o077 == 0


async def test_one_that_is_missing_and_one_that_is_erased_meanwhile_stop_no_backup(
    url: str,
    files: SealedFiles,
    file: Path,
    fresh: str,
    elsewhere: Path,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (kept,) = await kept_ids(make_url(url))
    original, shown = (files.folder / f"{kept:016x}.{part}" for part in ("original", "shown"))
    original.unlink()
    copied = packed_files._copy

    def erased_meanwhile(source: IO[bytes], target: IO[bytes]) -> str:
        found = copied(source, target)
        shown.unlink()
        return found

    monkeypatch.setattr(packed_files, "_copy", erased_meanwhile)
    written = await back_up(url, file, now, folder=files.folder)
    assert written.files == {}
    await restore(file, fresh, elsewhere)
    assert not elsewhere.exists()


async def test_a_folder_that_holds_the_same_files_is_left_as_it_is(
    url: str, files: SealedFiles, file: Path, fresh: str, now: datetime
) -> None:
    await back_up(url, file, now, folder=files.folder)
    before = _content(files.folder)
    await restore(file, fresh, files.folder)
    assert _content(files.folder) == before


async def test_a_folder_that_holds_others_is_named_and_nothing_is_done(
    url: str, files: SealedFiles, file: Path, fresh: str, tmp_path: Path, now: datetime
) -> None:
    await back_up(url, file, now, folder=files.folder)
    (kept,) = await kept_ids(make_url(url))
    files.keep(kept, "shown", b"something else")
    (files.folder / f"{kept:016x}.original").unlink()
    before = _content(files.folder)
    with pytest.raises(CopyRefused, match=rf"attachments holds {kept:016x}.shown of a hotline"):
        await restore(file, fresh, files.folder)
    assert _content(files.folder) == before
    assert not (tmp_path / "fresh.db").exists()


async def test_what_was_erased_since_does_not_come_back_where_a_hotline_serves(
    url: str, files: SealedFiles, file: Path, fresh: str, tmp_path: Path, now: datetime
) -> None:
    await back_up(url, file, now, folder=files.folder)
    (kept,) = await kept_ids(make_url(url))
    files.remove(kept)
    before = _content(files.folder)
    with pytest.raises(CopyRefused, match="name an empty folder by WEIBAO_FILES"):
        await restore(file, fresh, files.folder)
    assert _content(files.folder) == before
    assert not (tmp_path / "fresh.db").exists()


async def test_where_the_rows_cannot_follow_the_files_go_again(
    url: str, files: SealedFiles, file: Path, elsewhere: Path, now: datetime
) -> None:
    await back_up(url, file, now, folder=files.folder)
    before = await taken_inventory(make_url(url))
    with pytest.raises(CopyRefused, match="not empty"):
        await restore(file, url, elsewhere)
    assert list(elsewhere.iterdir()) == []
    assert await taken_inventory(make_url(url)) == before


async def test_a_folder_that_cannot_be_written_is_named(
    url: str, files: SealedFiles, file: Path, fresh: str, elsewhere: Path, now: datetime
) -> None:
    await back_up(url, file, now, folder=files.folder)
    elsewhere.parent.write_text("a file where the folder should be")
    with pytest.raises(CopyRefused, match=r"elsewhere/attachments cannot be written"):
        await restore(file, fresh, elsewhere)


@pytest.mark.parametrize("spoilt", ["content", "name", "gone"])
async def test_a_file_changed_in_the_archive_is_found(
    url: str,
    files: SealedFiles,
    file: Path,
    fresh: str,
    elsewhere: Path,
    now: datetime,
    spoilt: str,
) -> None:
    written = await back_up(url, file, now, folder=files.folder)
    name = min(written.files)
    parts = _parts(file)
    said = json.loads(parts["manifest.json"])
    if spoilt == "content":
        parts[f"attachments/{name}"] = b"another"
    elif spoilt == "gone":
        del parts[f"attachments/{name}"]
    else:
        said["files"]["../../outside"] = said["files"][name]
        parts["attachments/../../outside"] = parts[f"attachments/{name}"]
        parts["manifest.json"] = json.dumps(said).encode()
    _pack(file, parts)
    with pytest.raises(CopyRefused, match="is damaged"):
        await restore(file, fresh, elsewhere)
    assert not elsewhere.exists() or list(elsewhere.iterdir()) == []


async def test_a_backup_from_before_attachments_were_in_it_is_put_back(
    url: str, file: Path, fresh: str, elsewhere: Path, now: datetime
) -> None:
    await back_up(url, file, now)
    parts = _parts(file)
    said = json.loads(parts["manifest.json"])
    assert said.pop("files") == {}
    _pack(file, {**parts, "manifest.json": json.dumps(said).encode()})
    await restore(file, fresh, elsewhere)
    assert await taken_inventory(make_url(fresh)) == await taken_inventory(make_url(url))
    assert not elsewhere.exists()


def _parts(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _pack(file: Path, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
