"""What the supervisor hears of `weibao run`, by way of a socket such as systemd gives."""

import asyncio
import signal
import socket
import tempfile
from collections.abc import Iterator
from configparser import RawConfigParser
from contextlib import closing
from pathlib import Path

import pytest

from bot.watching.systemd import Supervisor
from bot.watching.watchdog import STUCK
from tests.e2e.installed import installed
from tests.e2e.world import ROOT

# Processes are started here, which takes its time where others work too.
pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def ear() -> Iterator[socket.socket]:
    # The name of a socket must be short, and pytest's folders are deep.
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as listening,
    ):
        listening.bind(str(Path(folder) / "notify"))
        listening.setblocking(False)
        yield listening


async def _hears(ear: socket.socket) -> str:
    async with asyncio.timeout(150):
        return (await asyncio.get_running_loop().sock_recv(ear, 100)).decode()


async def test_the_supervisor_hears_ready_then_alive_then_stopping(
    tmp_path: Path, ear: socket.socket
) -> None:
    async with installed(tmp_path, ("port: 8320", "port: null")) as installation:
        process = await installation.serving(NOTIFY_SOCKET=ear.getsockname())
        assert await _hears(ear) == "READY=1"
        assert await _hears(ear) == "WATCHDOG=1"
        assert await _hears(ear) == "WATCHDOG=1"

        process.send_signal(signal.SIGTERM)
        while (heard := await _hears(ear)) == "WATCHDOG=1":
            pass
        assert heard == "STOPPING=1"
        assert (await process.communicate(), process.returncode)[1] == 0


def test_a_supervisor_with_an_abstract_address_is_told_as_well() -> None:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as listening:
        listening.bind("")
        name = listening.getsockname()[1:].decode()
        Supervisor(f"@{name}").tell("WATCHDOG=1")
        assert listening.recv(100) == b"WATCHDOG=1"


def test_a_supervisor_that_is_gone_harms_nobody(tmp_path: Path) -> None:
    Supervisor(str(tmp_path / "nobody")).tell("READY=1")
    Supervisor(None).tell("READY=1")


def test_the_unit_waits_for_the_word_and_starts_again_whatever_the_code() -> None:
    unit = RawConfigParser()
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string((ROOT / "deploy" / "weibao.service").read_text())
    service = unit["Service"]
    assert (service["Type"], service["Restart"]) == ("notify", "always")
    assert int(service["WatchdogSec"]) > 50
    assert service["ExecStart"].endswith("weibao run")
    assert "RestartPreventExitStatus" not in service
    assert service["OOMPolicy"] == "continue", "what reads messages is ended before the bot"
    assert STUCK == 86
