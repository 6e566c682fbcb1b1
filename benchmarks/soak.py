"""`make soak`: a month of mixed load in half an hour, and what the bot's process holds meanwhile.

Run as `python -m benchmarks.soak [--minutes 30] [--seed N]`. Residents report and add, officers
take, contact, visit and close, shifts change as the rota says, the wire fails now and then; the
clock is moved by a day each minute. Writes `build/soak.json` and prints what grew, and why.
"""

import argparse
import asyncio
import io
import json
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image
from rich.console import Console

from benchmarks.machine import busy_processors
from benchmarks.ours import ROOT
from benchmarks.soak_figures import Sample, grown, slope
from benchmarks.torture.engines import fresh
from benchmarks.torture.ground import PATIENCE_SECONDS, Ground, Nursery, staffed
from benchmarks.torture.play import GLANCE_SECONDS, TAPS, Play
from benchmarks.torture.tables import looking_at
from sandbox.errors import NotPossible
from sandbox.people import Person

BOT = "benchmarks.soak_bot"
TARGET = ROOT / "build" / "soak.json"
A_MINUTE_IS = timedelta(days=1)
AT_MOST_OPEN = 15
ACTS = 12
ACTS_OF_OFFICERS = 14
RESIDENTS_AT_ONCE = 6
SETTLING_SECONDS = 3.0
LONGEST_LEAP = timedelta(minutes=40)
SAMPLES = 180
WARM_UP = 1 / 6
"""So much of the run is left out of the slope: caches fill, and the first of everything is made."""
EVERYDAY = (
    "村里有个水塘没有围栏，娃娃天天去玩",
    "东海县双店镇有个娃没去上学，爸妈都在外地打工",
    "隔壁小孩天天没人管饭，穿得也单薄",
    "东海县牛山街道有人把娃关在屋里不让出来",
)
# Officers of a quiet county get their cases done, and the lead agrees.
TAPPED = {**TAPS, "accept": 20, "close": 20, "approve": 60, "decline": 0.2}
BACK = ("取消", "◀️ 返回", "Cancel", "◀️ Back")
PREFERRED = ("✅ 对，发送", "✅ 说完了", "没有", "跳过 ▶️")


def photo() -> bytes:
    """Return a picture as a phone sends it, of some hundred kilobytes."""
    drawn = io.BytesIO()
    Image.effect_noise((1280, 960), 60).convert("RGB").save(drawn, "JPEG")
    return drawn.getvalue()


@dataclass(slots=True)
class Resident:
    """Somebody who has something to tell, and so many acts left."""

    person: Person
    acts: int = ACTS


@dataclass(slots=True)
class Soak(Play):
    """Play a month without killing anybody.

    Attributes:
        minutes: how long it takes.
        file: the database.
        samples: what was found, at regular moments.
        alive: the blocks of memory that objects held after the warm-up, and at the end.
    """

    minutes: float = 30.0
    file: Path = Path()
    samples: list[Sample] = field(default_factory=list)
    alive: list[int] = field(default_factory=list)
    _residents: list[Resident] = field(default_factory=list)
    _met: int = 0
    _photo: bytes = field(default_factory=photo)

    async def month(self) -> None:
        """Let the month pass."""
        async with served(self.ground) as bot:
            await self._pass(bot)

    async def _pass(self, bot: "Served") -> None:
        began, first = time.monotonic(), self.ground.clock.now()
        whole = self.minutes * 60
        while (spent := time.monotonic() - began) < whole:
            if spent >= len(self.samples) * whole / SAMPLES:
                self._look(bot.pid, spent, (self.ground.clock.now() - first) / timedelta(days=1))
            if not self.alive and spent >= whole * WARM_UP:
                self.alive.append(await bot.alive())
            await self._hour()
            await self._towards(first + A_MINUTE_IS * (time.monotonic() - began) / 60)
        self._look(bot.pid, whole, (self.ground.clock.now() - first) / timedelta(days=1))
        self.alive.append(await bot.alive())

    def _look(self, pid: int, seconds: float, day: float) -> None:
        calls = len(self.ground.sandbox.wire)
        self.samples.append(Sample.of(pid, self.file, seconds=seconds, day=day, calls=calls))

    async def _hour(self) -> None:
        """Let a few people do something."""
        is_calm = await self.tables.waiting() < AT_MOST_OPEN
        while is_calm and len(self._residents) < RESIDENTS_AT_ONCE:
            person = self.ground.sandbox.add_person(f"村民{self._met}")
            self._met += 1
            self._residents.append(Resident(person))
        for one in self._residents:
            with suppress(NotPossible):
                await self._tells(one)
        self._residents = [one for one in self._residents if one.acts]
        for _ in range(ACTS_OF_OFFICERS):
            await self._an_officer_acts(self._chance.choice(self.ground.colleagues))
        if self._chance.random() < 0.2:  # noqa: PLR2004 - One in five: whoever is on duty signs.
            await self._taps_anything(self._chance.choice(self.ground.colleagues))
        if self._chance.random() < 0.05:  # noqa: PLR2004 - One in twenty.
            await self._a_fault()

    async def _tells(self, one: Resident) -> None:
        one.acts -= 1
        keys = [key for row in one.person.screen.reply_keyboard or () for key in row]
        if one.acts == ACTS - 1 and self._chance.random() < 0.15:  # noqa: PLR2004 - Some are in need.
            await one.person.says("东海县双店镇的娃被打得满脸血，快来人")
        elif one.acts == ACTS - 1:
            await one.person.says("/report")
        elif wanted := [key for key in PREFERRED if key in keys]:
            await one.person.presses(wanted[0])
        elif self._chance.random() < 0.1:  # noqa: PLR2004 - One in ten shows what is the matter.
            await one.person.sends_photo(self._photo)
        else:
            await one.person.says(self._chance.choice(EVERYDAY))

    async def _answer(self, colleague: Person, keys: Sequence[str]) -> None:
        """Go on with a form to its end: press a key that leads on, or write where there is none."""
        onward = [key for key in keys if key not in BACK]
        if onward:
            await colleague.presses(self._chance.choice(onward))
        else:
            await colleague.says("已上门核实，孩子安顿好了")

    async def _taps_anything(self, colleague: Person) -> None:
        offers = [
            (message, button.data)
            for message in colleague.screen.messages[-4:]
            for row in message.buttons
            for button in row
            if button.data is not None
        ]
        if offers:
            message, data = self._chance.choice(offers)
            with suppress(NotPossible):
                await colleague.taps_data(data, message=message, timeout=0)

    async def _towards(self, moment: datetime) -> None:
        """Move the clock on, never over what a living bot has in hand.

        Where the machine is too slow for the pace the month is shorter: a clock that ran ahead of
        the people would leave the bot alone with reminders that nobody answers.
        """
        await self._settled()
        span = min(LONGEST_LEAP, moment - self.ground.clock.now())
        self.ground.advance(seconds=max(0.0, span.total_seconds()))
        await self._settled()

    async def _settled(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(SETTLING_SECONDS):
                while self.ground.sandbox.pending or await self.tables.left(
                    self.ground.clock.now()
                ):
                    await asyncio.sleep(GLANCE_SECONDS)


@dataclass(frozen=True, slots=True)
class Served:
    """The bot in a process of its own, and the file into which it tells what is alive."""

    pid: int
    told: Path

    async def alive(self) -> int:
        """Return how many blocks of memory the objects of the process hold."""
        self.told.unlink(missing_ok=True)
        os.kill(self.pid, signal.SIGUSR1)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not self.told.exists():
                await asyncio.sleep(GLANCE_SECONDS)
        return int(self.told.read_text())


@asynccontextmanager
async def served(ground: Ground) -> AsyncIterator[Served]:
    """Start the bot on the ground, and give it once it asks for updates."""
    order = replace(ground.order(), files=str(ground.clock_file.with_name("attachments")))
    told = ground.clock_file.with_name("alive")
    asked = len(ground.sandbox.calls("getUpdates"))
    with ground.log_file.open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", BOT, json.dumps(order.to_dict()), str(told)),
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(ground.sandbox.calls("getUpdates")) <= asked:
                await asyncio.sleep(GLANCE_SECONDS)
        yield Served(process.pid, told)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def soak(minutes: float, seed: int) -> Soak:
    """Run once on a fresh file and return what was played, with what was found."""
    with tempfile.TemporaryDirectory(prefix="weibao-soak-") as name:
        folder = Path(name)
        async with (
            fresh("sqlite", folder) as url,
            staffed(url, folder / "clock", Nursery()) as ground,
            looking_at(url) as tables,
        ):
            file = folder / "weibao.db"
            play = Soak(ground, tables, seed, taps=TAPPED, minutes=minutes, file=file)
            await play.month()
            return play


def told(samples: Sequence[Sample], alive: Sequence[int]) -> Sequence[str]:
    """Return in words what grew."""
    late = samples[round(len(samples) * WARM_UP) :]
    first, last = late[0], late[-1]
    memory = slope([one.seconds / 3600 for one in late], [one.mib for one in late])
    files = slope([one.seconds / 3600 for one in late], [float(one.descriptors) for one in late])
    lines = [
        (
            f"{last.day:.1f} days in {last.seconds / 60:.0f} minutes, {last.calls:,} calls,"
            f" {sum(last.rows.values()):,} rows"
        ),
        f"memory {_span([round(one.mib, 1) for one in late])} MiB, slope {memory} MiB an hour",
        f"objects {alive[0]:,} to {alive[-1]:,} blocks, circles left out",
        f"descriptors {_span([one.descriptors for one in late])}, slope {files} an hour",
        (
            f"file {first.database_mib:.1f} to {last.database_mib:.1f} MiB,"
            f" log at most {max(one.log_mib for one in samples):.1f} MiB"
        ),
    ]
    return [*lines, *grown(first, last)]


def _span(values: Sequence[float]) -> str:
    return f"{statistics.median(values):g} ({min(values):g} to {max(values):g})"


def main(arguments: Sequence[str]) -> None:
    """Read how long it may take, run it, keep what was found and say it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=20261126)
    asked = parser.parse_args(arguments)
    others = busy_processors()
    played = asyncio.run(soak(asked.minutes, asked.seed))
    lines = told(played.samples, played.alive)
    TARGET.parent.mkdir(exist_ok=True)
    kept = {
        "minutes": asked.minutes,
        "seed": asked.seed,
        "others": round(others, 2),
        "told": list(lines),
        "alive": played.alive,
        "samples": [asdict(one) for one in played.samples],
    }
    TARGET.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    Console(width=120).print("\n".join(lines))


if __name__ == "__main__":
    main(sys.argv[1:])
