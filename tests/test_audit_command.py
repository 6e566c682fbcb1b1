"""`weibao audit verify` names what was tampered with, and ends with 1; with 2 without a key."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import open_database
from storage.encryption import Vault
from storage.work import UnitOfWork
from tests.command import NOON, SECRET, weibao
from tests.storage.world import CITY, COUNTY

VAULT = Vault(b"secret that is long enough for it!")


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """A folder with a database of two cases."""
    assert weibao("db", "upgrade", folder=tmp_path).returncode == 0

    def tell(work: UnitOfWork) -> None:
        work.staff.found_office(CITY)
        work.staff.found_office(COUNTY)
        for _ in range(2):
            number = f"连东海-{work.staff.take_number(COUNTY.code):04d}"
            case_id = work.cases.open(number=number, level=1, now=NOON)
            work.timeline.add(case_id, "reported", now=NOON, details={"number": number})
            work.timeline.add(case_id, "closed", now=NOON)

    async def lay() -> None:
        database = open_database(f"sqlite:///{tmp_path / 'weibao.db'}", VAULT)
        await database.write(tell)
        await database.close()

    asyncio.run(lay())
    return tmp_path


def _tamper(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "weibao.db")) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_a_record_as_it_was_written_is_said_to_be_so(told: Path) -> None:
    ended = weibao("audit", "verify", folder=told, WEIBAO_SECRET_KEY=SECRET)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "2 cases, 4 lines: all as they were written\n"


def test_what_was_changed_is_named_and_the_command_fails(told: Path) -> None:
    file = told / "before.zip"
    assert weibao("backup", str(file), folder=told).returncode == 0
    _tamper(
        told,
        "UPDATE events SET kind = 'visited' WHERE kind = 'closed' AND case_id ="
        " (SELECT min(id) FROM cases)",
        "DELETE FROM events WHERE case_id = (SELECT max(id) FROM cases)",
        "DELETE FROM cases WHERE id = (SELECT max(id) FROM cases)",
    )

    ended = weibao("audit", "verify", "--since", str(file), folder=told, WEIBAO_SECRET_KEY=SECRET)

    assert ended.returncode == 1
    assert "连东海-0001: the timeline is not as it was written, from line 2 on" in ended.stdout
    assert "连东海-0002: the case is gone, with everything in it" in ended.stdout
    backed = weibao("audit", "verify", "--backup", str(file), folder=told, WEIBAO_SECRET_KEY=SECRET)
    assert (backed.returncode, backed.stdout[:7]) == (0, "2 cases")


def test_a_key_that_is_missing_is_said_and_is_no_tampering(told: Path) -> None:
    file, other = told / "before.zip", "YW5vdGhlciBzZWNyZXQgdGhhdCBpcyBsb25nIGVub3VnaA=="
    assert weibao("backup", str(file), folder=told).returncode == 0
    missing = f"key {VAULT.current.hex()} is not in WEIBAO_SECRET_KEY: 3 timelines and counts"

    for words in ((), ("--backup", str(file)), ("--since", str(file))):
        ended = weibao("audit", "verify", *words, folder=told, WEIBAO_SECRET_KEY=other)
        assert (ended.returncode, ended.stderr) == (2, "")
        assert missing in ended.stdout
        assert "breaches" not in ended.stdout

    _tamper(told, "DELETE FROM events WHERE case_id = (SELECT max(id) FROM cases)")
    both = weibao("audit", "verify", folder=told, WEIBAO_SECRET_KEY=other)
    assert both.returncode == 1
    assert "连东海-0002: the whole timeline is gone" in both.stdout
    assert "is not in WEIBAO_SECRET_KEY: 2 timelines and counts" in both.stdout


def test_a_backup_that_is_none_is_refused_in_a_sentence(told: Path) -> None:
    ended = weibao(
        "audit", "verify", "--backup", str(told / "x.zip"), folder=told, WEIBAO_SECRET_KEY=SECRET
    )
    assert ended.returncode == 2
    assert "there is no file" in ended.stderr
