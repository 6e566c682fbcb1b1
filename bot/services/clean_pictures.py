"""A picture inside a paper without the parts in which a camera writes; its pixels as they are."""

from bot.errors import NotClean

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_SCAN, _END = 0xDA, 0xD9
# Within pixels these stand for themselves: a stuffed byte, and marks to go on from.
_AMONG_PIXELS = (0x00, *range(0xD0, 0xD8))
_REMARKS = frozenset((0xFE, 0xE1, *range(0xE3, 0xEE), 0xEF))
_DRAWN = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
})  # fmt: skip


def clean_jpeg(data: bytes) -> bytes:
    """Return a JPEG with what is drawn of it, and nothing behind its end.

    Raises:
        NotClean: it is none, or is broken.
    """
    if not data.startswith(_JPEG):
        raise NotClean
    clean, place = bytearray(_JPEG), len(_JPEG)
    while data[place : place + 1] == b"\xff" and place + 1 < len(data):
        kind = data[place + 1]
        if kind == _END:
            return bytes(clean + data[place : place + 2])
        after = place + 2 + int.from_bytes(data[place + 2 : place + 4])
        if after < place + 4 or after > len(data):
            break
        if kind == _SCAN:
            after = _behind_pixels(data, after)
        clean += b"" if kind in _REMARKS else data[place:after]
        place = after
    raise NotClean


def clean_png(data: bytes) -> bytes:
    """Return a PNG with the chunks that are drawn, and nothing behind its end.

    Raises:
        NotClean: it is none, or is broken.
    """
    if not data.startswith(_PNG):
        raise NotClean
    clean, place = bytearray(_PNG), len(_PNG)
    while place + 12 <= len(data):
        kind, after = data[place + 4 : place + 8], place + 12 + int.from_bytes(data[place:][:4])
        clean += data[place:after] if kind in _DRAWN else b""
        if kind == b"IEND" and after <= len(data):
            return bytes(clean)
        place = after
    raise NotClean


def _behind_pixels(data: bytes, place: int) -> int:
    """Return where the next part begins after the pixels that begin at `place`."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise NotClean
        if data[place + 1] not in _AMONG_PIXELS:
            return place
        place += 2
