"""How likely an emergency is: what was learnt and what the rules found, weighed together.

Training tries the two models on writers they have never read, and learns from that how much their
word and each rule's word is worth. A rule that is often wrong weighs little here.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.terms import Category, Level
from bot.triage.evidence import Document, Findings, Rule, Rulebook
from bot.triage.policy import is_policy_question

Vector = npt.NDArray[np.float32]
SMALL = 8
# Beyond this a likelihood is no surer.
SUREST = 1e-4


class GravitySigns:
    """What is weighed of one text: which rules of urgency hold, and what is known of the child."""

    def __init__(self, document: Document) -> None:
        self._rules: Sequence[Rule] = [Rule.from_row(row) for row in document["levels"]]
        self._book = Rulebook(self._rules)

    def find(self, findings: Findings, age: int | None) -> Vector:
        """Return a one for each sign that holds, a nought for each other."""
        signs = [False] * len(self._rules)
        for place, _ in self._book.matches(findings, age):
            signs[place] = True
        signs += [
            is_policy_question(findings),
            findings.has("child"),
            age is not None,
            age is not None and age < SMALL,
        ]
        return np.array(signs, np.float32)


def features(spoken: Vector, pieces: Vector, signs: Vector) -> Vector:
    """Return what is weighed.

    Args:
        spoken: scores of the categories and levels by both models, or by the only one.
        pieces: scores by the model of pieces alone.
        signs: what `GravitySigns` found.
    """
    kinds = len(Category)
    levels, by_pieces = softmax(spoken[kinds:]), softmax(pieces[kinds:])
    grave = levels[0], levels[: Level.L2].sum(), by_pieces[0], levels[-1]
    odds = [_odds(one) for one in grave]
    return np.concatenate([odds, softmax(spoken[:kinds]), spoken, pieces, signs]).astype(np.float32)


def likelihood(weights: Vector, weighed: Vector) -> float:
    """Return how likely it is that life or body is in danger; the last weight stands alone."""
    return float(1 / (1 + np.exp(-(weighed @ weights[:-1] + weights[-1]))))


def softmax(values: Vector) -> Vector:
    """Return likelihoods that add up to one."""
    # As the methods `max` and `sum` do it, which take as long again to get there.
    raised = np.exp(values - np.maximum.reduce(values))
    return np.asarray(raised / np.add.reduce(raised), dtype=np.float32)


def _odds(likely: float) -> float:
    kept = min(max(float(likely), SUREST), 1 - SUREST)
    return float(np.log(kept / (1 - kept)))
