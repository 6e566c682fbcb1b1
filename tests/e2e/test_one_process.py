"""One SQLite file has one server; its lock ends with the process, in whatever way that ends."""

import signal
from pathlib import Path

import pytest

from tests.e2e.installed import installed

# Processes are started here, which takes its time where others work too.
pytestmark = pytest.mark.timeout(900)

ALONE = (("port: 8320", "port: null"),)


async def test_a_second_process_refuses_and_tools_work_beside_the_first(tmp_path: Path) -> None:
    async with installed(tmp_path, *ALONE) as installation:
        first = await installation.serving()

        code, said = await installation.says("run")
        assert (code, "Traceback" in said) == (2, False)
        assert "another process already serves this database; stop that one first" in said
        code, said = await installation.says_here("db", "upgrade")
        assert (code, "already serves" in said) == (2, True)

        code, said = await installation.says_here("invite", "320722", "lead", "张主任")
        assert (code, "?start=join-" in said) == (0, True)
        code, said = await installation.says_here("triage", "review")
        assert (code, "0 candidates" in said) == (0, True)
        assert first.returncode is None

        first.send_signal(signal.SIGKILL)
        await first.communicate()
        second = await installation.serving()
        second.terminate()
        await second.communicate()
        assert second.returncode == 0
