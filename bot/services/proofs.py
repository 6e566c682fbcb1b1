"""Number and code in what somebody typed: a secret, which is looked up and never kept as words.

People type them as they stand in the message they were given, with or without `/check`, in the
middle of a report, and in one line with what they want to say. A code that is nearly right tells
almost as much as a right one, so that it is taken for a code as well.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.services.codes import WORDS_IN_CODE, CodeWords
from bot.services.offices import Offices
from bot.views.texts import LANGUAGES, Texts

_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,16})[^\w]*(\d{1,6})(?!\d)")
_DIGITS = re.compile(r"\d{1,6}")
_TAG = re.compile(r"<[^>]+>")
# What is said around number and code, and tells nothing.
_CAPTION = re.compile(
    r"帮我|查一下|查询|查查|编号|号码|暗语|我|的|是|要|想|查|和|请|\b(?:number|code|check|and)\b",
    re.IGNORECASE,
)
_FILLER = re.compile(r"\b(?:words|look|up|my|is|the|are|for|please)\b", re.IGNORECASE)
# The word is one of those of which codes are made; before a code it is what names it.
_CODE_BEFORE = re.compile(r"\bcode\b(?=\s*:|(?:[\W_]+[a-z]{4}\b){4})", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+")
_STRUCK_OUT = "（***）"
_LONGEST_GUESS = 24
_CODES_OF_CHANCE = 2
# The messages in which number and code are given, and which people copy as a whole.
_GIVEN_IN = (
    *("filed-at-once", "received", "received-urgent", "received-late", "received-taken"),
    *("draft-sent-for-you", "draft-sent-for-you-late", "draft-sent-for-you-taken"),
)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was typed: the number (empty where there was none), the code, and all the rest."""

    number: str
    code: str
    rest: str


class Proofs:
    """Find number and code.

    Args:
        codes: the words of which codes are made.
        offices: the offices, whose prefixes begin the numbers.
        texts: where the messages stand that give number and code.
    """

    def __init__(self, codes: CodeWords, offices: Offices, texts: Texts) -> None:
        self._codes = codes
        self._offices = offices
        self._texts = texts

    def find(self, text: str) -> Proof | None:
        """Return the number and code that somebody typed, right or wrong; None where it is none."""
        if not text:
            return None
        said = unicodedata.normalize("NFKC", text)
        number = self._number(said)
        if number is None:
            return self._without_number(said)
        name, start, end = number
        # As long as it was, so that what is found here stands in what was said.
        masked = said[:start] + " " * (end - start) + said[end:]
        masked = _CODE_BEFORE.sub("    ", masked)
        code = self._codes.found_in(masked)
        if code is not None:
            first, last = code
            return Proof(name, said[first:last], self._rest(said, first, last))
        bare = _CAPTION.sub(" ", masked)
        return Proof(name, bare.strip(), "") if self._is_guess(bare) else None

    def is_number(self, text: str) -> bool:
        """Say whether the text is the number of a report and nothing else."""
        said = unicodedata.normalize("NFKC", text)
        return self._number(said) is not None and not self._is_more(said)

    def _number(self, said: str) -> tuple[str, int, int] | None:
        """Return a number that an office may have given, in its usual form, and where it is."""
        for found in _NUMBER.finditer(said):
            before = found[1]
            prefixes = (before[place:] for place in range(len(before)))
            prefix = next((one for one in prefixes if one in self._offices.prefixes), None)
            if prefix is not None:
                start = found.end(1) - len(prefix)
                return f"{prefix}-{int(found[2]):04d}", start, found.end()
        return None

    def _without_number(self, said: str) -> Proof | None:
        """Return a code that stands alone, or with a number that is not written as it should be."""
        digits = _DIGITS.search(said)
        bare = _DIGITS.sub(" ", _CODE_BEFORE.sub(" ", said), count=1)
        bare = _CAPTION.sub(" ", bare) if self._codes.heard(bare) is None else bare
        if self._codes.heard(bare) is None:
            return None
        return Proof(digits[0] if digits else "", bare.strip(), "")

    def _is_guess(self, bare: str) -> bool:
        """Say whether the words beside a number are meant as a code, though it is none."""
        tokens = _TOKEN.findall(bare)
        whole = "".join(tokens)
        found, covered = self._codes.counted_in(bare)
        if not tokens or len(whole) > _LONGEST_GUESS:
            return False
        if any(one.isascii() and not self._codes.may_be_word(one) for one in tokens):
            return False
        if found > _CODES_OF_CHANCE:
            return covered * 3 >= len(whole) * 2
        looks_like_one = len(tokens) == WORDS_IN_CODE and all(map(self._codes.may_be_word, tokens))
        return found == _CODES_OF_CHANCE and looks_like_one

    def _rest(self, said: str, first: int, last: int) -> str:
        """Return what was said besides, without the code and without what the bot itself says."""
        lines = f"{said[:first]}{_STRUCK_OUT}{said[last:]}".splitlines()
        own = [line for line in lines if not self._given.fullmatch(line.strip())]
        told = "\n".join(own).strip()
        return told if self._is_more(told) else ""

    def _is_more(self, said: str) -> bool:
        """Say whether more was said than a number."""
        number = self._number(said)
        bare = said if number is None else said[: number[1]] + said[number[2] :]
        return _TOKEN.search(_FILLER.sub(" ", _CAPTION.sub(" ", bare))) is not None

    @cached_property
    def _given(self) -> re.Pattern[str]:
        """Return what a line looks like of a message that gives number and code."""
        return re.compile("|".join(sorted(set(self._lines()))))

    def _lines(self) -> Iterable[str]:
        anything = "\x00"
        for key in _GIVEN_IN:
            for language in LANGUAGES:
                text = self._texts(key, language, number=anything, code=anything, due=anything)
                for line in _TAG.sub("", text).splitlines():
                    plain = unicodedata.normalize("NFKC", line.strip())
                    if plain:
                        yield re.escape(plain).replace(re.escape(anything), ".*")
