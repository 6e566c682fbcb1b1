"""Words are answered as well when what reads them is a process of its own, and is killed."""

import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import bot.app
from bot.app import build_triage
from bot.terms import Level
from bot.triage.reader_apart import ReaderApart
from storage.database import open_database
from storage.encryption import Vault
from tests.e2e.world import World, county, cries_for_help


@pytest.fixture
async def apart(
    sqlite_url: str, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    # As it is outside these tests, in which one reader serves all bots of this process.
    monkeypatch.setattr(bot.app, "build_triage", build_triage)
    async with county(open_database(sqlite_url, vault)) as running:
        yield running
        last = _pid_of_the_reader(running)
    assert not Path(f"/proc/{last}").exists()


def _pid_of_the_reader(world: World) -> int:
    reader = world.bot.hotline.triage.reader
    assert isinstance(reader, ReaderApart)
    assert reader._coming is not None
    return reader._coming.result().process.pid


@pytest.mark.timeout(300)
async def test_who_writes_while_what_reads_is_killed_is_heard_at_once(apart: World) -> None:
    await cries_for_help(apart, apart.resident())
    killed = _pid_of_the_reader(apart)
    os.kill(killed, signal.SIGKILL)
    await cries_for_help(apart, apart.resident("李奶奶"))

    assert _pid_of_the_reader(apart) != killed
    assert [one.level for one in await apart.referrals()] == [Level.L1, Level.L1]
