"""`weibao retention` lists what would go and lets it go; `weibao erase` does it at a word."""

import asyncio
import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.services.codes import CodeWords
from storage.database import open_database
from storage.encryption import Vault
from storage.work import UnitOfWork
from tests.command import SECRET, weibao
from tests.storage.world import CITY, COUNTY

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CODE = "1-2-3-4"


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A folder with a database of one case, closed long ago, and one that is open."""
    assert weibao("db", "upgrade", folder=tmp_path).returncode == 0

    def tell(work: UnitOfWork) -> None:
        work.staff.found_office(CITY)
        work.staff.found_office(COUNTY)
        person = work.people.meet("7001", language="zh-CN", now=LONG_AGO)
        for _ in range(2):
            number = f"连东海-{work.staff.take_number(COUNTY.code):04d}"
            case_id = work.cases.open(number=number, level=1, now=LONG_AGO)
            work.cases.add_report(
                case_id=case_id, person_id=person.id, number=number, code=CODE, now=LONG_AGO
            )
            work.timeline.add(case_id, "reported", now=LONG_AGO)
            if number.endswith("1"):
                work.cases.close(case_id, LONG_AGO)

    async def lay() -> None:
        url = f"sqlite:///{tmp_path / 'weibao.db'}"
        database = open_database(url, Vault(base64.b64decode(SECRET)))
        await database.write(tell)
        await database.close()

    asyncio.run(lay())
    return tmp_path


def test_what_would_go_is_listed_and_goes(closed: Path) -> None:
    listed = weibao("retention", "--dry-run", folder=closed, WEIBAO_SECRET_KEY=SECRET)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "would go: 1 closed cases emptied" in listed.stdout
    assert "  连东海-0001\n" in listed.stdout
    assert "0002" not in listed.stdout

    went = weibao("retention", folder=closed, WEIBAO_SECRET_KEY=SECRET)
    assert went.stdout == "went: 1 closed cases emptied of everything personal\n"
    again = weibao("retention", folder=closed, WEIBAO_SECRET_KEY=SECRET)
    assert (again.returncode, again.stdout) == (0, "nothing went\n")


def test_a_reporters_part_is_erased_at_their_number_and_code(closed: Path) -> None:
    words = CodeWords().spoken(CODE, "zh-CN")

    def erase(number: str, code: str) -> tuple[int, str]:
        ended = weibao("erase", number, code, folder=closed, WEIBAO_SECRET_KEY=SECRET)
        return ended.returncode, ended.stdout + ended.stderr

    assert "not four words" in erase("连东海-0001", "太阳")[1]
    assert "no report has this number" in erase("连东海-0009", words)[1]
    assert "the case is open" in erase("连东海-0002", words)[1]
    assert erase("连东海0001", words) == (0, "连东海0001: erased\n")
    assert "erased already?" in erase("连东海-0001", words)[1]
    proved = weibao("audit", "verify", folder=closed, WEIBAO_SECRET_KEY=SECRET)
    assert proved.returncode == 0
