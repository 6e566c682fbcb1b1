"""Rosters over the wire, with a moved clock: handed over, signed, swapped, passed on, watched."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.demo import CITY, COUNTY, STAFF, Colleague
from bot.duty.holidays import days_of
from bot.services.rostering import Rostering
from bot.terms import Role, Tier
from sandbox.people import Person
from storage.database import open_database
from storage.encryption import Vault
from storage.records import Staff
from storage.work import UnitOfWork
from tests.e2e.world import TUESDAY, World, county, cries_for_help, keys

HAND_OFF = timedelta(hours=22, minutes=30)  # From ten in the morning to 08:30 of the next day.
WITH_PROVINCE = (*STAFF, Colleague("省办", Role.PROVINCE, "320000", "省未保办"))


def pages(person: Person) -> int:
    """Return how many cards of cases a person has."""
    return sum("连东海-" in message.text for message in person.screen.messages)


def heard(person: Person, words: str) -> int:
    """Return how many messages of a person's screen contain the words."""
    return sum(words in message.text for message in person.screen.messages)


async def staff_named(world: World, name: str) -> Staff:
    def find(work: UnitOfWork) -> Staff:
        there = [*work.staff.in_office(COUNTY), *work.staff.in_office(CITY)]
        return next(staff for staff in there if staff.name == name)

    return await world.read(find)


async def change(world: World, *steps: object) -> None:
    """Let an operator lay something down."""

    def do(work: UnitOfWork) -> None:
        rostering = Rostering(work, world.bot.hotline.zone, world.clock.now())
        for step in steps:
            step(rostering)  # type: ignore[operator]

    await world.database.write(do)


async def to_hand_off(world: World) -> None:
    """Let it become the next morning's hand-off, and forget what was said until then."""
    now = world.clock.now()
    there = now.astimezone(world.bot.hotline.zone)
    after = there.replace(hour=8, minute=30, second=0)
    after += timedelta(days=after <= there)
    await world.advance(seconds=(after - there).total_seconds())


# Shift changes.


async def test_whoever_comes_on_signs_with_one_tap_and_nobody_is_bothered(world: World) -> None:
    going = await world.duty()
    await to_hand_off(world)
    coming = await world.duty()
    assert coming is not going
    card = await coming.sees("值班交接班：现在归您", buttons=["✅ 签收上岗"])
    assert "没有未结案件" in card.text
    assert "\n" not in card.text

    tap = await coming.taps("✅ 签收上岗", message=card)
    assert tap.toast == "已签收，辛苦了"
    await coming.sees("已签收")
    world.forget()
    await world.advance(minutes=20)

    lead = world.colleagues["张主任"]
    assert not heard(lead, f"{coming.name} 到点没有签收")
    assert (await coming.taps_data(button(card), message=card)).toast == "您已经签收过了"


def button(message: object) -> str:
    rows = message.buttons  # type: ignore[attr-defined]
    data: str = rows[0][0].data
    return data


async def test_the_card_names_open_cases_and_what_to_watch(world: World) -> None:
    duty = await world.duty()
    await cries_for_help(world, world.resident())
    await duty.taps("✅ 接单")
    await to_hand_off(world)

    card = await (await world.duty()).sees("交接班：现在归您", buttons=["✅ 签收上岗"])
    assert "未结 1 件" in card.text
    assert "连东海-0001" in card.text
    assert duty.name in card.text
    assert "要盯紧：特急、紧急 1 件 · 已经超时 1 件" in card.text


async def test_an_unsigned_shift_reaches_the_lead_and_the_backup_stands_in(world: World) -> None:
    await to_hand_off(world)
    coming, backup = await world.duty(), await world.duty("backup")
    lead = world.colleagues["张主任"]
    await backup.taps("✅ 签收上岗")
    world.forget()

    await world.advance(minutes=14)
    assert not heard(lead, "没有签收")
    await world.advance(minutes=1)
    await lead.says("/duty")
    await lead.sees(f"{coming.name}（未签收）")
    told = await lead.sees(f"{coming.name} 到点没有签收")
    assert f"顶上的是：{backup.name}" in told.text
    await backup.sees("现在请您顶上")

    await cries_for_help(world, world.resident())
    assert (pages(coming), pages(backup)) == (1, 1)

    await coming.taps("✅ 签收上岗")
    await lead.sees(f"{coming.name} 晚到，现在签收了")
    for _ in range(3):
        await world.advance(minutes=5)
    assert heard(lead, f"{coming.name} 到点没有签收") == 1


async def test_without_a_backup_the_lead_stands_in_and_without_a_lead_the_city_is_told(
    sqlite_url: str, vault: Vault
) -> None:
    alone = [one for one in STAFF if one.name in ("李敏", "王芳", "赵科长")]
    async with county(open_database(sqlite_url, vault), staff=alone) as world:
        await to_hand_off(world)
        coming, city = await world.duty(), world.colleagues["赵科长"]
        backup = await world.duty("backup")
        await backup.blocks()
        await world.settle()
        await world.advance(minutes=15)

        await city.sees(f"{coming.name} 没有应答")


async def test_a_restart_loses_no_deadline_and_sends_no_card_twice(world: World) -> None:
    await to_hand_off(world)
    coming, lead = await world.duty(), world.colleagues["张主任"]
    await coming.sees("交接班：现在归您")
    # Another process has nothing but the tables.
    again = type(world.bot.ticking)(world.bot.hotline, world.database, world.clock)
    world.bot.ticking = again
    await world.advance(minutes=5)
    assert heard(coming, "交接班：现在归您") == 1
    world.bot.ticking = type(again)(world.bot.hotline, world.database, world.clock)
    await world.advance(minutes=10)
    await lead.sees(f"{coming.name} 到点没有签收")


async def test_nobody_else_can_sign_and_a_shift_that_is_over_cannot_be_signed(
    world: World,
) -> None:
    await to_hand_off(world)
    coming, backup = await world.duty(), await world.duty("backup")
    card = await coming.sees("交接班：现在归您")
    tap = await backup.taps_data(button(card))
    assert tap.toast == "您不能办这件事"
    await world.advance(hours=24)
    tap = await coming.taps_data(button(card), message=card)
    assert tap.toast == "这一班已经过去，或者换了人"


async def test_who_goes_on_alone_is_asked_once_and_not_each_day(
    sqlite_url: str, vault: Vault
) -> None:
    async with county(open_database(sqlite_url, vault)) as world:
        lead = world.colleagues["张主任"]
        await to_hand_off(world)
        await world.advance(hours=24)
        assert not heard(lead, "带班交接班")


# Holidays, swaps, absences: who is paged.


async def test_on_a_night_of_spring_festival_the_person_of_the_holiday_roster_is_paged(
    sqlite_url: str, vault: Vault
) -> None:
    eve_night = datetime(2027, 2, 5, 15, 30, tzinfo=UTC)  # 除夕, 23:30.
    before = datetime(2027, 2, 1, 2, 0, tzinfo=UTC)
    async with county(open_database(sqlite_url, vault), at=before) as world:
        names = ["陈刚", "王芳", "李敏", "王芳", "李敏", "陈刚", "陈刚", "王芳"]
        people = [(await staff_named(world, name)).id for name in names]
        days = days_of("春节", 2027, world.bot.hotline.calendar.is_working_day)
        assert days[0] == date(2027, 2, 5)
        await change(
            world,
            *(
                lambda r, d=day, p=person: r.name_day(COUNTY, Tier.DUTY, d, [p], holiday="春节")
                for day, person in zip(days, people, strict=True)
            ),
            lambda r: r.rebuild(COUNTY, Tier.DUTY),
        )
        await world.advance(seconds=(eve_night - before).total_seconds())
        world.forget()
        for day, name in enumerate(names):
            assert (await world.duty()).name == name, day
            if day == 0:
                await cries_for_help(world, world.resident())
                assert pages(world.colleagues["陈刚"]) == 1
                assert pages(world.colleagues["李敏"]) == 0
            await world.advance(hours=24)


async def test_a_swap_agreed_in_chat_moves_the_page(world: World) -> None:
    await to_hand_off(world)
    wang = await world.duty()
    assert wang.name == "王芳"
    await wang.taps("✅ 签收上岗")
    li, chen, lead = (world.colleagues[name] for name in ("李敏", "陈刚", "张主任"))
    await chen.says("/swap")
    await chen.sees("哪一班请人替")
    await world.settle()
    shift = next(key for key in keys(chen) if "11-26 08:30 → 11-27 08:30 值班" in key)
    await chen.presses(shift)
    await chen.sees("请谁替")
    await world.settle()
    await chen.presses("李敏")
    await chen.sees("用 李敏 的哪一班来还")
    await world.settle()
    theirs = next(key for key in keys(chen) if "11-27 08:30 → 11-28 08:30" in key)
    await chen.presses(theirs)
    await chen.sees("请再看一遍")
    await world.settle()
    await chen.presses("✅ 就这样问")
    await chen.sees("已经问 李敏 了")
    question = await li.sees("陈刚 想请您替一班", buttons=["✅ 同意", "不方便"])
    assert "还给您的班" in question.text
    assert await names_on(world, 24, 48) == ["陈刚", "李敏"]

    tap = await li.taps("✅ 同意")
    assert tap.toast == "好，这班归您了"
    await chen.sees("李敏 同意了")
    await lead.sees("由 陈刚 换成 李敏")
    assert await names_on(world, 24, 48) == ["李敏", "陈刚"]
    assert (await li.taps_data(button(question), message=question)).toast == (
        "班已经变了，这次换班不算了"
    )

    await world.advance(hours=24)
    await li.taps("✅ 签收上岗")
    await cries_for_help(world, world.resident())
    assert (pages(li), pages(chen)) == (1, 0)


async def names_on(world: World, *hours: int) -> list[str]:
    """Return who is on duty so many hours from now."""

    def read(work: UnitOfWork) -> list[str]:
        now = world.clock.now()
        shifts = [
            work.roster.on_duty(COUNTY, "duty", now + timedelta(hours=one))[0] for one in hours
        ]
        return [work.staff.get(shift.staff_id).name for shift in shifts]

    return await world.read(read)


async def asks_swap(world: World, asker: Person, asked: str, first: str) -> None:
    """Let a person ask for the first shift whose key contains the words, without a return."""
    await asker.says("/swap")
    await world.settle()
    label = next((key for key in keys(asker) if first in key), first)
    await (asker.presses(label) if label in keys(asker) else asker.says(label))
    await world.settle()
    await asker.presses(asked)
    await world.settle()
    await asker.presses("不用还班")
    await world.settle()
    await asker.presses("✅ 就这样问")
    await world.settle()


async def test_a_part_of_a_shift_is_typed_and_only_that_part_changes_hands(world: World) -> None:
    wang, chen = world.colleagues["王芳"], world.colleagues["陈刚"]
    await asks_swap(world, wang, "陈刚", "11-25 20:00 到 11-26 6:00")
    await chen.taps("✅ 同意")
    await world.settle()

    assert await names_on(world, 33, 35, 43, 45) == ["王芳", "陈刚", "陈刚", "王芳"]

    await wang.says("/swap")
    await world.settle()
    await wang.says("11-24 20:00 到 11-24 22:00")
    await wang.sees("没看懂，或者不在您的班里")


async def test_a_swap_refused_or_not_answered_in_time_leaves_the_shift(world: World) -> None:
    wang, chen, li = (world.colleagues[name] for name in ("王芳", "陈刚", "李敏"))
    await asks_swap(world, wang, "陈刚", "11-25 08:30")
    await chen.taps("不方便")
    await wang.sees("陈刚 不方便")
    await asks_swap(world, wang, "李敏", "11-25 08:30")
    question = await li.sees("王芳 想请您替一班")
    await to_hand_off(world)

    await wang.sees("没有换成")
    tap = await li.taps_data(button(question), message=question)
    assert tap.toast == "班已经变了，这次换班不算了"
    assert (await world.duty()) is wang


async def test_an_absent_officer_is_not_paged_and_the_lead_sees_no_hole(world: World) -> None:
    li, wang, lead = (world.colleagues[name] for name in ("李敏", "王芳", "张主任"))
    assert await world.duty() is li
    await li.says("/absent")
    await li.sees("李敏 从什么时候到什么时候不能值班")
    await world.settle()
    await li.presses(next(key for key in keys(li) if key.startswith("今天")))
    await li.sees("不值班，对吗")
    await world.settle()
    await li.presses("✅ 对")
    await li.sees("班都有人接")
    told = await lead.sees("李敏 今天 10:00 到 明天 08:30 不值班")
    assert "班都有人接" in told.text
    assert "班有变动的：王芳、陈刚，已经告诉他们" in told.text
    theirs = await wang.sees("东海县未保中心的值班表改了")
    assert "🆕 今天 10:00 到 11月26日 08:30 值班" in theirs.text

    await world.advance(seconds=1)
    await wang.sees("值班交接班：现在归您")
    assert (await world.duty("backup")).name == "陈刚"
    await cries_for_help(world, world.resident())
    assert (pages(li), pages(wang)) == (0, 1)

    await li.says("/absent")
    await world.settle()
    await li.presses("🙋 现在能值班了")
    await li.sees("照常轮班")
    await lead.sees("李敏 能值班了")
    assert await world.duty() is li


async def test_a_lead_lays_somebody_off_by_name_and_sees_the_hole_that_remains(
    sqlite_url: str, vault: Vault
) -> None:
    few = [one for one in STAFF if one.name in ("李敏", "张主任", "赵科长")]
    async with county(open_database(sqlite_url, vault), staff=few) as world:
        lead, li, city = (world.colleagues[name] for name in ("张主任", "李敏", "赵科长"))
        await world.advance(minutes=1)
        await li.says("/absent 张主任")
        await li.sees("您不能办这件事")
        await lead.says("/absent 李小敏")
        await lead.sees("没有找到叫“李小敏”的同事")
        await lead.says("/absent 李敏")
        await lead.sees("李敏 从什么时候到什么时候不能值班")
        await lead.says("明年")
        await lead.sees("没看懂")
        await lead.says("明天到后天")
        await lead.sees("11-25 08:30 → 11-27 08:30")
        await world.settle()
        await lead.presses("✅ 对")
        told = await lead.sees("还有空档，没人接")
        assert "值班，明天 08:30 到 11月27日 08:30：没有人" in told.text

        await world.advance(minutes=1)
        urgent = await lead.sees("一天之内值班有空档")
        assert "值班，明天 08:30 到 11月27日 08:30：没有人" in urgent.text
        for _ in range(5):
            await world.advance(minutes=30)
        assert heard(lead, "一天之内值班有空档") == 1
        assert not heard(city, "空档")


@pytest.mark.parametrize(
    ("who", "words", "told"),
    [
        ("王芳", "/absent 明天", "王芳 11-25 08:30 → 11-26 08:30 不值班"),
        ("王芳", "/absent 王芳 明天到后天", "王芳 11-25 08:30 → 11-27 08:30 不值班"),
        ("张主任", "/absent 王芳 11-30", "王芳 11-30 08:30 → 12-01 08:30 不值班"),
        ("张主任", "/absent 王芳 生病", "没看懂"),
        ("王芳", "/absent 李敏 明天", "您不能办这件事"),
        ("张主任", "/absent 王方 明天", "没有找到叫“王方”的同事"),
    ],
)
async def test_what_stands_behind_the_command_is_not_asked(
    world: World, who: str, words: str, told: str
) -> None:
    await world.colleagues[who].says(words)
    await world.colleagues[who].sees(told)


# Holes.


async def test_a_hole_is_told_in_the_morning_and_each_morning_until_it_is_filled(
    world: World,
) -> None:
    lead = world.colleagues["张主任"]
    wang = await staff_named(world, "王芳")
    others = [await staff_named(world, name) for name in ("李敏", "陈刚")]
    begins = datetime(2026, 12, 1, 0, 30, tzinfo=UTC)
    span = begins, begins + timedelta(hours=24)
    await change(world, *(lambda r, s=one: r.be_absent(s, *span) for one in (wang, *others)))
    await world.advance(minutes=1)
    await lead.sees("今后两周值班有空档")  # The first look of the day comes after eight.
    world.forget()
    await world.advance(hours=21, minutes=58)
    assert not heard_new(lead, "空档")
    await world.advance(minutes=1)
    morning = await lead.sees("今后两周值班有空档")
    assert "值班，12月1日 08:30 到 12月2日 08:30：没有人" in morning.text
    assert "备班，12月1日 08:30 到 12月2日 08:30：没有人" in morning.text
    await world.advance(hours=5)
    assert not heard_new(lead, "空档")

    await change(world, *(lambda r, s=one: r.be_back(s) for one in (wang, *others)))
    await world.advance(hours=24)
    assert not heard_new(lead, "空档")


async def test_a_digest_of_a_clock_that_was_set_back_keeps_no_other_from_coming(
    world: World,
) -> None:
    lead, people = world.colleagues["张主任"], ("李敏", "王芳", "陈刚")
    span = TUESDAY - timedelta(weeks=4), TUESDAY + timedelta(weeks=4)
    away = [await staff_named(world, name) for name in people]
    await change(world, *(lambda r, s=one: r.be_absent(s, *span) for one in away))
    await world.advance(minutes=1)
    await lead.sees("今后两周值班有空档")
    world.clock.jump_to(TUESDAY - timedelta(weeks=3))
    world.forget()
    await world.advance(minutes=1)
    assert len(heard_new(lead, "今后两周值班有空档")) == 1
    await world.advance(hours=1)
    assert len(heard_new(lead, "今后两周值班有空档")) == 1
    await world.advance(hours=23)
    assert len(heard_new(lead, "今后两周值班有空档")) == 2


def heard_new(person: Person, words: str) -> Sequence[str]:
    return [message.text for message in person.unread() if words in message.text]


async def test_a_hole_that_changes_is_told_again_and_one_that_passes_is_not(world: World) -> None:
    lead = world.colleagues["张主任"]
    people = [await staff_named(world, name) for name in ("李敏", "王芳", "陈刚")]
    start = TUESDAY + timedelta(hours=4)

    def away(hours: int) -> tuple[object, ...]:
        span = start, start + timedelta(hours=hours)
        return tuple(lambda r, s=one: r.be_absent(s, *span) for one in people)

    await world.advance(minutes=1)
    world.forget()
    await change(world, *away(2))
    await world.advance(minutes=1)
    assert len(heard_new(lead, "一天之内值班有空档")) == 1
    world.forget()
    await world.advance(hours=5)
    assert not heard_new(lead, "空档")
    await change(world, *away(3))
    await world.advance(minutes=1)
    assert len(heard_new(lead, "一天之内值班有空档")) == 1


async def test_a_hole_that_is_over_within_the_minute_is_told_to_nobody(world: World) -> None:
    lead = world.colleagues["张主任"]
    people = [await staff_named(world, name) for name in ("李敏", "王芳", "陈刚")]

    async def all_away(seconds: int) -> None:
        span = world.clock.now(), world.clock.now() + timedelta(seconds=seconds)
        await change(world, *(lambda r, s=one: r.be_absent(s, *span) for one in people))

    await world.advance(minutes=1)
    world.forget()
    await all_away(90)
    await world.advance(minutes=1)
    assert not heard_new(lead, "空档")
    await world.advance(minutes=2)
    await all_away(180)
    await world.advance(minutes=1)
    assert len(heard_new(lead, "一天之内值班有空档")) == 1


async def test_somebody_on_duty_who_blocks_the_bot_is_told_to_the_lead_within_a_minute(
    world: World,
) -> None:
    lead, wang = world.colleagues["张主任"], world.colleagues["王芳"]
    await world.advance(minutes=1)
    world.forget()
    await wang.blocks()
    await world.settle()
    await world.advance(minutes=1)

    told = await lead.sees("一天之内值班有空档")
    assert "王芳 收不到消息" in told.text
    await wang.unblocks()
    await world.settle()
    await world.advance(minutes=1)
    world.forget()
    await wang.blocks()
    await world.settle()
    await world.advance(minutes=1)
    await lead.sees("王芳 收不到消息")


async def test_from_december_the_province_hears_once_a_week_of_a_year_without_holidays(
    sqlite_url: str, vault: Vault
) -> None:
    november = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)
    async with county(open_database(sqlite_url, vault), at=november, staff=WITH_PROVINCE) as world:
        province = world.colleagues["省办"]
        await world.advance(hours=24)
        assert not heard(province, "放假安排")
        await world.advance(hours=24)
        await province.sees("2027 年的放假安排还没有写进日历")
        await world.advance(days=6)
        assert heard(province, "放假安排") == 1
        await world.advance(days=1)
        assert heard(province, "放假安排") == 2
        # What was told by a clock that was ahead puts nothing off.
        world.clock.jump_to(world.clock.now() - timedelta(days=5))
        await world.advance(minutes=1)
        assert heard(province, "放假安排") == 3
        await world.advance(days=6)
        assert heard(province, "放假安排") == 3


# What is shown.


async def test_the_month_is_a_picture_and_the_next_is_a_tap_away(world: World) -> None:
    officer = await world.duty()
    await officer.says("/roster")
    await world.settle()
    shown = officer.screen.messages[-1]
    assert shown.media is not None
    assert shown.media.file is not None
    assert shown.media.kind == "photo"
    assert shown.protected

    await officer.taps("12月 ▶")
    await world.settle()
    assert officer.screen.messages[-1].labels == ("1月 ▶",)
    await officer.says("/roster 13")
    await officer.sees("用法：/roster")


async def test_where_a_name_has_a_sign_that_the_font_lacks_the_month_is_words(
    sqlite_url: str, vault: Vault
) -> None:
    rare = Colleague("王\U00030000", Role.OFFICER, COUNTY, "东海县 值班员")
    async with county(open_database(sqlite_url, vault), staff=(rare, *STAFF[3:])) as world:
        await world.colleagues[rare.name].says("/roster")
        shown = await world.colleagues[rare.name].sees("2026年11月值班表")
        assert "24 周二" in shown.text
        assert f"值班 {rare.name}" in shown.text


async def test_the_city_sees_the_roster_of_its_county_and_an_officer_no_other(
    world: World,
) -> None:
    city, officer = world.colleagues["赵科长"], await world.duty()
    await city.says(f"/roster {COUNTY} 12")
    await world.settle()
    assert city.screen.messages[-1].media is not None
    await officer.says("/roster 320707")
    await officer.sees("您不能办这件事")
    assert (await officer.taps_data("d:month:320707:202612")).toast == "您不能办这件事"


async def test_the_menu_of_staff_has_the_commands_of_the_roster(world: World) -> None:
    officer = await world.duty()
    names = {command for command, *_ in officer.screen.commands}
    assert {"duty", "roster", "swap", "absent"} <= names
    assert "roster" not in {command for command, *_ in world.resident().screen.commands}


# What must not go unseen.


async def test_a_roster_never_ends_while_its_rule_stands(world: World) -> None:
    lead = world.colleagues["张主任"]
    await world.advance(minutes=1)
    world.forget()
    for _ in range(9):
        await world.advance(days=10)
        assert len(await names_on(world, 0, 24 * 14, 24 * 59)) == 3
    assert not heard_new(lead, "空档")


async def test_who_cannot_be_reached_at_the_hand_off_counts_as_not_answering_at_once(
    world: World,
) -> None:
    wang, chen, lead = (world.colleagues[name] for name in ("王芳", "陈刚", "张主任"))
    await wang.blocks()
    await world.settle()
    await to_hand_off(world)

    await lead.sees("王芳 到点没有签收")
    await chen.sees("王芳 没有应答")


async def test_a_swap_with_somebody_who_is_absent_by_then_is_void(world: World) -> None:
    wang, chen = world.colleagues["王芳"], world.colleagues["陈刚"]
    await asks_swap(world, wang, "陈刚", "11-25 08:30")
    away = await staff_named(world, "陈刚")
    now = world.clock.now()
    await change(world, lambda r: r.be_absent(away, now, now + timedelta(days=3)))

    tap = await chen.taps("✅ 同意")

    assert tap.toast == "班已经变了，这次换班不算了"
    await wang.sees("没有换成")
    assert await names_on(world, 24) == ["王芳"]


async def test_a_shift_that_was_given_away_meanwhile_is_not_swapped_again(world: World) -> None:
    wang, chen, li = (world.colleagues[name] for name in ("王芳", "陈刚", "李敏"))
    await asks_swap(world, wang, "陈刚", "11-25 08:30")
    await asks_swap(world, wang, "李敏", "11-25 08:30")
    await li.taps("✅ 同意")
    await world.settle()
    tap = await chen.taps("✅ 同意")

    assert tap.toast == "班已经变了，这次换班不算了"
    assert await names_on(world, 24) == ["李敏"]


async def test_two_taps_on_agree_change_hands_once(world: World) -> None:
    wang, chen, lead = (world.colleagues[name] for name in ("王芳", "陈刚", "张主任"))
    await asks_swap(world, wang, "陈刚", "11-25 08:30")
    await chen.taps("✅ 同意", times=2)
    await world.settle()

    assert heard(lead, "由 王芳 换成 陈刚") == 1
    assert heard(wang, "陈刚 同意了") == 1
    overrides = await world.read(
        lambda work: work.duties.overrides(COUNTY, "duty", world.clock.now())
    )
    assert len(overrides) == 1
