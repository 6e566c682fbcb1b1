"""The main job on PostgreSQL, as on SQLite: the same steps, another engine."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from bot.app import Telegram, build_bot
from storage.database import open_database
from storage.encryption import Vault
from storage.tables import pages
from storage.work import UnitOfWork
from tests.e2e.world import ROOT, agreed, county, cries_for_help, policies, sends


async def test_a_report_is_called_accepted_and_closed_on_postgresql(
    migrated_postgres_url: str, vault: Vault
) -> None:
    async with county(open_database(migrated_postgres_url, vault)) as world:
        resident, officer = world.resident(), await world.duty()
        await cries_for_help(world, resident)
        await officer.sees("特急")
        await sends(world, resident)
        await resident.sees("连东海-0001")
        await world.advance(minutes=3)
        await officer.sees("还没有人接单")
        await officer.taps("✅ 接单")
        await officer.sees("已接单", buttons=["🏁 办结"])
        await officer.taps("🏁 办结")
        await world.settle()
        for answer in (
            "不属实",
            None,
            "去看过了，没有发现这样的情况。谢谢您为孩子操心。",
            "🏁 确定办结",
        ):
            await (officer.says("已核实") if answer is None else officer.presses(answer))
            await world.settle()
        await agreed(world)
        await resident.sees("办完了")
        assert await world.referrals() == []


async def test_duty_is_handed_over_and_swapped_on_postgresql(
    migrated_postgres_url: str, vault: Vault
) -> None:
    async with county(open_database(migrated_postgres_url, vault)) as world:
        lead = world.colleagues["张主任"]
        await world.advance(hours=22, minutes=30)
        coming = await world.duty()
        await coming.sees("交接班：现在归您")
        await world.advance(minutes=15)
        await lead.sees(f"{coming.name} 到点没有签收")
        await coming.taps("✅ 签收上岗")
        await lead.sees("晚到，现在签收了")

        await coming.says("/absent")
        await world.settle()
        await coming.says("现在到后天")
        await coming.sees("没看懂")
        await coming.says("今天")
        await world.settle()
        await coming.presses("✅ 对")
        await lead.sees(f"{coming.name} 今天 08:45 到 明天 08:30 不值班")
        await world.advance(seconds=1)
        assert await world.duty() is not coming
        await (await world.duty()).sees("交接班：现在归您")


async def test_two_that_tick_at_the_same_moment_call_each_person_once(
    migrated_postgres_url: str, vault: Vault
) -> None:
    async with county(open_database(migrated_postgres_url, vault)) as world:
        other = await build_bot(
            policies(),
            ROOT / "calendar.yaml",
            open_database(migrated_postgres_url, vault),
            Telegram(world.sandbox.token, world.sandbox.bot_api_url),
            world.clock,
            tick_seconds=None,
        )
        await cries_for_help(world, world.resident())
        for minutes in (3, 2, 5, 5, 5):
            await world.settle()
            world.clock.advance(timedelta(minutes=minutes))
            await asyncio.gather(*(bot.tick() for bot in (world.bot, other, world.bot, other)))
        await world.settle()

        called = await world.read(_called)
        assert len(called) >= 5
        assert len(called) == len(set(called))
        await other.stop()


def _called(work: UnitOfWork) -> list[tuple[int, str, int, int]]:
    query = select(pages.c.staff_id, pages.c.kind, pages.c.rung, pages.c.round)
    return [(row[0], row[1], row[2], row[3]) for row in work.connection.execute(query)]
