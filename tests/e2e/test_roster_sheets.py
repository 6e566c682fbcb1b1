"""A lead's sheet through the wire: shown for what it would change, taken in, or told what is wrong."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.demo import CITY, COUNTY, STAFF, Colleague
from bot.duty.laying import Laid
from bot.duty.unpacking import MOST_BYTES
from bot.services.roster_sheet import RosterSheet
from bot.services.rostering import Rostering
from bot.terms import Role, Tier
from sandbox.faults import ServerError
from sandbox.people import Person
from storage.database import open_database
from storage.encryption import Vault
from storage.tables import duty_days, reports, roster_sheets
from storage.work import UnitOfWork
from tests.e2e.sheets import WIDE, book, books, file_of, rows_of, sends_sheet
from tests.e2e.world import DIALECT, World, county, data_of

DECEMBER = [date(2026, 12, day) for day in range(1, 32)]
NEIGHBOUR = "320707"


async def on_duty(world: World, day: int, tier: str = "duty", office: str = COUNTY) -> str:
    """Return who has the day of December, at noon."""
    noon = datetime(2026, 12, day, 4, 0, tzinfo=UTC)

    def read(work: UnitOfWork) -> str:
        shifts = work.roster.on_duty(office, tier, noon)
        return work.staff.get(shifts[0].staff_id).name if shifts else ""

    return await world.read(read)


async def left(world: World) -> tuple[int, int]:
    """Return how many sheets are in hand, and how many days are named."""

    def read(work: UnitOfWork) -> tuple[int, int]:
        counts = (
            work.connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (roster_sheets, duty_days)
        )
        in_hand, days = counts
        return in_hand, days

    return await world.read(read)


async def rotation(world: World) -> list[str]:
    """Return who has which day of December by the rule, from the first on."""
    return [await on_duty(world, day.day) for day in DECEMBER]


def december(duty: list[str]) -> bytes:
    """Return December as an office keeps it, a column for each tier."""
    others = {"李敏": "王芳", "王芳": "陈刚", "陈刚": "李敏"}
    rows = [
        (day, "张主任", name, others[name]) for day, name in zip(DECEMBER, duty, strict=True)
    ]
    return book(*rows, head=WIDE)


async def test_a_sheet_is_shown_for_what_it_changes_and_counts_once_its_sender_taps(
    world: World,
) -> None:
    lead = world.colleagues["张主任"]
    duty = await rotation(world)
    before = list(duty)
    for day in (5, 6, 20):
        duty[day - 1] = next(name for name in ("李敏", "王芳", "陈刚") if name != before[day - 1])
    await sends_sheet(world, lead, december(duty))

    shown = await lead.sees("收下吗", buttons=["✅ 收下", "✖ 不收"])
    assert "东海县未保中心：12月1日到31日，带班 31 天、值班 31 天、备班 31 天。" in shown.text
    assert "其中 3 天换了人" in shown.text
    assert f"12月5日 值班：{before[4]} → {duty[4]}" in shown.text
    assert await on_duty(world, 5) == before[4], "nothing counts before the tap"
    assert await left(world) == (1, 0)

    tap = await lead.taps("✅ 收下")
    await world.settle()

    assert tap.toast == "已经收下"
    assert [await on_duty(world, day) for day in (4, 5, 6, 20)] == [
        before[3], duty[4], duty[5], duty[19]
    ]  # fmt: skip
    assert await left(world) == (0, 93)
    done = lead.screen.messages[-1]
    assert "已经收下" in done.text
    assert done.labels == ()
    again = await lead.taps_data(data_of(shown, "✅ 收下"), message=shown)
    assert again.toast == "这张表已经处理过，或者过期了"
