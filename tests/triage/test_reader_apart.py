"""What reads messages is a process of its own: it ends, and comes again, and nobody is harmed."""

import asyncio
import os
import pickle
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.terms import Category, Level
from bot.triage import program, reader_apart
from bot.triage.asked import Asked, NotReadable, ReaderEnded, ReaderFailed
from bot.triage.framing import heard
from bot.triage.gathered import Gathered
from bot.triage.gazetteer import Gazetteer
from bot.triage.loading import load
from bot.triage.local_names import LocalNames
from bot.triage.program import fingerprint
from bot.triage.reader_apart import ReaderApart

ROOT = Path(__file__).parents[2]
LEVELS = dict.fromkeys(Category, Level.L3)
LOCAL = LocalNames(names={"老粮站": "320722"})
TOLD = (
    Asked("东海县双店镇的娃被打得满脸血"),
    Asked("老粮站那边有个小孩没人管，天天一个人"),
    Asked("鼓楼区有个孩子", ("320302",)),
    Asked(spot=(34.54, 118.77)),
)
PATIENCE = 120
LIMITS = ("LOADING_LIMIT_SECONDS", "WAITING_LIMIT_SECONDS")
BEGINS = """
import asyncio
from tests.triage.test_reader_apart import begun

async def main():
    async with begun() as (reader, pid):
        print(pid, flush=True)
        await asyncio.sleep(600)

asyncio.run(main())
"""


def pid_of(reader: ReaderApart) -> int:
    assert reader._coming is not None
    return reader._coming.result().process.pid


@asynccontextmanager
async def begun() -> AsyncIterator[tuple[ReaderApart, int]]:
    reader = ReaderApart(LEVELS, LOCAL)
    try:
        async with asyncio.timeout(PATIENCE):
            await reader.there()
        yield reader, pid_of(reader)
    finally:
        await reader.end()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lasting() -> AsyncIterator[ReaderApart]:
    """A reader for all who leave one behind: each loading takes some seconds of a processor."""
    async with begun() as (reader, _):
        yield reader


@pytest_asyncio.fixture(loop_scope="module")
async def reader(
    lasting: ReaderApart, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ReaderApart]:
    """A reader that is there, and that comes again at once; so it is left."""
    monkeypatch.setattr(reader_apart, "AGAIN_SECONDS", 0)
    async with asyncio.timeout(PATIENCE):
        await lasting.there()
        yield lasting
        await lasting.there()


def is_running(pid: int) -> bool:
    """Say whether there is such a process, dead ones that nobody has buried left out."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


async def until_gone(pid: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while is_running(pid):
            await asyncio.sleep(0.01)


async def test_it_says_what_a_reader_in_this_process_says_and_knows_no_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WEIBAO_SECRET_KEY", "a key")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "a token")
    monkeypatch.setenv("PGPASSWORD", "a password")
    monkeypatch.setenv("https_proxy", "http://a:password@proxy.example:3128")
    monkeypatch.setenv("LANG", "C.UTF-8")
    here = load(Gazetteer.load(), LEVELS, LOCAL)
    async with begun() as (reader, pid):
        assert await reader.read_together(TOLD) == here.read_together(TOLD)
        assert here.read_together(TOLD)[1].place.candidates[0].county_code == "320722"
        known = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        assert b"LANG=C.UTF-8" in known
        secret = (b"WEIBAO", b"TELEGRAM", b"PG", b"https_proxy")
        assert [one for one in known if one.startswith(secret)] == []
        # Who stops the bot signals to all that belongs to it, and the bot has yet to finish.
        for one in (signal.SIGINT, signal.SIGTERM):
            os.kill(pid, one)
        assert await reader.read_together(TOLD[:1]) == here.read_together(TOLD[:1])
    assert not is_running(pid)
    assert not reader.is_there


@pytest.mark.asyncio(loop_scope="module")
async def test_one_that_is_killed_comes_again_and_who_waits_is_read(reader: ReaderApart) -> None:
    pid, gathered = pid_of(reader), Gathered(reader)
    with capture_logs() as logs:
        os.kill(pid, signal.SIGKILL)
        readings = await asyncio.gather(*map(gathered.of, TOLD[:2]))
    assert all(one.danger or one.place.candidates for one in readings)
    assert pid_of(reader) != pid
    assert [one["event"] for one in logs].count("reader-ended") == 1


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("told", "limit"), [(TOLD, "LIMIT_SECONDS"), (TOLD[:1], "ALONE_LIMIT_SECONDS")]
)
async def test_one_that_does_not_answer_is_ended_and_comes_again(
    reader: ReaderApart, monkeypatch: pytest.MonkeyPatch, told: Sequence[Asked], limit: str
) -> None:
    pid = pid_of(reader)
    os.kill(pid, signal.SIGSTOP)
    with monkeypatch.context() as short:
        # One message may take less long than many.
        for one in ("LIMIT_SECONDS", "ALONE_LIMIT_SECONDS"):
            short.setattr(reader_apart, one, 0.01 if one == limit else 3600)
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(ReaderEnded):
                await reader.read_together(told)
    await until_gone(pid)
    async with asyncio.timeout(PATIENCE):
        while not reader.is_there or pid_of(reader) == pid:
            await asyncio.sleep(0.01)
    assert len(await reader.read_together(TOLD)) == len(TOLD)


@pytest.mark.asyncio(loop_scope="module")
async def test_what_cannot_be_read_fails_alone_and_no_word_of_it_is_told(
    reader: ReaderApart,
) -> None:
    nowhere: Any = ("秘密", 0)
    pid, gathered = pid_of(reader), Gathered(reader)
    good, failed = await asyncio.gather(
        gathered.of(TOLD[0]), gathered.of(Asked(spot=nowhere)), return_exceptions=True
    )
    assert good == (await reader.read_together(TOLD[:1]))[0]
    assert isinstance(failed, NotReadable)
    assert "秘密" not in str(failed)
    assert pid_of(reader) == pid


async def test_why_it_cannot_be_loaded_is_told_to_who_waits_and_it_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reader_apart, "AGAIN_SECONDS", 0)
    wrong: Any = 7
    reader = ReaderApart(LEVELS, wrong)
    try:
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(ReaderFailed, match="AttributeError"):
                await reader.there()
            assert not reader.is_there
            # Until then nobody waits for it.
            with pytest.raises(ReaderFailed, match="AttributeError"):
                await reader.read_together(TOLD)
            reader._knowledge = (LEVELS, LOCAL)
            while not reader.is_there:
                with suppress(ReaderFailed):
                    await reader.there()
    finally:
        await reader.end()


async def test_one_of_another_version_reads_nothing_until_it_is_ours_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reader_apart, "AGAIN_SECONDS", 0)
    reader = ReaderApart(LEVELS, LOCAL)
    try:
        async with asyncio.timeout(PATIENCE):
            with monkeypatch.context() as upgraded:
                upgraded.setattr(reader_apart, "fingerprint", lambda: "as it was at the start")
                with capture_logs() as logs, pytest.raises(ReaderFailed, match="started anew"):
                    await reader.there()
                assert reader.ails == "changed"
                assert [one["event"] for one in logs if "anew" in one["error"]] == ["reader-ended"]
                with pytest.raises(ReaderFailed, match="started anew"):
                    await reader.read_together(TOLD)
            reader._program = fingerprint()
            while reader.ails:
                with suppress(ReaderFailed):
                    await reader.there()
        assert len(await reader.read_together(TOLD)) == len(TOLD)
    finally:
        await reader.end()


def test_each_change_of_code_or_data_makes_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "triage"
    here.mkdir()
    (here / "urgency.py").write_text("1")
    monkeypatch.setattr(program, "_HERE", here)
    found = [fingerprint(), fingerprint()]
    (here / "urgency.py").write_text("2")
    found.append(fingerprint())
    (here / "urgency.py").rename(here / "haste.py")
    found.append(fingerprint())
    (here / "__pycache__").mkdir()
    (here / "__pycache__" / "haste.pyc").write_bytes(b"2")
    found.append(fingerprint())
    assert found[0] == found[1]
    assert found[3] == found[4]
    assert len(set(found)) == 3


@pytest.mark.parametrize("limit", LIMITS)
async def test_one_that_hangs_while_it_is_loaded_is_not_waited_for_and_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, limit: str
) -> None:
    monkeypatch.setattr(reader_apart, "AGAIN_SECONDS", 0)
    path, hangs = list(sys.path), monkeypatch.context
    reader = ReaderApart(LEVELS, LOCAL)
    (tmp_path / "sitecustomize.py").write_text("import time\ntime.sleep(3600)\n")
    try:
        async with asyncio.timeout(PATIENCE):
            with hangs() as late:
                late.setattr(sys, "path", [str(tmp_path), *path])
                for one in LIMITS:
                    late.setattr(reader_apart, one, 0.01 if one == limit else 3600)
                with pytest.raises(ReaderFailed):
                    await reader.read_together(TOLD)
                # Who comes now is told so at once.
                late.setattr(reader_apart, limit, 3600)
                with pytest.raises(ReaderFailed):
                    await reader.read_together(TOLD)
            await reader.end()
            await reader.there()
            assert len(await reader.read_together(TOLD)) == len(TOLD)
    finally:
        await reader.end()


async def test_what_nobody_foresaw_keeps_nobody_waiting_and_it_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reader_apart, "AGAIN_SECONDS", 0)
    begins = asyncio.create_subprocess_exec
    troubles = [RuntimeError("not foreseen")]

    async def begin(*command: Any, **named: Any) -> Any:
        if troubles:
            raise troubles.pop()
        return await begins(*command, **named)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", begin)
    reader = ReaderApart(LEVELS, LOCAL)
    try:
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(ReaderFailed, match="not foreseen"):
                await reader.there()
            await reader.there()
        assert len(await reader.read_together(TOLD)) == len(TOLD)
    finally:
        await reader.end()


@pytest.mark.asyncio(loop_scope="module")
async def test_an_answer_that_is_none_ends_it_and_harms_nobody_beside(
    reader: ReaderApart, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubles = [pickle.UnpicklingError("of another version")]

    async def hears(stream: asyncio.StreamReader) -> Any:
        answer = await heard(stream)
        if isinstance(answer, list) and troubles:
            raise troubles.pop()
        return answer

    monkeypatch.setattr(reader_apart, "heard", hears)
    pid, gathered = pid_of(reader), Gathered(reader)
    async with asyncio.timeout(PATIENCE):
        readings = await asyncio.gather(*map(gathered.of, TOLD[:2]))
    assert all(one.danger or one.place.candidates for one in readings)
    assert pid_of(reader) != pid


async def test_what_stands_in_the_folder_of_the_bot_is_not_taken_for_a_part_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "struct.py").write_text("raise SystemExit('not a part')")
    monkeypatch.chdir(tmp_path)
    async with begun() as (reader, _):
        assert len(await reader.read_together(TOLD)) == len(TOLD)


async def test_it_ends_with_the_bot_that_is_killed() -> None:
    bot = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        BEGINS,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert bot.stdout is not None
        async with asyncio.timeout(PATIENCE):
            pid = int(await bot.stdout.readline())
        assert is_running(pid)
    finally:
        bot.kill()
        await bot.wait()
    await until_gone(pid)
