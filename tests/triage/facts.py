"""Sentences with what they say of the child and of the writer.

Columns, separated by tabs: age, number of children, sex, writer, mandatory reporter (yes or no),
mandatory situations (several after commas), words. A `-` is not said. Print how well a set is read
by `python -m tests.triage.facts FILE [--misses]`.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.triage.gazetteer import Gazetteer
from bot.triage.reader import Triage
from bot.triage.reading import Reading
from bot.triage.trained import load_model
from tests.triage.sentences import LEVELS


@dataclass(frozen=True, slots=True)
class Fact:
    age: int | None
    count: int | None
    sex: str | None
    writer: str | None
    is_mandatory: bool
    situations: tuple[int, ...]
    words: str


CHECKS: dict[str, Callable[[Fact, Reading], bool]] = {
    "age": lambda fact, reading: reading.child.age == fact.age,
    "count": lambda fact, reading: reading.child.count == fact.count,
    "sex": lambda fact, reading: reading.child.sex == fact.sex,
    "writer": lambda fact, reading: reading.writer.relation == fact.writer,
    "mandatory": lambda fact, reading: reading.writer.is_mandatory_reporter == fact.is_mandatory,
    "situations": lambda fact, reading: reading.situations == fact.situations,
    "no situation too many": lambda fact, got: set(got.situations) <= set(fact.situations),
}


def read_facts(name: str) -> Sequence[Fact]:
    return list(_parse((Path(__file__).parent / name).read_text("utf-8")))


def share(name: str, triage: Triage) -> dict[str, float]:
    """Return for each column how much of the set is read as it should be."""
    pairs = [(fact, triage.read(fact.words)) for fact in read_facts(name)]
    return {
        column: sum(is_right(*pair) for pair in pairs) / len(pairs)
        for column, is_right in CHECKS.items()
    }


def _parse(text: str) -> Iterator[Fact]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            age, count, sex, writer, mandatory, situations, words = line.split("\t")
            yield Fact(
                age=None if age == "-" else int(age),
                count=None if count == "-" else int(count),
                sex=None if sex == "-" else sex,
                writer=None if writer == "-" else writer,
                is_mandatory=mandatory == "yes",
                situations=() if situations == "-" else tuple(map(int, situations.split(","))),
                words=words,
            )


def main(name: str, *, shows_misses: bool) -> None:
    triage = Triage(Gazetteer.load(), LEVELS, model=load_model())
    pairs = [(fact, triage.read(fact.words)) for fact in read_facts(name)]
    for column, is_right in CHECKS.items():
        misses = [(fact, reading) for fact, reading in pairs if not is_right(fact, reading)]
        _say(f"{column}: {len(pairs) - len(misses)}/{len(pairs)}")
        for fact, reading in misses if shows_misses else ():
            _say(f"    {fact.words}\n      {fact}\n      → {_read(reading)}")


def _read(reading: Reading) -> str:
    best = reading.categories[0]
    child, writer = reading.child, reading.writer
    return f"{best.category} {best.score} {child} {writer} {reading.situations}"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1], shows_misses="--misses" in sys.argv)
