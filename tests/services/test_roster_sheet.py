"""Rosters as sheets: every error by its cell, all or nothing, and out and in again unchanged."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bot.app import build_hotline
from bot.config import load_config
from bot.duty.naming import likeliest
from bot.duty.sheet import MOST_ROWS, read_sheets
from bot.duty.unpacking import NotASheet
from bot.services.hotline import Hotline
from bot.services.roster_sheet import RosterSheet
from bot.services.rostering import Rostering
from bot.terms import Tier
from storage.database import Database
from storage.work import UnitOfWork
from tests.shipped import shipped_texts

ROOT = Path(__file__).parents[2]
COUNTY = "320722"
# A Tuesday at ten in the morning in Jiangsu.
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HEAD = ("日期", "班次", "姓名", "时间")
NAMES = ("李敏", "王芳", "陈刚", "张主任")


class Desk:
    """One office's staff and its rosters in a database."""

    def __init__(self, database: Database, hotline: Hotline, staff: dict[str, int]) -> None:
        self.database = database
        self.hotline = hotline
        self.staff = staff

    async def takes_in(self, content: bytes, now: datetime = NOW) -> tuple[int, list[str]]:
        (page,) = read_sheets(content, TODAY)

        def step(work: UnitOfWork) -> tuple[int, list[str]]:
            office = self.hotline.offices[COUNTY]
            done = RosterSheet(self.hotline, work, now).take_in(office, page)
            texts = shipped_texts()
            told = [f"{one.cell}：{texts(one.key, 'zh-CN', **one.args)}" for one in done.wrong]
            return done.count, told

        return await self.database.write(step)

    async def gives_out(
        self, days: int = 10, since: date = TODAY, language: str = "zh-CN"
    ) -> bytes:
        def step(work: UnitOfWork) -> bytes:
            sheets = RosterSheet(self.hotline, work, NOW)
            office = self.hotline.offices[COUNTY]
            return sheets.given_out(office, since, since + days * DAY, language).as_workbook()

        return await self.database.read(step)

    async def lays(self, do: object) -> None:
        await self.database.write(
            lambda work: do(Rostering(work, self.hotline.zone, NOW))  # type: ignore[operator]
        )

    async def shifts(
        self, tier: str = "duty", days: int = 10
    ) -> list[tuple[str, datetime, datetime]]:
        def read(work: UnitOfWork) -> list[tuple[str, datetime, datetime]]:
            return [
                (work.staff.get(one.staff_id).name, one.starts_at, one.ends_at)
                for one in work.roster.of_tier(COUNTY, tier, NOW, NOW + days * DAY)
            ]

        return await self.database.read(read)


@pytest.fixture
async def desk(database: Database) -> Desk:
    config = load_config(ROOT / "config.yaml")
    hotline = await build_hotline(config, ROOT / "calendar.yaml", database)

    def enrol(work: UnitOfWork) -> dict[str, int]:
        found = {}
        for place, name in enumerate(NAMES):
            person = work.people.meet(str(9000 + place), language="zh-CN", now=NOW)
            role = "lead" if name == "张主任" else "officer"
            staff = work.staff.enrol(
                person_id=person.id, office_code=COUNTY, role=role, name=name, now=NOW
            )
            found[name] = staff.id
        return found

    return Desk(database, hotline, await database.write(enrol))


def sheet(*rows: Sequence[object], head: Sequence[object] = HEAD, title: str = COUNTY) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in (head, *rows):
        page.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


BOOK = sheet(("2026-12-01", "值班", "李敏"))


def rows_of(content: bytes) -> list[tuple[object, ...]]:
    page = load_workbook(io.BytesIO(content)).active
    assert page is not None
    return [tuple(row) for row in page.iter_rows(values_only=True)]


async def test_days_are_taken_in_as_people_write_them(desk: Desk) -> None:
    days, wrong = await desk.takes_in(
        sheet(
            (date(2026, 11, 25), "值班员", "李敏"),
            ("11月26日", "值班", "王 芳"),
            ("2026/11/27", "值班", "陈刚"),
            (46354, "值班", "李敏"),  # The 28th, as a spreadsheet counts days.
            ("11-29（周日）", "值班", "王芳"),
            (None, "备班", "陈刚"),
            (None, None, None),
            (datetime(2026, 11, 30), "带班领导", "张主任"),  # noqa: DTZ001 - As a sheet keeps it.
        )
    )

    assert (days, wrong) == (7, [])
    assert [(name, f"{at + 8 * HOUR:%d %H:%M}") for name, at, _ in await desk.shifts()] == [
        ("李敏", "25 08:30"),
        ("王芳", "26 08:30"),
        ("陈刚", "27 08:30"),
        ("李敏", "28 08:30"),
        ("王芳", "29 08:30"),
    ]
    assert [one[0] for one in await desk.shifts("backup")] == ["陈刚"]
    assert [one[0] for one in await desk.shifts("lead")] == ["张主任"]


async def test_a_column_for_each_tier_is_read_as_well(desk: Desk) -> None:
    content = sheet(
        ("十二月值班表", None, None, None),
        ("日期", "带班领导", "值班员", "备班"),
        ("2026-12-01", "张主任", "李敏", "王芳"),
        ("2026-12-02", "张主任", "王芳", None),
        head=("东海县", None, None, None),
    )

    assert await desk.takes_in(content) == (5, [])
    assert [one[0] for one in await desk.shifts()] == ["李敏", "王芳"]
    assert [one[0] for one in await desk.shifts("backup")] == ["王芳"]


async def test_every_error_names_its_cell_and_nothing_is_taken_in(desk: Desk) -> None:
    days, wrong = await desk.takes_in(
        sheet(
            ("2026-12-01", "值班", "李敏"),
            ("2026-13-01", "值班", "李敏"),
            ("2026-12-02", "夜班", "李敏"),
            ("2026-12-02", "值班", None),
            ("2026-12-03", "备班", "陈刚"),
            ("2026-12-03", "值班", "王方"),
            ("2026-12-04", "值班", "诸葛亮"),
            ("2026-12-05", "值班", "陈刚", "早班"),
            ("2026-12-06", "值班", "李敏、王芳"),
        )
    )

    assert days == 0
    assert wrong == [
        "A3：“2026-13-01”不是日期，请写成 2026-12-01",
        "B4：“夜班”不是班次，请写带班、值班或备班",
        "C5：没有写姓名",
        "C7：没有叫“王方”的人，是不是王芳？",
        "C8：没有叫“诸葛亮”的人。这里有：李敏、王芳、陈刚、张主任",
        "D9：“早班”不是时间，请写成 08:30-20:30，或者留空",
        "C10：这一天有 1 个班，写了 2 个人",
    ]
    assert await desk.shifts() == []


async def test_of_two_people_of_one_name_nobody_is_taken(desk: Desk) -> None:
    def enrol(work: UnitOfWork) -> None:
        person = work.people.meet("9999", language="zh-CN", now=NOW)
        work.staff.enrol(
            person_id=person.id, office_code=COUNTY, role="officer", name="王芳", now=NOW
        )

    await desk.database.write(enrol)
    assert (await desk.takes_in(sheet(("2026-12-01", "值班", "王芳"))))[1] == [
        "C2：有 2 个人叫“王芳”，分不清是谁，请先改名"
    ]


async def test_a_sheet_without_headings_or_rows_is_told_so(desk: Desk) -> None:
    assert (await desk.takes_in(sheet(head=("甲", "乙"))))[1][0].startswith("A1：没找到表头")
    assert (await desk.takes_in(sheet()))[1] == ["A2：表头下面没有一行值班"]
    long = sheet(*(("2026-12-01", "值班", "李敏") for _ in range(MOST_ROWS)))
    assert (await desk.takes_in(long))[1][0].startswith(f"A{MOST_ROWS + 1}：超过了")


async def test_what_goes_out_comes_in_again_as_the_same_shifts(desk: Desk) -> None:
    people = [desk.staff[name] for name in NAMES[:3]]

    def lay(rostering: Rostering) -> None:
        rostering.take_turns(COUNTY, Tier.DUTY, people, hand_offs=[time(8), time(20)])
        rostering.take_turns(COUNTY, Tier.BACKUP, people, weekday=0)
        rostering.take_turns(COUNTY, Tier.LEAD, [desk.staff["张主任"]])
        rostering.put_in(COUNTY, Tier.DUTY, people[0], NOW + 50 * HOUR, NOW + 66 * HOUR)
        rostering.name_day(COUNTY, Tier.DUTY, TODAY + 5 * DAY, [people[1]], holiday="春节")
        rostering.rebuild(COUNTY, Tier.DUTY)

    await desk.lays(lay)
    before = {tier: await desk.shifts(tier, 8) for tier in ("duty", "backup", "lead")}
    out = await desk.gives_out()
    assert rows_of(out)[0] == ("日期", "星期", "班次", "姓名", "时间")
    assert rows_of(out)[1][1:] == ("周二", "值班", "李敏", "10:00-20:00")

    days, wrong = await desk.takes_in(out)

    assert (days, wrong) == (30, [])
    for tier, shifts in before.items():
        assert spoken(await desk.shifts(tier, 8)) == spoken(shifts), tier
    assert rows_of(await desk.gives_out()) == rows_of(out)
    english = await desk.gives_out(language="en")
    assert rows_of(english)[1][1:3] == ("Tue", "On duty")
    assert (await desk.takes_in(english))[1] == []


def spoken(shifts: Sequence[tuple[str, datetime, datetime]]) -> list[tuple[str, datetime]]:
    """Return who comes on when, whatever a day's end cuts in two."""
    found: list[tuple[str, datetime]] = []
    for name, at, _ in shifts:
        if not found or found[-1][0] != name:
            found.append((name, at))
    return found


async def test_the_sheet_is_the_whole_truth_of_its_days_and_days_that_are_over_stay(
    desk: Desk,
) -> None:
    def lay(rostering: Rostering) -> None:
        rostering.take_turns(COUNTY, Tier.DUTY, [desk.staff["李敏"]])
        rostering.put_in(COUNTY, Tier.DUTY, desk.staff["陈刚"], NOW + 24 * HOUR, NOW + 30 * HOUR)
        rostering.rebuild(COUNTY, Tier.DUTY)

    await desk.lays(lay)
    days, _ = await desk.takes_in(
        sheet(("2026-11-20", "值班", "王芳"), ("2026-11-25", "值班", "王芳"))
    )

    assert days == 1
    assert [one[0] for one in await desk.shifts(days=2)] == ["李敏", "王芳", "李敏"]


async def test_a_sheet_is_called_by_its_office(desk: Desk) -> None:
    def of(work: UnitOfWork, title: str) -> str | None:
        office = RosterSheet(desk.hotline, work, NOW).office_of(title)
        return office.code if office else None

    for title in ("320722", "320722 东海县未保中心", "东海县", "东海县未保中心", " 东海县 12月"):
        assert await desk.database.read(lambda work: of(work, title)) == COUNTY  # noqa: B023
    assert await desk.database.read(lambda work: of(work, "Sheet1")) is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"day,tier,name\n", b"PK" + bytes(200)])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(NotASheet):
        read_sheets(content, TODAY)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=12), st.integers(0))
def test_a_book_in_which_anything_is_damaged_is_read_or_refused(
    flips: list[tuple[int, int]], cut: int
) -> None:
    damaged = bytearray(BOOK)
    for place, sign in flips:
        damaged[place % len(damaged)] = sign
    kept = bytes(damaged)[: len(damaged) - cut % 200]
    try:
        pages = read_sheets(kept, TODAY)
    except NotASheet as refused:
        assert refused.why in ("type", "size", "macros", "broken", "empty")  # noqa: PT017 - Either.
    else:
        assert pages


@settings(max_examples=25)
@given(st.lists(st.tuples(*[st.none() | st.text(max_size=8) | st.integers() | st.dates()] * 4)))
def test_whatever_stands_in_a_sheet_is_read_or_told_of(rows: list[tuple[object, ...]]) -> None:
    clean = [tuple(_writable(value) for value in row) for row in rows]
    (page,) = read_sheets(sheet(*clean), TODAY)

    assert all(one.name for one in page.rows)
    assert all(one.cell[-1].isdigit() for one in page.problems)


def _writable(value: object) -> object:
    if isinstance(value, str):
        return "".join(sign for sign in value if sign.isprintable()).lstrip("=")
    if isinstance(value, int):
        return value % 10**9
    return value


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("王方", "王芳"),
        ("王 芳", "王芳"),
        ("李明", "李敏"),
        ("成刚", "陈刚"),
        ("张主仁", "张主任"),
        ("诸葛亮", None),
    ],
)
def test_a_name_that_sounds_or_looks_alike_is_asked_for(written: str, meant: str | None) -> None:
    assert likeliest(written, NAMES) == meant
