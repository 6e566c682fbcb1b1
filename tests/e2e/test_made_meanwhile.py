"""Pictures, forms, sheets and files are made while others write: never inside a transaction."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import bot.duty.sheet
import bot.views.receipt_picture
import bot.views.roster_picture
import bot.views.slip_page
from bot.triage.reader import Triage
from sandbox.people import Person
from storage.database import open_database
from storage.encryption import Vault
from storage.evidence import SealedFiles
from storage.records import Case, Referral
from storage.work import UnitOfWork
from tests.e2e.test_attachments import photo
from tests.e2e.test_conferring import asks_police
from tests.e2e.test_receipts import reports
from tests.e2e.world import World, county, sends

SECONDS = 5
"""For how long a file in which somebody writes is waited for: nothing else writes so long."""
SLOW = (
    (bot.views.roster_picture, "draw"),
    (bot.views.receipt_picture, "in_a_picture"),
    (bot.views.slip_page, "render_slip"),
    (bot.duty.sheet, "write_sheet"),
    (SealedFiles, "read"),
)


@dataclass
class Observer:
    """What was made, and what of it while nobody else could write."""

    file: Path
    made: list[str] = field(default_factory=list)
    held_up: list[str] = field(default_factory=list)

    def watched(self, name: str, make: Callable[..., Any]) -> Callable[..., Any]:
        def made(*args: Any, **options: Any) -> Any:
            self.made.append(name)
            if not self.may_write():
                self.held_up.append(name)
            return make(*args, **options)

        return made

    def may_write(self) -> bool:
        with closing(sqlite3.connect(self.file, timeout=SECONDS)) as another:
            try:
                another.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
        return True


@pytest.fixture
def observer(tmp_path: Path) -> Observer:
    return Observer(tmp_path / "weibao.db")


@pytest.fixture
async def kept(sqlite_url: str, vault: Vault, tmp_path: Path) -> AsyncIterator[World]:
    files = SealedFiles(tmp_path / "attachments", vault)
    async with county(open_database(sqlite_url, vault), files=files) as running:
        yield running


async def test_whoever_writes_never_waits_for_what_is_drawn_or_read(
    kept: World, observer: Observer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, name in SLOW:
        monkeypatch.setattr(place, name, observer.watched(name, getattr(place, name)))

    teacher, _ = await reports(kept)
    officer, lead = await kept.duty(), kept.colleagues["张主任"]
    await kept.settle()
    await officer.taps("✅ 接单")
    await kept.settle()
    await teacher.sends_photo(photo())
    await teacher.sends_album([photo((50, 60)), photo((70, 80))])
    await kept.settle()
    await kept.advance(minutes=6)  # By then they belong to the case ...
    await kept.advance(seconds=3)  # ... and the album has waited for its parts.
    await asks_police(kept, officer)
    await officer.says("/roster")
    await lead.says("/roster 表格 1")
    await kept.settle()

    assert set(observer.made) == {name for _, name in SLOW}
    assert observer.made.count("read") == 3, "each copy is read once, when it leaves"
    assert observer.held_up == []


POOR = "有个小孩跟奶奶过，家里没米了"
PLACE = "就在东海县双店镇三铺村"


def _case_of(referral: Referral) -> Callable[[UnitOfWork], Case]:
    return lambda work: work.cases.get(referral.case_id)


async def tapped(world: World, resident: Person) -> None:
    await resident.presses("补充 连-0001")
    await world.settle()


async def left_alone(world: World, _resident: Person) -> None:
    await world.advance(minutes=6)


async def another_matter(world: World, resident: Person) -> None:
    await resident.presses("另一件事")
    await world.settle()
    await sends(world, resident)


@pytest.mark.parametrize("then", [tapped, left_alone, another_matter])
async def test_words_that_waited_for_their_case_are_read_before_they_are_put_down(
    world: World,
    observer: Observer,
    monkeypatch: pytest.MonkeyPatch,
    then: Callable[[World, Person], Awaitable[None]],
) -> None:
    resident = world.resident()
    await resident.says(POOR)
    await world.settle()
    await sends(world, resident)
    monkeypatch.setattr(Triage, "read", observer.watched("read", Triage.read))

    await resident.says(PLACE)
    await world.settle()
    await then(world, resident)

    assert observer.made
    assert observer.held_up == []
    every = [await world.read(_case_of(one)) for one in await world.referrals()]
    assert "320722" in [one.county_code for one in every]


@pytest.mark.parametrize("words", [PLACE, f"他爸正在打他，{PLACE}，快来"])
async def test_words_for_the_case_that_was_named_before_them_are_read_once(
    world: World, observer: Observer, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    resident = world.resident()
    await resident.says(POOR)
    await world.settle()
    await sends(world, resident)
    monkeypatch.setattr(Triage, "read", observer.watched("read", Triage.read))

    await resident.says("/status")
    await world.settle()
    await resident.taps("补充 连-0001")
    await resident.says(words)
    await world.settle()

    assert (observer.made, observer.held_up) == (["read"], [])
    (referral,) = await world.referrals()
    case = await world.read(_case_of(referral))
    assert case.county_code == "320722"
