"""`weibao keys` changes keys and says which may go."""

import asyncio
import base64
from pathlib import Path

import pytest

from storage.database import open_database
from storage.encryption import Vault, key_id
from storage.evidence import SealedFiles
from tests.command import NOON, SECRET, weibao
from tests.storage.full import lay_everything

NEW = base64.b64encode(b"another secret that is long enough").decode()
OLD_NAME, NEW_NAME = (key_id(base64.b64decode(one)).hex() for one in (SECRET, NEW))


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A folder with a database that has rows in every table."""
    assert weibao("db", "upgrade", folder=tmp_path).returncode == 0

    async def lay() -> None:
        database = open_database(
            f"sqlite:///{tmp_path / 'weibao.db'}", Vault(base64.b64decode(SECRET))
        )
        await database.write(lambda work: lay_everything(work, NOON))
        await database.close()

    asyncio.run(lay())
    return tmp_path


def test_a_new_key_takes_the_place_of_the_old_one_which_then_may_go(full: Path) -> None:
    both = f"{NEW},{SECRET}"
    files = SealedFiles(full / "attachments", Vault(base64.b64decode(SECRET)))
    files.keep(7, "original", b"seen")
    before = weibao("keys", "status", folder=full, WEIBAO_SECRET_KEY=both, **_here(full))
    assert before.returncode == 1
    assert f"by key {OLD_NAME}: 1 of the folder of attachments" in before.stdout
    assert f"by key {OLD_NAME}: " in before.stdout

    changed = weibao("keys", "rotate", folder=full, WEIBAO_SECRET_KEY=both, **_here(full))
    assert (changed.returncode, changed.stderr) == (0, "")
    assert f"key {OLD_NAME} is needed by nothing here: take it out" in changed.stdout
    assert f"everything is by key {NEW_NAME}" in changed.stdout

    after = weibao("keys", "status", folder=full, WEIBAO_SECRET_KEY=NEW, **_here(full))
    new = SealedFiles(full / "attachments", Vault(base64.b64decode(NEW)))
    assert new.read(7, "original") == b"seen"
    assert (after.returncode, after.stderr) == (0, "")
    for secret in (SECRET, NEW):
        assert secret not in before.stdout + changed.stdout + after.stdout


def _here(folder: Path) -> dict[str, str]:
    return {"WEIBAO_FILES": str(folder / "attachments")}


def test_a_key_that_is_missing_is_named(full: Path) -> None:
    ended = weibao("keys", "status", folder=full, WEIBAO_SECRET_KEY=NEW)

    assert ended.returncode == 1
    assert f"key {OLD_NAME} is needed and not in WEIBAO_SECRET_KEY" in ended.stdout
