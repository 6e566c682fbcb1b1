"""Print how well a set is read: `python -m tests.triage.measure held_out.tsv [--misses]`."""

import sys
import time
from collections.abc import Callable, Sequence
from statistics import median

from bot.triage.gazetteer import Gazetteer
from bot.triage.reader import Triage
from bot.triage.reading import Reading
from tests.triage.sentences import LEVELS, Sentence, read_sentences

Pairs = Sequence[tuple[Sentence, Reading]]


def main(name: str, *, shows_misses: bool) -> None:
    triage = Triage(Gazetteer.load(), LEVELS)
    sentences = read_sentences(name)
    started = time.perf_counter()
    pairs = [(one, triage.read(one.words)) for one in sentences]
    elapsed = (time.perf_counter() - started) / len(pairs)
    about = [pair for pair in pairs if pair[0].levels != ("-",)]
    urgent = [pair for pair in about if pair[0].levels == ("L1",)]
    calm = [pair for pair in about if not {"L1", "L2"} & set(pair[0].levels)]
    placed = [pair for pair in pairs if pair[0].place[0] not in "-?!"]
    aged = [pair for pair in pairs if pair[0].age is not None]
    _count("category first", about, Sentence.is_first, shows_misses)
    _count("category among three", about, Sentence.is_among_three, shows_misses)
    _count("level", about, Sentence.has_level, shows_misses)
    _count("L1 recognised", urgent, lambda s, r: r.level == 1, shows_misses)
    _count("L3/L4 not raised to L1", calm, lambda s, r: r.level != 1, shows_misses)
    _count("place", pairs, Sentence.has_place, shows_misses)
    _count("named county or township sure", placed, Sentence.has_place, shows_misses)
    _count("no wrong county taken", pairs, _is_county_right, shows_misses)
    _count("age where written", aged, Sentence.has_age, shows_misses)
    _count("age of all", pairs, Sentence.has_age, shows_misses)
    print(f"mean {elapsed * 1000:.2f} ms, median length {median(len(s.words) for s in sentences)}")


def _is_county_right(sentence: Sentence, reading: Reading) -> bool:
    return not sentence.is_wrong_county_taken(reading)


def _count(
    name: str, pairs: Pairs, is_right: Callable[[Sentence, Reading], bool], shows: bool
) -> None:
    wrong = [(s, r) for s, r in pairs if not is_right(s, r)]
    print(f"{name}: {len(pairs) - len(wrong)}/{len(pairs)}")
    for sentence, reading in wrong if shows else ():
        got = ",".join(f"{one.category}={one.score}" for one in reading.categories)
        place = [(c.county, c.township) for c in reading.place.candidates]
        print(
            "   ",
            sentence,
            "\n      →",
            got,
            reading.level.name,
            reading.place.sure,
            place,
            reading.place.outside,
            reading.child.age,
            [f"{r.rule}:{r.words}" for r in reading.reasons],
        )


if __name__ == "__main__":
    main(sys.argv[1], shows_misses="--misses" in sys.argv)
