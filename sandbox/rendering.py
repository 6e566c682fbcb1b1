"""A text with entities as safe HTML for the page."""

import re
from html import escape
from itertools import pairwise

from sandbox.messages import Entity

_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote>", "</blockquote>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
}
# The high bytes of the units that only follow another one, U+DC00 to U+DFFF.
_SECOND_HALVES = frozenset({b"\xdc", b"\xdd", b"\xde", b"\xdf"})
_SAFE_ADDRESS = re.compile(r"(?i)(https?|tg|tel|mailto):")


def to_html(text: str, entities: tuple[Entity, ...]) -> str:
    """Return escaped HTML with only harmless tags; line breaks stay as they are.

    Entities that overlap without nesting are closed and opened again where they cross.
    """
    if not entities:
        return escape(text)
    encoded = text.encode("utf-16-le", "surrogatepass")
    edges = {0, len(encoded) // 2, *_edges(entities, len(encoded) // 2)}
    cuts = sorted(edge for edge in edges if not _inside_character(encoded, edge))
    pieces: list[str] = []
    opened: list[tuple[Entity, str]] = []
    for start, end in pairwise(cuts):
        wanted = [one for one in entities if one.offset <= start and one.offset + one.length >= end]
        opened = _switch(pieces, opened, wanted, encoded)
        pieces.append(escape(_slice(encoded, start, end)))
    _switch(pieces, opened, [], encoded)
    return "".join(pieces)


def _switch(
    pieces: list[str],
    opened: list[tuple[Entity, str]],
    wanted: list[Entity],
    encoded: bytes,
) -> list[tuple[Entity, str]]:
    kept = 0
    while kept < len(opened) and kept < len(wanted) and opened[kept][0] == wanted[kept]:
        kept += 1
    pieces.extend(closing for _, closing in reversed(opened[kept:]))
    opened = opened[:kept]
    for entity in wanted[kept:]:
        opening, closing = _tags(entity, encoded)
        pieces.append(opening)
        opened.append((entity, closing))
    return opened


def _tags(entity: Entity, encoded: bytes) -> tuple[str, str]:
    if entity.kind not in {"text_link", "url"}:
        return _TAGS.get(entity.kind, ("", ""))
    shown = _slice(encoded, entity.offset, entity.offset + entity.length)
    address = entity.url or shown
    if not _SAFE_ADDRESS.match(address):
        return "", ""
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">', "</a>"


def _edges(entities: tuple[Entity, ...], end: int) -> list[int]:
    return [min(edge, end) for one in entities for edge in (one.offset, one.offset + one.length)]


def _inside_character(encoded: bytes, position: int) -> bool:
    return encoded[2 * position + 1 : 2 * position + 2] in _SECOND_HALVES


def _slice(encoded: bytes, start: int, end: int) -> str:
    return encoded[2 * start : 2 * end].decode("utf-16-le", "replace")
