"""A roster as an office keeps it: a sheet with day, tier and name, read and written.

Read are a row for each day and tier (日期、班次、姓名, perhaps 时间), and a row for each day with a
column for each tier. Whatever cannot be read is told by its cell, all of it at once.
"""

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet.worksheet import Worksheet

from bot.duty.sheet_page import NO_HEAD, TIERS, Page, Problem, Written
from bot.duty.unpacking import NotASheet, unpacked
from bot.terms import Tier

HEAD_ROWS = 10
LONGEST_NAME = 40
MOST_ROWS = 5000
# Headings are looked for in so many columns; nothing is read of those further to the right.
MOST_COLUMNS = 60
MOST_SHEETS = 40
# A day that lies further ahead is a slip of the hand.
FARTHEST = timedelta(days=400)
# Dates of this century as a spreadsheet counts them.
_SERIAL = range(36526, 73051)
_HEADS: Mapping[str, str] = {
    "日期": "day", "值班日期": "day", "date": "day", "day": "day",
    "班次": "tier", "班组": "tier", "岗位": "tier", "值班类别": "tier", "类别": "tier",
    "tier": "tier",
    "姓名": "name", "值班人": "name", "值班人员": "name", "人员": "name", "name": "name",
    "时间": "hours", "起止时间": "hours", "值班时间": "hours", "time": "hours",
}  # fmt: skip
_NAMES = re.compile(r"[、,;/\n]+")
_DAY = re.compile(r"(?:(20\d\d)[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_HOURS = re.compile(r"(\d{1,2}):(\d\d)(?:-|~|至|到|—|–)(\d{1,2}):(\d\d)")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a sheet, such as B7."""

    place: str
    value: object


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet, its number counted from one."""

    number: int
    values: Sequence[object]

    def __getitem__(self, place: int) -> Cell:
        """Return the cell in a column, counted from nought."""
        return Cell(f"{get_column_letter(place + 1)}{self.number}", self.values[place])

    @property
    def words(self) -> Sequence[str]:
        """Return what its cells say, in one form of their signs."""
        return [_plain(value) for value in self.values]


def read_sheets(content: bytes, today: date) -> list[Page]:
    """Read every sheet that is not empty; a day without a year is the next such day.

    Raises:
        NotASheet: it is no .xlsx file that can be read, or has nothing in it.
    """
    book = unpacked(content)
    try:
        pages = [_Reader(title, rows, today).page() for title, rows in _sheets_of(book)]
    except Exception as error:
        # Whatever a library stumbles over in somebody's file is the file's fault.
        raise NotASheet("broken") from error
    if not pages:
        raise NotASheet("empty")
    return pages


def _sheets_of(book: io.BytesIO) -> Iterator[tuple[str, list[Row]]]:
    """Yield name and rows of each sheet that is not empty; of a long one, one row too many."""
    read = load_workbook(book, read_only=True, data_only=True)
    for sheet in read.worksheets[:MOST_SHEETS]:
        # How large a sheet says it is need not be so.
        sheet.reset_dimensions()
        found = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
        rows = [Row(number, values) for number, values in enumerate(found, 1)]
        while rows and not any(rows[-1].words):
            rows.pop()
        if rows:
            yield sheet.title, rows


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
    def __init__(self, title: str, rows: Sequence[Row], today: date) -> None:
        self._title = title
        self._sheet = rows
        self._today = today
        self._problems: list[Problem] = []
        self._columns: dict[int, str] = {}
        self._tiers: dict[int, Tier] = {}

    def page(self) -> Page:
        first = self._find_head()
        if first is None:
            self._complain("A1", NO_HEAD)
            return Page(self._title, (), self._problems)
        if len(self._sheet) > MOST_ROWS:
            self._complain(f"A{MOST_ROWS + 1}", "sheet-too-long", count=MOST_ROWS)
            return Page(self._title, (), self._problems)
        rows = list(self._rows(first))
        if not rows and not self._problems:
            self._complain(f"A{first + 1}", "sheet-empty")
        return Page(self._title, rows, self._problems)

    def _find_head(self) -> int | None:
        """Take note of the columns of the row of headings; return the place of the row below."""
        for row in self._sheet[:HEAD_ROWS]:
            words = list(enumerate(row.words))
            columns = {place: _HEADS[one] for place, one in words if one in _HEADS}
            tiers = {place: TIERS[one] for place, one in words if one in TIERS}
            known = set(columns.values())
            if {"day", "tier", "name"} <= known:
                self._columns = columns
                return row.number
            if "day" in known and tiers:
                self._columns, self._tiers = columns, tiers
                return row.number
        return None

    def _rows(self, first: int) -> Iterator[Written]:
        day: date | None = None
        for row in self._sheet[first:]:
            found = {name: row[place] for place, name in self._columns.items()}
            if not any(row.words):
                continue
            # A day that is written once for several rows, in a merged cell or above blank ones.
            if _plain(found["day"].value):
                day = self._day(found["day"])
            elif day is None:
                self._complain(found["day"].place, "sheet-no-day", value="")
            if self._tiers:
                yield from self._wide(day, row)
            else:
                yield from self._narrow(day, found)

    def _narrow(self, day: date | None, found: Mapping[str, Cell]) -> Iterator[Written]:
        tier = TIERS.get(_plain(found["tier"].value))
        if tier is None:
            self._complain(found["tier"].place, "sheet-no-tier", value=_words(found["tier"].value))
        hours = self._hours(found["hours"]) if "hours" in found else None
        names = _names(found["name"].value)
        if not names:
            self._complain(found["name"].place, "sheet-no-name")
        if day is None or tier is None:
            return
        for name in names:
            yield Written(day, tier, name, found["name"].place, hours)

    def _wide(self, day: date | None, row: Row) -> Iterator[Written]:
        for place, tier in self._tiers.items():
            for name in _names(row[place].value) if day else ():
                if day is not None:
                    yield Written(day, tier, name, row[place].place)

    def _day(self, cell: Cell) -> date | None:
        day = self._written_day(cell.value)
        if day is None:
            self._complain(cell.place, "sheet-no-day", value=_words(cell.value))
        elif day - self._today > FARTHEST:
            self._complain(cell.place, "sheet-far-day", value=_words(day))
            return None
        return day

    def _written_day(self, value: object) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if isinstance(value, int | float) and int(value) in _SERIAL:
            counted = from_excel(value)
            return counted.date() if isinstance(counted, datetime) else None
        return self._spelt_day(_plain(value))

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

    def _hours(self, cell: Cell) -> tuple[time, time] | None:
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
        self._complain(cell.place, "sheet-no-hours", value=_words(cell.value))
        return None

    def _complain(self, cell: str, key: str, **args: str | int) -> None:
        self._problems.append(Problem(cell, key, args))


def _words(value: object) -> str:
    return "" if value is None else str(value).strip()[:LONGEST_NAME]


def _plain(value: object) -> str:
    """Return what a cell says without spaces and in one form of its signs."""
    return "".join(
        unicodedata.normalize("NFKC", "" if value is None else str(value)).split()
    ).lower()


def _names(value: object) -> list[str]:
    parts = _NAMES.split(unicodedata.normalize("NFKC", "" if value is None else str(value)))
    return [part.strip()[:LONGEST_NAME] for part in parts if part.strip()]
