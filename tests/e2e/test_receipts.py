"""A teacher must report by law, and must be able to show that she did."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image

from sandbox.people import Person
from tests.e2e.world import World, sends

TEACHER = "我是东海县双店镇小学的老师，班上王小明胳膊上都是伤，他说是爸爸打的"
CODE = "连东海-0001 苹果 苹果 苹果 苹果"
NUMBER = "/receipt HZ-2222-2222"
FAMILY = ("王小明", "爸爸", "伤", "双店", "小学", "连东海", "王老师")


async def reports(world: World) -> tuple[Person, str]:
    """Return a teacher who has reported, and the number of her receipt."""
    teacher = world.resident("王老师")
    await teacher.says(TEACHER)
    await world.settle()
    await sends(world, teacher)
    await teacher.sees("工作上必须报告的吗", buttons=["👩‍🏫 学校、幼儿园"])
    await teacher.taps("👩‍🏫 学校、幼儿园")
    shown = await teacher.sees("强制报告回执")
    found = re.search(r"HZ-\w{4}-\w{4}", shown.text)
    assert found
    return teacher, found.group()


async def test_a_teacher_gets_a_receipt_that_names_no_family_and_can_be_checked(
    world: World,
) -> None:
    teacher, number = await reports(world)
    officer, head = await world.duty(), world.resident("校长")
    await world.settle()
    shown = next(one for one in teacher.screen.messages if "出具时间" in one.text)
    for fact in ("2026-11-24 10:00", "东海县未保中心", "学校、幼儿园工作人员", "第十一条"):
        assert fact in shown.text
    assert not any(word in shown.text.replace("儿童及其家庭", "") for word in FAMILY)
    assert not shown.protected
    assert shown.media
    assert shown.media.file
    assert shown.media.file.data
    with Image.open(io.BytesIO(shown.media.file.data)) as picture:
        assert picture.width == 900

    for person in (head, officer):
        await person.says(f"/receipt {number.lower().replace('-', ' ')}")
        told = await person.sees("是真的")
        assert "2026-11-24 10:00" in told.text
        assert not any(word in told.text for word in FAMILY)
    await head.says(NUMBER)
    await head.sees("没有这个编号")
    assert "学校、幼儿园工作人员" not in next(
        one.text for one in officer.screen.messages if "特急" in one.text
    )


async def test_the_receipt_tells_later_how_matters_stand_and_nothing_of_the_family(
    world: World,
) -> None:
    teacher, number = await reports(world)
    officer = await world.duty()
    await world.advance(minutes=2)
    await officer.taps("✅ 接单")
    await world.settle()
    await world.advance(minutes=3)
    await officer.taps("📞 已联系")
    await world.settle()
    teacher.reads_all()

    await teacher.says("/receipt")
    again = await teacher.sees(number)
    assert "已有人接办：2026-11-24 10:02" in again.text
    assert "已开始联系：2026-11-24 10:05" in again.text
    assert not any(word in again.text.replace("儿童及其家庭", "") for word in FAMILY)


async def test_numbers_of_receipts_cannot_be_tried_for_ever(world: World) -> None:
    head = world.resident("校长")
    for tried in range(21):
        await head.says(NUMBER)
        await head.sees("没有这个编号" if tried < 20 else "试的次数太多了")
        await world.settle()
    # What they may look up by number and code is another matter, with a count of its own.
    for tried in range(11):
        await head.says(CODE)
        await head.sees("对不上" if tried < 10 else "试的次数太多了")
        await world.settle()
    world.clock.advance(timedelta(hours=1))
    for typed, told in ((CODE, "对不上"), (NUMBER, "没有这个编号")):
        await head.says(typed)
        await head.sees(told)


@pytest.mark.parametrize(
    ("first", "tried", "limit", "told"),
    [(NUMBER, CODE, 10, "对不上"), (CODE, NUMBER, 20, "没有这个编号")],
    ids=["codes", "receipts"],
)
async def test_their_hour_begins_with_their_own_first_try(
    world: World, first: str, tried: str, limit: int, told: str
) -> None:
    head = world.resident("校长")
    await head.says(first)
    await world.settle()
    world.clock.advance(timedelta(minutes=50))
    for _ in range(limit):
        await head.says(tried)
        await head.sees(told)
        await world.settle()

    for minutes, answer in ((10, "试的次数太多了"), (49, "试的次数太多了"), (1, told)):
        world.clock.advance(timedelta(minutes=minutes))
        await head.says(tried)
        await head.sees(answer)
        await world.settle()
