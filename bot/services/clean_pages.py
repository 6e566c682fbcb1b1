"""A PDF without what is said of it, or enclosed in it: its pages, written anew."""

import io

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, StreamObject

from bot.errors import NotClean


def clean_page(content: bytes) -> bytes:
    """Write a PDF anew with its pages and nothing besides.

    Raises:
        NotClean: it is locked, or cannot be read.
    """
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise NotClean
        writer = PdfWriter()
        for page in reader.pages:
            writer.add_page(page)
        if not writer.pages:
            raise NotClean
        writer.metadata = None
        for one in writer._objects:  # noqa: SLF001 - There is no public way to go over all of them.
            _without_remarks(one)
        written = io.BytesIO()
        writer.write(written)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotClean from error
    return written.getvalue()


_REMARKS = ("/Metadata", "/PieceInfo", "/LastModified", "/Info", "/EmbeddedFiles", "/AF")
_OF_ANNOTATIONS = ("/T", "/M", "/CreationDate", "/NM")


def _without_remarks(one: object) -> None:
    if not isinstance(one, DictionaryObject):
        return
    for name in (*_REMARKS, *(_OF_ANNOTATIONS if "/Subtype" in one and "/Rect" in one else ())):
        one.pop(name, None)
    if isinstance(one, StreamObject) and one.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        one._data = _picture(one._data)  # noqa: SLF001 - Its bytes as they are, not unpacked.


def _picture(data: bytes) -> bytes:
    """Return a JPEG without the parts in which a camera writes, as it is drawn in a page."""
    if not data.startswith(b"\xff\xd8"):
        raise NotClean
    clean, place = bytearray(b"\xff\xd8"), 2
    while data[place : place + 1] == b"\xff" and data[place + 1] != 0xDA:  # noqa: PLR2004 - Pixels.
        after = place + 2 + int.from_bytes(data[place + 2 : place + 4])
        is_remark = data[place + 1] in (0xFE, 0xE1, *range(0xE3, 0xEE), 0xEF)
        clean += b"" if is_remark else data[place:after]
        if after <= place + 2:
            raise NotClean
        place = after
    return bytes(clean + data[place:])
