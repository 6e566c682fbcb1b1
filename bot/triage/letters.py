"""Chinese typed in letters: wo ba da wo is read as 我爸打我, by the pieces that training kept.

Who has no other keyboard, or no time for one, types syllables. How often one character stands
behind another in the corpus says which characters they most likely are. What is read so serves the
matter, its urgency and the child; places have their own reading by sound.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from math import log

from bot.triage.trained import Parameters, load_parameters

_CHARACTER = re.compile("[㐀-鿿]")
_RUN = re.compile(r"[A-Za-z]+(?:[ '’]+[A-Za-z]+)*")
_TOKEN = re.compile("[a-z]+")
LONGEST_SYLLABLE = 6
# Fewer syllables are a name, an abbreviation or a foreign word.
FEWEST_SYLLABLES = 3
# So much of the letters must be syllables; the rest is mistyped, or KTV.
MOSTLY = 0.8
# The beginning tells what it is about; to read more would take too long.
MOST_LETTERS = 400
MOST_SYLLABLES = 60
# So many readings are followed from one syllable to the next.
BREADTH = 8
_BACK_OFF = log(0.4)
# About how many characters a message has: a share of messages becomes a share of characters.
_CHARACTERS = log(60)
_UNHEARD = 12.0
_EDGE = " "


class Letters:
    """Read syllables as characters.

    Args:
        parameters: what training found; of it only the pieces, how rare they are, and which
            characters are spelt how.
    """

    def __init__(self, parameters: Parameters) -> None:
        rarity = parameters.rarity.tolist()
        self._rarity: Mapping[str, float] = {
            piece: rarity[row] for piece, row in parameters.rows.items()
        }
        self._characters = parameters.syllables

    def read(self, text: str) -> str | None:
        """Return the text with its syllables as characters; None where it has none to speak of."""
        runs = [_TOKEN.findall(run.group().lower()) for run in _RUN.finditer(text[:MOST_LETTERS])]
        tokens = [token for run in runs for token in run]
        cut = {token: self._cut(token) for token in tokens}
        count = sum(len(cut[token]) for token in tokens)
        spelt = sum(len(token) for token in tokens if cut[token])
        if count < FEWEST_SYLLABLES or spelt < MOSTLY * sum(map(len, tokens)):
            return None
        is_mixed = len(_CHARACTER.findall(text)) > count
        left = MOST_SYLLABLES

        def characters(run: re.Match[str]) -> str:
            nonlocal left
            own = _TOKEN.findall(run.group().lower())
            syllables = [one for token in own for one in cut.get(token, ()) or (token,)]
            if is_mixed and len(syllables) < FEWEST_SYLLABLES:
                return run.group()
            read = self._likeliest(syllables[:left])
            left = max(0, left - len(syllables))
            return read

        return _RUN.sub(characters, text[:MOST_LETTERS]) + text[MOST_LETTERS:]

    def _cut(self, token: str) -> Sequence[str]:
        """Return the syllables of a word, as few as can be; none where it is no Chinese."""
        best: list[Sequence[str] | None] = [()]
        for end in range(1, len(token) + 1):
            options = [
                (*before, token[start:end])
                for start in range(max(0, end - LONGEST_SYLLABLE), end)
                if (before := best[start]) is not None and token[start:end] in self._characters
            ]
            best.append(min(options, key=len, default=None))
        return best[-1] or ()

    def _likeliest(self, syllables: Sequence[str]) -> str:
        paths = {_EDGE: 0.0}
        for syllable in syllables:
            choices = self._characters.get(syllable, (syllable,))
            longer = [
                (path + one, score + self._follows(path[-2:], one))
                for path, score in paths.items()
                for one in choices
            ]
            longer.sort(key=lambda one: -one[1])
            paths = dict(_apart(longer[: BREADTH * 2]))
        ends = {path: score + self._follows(path[-2:], _EDGE) for path, score in paths.items()}
        return max(ends, key=ends.__getitem__).strip()

    def _follows(self, before: str, character: str) -> float:
        """Return how likely the character is behind one or two others, as a logarithm."""
        rarity, penalty = self._rarity, 0.0
        whole = before + character
        while len(whole) > 1:
            known = rarity.get(whole)
            if known is not None:
                return penalty + rarity.get(whole[:-1], 0.0) - known
            penalty += _BACK_OFF
            whole = whole[1:]
        return penalty - rarity.get(character, _UNHEARD) - _CHARACTERS


def load_letters() -> Letters:
    """Return the reader of letters that goes with the model of the package."""
    return Letters(load_parameters())


def _apart(paths: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """Yield the best paths, of those with the same last two characters one: they go on alike."""
    ends: set[str] = set()
    for path, score in paths:
        if path[-2:] not in ends and len(ends) < BREADTH:
            ends.add(path[-2:])
            yield path, score
