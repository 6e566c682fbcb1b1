"""`weibao run` as it is installed: a process of its own, on a folder of its own."""

import asyncio
import base64
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sandbox.server import Sandbox
from storage import schema
from tests.command import weibao
from tests.e2e.ground import SECRET
from tests.e2e.world import ROOT
from tests.measured import measured

# How long a command may take to start on a machine that others use too.
PATIENCE = 150


@dataclass(slots=True)
class Installation:
    """A folder with a configuration and a database, and the command on it."""

    folder: Path
    sandbox: Sandbox
    running: list[asyncio.subprocess.Process] = field(default_factory=list)

    def configure(self, *changes: tuple[str, str]) -> None:
        """Write the configuration that the project ships, with these words replaced."""
        text = (ROOT / "config.yaml").read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (self.folder / "config.yaml").write_text(text)
        (self.folder / "calendar.yaml").write_text((ROOT / "calendar.yaml").read_text())

    async def weibao(self, *words: str, **environment: str) -> asyncio.subprocess.Process:
        """Start the command."""
        return await self.python("-m", "bot", *words, **environment)

    async def python(self, *words: str, **environment: str) -> asyncio.subprocess.Process:
        """Start Python in the environment of the command."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *words,
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "COLUMNS": "300",
                **self._environment(),
                **measured(),
                **environment,
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        self.running.append(process)
        return process

    def _environment(self) -> dict[str, str]:
        return {
            "WEIBAO_CONFIG": str(self.folder / "config.yaml"),
            "WEIBAO_SECRET_KEY": base64.b64encode(SECRET).decode(),
            "TELEGRAM_BOT_TOKEN": self.sandbox.token,
            "TELEGRAM_BASE_URL": self.sandbox.bot_api_url,
        }

    async def says(self, *words: str, **environment: str) -> tuple[int, str]:
        """Run the command to its end, and return its code and everything it said."""
        process = await self.weibao(*words, **environment)
        async with asyncio.timeout(PATIENCE):
            out, err = await process.communicate()
        return process.returncode or 0, (out + err).decode()

    async def says_here(self, *words: str) -> tuple[int, str]:
        """Run the command as `says` does, within this process, which spares its start.

        To the bot that runs beside it is another process all the same.
        """
        ended = await asyncio.to_thread(
            partial(weibao, *words, folder=self.folder, **self._environment())
        )
        return ended.returncode, ended.stdout + ended.stderr

    async def serving(
        self, until: bytes = b"serving", **environment: str
    ) -> asyncio.subprocess.Process:
        """Start `weibao run`, and wait until it says that it serves."""
        process = await self.weibao("run", **environment)
        assert process.stderr is not None
        async with asyncio.timeout(PATIENCE):
            while line := await process.stderr.readline():
                if until in line:
                    return process
        raise AssertionError(f"ended with {await process.wait()}")


@asynccontextmanager
async def installed(
    folder: Path, *changes: tuple[str, str], is_empty: bool = False
) -> AsyncIterator[Installation]:
    """Install the command in a folder with a database, or with none where it `is_empty`."""
    async with Sandbox.start() as sandbox:
        installation = Installation(folder, sandbox)
        installation.configure(*changes)
        if not is_empty:
            await schema.upgrade(f"sqlite:///{folder / 'weibao.db'}")
        try:
            yield installation
        finally:
            for process in installation.running:
                if process.returncode is None:
                    process.send_signal(signal.SIGKILL)
                    await process.communicate()
