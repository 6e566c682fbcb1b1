"""Train the model that reads messages: `python -m training.train` writes it into the package."""

import sys
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed

from bot.terms import Level
from bot.triage.trained import CATEGORIES, MODEL_FILE, Parameters
from training.corpus import Example, read_corpus
from training.learn import Digest, digest, fingerprint, learn_without, packed, scores
from training.strangers import emergencies, gravity, sharpness

# Into so many groups the writers are put, each left out once.
FOLDS = 5

# Which examples were left out, and their scores: by pieces alone, and by both models.
Measured = tuple[Sequence[int], np.ndarray]


def train(examples: Sequence[Example]) -> bytes:
    """Return the trained file; the same examples give the same bytes.

    How sharp the scores may be, and how much each sign of an emergency weighs, is found by leaving
    out some writers after others, so that a likelihood says how often the model is right about
    people it has never read.

    Raises:
        SystemExit: the package that makes vectors of sentences is missing.
    """
    digests = digest(examples)
    writers = sorted({one.writer for one in examples})
    groups = [set(), *(set(writers[place::FOLDS]) for place in range(FOLDS))]
    whole, *folds = Parallel(n_jobs=-1)(
        delayed(learn_without)(examples, digests, left_out) for left_out in groups
    )
    measured = [_measured(*fold, examples, digests) for fold in zip(folds, groups[1:], strict=True)]
    outside = [n for places, _ in measured for n in places]
    spoken = np.concatenate([scored for _, scored in measured], axis=1)
    strangers = [examples[n] for n in outside]
    truth = [CATEGORIES.index(one.categories[0]) for one in strangers]
    tried = replace(
        whole,
        sharpness=np.array([sharpness(one[:, : len(CATEGORIES)], truth) for one in spoken]),
        gravity=gravity(spoken, [digests[n] for n in outside], strangers),
    )
    _say_gravity(tried, spoken, [digests[n] for n in outside], strangers)
    return packed(tried, fingerprint(examples))


def _say_gravity(
    tried: Parameters,
    spoken: np.ndarray,
    digests: Sequence[Digest],
    strangers: Sequence[Example],
) -> None:
    grave = emergencies(tried.gravity[1], spoken, digests)
    is_grave = np.array([one.level is Level.L1 for one in strangers])
    is_serious = np.array([one.level is Level.L2 for one in strangers])
    is_calm = np.array([one.level >= Level.L3 for one in strangers])
    for bound in (0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15):
        seen, *raised = (np.mean(grave[one] >= bound) for one in (is_grave, is_serious, is_calm))
        sys.stdout.write(
            f"L1 from {bound} on: {seen:.1%} seen,"
            f" {raised[0]:.1%} of L2 and {raised[1]:.1%} of L3/L4 raised\n"
        )


def _measured(
    learnt: Parameters,
    left_out: AbstractSet[str],
    examples: Sequence[Example],
    digests: Sequence[Digest],
) -> Measured:
    """Return who was left out, and how the model scores them."""
    # What nobody else wrote about cannot have been learnt from the others.
    known = {one.categories[0] for one in examples if one.writer not in left_out}
    outside = [
        n for n, one in enumerate(examples) if one.writer in left_out and one.categories[0] in known
    ]
    spoken = scores(learnt, [digests[n] for n in outside])
    truth = [CATEGORIES.index(examples[n].categories[0]) for n in outside]
    _say(" ".join(sorted(left_out)), learnt, spoken[:, :, : len(CATEGORIES)], truth)
    return outside, spoken


def _say(writers: str, learnt: Parameters, spoken: np.ndarray, truth: Sequence[int]) -> None:
    best = np.argsort(-spoken[1], axis=1)
    first = np.mean(best[:, 0] == truth)
    three = np.mean([right in row[:3] for right, row in zip(truth, best, strict=True)])
    sys.stdout.write(
        f"{writers} left out: first {first:.1%}, among three {three:.1%} of {len(truth)};"
        f" {len(learnt.rows)} pieces\n"
    )


if __name__ == "__main__":
    Path(str(MODEL_FILE)).write_bytes(train(read_corpus()))
