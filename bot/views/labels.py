"""Which words may be the label of a key, told without knowing what was asked."""

from functools import cached_property

from bot.views.prompts import LONGEST_LABEL, bare
from bot.views.texts import Texts


class Labels:
    """Every short text that nothing is filled into: among them the labels of all questions.

    Args:
        texts: where the texts stand.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    @cached_property
    def _known(self) -> frozenset[str]:
        short = (text for text in self._texts.fixed() if len(text) <= LONGEST_LABEL)
        return frozenset(bare(text) for text in short)

    def may_hold(self, said: str) -> bool:
        """Say whether the words may be a label; of words that may not it is sure."""
        return len(said) <= LONGEST_LABEL and bare(said) in self._known
