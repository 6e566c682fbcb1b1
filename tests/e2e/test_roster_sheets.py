"""A lead's sheet through the wire: shown for what it changes, taken in, or told to be wrong."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.demo import COUNTY, STAFF, Colleague
from bot.duty.unpacking import MOST_BYTES
from bot.services.proposals import MOST_OFFICES
from bot.services.rostering import Rostering
from bot.services.sheet_words import DIFFERENCES
from bot.terms import Role, Tier
from bot.views.cards import encode_action
from bot.views.duty_taps import decode_duty, encode_duty
from sandbox.faults import ServerError
from sandbox.people import Person
from storage.database import open_database
from storage.encryption import Vault
from storage.tables import cases, duty_days, roster_sheets
from storage.work import UnitOfWork
from tests.e2e.sheets import WIDE, book, books, file_of, rows_of, sends_sheet
from tests.e2e.test_agencies_in_chat import dismisses
from tests.e2e.world import DIALECT, TUESDAY, World, county, cries_for_help, data_of, keys

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
    rows = [(day, "张主任", name, others[name]) for day, name in zip(DECEMBER, duty, strict=True)]
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
    for name in {before[4], duty[4]}:
        [told] = [one.text for one in world.colleagues[name].unread()]
        assert "东海县未保中心的值班表改了。您 14 天内的班现在是：" in told
        assert ("🆕 12月5日 08:30 到 12月6日 08:30 值班" in told) == (name == duty[4])
    done = lead.screen.messages[-1]
    assert "已经收下" in done.text
    assert done.labels == ()
    again = await lead.taps_data(data_of(shown, "✅ 收下"), message=shown)
    assert again.toast == "这张表已经处理过，或者过期了"


# What is wrong is told by its cell, and nothing of it counts.


async def test_whatever_is_wrong_is_told_by_its_cell_and_a_corrected_sheet_is_taken_in(
    world: World,
) -> None:
    lead = world.colleagues["张主任"]
    rows = [(date(2026, 12, 1), "值班", "王方"), ("2026-13-02", "值班", "李敏")]
    await sends_sheet(world, lead, book(*rows, (date(2062, 12, 3), "夜班", "陈刚")))
    told = await lead.sees("有 4 处要改，一条也没有收")
    for line in (
        "C2：没有叫“王方”的人，是不是王芳？",
        "A3：“2026-13-02”不是日期",
        "A4：“2062-12-03”太远了",
        "B4：“夜班”不是班次",
    ):
        assert line in told.text
    assert told.labels == ()
    assert await left(world) == (0, 0)

    await sends_sheet(world, lead, book((date(2026, 12, 1), "值班", "王芳")))
    await lead.taps("✅ 收下")
    await world.settle()
    assert await on_duty(world, 1) == "王芳"


async def test_the_errors_are_in_the_reader_s_language_and_harmless(world: World) -> None:
    lead = world.colleagues["张主任"]
    await lead.says("/language")
    await world.settle()
    await lead.taps("English")
    await world.settle()
    name = "<b>\u202e王芳\u200b✅ Taken in" + "长" * 400
    await sends_sheet(world, lead, book(*((date(2026, 12, 1), "值班", name) for _ in range(40))))
    told = await lead.sees("things in the sheet are wrong; nothing was taken in")
    assert "C2: nobody is called “<b>王芳✅ Taken in长" in told.text
    assert "\u202e" not in told.text
    assert "and 20 more" in told.text
    assert len(told.text) < 4096


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("jpeg", "不是 .xlsx 表格"),
        ("docx", "不是 .xlsx 表格"),
        ("csv", "不是 .xlsx 表格"),
        ("old", "旧格式"),
        ("locked", "有密码"),
        ("macros", "有宏"),
        ("bomb", "太大"),
        ("liar", "读不出来"),
        ("entities", "读不出来"),
        ("torn", "读不出来"),
        ("empty", "是空的"),
    ],
)
async def test_a_file_that_is_no_plain_sheet_gets_a_clear_answer_and_leaves_nothing(
    world: World, name: str, told: str
) -> None:
    lead = world.colleagues["张主任"]
    await sends_sheet(world, lead, BAD[name]())
    await lead.sees(told)
    assert await left(world) == (0, 0)


def zipped(**parts: bytes) -> bytes:
    """Return a zip that calls itself a workbook, with further parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return kept.getvalue()


def changed(content: bytes, part: str, to: bytes) -> bytes:
    """Return a workbook of which one part is another."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.infolist():
            new.writestr(one.filename, to if one.filename == part else old.read(one))
        if part not in old.namelist():
            new.writestr(part, to)
    return kept.getvalue()


def liar() -> bytes:
    """Return a workbook in which one part says that it is far smaller than it is."""
    bomb = bytearray(changed(PLAIN, "xl/sharedStrings.xml", b" " * 30_000_000))
    for head, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = -1
        while (place := bomb.find(head, place + 1)) >= 0:
            if bomb[place + offset : place + offset + 4] == (30_000_000).to_bytes(4, "little"):
                bomb[place + offset : place + offset + 4] = (100).to_bytes(4, "little")
    return bytes(bomb)


PLAIN = book((date(2026, 12, 1), "值班", "王芳"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BAD: Mapping[str, Callable[[], bytes]] = {
    "jpeg": lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(100),
    "docx": lambda: zipped(word__document_xml=b"<w/>"),
    "csv": "日期,班次,姓名\n2026-12-01,值班,王芳\n".encode,
    "old": lambda: OLE + bytes(600),
    "locked": lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    "macros": lambda: changed(PLAIN, "xl/vbaProject.bin", b"Sub Auto_Open()"),
    "bomb": lambda: changed(PLAIN, "xl/sharedStrings.xml", b" " * 30_000_000),
    "liar": liar,
    "entities": lambda: changed(
        PLAIN, "xl/sharedStrings.xml", b'<!DOCTYPE a [<!ENTITY b "cc">]><sst>&b;</sst>'
    ),
    "torn": lambda: PLAIN[:-400],
    "empty": lambda: books({"Sheet1": []}),
}


async def test_a_roster_of_another_kind_is_answered_with_what_it_should_be(world: World) -> None:
    lead = world.colleagues["张主任"]
    await lead.sends_document(b"%PDF-1.4", name="12月值班表.pdf")
    await lead.sees("不是 .xlsx 表格")
    await lead.sends_photo(caption="十二月排班")
    await lead.sees("不是 .xlsx 表格")
    await lead.sends_photo()
    await lead.sees("要登记一件新的事")


async def test_a_huge_file_is_not_even_fetched(world: World) -> None:
    lead = world.colleagues["张主任"]
    gate = world.sandbox.faults.gate("getFile")
    await lead.sends_document(PLAIN, name="值班表.xlsx", size=MOST_BYTES + 1)
    await lead.sees("太大")
    gate.release()
    assert await left(world) == (0, 0)


# Which office it is.


TWO = (*STAFF, Colleague("邻县值班员", Role.OFFICER, NEIGHBOUR, "赣榆区 值班员"))
CITY_SHEET = book((date(2026, 12, 1), "值班", "王芳"))


async def test_who_keeps_several_rosters_is_asked_which_and_names_decide_what_is_offered(
    sqlite_url: str, vault: Vault
) -> None:
    async with county(open_database(sqlite_url, vault), staff=TWO) as world:
        city = world.colleagues["赵科长"]
        await sends_sheet(world, city, CITY_SHEET, name="新建表格.xlsx")
        asked = await city.sees("这是哪个单位的值班表", buttons=["东海县未保中心"])
        forged = data_of(asked, "东海县未保中心").replace(COUNTY, "320100")
        assert (await city.taps_data(forged, message=asked)).toast == "您不能办这件事"
        await city.taps("东海县未保中心")
        await world.settle()
        await city.sees("东海县未保中心：12月1日，值班 1 天")
        await city.taps("✅ 收下")
        await world.settle()
        assert await on_duty(world, 1) == "王芳"


@pytest.mark.parametrize(
    ("title", "file", "caption"),
    [("东海县", "a.xlsx", ""), ("Sheet1", "东海县12月.xlsx", ""), ("Sheet1", "a.xlsx", COUNTY)],
)
async def test_the_sheet_the_file_or_the_words_with_it_say_which_office_it_is(
    world: World, title: str, file: str, caption: str
) -> None:
    city = world.colleagues["赵科长"]
    content = book((date(2026, 12, 1), "值班", "王芳"), title=title)
    await sends_sheet(world, city, content, name=file, caption=caption)
    await city.sees("东海县未保中心：12月1日，值班 1 天", buttons=["✅ 收下", "✖ 不收"])


async def test_a_sheet_of_an_office_that_is_not_theirs_is_refused_whole(world: World) -> None:
    lead = world.colleagues["张主任"]
    day = ("日期", "班次", "姓名"), (date(2026, 12, 1), "值班", "王芳")
    await sends_sheet(world, lead, books({"东海县": day, "赣榆区": day}))
    await lead.sees("“赣榆区”是赣榆区未保中心的值班表，您不能排那里的班")
    assert await left(world) == (0, 0)


async def test_several_sheets_of_one_book_are_one_roster_and_others_are_left_unread(
    world: World,
) -> None:
    lead = world.colleagues["张主任"]
    head = ("日期", "班次", "姓名")
    sheets: dict[str, list[tuple[object, ...]]] = {
        "12月": [head, (date(2026, 12, 1), "值班", "王芳")],
        "1月": [head, (date(2027, 1, 1), "值班", "李敏")],
        "通讯录": [("姓名", "电话"), ("王芳", "138")],
    }
    await sends_sheet(world, lead, books(sheets))
    shown = await lead.sees("收下吗")
    assert "12月1日 到 1月1日，值班 2 天" in shown.text
    assert "没有看：通讯录" in shown.text

    sheets["1月"].append((date(2027, 1, 2), "值班", "王方"))
    await sends_sheet(world, lead, books(sheets))
    await lead.sees("1月!C3：没有叫“王方”的人")


# What must not happen.


async def test_what_others_send_goes_where_it_always_went(world: World) -> None:
    officer, lead = world.colleagues["王芳"], world.colleagues["张主任"]
    await sends_sheet(world, officer, PLAIN)
    await officer.sees("要登记一件新的事")
    await lead.sends_photo(caption="今天的")
    await lead.sees("要登记一件新的事")
    await lead.sends_document(b"%PDF-1.4", name="通知.pdf")
    await lead.sees("要登记一件新的事")
    assert await left(world) == (0, 0)


async def test_a_sheet_that_answers_a_card_or_belongs_to_a_report_stays_with_its_case(
    world: World,
) -> None:
    lead, resident = world.colleagues["张主任"], world.resident()
    await cries_for_help(world, resident)
    await resident.sends_document(PLAIN, name="证据.xlsx")
    await world.settle()
    (referral,) = await world.referrals()
    await lead.taps_data(encode_action("show", referral.id, referral.version))
    card = await lead.sees("连东海-0001")
    await lead.sends_document(PLAIN, name="值班表.xlsx", reply_to=card)
    await lead.sees("记下了")
    held = await world.read(lambda work: [e.attachment for e in work.cases.said_in(_case(work))])
    assert [kept for kept in held if kept and "证据.xlsx" in kept]
    assert [kept for kept in held if kept and "值班表.xlsx" in kept]
    assert await left(world) == (0, 0)


async def test_a_sheet_within_a_lead_s_own_report_is_a_part_of_that_report(world: World) -> None:
    lead = world.colleagues["张主任"]
    await cries_for_help(world, lead)
    await sends_sheet(world, lead, PLAIN, name="证据.xlsx")
    held = await world.read(lambda work: [e.attachment for e in work.cases.said_in(_case(work))])
    assert [kept for kept in held if kept and "证据.xlsx" in kept]
    assert await left(world) == (0, 0)


async def test_a_sheet_with_words_of_danger_is_a_report(world: World) -> None:
    lead = world.colleagues["张主任"]
    await sends_sheet(world, lead, PLAIN, caption="东海县双店镇，孩子正在被打，满脸是血，快来人啊")
    await lead.sees("110")
    assert await left(world) == (0, 0)


def _case(work: UnitOfWork) -> int:
    return int(work.connection.execute(select(cases.c.id)).scalar_one())


async def test_whoever_lost_the_permission_meanwhile_takes_nothing_in(world: World) -> None:
    lead = world.colleagues["张主任"]
    await sends_sheet(world, lead, PLAIN)
    shown = await lead.sees("收下吗")
    officer = world.colleagues["王芳"]
    data = data_of(shown, "✅ 收下")
    assert (await officer.taps_data(data)).toast == "您不能办这件事"
    city = world.colleagues["赵科长"]
    assert (await city.taps_data(data)).toast == "您不能办这件事", "it is another's sheet"

    def leave(work: UnitOfWork) -> None:
        mine = next(one for one in work.staff.in_office(COUNTY) if one.name == lead.name)
        work.staff.leave(mine.id, world.clock.now())

    await world.database.write(leave)
    assert (await lead.taps_data(data, message=shown)).toast == "您不能办这件事"
    assert (await left(world))[1] == 0


async def test_a_sheet_of_days_that_are_over_is_told_so(world: World) -> None:
    lead = world.colleagues["张主任"]
    await sends_sheet(world, lead, book((date(2026, 11, 2), "值班", "王芳")))
    await lead.sees("都已经过去了")
    assert await left(world) == (0, 0)


async def test_whoever_left_before_their_sheet_could_be_read_changes_nothing(
    world: World,
) -> None:
    lead = world.colleagues["张主任"]
    world.sandbox.faults.order(ServerError(502), method="getFile")
    await sends_sheet(world, lead, PLAIN)
    await lead.sees("暂时没有取到")
    await dismisses(world.colleagues["赵科长"], lead.name)
    await world.settle()
    await world.advance(minutes=1)
    await lead.sees("您不能办这件事")
    assert await left(world) == (0, 0)


async def test_a_sheet_whose_office_is_asked_for_is_not_taken_in_before(world: World) -> None:
    city = world.colleagues["赵科长"]
    await sends_sheet(world, city, PLAIN)
    asked = await city.sees("这是哪个单位的值班表")
    tap = decode_duty(asked.buttons[0][0].data or "")
    assert tap is not None
    told = await city.taps_data(encode_duty("take", tap.number), message=asked)
    assert told.toast == "这张表已经处理过，或者过期了"
    assert await left(world) == (1, 0)


async def test_a_sheet_that_has_not_been_read_yet_is_not_taken_in(world: World) -> None:
    lead = world.colleagues["张主任"]
    world.sandbox.faults.order(ServerError(502), method="getFile")
    await sends_sheet(world, lead, PLAIN)
    waiting = await lead.sees("暂时没有取到")
    number = await world.read(
        lambda work: int(work.connection.execute(select(roster_sheets.c.id)).scalar_one())
    )
    told = await lead.taps_data(encode_duty("take", number), message=waiting)
    assert told.toast == "这张表已经处理过，或者过期了"
    assert await left(world) == (1, 0)
    await world.advance(minutes=1)
    await lead.sees("收下吗")


async def test_of_too_many_offices_the_sheet_is_to_say_which(sqlite_url: str, vault: Vault) -> None:
    province = Colleague("省办", Role.PROVINCE, "320000", "省未保办")
    async with county(open_database(sqlite_url, vault), staff=(*STAFF, province)) as world:
        now = world.clock.now()

        def staffs(work: UnitOfWork) -> None:
            codes = [one for one in world.bot.hotline.offices.by_code if not one.endswith("00")]
            for place, code in enumerate(codes[:MOST_OFFICES]):
                person = work.people.meet(str(700_000 + place), language="zh-CN", now=now)
                work.staff.enrol(
                    person_id=person.id, office_code=code, role="officer", name="某", now=now
                )

        await world.database.write(staffs)
        someone = world.colleagues["省办"]
        await sends_sheet(world, someone, book((date(2026, 12, 1), "值班", "没有这个人")))
        await someone.sees("看不出是哪个单位的值班表")
        assert await left(world) == (0, 0)


async def test_of_many_changes_some_are_named_and_the_rest_counted(world: World) -> None:
    lead = world.colleagues["张主任"]
    after = {"李敏": "王芳", "王芳": "陈刚", "陈刚": "李敏"}
    await sends_sheet(world, lead, december([after[one] for one in await rotation(world)]))
    shown = await lead.sees("收下吗")
    named = sum("→" in one for one in shown.text.splitlines())
    assert named == DIFFERENCES
    assert "还有" in shown.text


async def test_a_roster_that_changed_since_it_was_shown_is_shown_again(world: World) -> None:
    lead = world.colleagues["张主任"]
    await sends_sheet(world, lead, PLAIN)
    await lead.sees("收下吗")
    before = await on_duty(world, 1)
    other = next(name for name in ("李敏", "王芳", "陈刚") if name != before)

    def swap(work: UnitOfWork) -> None:
        rostering = Rostering(work, world.bot.hotline.zone, world.clock.now())
        staff = next(one for one in work.staff.in_office(COUNTY) if one.name == other)
        rostering.name_day(COUNTY, Tier.DUTY, date(2026, 12, 1), [staff.id])
        rostering.rebuild(COUNTY, Tier.DUTY)

    await world.database.write(swap)
    tap = await lead.taps("✅ 收下")
    await world.settle()
    assert tap.toast == "值班表或者人员刚刚变过，请再看一遍"
    assert await on_duty(world, 1) == other
    await lead.taps("✅ 收下")
    await world.settle()
    assert await on_duty(world, 1) == "王芳"


async def test_a_sheet_that_is_left_or_not_answered_for_a_day_is_forgotten(world: World) -> None:
    lead = world.colleagues["张主任"]
    await sends_sheet(world, lead, PLAIN)
    assert (await lead.taps("✖ 不收")).toast == "没有收"
    await lead.sees("值班表照旧")
    assert await left(world) == (0, 0)

    await sends_sheet(world, lead, PLAIN)
    await world.advance(hours=23)
    assert await left(world) == (1, 0)
    await world.advance(hours=1)
    await lead.sees("一天没有点收不收")
    assert await left(world) == (0, 0)


async def test_a_sheet_that_telegram_gives_late_is_read_when_it_comes(world: World) -> None:
    lead = world.colleagues["张主任"]
    world.sandbox.faults.order(ServerError(502), method="getFile")
    await sends_sheet(world, lead, PLAIN)
    await lead.sees("暂时没有取到")
    await world.advance(minutes=1)
    await lead.sees("收下吗")

    for _ in range(4):
        world.sandbox.faults.order(ServerError(502), method="getFile")
    await sends_sheet(world, lead, PLAIN)
    for minutes in (1, 5, 15):
        await world.advance(minutes=minutes)
    await lead.sees("没有取到。请再发一次")


async def test_a_sheet_is_read_soon_and_waits_a_day_by_a_clock_that_was_set_back(
    world: World,
) -> None:
    lead, weeks = world.colleagues["张主任"], timedelta(weeks=3)
    world.sandbox.faults.order(ServerError(502), method="getFile")
    await sends_sheet(world, lead, PLAIN)
    await lead.sees("暂时没有取到")
    world.clock.jump_to(world.clock.now() - weeks)
    await world.bot.tick()
    await world.advance(minutes=5)
    await lead.sees("收下吗")

    world.clock.jump_to(world.clock.now() - weeks)
    await world.bot.tick()
    await world.advance(hours=23)
    assert await left(world) == (1, 0)
    await world.advance(hours=1)
    await lead.sees("一天没有点收不收")
    assert await left(world) == (0, 0)


async def test_nobody_waits_while_a_sheet_is_fetched(world: World) -> None:
    lead, resident = world.colleagues["张主任"], world.resident()
    gate = world.sandbox.faults.gate("getFile")
    await lead.sends_document(PLAIN, name="值班表.xlsx")
    await gate.reached()

    await resident.says(DIALECT)
    await resident.sees("110")
    await lead.says("/duty")
    await lead.sees("东海县未保中心")

    gate.release()
    await lead.sees("收下吗")


async def test_days_that_are_over_and_tiers_that_are_not_named_stay_and_holes_are_shown(
    sqlite_url: str, vault: Vault
) -> None:
    few = [one for one in STAFF if one.name in ("李敏", "张主任", "赵科长")]
    async with county(open_database(sqlite_url, vault), staff=few) as world:
        lead = world.colleagues["张主任"]
        rows = [
            (date(2026, 11, 20), "值班", "李敏"),
            (date(2026, 11, 26), "值班", "李敏", "20:00-08:30"),
        ]
        li = next(
            one
            for one in await world.read(lambda w: w.staff.in_office(COUNTY))
            if one.name == "李敏"
        )
        begins = datetime(2026, 11, 26, 0, 30, tzinfo=UTC)

        def away(work: UnitOfWork) -> None:
            rostering = Rostering(work, world.bot.hotline.zone, world.clock.now())
            rostering.be_absent(li, begins, begins + timedelta(hours=11, minutes=30))

        await world.database.write(away)
        await sends_sheet(world, lead, book(*rows))
        shown = await lead.sees("收下吗")
        assert "11月26日，值班 1 天。" in shown.text
        assert "已经过去的 1 天不动" in shown.text
        assert "表里没有写带班、备班，照旧" in shown.text
        assert "· 值班，11月26日 08:30 到 11月26日 20:00：没有人" in shown.text


async def test_nobody_of_a_village_is_put_on_a_roster(sqlite_url: str, vault: Vault) -> None:
    village = Colleague(
        "儿童主任", Role.VILLAGE_DIRECTOR, COUNTY, "", township="双店镇", village="三铺村"
    )
    async with county(open_database(sqlite_url, vault), staff=(*STAFF, village)) as world:
        lead = world.colleagues["张主任"]
        await sends_sheet(world, lead, book((date(2026, 12, 1), "值班", "儿童主任")))
        await lead.sees("C2：没有叫“儿童主任”的人")
        await lead.says("/cover 儿童主任 明天")
        await lead.sees("没有找到叫“儿童主任”的同事")


# Giving it out.


async def test_a_month_goes_out_as_a_sheet_and_comes_back_to_the_cell(world: World) -> None:
    lead = world.colleagues["张主任"]
    await lead.says("/roster 表格 1")
    await world.settle()
    sent = lead.screen.messages[-1]
    assert not sent.protected, "it is to be changed"
    content = file_of(sent)
    rows = rows_of(content)
    assert rows[0] == ("日期", "星期", "班次", "姓名", "时间")
    assert len(rows) == 1 + 3 * 31, "also beyond the sixty days for which shifts are made"
    assert rows[1][0].date() == date(2027, 1, 1)  # type: ignore[attr-defined]
    assert {row[4] for row in rows[1:]} == {None}

    await sends_sheet(world, lead, content, name=f"{COUNTY}-2027-01.xlsx")
    shown = await lead.sees("收下吗")
    assert "1月1日到31日，带班 31 天、值班 31 天、备班 31 天。" in shown.text
    assert "和现在排的一样" in shown.text
    await lead.taps("✅ 收下")
    await world.settle()
    await lead.says("/roster 表格 1")
    await world.settle()
    assert rows_of(file_of(lead.screen.messages[-1])) == rows


async def test_only_who_lays_a_roster_is_given_its_sheet(world: World) -> None:
    officer, city = world.colleagues["王芳"], world.colleagues["赵科长"]
    await officer.says("/roster 表格")
    await officer.sees("您不能办这件事")
    await city.says(f"/roster xlsx {COUNTY} 12")
    await world.settle()
    assert rows_of(file_of(city.screen.messages[-1]))[1][3]
    await city.says("/roster 表格 13")
    await city.sees("用法：/roster")


# Covering.


async def test_a_lead_puts_somebody_in_with_one_line_and_both_hear_it(world: World) -> None:
    lead, wang, li = (world.colleagues[name] for name in ("张主任", "王芳", "李敏"))
    assert (await world.duty()) is li
    await lead.says("/cover 王芳 11-24 20:00 到 11-25 8:30")
    await lead.sees("哪个班次")
    await world.settle()
    await lead.presses("值班")
    await lead.sees("请再看一遍")
    await world.settle()
    assert "王芳 顶 值班\n11-24 20:00 → 11-25 08:30" in lead.screen.messages[-1].text
    await lead.presses("✅ 就这样换")
    await lead.sees("由 王芳 顶 李敏 的班")
    await wang.sees("安排您顶班：今天 20:00 到 明天 08:30，东海县未保中心值班")
    await li.sees("由 王芳 替您，这段您不用上")

    at = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)

    def read(work: UnitOfWork) -> tuple[str, str]:
        on = [work.roster.on_duty(COUNTY, tier, at)[0].staff_id for tier in ("duty", "backup")]
        return work.staff.get(on[0]).name, work.staff.get(on[1]).name

    duty, backup = await world.read(read)
    assert duty == "王芳"
    assert backup != "王芳", "nobody is their own backup"
    await lead.says("/roster 表格")
    await world.settle()
    today = [row for row in rows_of(file_of(lead.screen.messages[-1])) if _is_on(row, 24, "值班")]
    assert [(row[3], row[4]) for row in today] == [("李敏", "10:00-20:00"), ("王芳", "20:00-08:30")]


def _is_on(row: tuple[object, ...], day: int, tier: str) -> bool:
    return isinstance(row[0], datetime) and row[0].day == day and row[2] == tier


async def test_a_lead_is_asked_step_by_step_and_a_typed_span_is_read(world: World) -> None:
    lead = world.colleagues["张主任"]
    on = await on_duty(world, 1), await on_duty(world, 1, "backup")
    third = next(name for name in ("李敏", "王芳", "陈刚") if name not in on)
    for says, sees in (
        ("/cover", "哪个班次"),
        ("备班", "备班，换谁上"),
        (third, f"{third}（备班）从什么时候顶到什么时候"),
        ("看情况", "没看懂"),
        ("12-01 8:30 到 12-02 8:30", "请再看一遍"),
        ("✅ 就这样换", f"由 {third} 顶 {on[1]} 的班"),
    ):
        await (lead.presses(says) if says in keys(lead) else lead.says(says))
        await lead.sees(sees)
        await world.settle()
    assert await on_duty(world, 1, "backup") == third
    await world.colleagues[on[1]].sees(f"由 {third} 替您")
    await world.colleagues[third].sees("安排您顶班")
    assert keys(lead) == []


async def test_before_the_hand_off_the_shift_that_runs_is_not_called_today(
    sqlite_url: str, vault: Vault
) -> None:
    early = TUESDAY - timedelta(hours=3)  # 07:00; the shift began on Monday.
    async with county(open_database(sqlite_url, vault), at=early) as world:
        lead = world.colleagues["张主任"]
        await lead.says("/cover 值班 王芳")
        await lead.sees("从什么时候顶到什么时候")
        await world.settle()
        spans = [key for key in keys(lead) if "08:30" in key]
        assert spans[0].startswith("现在这一班 ")
        assert spans[1].startswith("今天 ")
        await lead.presses(spans[1])
        told = await lead.sees("请再看一遍")
        assert "今天 11-24 08:30 → 11-25 08:30" in told.text


async def covers(world: World, lead: Person, words: str, told: str) -> None:
    """Let a lead put somebody in, and see what comes of it."""
    await lead.says(f"/cover {words}")
    await world.settle()
    await lead.presses("✅ 就这样换")
    await lead.sees(told)
    await world.settle()


async def test_who_is_absent_on_duty_or_there_anyway_is_not_put_in(world: World) -> None:
    lead, duty = world.colleagues["张主任"], await on_duty(world, 1)
    away = await on_duty(world, 1, "backup")
    await covers(world, lead, f"备班 {duty} 12-01", "没有换")
    await covers(world, lead, f"值班 {duty} 12-01", "本来就是")
    await world.settle()

    def be_away(work: UnitOfWork) -> None:
        rostering = Rostering(work, world.bot.hotline.zone, world.clock.now())
        staff = next(one for one in work.staff.in_office(COUNTY) if one.name == away)
        begins = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
        rostering.be_absent(staff, begins, begins + timedelta(hours=1))

    await world.database.write(be_away)
    await covers(world, lead, f"值班 {away} 12-01", "没有换")
    assert await on_duty(world, 1) == duty


async def test_words_that_name_nobody_or_no_time_are_told_so(world: World) -> None:
    lead, city = world.colleagues["张主任"], world.colleagues["赵科长"]
    await lead.says("/cover 王方 明天")
    await lead.sees("没有找到叫“王方”的同事。这里有：王芳")
    await lead.says("/cover <b>\u202e 明天")
    await lead.sees("没有找到叫")
    await lead.says("/cover 值班 王芳 乱七八糟")
    await lead.sees("没看懂")
    await lead.sees("从什么时候顶到什么时候")
    await city.says("/cover 王芳 明天")
    await city.sees("哪个班次")
    officer = world.colleagues["王芳"]
    for command in ("/cover 陈刚 明天", "/invite 值班员 新人"):
        await officer.says(command)
        await officer.sees("您不能办这件事。请找：张主任（东海县未保中心带班领导）。")
    assert "cover" in {command for command, *_ in lead.screen.commands}
    assert "cover" not in {command for command, *_ in world.colleagues["王芳"].screen.commands}
