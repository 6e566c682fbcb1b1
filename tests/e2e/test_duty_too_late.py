"""A roster's form that is finished after its moment, or after somebody left: nothing is changed."""

from datetime import timedelta

import pytest

from bot.demo import COUNTY
from sandbox.people import Person
from storage.work import UnitOfWork
from tests.e2e.test_agencies_in_chat import dismisses
from tests.e2e.test_duty_rosters import asks_swap, change, staff_named
from tests.e2e.world import World, keys

REFUSED, PAST = "您不能办这件事", "这段时间已经过去了"
SWAP_STALE = "班已经变了"


async def says(world: World, person: Person, *words: str) -> None:
    """Let a person give one answer after the other."""
    for one in words:
        label = next((key for key in keys(person) if one in key), one)
        await person.says(label)
        await world.settle()


async def leaves(world: World, name: str) -> None:
    """Let somebody be taken out of service by the city."""
    await dismisses(world.colleagues["赵科长"], name)
    await world.settle()
    world.forget()


async def changes(world: World) -> int:
    """Return how many lines of the roster a person has laid down by hand."""

    def count(work: UnitOfWork) -> int:
        people = [one.id for one in work.staff.in_office(COUNTY)]
        return len(work.duties.absences(people, world.clock.now()))

    return await world.read(count)


@pytest.mark.parametrize(
    ("who", "form", "sure", "told"),
    [
        ("王芳", ("/swap", "11-25 08:30", "陈刚", "不用还班"), "✅ 就这样问", REFUSED),
        ("张主任", ("/absent 陈刚", "明天到后天"), "✅ 对", REFUSED),
        (
            "张主任",
            ("/absent 陈刚", "明天到后天", "✅ 对", "/absent 陈刚"),
            "🙋 现在能值班了",
            REFUSED,
        ),
        ("张主任", ("/cover 陈刚 12-01", "值班"), "✅ 就这样换", REFUSED),
    ],
)
async def test_nobody_is_put_in_or_let_off_who_left_meanwhile(
    world: World, who: str, form: tuple[str, ...], sure: str, told: str
) -> None:
    person = world.colleagues[who]
    await says(world, person, *form)
    await leaves(world, "陈刚")
    await person.says(sure)
    await person.sees(told)
    await world.settle()
    assert await changes(world) == 0
    assert not world.colleagues["陈刚"].unread()


@pytest.mark.parametrize(
    ("who", "form", "sure", "told"),
    [
        ("王芳", ("/swap", "11-25 08:30", "陈刚", "不用还班"), "✅ 就这样问", SWAP_STALE),
        ("王芳", ("/absent", "11-24 12:00 到 11-24 13:00"), "✅ 对", PAST),
        ("张主任", ("/cover 陈刚 11-24 12:00 到 11-24 13:00", "值班"), "✅ 就这样换", PAST),
    ],
)
async def test_what_is_confirmed_after_its_time_is_not_done(
    world: World, who: str, form: tuple[str, ...], sure: str, told: str
) -> None:
    person = world.colleagues[who]
    await says(world, person, *form)
    world.forget()
    world.clock.advance(timedelta(hours=23))
    await person.says(sure)
    await person.sees(told)
    await world.settle()
    assert await changes(world) == 0
    assert not world.colleagues["陈刚"].unread()


async def test_a_swap_is_void_when_the_shift_in_return_has_begun(world: World) -> None:
    wang, chen = world.colleagues["王芳"], world.colleagues["陈刚"]
    await says(world, wang, "/swap", "11-28 08:30", "陈刚", "11-26 08:30", "✅ 就这样问")
    question = await chen.sees("王芳 想请您替一班")
    assert "还给您的班" in question.text
    world.clock.advance(timedelta(days=2))
    tap = await chen.taps("✅ 同意", message=question)
    assert SWAP_STALE in (tap.toast or "")
    await wang.sees("没有换成")


async def test_a_lead_who_covers_a_shift_is_not_told_of_it_by_the_bot(world: World) -> None:
    lead = world.colleagues["张主任"]
    await says(world, lead, "/cover 值班 张主任 12-01 12:00 到 12-01 13:00")
    world.forget()
    await lead.says("✅ 就这样换")
    await lead.sees("由 张主任 顶")
    await world.settle()
    assert not any("安排您顶班" in one.text for one in lead.screen.messages)


async def test_a_third_who_is_backup_now_is_told_when_a_shift_is_covered(world: World) -> None:
    lead, li = world.colleagues["张主任"], world.colleagues["李敏"]
    await says(world, lead, "/cover 值班 陈刚 明天")
    world.forget()
    await lead.says("✅ 就这样换")
    await world.colleagues["陈刚"].sees("安排您顶班")
    await world.colleagues["王芳"].sees("由 陈刚 替您")
    assert "🆕 明天 08:30 到" in (await li.sees("值班表改了")).text
    await world.settle()
    for told_already in ("陈刚", "王芳", "张主任"):
        assert not any("改了" in one.text for one in world.colleagues[told_already].unread())


async def test_only_a_part_of_the_time_is_no_time_to_be_there_already(world: World) -> None:
    lead = world.colleagues["张主任"]
    for name in ("李敏", "陈刚"):
        await leaves(world, name)
    wang = await staff_named(world, "王芳")

    begins = world.clock.now() + timedelta(hours=3)
    await change(world, lambda r: r.be_absent(wang, begins, begins + timedelta(hours=1)))
    await says(world, lead, "/cover 值班 王芳 11-24 12:00 到 11-24 16:00")
    world.forget()
    await lead.says("✅ 就这样换")
    await lead.sees("没有换")


async def test_who_is_dismissed_by_two_is_dismissed_once(world: World) -> None:
    lead = world.colleagues["张主任"]
    await says(world, lead, "/dismiss 陈刚", "陈刚")
    await leaves(world, "陈刚")
    await lead.says("🚪 确定离岗")
    await lead.sees("这一步没有办成")
    await world.settle()
    assert not world.colleagues["陈刚"].unread()


async def test_who_was_dismissed_dismisses_nobody(world: World) -> None:
    lead = world.colleagues["张主任"]
    await says(world, lead, "/dismiss 陈刚", "陈刚")
    await leaves(world, "张主任")
    await lead.says("🚪 确定离岗")
    await lead.sees(REFUSED)
    await world.settle()
    assert (await staff_named(world, "陈刚")).left_at is None


async def test_of_two_who_are_asked_for_the_same_shift_the_second_cannot_agree(
    world: World,
) -> None:
    wang, chen, li = (world.colleagues[name] for name in ("王芳", "陈刚", "李敏"))
    for name in ("陈刚", "李敏"):
        await asks_swap(world, wang, name, "11-25 08:30")
    await chen.taps("✅ 同意", message=await chen.sees("王芳 想请您替一班"))
    await world.settle()
    tap = await li.taps("✅ 同意", message=await li.sees("王芳 想请您替一班"))
    assert SWAP_STALE in (tap.toast or "")
