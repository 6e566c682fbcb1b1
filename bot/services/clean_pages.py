"""A PDF without what is said of it, or enclosed in it: its pages, written anew.

It is read by a process of its own: `python -m bot.services.clean_pages`.
"""

import io

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, StreamObject

from bot.errors import NotClean
from bot.services.apart import SECONDS, be_apart, read_apart
from bot.services.clean_pictures import clean_jpeg


def clean_page_apart(content: bytes, seconds: float = SECONDS) -> bytes:
    """Write a PDF anew as `clean_page` does, in a process that may take so long and no longer.

    Raises:
        NotClean: it is locked, or cannot be read within time and memory.
    """
    return read_apart(__name__, content, seconds)


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
        one._data = clean_jpeg(one._data)  # noqa: SLF001 - Its bytes as they are, not unpacked.


if __name__ == "__main__":
    be_apart(clean_page)
