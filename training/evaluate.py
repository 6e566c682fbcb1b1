"""Print how strangers are read, by leaving out one writer after another.

`python -m training.evaluate` trains on all writers but one, reads that one, and adds up. Each
figure stands with its 95 % interval (Wilson). The bounds of `bot.triage.urgency` are chosen by it.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import sqrt
from pathlib import Path

from bot.config import load_config
from bot.terms import Level
from bot.triage.categories import Judgement
from bot.triage.child import clues
from bot.triage.evidence import Lexicon, load_document
from bot.triage.folding import fold
from bot.triage.trained import MODEL_FILE, Parameters, TrainedCategories, load_encoder
from bot.triage.urgency import Urgency, UrgencyRules
from training.corpus import Example, read_corpus
from training.learn import digest, learn

CONFIG = Path(__file__).parents[1] / "config.yaml"
DEVIATIONS = 1.96

Row = tuple[Example, Judgement, Urgency]


def read_as_strangers(examples: Sequence[Example]) -> Iterator[Row]:
    """Yield each example as it is read by a model that knows nothing of its writer."""
    encoder, document = load_encoder(), load_document()
    digests, lexicon = digest(examples, encoder), Lexicon(document)
    sharpness = Parameters.load(MODEL_FILE.read_bytes()).sharpness
    urgency = UrgencyRules(document, load_config(CONFIG).default_levels())
    for writer in sorted({one.writer for one in examples}):
        inside = [n for n, one in enumerate(examples) if one.writer != writer]
        learnt = learn([examples[n] for n in inside], [digests[n] for n in inside])
        model = TrainedCategories(document, replace(learnt, sharpness=sharpness), encoder)
        for one in examples:
            if one.writer == writer:
                folded = fold(one.words)
                findings, age = lexicon.find(folded), clues(folded).age
                judgement = model.judge(findings, age)
                yield one, judgement, urgency.judge(findings, judgement, age)


def main() -> None:
    """Print the figures by writer and together."""
    rows = list(read_as_strangers(read_corpus()))
    for writer in (*sorted({one.writer for one, _, _ in rows}), "all"):
        own = [row for row in rows if writer in (row[0].writer, "all")]
        sys.stdout.write(f"{writer} ({len(own)})\n")
        for name, hits in _figures(own):
            sys.stdout.write(f"  {name}: {_with_interval(hits)}\n")


def _figures(rows: Sequence[Row]) -> Iterator[tuple[str, Sequence[bool]]]:
    yield "category first", [j.suggestions[0].category in one.categories for one, j, _ in rows]
    yield (
        "category among three",
        [any(s.category in one.categories for s in j.suggestions) for one, j, _ in rows],
    )
    yield "level", [u.level is one.level for one, _, u in rows]
    yield "L1 recognised", [u.level is Level.L1 for one, _, u in rows if one.level is Level.L1]
    calm = [u for one, _, u in rows if one.level >= Level.L3]
    yield "L3/L4 raised to L1", [u.level is Level.L1 for u in calm]
    yield "L3/L4 taken for danger", [u.danger for u in calm]


def _with_interval(hits: Sequence[bool]) -> str:
    count, share = len(hits), sum(hits) / len(hits)
    spread = DEVIATIONS**2 / count
    middle = (share + spread / 2) / (1 + spread)
    half = DEVIATIONS * sqrt(share * (1 - share) / count + spread / (4 * count)) / (1 + spread)
    return f"{share:.1%} of {count} ({middle - half:.1%} to {middle + half:.1%})"


if __name__ == "__main__":
    main()
