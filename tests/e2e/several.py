"""Several `weibao run --webhook` processes on one PostgreSQL, behind one address."""

import asyncio
import base64
import os
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web

from sandbox.people import Person
from sandbox.server import Sandbox
from storage import schema
from storage.database import open_database
from storage.encryption import Vault
from tests.e2e.ground import SECRET
from tests.e2e.world import ROOT, TUESDAY, county
from tests.measured import measured

MARK = "〔重复〕"
PATIENCE = 90
# What a resident writes without waiting; each is answered by one message that is like no other.
STEPS = (
    "/report",
    "没有",
    "村东头的水塘没有围栏，娃娃们天天在边上玩水",
    "✅ 说完了",
    "连云港市",
    "东海县",
    "双店镇",
    "三铺村",
    "4到6岁",
    "不清楚",
)
PACE = (
    ("per_second: 30", "per_second: 1000"),
    ("per_chat_per_second: 1", "per_chat_per_second: 1000"),
    ("burst_per_chat: 3", "burst_per_chat: 1000"),
    # What a killed process held comes free soon.
    ("lease: 2m", "lease: 4s"),
    ("inbox: {attempts: 3}", "inbox: {attempts: 3, lease: 3s}"),
    ("uncertain_after: 15s", "uncertain_after: 1s"),
    # On one machine one port serves monitors of one process.
    ("  port: 8320", "  port: null"),
)


@dataclass(slots=True)
class Relay:
    """Hand each delivery to the next process in turn, as a load balancer does."""

    ports: list[int] = field(default_factory=list)
    served: dict[int, int] = field(default_factory=dict)
    refused: dict[int, int] = field(default_factory=dict)
    _turn: int = 0
    _session: aiohttp.ClientSession | None = None

    async def handle(self, request: web.Request) -> web.Response:
        """Pass one delivery on; a process that does not answer is a bad gateway."""
        body = await request.read()
        self._turn += 1
        port = self.ports[self._turn % len(self.ports)]
        headers = {name: value for name, value in request.headers.items() if name.startswith("X-")}
        assert self._session is not None
        try:
            async with self._session.post(
                f"http://127.0.0.1:{port}{request.path}", data=body, headers=headers
            ) as answer:
                count = self.served if answer.status == 200 else self.refused
                count[port] = count.get(port, 0) + 1
                return web.Response(status=answer.status)
        except aiohttp.ClientError:
            return web.Response(status=502)


@asynccontextmanager
async def relayed() -> AsyncIterator[tuple[Relay, str]]:
    """Run a relay, and give it with its address."""
    relay = Relay()
    application = web.Application()
    application.router.add_post("/telegram", relay.handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession(trust_env=False) as session:
        relay._session = session
        yield relay, f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    await runner.cleanup()


@dataclass(slots=True)
class Hotline:
    """A sandbox, a relay, and the processes that serve it together."""

    sandbox: Sandbox
    relay: Relay
    address: str
    url: str
    folder: Path
    processes: dict[int, asyncio.subprocess.Process] = field(default_factory=dict)

    async def start(self, count: int) -> None:
        """Start so many processes at the same moment, and wait until each has started."""
        self._configure()
        ports = [_free_port() for _ in range(count)]
        await asyncio.gather(*(self._start(port) for port in ports))
        self.relay.ports = ports

    def _configure(self) -> None:
        text = (ROOT / "config.yaml").read_text()
        for old, new in PACE:
            assert old in text
            text = text.replace(old, new)
        (self.folder / "config.yaml").write_text(text)
        (self.folder / "calendar.yaml").write_text((ROOT / "calendar.yaml").read_text())

    async def _start(self, port: int) -> None:
        log = self.folder / f"{port}.log"
        with log.open("wb") as written:
            process = await self._spawn(port, written.fileno())
        self.processes[port] = process
        async with asyncio.timeout(PATIENCE):
            while b"started" not in log.read_bytes():
                assert process.returncode is None, log.read_text()
                await asyncio.sleep(0.05)

    async def _spawn(self, port: int, log: int) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            "--webhook",
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "WEIBAO_CONFIG": str(self.folder / "config.yaml"),
                "WEIBAO_SECRET_KEY": base64.b64encode(SECRET).decode(),
                "WEIBAO_DATABASE_URL": self.url,
                "WEIBAO_WEBHOOK_URL": self.address,
                "WEIBAO_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
                "TELEGRAM_BOT_TOKEN": self.sandbox.token,
                "TELEGRAM_BASE_URL": self.sandbox.bot_api_url,
                **measured(),
            },
            stdout=asyncio.subprocess.DEVNULL,
            stderr=log,
        )

    async def kill(self, port: int) -> None:
        """End a process as a power cut does."""
        self.processes[port].kill()
        await self.processes[port].wait()

    async def stop(self, port: int) -> int:
        """Ask a process to stop, and return how it ended."""
        self.processes[port].terminate()
        async with asyncio.timeout(PATIENCE):
            return await self.processes[port].wait()

    def logs(self) -> str:
        """Return what all processes wrote."""
        return "".join(log.read_text() for log in sorted(self.folder.glob("*.log")))

    def answers(self, person: Person) -> list[str]:
        """Return what the wire carried to the person, in order."""
        return [
            call.params["text"]
            for call in self.sandbox.calls("sendMessage", chat=person.id)
            if call.accepted
        ]

    async def answered(self, people: Sequence[Person], count: int) -> None:
        """Wait until these people together have so many answers, repeated ones not counted."""
        async with asyncio.timeout(PATIENCE):
            while sum(len(without_repeats(self.answers(one))) for one in people) < count:
                await asyncio.sleep(0.02)

    async def is_done(self) -> None:
        """Wait until no update waits and no message is to leave."""
        database = open_database(self.url, Vault(SECRET))
        async with asyncio.timeout(PATIENCE):
            while await database.read(
                lambda work: (
                    work.inbox.count("waiting")
                    + work.outbox.count("pending", "sending", "uncertain")
                )
            ):
                await asyncio.sleep(0.05)
        assert await database.read(lambda work: work.inbox.count("dead")) == 0
        await database.close()


@asynccontextmanager
async def several(url: str, folder: Path, count: int = 2) -> AsyncIterator[Hotline]:
    """Run so many processes behind a relay, on a database that may be empty."""
    await schema.upgrade(url)
    async with Sandbox.start() as sandbox, relayed() as (relay, address):
        hotline = Hotline(sandbox, relay, address, url, folder)
        try:
            await hotline.start(count)
            yield hotline
        finally:
            for process in hotline.processes.values():
                if process.returncode is None:
                    process.kill()
                    await process.wait()


async def expected_answers(sqlite_url: str) -> list[str]:
    """Return the answers of one process that fetches updates, to one resident who waits."""
    async with county(open_database(sqlite_url, Vault(SECRET)), at=TUESDAY) as world:
        resident = world.resident()
        for step in STEPS:
            await resident.says(step)
            await world.settle()
        calls = world.sandbox.calls("sendMessage", chat=resident.id)
        return [call.params["text"] for call in calls]


def without_repeats(texts: Sequence[str]) -> list[str]:
    """Return the answers without those that say of themselves that they perhaps came before."""
    kept: list[str] = []
    for text in texts:
        bare = text.removeprefix(MARK).lstrip("\n")
        if text.startswith(MARK) and bare in kept:
            continue
        kept.append(bare)
    return kept


def _free_port() -> int:
    with socket.socket() as probing:
        probing.bind(("127.0.0.1", 0))
        port: int = probing.getsockname()[1]
        return port
