"""A PDF without what is said of it, or enclosed in it: its pages, written anew.

A PDF can be made so that whoever reads it never ends, or wants all memory there is. So it is read
by a process of its own: `python -m bot.services.clean_pages`, from its input to its output.
"""

import io
import resource
import subprocess
import sys

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, StreamObject

from bot.errors import NotClean

SECONDS = 30.0
MOST_MEMORY = 1 << 30


def clean_page_apart(content: bytes, seconds: float = SECONDS) -> bytes:
    """Write a PDF anew as `clean_page` does, in a process that may take so long and no longer.

    Raises:
        NotClean: it is locked, or cannot be read within time and memory.
    """
    reader = (sys.executable, "-m", __name__)
    try:
        done = subprocess.run(  # noqa: S603 - The words are our own.
            reader, input=content, capture_output=True, timeout=seconds, check=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NotClean from error
    return done.stdout


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


def _read_apart() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (round(SECONDS), round(SECONDS)))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    sys.stdout.buffer.write(clean_page(sys.stdin.buffer.read()))


if __name__ == "__main__":
    _read_apart()
