"""Which situations of mandatory reporting a text may tell of: 高检发〔2020〕9号, Art. 4.

1 injury of private parts · 2 sexual assault, pregnancy or abortion of a girl under 14 · 3 pregnancy
or abortion from 14 on · 4 injuries, malnutrition, suspected violence · 5 suicide, self-harm,
poisoning, injury at work or by blows · 6 abandoned or long uncared for · 7 of unknown origin,
missing or trafficked · 8 made to beg · 9 other serious harm, or danger of it now.

"Suspected" is enough for the law. The rules in `data/situations.json` are written to be right
rather than complete: an officer sees them as suggestions and confirms them.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Self, cast

from bot.terms import Category
from bot.triage.categories import Judgement
from bot.triage.evidence import Document, Findings, Lexicon, Rule, Rulebook, RuleRow
from bot.triage.policy import is_policy_question
from bot.triage.reading import ChildClues, Reason

SITUATIONS_FILE = files("bot.triage") / "data" / "situations.json"
PLAUSIBLE = 0.2


class SituationRow(RuleRow, total=False):
    """One rule as the data file has it; the concepts are those of both data files."""

    situation: int
    judged: list[str]
    sex: str
    age_from: int
    age_unknown: bool
    unless: list[int]


class SituationDocument(Document):
    """The data file; its categories and levels are empty."""

    situations: list[SituationRow]


@dataclass(frozen=True, slots=True)
class SituationRule:
    """Ask for words, and beside them for a kind of matter, an age or a sex.

    `judged` are the categories of which one must be the most likely; `sex` fails only where the
    child is of the other one; `unless` are situations that make this one superfluous.
    """

    situation: int
    words: Rule
    judged: frozenset[Category]
    sex: str | None
    age_from: int | None
    is_of_unknown_age: bool
    unless: frozenset[int]

    @classmethod
    def from_row(cls, row: SituationRow) -> Self:
        """Return the rule of a row in the data file."""
        return cls(
            situation=row["situation"],
            words=Rule.from_row(row),
            judged=frozenset(Category(one) for one in row.get("judged", ())),
            sex=row.get("sex"),
            age_from=row.get("age_from"),
            is_of_unknown_age=row.get("age_unknown", False),
            unless=frozenset(row.get("unless", ())),
        )

    def fits(self, child: ChildClues, likely: Collection[Category]) -> bool:
        """Say whether everything but the words allows for it."""
        if self.judged and not self.judged & set(likely):
            return False
        if self.is_of_unknown_age and child.age is not None:
            return False
        if self.age_from is not None and (child.age is None or child.age < self.age_from):
            return False
        return self.sex is None or child.sex in (None, self.sex)


class SituationRules:
    """Suspect situations by rules."""

    def __init__(self) -> None:
        document = load_situations()
        self._lexicon = Lexicon(document)
        self._rules: Sequence[SituationRule] = [
            SituationRule.from_row(row) for row in document["situations"]
        ]
        self._book = Rulebook([rule.words for rule in self._rules])

    def suspect(
        self, findings: Findings, judgement: Judgement, child: ChildClues
    ) -> tuple[Reason, ...]:
        """Return a reason for each situation that may be meant, in the order of their numbers.

        A question about the rules reports nothing, and no situation is suspected in it.
        """
        if is_policy_question(findings):
            return ()
        own = self._lexicon.find(findings.text)
        # Where both files know a concept by one name, the one of this file is meant.
        found = Findings(findings.text, {**findings.spans, **own.spans})
        likely = _likely(judgement)
        reasons: dict[int, Reason] = {}
        for place, words in self._book.matches(found, child.likely_age):
            rule = self._rules[place]
            if rule.situation in reasons or rule.unless & reasons.keys():
                continue
            if rule.fits(child, likely):
                reasons[rule.situation] = Reason(rule.words.name, words)
        return tuple(reasons[number] for number in sorted(reasons))


def _likely(judgement: Judgement) -> Collection[Category]:
    """Return the likeliest category, and the rules' own where training finds it plausible."""
    best = judgement.suggestions[0]
    plausible = {one.category for one in judgement.suggestions if one.score >= PLAUSIBLE}
    by_rules = {one.category for one in judgement.ruled[:1]}
    return {best.category} | (plausible & by_rules)


def situation_of(reason: Reason) -> int:
    """Return the number of the situation that a reason speaks for."""
    return int(reason.rule.rpartition("-")[2])


def load_situations() -> SituationDocument:
    """Read the data file that comes with the package."""
    read = json.loads(SITUATIONS_FILE.read_text("utf-8"))
    return cast("SituationDocument", {"categories": [], "levels": [], **read})
