"""A database with officers on duty and as many open referrals as a measurement needs.

The rows are written by plain SQL: the bot itself would take an hour for a million.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from benchmarks import postgres
from benchmarks.ours import ROOT, SECRET
from bot.app import build_hotline
from bot.clock import SystemClock
from bot.config import load_config
from bot.services.conversation import Conversation
from bot.services.hotline import Hotline
from bot.terms import Level, Role
from storage import schema
from storage.database import open_database
from storage.encryption import Vault
from storage.work import UnitOfWork

OFFICERS = 100
FIRST_CHAT = 50_000
FIRST_ID = 10_000
FIRST_TALKING = 500_000_000
GROUP = 1_000
A_YEAR = timedelta(days=365)
SQLITE = "sqlite:///"
_CASE = (
    "INSERT INTO cases (id, number, state, level, restricted, complete, opened_at) "
    "VALUES (?, ?, 'open', ?, 0, 1, ?)"
)
_REFERRAL = (
    "INSERT INTO referrals (id, case_id, office_code, state, version, level, ladder_version, "
    "chase_version, rung, round, milestone, milestone_due_at, next_deadline_at, provisional, "
    "dispatched_at, last_paged_at) VALUES (?, ?, ?, 'paging', 1, ?, ?, ?, 0, 0, 'acknowledge', "
    "?, ?, 0, ?, ?)"
)


@dataclass(slots=True)
class Ground:
    """A database with officers on duty, and the hotline that serves it."""

    url: str
    hotline: Hotline
    counties: Sequence[str]
    _next_id: int = FIRST_ID

    @property
    def file(self) -> Path:
        """Return where the database lies, which is on SQLite."""
        return Path(self.url.removeprefix(SQLITE))

    def fill(self, count: int, deadline_at: datetime, *, now: datetime) -> None:
        """Add open cases whose referrals have this deadline, every second one of level 1."""
        ids = range(self._next_id, self._next_id + count)
        self._next_id += count
        opened, deadline = _text(now), _text(deadline_at)
        with sqlite3.connect(self.file) as connection:
            connection.executemany(_CASE, ((n, f"测-{n}", int(_level(n)), opened) for n in ids))
            connection.executemany(_REFERRAL, self._referrals(ids, opened, deadline))
        connection.close()

    async def talk(self, count: int, *, now: datetime) -> None:
        """Let so many people stand at the first question of a report since `now`."""
        database = open_database(self.url, Vault(SECRET))
        begun = self.hotline.flows.report.start(opening=None).dialogue
        if begun is None:
            raise ValueError("a report begins with a question")

        def group(work: UnitOfWork, chats: range) -> None:
            for chat in chats:
                person = work.people.meet(str(chat), language="zh-CN", now=now)
                Conversation(self.hotline, work, person, now).keep(begun)

        for first in range(FIRST_TALKING, FIRST_TALKING + count, GROUP):
            chats = range(first, min(first + GROUP, FIRST_TALKING + count))
            await database.write(lambda work: group(work, chats))  # noqa: B023 - Awaited here.
        await database.close()

    def _referrals(self, ids: range, opened: str, deadline: str) -> Iterator[tuple[object, ...]]:
        config = self.hotline.config
        for n in ids:
            level, county = _level(n), self.counties[n % len(self.counties)]
            versions = config.ladders[level].version, config.chase[level].version
            yield n, n, county, int(level), *versions, deadline, deadline, opened, opened


def _level(number: int) -> Level:
    return Level.L1 if number % 2 else Level.L2


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


@asynccontextmanager
async def laid() -> AsyncIterator[Ground]:
    """Lay a file with one officer on duty in each of many counties."""
    drawn = pattern()
    hotline, counties = await drawn.laid()
    with tempfile.TemporaryDirectory(prefix="weibao-ladders-") as folder:
        file = shutil.copyfile(drawn.file, Path(folder) / "ladders.db")
        yield Ground(f"{SQLITE}{file}", hotline, counties)


@asynccontextmanager
async def laid_on_postgres() -> AsyncIterator[Ground]:
    """Lay the same on a PostgreSQL of one's own."""
    with postgres.running() as url:
        hotline, counties = await _lay(url)
        yield Ground(url, hotline, counties)


class Pattern:
    """The file that all others are copied from, laid when the first is needed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="weibao-pattern-")
        self.file = Path(self._folder.name) / "pattern.db"
        self._known: tuple[Hotline, Sequence[str]] | None = None

    async def laid(self) -> tuple[Hotline, Sequence[str]]:
        """Return the hotline of the file, and the counties that have an officer."""
        if self._known is None:
            self._known = await _lay(f"{SQLITE}{self.file}")
        return self._known


async def _lay(url: str) -> tuple[Hotline, Sequence[str]]:
    await schema.upgrade(url)
    database = open_database(url, Vault(SECRET))
    config = load_config(ROOT / "config.yaml")
    hotline = await build_hotline(config, ROOT / "calendar.yaml", database)
    offices = hotline.offices.by_code.values()
    counties = [office.code for office in offices if office.kind == "county"][:OFFICERS]
    await database.write(lambda work: _staff(work, hotline, counties))
    await database.close()
    return hotline, counties


@cache
def pattern() -> Pattern:
    """Return the pattern of this process."""
    return Pattern()


def _staff(work: UnitOfWork, hotline: Hotline, counties: Sequence[str]) -> None:
    now = SystemClock().now()
    for ladders in (hotline.config.ladders, hotline.config.chase):
        for ladder in ladders.values():
            work.referrals.keep_ladder(ladder.version, ladder.to_json(), now)
    for place, county in enumerate(counties):
        person = work.people.meet(str(FIRST_CHAT + place), language="zh-CN", now=now)
        staff = work.staff.enrol(
            person_id=person.id, office_code=county, role=Role.OFFICER, name="甲", now=now
        )
        for tier in ("duty", "backup", "lead"):
            work.roster.add(
                office_code=county,
                tier=tier,
                staff_id=staff.id,
                starts_at=now - A_YEAR,
                ends_at=now + A_YEAR,
            )
