"""Office files as people and programs write them, and as those do who mean harm."""

import io
import zipfile
from collections.abc import Mapping

from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image

from tests.services.recordings import SPOT

SAID = "孩子胳膊上有伤"
WHO = "neighbour"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKED = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "[Content_Types].xml"
_REMARKS = f"""<w:comments xmlns:w="{_MAIN}">
<w:comment w:id="0" w:author="{WHO}" w:initials="n" w:date="2026-11-24T08:00:00Z">
<w:p><w:r><w:t>老师的批注</w:t></w:r></w:p></w:comment></w:comments>"""
_CHANGED = f"""<w:p w:rsidR="00AB12CD" w:rsidRDefault="00AB12CD">
<w:ins w:id="1" w:author="{WHO}" w:date="2026-11-24T08:00:00Z">
<w:r><w:t>后来加的话</w:t></w:r></w:ins>
<w:del w:id="2" w:author="{WHO}"><w:r><w:delText>划掉的话</w:delText></w:r></w:del></w:p>"""


def field(code: str, shown: str) -> str:
    """Return a field of Word in a paragraph, its code in two pieces as Word may write it."""
    half = len(code) // 2
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    pieces = "".join(
        f'<w:r><w:instrText xml:space="preserve">{one}</w:instrText></w:r>'
        for one in (code[:half], code[half:])
    )
    seen = f"<w:r><w:t>{shown}</w:t></w:r>"
    return f"<w:p>{mark('begin')}{pieces}{mark('separate')}{seen}{mark('end')}</w:p>"


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(content: bytes, **more: bytes) -> bytes:
    """Return the file with these parts in it; `__` in a name stands for a slash, `_` for a dot."""
    named = {name.replace("__", "/").replace("_", "."): what for name, what in more.items()}
    return packed({**parts_of(content), **named})


def related(content: bytes, part: str, *relations: tuple[str, str, str]) -> bytes:
    """Return the file with relations of the part: kind, target, and `External` where it is one."""
    parts = parts_of(content)
    folder, _, own = part.rpartition("/")
    name = f"{folder}/_rels/{own}.rels"
    before = parts.get(name, f'<Relationships xmlns="{_PACKED}"></Relationships>'.encode())
    listed = "".join(
        f'<Relationship Id="rNew{place}" Type="{_RELATIONS}/{kind}" Target="{target}"'
        + (f' TargetMode="{mode}"/>' if mode else "/>")
        for place, (kind, target, mode) in enumerate(relations)
    )
    end = b"</Relationships>"
    return packed({**parts, name: before.replace(end, listed.encode() + end)})


def with_words(content: bytes, xml: str) -> bytes:
    """Return the Word file with XML at the beginning of its body."""
    parts = parts_of(content)
    body = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + xml.encode(), 1)
    return packed({**parts, "word/document.xml": body})


def plain() -> bytes:
    """Return a Word file with words and a table."""
    page, out = Document(), io.BytesIO()
    page.core_properties.author = WHO
    page.core_properties.comments = SPOT.decode()
    page.add_paragraph(SAID)
    page.add_table(1, 2).cell(0, 0).text = "姓名"
    page.save(out)
    return out.getvalue()


def letter() -> bytes:
    """Return a Word file that tells of its author in every way that Word and WPS know."""
    page, photo, out, exif = Document(), io.BytesIO(), io.BytesIO(), Image.Exif()
    exif[0x010F] = f"{WHO} {SPOT.decode()}"
    Image.new("RGB", (40, 30), "red").save(photo, "JPEG", exif=exif)
    page.core_properties.author = page.core_properties.last_modified_by = WHO
    page.add_paragraph(SAID)
    page.add_picture(io.BytesIO(photo.getvalue() + SPOT))
    page.save(out)
    parts = parts_of(
        with_words(out.getvalue(), _CHANGED + field(f'INCLUDEPICTURE "C:\\{WHO}\\a.jpg"', "图"))
    )
    drawn = parts["word/document.xml"].replace(
        b'<pic:cNvPr id="0" name="',
        f'<pic:cNvPr id="0" descr="C:\\{WHO}\\b.jpg" name="{WHO}-'.encode(),
    )
    assert drawn != parts["word/document.xml"]
    rest = (
        f'<w:attachedTemplate xmlns:r="{_RELATIONS}" r:id="rNew0"/>'
        f'<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids>'
        f'<w:docVars><w:docVar w:name="commondata" w:val="{WHO}"/></w:docVars></w:settings>'
    )
    settings = parts["word/settings.xml"].replace(b"</w:settings>", rest.encode())
    said = f"<x><y>{WHO} {SPOT.decode()}</y></x>".encode()
    whole = packed(
        {
            **parts,
            "word/document.xml": drawn,
            "word/settings.xml": settings,
            "word/comments.xml": _REMARKS.encode(),
            "word/people.xml": said,
            "docProps/custom.xml": said,
            "customXml/item1.xml": said,
        }
    )
    whole = related(
        whole, "word/settings.xml", ("attachedTemplate", f"file:///C:\\{WHO}\\n.dotm", "External")
    )
    return related(
        whole,
        "word/document.xml",
        ("comments", "comments.xml", ""),
        ("people", "people.xml", ""),
        ("customXml", "../customXml/item1.xml", ""),
        ("hyperlink", "https://example.org/video", "External"),
        ("hyperlink", f"file:///C:/{WHO}/b.txt", "External"),
        ("image", f"https://example.org/{WHO}.png", "External"),
    )


def book() -> bytes:
    """Return a workbook with an author, and a remark that begins with its author's name."""
    made, out = Workbook(), io.BytesIO()
    sheet = made.worksheets[0]
    sheet.append([SAID, 3])
    sheet["A2"] = '=WEBSERVICE("https://example.org/x")'
    sheet["A1"].comment = Comment(f"{WHO}:", WHO)
    made.properties.creator = made.properties.lastModifiedBy = WHO
    made.save(out)
    return out.getvalue()


def slides() -> bytes:
    """Return a presentation of the least parts, with a commentator and WPS's tags."""
    kinds = "application/vnd.openxmlformats-officedocument.presentationml"
    own = "http://schemas.openxmlformats.org/presentationml/2006/main"
    ns = f'xmlns:p="{own}" xmlns:r="{_RELATIONS}"'
    made = packed(
        {
            _TYPES: (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
                '.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
                f'<Override PartName="/ppt/presentation.xml" ContentType="{kinds}.presentation'
                f'.main+xml"/><Override PartName="/ppt/tags/tag1.xml" ContentType="{kinds}'
                '.tags+xml"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{_PACKED}"><Relationship Id="a" Type="{_RELATIONS}/office'
                'Document" Target="ppt/presentation.xml"/></Relationships>'
            ).encode(),
            "ppt/presentation.xml": (
                f'<p:presentation {ns}><p:custDataLst><p:tags r:id="rNew0"/></p:custDataLst>'
                f'<p:notesSz cx="1" cy="1"/></p:presentation>'
            ).encode(),
            "ppt/tags/tag1.xml": (
                f'<p:tagLst {ns}><p:tag name="X" val="{WHO}"/></p:tagLst>'
            ).encode(),
            "ppt/commentAuthors.xml": (
                f'<p:cmAuthorLst {ns}><p:cmAuthor id="0" name="{WHO}" initials="{WHO[0]}"'
                ' lastIdx="1" clrIdx="0"/></p:cmAuthorLst>'
            ).encode(),
        }
    )
    return related(
        made,
        "ppt/presentation.xml",
        ("tags", "tags/tag1.xml", ""),
        ("commentAuthors", "commentAuthors.xml", ""),
    )


def with_macros() -> bytes:
    """Return a Word file with a program, under the type of a plain one."""
    return packed({**parts_of(plain()), "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def of_a_kind_that_runs() -> bytes:
    """Return a Word file that says itself that it runs programs."""
    parts = parts_of(plain())
    said = parts[_TYPES].replace(
        b"openxmlformats-officedocument.wordprocessingml.document.main",
        b"ms-word.document.macroEnabled.main",
    )
    return packed({**parts, _TYPES: said})


def far_too_large() -> bytes:
    """Return a Word file of a few kilobytes whose words fill 30 megabytes."""
    parts = parts_of(plain())
    parts["word/footnotes.xml"] = b"<x>" + bytes(30_000_000) + b"</x>"
    return packed(parts)


def many_parts() -> bytes:
    """Return a Word file of very many parts."""
    more = {f"word/media/image{number}.png": b"" for number in range(3000)}
    return packed({**parts_of(plain()), **more})


def growing() -> bytes:
    """Return a Word file whose words are declared to grow without end."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><x>&a8;</x>'.encode()
    return changed(plain(), word__comments_xml=bomb)


def declaring() -> bytes:
    """Return a Word file with a part that declares a word of its own."""
    words = b'<!DOCTYPE x [<!ENTITY who "neighbour">]><x>&who;</x>'
    return changed(plain(), word__comments_xml=words)


def reaching_out() -> bytes:
    """Return a Word file that would fetch a template, with a part that is not understood."""
    whole = changed(plain(), word__strange_xml=b"<x/>")
    return related(
        whole, "word/settings.xml", ("attachedTemplate", "https://x.invalid/t", "External")
    )


def commanding() -> bytes:
    """Return a Word file with a command in a field, and a part that is not understood."""
    whole = with_words(plain(), field('DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"', "看"))
    return changed(whole, word__strange_xml=b"<x/>")


def torn() -> bytes:
    """Return the first half of a Word file."""
    return plain()[: len(plain()) // 2]


def crooked() -> bytes:
    """Return a Word file with a part outside of it."""
    return packed({**parts_of(plain()), "../../escape.xml": b"<x/>"})
