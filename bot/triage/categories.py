"""Which categories a text speaks for, by the words in it.

This model is rules only. Whatever replaces it has the same shape: findings of a text in, the three
best categories with honest scores and the reasons out.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.terms import Category
from bot.triage.evidence import Document, Findings, Rule, Rulebook
from bot.triage.meaning import Meaning
from bot.triage.policy import is_policy_question
from bot.triage.reading import Reason, Suggestion
from bot.triage.who_beats import is_beaten_by_family_only

SUGGESTIONS = 3
# Doubt that stays however the evidence lies: one rule of weight 3 alone scores 0.6.
DOUBT = 2.0
# A question about the law mentions frightening things without reporting them.
MENTIONED_ONLY = 0.25
ASKED_ABOUT = 0.8
FRIGHTENING = frozenset(
    {
        Category.ABU,
        Category.SEX,
        Category.MIS,
        Category.NOG,
        Category.PSY,
        Category.ACC,
        Category.BUL,
    }
)
QUESTION_WEIGHT = 5.0
AMONG_PUPILS = frozenset({"hitting-near-classmates", "classmates-hit"})
NOTHING_SAID_WEIGHT = 1.0
FEWEST_WORDS = 3
_WORD = re.compile("[^\\W\\d_]")
_PLACES = {category: place for place, category in enumerate(Category)}
UNKNOWN_ABOUT_A_CHILD = (
    Suggestion(Category.GRD, 0.2),
    Suggestion(Category.OTH, 0.15),
    Suggestion(Category.ADV, 0.1),
)
UNKNOWN = (
    Suggestion(Category.OTH, 0.25),
    Suggestion(Category.GRD, 0.15),
    Suggestion(Category.ADV, 0.1),
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The three best categories, best first, how heavy the evidence is, and the reasons.

    `levels` is how likely each level is, in the order of `Level`, and `gravity` how likely an
    emergency is by everything together; empty where the model does not judge levels. `ruled` is
    what the rules alone found, beside a trained model.
    """

    suggestions: tuple[Suggestion, ...]
    evidence: float
    reasons: tuple[Reason, ...]
    levels: tuple[float, ...] = ()
    gravity: float | None = None
    ruled: tuple[Suggestion, ...] = ()


class CategoryModel(Protocol):
    """What suggests categories."""

    def judge(
        self, findings: Findings, age: int | None, meaning: Meaning | None = None
    ) -> Judgement:
        """Return the three best categories of a text, whose meaning may be known already."""
        ...

    def meanings(self, folded: Sequence[str]) -> Sequence[Meaning | None]:
        """Return the meaning of each folded text as a vector, None of one that has none."""
        ...


class CategoryRules:
    """Suggest categories by rules."""

    def __init__(self, document: Document) -> None:
        rules = [Rule.from_row(row) for row in document["categories"]]
        self._book = Rulebook(rules)
        self._rules: Sequence[tuple[Category, float, str]] = [
            (Category(row["category"]), row["weight"], rule.name)
            for row, rule in zip(document["categories"], rules, strict=True)
        ]

    def meanings(self, folded: Sequence[str]) -> Sequence[Meaning | None]:
        """Return that no text has one: rules look at words."""
        return [None] * len(folded)

    def judge(
        self, findings: Findings, age: int | None, _meaning: Meaning | None = None
    ) -> Judgement:
        """Return the three best categories; with no evidence at all their scores are low."""
        return self.judged(findings, *self.weigh(findings, age))

    def judged(
        self, findings: Findings, weights: Mapping[Category, float], reasons: Sequence[Reason]
    ) -> Judgement:
        """Return the judgement of what was weighed."""
        reasons = list(reasons)
        if not weights:
            reasons.append(Reason("no-evidence", ""))
        unknown = UNKNOWN_ABOUT_A_CHILD if findings.has("child") else UNKNOWN
        return Judgement(_best(weights, unknown), sum(weights.values()), tuple(reasons))

    def weigh(
        self, findings: Findings, age: int | None
    ) -> tuple[dict[Category, float], list[Reason]]:
        """Return how heavily the rules speak for each category, and which rules do."""
        weights: dict[Category, float] = defaultdict(float)
        reasons = []
        for place, words in self._book.matches(findings, age):
            category, weight, name = self._rules[place]
            weights[category] += weight
            reasons.append(Reason(name, words))
        if any(one.rule in AMONG_PUPILS for one in reasons) and is_beaten_by_family_only(
            findings.text
        ):
            # What they weigh was learnt with them; to be told of pupils would only mislead.
            reasons = [one for one in reasons if one.rule not in AMONG_PUPILS]
        if is_policy_question(findings):
            for category in weights:
                is_frightening = category in FRIGHTENING
                weights[category] *= MENTIONED_ONLY if is_frightening else ASKED_ABOUT
            weights[Category.ADV] += QUESTION_WEIGHT
        elif not weights and len(_WORD.findall(findings.text)) < FEWEST_WORDS:
            weights[Category.OTH] += NOTHING_SAID_WEIGHT
            reasons.append(Reason("nothing-said", ""))
        return weights, reasons


def _best(
    weights: Mapping[Category, float], unknown: Sequence[Suggestion]
) -> tuple[Suggestion, ...]:
    total = sum(weights.values()) + DOUBT
    # Equal scores stay in the order of the categories, so that the answer is always the same.
    order = sorted(weights, key=lambda one: (-weights[one], _PLACES[one]))
    known = [Suggestion(one, round(weights[one] / total, 3)) for one in order]
    if not known:
        return tuple(unknown)
    rest = [
        Suggestion(one.category, round(min(one.score, known[-1].score) / 5, 3))
        for one in unknown
        if one.category not in weights
    ]
    return tuple((known + rest)[:SUGGESTIONS])
