"""Recordings without the remarks that a program wrote into them."""

from functools import cache

from bot.errors import NotClean

_POLYNOMIAL = 0x04C11DB7


def clean_speech(content: bytes) -> bytes:
    """Empty the list of remarks of an Opus stream; its pages carry sums, which are made anew.

    Raises:
        NotClean: it is another stream, or its remarks are too long for one page.
    """
    clean, place = bytearray(content), 0
    while place < len(clean):
        counted = clean[place + 26] if len(clean) >= place + 27 else 0
        laces = clean[place + 27 : place + 27 + counted]
        body = place + 27 + counted
        after = body + sum(laces)
        if clean[place : place + 4] != b"OggS" or after > len(clean):
            raise NotClean
        is_first = bool(clean[place + 5] & 2)
        if is_first and not clean.startswith(b"OpusHead", body):
            raise NotClean
        if clean.startswith(b"OpusTags", body):
            if 255 in laces and laces[-1] == 255:  # noqa: PLR2004 - It goes on in the next page.
                raise NotClean
            clean[body + 8 : after] = bytes(after - body - 8)
            clean[place + 22 : place + 26] = bytes(4)
            clean[place + 22 : place + 26] = _sum_of(bytes(clean[place:after])).to_bytes(
                4, "little"
            )
        place = after
    return bytes(clean)


def clean_song(content: bytes) -> bytes:
    """Cut the tags off before and behind the sound of an MP3.

    Raises:
        NotClean: there is more than sound and tags of the usual kinds.
    """
    start, end = 0, len(content)
    while content.startswith(b"ID3", start):
        head = content[start : start + 10]
        if len(head) < 10 or any(one & 0x80 for one in head[6:]):  # noqa: PLR2004 - Its head.
            raise NotClean
        size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        start += 10 + size + (10 if head[5] & 0x10 else 0)
    if content[end - 128 : end - 125] == b"TAG":
        end -= 128
    sound = content[start:end]
    if sound[:1] != b"\xff" or b"APETAGEX" in sound or b"LYRICSBEGIN" in sound:
        raise NotClean
    return sound


def _sum_of(page: bytes) -> int:
    """Return the sum of a page of Ogg (RFC 3533, section 6)."""
    found = 0
    for one in page:
        found = (found << 8 & 0xFFFFFFFF) ^ _table()[found >> 24 ^ one]
    return found


@cache
def _table() -> tuple[int, ...]:
    table = []
    for one in range(256):
        value = one << 24
        for _ in range(8):
            value = (value << 1 & 0xFFFFFFFF) ^ (_POLYNOMIAL if value & 0x80000000 else 0)
        table.append(value)
    return tuple(table)
