"""The printed 转介单: one page to sign and send back, as a Word file."""

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Page
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

from bot.views.quoting import harmless
from bot.views.slip import Slip
from bot.views.texts import Texts

FONT = "仿宋"
_TITLE, _TEXT = Pt(18), Pt(12)
_LABEL_WIDTH, _WIDTH = Cm(3.6), Cm(12.4)
# What the agency fills in and sends back, in the order of a city hotline's stages.
RECEIPT = ("signed", "handler", "done", "result", "stamp")


def render_slip(slip: Slip, texts: Texts, language: str) -> bytes:
    """Return the form as a .docx of one A4 page: the matter above, the receipt below."""
    page = _page()
    _heading(page, texts("slip-title", language))
    _table(
        page,
        [(texts(f"slip-{name}", language), value) for name, value in _rows(slip, texts, language)],
    )
    _heading(page, texts("slip-receipt", language))
    _table(page, [(texts(f"slip-{name}", language), "") for name in RECEIPT], is_tall=True)
    note = page.add_paragraph(texts("slip-note", language))
    note.paragraph_format.space_before = Pt(8)
    buffer = BytesIO()
    page.save(buffer)
    return buffer.getvalue()


def _rows(slip: Slip, texts: Texts, language: str) -> Sequence[tuple[str, str]]:
    situations = "\n".join(
        f"{number}. {texts(f'situation-{number}', language)}" for number in slip.situations
    )
    ground = texts(f"guardianship-{slip.guardianship}", language) if slip.guardianship else ""
    sex = texts(f"slip-sex-{slip.sex}", language) if slip.sex in ("boy", "girl") else ""
    child = "，".join(part for part in (slip.child, slip.age, sex) if part)
    rows = (
        ("number", slip.number),
        ("level", slip.level),
        ("received", slip.received),
        ("sender", slip.sender),
        ("receiver", " ".join(part for part in (slip.receiver, slip.contact) if part)),
        ("child", child),
        ("place", slip.place),
        ("kind", slip.kind),
        ("situations", situations),
        ("guardianship", ground),
        ("steps", slip.steps),
        ("purpose", slip.purpose),
        ("sent", slip.sent),
        ("due", slip.due),
    )
    return [(name, value) for name, value in rows if value or name in ("child", "receiver")]


def _page() -> Page:
    page = Document()
    section = page.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    style = page.styles["Normal"]
    style.font.name, style.font.size = FONT, _TEXT
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    return page


def _heading(page: Page, words: str) -> None:
    paragraph = page.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(words)
    run.bold, run.font.size = True, _TITLE


def _table(page: Page, rows: Sequence[tuple[str, str]], *, is_tall: bool = False) -> None:
    table: Table = page.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in rows:
        row = table.add_row()  # type: ignore[no-untyped-call]  # The library says nothing of it.
        if is_tall:
            row.height = Cm(1.2)
        for cell, words, width in zip(
            row.cells, (label, value), (_LABEL_WIDTH, _WIDTH), strict=True
        ):
            cell.width = width
            # A file keeps no character that XML does not know.
            cell.text = harmless(words)
