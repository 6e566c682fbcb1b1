"""What the trained model looks at in a text: pieces of one to three characters, and rules."""

import re
from collections import Counter
from collections.abc import Mapping

LONGEST_PIECE = 3
# The beginning and the end of a very long message tell what it is about.
HEAD, TAIL = 400, 200

_NOT_SAID = re.compile(r"[^\w]+|_+")
_FIGURES = re.compile(r"\d+")


def plain(folded: str) -> str:
    """Return a folded text in small letters, its signs as spaces and each figure as one 0.

    Args:
        folded: the text after `folding.fold`; beyond 600 characters its middle is left out.
    """
    if len(folded) > HEAD + TAIL:
        folded = f"{folded[:HEAD]} {folded[-TAIL:]}"
    return _NOT_SAID.sub(" ", _FIGURES.sub("0", folded.lower())).strip()


def pieces(text: str) -> Mapping[str, int]:
    """Return each piece of a plain text with how often it stands there; ends count as spaces."""
    framed = f" {text} "
    found: Counter[str] = Counter()
    for length in range(1, LONGEST_PIECE + 1):
        found.update(framed[at : at + length] for at in range(len(framed) - length + 1))
    found.pop(" ", None)
    return found
