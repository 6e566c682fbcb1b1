"""A roster as an office keeps it: a sheet with day, tier and name, read and written.

Read are a row for each day and tier (日期、班次、姓名, perhaps 时间), and a row for each day with a
column for each tier. Whatever cannot be read is told by its cell, all of it at once.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeAlias

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Font
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from bot.terms import Tier

AnyCell: TypeAlias = Cell | MergedCell
HEAD_ROWS = 10
MOST_ROWS = 5000
MOST_BYTES = 5_000_000
# Dates of this century as a spreadsheet counts them.
_SERIAL = range(36526, 73051)
_HEADS: Mapping[str, str] = {
    "日期": "day", "值班日期": "day", "date": "day", "day": "day",
    "班次": "tier", "班组": "tier", "岗位": "tier", "值班类别": "tier", "类别": "tier",
    "tier": "tier",
    "姓名": "name", "值班人": "name", "值班人员": "name", "人员": "name", "name": "name",
    "时间": "hours", "起止时间": "hours", "值班时间": "hours", "time": "hours",
}  # fmt: skip
TIERS: Mapping[str, Tier] = {
    "带班": Tier.LEAD, "带班领导": Tier.LEAD, "领导": Tier.LEAD, "lead": Tier.LEAD,
    "值班": Tier.DUTY, "值班员": Tier.DUTY, "duty": Tier.DUTY, "onduty": Tier.DUTY,
    "备班": Tier.BACKUP, "备班员": Tier.BACKUP, "backup": Tier.BACKUP,
}  # fmt: skip
_NAMES = re.compile(r"[、,;/\n]+")
_DAY = re.compile(r"(?:(20\d\d)[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_HOURS = re.compile(r"(\d{1,2}):(\d\d)(?:-|~|至|到|—|–)(\d{1,2}):(\d\d)")


class NotASheet(Exception):
    """Say that the file is no workbook that can be read."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which cell, and the text that says what, with its arguments."""

    cell: str
    key: str
    args: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Written:
    """One name for a day and tier; `hours` are from and to where only a part of it is meant."""

    day: date
    tier: Tier
    name: str
    cell: str
    hours: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of the file: its name, what could be read, and what could not."""

    title: str
    rows: Sequence[Written]
    problems: Sequence[Problem]


def read_sheets(content: bytes, today: date) -> list[Page]:
    """Read every sheet that is not empty; a day without a year is the next such day.

    Raises:
        NotASheet: it is no .xlsx file, or far too large a one.
    """
    if len(content) > MOST_BYTES:
        raise NotASheet
    try:
        book = load_workbook(io.BytesIO(content), data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise NotASheet from error
    sheets = [sheet for sheet in book.worksheets if sheet.max_row > 1 or sheet["A1"].value]
    return [_Reader(sheet, today).page() for sheet in sheets]


def write_sheet(
    title: str, heads: Sequence[str], rows: Sequence[tuple[date, str, str, str, str]]
) -> bytes:
    """Return a workbook with one sheet: day, weekday, tier, name and hours in each row."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - A new workbook has one.
    sheet.title = re.sub(r"[\[\]:*?/\\]", " ", title)[:31]
    sheet.append(list(heads))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append(list(row))
    for letter, width in zip("ABCDE", (13, 8, 10, 14, 14), strict=True):
        sheet.column_dimensions[letter].width = width
    for number in range(2, sheet.max_row + 1):
        sheet.cell(number, 1).number_format = "yyyy-mm-dd"
    sheet.freeze_panes = "A2"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


class _Reader:
    def __init__(self, sheet: Worksheet, today: date) -> None:
        self._sheet = sheet
        self._today = today
        self._problems: list[Problem] = []
        self._columns: dict[int, str] = {}
        self._tiers: dict[int, Tier] = {}

    def page(self) -> Page:
        first = self._find_head()
        if first is None:
            self._complain("A1", "sheet-no-head")
            return Page(self._sheet.title, (), self._problems)
        if self._sheet.max_row > MOST_ROWS:
            self._complain(f"A{MOST_ROWS + 1}", "sheet-too-long", count=MOST_ROWS)
            return Page(self._sheet.title, (), self._problems)
        rows = list(self._rows(first))
        if not rows and not self._problems:
            self._complain(f"A{first}", "sheet-empty")
        return Page(self._sheet.title, rows, self._problems)

    def _find_head(self) -> int | None:
        """Take note of the columns of the row of headings; return the number of the row below."""
        for number, cells in enumerate(self._sheet.iter_rows(max_row=HEAD_ROWS), 1):
            words = {place: _plain(cell.value) for place, cell in enumerate(cells)}
            columns = {place: _HEADS[one] for place, one in words.items() if one in _HEADS}
            tiers = {place: TIERS[one] for place, one in words.items() if one in TIERS}
            known = set(columns.values())
            if {"day", "tier", "name"} <= known:
                self._columns = columns
                return number + 1
            if "day" in known and tiers:
                self._columns, self._tiers = columns, tiers
                return number + 1
        return None

    def _rows(self, first: int) -> Iterator[Written]:
        day: date | None = None
        for cells in self._sheet.iter_rows(min_row=first):
            found = {name: cells[place] for place, name in self._columns.items()}
            if not any(_plain(cell.value) for cell in cells):
                continue
            # A day that is written once for several rows, in a merged cell or above blank ones.
            if _plain(found["day"].value):
                day = self._day(found["day"])
            elif day is None:
                self._complain(found["day"].coordinate, "sheet-no-day", value="")
            if self._tiers:
                yield from self._wide(day, cells)
            else:
                yield from self._narrow(day, found)

    def _narrow(self, day: date | None, found: Mapping[str, AnyCell]) -> Iterator[Written]:
        tier = TIERS.get(_plain(found["tier"].value))
        if tier is None:
            self._complain(
                found["tier"].coordinate, "sheet-no-tier", value=_words(found["tier"].value)
            )
        hours = self._hours(found["hours"]) if "hours" in found else None
        names = _names(found["name"].value)
        if not names:
            self._complain(found["name"].coordinate, "sheet-no-name")
        if day is None or tier is None:
            return
        for name in names:
            yield Written(day, tier, name, found["name"].coordinate, hours)

    def _wide(self, day: date | None, cells: Sequence[AnyCell]) -> Iterator[Written]:
        for place, tier in self._tiers.items():
            for name in _names(cells[place].value) if day else ():
                if day is not None:
                    yield Written(day, tier, name, cells[place].coordinate)

    def _day(self, cell: AnyCell) -> date | None:
        value = cell.value
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if isinstance(value, int | float) and int(value) in _SERIAL:
            counted = from_excel(value)
            return counted.date() if isinstance(counted, datetime) else None
        day = self._spelt_day(_plain(value))
        if day is None:
            self._complain(cell.coordinate, "sheet-no-day", value=_words(value))
        return day

    def _spelt_day(self, words: str) -> date | None:
        # A weekday behind the date says nothing new.
        found = _DAY.fullmatch(re.sub(r"\(?(?:周|星期)[一二三四五六日天]\)?$", "", words))
        if found is None:
            return None
        try:
            day = date(int(found[1] or self._today.year), int(found[2]), int(found[3]))
            is_past = not found[1] and (self._today - day).days > 180  # noqa: PLR2004 - Half a year.
            return day.replace(year=day.year + 1) if is_past else day
        except ValueError:
            return None

    def _hours(self, cell: AnyCell) -> tuple[time, time] | None:
        words = _plain(cell.value)
        if not words:
            return None
        found = _HOURS.fullmatch(words)
        try:
            if found:
                return (
                    time(int(found[1]) % 24, int(found[2])),
                    time(int(found[3]) % 24, int(found[4])),
                )
        except ValueError:
            pass
        self._complain(cell.coordinate, "sheet-no-hours", value=_words(cell.value))
        return None

    def _complain(self, cell: str, key: str, **args: str | int) -> None:
        self._problems.append(Problem(cell, key, args))


def _words(value: object) -> str:
    return "" if value is None else str(value).strip()[:40]


def _plain(value: object) -> str:
    """Return what a cell says without spaces and in one form of its signs."""
    return "".join(
        unicodedata.normalize("NFKC", "" if value is None else str(value)).split()
    ).lower()


def _names(value: object) -> list[str]:
    parts = _NAMES.split(unicodedata.normalize("NFKC", "" if value is None else str(value)))
    return [part.strip() for part in parts if part.strip()]
