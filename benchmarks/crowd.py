"""A crowd, and a wire that takes thirty messages a second: what arrives when.

The bot is the real one, on a file or on PostgreSQL, at the pace that it is shipped with. The wire
is a wall: it refuses with 429 what comes faster than Telegram allows, by the rules of the embedded
Telegram.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace

from aiohttp import web

from benchmarks.filled import FIRST_CHAT as FIRST_OFFICER
from benchmarks.filled import Ground, laid, laid_on_postgres
from benchmarks.machine import used_seconds
from benchmarks.ours import PACE, ROOT, SECRET
from benchmarks.rows import TAKES_LONGER, Bar, Family, Measured, Row, Size, alone
from benchmarks.wire import STEPS, STORY, TOKEN, Wire, fields_of, listen, said_by
from bot.app import Telegram, build_bot
from bot.clock import SystemClock
from bot.collecting import collect_rarely, leave_out
from bot.config import load_config
from bot.services.mail import Priority
from bot.triage.gazetteer import Gazetteer
from bot.views.outgoing import Outgoing
from sandbox.errors import Refused
from sandbox.limits import RateLimits
from storage.database import Database, open_database
from storage.encryption import Vault
from storage.work import UnitOfWork

FIRST_RESIDENT = 1_000_000
PATIENCE = 240.0
BACKGROUND_PER_SECOND = 50
SETTLED_AFTER = 30
PAGE = "🔴"
PAGES = 10
ROUNDS = 3
ROWS = {
    "card_p99_ms": "danger told → officer's card on the wire, 50 steps/s beside, p99, ms",
    "crowd_on_disk": "{crowd:,} residents write at once: all on disk, s",
    "crowd_l1": "of these {cries} cries for help: the last one's page on the wire, s",
    "crowd_cpu": "processor time of the bot until then, s",
    "crowd_refused": "messages that the wall of 30/s refused meanwhile",
    "slots": "a level 1 card behind {queued:,} queued answers: messages that left before it",
    "pages_p99": "10 level 1 pages behind {low:,} low ones: 99th percentile to the wire, s",
}
BARS = {
    "card_p99_ms": Bar("≤", 250, of="ours"),
    "crowd_on_disk": Bar("≤", 15, of="ours"),
    "crowd_l1": Bar("≤", 10, of="ours"),
    "slots": Bar("≤", 3, of="ours"),
    "pages_p99": Bar("≤", 1, of="ours"),
}
ON_POSTGRES = ("card_p99_ms", "crowd_on_disk", "crowd_l1")
FULL = {"samples": 100, "crowd": 10_000, "cries": 100, "queued": 10_000, "low": 1_000}
QUICK = {"samples": 5, "crowd": 300, "cries": 10, "queued": 150, "low": 100}

Laid = Callable[[], AbstractAsyncContextManager[Ground]]


@dataclass(slots=True)
class Wall(Wire):
    """A wire that notes each message, and refuses what Telegram would."""

    limits: RateLimits | None = field(default_factory=RateLimits)
    arrived: list[tuple[float, int, str]] = field(default_factory=list)
    refused: int = 0
    all_taken_at: float = 0.0

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one call of the Bot API."""
        method = request.match_info["method"]
        if method == "getUpdates" and self.number and not self.waiting and not self.all_taken_at:
            self.all_taken_at = time.perf_counter()
        if method != "sendMessage":
            return await Wire.handle(self, request)
        fields = await fields_of(request)
        chat = int(str(fields["chat_id"]))
        if self.limits is not None:
            try:
                self.limits.check("sendmessage", chat)
            except Refused as refusal:
                self.refused += 1
                return web.json_response(refusal.as_json(), status=refusal.status)
        self.arrived.append((time.perf_counter(), chat, str(fields["text"])))
        # The body was read: the wire below would find nothing in it.
        return web.json_response({"ok": True, "result": self._sent(chat)})

    def pages(self) -> list[tuple[float, str]]:
        """Return when each level 1 card came to an officer, reminders left out."""
        first: dict[tuple[int, str], float] = {}
        for at, chat, text in self.arrived:
            if FIRST_OFFICER <= chat < FIRST_RESIDENT and "🔴" in text:
                first.setdefault((chat, text), at)
        return [(at, text) for (_, text), at in first.items()]


async def serve(base_url: str, url: str, *, is_free: bool) -> None:
    """Serve until ended, on a database that is laid already."""
    async with running(base_url, url, is_free=is_free):
        collect_rarely()
        leave_out()
        await asyncio.Event().wait()


@asynccontextmanager
async def running(base_url: str, url: str, *, is_free: bool = False) -> AsyncIterator[Database]:
    """Run the bot within this process, and give its database."""
    shipped = load_config(ROOT / "config.yaml")
    sender = shipped.sender.model_copy(update=PACE if is_free else {})
    config = shipped.model_copy(update={"sender": sender})
    database = open_database(url, Vault(SECRET))
    bot = await build_bot(config, ROOT / "calendar.yaml", database, Telegram(TOKEN, base_url))
    await bot.start()
    try:
        yield database
    finally:
        await bot.stop()


@asynccontextmanager
async def beside(wire: Wall, ground: Ground, *, is_free: bool = False) -> AsyncIterator[int]:
    """Run the bot as a process of its own; give its number once it asks for updates."""
    runner, base_url = await listen(wire)
    pace = "free" if is_free else "shipped"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.crowd", base_url, ground.url, pace),
        cwd=ROOT,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            while not wire.polls:
                await asyncio.sleep(0.01)
            yield process.pid
    finally:
        process.kill()
        await process.wait()
        await runner.cleanup()


async def told_to_card(samples: int, on: Laid = laid) -> dict[str, float]:
    """Let people tell of danger while others step; return how late the cards were, in ms."""
    wire = Wall(limits=None)
    asked: list[float] = []
    async with on() as ground, beside(wire, ground, is_free=True):
        names = _counties(ground)
        await _warmed_up(wire, names[-1])
        for step in range(samples * BACKGROUND_PER_SECOND // 2):
            chat = FIRST_RESIDENT + step // len(STEPS)
            wire.offer(chat, said_by(chat)[step % len(STEPS)])
            if step % (BACKGROUND_PER_SECOND // 2) == 0:
                place = len(asked)
                asked.append(time.perf_counter())
                wire.offer(2 * FIRST_RESIDENT + place, _cry(names[place % len(names)]))
            await asyncio.sleep(1 / BACKGROUND_PER_SECOND)
        await _until(lambda: len(wire.pages()) >= samples)
    late = [at - then for (at, _), then in zip(sorted(wire.pages()), asked, strict=False)]
    return {"card_p99_ms": _p99(late) * 1000}


async def written_at_once(crowd: int, cries: int, on: Laid = laid) -> dict[str, float]:
    """Let everybody write at once, every so many of them for help, the last ones too."""
    wire = Wall()
    async with on() as ground, beside(wire, ground) as pid:
        names = _counties(ground)
        await _warmed_up(wire, names[-1])
        began, spent = time.perf_counter(), used_seconds(pid)
        for place in range(crowd):
            nth, rest = divmod(place, crowd // cries)
            is_cry, chat = rest == crowd // cries - 1, FIRST_RESIDENT + place
            wire.offer(chat, _cry(names[nth % len(names)]) if is_cry else said_by(chat)[STORY])
        await _until(lambda: wire.all_taken_at and len(wire.pages()) >= cries)
        spent = used_seconds(pid) - spent
    last = sorted(at for at, _ in wire.pages())[cries - 1]
    return {
        "crowd_on_disk": wire.all_taken_at - began,
        "crowd_l1": last - began,
        "crowd_cpu": spent,
        "crowd_refused": wire.refused,
    }


async def behind(queued: int, priority: Priority, pages: int) -> tuple[list[float], list[int]]:
    """Queue messages, then pages of level 1; return their seconds and what left before each."""
    wire = Wall()
    async with laid() as ground:
        runner, base_url = await listen(wire)
        async with running(base_url, ground.url) as database, asyncio.timeout(PATIENCE):
            await database.write(lambda work: _queue(work, queued, priority))
            while len(wire.arrived) < SETTLED_AFTER:
                await asyncio.sleep(0.005)
            await database.write(lambda work: _queue_pages(work, pages))
            entered, before = time.perf_counter(), len(wire.arrived)
            while sum(text == PAGE for _, _, text in wire.arrived) < pages:
                await asyncio.sleep(0.005)
        await runner.cleanup()
    of_pages = [place for place, (_, _, text) in enumerate(wire.arrived) if text == PAGE]
    return [wire.arrived[place][0] - entered for place in of_pages], [
        place - before - nth for nth, place in enumerate(of_pages)
    ]


def _queue(work: UnitOfWork, count: int, priority: Priority) -> None:
    now = SystemClock().now()
    words = Outgoing("message", text=STEPS[STORY]).to_json()
    for chat in range(FIRST_RESIDENT, FIRST_RESIDENT + count):
        person = work.people.meet(str(chat), language="zh-CN", now=now)
        work.outbox.put(person_id=person.id, kind="text", priority=priority, now=now, payload=words)


def _queue_pages(work: UnitOfWork, count: int) -> None:
    now = SystemClock().now()
    words = Outgoing("message", text=PAGE).to_json()
    for chat in range(FIRST_OFFICER, FIRST_OFFICER + count):
        person = work.people.meet(str(chat), language="zh-CN", now=now)
        work.outbox.put(
            person_id=person.id,
            kind="text",
            priority=Priority.EMERGENCY_PAGE,
            now=now,
            payload=words,
        )


def _counties(ground: Ground) -> Sequence[str]:
    """Return the counties that have an officer, by names that stand in one city only."""
    gazetteer = Gazetteer.load()
    names = [county.name for code in ground.counties if (county := gazetteer.county(code))]
    return [name for name in names if name.endswith(("县", "市"))]


def _cry(county: str) -> str:
    return f"孩子掉水里了，快来救人！在{county}"


async def _warmed_up(wire: Wall, county: str) -> None:
    """Wait until one is read: what reads comes beside the start, and is no figure of every day."""
    wire.offer(3 * FIRST_RESIDENT, _cry(county))
    await _until(wire.pages)
    wire.arrived.clear()
    wire.refused, wire.all_taken_at = 0, 0.0


async def _until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.01)


def _p99(seconds: Sequence[float]) -> float:
    return statistics.quantiles(seconds, n=100, method="inclusive")[98]


async def measure(sizes: Mapping[str, int]) -> dict[str, float]:
    """Return every figure once."""
    figures = await told_to_card(sizes["samples"])
    figures |= await written_at_once(sizes["crowd"], sizes["cries"])
    _, slots = await behind(sizes["queued"], Priority.ANSWER, 1)
    seconds, _ = await behind(sizes["low"], Priority.LIST, PAGES)
    return figures | {"slots": slots[0], "pages_p99": _p99(seconds)}


async def measure_on_postgres(sizes: Mapping[str, int]) -> dict[str, float]:
    """Return once what a server between the bot and its disk might change."""
    figures = await told_to_card(sizes["samples"], laid_on_postgres)
    figures |= await written_at_once(sizes["crowd"], sizes["cries"], laid_on_postgres)
    return {_on_postgres(name): figures[name] for name in ON_POSTGRES}


def _on_postgres(name: str) -> str:
    return f"{name}_postgres"


def rows(size: Size) -> Sequence[Row]:
    """Return what each figure is, with the sizes it was measured at."""
    sizes = QUICK if size.quick else FULL
    own = [Row(name, words.format(**sizes), bar=BARS.get(name)) for name, words in ROWS.items()]
    return own + [
        replace(row, name=_on_postgres(row.name), words=f"{row.words} (PostgreSQL)")
        for row in own
        if row.name in ON_POSTGRES
    ]


def left_out(size: Size) -> Mapping[str, str]:
    """Say what takes longer than a quick run has."""
    return dict.fromkeys(map(_on_postgres, ON_POSTGRES), TAKES_LONGER) if size.quick else {}


async def measured(size: Size) -> Measured:
    """Return every figure, round by round."""
    if size.quick:
        return alone({name: [figure] for name, figure in (await measure(QUICK)).items()})
    runs = [await measure(FULL) | await measure_on_postgres(FULL) for _ in range(ROUNDS)]
    return alone({name: [run[name] for run in runs] for name in runs[0]})


FAMILY = Family("crowd", rows, measured, left_out)

if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:3], is_free=sys.argv[3] == "free"))
