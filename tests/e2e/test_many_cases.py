"""Lists with two hundred open cases: pages, narrowed, searched, and never empty without a word."""

import pytest

from bot.demo import COUNTY
from bot.flows.dialogue import Entry
from bot.flows.draft import Draft
from bot.services.intake import Intake
from bot.terms import Level
from sandbox.messages import ScreenMessage
from storage.work import UnitOfWork
from tests.e2e.test_restricted import restricted_case
from tests.e2e.world import World, data_of

MANY, FAR = 200, 77


async def two_hundred(world: World) -> None:
    """Lay down many open cases of several levels; one lies in 双店镇 三铺村."""
    now, town = world.clock.now(), _double_shop(world)

    def lay(work: UnitOfWork) -> None:
        intake = Intake(world.bot.hotline, work, now)
        for number in range(MANY):
            reporter = work.people.meet(str(800_000 + number), language="zh-CN", now=now)
            draft = Draft(
                entries=(Entry(text="孩子的事"),),
                county_code=COUNTY,
                township_code=town if number == FAR else None,
                village="三铺村" if number == FAR else None,
                category="GRD",
            )
            case_id = intake.file(reporter, draft, complete=True)
            if number % 20 == 0:
                case = work.cases.get(case_id)
                intake.casework.raise_level(case, Level.L2, why="officer")

    await world.database.write(lay)
    await world.settle()
    world.forget()


def _double_shop(world: World) -> str:
    towns = world.bot.hotline.gazetteer.townships_of(COUNTY)
    return next(one.code for one in towns if one.name == "双店镇")


async def listed(world: World, words: str) -> ScreenMessage:
    officer = world.colleagues["李敏"]
    officer.reads_all()
    await officer.says(words)
    await world.settle()
    return officer.unread()[-1]


async def test_two_hundred_cases_are_leafed_narrowed_and_found(world: World) -> None:
    await two_hundred(world)
    officer = world.colleagues["李敏"]

    first = await listed(world, "/open")
    assert f"{MANY} 件（1/25）" in first.text
    await officer.taps_data(data_of(first, "下一页 ▶"), message=first)
    second = await officer.sees("（2/25）")
    assert "◀ 上一页" in second.labels

    await officer.taps_data(data_of(second, "🟠 紧急"), message=second)
    urgent = await officer.sees("10 件（1/2）", buttons=["✓ 🟠 紧急"])
    await officer.taps_data(data_of(urgent, "下一页 ▶"), message=urgent)
    await officer.sees("10 件（2/2）", buttons=["✓ 🟠 紧急"])
    assert not await _fits(world, urgent, "🔴 特急")
    await world.advance(minutes=31)
    await officer.taps_data(data_of(urgent, "⏰ 超时"), message=urgent)
    await officer.sees("10 件（1/2）", buttons=["✓ ⏰ 超时"])
    assert await _fits(world, urgent, "一天内到期")

    for words in ("双店", "三铺", "0078"):
        found = await listed(world, f"/open {words}")
        assert "1 件（1/1）" in found.text, words
        assert "连东海-0078" in found.text, words
    assert "还有 192 件" in (await listed(world, "/open 东海")).text
    assert "没有这样的案件" in (await listed(world, "/open 没有这个村")).text
    assert "您手上没有未结的案件" in (await listed(world, "/mine")).text


async def _fits(world: World, message: ScreenMessage, label: str) -> bool:
    officer = world.colleagues["李敏"]
    await officer.taps_data(data_of(message, label), message=message)
    await world.settle()
    return "没有这样的案件" not in officer.unread()[-1].text


@pytest.mark.parametrize("words", ["性", "双店", "L1"])
async def test_a_search_tells_nothing_of_a_restricted_case_but_its_number(
    world: World, words: str
) -> None:
    referral = await restricted_case(world)
    town = _double_shop(world)
    await world.database.write(
        lambda work: work.cases.place(referral.case_id, COUNTY, town, "三铺村")
    )
    other = world.colleagues["陈刚"]
    await other.says(f"/open {words}")
    await other.sees("没有这样的案件")
    await other.says("/open 0001")
    found = await other.sees("限制查看")
    assert "双店" not in found.text


@pytest.mark.parametrize("target", [2, 70, 72, 11, 12])
async def test_a_list_that_was_never_offered_is_refused(world: World, target: int) -> None:
    officer = world.colleagues["李敏"]
    tap = await officer.taps_data(f"c:list:{target}:0")
    await world.settle()
    assert bool(tap.toast) is (target != 11)
