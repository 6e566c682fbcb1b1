"""Print how well a set is read: `python -m tests.triage.measure FILE [--misses] [--rules]`."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median

from bot.terms import Level
from bot.triage.gazetteer import Gazetteer
from bot.triage.reader import Triage
from bot.triage.reading import Reading
from bot.triage.report import reading_as_json
from bot.triage.trained import load_model
from tests.triage.sentences import LEVELS, Sentence, read_sentences

Pairs = Sequence[tuple[Sentence, Reading]]


def main(name: str, *, shows_misses: bool, by_rules_alone: bool) -> None:
    model = None if by_rules_alone else load_model()
    triage = Triage(Gazetteer.load(), LEVELS, model=model)
    sentences = read_sentences(name)
    started = time.process_time()
    pairs = [(one, triage.read(one.words)) for one in sentences]
    each = (time.process_time() - started) / len(pairs)
    for figure, (among, is_right) in _figures(pairs).items():
        misses = [(one, reading) for one, reading in among if not is_right(one, reading)]
        _say(f"{figure}: {len(among) - len(misses)}/{len(among)}")
        for one, reading in misses if shows_misses else ():
            _say(f"    {one}\n      → {json.dumps(reading_as_json(reading), ensure_ascii=False)}")
    _say(f"{each * 1000:.2f} ms each, {median(len(one.words) for one in sentences)} characters")


def _figures(pairs: Pairs) -> dict[str, tuple[Pairs, Callable[[Sentence, Reading], bool]]]:
    about = [pair for pair in pairs if pair[0].levels != ("-",)]
    urgent = [pair for pair in about if pair[0].levels == ("L1",)]
    calm = [pair for pair in about if not {"L1", "L2"} & set(pair[0].levels)]
    named = [pair for pair in pairs if pair[0].place[0] not in "-?!"]
    aged = [pair for pair in pairs if pair[0].age is not None]
    return {
        "category first": (about, Sentence.is_first),
        "category among three": (about, Sentence.is_among_three),
        "level": (about, Sentence.has_level),
        "L1 recognised": (urgent, Sentence.has_level),
        "L3/L4 not raised to L1": (calm, lambda _, reading: reading.level is not Level.L1),
        "place": (pairs, Sentence.has_place),
        "named county or township sure": (named, Sentence.has_place),
        "no wrong county taken": (pairs, lambda one, got: not one.is_wrong_county_taken(got)),
        "age where written": (aged, Sentence.has_age),
    }


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1], shows_misses="--misses" in sys.argv, by_rules_alone="--rules" in sys.argv)
