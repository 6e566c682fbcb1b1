"""What Word, Excel and PowerPoint write of their users goes; what is seen in their files stays."""

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from docx import Document
from PIL import Image

from bot.errors import NotClean, NotKept
from bot.services.clean_office import (
    EXCEL,
    POWERPOINT,
    WORD,
    clean_office,
    clean_office_apart,
)
from bot.services.clean_pictures import clean_jpeg, clean_png
from tests.services import office_files as files
from tests.services.recordings import SPOT


def _shown(content: bytes, media_type: str) -> dict[str, bytes]:
    found = clean_office_apart(content)
    assert found.media_type == media_type
    assert found.shown is not None
    return files.parts_of(found.shown)


def test_a_word_file_tells_of_nobody_and_nothing_but_what_is_seen() -> None:
    before = files.parts_of(files.letter())
    after = _shown(files.letter(), WORD)
    for gone in (files.WHO.encode(), SPOT, b"00AB12CD", b"2026-11-24", b"rsid"):
        assert any(gone in one for one in before.values()), gone
        assert [name for name, one in after.items() if gone in one] == [], gone
    assert not any(one.startswith(("docProps", "customXml")) for one in after)
    assert "word/people.xml" not in after
    for stays in ("老师的批注", "后来加的话", "划掉的话", files.SAID):
        assert any(stays.encode() in one for one in after.values()), stays
    page = Document(io.BytesIO(files.packed(after)))
    assert files.SAID in [one.text for one in page.paragraphs]
    assert len(page.inline_shapes) == 1
    with Image.open(io.BytesIO(after["word/media/image1.jpg"])) as photo:
        assert photo.size == (40, 30)


def test_a_word_file_would_fetch_nothing_and_keeps_its_links() -> None:
    after = _shown(files.letter(), WORD)
    links = after["word/_rels/document.xml.rels"] + after["word/_rels/settings.xml.rels"]
    assert b"https://example.org/video" in links
    assert b"example.org/neighbour" not in links
    assert b"file:" not in links
    assert b"attachedTemplate" not in after["word/settings.xml"]
    assert b"INCLUDE" not in after["word/document.xml"]


@pytest.mark.parametrize(
    ("code", "stays"),
    [
        ("PAGE \\* MERGEFORMAT", True),
        ('HYPERLINK "https://example.org/a"', True),
        ('HYPERLINK "file:///C:/neighbour"', False),
        ("USERNAME", False),
        ('DDEAUTO c:\\\\cmd.exe "/k calc"', False),
        ("= 1 + 1", True),
    ],
)
def test_fields_that_only_count_stay(code: str, *, stays: bool) -> None:
    escaped = code.replace('"', "&quot;")
    simple = f'<w:p><w:fldSimple w:instr="{escaped}"><w:r><w:t>看</w:t></w:r></w:fldSimple></w:p>'
    for xml in (files.field(code, "看"), simple):
        body = _shown(files.with_words(files.plain(), xml), WORD)["word/document.xml"].decode()
        assert "看" in body
        word = code.split(maxsplit=1)[0]
        assert (word[: len(word) // 2] in body) is stays or len(word) < 2
        assert ("calc" in body or "file:" in body) is False


def test_what_is_enclosed_in_a_word_file_goes_and_its_picture_stays() -> None:
    xml = (
        '<w:p><w:r><w:object xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft'
        '-com:office:office" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships"><v:shape alt="neighbour" o:title="neighbour"/><o:OLEObject r:id="rNew0"/>'
        "</w:object></w:r></w:p>"
    )
    whole = files.changed(
        files.with_words(files.plain(), xml), word__embeddings__oleObject1_bin=b"neighbour"
    )
    whole = files.related(
        whole, "word/document.xml", ("oleObject", "embeddings/oleObject1.bin", "")
    )
    after = _shown(whole, WORD)
    assert b"<v:shape" in after["word/document.xml"]
    assert b"OLEObject" not in after["word/document.xml"]
    assert b"oleObject" not in after["word/_rels/document.xml.rels"]
    assert not any(b"neighbour" in one for one in after.values())


def test_a_workbook_keeps_its_cells_and_calls_nobody() -> None:
    after = _shown(files.book(), EXCEL)
    assert not any(files.WHO.encode() in one for one in after.values())
    sheet = openpyxl.load_workbook(io.BytesIO(files.packed(after))).worksheets[0]
    assert [one.value for one in sheet[1]] == [files.SAID, 3]
    assert sheet["A2"].value is None
    remark = sheet["A1"].comment
    assert remark is not None
    assert remark.text == "Author:"


def test_a_workbook_s_table_keeps_its_name_and_its_path_goes() -> None:
    parts = files.parts_of(files.book())
    where = b'<x:absPath xmlns:x="urn:x" url="C:\\neighbour\\"/></workbook>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</workbook>", where)
    parts["xl/tables/table1.xml"] = b'<table xmlns="urn:x" id="1" name="T" displayName="T"/>'
    parts["xl/persons/person.xml"] = b'<p xmlns="urn:x"><person displayName="neighbour"/></p>'
    after = _shown(files.packed(parts), EXCEL)
    assert b'displayName="T"' in after["xl/tables/table1.xml"]
    assert not any(b"neighbour" in one for one in after.values())


def test_slides_tell_nothing_of_who_made_them() -> None:
    after = _shown(files.slides(), POWERPOINT)
    assert not any(files.WHO.encode() in one for one in after.values())
    assert b"tags" not in after["ppt/presentation.xml"]
    assert b"tags" not in after["[Content_Types].xml"]
    assert b'name="Author"' in after["ppt/commentAuthors.xml"]


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (files.with_macros, "runs"),
        (files.of_a_kind_that_runs, "runs"),
        (files.far_too_large, "size"),
        (files.many_parts, "size"),
        (files.growing, "broken"),
        (files.declaring, "broken"),
        (files.reaching_out, "runs"),
        (files.commanding, "runs"),
        (files.torn, "broken"),
        (files.crooked, "broken"),
        (lambda: files.packed({"a.txt": b"x"}), "type"),
        (lambda: files.packed({"[Content_Types].xml": b"<Types/>"}), "type"),
        (lambda: files.packed({"[Content_Types].xml": b"none"}), "broken"),
        (lambda: files.changed(files.plain(), WORD__DOCUMENT_xml=b"<x/>"), "broken"),
    ],
)
def test_a_file_that_means_harm_is_not_kept(made: Callable[[], bytes], why: str) -> None:
    with pytest.raises(NotKept) as refused:
        clean_office_apart(made())
    assert refused.value.why == why


def test_a_locked_part_is_not_kept() -> None:
    content = bytearray(files.plain())
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        first = packed.infolist()[0]
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert first.filename == "[Content_Types].xml"
    with pytest.raises(NotKept, match="broken"):
        clean_office(bytes(content))


@pytest.mark.parametrize(
    "more",
    [
        {"word__strange_xml": b"<x/>"},
        {"word__media__image9_emf": b"x"},
        {"word__media__image9_png": b"no picture"},
        {"word__media__image9_jpg": b"no picture"},
    ],
)
def test_what_is_not_understood_wholly_is_not_called_clean(more: dict[str, bytes]) -> None:
    found = clean_office_apart(files.changed(files.plain(), **more))
    assert (found.media_type, found.shown) == (WORD, None)


def test_a_file_that_takes_too_long_is_not_kept() -> None:
    with pytest.raises(NotKept, match="broken"):
        clean_office_apart(files.plain(), seconds=0.001)


def test_a_picture_keeps_its_pixels_and_nothing_behind_them() -> None:
    for kind, clean in (("JPEG", clean_jpeg), ("PNG", clean_png)):
        out = io.BytesIO()
        picture = Image.effect_noise((90, 70), 60).convert("RGB")
        exif = Image.Exif()
        exif[0x010F] = "neighbour"
        picture.save(out, kind, exif=exif, **({"progressive": True} if kind == "JPEG" else {}))
        made = out.getvalue() + SPOT
        assert b"neighbour" in made
        after = clean(made)
        assert b"neighbour" not in after
        assert SPOT not in after
        with Image.open(io.BytesIO(after)) as one, Image.open(out) as other:
            assert one.tobytes() == other.tobytes()
        for broken in (b"", made[:2], made[:8], made[:60], made[:1000], b"GIF89a"):
            with pytest.raises(NotClean):
                clean(broken)


def test_a_workbook_commands_no_program_and_names_no_printer() -> None:
    parts = files.parts_of(files.book())
    sheet = parts["xl/worksheets/sheet1.xml"].replace(
        b"</worksheet>",
        b'<pageSetup xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        b' orientation="portrait" r:id="rNew0"/></worksheet>',
    )
    whole = files.packed(
        {
            **parts,
            "xl/worksheets/sheet1.xml": sheet,
            "xl/printerSettings/printerSettings1.bin": b"Printer of the neighbour",
            "xl/threadedComments/threadedComment1.xml": (
                b'<T xmlns="urn:x"><c dT="2026-11-24T08:00:00" created="2026-11-24T08:00:00"/></T>'
            ),
            "xl/externalLinks/externalLink1.xml": (
                b'<externalLink xmlns="urn:x"><ddeLink ddeService="cmd" ddeTopic="/c calc"/>'
                b"</externalLink>"
            ),
        }
    )
    printer = ("printerSettings", "../printerSettings/printerSettings1.bin", "")
    whole = files.related(whole, "xl/worksheets/sheet1.xml", printer)
    after = _shown(whole, EXCEL)
    assert b'orientation="portrait"' in after["xl/worksheets/sheet1.xml"]
    assert b"rNew0" not in after["xl/worksheets/sheet1.xml"]
    for gone in (b"/c calc", b"2026-11-24", b"neighbour"):
        assert [name for name, one in after.items() if gone in one] == [], gone
    assert not any("printerSettings" in name for name in after)

    with pytest.raises(NotKept, match="runs"):
        clean_office_apart(files.changed(whole, xl__strange_xml=b"<x/>"))
