"""Places that are written as they sound: wrong characters with the right sound, and bare pinyin.

Input methods and speech recognition write 涑阳县 or 树阳县 for 沭阳县; some people type donghai.
Whatever is found here only sounds like a place: it is offered, never taken.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import ahocorasick
from rapidfuzz import fuzz, process

from bot.triage.gazetteer import County, Gazetteer, Township

# Single characters are all that is asked for here; the dictionary of phrases would take 40 MB.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
from pypinyin import lazy_pinyin

# What people of the province do not tell apart: zh and z, ch and c, sh and s, n and l, hu and f,
# and the ends -ng and -n.
_SAME = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("hu", "f"), ("l", "n"), ("ng", "n"))
_RANKED = re.compile("[一-鿿]{1,5}?(?:街道|[县区市镇乡])")
_BARE = re.compile(
    "(?:在|住|到|来自|是|^)(?P<name>[一-鿿]{2,3}?)(?:这边|那边|这块|这里|的|人|街上|$)"
)
_LETTERS = re.compile(r"[A-Za-z][A-Za-z' ]{4,}[A-Za-z]")
FEWEST_LETTERS = 6
LONGEST_RUN = 40
SHORTEST_NAME, LONGEST_NAME = 2, 6
# How like a whole run of letters must be to a name, of 100; one letter of eight may be wrong.
LIKE_ENOUGH = 88
MOST_PLACES = 200


class Sounds:
    """Find names of counties and townships by their sound."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._ranked: dict[str, list[str]] = defaultdict(list)
        self._bare: dict[str, list[str]] = defaultdict(list)
        self._written: set[str] = set()
        letters: dict[str, list[str]] = defaultdict(list)
        named: Sequence[County | Township] = (*gazetteer.counties, *gazetteer.townships)
        for place in named:
            self._ranked[_sound(place.name)].append(place.code)
            self._written.add(place.name)
            letters[_joined(place.short)].append(place.code)
        for county in gazetteer.counties:
            self._bare[_sound(county.short)].append(county.code)
            self._written.add(county.short)
        self._letters = {
            name: codes for name, codes in letters.items() if len(name) > SHORTEST_NAME
        }
        self._automaton = ahocorasick.Automaton()
        for name in self._letters:
            if len(name) >= FEWEST_LETTERS:
                self._automaton.add_word(name, name)
        self._automaton.make_automaton()

    def like(self, text: str) -> Sequence[str]:
        """Return the codes of the counties and townships that the text sounds like."""
        return tuple(dict.fromkeys([*self._by_characters(text), *self._by_letters(text)]))

    def _by_characters(self, text: str) -> Iterator[str]:
        for match, _ in zip(_RANKED.finditer(text), range(MOST_PLACES), strict=False):
            words = match.group()
            for length in range(min(len(words), LONGEST_NAME), SHORTEST_NAME, -1):
                found = self._ranked.get(_sound(words[-length:]))
                if found:
                    yield from found
                    break
        for match, _ in zip(_BARE.finditer(text), range(MOST_PLACES), strict=False):
            yield from self._bare.get(_sound(match["name"]), ())

    def _by_letters(self, text: str) -> Iterator[str]:
        for match, _ in zip(_LETTERS.finditer(text), range(MOST_PLACES), strict=False):
            run = _folded(match.group().lower().replace(" ", "").replace("'", ""))[:LONGEST_RUN]
            exact = [name for _, name in self._automaton.iter(run)]
            for name in sorted(exact, key=len, reverse=True) or self._nearly(run):
                yield from self._letters[name]

    def _nearly(self, run: str) -> Iterable[str]:
        found = process.extractOne(run, self._letters, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
        return () if found is None else (str(found[0]),)


def _sound(words: str) -> str:
    return " ".join(_syllable(one) for one in words)


def _joined(words: str) -> str:
    return _folded("".join(lazy_pinyin(words)))


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    return _folded(lazy_pinyin(character)[0])


def _folded(letters: str) -> str:
    for one, other in _SAME:
        letters = letters.replace(one, other)
    return letters
