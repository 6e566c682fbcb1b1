"""The secret four words that open a report's state from another phone."""

import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.views.texts import LANGUAGES, LOCALES

WORDS_IN_CODE = 4
_SEPARATORS = re.compile(r"[^\w]+|_")


class CodeWords:
    """Make and read codes of four words, the same code in every language.

    The lists of all languages have one length; a code is four places in the list, so that a
    reader of any language can say it. With 256 words a code has 32 bits, and tries are counted.
    """

    def __init__(self, root: Path = LOCALES) -> None:
        self._words: Mapping[str, Sequence[str]] = {
            language: (root / language / "code-words.txt").read_text(encoding="utf-8").split()
            for language in LANGUAGES
        }
        self._places = {
            word: place for words in self._words.values() for place, word in enumerate(words)
        }
        self._longest = max(len(word) for word in self._places)
        self._shapes = {(len(word), word.isascii()) for word in self._places}
        word = f"(?:{'|'.join(self._places)})"
        self._word = re.compile(word, re.IGNORECASE)
        further = WORDS_IN_CODE - 1
        self._row = re.compile(
            rf"(?<![a-z]){word}(?:[\W_]*{word}){{{further}}}(?![a-z])", re.IGNORECASE
        )

    def make(self) -> str:
        """Return a new code in its language-free form, such as `17-203-5-99`."""
        size = len(self._words[LANGUAGES[0]])
        return "-".join(str(secrets.randbelow(size)) for _ in range(WORDS_IN_CODE))

    def spoken(self, code: str, language: str) -> str:
        """Return the code as words of the language."""
        words = self._words[language]
        return " ".join(words[int(place)] for place in code.split("-"))

    def heard(self, text: str) -> str | None:
        """Return the code that somebody typed, however it is spaced; None where it is none."""
        plain = unicodedata.normalize("NFKC", text).casefold()
        rest = _SEPARATORS.sub("", plain)
        places: list[int] = []
        while rest:
            word = self._first_word(rest)
            if word is None:
                return None
            places.append(self._places[word])
            rest = rest[len(word) :]
        return "-".join(map(str, places)) if len(places) == WORDS_IN_CODE else None

    def found_in(self, text: str) -> tuple[int, int] | None:
        """Return where four words of codes stand in a row; None where they do not."""
        found = self._row.search(text)
        return found.span() if found else None

    def counted_in(self, text: str) -> tuple[int, int]:
        """Return how many words of codes stand in the text, and how many letters they are."""
        found = self._word.findall(text)
        return len(found), sum(map(len, found))

    def may_be_word(self, text: str) -> bool:
        """Say whether the text is as long as the words of codes are in its letters."""
        return (len(text), text.isascii()) in self._shapes

    def _first_word(self, text: str) -> str | None:
        for length in range(min(self._longest, len(text)), 0, -1):
            if text[:length] in self._places:
                return text[:length]
        return None
