"""The main job on PostgreSQL, as on SQLite: the same steps, another engine."""

from storage.database import open_database
from storage.encryption import Vault
from tests.e2e.world import county, cries_for_help, sends


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
        await resident.sees("办完了")
        assert await world.referrals() == []
