"""One part of a zip that anybody may have made, and no more of it than fits."""

import zipfile

_PIECE = 1 << 16


class TooLong(Exception):
    """Say that a part is longer than there is room for."""


def part_of(packed: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> bytes:
    """Return the part, of so many bytes at most; what it says of its own size is not believed.

    Raises:
        TooLong: it is longer; what `zipfile` raises where it cannot be read.
    """
    content = bytearray()
    with packed.open(part) as opened:
        while piece := opened.read(_PIECE):
            content += piece
            if len(content) > room:
                raise TooLong
    return bytes(content)
