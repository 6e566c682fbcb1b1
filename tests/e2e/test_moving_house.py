"""A hotline that moves to another engine goes on where it was, in the middle of its cases."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app import Telegram, build_bot
from bot.demo import STAFF, enrol, staff_roster
from bot.serving import Bot
from sandbox.clock import SandboxClock
from sandbox.server import Sandbox
from storage.copying import copy_database
from storage.database import open_database
from storage.encryption import Vault
from tests.conftest import empty_postgres
from tests.e2e.world import ROOT, TUESDAY, World, agreed, cries_for_help, policies, sends


@asynccontextmanager
async def serving(
    sandbox: Sandbox, clock: SandboxClock, url: str, vault: Vault
) -> AsyncIterator[Bot]:
    bot = await build_bot(
        policies(),
        ROOT / "calendar.yaml",
        open_database(url, vault),
        Telegram(sandbox.token, sandbox.bot_api_url),
        clock,
        tick_seconds=None,
    )
    await bot.start()
    try:
        yield bot
    finally:
        await bot.stop()


async def test_a_case_opened_on_sqlite_is_accepted_on_postgresql_and_closed_on_sqlite_again(
    sqlite_url: str, postgres_url: str, vault: Vault
) -> None:
    clock = SandboxClock(TUESDAY, rate=0)
    back_url = sqlite_url.replace("weibao.db", "back.db")
    async with (
        empty_postgres(postgres_url) as moved_url,
        Sandbox.start(clock=clock) as sandbox,
    ):
        async with serving(sandbox, clock, sqlite_url, vault) as bot:
            people = await enrol(sandbox, bot, STAFF)
            await staff_roster(bot, people)
            colleagues = {one.name: one for one in people}
            world = World(sandbox, clock, bot, bot.database, colleagues)
            await world.settle()
            world.forget()
            resident, officer = world.resident(), await world.duty()
            await cries_for_help(world, resident)
            await sends(world, resident)
            await officer.sees("特急")
            (before,) = await world.referrals()

        # What is written while the hotline moves house waits with Telegram.
        await resident.says("他又在打了")
        await copy_database(sqlite_url, moved_url)

        async with serving(sandbox, clock, moved_url, vault) as bot:
            world = World(sandbox, clock, bot, bot.database, colleagues)
            await world.settle()
            assert [one.next_deadline_at for one in await world.referrals()] == [
                before.next_deadline_at
            ]
            await world.advance(minutes=3)
            await officer.sees("还没有人接单")
            await officer.taps("✅ 接单")
            await officer.sees("已接单", buttons=["🏁 办结"])
            await officer.taps("🏁 办结")
            await world.settle()
            await officer.presses("不属实")

        await copy_database(moved_url, back_url)

        async with serving(sandbox, clock, back_url, vault) as bot:
            world = World(sandbox, clock, bot, bot.database, colleagues)
            await officer.says("已核实")
            await world.settle()
            for answer in ("去看过了，没有发现这样的情况。谢谢您为孩子操心。", "🏁 确定办结"):
                await officer.presses(answer)
                await world.settle()
            await agreed(world)
            await resident.sees("办完了")
            assert await world.referrals() == []
            said = await world.read(lambda work: work.cases.said_in(before.case_id))
            assert "他又在打了" in [one.words for one in said]
            assert await world.read(lambda work: work.timeline.first_broken(before.case_id)) is None
