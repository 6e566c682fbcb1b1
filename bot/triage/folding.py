"""Writing that means the same folded to one form, character by character."""

from collections.abc import Mapping
from functools import cache

from opencc import OpenCC

# The blocks of Chinese characters in which traditional ones stand.
_BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0x20000, 0x2A6E0))
_FULL_WIDTH = range(0xFF10, 0xFF5B)
_TO_HALF_WIDTH = 0xFEE0
# Township names have characters that most keyboards lack; this is what people type for them.
_RARE = {"𫭢": "伦", "㳇": "父"}


def fold(text: str) -> str:
    """Return the text with traditional and full-width characters folded; its length stays."""
    return text.translate(_table())


@cache
def _table() -> Mapping[int, str]:
    """Return what each character is folded to (about 20 ms, once).

    Characters are looked up one by one: what stands around them would decide only between words
    that nobody needs told apart here.
    """
    characters = [chr(code) for block in _BLOCKS for code in block]
    folded = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    simplified = {
        ord(one): other
        for one, other in zip(characters, folded, strict=True)
        if one != other and len(other) == 1
    }
    half_width = {code: chr(code - _TO_HALF_WIDTH) for code in _FULL_WIDTH}
    letters = {code: letter for code, letter in half_width.items() if letter.isalnum()}
    return simplified | letters | {ord(one): other for one, other in _RARE.items()}
