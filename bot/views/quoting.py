"""People's words inside a message: harmless, cut to measure, and never mistaken for our own."""

import html
import re

NAME_LIMIT = 40
LINE_LIMIT = 80
# Control, direction, zero-width and tag characters, and halves of characters, would let words
# rearrange the card around them or keep it from being sent at all.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_TAG = re.compile(r"<[^>]*>")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_EMPTY_LINES = re.compile(r"\n(?:[^\S\n]*\n){2,}")
# Marks that pile up on one letter reach into the lines above it; no language needs five.
_MARKS = (
    "[\u0300-\u036f\u0483-\u0489\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_PILED = re.compile(f"({_MARKS}{{4}}){_MARKS}+")


def units(text: str) -> int:
    """Return the length in UTF-16 code units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def harmless(words: str) -> str:
    """Return the words without what is not seen, with single empty lines at most."""
    visible = _UNSEEN.sub("", _BREAKS.sub("\n", words))
    return _EMPTY_LINES.sub("\n\n", _PILED.sub(r"\1", visible)).strip()


def cut(words: str, limit: int) -> str:
    """Return the words cut to `limit` UTF-16 units, never within a character."""
    if units(words) <= limit:
        return words
    kept = words.encode("utf-16-le", "surrogatepass")[: 2 * max(limit - 1, 0)]
    return kept.decode("utf-16-le", "ignore").rstrip() + "…" if limit > 0 else ""


def pieces(words: str, limit: int) -> list[str]:
    """Return the words in pieces of at most `limit` UTF-16 units, never within a character."""
    found: list[str] = []
    left = words.encode("utf-16-le")
    while left:
        piece = left[: 2 * max(limit, 2)].decode("utf-16-le", "ignore")
        found.append(piece)
        left = left[len(piece.encode("utf-16-le")) :]
    return found


def length_parsed(text: str) -> int:
    """Return the length of HTML as Telegram counts it: after parsing."""
    return units(html.unescape(_TAG.sub("", text)))


def quoted(words: str, limit: int) -> str:
    """Return words as HTML: made harmless, then cut, then escaped."""
    return html.escape(cut(harmless(words), limit), quote=False)


def line(words: str, limit: int = LINE_LIMIT) -> str:
    """Return words that may hold no line of their own, a name or a place, as HTML."""
    return html.escape(cut(" ".join(harmless(words).split()), limit), quote=False)
