"""Words are answered as well when what reads them is a process of its own, and is killed."""

import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import bot.app
from bot.app import build_triage
from bot.terms import Level
from bot.triage import reader_apart
from bot.triage.reader_apart import ReaderApart
from storage.database import open_database
from storage.encryption import Vault
from tests.e2e.world import World, county, cries_for_help

DEADLY = "这句话会让读消息的程序停掉"
DIES_OF_SOME_WORDS = f"""
import os
from bot.triage.reader import Triage
inner = Triage.read_together

def read_together(self, asked):
    if any("{DEADLY}" in one.text for one in asked):
        os._exit(1)
    return inner(self, asked)

Triage.read_together = read_together
"""


@pytest.fixture
async def apart(
    sqlite_url: str, vault: Vault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> AsyncIterator[World]:
    # As it is outside these tests, in which one reader serves all bots of this process.
    monkeypatch.setattr(bot.app, "build_triage", build_triage)
    monkeypatch.setattr(reader_apart, "AGAIN_SECONDS", 0)
    (tmp_path / "sitecustomize.py").write_text(DIES_OF_SOME_WORDS)
    monkeypatch.syspath_prepend(tmp_path)
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


@pytest.mark.timeout(300)
async def test_words_that_end_what_reads_reach_an_officer_at_once_and_others_go_on(
    apart: World,
) -> None:
    first, second, other = (apart.resident(name) for name in ("王奶奶", "李奶奶", "孙大爷"))
    await first.says(f"{DEADLY}，俺庄有个娃没人管")
    await apart.settle()

    # It is not tried a third time, nor does anybody wait for it whoever says it.
    await first.sees("没有丢")
    card = await apart.colleagues["赵科长"].sees(DEADLY, buttons=["✅ 接单"])
    assert "连-0001" in card.text
    await apart.bot.hotline.triage.reader.there()
    pid = _pid_of_the_reader(apart)
    await second.says(f"{DEADLY}，俺庄有个娃没人管")
    await apart.settle()
    await second.sees("没有丢")
    assert _pid_of_the_reader(apart) == pid
    await cries_for_help(apart, other)
    levels = sorted(one.level for one in await apart.referrals())
    assert levels == [Level.L1, Level.L2, Level.L2]
