"""A first look at a message: may it be about danger? For the order in which messages are read.

Reading a message costs milliseconds, and in a crowd it waits behind thousands of others. This
look costs a fortieth of that: the words alone, nothing that was learnt, no place and no child. It
decides nothing but who is read first; whatever it overlooks is read in its turn.
"""

from collections.abc import Mapping
from enum import IntEnum

from bot.terms import Category, Level
from bot.triage.categories import CategoryRules
from bot.triage.english_danger import danger_in_english
from bot.triage.evidence import Lexicon, load_document
from bot.triage.folding import fold
from bot.triage.urgency import UrgencyRules

LONGEST = 1_000
"""So many characters are looked at: more would let one writer hold up all others."""


class Haste(IntEnum):
    """How soon a message should be read."""

    DANGER = 0
    """Its words say danger, by the rules."""
    GRAVE = 1
    """Its matter is one that often is danger."""
    ORDINARY = 2


class Glance:
    """Look at messages.

    Args:
        default_levels: how urgent each category is when nothing more is known.
    """

    def __init__(self, default_levels: Mapping[Category, Level]) -> None:
        document = load_document()
        self._lexicon = Lexicon(document)
        self._categories = CategoryRules(document)
        self._urgency = UrgencyRules(document, default_levels)

    def haste(self, text: str) -> Haste:
        """Return how soon the text should be read; any text has an answer."""
        folded = fold(text[:LONGEST])
        if danger_in_english(folded):
            return Haste.DANGER
        findings = self._lexicon.find(folded)
        urgency = self._urgency.judge(findings, self._categories.judge(findings, None), None)
        if urgency.danger:
            return Haste.DANGER
        return Haste.GRAVE if urgency.level is Level.L1 else Haste.ORDINARY
