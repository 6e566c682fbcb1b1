"""A run: people act, things break, time passes, bots are killed, all by one seed."""

import asyncio
import random
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from benchmarks.torture.ground import Ground
from benchmarks.torture.tables import Tables
from sandbox.errors import NotPossible
from sandbox.faults import (
    BrokenJson,
    CutAfter,
    CutBefore,
    Fault,
    Forbidden,
    ServerError,
    SlowAfterAccept,
    TooMany,
)
from sandbox.people import Person

DANGER_KEY = "🔴 有，现在很危险"
WORDS = "东海县双店镇的娃被打得满脸血，快来人"
MOVES = (0, 0, 10, 60, 200, 240, 700, 700, 3700)
BETWEEN_QUIET = 10
MAX_WAITING = 12
LONGEST_LIFE = 1.5
LEASE_SECONDS = 120
PATIENCE = 90.0
"""Seconds of real time in which nothing moves, however much time passes on the clock."""
STEP = timedelta(seconds=30)
STILL = 12
GLANCE_SECONDS = 0.04
SENDING = ("sendMessage", "editMessageText", "answerCallbackQuery")
LONGER_THAN_READING = 12.0
"""Seconds of real time: the bot's own wait for an answer is shorter."""

# What officers tap, and how often beside each other.
TAPS = {"accept": 6, "contact": 3, "visit": 2, "close": 4, "decline": 1, "take_over": 1}


@dataclass(slots=True)
class Story:
    """What was done in a run, for whoever judges it afterwards.

    Attributes:
        said: how many messages each resident wrote, by chat.
        quiet: the moments, on the bot's clock, at which all that was due must have been done.
        marks: how many calls the wire had when nothing alive before was alive any more.
        faults: how many faults were ordered, outages included.
        deaths: how many bots were killed.
    """

    said: dict[int, int] = field(default_factory=dict)
    quiet: list[datetime] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    faults: int = 0
    ended_at: datetime | None = None


class Unrest(RuntimeError):
    """Say that what was due was not done, however long one waited."""


@dataclass(slots=True)
class Play:
    """Play one run on a ground.

    Args:
        ground: the county and its bots.
        tables: the database, looked at without the bot's services.
        seed: where all chance comes from.
        processes: how many bots live at once; one of them fetches updates.
        broken: what is broken in every bot on purpose.
        taps: what officers tap, and how often beside each other.
    """

    ground: Ground
    tables: Tables
    seed: int
    processes: int = 1
    broken: str = ""
    taps: Mapping[str, float] = field(default_factory=lambda: TAPS)
    story: Story = field(default_factory=Story)
    _chance: random.Random = field(init=False)
    _bots: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Draw all chance from the seed."""
        self._chance = random.Random(self.seed)  # noqa: S311 - Chance, not a secret.

    async def run(self, kills: int) -> Story:
        """Kill so many bots, then let one do in peace what is due, and return what was done."""
        self._bots = [0] * self.processes
        while self.ground.kills < kills:
            await self._life()
            if self.ground.kills % BETWEEN_QUIET == 0:
                await self._rest()
        await self._rest(empty=True)
        self.story.ended_at = self.ground.clock.now()
        # What is judged must stand still; this is no kill, for nothing is in hand.
        kills = self.ground.kills
        for pid in self._bots:
            await self.ground.kill(pid)
        self.ground.kills = kills
        return self.story

    async def _life(self) -> None:
        """Let the bots live while people act, and kill one of them."""
        place = self._chance.randrange(self.processes)
        for one in range(self.processes):
            if one == place or not self._lives(one):
                await self._start(one, is_doomed=one == place)
        for _ in range(self._chance.randint(1, 3)):
            await self._something_happens()
            await asyncio.sleep(self._chance.uniform(0, 0.15))
        doomed = self._bots[place]
        with suppress(TimeoutError):
            async with asyncio.timeout(self._chance.uniform(0.05, LONGEST_LIFE)):
                await self.ground.nursery.ended(doomed)
        await self.ground.kill(doomed)
        if not any(self._lives(one) for one in range(self.processes)):
            self._mark()

    async def _start(self, place: int, *, is_doomed: bool = False) -> None:
        if self._lives(place):
            # The doomed one is there already; it is killed from outside.
            return
        has_fuse = is_doomed and self._chance.random() < 0.5  # noqa: PLR2004 - One in two.
        self._bots[place] = await self.ground.start(
            "any" if has_fuse else "",
            self._chance.randint(1, 40),
            is_polling=place == 0,
            broken=self.broken,
        )

    def _lives(self, place: int) -> bool:
        pid = self._bots[place]
        return bool(pid) and self.ground.nursery.lives(pid)

    def _mark(self) -> None:
        self.story.marks.append(len(self.ground.sandbox.wire))

    async def _something_happens(self) -> None:
        waiting = await self.tables.waiting()
        is_time = not self.story.said or self._chance.random() < 0.35  # noqa: PLR2004 - One in three.
        if waiting < MAX_WAITING and is_time:
            await self._a_cry_for_help()
        for colleague in self._chance.sample(self.ground.colleagues, 2):
            await self._an_officer_acts(colleague)
        if self._chance.random() < 0.6:  # noqa: PLR2004 - More often than not.
            await self._a_fault()
        await self._time_passes(self._chance.choice(MOVES))

    async def _time_passes(self, seconds: int) -> None:
        """Move the clock; a leap over a lease waits for what a living bot has in hand."""
        if seconds >= LEASE_SECONDS:
            with suppress(TimeoutError):
                async with asyncio.timeout(0.5):
                    while await self.tables.left(self.ground.clock.now()):
                        await asyncio.sleep(GLANCE_SECONDS)
        self.ground.advance(seconds=seconds)

    async def _a_cry_for_help(self) -> None:
        """Report danger tap by tap, without waiting for the bot: a person who writes blindly."""
        person = self.ground.sandbox.add_person(f"村民{len(self.story.said)}")
        self.story.said[person.id] = 3
        for words in ("/report", DANGER_KEY, WORDS):
            await person.says(words)

    async def _an_officer_acts(self, colleague: Person) -> None:
        """Answer what is asked on the screen, or tap on a card; sometimes do nothing at all."""
        keys = [key for row in colleague.screen.reply_keyboard or () for key in row]
        with suppress(NotPossible):
            if keys and self._chance.random() < 0.8:  # noqa: PLR2004 - Mostly.
                await self._answer(colleague, keys)
            elif self._chance.random() < 0.5:  # noqa: PLR2004 - Every second time.
                await self._tap(colleague)
            elif self._chance.random() < 0.2:  # noqa: PLR2004 - Now and then.
                # Whoever was taken for gone is back as soon as they write.
                await colleague.says("/help")

    async def _answer(self, colleague: Person, keys: Sequence[str]) -> None:
        if self._chance.random() < 0.3:  # noqa: PLR2004 - Some write instead.
            await colleague.says("已核实")
            return
        await colleague.presses(self._chance.choice(keys))

    async def _tap(self, colleague: Person) -> None:
        offers = [
            (message, button.data, button.data.split(":")[1])
            for message in colleague.screen.messages[-8:]
            for row in message.buttons
            for button in row
            if button.data is not None and button.data.split(":")[1] in self.taps
        ]
        if not offers:
            return
        weights = [self.taps[name] for _, _, name in offers]
        message, data, _ = self._chance.choices(offers, weights)[0]
        await colleague.taps_data(data, message=message, timeout=0)

    async def _a_fault(self) -> None:
        self.story.faults += 1
        if self._chance.random() < 0.1:  # noqa: PLR2004 - One in ten.
            await self._an_outage()
            return
        fault = self._chance.choice(
            (
                TooMany(self._chance.choice((1, 30, 600))),
                ServerError(500),
                BrokenJson(),
                CutAfter(),
                CutBefore(),
                SlowAfterAccept(LONGER_THAN_READING),
                Forbidden(),
            )
        )
        self.ground.sandbox.faults.order(
            fault,
            method="sendMessage" if isinstance(fault, Forbidden) else self._method(fault),
            chat=self._chance.choice(self.ground.colleagues).id
            if isinstance(fault, Forbidden)
            else None,
            times=self._chance.randint(1, 3),
        )

    def _method(self, fault: Fault) -> str:
        # A long wait for one answer is enough; the other calls need not stand still.
        only = isinstance(fault, SlowAfterAccept)
        return SENDING[0] if only else self._chance.choice(SENDING)

    async def _an_outage(self) -> None:
        """Refuse every connection for a moment."""
        sandbox = self.ground.sandbox
        port = int(sandbox.page_url.rsplit(":", 1)[1].strip("/"))
        await sandbox.close()
        await asyncio.sleep(self._chance.uniform(0.05, 0.3))
        await sandbox.open(port)

    async def _rest(self, *, empty: bool = False) -> None:
        """Let everything that is due be done in peace.

        Args:
            empty: whether time passes until nothing at all is left to send.

        Raises:
            Unrest: it was not done.
        """
        self.ground.sandbox.faults.clear()
        for place in range(self.processes):
            if self._lives(place):
                # It may carry a fuse, and a fuse is no peace.
                await self.ground.kill(self._bots[place])
        self._mark()
        for place in range(self.processes):
            await self._start(place)
        await self._until_done(empty=empty)
        self._mark()
        self.story.quiet.append(self.ground.clock.now())

    async def _until_done(self, *, empty: bool) -> None:
        before, still, moved_at = "", 0, time.monotonic()
        while True:
            now = self.ground.clock.now()
            if not self.ground.sandbox.pending and not await self.tables.left(now, later=empty):
                return
            # Only what stands still waits for time to pass: a lease of the dead, or a refusal. A
            # clock that ran on over the living would take out of their hands what they carry.
            under_way = await self.tables.under_way()
            still = still + 1 if under_way == before else 0
            if not still:
                moved_at = time.monotonic()
            elif time.monotonic() - moved_at > PATIENCE:
                raise Unrest(await self.tables.left(now))
            before = under_way
            if still >= STILL:
                self.ground.advance(seconds=STEP.total_seconds())
                still = STILL - 2
            await asyncio.sleep(GLANCE_SECONDS)
