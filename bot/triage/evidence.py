"""Words and rules that speak for a category or a level; the words stand in `data/evidence.json`.

A concept is a list of words that mean much the same. A rule asks for one or more concepts close
to each other, so that 打 beside 孩子 says something and 打 alone, or 打 in 打工, says nothing.
"""

import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Self, TypedDict, cast

import ahocorasick

EVIDENCE_FILE = files("bot.triage") / "data" / "evidence.json"
ANYWHERE = 1_000_000

_NEGATION = re.compile(
    "(?<!有)(?:没有|没|未|不|别|从不|从没|从来没|并没|不会|不曾|没再|没怎么|不敢|没人)"
    "(?:被|受过?|在|再|敢|动手|人|有|见|出|流|淌|冒)?$"
)
# What might happen has not happened: 容易掉下去 is a hazard, no accident.
_MIGHT = re.compile(
    "(?:容易|怕(?!是)|担心|(?<![社机])会|(?<!不)小心|当心|万一|防止|要是|可能会|差点|险些|以防|预防|避免)"
    "[^，。,. ]{0,6}$"
)
LOOK_BACK = 10


class RuleRow(TypedDict, total=False):
    """One rule as the data file has it."""

    name: str
    category: str
    level: int
    all: list[str]
    none: list[str]
    firm: bool
    needs: list[str]
    within: int
    age_below: int
    weight: float


class Document(TypedDict):
    """The data file."""

    ignored: str
    negatable: list[str]
    hypothetical: dict[str, str]
    concepts: dict[str, str]
    categories: list[RuleRow]
    levels: list[RuleRow]


@dataclass(frozen=True, slots=True)
class Rule:
    """Ask for concepts near each other, for an age, and for others to be there or not at all.

    `within` counts the characters between two of the words at most.
    """

    name: str
    near: tuple[str, ...]
    within: int = ANYWHERE
    anywhere: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()
    age_below: int | None = None

    @classmethod
    def from_row(cls, row: RuleRow) -> Self:
        """Return the rule of a row in the data file."""
        return cls(
            name=row["name"],
            near=tuple(row["all"]),
            within=row.get("within", ANYWHERE),
            anywhere=tuple(row.get("needs", ())),
            nowhere=tuple(row.get("none", ())),
            age_below=row.get("age_below"),
        )


@dataclass(frozen=True, slots=True)
class Findings:
    """Where a text has words of which concept, as (start, end) in the order of the text."""

    text: str
    spans: Mapping[str, Sequence[tuple[int, int]]]

    def has(self, concept: str) -> bool:
        """Say whether any word of the concept stands in the text."""
        return concept in self.spans

    def match(self, rule: Rule, age: int | None) -> str | None:
        """Return the words that the rule matched, or nothing where it does not hold."""
        if not self._may_match(rule, age):
            return None
        first, *others = rule.near
        for span in self.spans[first]:
            found = [_nearest(self.spans[other], span, rule.within) for other in others]
            if None not in found:
                return self._words([span, *(one for one in found if one is not None)])
        return None

    def _may_match(self, rule: Rule, age: int | None) -> bool:
        # Plain loops, because a generator takes as long as all the rest.
        for concept in rule.near:
            if concept not in self.spans:
                return False
        for concept in rule.anywhere:
            if concept not in self.spans:
                return False
        for concept in rule.nowhere:
            if concept in self.spans:
                return False
        return rule.age_below is None or (age is not None and age < rule.age_below)

    def _words(self, spans: Sequence[tuple[int, int]]) -> str:
        return " ".join(dict.fromkeys(self.text[start:end] for start, end in sorted(spans)))


class Rulebook:
    """Rules by the first concept that each asks for: most ask for one that a text has not."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._asking: dict[str, list[tuple[int, Rule]]] = defaultdict(list)
        for place, rule in enumerate(rules):
            self._asking[rule.near[0]].append((place, rule))

    def matches(self, findings: Findings, age: int | None) -> Iterator[tuple[int, str]]:
        """Yield the place of each rule that holds, in their order, and the words it matched."""
        asked = [one for concept in findings.spans for one in self._asking.get(concept, ())]
        for place, rule in sorted(asked):
            words = findings.match(rule, age)
            if words is not None:
                yield place, words


class Lexicon:
    """Find the concepts in a text."""

    def __init__(self, document: Document) -> None:
        self._negatable = frozenset(document["negatable"])
        self._hypothetical = document["hypothetical"]
        concepts: dict[str, list[str]] = defaultdict(list)
        for concept, words in document["concepts"].items():
            for word in words.split():
                concepts[word].append(concept)
        ignored = frozenset(document["ignored"].split())
        self._automaton = ahocorasick.Automaton()
        for word in sorted(concepts.keys() | ignored):
            meant = concepts[word]
            self._automaton.add_word(
                word,
                (len(word), tuple(meant), word in ignored, not self._is_plain(meant)),
            )
        self._automaton.make_automaton()

    def find(self, text: str) -> Findings:
        """Return the concepts of a text; a word inside an ignored longer word is not seen."""
        hits = [
            (last + 1 - length, last + 1, concepts, is_ignored, may_change)
            for last, (length, concepts, is_ignored, may_change) in self._automaton.iter(text)
        ]
        covers = sorted((start, end) for start, end, _, is_ignored, _ in hits if is_ignored)
        spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for start, end, concepts, _, may_change in sorted(hits):
            if not covers or not _is_covered(covers, start, end):
                meant = self._meant(text, start, concepts) if may_change else concepts
                for concept in meant:
                    spans[concept].append((start, end))
        return Findings(text, dict(spans))

    def _is_plain(self, concepts: Iterable[str]) -> bool:
        """Say whether they mean the same whatever stands before them."""
        changed = self._negatable | self._hypothetical.keys()
        return changed.isdisjoint(concepts)

    def _meant(self, text: str, start: int, concepts: Sequence[str]) -> Iterator[str]:
        before = text[max(0, start - LOOK_BACK) : start]
        is_negated, is_hypothetical = _NEGATION.search(before), _MIGHT.search(before)
        for concept in concepts:
            if is_hypothetical and concept in self._hypothetical:
                yield self._hypothetical[concept]
            elif not (is_negated and concept in self._negatable):
                yield concept


def load_document() -> Document:
    """Read the data file that comes with the package."""
    return cast("Document", json.loads(EVIDENCE_FILE.read_text("utf-8")))


def _is_covered(covers: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Say whether a longer ignored word holds the span; such words are short, so look nearby."""
    index = bisect_left(covers, (start, end))
    nearby = covers[max(0, index - 3) : index + 2]
    return any(
        left <= start and end <= right and (left, right) != (start, end) for left, right in nearby
    )


def _nearest(
    spans: Sequence[tuple[int, int]], span: tuple[int, int], within: int
) -> tuple[int, int] | None:
    """Return the span nearest to the given one with at most so many characters between."""
    index = bisect_left(spans, span)
    nearby = spans[max(0, index - 2) : index + 2]
    best = min(nearby, key=lambda one: _gap(one, span))
    return best if _gap(best, span) <= within else None


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0], other[0]) - min(one[1], other[1])
