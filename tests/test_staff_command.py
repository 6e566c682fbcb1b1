"""`weibao staff` lists who serves, and takes somebody out of service."""

import asyncio
import base64
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import open_database
from storage.encryption import Vault
from storage.work import UnitOfWork
from tests.command import SECRET, Ended, weibao

THEN = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
COUNTY, NEXT = "320722", "320707"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database in which four people serve, two of one name."""
    tmp_path = tmp_path_factory.mktemp("staffed")
    assert weibao("db", "upgrade", folder=tmp_path).returncode == 0
    staff(tmp_path, "list", COUNTY)  # Founds the offices.

    def tell(work: UnitOfWork) -> None:
        people = [
            ("9001", COUNTY, "李[敏]"),
            ("9002", COUNTY, "王芳"),
            ("9003", NEXT, "王芳"),
            ("9004", COUNTY, "陈刚"),
        ]
        for chat, office, name in people:
            person = work.people.meet(chat, language="zh-CN", now=THEN)
            work.staff.enrol(
                person_id=person.id, office_code=office, role="officer", name=name, now=THEN
            )

    asyncio.run(_do(tmp_path, tell))
    return tmp_path


@pytest.fixture
def staffed(prepared: Path, tmp_path: Path) -> Path:
    """A folder with a database of its own in which these serve."""
    shutil.copy(prepared / "weibao.db", tmp_path)
    return tmp_path


async def _do(folder: Path, step):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - Any.
    database = open_database(f"sqlite:///{folder / 'weibao.db'}", Vault(base64.b64decode(SECRET)))
    try:
        return await database.write(step)
    finally:
        await database.close()


def staff(folder: Path, *words: str, said: str = "") -> Ended:
    return weibao("staff", *words, folder=folder, said=said, WEIBAO_SECRET_KEY=SECRET)


def test_who_serves_is_listed_by_code_and_by_name(staffed: Path) -> None:
    for wanted in (COUNTY, "东海县"):
        listed = staff(staffed, "list", wanted)
        assert (listed.returncode, listed.stderr) == (0, "")
        assert all(name in listed.stdout for name in ("李[敏]", "王芳", "陈刚"))
    assert "nobody serves here" in staff(staffed, "list", "320703").stdout


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("list", "999999"), "there is no office 999999"),
        (("list", "区"), "give the code"),
        (("dismiss", "王芳", "--yes"), "several people are called 王芳"),
        (("dismiss", "", "--yes"), "nobody in service"),
        (("dismiss", "9" * 40, "--yes"), "nobody in service"),
        (("dismiss", "[red]'; DROP TABLE staff; --", "--yes"), "nobody in service"),
    ],
)
def test_what_cannot_be_meant_is_answered_and_changes_nothing(
    staffed: Path, words: tuple[str, ...], complaint: str
) -> None:
    ended = staff(staffed, *words)
    assert ended.returncode == 2
    assert complaint in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(asyncio.run(_do(staffed, lambda work: work.staff.in_office(COUNTY)))) == 3


def test_somebody_is_taken_out_of_service_once_and_only_after_a_yes(staffed: Path) -> None:
    refused = staff(staffed, "dismiss", "李[敏]", said="n\n")
    assert refused.returncode == 1
    assert "李[敏]" in staff(staffed, "list", COUNTY).stdout

    done = staff(staffed, "dismiss", "李[敏]", said="y\n")
    assert done.returncode == 0, done.stderr
    assert "李[敏], 值班员, 东海县未保中心, 0 open cases: out of service" in done.stdout
    assert "李[敏]" not in staff(staffed, "list", COUNTY).stdout
    assert staff(staffed, "dismiss", "李[敏]", "--yes").returncode == 2


def test_of_two_of_one_name_the_number_says_which(staffed: Path) -> None:
    here = asyncio.run(_do(staffed, lambda work: work.staff.in_office(COUNTY)))
    number = next(one.id for one in here if one.name == "王芳")
    assert str(number) in staff(staffed, "dismiss", "王芳", "--yes").stderr
    assert staff(staffed, "dismiss", str(number), "--yes").returncode == 0
    again = staff(staffed, "dismiss", str(number), "--yes")
    assert (again.returncode, "out of service already" in again.stderr) == (2, True)
    assert staff(staffed, "dismiss", "王芳", "--yes").returncode == 0
