"""Pictures, forms, sheets and files are made while others write: never inside a transaction."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import bot.duty.sheet
import bot.views.receipt_picture
import bot.views.roster_picture
import bot.views.slip_page
from storage.database import open_database
from storage.encryption import Vault
from storage.evidence import SealedFiles
from tests.e2e.test_attachments import photo
from tests.e2e.test_conferring import asks_police
from tests.e2e.test_receipts import reports
from tests.e2e.world import World, county

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
    """What was made, and what of it while nobody else could write or the loop was held."""

    file: Path
    made: list[str] = field(default_factory=list)
    held_up: list[str] = field(default_factory=list)

    def watched(self, name: str, make: Callable[..., bytes]) -> Callable[..., bytes]:
        def made(*args: Any) -> bytes:
            self.made.append(name)
            if in_the_loop() or not self.may_write():
                self.held_up.append(name)
            return make(*args)

        return made

    def may_write(self) -> bool:
        with closing(sqlite3.connect(self.file, timeout=SECONDS)) as another:
            try:
                another.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
        return True


def in_the_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


@pytest.fixture
async def kept(sqlite_url: str, vault: Vault, tmp_path: Path) -> AsyncIterator[World]:
    files = SealedFiles(tmp_path / "attachments", vault)
    async with county(open_database(sqlite_url, vault), files=files) as running:
        yield running


async def test_whoever_writes_never_waits_for_what_is_drawn_or_read(
    kept: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    observer = Observer(tmp_path / "weibao.db")
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
