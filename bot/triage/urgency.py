"""How urgent a text is: the most urgent of what its categories and its words call for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.terms import Category, Level
from bot.triage.categories import Judgement
from bot.triage.evidence import Document, Findings, Rule, Rulebook
from bot.triage.policy import is_policy_question
from bot.triage.reading import Reason

# A category below this score is a mere possibility and calls for no level of its own.
PLAUSIBLE = 0.2
UNCLEAR = Level.L2
# From these likelihoods on, a trained model's word counts: that the level is this one or a more
# urgent one. Missing an emergency is worse than asking once too often, so the first is low;
# `python -m training.evaluate --writers` shows what other bounds would cost.
LIKELY_ENOUGH = {Level.L1: 0.07, Level.L2: 0.5, Level.L3: 0.5}
# Below this likelihood of an emergency a word that is often harmless (打 … 现在, 断了) is not
# believed; the rules that the law itself gives always are.
DOUBTED = 0.07
# A question about the rules is no emergency unless more speaks for one than for any other words.
LIKELY_IN_A_QUESTION = 0.2
# Training knows reports and not the scraps that follow them (门口停了辆白车): where nothing tells
# of a child and no matter is plain, a level has to be far likelier.
MATTER = 0.5
PLAINLY = 0.9
# From here on the words as a whole say danger, though no single rule does; only of a child, since
# training knows reports and not the scraps that follow them (门口停了辆白车).
SURE_OF_DANGER = 0.8


@dataclass(frozen=True, slots=True)
class Urgency:
    """The level, whether the words themselves say danger, and why."""

    level: Level
    danger: bool
    reasons: tuple[Reason, ...]


class UrgencyRules:
    """Judge urgency; rules and categories only ever raise, nothing lowers.

    What was learnt may doubt a rule, but never one that is `firm` in the data.

    Args:
        document: The words and rules.
        default_levels: How urgent a category is when nothing more is known, from the
            configuration; a category that is missing there counts as `L3`.
    """

    def __init__(self, document: Document, default_levels: Mapping[Category, Level]) -> None:
        self._default_levels = dict(default_levels)
        rules = [Rule.from_row(row) for row in document["levels"]]
        self._book = Rulebook(rules)
        self._rules: Sequence[tuple[Level, str, bool]] = [
            (Level(row["level"]), rule.name, row.get("firm", False))
            for row, rule in zip(document["levels"], rules, strict=True)
        ]

    def judge(self, findings: Findings, judgement: Judgement, age: int | None) -> Urgency:
        """Return the most urgent level; 疑似, 听说 and politeness are not even looked at."""
        # What is learnt of levels knows what the rules found; their category calls for none beside.
        level, reasons = self._by_category(judgement)
        if judgement.levels:
            level, reasons = _by_training(judgement, _bound(findings, judgement, age))
        if judgement.evidence == 0 and findings.has("child"):
            # Somebody wrote of a child and nothing was understood: anything may be meant.
            level = level.raised_to(UNCLEAR)
            reasons.append(Reason("unclear-about-a-child", ""))
        if is_policy_question(findings):
            return Urgency(level, danger=False, reasons=(Reason("question-about-rules", ""),))
        by_words = Level.L4
        is_doubted = judgement.gravity is not None and judgement.gravity < DOUBTED
        for place, words in self._book.matches(findings, age):
            of_rule, name, is_firm = self._rules[place]
            if is_firm or not is_doubted:
                by_words = by_words.raised_to(of_rule)
                reasons.append(Reason(name, words))
        is_sure = (judgement.gravity or 0) >= SURE_OF_DANGER and findings.has("child")
        is_danger = by_words is Level.L1 or is_sure
        return Urgency(level.raised_to(by_words), is_danger, tuple(reasons))

    def _by_category(self, judgement: Judgement) -> tuple[Level, list[Reason]]:
        level, reasons = Level.L4, []
        best = judgement.suggestions[0]
        for one in judgement.suggestions:
            called = self._default_levels.get(one.category, Level.L3)
            is_plausible = one is best or one.score >= PLAUSIBLE or not judgement.evidence
            if is_plausible and called < level:
                level = called
                reasons.append(Reason(f"category-{one.category.lower()}", ""))
        return level, reasons


def _is_matter(findings: Findings, judgement: Judgement, age: int | None) -> bool:
    best = judgement.suggestions[0]
    is_plain = best.score >= MATTER and best.category is not Category.OTH
    return findings.has("child") or age is not None or bool(judgement.ruled) or is_plain


def _bound(findings: Findings, judgement: Judgement, age: int | None) -> float:
    """Return how likely a level must be at least, whatever level it is."""
    if not _is_matter(findings, judgement, age):
        return PLAINLY
    return LIKELY_IN_A_QUESTION if is_policy_question(findings) else 0.0


def _by_training(judgement: Judgement, bound: float) -> tuple[Level, list[Reason]]:
    """Return the most urgent level that is likely enough by what was learnt."""
    for level, enough in LIKELY_ENOUGH.items():
        likely = _likelihood(judgement, level)
        if likely >= max(enough, bound):
            return level, [Reason("learnt-level", f"{level.name} {likely:.0%}")]
    return Level.L4, []


def _likelihood(judgement: Judgement, level: Level) -> float:
    """Return how likely it is that the matter is as urgent as the level, or more."""
    if level is Level.L1 and judgement.gravity is not None:
        return judgement.gravity
    return sum(judgement.levels[: list(Level).index(level) + 1])
