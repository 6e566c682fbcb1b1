"""A backup is made beside a running bot, knows whether it is whole, and comes back as it was."""

import asyncio
import json
import sqlite3
import zipfile
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from storage import schema
from storage.backup import back_up, read_manifest, restore
from storage.copying import CopyRefused, taken_inventory
from storage.database import open_database
from storage.encryption import Vault
from storage.files import Service
from tests.conftest import ENGINES, empty_postgres
from tests.storage.full import lay_everything


@pytest.fixture
async def full_url(database_url: str, vault: Vault, now: datetime) -> str:
    database = open_database(database_url, vault)
    await database.write(lambda work: lay_everything(work, now))
    await database.close()
    return database_url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "safe").mkdir()
    return tmp_path / "safe" / "backup.zip"


@pytest.fixture(params=ENGINES)
async def target_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'target.db'}"
        return
    server: str = request.getfixturevalue("postgres_url")
    async with empty_postgres(server) as url:
        yield url


async def test_a_backup_comes_back_row_by_row_on_either_engine(
    full_url: str, target_url: str, file: Path, now: datetime
) -> None:
    written = await back_up(full_url, file, now)
    before = await taken_inventory(make_url(full_url))
    assert written.tables == before
    assert min(tally.rows for tally in before.values()) > 0

    assert await restore(file, target_url) == written

    assert await taken_inventory(make_url(target_url)) == before
    assert await schema.is_current(target_url)


async def test_a_backup_is_for_its_owner_alone_and_leaves_nothing_beside_it(
    full_url: str, file: Path, now: datetime
) -> None:
    await back_up(full_url, file, now)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["backup.zip"]


async def test_a_backup_beside_a_bot_that_writes_is_of_one_moment(
    database_url: str, file: Path, vault: Vault, now: datetime
) -> None:
    database = open_database(database_url, vault)
    stop = asyncio.Event()

    async def write() -> int:
        number = 0
        while not stop.is_set():
            # Without a breath between, hundreds of thousands of rows would be backed up.
            await asyncio.sleep(0.002)
            number += 2
            # Two rows in one transaction: a backup has both or neither.
            await database.write(
                lambda work: [work.inbox.take(number + odd, "x", now=now) for odd in (0, 1)]  # noqa: B023
            )
        return number

    # The first write makes the file one that many may use, as a bot's first sign of life does.
    await database.write(lambda work: work.inbox.count("waiting"))
    with Service(database_url):
        writing = asyncio.create_task(write())
        manifests = [
            await back_up(database_url, file.with_name(f"{turn}.zip"), now) for turn in range(3)
        ]
        stop.set()
        written = await writing
        await database.close()

    counts = [manifest.tables["inbox"].rows for manifest in manifests]
    assert all(count % 2 == 0 for count in counts)
    assert 0 < counts[-1] <= written
    assert counts == sorted(counts)


async def test_the_configuration_is_in_the_archive_and_no_key_is(
    full_url: str, file: Path, tmp_path: Path, now: datetime
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("timezone: Asia/Shanghai")
    await back_up(full_url, file, now, [config, tmp_path / "places.csv"])
    with zipfile.ZipFile(file) as archive:
        names = sorted(archive.namelist())
        assert archive.read("configuration/config.yaml") == config.read_bytes()
    assert names == ["configuration/config.yaml", "manifest.json", "weibao.db"]


async def test_a_backup_is_never_written_over_another(
    full_url: str, file: Path, now: datetime
) -> None:
    await back_up(full_url, file, now)
    before = file.read_bytes()
    with pytest.raises(CopyRefused, match="is there already"):
        await back_up(full_url, file, now)
    assert file.read_bytes() == before


async def test_a_folder_that_is_not_there_is_named(
    full_url: str, tmp_path: Path, now: datetime
) -> None:
    with pytest.raises(CopyRefused, match=r"nowhere/backup.zip cannot be written"):
        await back_up(full_url, tmp_path / "nowhere" / "backup.zip", now)


async def test_a_damaged_database_is_not_taken_for_a_backup(
    sqlite_url: str, file: Path, vault: Vault, now: datetime
) -> None:
    database = open_database(sqlite_url, vault)
    await database.write(lambda work: lay_everything(work, now))
    await database.close()
    path = Path(make_url(sqlite_url).database or "")
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_outbox_person_id'"
        (page,) = connection.execute(query).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    # The index loses its rows, which only a look at the whole file finds.
    start = (page - 1) * size
    content[start + 3 : start + 5] = b"\x00\x00"
    path.write_bytes(content)

    with pytest.raises(CopyRefused, match="the database is damaged"):
        await back_up(sqlite_url, file, now)
    assert not file.exists()


async def test_a_restore_over_rows_is_refused(full_url: str, file: Path, now: datetime) -> None:
    await back_up(full_url, file, now)
    before = await taken_inventory(make_url(full_url))
    with pytest.raises(CopyRefused, match="not empty"):
        await restore(file, full_url)
    assert await taken_inventory(make_url(full_url)) == before


@pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7, 0.9])
async def test_a_byte_changed_among_the_rows_is_found(
    sqlite_url: str, file: Path, tmp_path: Path, now: datetime, place: float
) -> None:
    await back_up(sqlite_url, file, now)
    content = bytearray(file.read_bytes())
    content[int(len(content) * place)] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(CopyRefused, match="is damaged or is no backup"):
        await restore(file, f"sqlite:///{tmp_path / 'target.db'}")
    assert not (tmp_path / "target.db").exists()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
async def test_a_file_cut_off_is_found(
    sqlite_url: str, file: Path, tmp_path: Path, now: datetime, share: float
) -> None:
    await back_up(sqlite_url, file, now)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(CopyRefused, match="is damaged or is no backup"):
        await restore(file, f"sqlite:///{tmp_path / 'target.db'}")


async def test_a_row_changed_within_the_archive_is_found(
    full_url: str, file: Path, tmp_path: Path, now: datetime
) -> None:
    await back_up(full_url, file, now)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = tmp_path / "changed.db"
    changed.write_bytes(parts["weibao.db"])
    with closing(sqlite3.connect(changed)) as connection:
        connection.execute("UPDATE people SET minute_count = minute_count + 1")
        connection.commit()
    parts["weibao.db"] = changed.read_bytes()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(CopyRefused, match="is damaged"):
        await restore(file, f"sqlite:///{tmp_path / 'target.db'}")


@pytest.mark.parametrize("words", ["", "{}", "[]", '{"format": 2}', '{"format": 1, "tables": 3}'])
async def test_an_archive_that_is_no_backup_is_refused(
    file: Path, tmp_path: Path, words: str
) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("manifest.json", words)
    with pytest.raises(CopyRefused, match="is no backup"):
        await restore(file, f"sqlite:///{tmp_path / 'target.db'}")


async def test_a_backup_of_another_version_is_refused(
    sqlite_url: str, file: Path, tmp_path: Path, now: datetime
) -> None:
    await back_up(sqlite_url, file, now)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    said = json.loads(parts["manifest.json"])
    parts["manifest.json"] = json.dumps({**said, "revision": "0001"}).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert read_manifest(file).revision == "0001"
    with pytest.raises(CopyRefused, match=r"was made at version 0001.*this program needs"):
        await restore(file, f"sqlite:///{tmp_path / 'target.db'}")


async def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CopyRefused, match="there is no file"):
        await restore(tmp_path / "none.zip", f"sqlite:///{tmp_path / 'target.db'}")
