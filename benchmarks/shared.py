"""Two processes behind one address beside one, on PostgreSQL: answered updates a second.

Run as `python -m benchmarks.shared BASE_URL TOKEN DATABASE_URL PORT` it is one of the processes.
"""

import asyncio
import json
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import aiohttp

from benchmarks import postgres
from benchmarks.machine import busy_processors
from benchmarks.ours import PACE, ROOT
from benchmarks.rows import TAKES_LONGER, Bar, Family, Measured, Pair, Row, Size
from benchmarks.wire import FIRST_CHAT, STEPS, TOKEN, Wire, listen, said_by
from bot.app import Telegram, build_bot
from bot.collecting import collect_rarely, leave_out
from bot.config import load_config
from bot.delivery.webhook import HEADER
from bot.delivery.webhook_address import WebhookAddress
from storage import schema
from storage.database import open_database
from storage.encryption import Vault

PATH = "/telegram"
SECRET = "benchmark"  # noqa: S105 - Only this machine knows the address.
PATIENCE = 60.0
BUSY_BELOW = 0.5
WARMING = 40
ROW = Row(
    "two_processes",
    "steps a second by webhook, two processes on PostgreSQL",
    "one process",
    Bar("≥", 1.5),
)


async def serve(base_url: str, token: str, url: str, port: str) -> None:
    """Serve by webhook until ended."""
    collect_rarely()
    shipped = load_config(ROOT / "config.yaml")
    config = shipped.model_copy(update={"sender": shipped.sender.model_copy(update=PACE)})
    address = WebhookAddress(f"http://127.0.0.1:{port}{PATH}", PATH, "127.0.0.1", int(port), SECRET)
    bot = await build_bot(
        config,
        ROOT / "calendar.yaml",
        open_database(url, Vault(b"a benchmark has nothing to hide!")),
        Telegram(token, base_url),
        webhook=address,
    )
    await bot.start()
    leave_out()
    await asyncio.Event().wait()


def left_out(size: Size) -> Mapping[str, str]:
    """Say when two processors are not free: then the ratio tells nothing."""
    if size.quick:
        return {ROW.name: TAKES_LONGER}
    if (os.cpu_count() or 1) - busy_processors() >= 2 - BUSY_BELOW:
        return {}
    return {ROW.name: "two processors must be free"}


async def two_beside_one(*, rounds: int, people: int) -> dict[str, list[float]]:
    """Return the throughput of one and of two processes, round by round."""
    figures: dict[str, list[float]] = {"one": [], "two": []}
    with postgres.running() as url:
        await schema.upgrade(url)
        for turn in range(rounds):
            for count, name in ((1, "one"), (2, "two")):
                first = FIRST_CHAT * (10 * turn + count)
                figures[name].append(await per_second(url, count, range(first, first + people)))
    return figures


async def per_second(url: str, count: int, chats: Sequence[int]) -> float:
    """Start so many processes on the database; return how many updates a second they answer."""
    # On one database no number of an update may come twice.
    wire = Wire(number=time.time_ns() // 1_000)
    runner, base_url = await listen(wire)
    try:
        async with _processes(base_url, url, count) as ports:
            # What is made or loaded once is no part of a step.
            for port in ports:
                await deliver(wire, [port], range(-port * WARMING, -port * WARMING + WARMING))
            wire.forget()
            began = time.perf_counter()
            await deliver(wire, ports, chats)
            return len(STEPS) * len(chats) / (wire.last_at - began)
    finally:
        await runner.cleanup()


async def deliver(wire: Wire, ports: Sequence[int], chats: Sequence[int]) -> None:
    """Deliver whole dialogues of all these people, each in order, to the processes in turn."""
    before = len(wire.seconds)
    async with aiohttp.ClientSession(headers={HEADER: SECRET}, trust_env=False) as session:

        async def write(chat: int, place: int) -> None:
            for number, step in enumerate(said_by(chat)):
                wire.offer(chat, step)
                body = json.dumps(wire.waiting.pop()).encode()
                port = ports[(place + number) % len(ports)]
                async with session.post(f"http://127.0.0.1:{port}{PATH}", data=body) as answer:
                    answer.raise_for_status()

        await asyncio.gather(*(write(chat, place) for place, chat in enumerate(chats)))
        async with asyncio.timeout(PATIENCE):
            while len(wire.seconds) - before < len(STEPS) * len(chats):
                await asyncio.sleep(0.005)


@asynccontextmanager
async def _processes(base_url: str, url: str, count: int) -> AsyncIterator[list[int]]:
    ports = [_free_port() for _ in range(count)]
    running = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.shared", base_url, TOKEN, url, str(port)),
            cwd=ROOT,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        for port in ports
    ]
    try:
        async with asyncio.timeout(PATIENCE):
            for port in ports:
                await _until_open(port)
        yield ports
    finally:
        for process in running:
            process.kill()
            await process.wait()


async def _until_open(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return


def _free_port() -> int:
    with socket.socket() as probing:
        probing.bind(("127.0.0.1", 0))
        port: int = probing.getsockname()[1]
        return port


def rows(_size: Size) -> Sequence[Row]:
    """Return the one row of two processes."""
    return [ROW]


async def measure(size: Size) -> Measured:
    """Measure two processes beside one."""
    figures = await two_beside_one(rounds=size.of(5, 1), people=size.of(200, 50))
    return {ROW.name: Pair(figures["two"], figures["one"])}


FAMILY = Family("shared", rows, measure, left_out)


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:5]))
