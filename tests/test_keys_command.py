"""`weibao keys` changes keys and says which may go."""

import asyncio
import base64
from pathlib import Path

import pytest
from sqlalchemy import Update, update

from storage.database import open_database
from storage.encryption import Place, Vault, key_id
from storage.evidence import SealedFiles
from storage.tables import entries
from tests.command import NOON, SECRET, Ended, weibao, weibao_alone
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


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("staff", "list", "320722"),
        ("rota", "320722", "duty", "李敏"),
        ("keys", "rotate"),
        ("retention",),
        ("erase", "连东海-0001", "一 二 三 四"),
        ("invite", "320722", "officer", "李敏"),
        ("triage", "review"),
    ],
)
def test_with_a_wrong_key_each_command_says_so_in_one_line(
    full: Path, words: tuple[str, ...]
) -> None:
    ended = weibao(*words, folder=full, WEIBAO_SECRET_KEY=NEW)

    assert ended.returncode == 2
    assert f"sealed by key {OLD_NAME}, which is not in WEIBAO_SECRET_KEY" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_with_a_wrong_key_no_bot_starts_and_with_the_right_one_it_would(full: Path) -> None:
    telegram = {"TELEGRAM_BOT_TOKEN": "1:x", "TELEGRAM_BASE_URL": "http://127.0.0.1:9/bot"}
    ended = weibao_alone("run", folder=full, WEIBAO_SECRET_KEY=NEW, **telegram)

    assert ended.returncode == 2
    assert f"sealed by key {OLD_NAME}, which is not in WEIBAO_SECRET_KEY" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "is in order" in weibao("check", folder=full, WEIBAO_SECRET_KEY=SECRET).stdout


def test_a_lost_key_is_forgotten_by_its_name_where_nobody_needs_it(full: Path) -> None:
    def forget(name: str, secret: str) -> Ended:
        return weibao("keys", "forget", name, folder=full, WEIBAO_SECRET_KEY=secret)

    assert "nothing here says that key 00000000" in forget("00000000", SECRET).stderr
    assert "`weibao keys status` names them" in forget("my key", SECRET).stderr
    refused = forget(OLD_NAME, NEW)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"chats and staff are sealed by key {OLD_NAME}" in refused.stderr
    third = Vault(b"a third secret that is long enough", base64.b64decode(SECRET))
    asyncio.run(_seal_an_entry(full, third))
    name = third.current.hex()
    assert name in weibao("check", folder=full, WEIBAO_SECRET_KEY=SECRET).stderr
    forgotten = forget(name, SECRET)
    assert forgotten.returncode == 0
    assert f"key {name} is needed no more" in forgotten.stdout
    assert name not in weibao("check", folder=full, WEIBAO_SECRET_KEY=SECRET).stderr


async def _seal_an_entry(folder: Path, vault: Vault) -> None:
    database = open_database(f"sqlite:///{folder / 'weibao.db'}", vault)
    await database.write(lambda work: work.needed_keys.admit(NOON))
    await database.write(lambda work: work.connection.execute(_sealed_by(vault)).rowcount)
    await database.close()


def _sealed_by(vault: Vault) -> Update:
    sealed = vault.seal("x", Place("entries", "words_sealed", 1))
    return update(entries).values(words_sealed=sealed, attachment_sealed=sealed)


def test_what_does_not_open_is_named_and_counted_and_the_old_key_stays_needed(full: Path) -> None:
    old = Vault(base64.b64decode(SECRET))
    asyncio.run(_damage_an_entry(full, old))
    both = f"{NEW},{SECRET}"
    ended = weibao("keys", "rotate", folder=full, WEIBAO_SECRET_KEY=both)

    assert (ended.returncode, ended.stderr) == (1, "")
    assert "it does not hold: entries.attachment_sealed of row" in ended.stdout
    count = ended.stdout.count("it does not hold: ")
    assert f"\n{count} do not hold\n" in ended.stdout
    assert f"by key {OLD_NAME}: {count // 2} of entries.words_sealed" in ended.stdout
    assert "take it out" not in ended.stdout


async def _damage_an_entry(folder: Path, vault: Vault) -> None:
    database = open_database(f"sqlite:///{folder / 'weibao.db'}", vault)
    await database.write(lambda work: work.connection.execute(_sealed_by(vault)).rowcount)
    await database.close()
