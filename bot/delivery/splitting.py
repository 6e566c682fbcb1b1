"""Cutting a text that is too long for one message, with its markup left whole."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

TEXT_LIMIT = 4096
"""Characters of a message, counted in UTF-16 units after the markup is read (Bot API)."""

CAPTION_LIMIT = 1024
"""Characters under a file, counted alike (Bot API)."""

_PIECE = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);|[\s\S]")
_TAG = re.compile(r"</?([a-zA-Z-]+)[^<>]*>")


def as_plain(text: str) -> str:
    """Return the text without its markup."""
    return html.unescape(_TAG.sub("", text))


def split(text: str, limit: int = TEXT_LIMIT) -> Sequence[str]:
    """Return the text in parts that each fit; cut at the end of a line where there is one.

    A tag that is open at a cut is closed there and opened again in the next part.
    """
    # No character is longer in UTF-16 than in two units, and most texts are short.
    if len(text) * 2 <= limit or _units(as_plain(text)) <= limit:
        return [text]
    cutting = _Cutting(limit)
    for line in text.splitlines(keepends=True):
        cutting.add_line(line)
    cutting.end_part()
    return cutting.parts


@dataclass(slots=True)
class _Cutting:
    limit: int
    parts: list[str] = field(default_factory=list)
    _part: str = ""
    _units: int = 0
    _open: list[str] = field(default_factory=list)

    def add_line(self, line: str) -> None:
        units = _units(as_plain(line).rstrip("\n"))
        if self._units and self._units + units > self.limit:
            self.end_part()
        for piece, size in _pieces(line):
            if size and self._units + size > self.limit and piece != "\n":
                self.end_part()
            self._part += piece
            self._units += size
            self._note_tag(piece)

    def end_part(self) -> None:
        closing = "".join(f"</{_name(tag)}>" for tag in reversed(self._open))
        if as_plain(self._part).strip():
            self.parts.append(self._part.rstrip("\n") + closing)
        self._part, self._units = "".join(self._open), 0

    def _note_tag(self, piece: str) -> None:
        if not _TAG.fullmatch(piece):
            return
        if not piece.startswith("</"):
            self._open.append(piece)
        elif self._open and _name(self._open[-1]) == _name(piece):
            self._open.pop()


def _pieces(line: str) -> Iterator[tuple[str, int]]:
    """Yield tags, entities and characters, each with its length as Telegram counts it."""
    for found in _PIECE.finditer(line):
        piece = found.group()
        is_tag = _TAG.fullmatch(piece) is not None
        yield piece, 0 if is_tag else _units(html.unescape(piece))


def _name(tag: str) -> str:
    found = _TAG.fullmatch(tag)
    return found.group(1) if found else ""


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
