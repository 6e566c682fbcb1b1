"""Print how well strangers are read.

`python -m training.evaluate [--tuning | --writers | --renamed]`.

Without an option it reads the frozen set and prints every figure with its 95 % interval (Wilson),
the confusion of categories, and every miss (`--no-misses` leaves those out, for who goes on
tuning). `--tuning` does the same with the tuning set, which may be looked at; the model has learnt
from it, so that it judges places, ages and words, and neither categories nor levels. With
`--writers` it reads every writer of the corpus, and the tuning set, by a model that was trained
without them (and without some others, so that four trainings do): the bounds of
`bot.triage.urgency` are chosen by that, never by the frozen set. With `--renamed` it reads the
places of the tuning set with many other names put in (`training.renamed`).
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed

from bot.app import triage_here
from bot.config import load_config
from bot.terms import Level
from bot.triage.categories import Judgement
from bot.triage.child import clues
from bot.triage.evidence import Lexicon, load_document
from bot.triage.features import plain
from bot.triage.folding import fold
from bot.triage.gazetteer import Gazetteer
from bot.triage.places import Places
from bot.triage.report import reading_as_json
from bot.triage.trained import (
    LONGEST_SENTENCE,
    MODEL_FILE,
    Parameters,
    TrainedCategories,
    Vector,
)
from bot.triage.urgency import Urgency, UrgencyRules
from training.corpus import Example, read_corpus
from training.frozen import FROZEN_FILE, TUNING_FILE, read_frozen
from training.learn import VECTOR, Digest, digest, learn_without
from training.measure import confusion, figures, read_all, share
from training.renamed import counties, read_renamed, sentences, townships

CONFIG = Path(__file__).parents[1] / "config.yaml"

# Into so many groups the writers are put, each left out once.
GROUPS = 4

# With so many names each sentence is read again: some 40,000 readings, in a quarter of a minute.
NAMES_FOR_EACH = 20

Row = tuple[Example, Judgement, Urgency]


def read_as_strangers(examples: Sequence[Example]) -> Iterator[Row]:
    """Yield each example as it is read by a model that knows nothing of its writer.

    Some writers are left out together, so that there are few models to learn, and every sentence
    is made a vector once.
    """
    document = load_document()
    digests, lexicon = digest(examples), Lexicon(document)
    vectors = {
        plain(fold(one.words))[:LONGEST_SENTENCE]: seen.meaning
        for one, seen in zip(examples, digests, strict=True)
    }
    stored = Parameters.load(MODEL_FILE.read_bytes())
    urgency = UrgencyRules(document, load_config(CONFIG).default_levels())
    for group, learnt in _learnt_without(examples, digests):
        tried = replace(learnt, sharpness=stored.sharpness, gravity=stored.gravity)
        model = TrainedCategories(document, tried, lambda: partial(_known, vectors))
        for one in examples:
            if one.writer in group:
                folded = fold(one.words)
                findings, age = lexicon.find(folded), clues(folded).age
                judgement = model.judge(findings, age)
                yield one, judgement, urgency.judge(findings, judgement, age)


def _learnt_without(
    examples: Sequence[Example], digests: Sequence[Digest]
) -> Iterator[tuple[AbstractSet[str], Parameters]]:
    writers = sorted({one.writer for one in examples})
    groups = [set(writers[place::GROUPS]) for place in range(min(GROUPS, len(writers)))]
    models = Parallel(n_jobs=-1)(delayed(learn_without)(examples, digests, one) for one in groups)
    yield from zip(groups, models, strict=True)


def _known(vectors: Mapping[str, Vector | None], texts: Sequence[str]) -> Sequence[Vector]:
    known = [vectors.get(text) for text in texts]
    return [np.zeros(VECTOR, np.float32) if one is None else one for one in known]


def main(options: Sequence[str]) -> None:
    """Print the figures."""
    path = TUNING_FILE if "--tuning" in options else FROZEN_FILE
    shows_misses = "--no-misses" not in options
    if "--writers" in options:
        lines = _by_writer()
    elif "--renamed" in options:
        lines = _renamed()
    else:
        lines = _set(path, shows_misses=shows_misses)
    for line in lines:
        sys.stdout.write(line + "\n")


def _set(path: Path, *, shows_misses: bool) -> Iterator[str]:
    gazetteer = Gazetteer.load()
    triage = triage_here(load_config(CONFIG), CONFIG.parent, gazetteer).reader()
    labelled = read_frozen(path)
    read_all(triage, labelled)  # The first reading of a process is slower than all others.
    rows, seconds = read_all(triage, labelled)
    found = list(figures(rows, gazetteer))
    yield from (str(figure) for figure in found)
    p50, p99 = (float(value) * 1000 for value in np.percentile(seconds, [50, 99]))
    yield f"one message: p50 {p50:.1f} ms (bar 8), p99 {p99:.1f} ms (bar 25)"
    yield ""
    yield from confusion(rows)
    for figure in found if shows_misses else ():
        yield f"\n{figure.name}: {len(figure.misses)} misses"
        for one, reading in figure.misses:
            yield f"  {','.join(one.categories)} {one.place} {one.age} {one.words}"
            yield f"    → {json.dumps(reading_as_json(reading), ensure_ascii=False)}"


def _renamed() -> Iterator[str]:
    gazetteer = Gazetteer.load()
    places, labelled = Places(gazetteer), read_frozen(TUNING_FILE)
    for what, written, names in (
        ("townships", "T", townships(gazetteer)),
        ("counties", "C", counties(gazetteer)),
    ):
        told = sentences(labelled, names, written, gazetteer)
        yield from read_renamed(places, told, names, each=NAMES_FOR_EACH).lines(what)


def _by_writer() -> Iterator[str]:
    rows = list(read_as_strangers(read_corpus()))
    for writer in (*sorted({one.writer for one, _, _ in rows}), "all"):
        own = [row for row in rows if writer in (row[0].writer, "all")]
        yield f"{writer} ({len(own)})"
        for name, hits in _figures(own):
            yield f"  {name}: {share(sum(hits), len(hits))}"


def _figures(rows: Sequence[Row]) -> Iterator[tuple[str, Sequence[bool]]]:
    yield "category first", [j.suggestions[0].category in one.categories for one, j, _ in rows]
    yield (
        "category among three",
        [any(s.category in one.categories for s in j.suggestions) for one, j, _ in rows],
    )
    yield "level", [u.level is one.level for one, _, u in rows]
    yield "L1 recognised", [u.level is Level.L1 for one, _, u in rows if one.level is Level.L1]
    serious = [u for one, _, u in rows if one.level is Level.L2]
    yield "L2 raised to L1", [u.level is Level.L1 for u in serious]
    calm = [u for one, _, u in rows if one.level >= Level.L3]
    yield "L3/L4 raised to L1", [u.level is Level.L1 for u in calm]
    yield "L3/L4 taken for danger", [u.danger for u in calm]


if __name__ == "__main__":
    main(sys.argv[1:])
