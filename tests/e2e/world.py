"""A whole county in a test: the embedded Telegram, the real bot on a real file, and its people."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar

from bot.app import Telegram, build_bot
from bot.config import Config, load_config
from bot.demo import STAFF, Colleague, enrol, staff_roster
from bot.serving import Bot
from bot.views.cards import encode_action
from sandbox.clock import SandboxClock
from sandbox.messages import ScreenMessage
from sandbox.people import Person
from sandbox.server import Sandbox
from storage.database import Database
from storage.evidence import SealedFiles
from storage.records import Referral
from storage.steps import Step
from storage.work import UnitOfWork
from tests.e2e.enrolled import Enrolled, enrolled, file_of
from tests.e2e.idleness import GLANCE, PATIENCE, idle

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
# A Tuesday at ten in the morning in Jiangsu: 李敏's day, decided by the rota.
TUESDAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@cache
def policies() -> Config:
    """Return the policies that the project ships, without waiting for Telegram's pace."""
    config = load_config(ROOT / "config.yaml")
    fast = {"per_second": 1000.0, "per_chat_per_second": 1000.0, "burst_per_chat": 1000}
    return config.model_copy(update={"sender": config.sender.model_copy(update=fast)})


# Whoever runs the loop writes out what a fixture returned; all of a county takes long to write.
@dataclass(slots=True, repr=False)
class World:
    """Everything a story needs; time stands still until it is moved."""

    sandbox: Sandbox
    clock: SandboxClock
    bot: Bot
    database: Database
    colleagues: dict[str, Person]

    def resident(self, name: str = "王奶奶", language: str = "zh-hans") -> Person:
        """Return a new resident with a phone."""
        return self.sandbox.add_person(name, language=language)

    async def duty(self, tier: str = "duty", office: str = "320722") -> Person:
        """Return the colleague who is on duty now."""
        return self.colleagues[await self.read(lambda work: self._on_duty(work, office, tier))]

    def _on_duty(self, work: UnitOfWork, office: str, tier: str) -> str:
        shift = work.roster.on_duty(office, tier, self.clock.now())[0]
        return work.staff.get(shift.staff_id).name

    async def advance(self, **span: float) -> None:
        """Let time pass, look at the deadlines once, and wait until all is done."""
        await self.settle()
        self.clock.advance(timedelta(**span))
        await self.bot.tick()
        await self.settle()

    async def settle(self) -> None:
        """Wait until every update is answered and nothing is left to send.

        What Telegram was asked to forget is on disk, and only then does idleness count.
        """
        async with asyncio.timeout(PATIENCE):
            while self.sandbox.pending:
                await asyncio.sleep(GLANCE)
            await idle(self.bot)

    async def settle_inbox(self) -> None:
        """Wait until every update is answered, whatever cannot be sent."""
        async with asyncio.timeout(PATIENCE):
            while self.sandbox.pending:
                await asyncio.sleep(GLANCE)
            while await self.read(lambda work: work.inbox.count("waiting")):
                await asyncio.sleep(GLANCE)

    async def read(self, step: Step[T]) -> T:
        """Look into the database."""
        return await self.database.read(step)

    async def referrals(self) -> Sequence[Referral]:
        """Return the open referrals, by deadline."""
        return await self.read(
            lambda work: work.referrals.open_in(self.bot.hotline.offices.by_code)
        )

    async def officer_of(self, number: str) -> str | None:
        """Return who holds the case with this number."""

        def find(work: UnitOfWork) -> str | None:
            for referral in work.referrals.open_in(self.bot.hotline.offices.by_code):
                is_it = work.cases.get(referral.case_id).number == number
                if is_it and referral.holder_id is not None:
                    return work.staff.get(referral.holder_id).name
            return None

        return await self.read(find)

    def forget(self) -> None:
        """Take note of everything on every phone."""
        for person in self.sandbox.people:
            person.reads_all()


@asynccontextmanager
async def county(
    database: Database,
    *,
    at: datetime = TUESDAY,
    staff: Sequence[Colleague] = STAFF,
    config: Config | None = None,
    files: SealedFiles | None = None,
) -> AsyncIterator[World]:
    """Run a staffed county on a migrated database; with `files`, attachments are kept there."""
    config = config or policies()

    async def begin(empty: Database) -> Sandbox:
        async with _begun(empty, at, config) as (sandbox, bot):
            await _staffed(World(sandbox, sandbox.clock, bot, empty, {}), staff)
            return sandbox

    kept = await enrolled(database, at, staff, config, begin)
    async with _begun(database, at, config, files, kept) as (sandbox, bot):
        world = World(sandbox, sandbox.clock, bot, database, {})
        if kept is None:
            await _staffed(world, staff)
        world.colleagues = {one.name: one for one in sandbox.people}
        await world.settle()
        yield world


@asynccontextmanager
async def _begun(
    database: Database,
    at: datetime,
    config: Config,
    files: SealedFiles | None = None,
    kept: Enrolled | None = None,
) -> AsyncIterator[tuple[Sandbox, Bot]]:
    """Run a bot on the embedded Telegram, with nobody but those who are kept."""
    clock = SandboxClock(at, rate=0)
    async with Sandbox.start(clock=clock) as sandbox:
        if kept is not None:
            kept.lay(file_of(database), sandbox)
        bot = await build_bot(
            config,
            ROOT / "calendar.yaml",
            database,
            Telegram(sandbox.token, sandbox.bot_api_url),
            clock,
            tick_seconds=None,
            files=files,
        )
        await bot.start()
        try:
            # It tells Telegram of its menus beside the start.
            await asyncio.gather(*bot._beside)
            yield sandbox, bot
        finally:
            await bot.stop()


async def _staffed(world: World, staff: Sequence[Colleague]) -> None:
    """Let everybody open their link, and put them on duty."""
    people = await enrol(world.sandbox, world.bot, staff)
    await staff_roster(world.bot, people)
    await world.settle()
    world.forget()


DIALECT = "东海县双店镇三铺村俺隔壁那个小孩天天给他爸打得嗷嗷叫脸上都是血快来人啊六七岁"
DANGER_KEY = "🔴 有，现在很危险"


async def cries_for_help(world: World, person: Person, words: str = DIALECT) -> None:
    """Let a person report danger in 东海县, in words or by the key that is offered."""
    before = len(await world.referrals())
    await person.says(words)
    await world.settle()
    if len(await world.referrals()) == before:
        await person.presses(DANGER_KEY)
        await world.settle()


async def sends(world: World, person: Person) -> None:
    """Let a person stop where they are and send what they said as it is."""
    await person.presses("⏹ 停止")
    await world.settle()
    await person.presses("就这样发送")
    await world.settle()


async def agreed(world: World, lead: str = "张主任") -> None:
    """Let the lead agree to whatever is to be closed and waits for that."""

    def waiting(work: UnitOfWork) -> Sequence[Referral]:
        every = work.referrals.open_in(world.bot.hotline.offices.by_code)
        return [one for one in every if work.approvals.open_of(one.id) is not None]

    for referral in await world.read(waiting):
        data = encode_action("approve", referral.id, referral.version)
        await world.colleagues[lead].taps_data(data)
    await world.settle()


def keys(person: Person) -> list[str]:
    """Return the labels of the keyboard that a person has."""
    return [key for row in person.screen.reply_keyboard or () for key in row]


def data_of(message: ScreenMessage, label: str) -> str:
    """Return what a button of a message answers with."""
    for row in message.buttons:
        for button in row:
            if button.text == label and button.data is not None:
                return button.data
    raise AssertionError(f"no button {label}: {message.labels}")
