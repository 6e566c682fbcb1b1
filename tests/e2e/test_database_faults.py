"""The database fails under a running bot: it says so, loses nothing, and goes on by itself.

Everything runs as it does in earnest: real polling, a real sender, ticks of a real scheduler.
"""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url
from structlog.testing import capture_logs

from bot.app import Telegram, build_bot
from bot.demo import STAFF, enrol, staff_roster
from bot.serving import Bot
from sandbox.people import Person
from sandbox.server import Sandbox
from storage import schema
from storage.database import Database, open_database
from storage.encryption import Vault
from storage.sqlite import SqliteDatabase
from storage.work import UnitOfWork
from tests.conftest import running_postgres
from tests.e2e.world import ROOT, policies

# Processes are started here, which takes its time where others work too.
pytestmark = pytest.mark.timeout(900)

PATIENCE = 240
WORDS = "东海县双店镇的娃被打得满脸血，快来人"
# So that a step gives up soon on a file that somebody else holds.
BUSY = timedelta(milliseconds=50)


@dataclass
class Town:
    """A bot that runs by itself, and what it wrote into its log."""

    sandbox: Sandbox
    bot: Bot
    database: Database
    logs: list[Any]

    def said(self, name: str) -> list[dict[str, Any]]:
        return [dict(line) for line in self.logs if line["event"] == name]

    async def until(self, holds: Callable[[], Awaitable[bool] | bool]) -> None:
        """Wait until something holds, however slow the machine is."""
        async with asyncio.timeout(PATIENCE):
            while True:
                found = holds()
                if found if isinstance(found, bool) else await found:
                    return
                await asyncio.sleep(0.02)

    async def unwell(self) -> str:
        """Wait until the bot calls itself unwell because of the database; return the words."""
        await self.until(lambda: self.bot.database.trouble is not None)
        health = await self.bot.physician.look()
        assert not health.is_well
        return next(words for words in health.wrong if words.startswith("the database cannot"))

    async def well(self) -> None:
        """Wait until the bot calls itself well."""

        async def is_well() -> bool:
            return (await self.bot.physician.look()).is_well

        await self.until(is_well)

    async def reported(self, *residents: Person) -> None:
        """Wait until every one of these has a case, and somebody was called for each."""
        await self.until(lambda: self._all_told(residents))

    async def _all_told(self, residents: tuple[Person, ...]) -> bool:
        def numbers(work: UnitOfWork) -> list[str]:
            known = [work.people.with_chat(str(one.id)) for one in residents]
            return [
                report.number
                for person in known
                if person is not None
                for report in work.cases.reports_by(person.id)
            ]

        found = await self.database.read(numbers)
        cards = [call.params.get("text", "") for call in self.sandbox.calls("sendMessage")]
        is_called = all(any(number in card for card in cards) for number in found)
        return len(found) == len(residents) and is_called

    def lives(self) -> None:
        """Check that nothing has ended that must go on, and what was said is said once."""
        updater = self.bot.application.updater
        assert updater is not None
        assert updater.running
        assert self.bot.scheduler.running
        troubles = [(line["doing"], line["what"]) for line in self.said("database-trouble")]
        assert len(troubles) == len(set(troubles))
        assert len(self.said("database-back")) == len(troubles)
        assert {line["event"] for line in self.logs if line["log_level"] == "error"} <= {
            "database-trouble",
            "finding",
        }


@asynccontextmanager
async def town(url: str, vault: Vault) -> AsyncIterator[Town]:
    database = open_database(url, vault, busy_timeout=BUSY)
    async with Sandbox.start() as sandbox:
        telegram = Telegram(sandbox.token, sandbox.bot_api_url)
        bot = await build_bot(
            policies(), ROOT / "calendar.yaml", database, telegram, sandbox.clock, tick_seconds=0.2
        )
        bot.database.quiet = 3.0
        with capture_logs() as logs:
            await bot.start()
            try:
                people = await enrol(sandbox, bot, STAFF)
                await staff_roster(bot, people)
                running = Town(sandbox, bot, database, logs)
                await running.well()
                yield running
            finally:
                await bot.stop()


async def _cries(person: Person) -> None:
    await person.says(WORDS)


async def test_a_full_disk(sqlite_url: str, vault: Vault) -> None:
    async with town(sqlite_url, vault) as running:
        await running.database.write(lambda work: _limit_pages(work, 1))
        before = len(running.sandbox.acknowledged)
        full = running.sandbox.add_person("王奶奶")
        while running.bot.database.trouble is None:
            await full.says("很长的话" * 1000)
            await asyncio.sleep(0.05)
        assert await running.unwell() == "the database cannot be used: the disk is full"
        waiting = running.sandbox.pending
        acknowledged = len(running.sandbox.acknowledged)
        await running.until(lambda: _fetched_again(running))
        assert set(waiting) <= set(running.sandbox.pending)
        assert len(running.sandbox.acknowledged) == acknowledged >= before

        await running.database.write(lambda work: _limit_pages(work, 1_000_000))
        await _cries(full)
        await running.well()
        await running.until(lambda: not running.sandbox.pending)
        await running.reported(full)
        running.lives()


def _limit_pages(work: UnitOfWork, pages: int) -> None:
    """Let the file grow to so many pages and no further; it never shrinks by this."""
    work.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def _fetched_again(running: Town) -> bool:
    return len(running.sandbox.calls("getUpdates")) > 5


async def test_a_file_that_another_process_holds(sqlite_url: str, vault: Vault) -> None:
    async with town(sqlite_url, vault) as running:
        holder = await _holder(make_url(sqlite_url).database or "")
        acknowledged = len(running.sandbox.acknowledged)
        resident = running.sandbox.add_person("王奶奶")
        await _cries(resident)
        assert "another process holds the database" in await running.unwell()
        assert len(running.sandbox.acknowledged) == acknowledged
        assert len(running.sandbox.pending) == 1

        holder.kill()
        await holder.wait()
        await running.reported(resident)
        await running.well()
        running.lives()


async def _holder(file: str) -> asyncio.subprocess.Process:
    """Start a process that takes the file's write lock and keeps it."""
    program = (
        "import sqlite3, sys, time\n"
        f"connection = sqlite3.connect({file!r}, isolation_level=None, timeout=60)\n"
        "connection.execute('BEGIN IMMEDIATE')\n"
        "print('held', flush=True)\n"
        "time.sleep(3600)\n"
    )
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"held\n"
    return holder


async def test_a_file_that_may_only_be_read(sqlite_url: str, vault: Vault) -> None:
    # What SQLite answers on a file system that was mounted anew as read-only; permissions would
    # not stop the superuser, as whom tests may run.
    async with town(sqlite_url, vault) as running:
        assert isinstance(running.database, SqliteDatabase)
        await running.database.write(_forbid_writing)
        resident = running.sandbox.add_person("王奶奶")
        await _cries(resident)
        assert "it may only be read" in await running.unwell()
        assert len(running.sandbox.pending) == 1

        # The next connection is an ordinary one again.
        await asyncio.to_thread(running.database._writing.close)
        await running.reported(resident)
        await running.well()
        running.lives()


def _forbid_writing(work: UnitOfWork) -> None:
    work.connection.exec_driver_sql("PRAGMA query_only = ON")


@pytest.mark.parametrize("as_copy", [False, True], ids=["the-same", "a-copy"])
async def test_a_file_that_is_gone_and_comes_back(
    sqlite_url: str, vault: Vault, tmp_path: Path, as_copy: bool
) -> None:
    file, away = Path(make_url(sqlite_url).database or ""), tmp_path / "away"
    away.mkdir()
    async with town(sqlite_url, vault) as running:
        first, second = (running.sandbox.add_person(name) for name in ("王奶奶", "孙老师"))
        await _cries(first)
        await running.reported(first)

        for part in file.parent.glob("weibao.db*"):
            part.rename(away / part.name)
        await _cries(second)
        assert "it is not there" in await running.unwell()
        assert len(running.sandbox.pending) == 1
        assert not await asyncio.to_thread(file.exists)

        if as_copy:
            with (
                sqlite3.connect(away / file.name) as kept,
                sqlite3.connect(file) as copy,
            ):
                kept.backup(copy)
            kept.close()
            copy.close()
        else:
            for part in sorted(away.iterdir(), reverse=True):
                part.rename(file.parent / part.name)
        await running.reported(first, second)
        await running.well()
        running.lives()


async def test_a_server_that_stops_and_starts_under_load(vault: Vault) -> None:
    with running_postgres() as server:
        url = server.get_uri()
        await schema.upgrade(url)
        async with town(url, vault) as running:
            residents = [running.sandbox.add_person(f"村民{turn}") for turn in range(12)]
            writing = asyncio.create_task(_write_all(residents))
            await running.until(lambda: len(running.sandbox.calls("sendMessage")) > 8)
            await asyncio.to_thread(server.stop)
            await writing
            assert "its server does not answer" in await running.unwell()

            await asyncio.to_thread(server.ensure_postgres_running)
            await running.reported(*residents)
            await running.well()
            running.lives()


async def _write_all(residents: list[Person]) -> None:
    for resident in residents:
        await _cries(resident)
        await asyncio.sleep(0.05)
