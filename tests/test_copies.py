"""`weibao backup`, `restore` and `db copy` say what they did, and what keeps them from it."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import open_database
from storage.encryption import Vault
from storage.files import Service
from tests.command import NOON, ROOT, SECRET, weibao
from tests.storage.full import lay_everything

VAULT = Vault(b"secret that is long enough for it!")


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A folder with a database that has rows in every table."""
    assert weibao("db", "upgrade", folder=tmp_path).returncode == 0

    async def lay() -> None:
        database = open_database(f"sqlite:///{tmp_path / 'weibao.db'}", VAULT)
        await database.write(lambda work: lay_everything(work, NOON))
        await database.close()

    asyncio.run(lay())
    return tmp_path


def test_a_backup_is_listed_and_comes_back_with_the_same_hashes(full: Path) -> None:
    file = full / "backup.zip"
    written = weibao("backup", str(file), folder=full)
    assert (written.returncode, written.stderr) == (0, "")
    assert "outbox" in written.stdout

    fresh = f"sqlite:///{full / 'fresh.db'}"
    back = weibao("restore", str(file), folder=full, WEIBAO_DATABASE_URL=fresh)
    assert (back.returncode, back.stderr) == (0, "")
    assert "restored as it was at 20" in back.stdout
    assert _table(written.stdout) == _table(back.stdout)


def test_it_is_said_where_the_files_are_and_which_are_missing(full: Path) -> None:
    with closing(sqlite3.connect(full / "weibao.db")) as connection, connection:
        connection.execute("UPDATE attachments SET state = 'kept', due_at = NULL")
        (kept,) = connection.execute("SELECT id FROM attachments").fetchone()
    (full / "config.yaml").write_bytes((ROOT / "config.yaml").read_bytes())
    here = {"WEIBAO_CONFIG": str(full / "config.yaml")}
    (full / "attachments").mkdir()
    (full / "attachments" / f"{kept:016x}.original").write_bytes(b"sealed")
    file = full / "backup.zip"
    written = weibao("backup", str(file), folder=full, **here)
    assert f"1 attachments in {full / 'attachments'} go with it" in written.stdout
    assert "missing" not in written.stdout

    (full / "attachments" / f"{kept:016x}.original").unlink()
    fresh = f"sqlite:///{full / 'fresh.db'}"
    back = weibao("restore", str(file), folder=full, WEIBAO_DATABASE_URL=fresh, **here)
    assert f"1 attachments in {full / 'attachments'} belong to it" in back.stdout
    assert (full / "attachments" / f"{kept:016x}.original").read_bytes() == b"sealed"

    (full / "attachments" / f"{kept:016x}.original").unlink()
    again = weibao("backup", str(full / "again.zip"), folder=full, **here)
    assert "1 of them are missing there: put the folder back" in again.stdout


def test_a_restore_over_rows_is_refused_in_a_sentence(full: Path) -> None:
    file = full / "backup.zip"
    weibao("backup", str(file), folder=full)
    refused = weibao("restore", str(file), folder=full)
    assert refused.returncode == 2
    assert "the target is not empty" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_copy_prints_what_was_copied(full: Path) -> None:
    source, target = (f"sqlite:///{full / name}" for name in ("weibao.db", "moved.db"))
    copied = weibao("db", "copy", source, target, folder=full)
    assert (copied.returncode, copied.stderr) == (0, "")
    assert "WEIBAO_DATABASE_URL" in copied.stdout
    assert len(_table(copied.stdout)) >= 16


def test_an_address_that_is_none_is_refused_without_being_shown(full: Path) -> None:
    refused = weibao("db", "copy", "mysql://u:geheim@h/d", "sqlite:///x.db", folder=full)
    assert refused.returncode == 2
    assert "the source is not an address that is served" in refused.stderr
    assert "geheim" not in refused.stderr


def test_where_a_bot_runs_nothing_is_copied_and_no_second_one_starts(full: Path) -> None:
    source = f"sqlite:///{full / 'weibao.db'}"
    with Service(source):
        copied = weibao("db", "copy", source, f"sqlite:///{full / 'moved.db'}", folder=full)
        second = weibao("run", folder=full, WEIBAO_SECRET_KEY=SECRET, TELEGRAM_BOT_TOKEN="1:x")
    assert (copied.returncode, second.returncode) == (2, 2)
    assert "a bot runs on" in copied.stderr
    assert "another process already serves this database" in second.stderr


def _table(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("│")]
