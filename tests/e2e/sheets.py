"""Sheets as leads keep them on their phones, for tests that send them to the bot."""

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook, load_workbook

from sandbox.messages import ScreenMessage
from sandbox.people import Person
from tests.e2e.world import World

HEAD = ("日期", "班次", "姓名", "时间")
WIDE = ("日期", "带班", "值班", "备班")
Rows = Sequence[Sequence[object]]


def book(*rows: Sequence[object], head: Sequence[object] = HEAD, title: str = "Sheet1") -> bytes:
    """Return a workbook of one sheet."""
    return books({title: [head, *rows]})


def books(sheets: Mapping[str, Rows]) -> bytes:
    """Return a workbook of these sheets."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        page = made.create_sheet(title)
        for row in rows:
            page.append(list(row))
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def rows_of(content: bytes) -> list[tuple[object, ...]]:
    """Return what stands in a workbook's first sheet."""
    page = load_workbook(io.BytesIO(content)).worksheets[0]
    return [tuple(row) for row in page.iter_rows(values_only=True)]


async def sends_sheet(
    world: World, person: Person, content: bytes, name: str = "值班表.xlsx", caption: str = ""
) -> None:
    """Let a person send a file, and wait for what is said to it."""
    await person.sends_document(content, name=name, caption=caption)
    await world.settle()


def file_of(message: ScreenMessage) -> bytes:
    """Return the file that a message carries."""
    assert message.media is not None
    assert message.media.file is not None
    return message.media.file.data
