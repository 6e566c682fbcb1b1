"""What nobody took before a shift change rings for whoever comes on, and for who stands in."""

from bot.demo import COUNTY
from bot.flows.dialogue import Entry
from bot.flows.draft import Draft
from bot.services.intake import Intake
from sandbox.messages import ScreenMessage
from sandbox.people import Person
from storage.work import UnitOfWork
from tests.e2e.test_duty_rosters import heard, heard_new, pages, to_hand_off
from tests.e2e.test_restricted import restricted_case
from tests.e2e.world import World, cries_for_help

RING = "请接单"


async def waiting(world: World, count: int) -> None:
    """Lay down so many ordinary cases, for which the officer on duty is called."""
    now = world.clock.now()

    def lay(work: UnitOfWork) -> None:
        intake = Intake(world.bot.hotline, work, now)
        for number in range(count):
            reporter = work.people.meet(str(800_000 + number), language="zh-CN", now=now)
            draft = Draft(entries=(Entry(text="孩子的事"),), county_code=COUNTY, category="GRD")
            intake.file(reporter, draft, complete=True)

    await world.database.write(lay)
    world.bot.sender.wake()
    await world.settle()


async def evening(world: World) -> None:
    """Let ladders climb past those on duty; ordinary cases have been reminded of by then."""
    for minutes in (3, 2, 5, 10, 320):
        await world.advance(minutes=minutes)


def rung(world: World, person: Person) -> list[ScreenMessage]:
    """Return the cards that call somebody and came just now."""
    now = world.clock.now()
    return [one for one in person.screen.messages if RING in one.text and one.sent_at == now]


async def test_an_emergency_and_a_few_others_ring_one_by_one(world: World) -> None:
    await cries_for_help(world, world.resident())
    await waiting(world, 2)
    await evening(world)
    await to_hand_off(world)

    coming = await world.duty()
    new = [one for one in rung(world, coming) if "✅ 接单" in one.labels]
    assert sum("特急" in one.text for one in new) == 1
    assert sum("一般" in one.text for one in new) == 2
    await coming.sees("还没人接 3 件")
    await coming.taps("✅ 接单", message=next(one for one in new if "特急" in one.text))
    await world.settle()
    assert await world.officer_of("连东海-0001") == coming.name


async def test_where_many_wait_they_come_in_one_message_and_what_names_readers_alone(
    world: World,
) -> None:
    await waiting(world, 5)
    await restricted_case(world)
    await evening(world)
    world.forget()
    await to_hand_off(world)

    coming = await world.duty()
    folded = await coming.sees("5 件还没有人接", buttons=["🟡 连东海-0005"])
    (alone,) = rung(world, coming)
    assert "限制查看：谁看过都有记录" in alone.text
    await coming.taps("🟡 连东海-0005", message=folded)
    await coming.sees("孩子的事", buttons=["✅ 接单"])


async def test_who_stands_in_is_called_for_what_waits_too(world: World) -> None:
    await waiting(world, 1)
    await evening(world)
    await to_hand_off(world)
    backup = await world.duty("backup")
    await backup.taps("✅ 签收上岗")
    await world.settle()
    world.forget()
    await world.advance(minutes=15)

    assert len(heard_new(backup, "现在请您顶上")) == 1
    await backup.sees(RING, buttons=["✅ 接单"])


async def test_whoever_the_handover_names_as_standing_in_is_whom_cases_call(world: World) -> None:
    await to_hand_off(world)
    coming, backup = await world.duty(), await world.duty("backup")
    lead = world.colleagues["张主任"]
    await backup.blocks()
    await world.settle()
    await world.advance(minutes=15)
    await lead.sees("现在请您顶上")
    world.forget()

    await cries_for_help(world, world.resident())

    await lead.sees(RING, buttons=["✅ 接单"])
    assert (pages(coming), heard(lead, "特急")) == (1, 1)
