"""What trying the models on writers whom they have never read teaches: how far to trust them."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from bot.terms import Level
from bot.triage.gravity import features, likelihood
from training.corpus import Example
from training.learn import Digest

FREEDOM = 0.02
MOST_ITERATIONS = 500
LEAST_SPREAD = 1e-6

Array = npt.NDArray[np.float64]


def sharpness(spoken: Array, truth: Sequence[int]) -> float:
    """Return the factor by which scores become likelihoods that hold, on held-out examples."""

    def loss(factor: float) -> float:
        raised = spoken * factor
        raised = raised - raised.max(axis=1, keepdims=True)
        likely = raised - np.log(np.exp(raised).sum(axis=1, keepdims=True))
        return float(-likely[np.arange(len(truth)), list(truth)].mean())

    return float(minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x)


def gravity(
    spoken: Array, digests: Sequence[Digest], examples: Sequence[Example]
) -> npt.NDArray[np.float32]:
    """Return how much each sign of an emergency weighs: with pieces alone, and with both models."""
    levels = [one.level for one in examples]
    by_pieces = spoken[0]
    return np.stack([_weights(_seen(one, by_pieces, digests), levels) for one in spoken])


def emergencies(
    weights: npt.NDArray[np.float32], spoken: Array, digests: Sequence[Digest]
) -> Array:
    """Return how likely each example is an emergency by both models, with these weights."""
    by_pieces, by_both = spoken
    seen = _seen(by_both, by_pieces, digests)
    return np.array([likelihood(weights, one) for one in seen])


def _seen(spoken: Array, by_pieces: Array, digests: Sequence[Digest]) -> Array:
    rows = zip(spoken, by_pieces, digests, strict=True)
    return np.array([features(both, pieces, one.signs) for both, pieces, one in rows], np.float64)


def _weights(seen: Array, levels: Sequence[Level]) -> npt.NDArray[np.float32]:
    truth = [one is Level.L1 for one in levels]
    middle, spread = seen.mean(axis=0), seen.std(axis=0) + LEAST_SPREAD
    model = LogisticRegression(C=FREEDOM, max_iter=MOST_ITERATIONS)
    model.fit((seen - middle) / spread, truth)
    # A sign that no example shows has no spread, and says nothing.
    weights = np.where(spread > LEAST_SPREAD, model.coef_[0] / spread, 0.0)
    alone = model.intercept_[0] - float(weights @ middle)
    return np.append(weights, alone).astype(np.float32)
