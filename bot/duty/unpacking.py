"""A workbook out of a file that anybody may have made: what it is, and no more of it than fits.

A workbook is a zip of XML. Every part is unpacked piece by piece up to a limit and packed anew, so
that whoever reads it later meets only sizes that are true, and no part that is not needed.
"""

import io
import zipfile

from bot.unzipping import TooLong, part_of

# A month of three tiers is 30 kilobytes unpacked, a year of everything less than two megabytes.
MOST_BYTES = 5_000_000
MOST_UNPACKED = 10_000_000
MOST_PARTS = 500
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How an encrypted workbook names its one stream (MS-OFFCRYPTO 2.3.4.4), in UTF-16.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOOK = "xl/workbook.xml"
_MACROS = "vbaproject.bin"
# No part of a workbook declares a type of document (ECMA-376, part 2, 7.1.4), as bombs do.
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")


class NotASheet(Exception):
    """Say that the file is no workbook that can be read, and `why`.

    `type`: it is something else; `old`: a workbook of the kind before .xlsx; `password`: it is
    locked; `macros`: it holds programs; `size`: it is far too large, packed or unpacked; `broken`:
    it cannot be read; `empty`: nothing stands in it.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def unpacked(content: bytes) -> io.BytesIO:
    """Return the workbook packed anew, within limits.

    Raises:
        NotASheet: it is none, or may not be taken in.
    """
    if len(content) > MOST_BYTES:
        raise NotASheet("size")
    if content.startswith(_OLE):
        raise NotASheet("password" if _ENCRYPTED in content else "old")
    if not content.startswith(_ZIP):
        raise NotASheet("type")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _packed_anew(packed)
    except NotASheet:
        raise
    except TooLong as error:
        raise NotASheet("size") from error
    except Exception as error:
        # Whatever a library stumbles over in somebody's file is the file's fault.
        raise NotASheet("broken") from error


def _packed_anew(packed: zipfile.ZipFile) -> io.BytesIO:
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if _BOOK not in names:
        raise NotASheet("type")
    if any(name.lower().endswith(_MACROS) for name in names):
        raise NotASheet("macros")
    if len(parts) > MOST_PARTS:
        raise NotASheet("size")
    kept, room = io.BytesIO(), MOST_UNPACKED
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as anew:
        for part in parts:
            if not part.filename.endswith((".xml", ".rels")):
                continue
            content = part_of(packed, part, room)
            room -= len(content)
            if any(word in content for word in _DECLARED):
                raise NotASheet("broken")
            anew.writestr(part.filename, content)
    return kept
