"""A Word, Excel or PowerPoint file without what is said of it besides: its parts, written anew.

Such a file is a zip of XML that anybody may have made: it is read by a process of its own
(`python -m bot.services.clean_office`), within limits, whatever it says of its sizes.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from bot.errors import NotClean, NotKept
from bot.services.apart import SECONDS, be_apart, read_apart
from bot.services.clean_pictures import clean_jpeg, clean_png
from bot.services.office_parts import lot_of
from bot.services.office_words import Part, relations, written
from bot.unzipping import TooLong, part_of

OFFICE = "application/vnd.openxmlformats-officedocument."
WORD, EXCEL, POWERPOINT = (
    f"{OFFICE}wordprocessingml.document",
    f"{OFFICE}spreadsheetml.sheet",
    f"{OFFICE}presentationml.presentation",
)
MOST_PARTS = 2_000
MOST_UNPACKED = 100_000_000
MOST_WORDS = 20_000_000
_TYPES = "[Content_Types].xml"
_RUNNING = ("macroEnabled", "vnd.ms-office.vbaProject")
_ENCRYPTED = 0x1
_WHEN = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Office:
    """What the file is, and what may be shown of it; None where that cannot be vouched for."""

    media_type: str
    shown: bytes | None


def clean_office_apart(content: bytes, seconds: float = SECONDS) -> Office:
    """Write an office file anew as `clean_office` does, in a process that may take so long.

    Raises:
        NotKept: it is none, holds what runs, is too large unpacked, or cannot be read.
    """
    try:
        verdict, _, shown = read_apart(__name__, content, seconds).partition(b"\n")
    except NotClean as error:
        raise NotKept("broken") from error
    name, _, why = verdict.decode().partition(" ")
    if why:
        raise NotKept(why)
    return Office(name, shown or None)


def clean_office(content: bytes) -> Office:
    """Write an office file anew with what is seen of it and nothing besides.

    Raises:
        NotKept: it is none (`type`), holds or fetches what runs (`runs`), is too large unpacked
            (`size`), or cannot be read (`broken`).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = _unpacked(packed)
    except TooLong as error:
        raise NotKept("size") from error
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError) as error:
        raise NotKept("broken") from error
    types = _tree(parts.get(_TYPES, b""))
    media_type = _type_of(types, parts)
    try:
        return Office(media_type, _Paper(parts, types).written())
    except NotClean:
        return Office(media_type, None)


class _Paper:
    """A file's parts on their way into a clean copy."""

    def __init__(self, parts: Mapping[str, bytes], types: etree._Element) -> None:
        self._parts = parts
        self._types = types
        self._dropped = {name for name in parts if lot_of(name) == "dropped"}
        self._reaches_out = False
        self._is_clean = True

    def written(self) -> bytes:
        stays = [name for name in self._parts if name not in self._dropped]
        gone = {name: self._relations(name) for name in stays if name.endswith(".rels")}
        kept: dict[str, bytes] = {}
        for name in stays:
            try:
                kept[name] = gone[name][1] if name in gone else self._part(name, gone)
            except NotClean:
                self._is_clean = False
        if not self._is_clean:
            # What cannot be cleaned is shown as it came: so it must fetch nothing.
            raise NotKept("runs") if self._reaches_out else NotClean
        return _packed(kept)

    def _relations(self, name: str) -> tuple[set[str], bytes]:
        root = _tree(self._parts[name])
        base = posixpath.dirname(posixpath.dirname(name))
        targets = {one.get("Target", "") for one in root}
        dropped = {
            one
            for one in targets
            if posixpath.normpath(posixpath.join("/", base, one))[1:] in self._dropped
        }
        ids, reaches_out = relations(root, dropped)
        self._reaches_out |= reaches_out
        return ids, written(root)

    def _part(self, name: str, gone: Mapping[str, tuple[set[str], bytes]]) -> bytes:
        content = self._parts[name]
        match lot_of(name):
            case "words" if name == _TYPES:
                return self._named_types()
            case "words":
                folder, _, own = name.rpartition("/")
                ids, _ = gone.get(f"{folder}/_rels/{own}.rels", (set(), b""))
                part = Part(_tree(content))
                clean = part.cleaned(ids)
                self._reaches_out |= part.reaches_out
                return clean
            case "picture":
                return clean_png(content) if name.lower().endswith("png") else clean_jpeg(content)
            case "as it is":
                return content
            case _:
                raise NotClean

    def _named_types(self) -> bytes:
        for one in list(self._types):
            if one.get("PartName", "").removeprefix("/") in self._dropped:
                self._types.remove(one)
        return written(self._types)


def _unpacked(packed: zipfile.ZipFile) -> Mapping[str, bytes]:
    every = [one for one in packed.infolist() if not one.is_dir()]
    if len(every) > MOST_PARTS:
        raise NotKept("size")
    names = {one.filename for one in every}
    if _TYPES not in names:
        raise NotKept("type")
    if len({name.lower() for name in names}) < len(every) or any(map(_is_strange, every)):
        raise NotKept("broken")
    parts, room = {}, MOST_UNPACKED
    for one in every:
        is_words = one.filename.endswith((".xml", ".rels", ".vml"))
        parts[one.filename] = part_of(packed, one, min(room, MOST_WORDS) if is_words else room)
        room -= len(parts[one.filename])
    return parts


def _is_strange(part: zipfile.ZipInfo) -> bool:
    name = part.filename
    return bool(part.flag_bits & _ENCRYPTED) or name != posixpath.normpath(f"/{name}")[1:]


def _type_of(types: etree._Element, parts: Mapping[str, bytes]) -> str:
    """Return what the file is by its main part, never by its name."""
    said = [one.get("ContentType", "") for one in types]
    if any(word in one for one in said for word in _RUNNING):
        raise NotKept("runs")
    if any(lot_of(name) == "runs" for name in parts):
        raise NotKept("runs")
    found = [one for one in (WORD, EXCEL, POWERPOINT) if f"{one}.main+xml" in said]
    if len(found) != 1:
        raise NotKept("type")
    return found[0]


def _tree(content: bytes) -> etree._Element:
    """Return a part's tree; what declares a kind of its own, as bombs do, is no part."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotKept("broken") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotKept("broken")
    return root


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as anew:
        for name, content in parts.items():
            anew.writestr(zipfile.ZipInfo(name, _WHEN), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _verdict(content: bytes) -> bytes:
    """Return the verdict in a line, and behind it what may be shown."""
    try:
        found = clean_office(content)
    except NotKept as refused:
        return f"refused {refused.why}\n".encode()
    return found.media_type.encode() + b"\n" + (found.shown or b"")


if __name__ == "__main__":
    be_apart(_verdict)
