"""An MP4 or QuickTime file without where, when and by what it was made.

Every box that no player needs is blanked in place, so that no offset moves and what is seen and
heard stays byte for byte.
"""

from collections.abc import Iterator, Mapping

from bot.errors import NotClean

_FULL, _LONG = 8, 16
# MP4 and QuickTime: boxes of four letters, in boxes. What stays, by the box that it stands in.
_KEPT: Mapping[str, frozenset[str]] = {
    "": frozenset({"ftyp", "moov", "mdat", "moof", "mfra", "sidx", "ssix", "styp"}),
    "moov": frozenset({"mvhd", "trak", "mvex", "iods"}),
    "trak": frozenset({"tkhd", "tref", "edts", "mdia", "tapt"}),
    "mdia": frozenset({"mdhd", "hdlr", "minf", "elng"}),
    "minf": frozenset({"vmhd", "smhd", "nmhd", "gmhd", "sthd", "hdlr", "dinf", "stbl"}),
    "moof": frozenset({"mfhd", "traf"}),
}
_DATED = frozenset({"mvhd", "tkhd", "mdhd"})
# Pictures, sound and subtitles; any other track may say where the camera stood, second by second.
_TRACKS = frozenset({"vide", "soun", "text", "sbtl", "subt", "clcp"})


def clean_movie(content: bytes) -> bytes:
    """Return the film without what was written besides.

    Raises:
        NotClean: it is not understood wholly, or a track of it tells of more than is seen.
    """
    clean = bytearray(content)
    if "moov" not in _blanked(clean, "", 0, len(clean)):
        raise NotClean
    return bytes(clean)


def _blanked(data: bytearray, inside: str, start: int, end: int) -> set[str]:
    """Blank what need not be there between two places; return the boxes that stayed."""
    stayed = set()
    for kind, place, body, after in _boxes(data, start, end):
        if kind not in _KEPT[inside]:
            if kind == "cmov":  # The whole description, packed.
                raise NotClean
            data[place + 4 : place + _FULL] = b"free"
            data[body:after] = bytes(after - body)
            continue
        stayed.add(kind)
        if kind in _KEPT:
            _blanked(data, kind, body, after)
        elif kind in _DATED:
            _undated(data, body, after)
        elif kind == "hdlr":
            _named_nothing(data, body, after, is_track=inside == "mdia")
    return stayed


def _boxes(data: bytearray, start: int, end: int) -> Iterator[tuple[str, int, int, int]]:
    """Give each box: its kind, where it begins, where its content begins and ends."""
    place = start
    while place < end:
        if end - place < _FULL:
            if any(data[place:end]):  # QuickTime ends a list by a few zeros.
                raise NotClean
            data[place:end] = bytes(end - place)
            return
        size, body = int.from_bytes(data[place : place + 4]), place + _FULL
        kind = data[place + 4 : body].decode("latin-1")
        if size == 1:
            body = place + _LONG
            size = int.from_bytes(data[place + _FULL : body])
        after = end if size == 0 else place + size
        if not body <= after <= end:
            raise NotClean
        yield kind, place, body, after
        place = after


def _undated(data: bytearray, body: int, after: int) -> None:
    width = 16 if data[body : body + 1] == b"\x01" else 8
    if after - body < 4 + width:
        raise NotClean
    data[body + 4 : body + 4 + width] = bytes(width)


def _named_nothing(data: bytearray, body: int, after: int, *, is_track: bool) -> None:
    if is_track and data[body + 8 : body + 12].decode("latin-1") not in _TRACKS:
        raise NotClean
    data[body + 24 : after] = bytes(max(after - body - 24, 0))
