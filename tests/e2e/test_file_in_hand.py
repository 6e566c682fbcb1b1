"""Whoever has the file, its log or a backup, and no key, reads nothing that anybody said."""

import asyncio
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import text

from bot.demo import STAFF
from bot.services.retention import Expiry
from sandbox.people import Person
from storage.backup import back_up
from storage.database import Database, open_database
from storage.encryption import Vault
from storage.tables import metadata
from storage.work import UnitOfWork
from tests.e2e.world import World, agreed, county

SAID = "东海县双店镇三铺村俺隔壁的小豆豆天天给他爸拿皮带抽，脸上都是血，快来人啊六七岁"
DRAFT = "水塘边上那户的井盖丢了三天"
REASON = "这户其实住在灌云的亲戚家"
QUESTION = "孩子现在锁在哪间屋里"
ANSWER = "在西头那间放粮食的屋"
NOTE = "奶奶说上个月也打过"
DONE = "派出所到场并送医检查"
TOLD = "孩子已经和外婆在一起了"
CAPTION = "胳膊上的青紫印子"
PHONE = "13912345678"
INVITED = "司马相如"
# What was read out of the words as well: the village, the child's age and name, what raised it.
PHRASES = [
    DRAFT, REASON, QUESTION, ANSWER, NOTE, DONE, TOLD, CAPTION, PHONE, INVITED,
    "三铺村", "小豆豆", "皮带抽", "脸上都是血", "六七岁", "王奶奶", "join-",
    *(colleague.name for colleague in STAFF),
]  # fmt: skip


async def _tell_it_all(world: World) -> Person:
    """Play everything in which words are left behind; return who told it."""
    resident, officer, other = world.resident(), await world.duty(), world.resident("李爷爷")
    lead = world.colleagues["张主任"]
    await _say(world, other, DRAFT)
    await _say(world, resident, SAID)
    await resident.sends_photo(caption=CAPTION)
    await world.settle()
    await resident.sends_contact(PHONE)
    await world.settle()
    await _press(world, resident, "✅ 对，发送")
    await _say(world, lead, f"/invite 值班员 {INVITED}")
    await _tap(world, officer, "↩️ 退单")
    await _say(world, officer, REASON)
    await _press(world, officer, "不清楚")
    await _press(world, officer, "↩️ 确定退单")
    await _tap(world, lead, "✅ 接单")
    await _tap(world, lead, "❓ 问报告人")
    await _say(world, lead, QUESTION)
    await _say(world, resident, ANSWER)
    card = await lead.sees("已接单")
    await lead.says(NOTE, reply_to=card)
    await world.settle()
    await _tap(world, lead, "🏁 办结")
    await _press(world, lead, "查实已处置")
    await _say(world, lead, DONE)
    await _say(world, lead, TOLD)
    await _press(world, lead, "🏁 确定办结")
    await agreed(world)
    return resident


async def _say(world: World, person: Person, words: str) -> None:
    await person.says(words)
    await world.settle()


async def _press(world: World, person: Person, key: str) -> None:
    await person.presses(key)
    await world.settle()


async def _tap(world: World, person: Person, label: str) -> None:
    await person.taps(label)
    await world.settle()


def readable_in(content: bytes, phrases: Iterable[str]) -> list[str]:
    """Return the phrases that can be read, in whatever way they may be written."""
    return [phrase for phrase in phrases if any(one in content for one in _written(phrase))]


def _written(phrase: str) -> Iterable[bytes]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        yield phrase.encode(encoding)
    yield json.dumps(phrase)[1:-1].encode()


def _files(folder: Path) -> bytes:
    """Return everything that stands in the folder, the database's log included."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("weibao.db*")))


def _unpacked(file: Path) -> bytes:
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


async def _everything(database: Database) -> bytes:
    def rows(work: UnitOfWork) -> bytes:
        found = [
            row
            for table in metadata.tables
            for (row,) in work.connection.execute(text(f"SELECT t::text FROM {table} t"))
        ]
        return "\n".join(found).encode()

    return await database.read(rows)


async def test_nothing_can_be_read_in_the_file_its_log_or_a_backup(
    sqlite_url: str, vault: Vault, tmp_path: Path
) -> None:
    async with county(open_database(sqlite_url, vault)) as world:
        resident = await _tell_it_all(world)
        phrases = [*PHRASES, str(resident.id)]
        said = "".join(
            one.text for person in world.sandbox.people for one in person.screen.messages
        )
        assert readable_in(said.encode(), PHRASES[:8]) == PHRASES[:8], "all of it was said"
        running = await asyncio.to_thread(_files, tmp_path)
        assert "连东海-0001".encode() in running, "it is the right file"
        assert (tmp_path / "weibao.db-wal").stat().st_size > 0
        assert readable_in(running, phrases) == []

        backup = tmp_path / "backup.zip"
        await back_up(sqlite_url, backup, world.clock.now())
        unpacked = await asyncio.to_thread(_unpacked, backup)
        assert "连东海-0001".encode() in unpacked
        assert readable_in(unpacked, phrases) == []

        await world.advance(days=4 * 366)
        assert (await Expiry(world.bot.hotline, world.database).run(world.clock.now()))["cases"]
        assert readable_in(await asyncio.to_thread(_files, tmp_path), phrases) == []
    assert readable_in(await asyncio.to_thread(_files, tmp_path), phrases) == []


async def test_nothing_can_be_read_in_the_tables_of_postgresql_or_its_backup(
    migrated_postgres_url: str, vault: Vault, tmp_path: Path
) -> None:
    async with county(open_database(migrated_postgres_url, vault)) as world:
        resident = await _tell_it_all(world)
        phrases = [*PHRASES, str(resident.id)]
        content = await _everything(world.database)
        assert "连东海-0001".encode() in content
        assert readable_in(content, phrases) == []
        backup = tmp_path / "backup.zip"
        await back_up(migrated_postgres_url, backup, world.clock.now())
        assert readable_in(await asyncio.to_thread(_unpacked, backup), phrases) == []


async def test_sealed_bytes_of_what_was_erased_are_gone_from_the_file_as_well(
    sqlite_url: str, vault: Vault, tmp_path: Path
) -> None:
    """Whoever finds the key later opens nothing that was erased before."""
    async with county(open_database(sqlite_url, vault)) as world:
        await _tell_it_all(world)
        entries, cases = metadata.tables["entries"], metadata.tables["cases"]

        def sealed(work: UnitOfWork) -> list[bytes]:
            words = work.connection.execute(entries.select()).mappings().all()
            child = work.connection.execute(cases.select()).mappings().all()
            found = [row["words_sealed"] for row in words] + [row["child_sealed"] for row in child]
            return [one for one in found if one]

        kept = await world.read(sealed)
        assert len(kept) >= 4
        before = await asyncio.to_thread(_files, tmp_path)
        assert [one for one in kept if one in before] == kept
        await world.advance(days=4 * 366)
        await Expiry(world.bot.hotline, world.database).run(world.clock.now())
        # The draft of another was sent as it was meanwhile; that case is open and stays.
        assert not set(await world.read(sealed)) & set(kept)

    left = await asyncio.to_thread(_files, tmp_path)
    assert [one for one in kept if one in left] == []
