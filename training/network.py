"""Learn the small network that reads the meaning of a sentence, always the same from the same."""

import numpy as np
import numpy.typing as npt

from bot.triage.trained import Head, Network

# All found by leaving writers out; more of any of them hardly helps.
HIDDEN = 256
ROUNDS = 20
AT_ONCE = 256
RATE = 2e-3
# So much of what the first layer says is left out at random, so that no part relies on another.
LEFT_OUT = 0.3
DECAY = 0.01
# How far the two memories of former steps reach back (Adam).
MEMORY, MEMORY_OF_SQUARES = 0.9, 0.999
LEAST = 1e-8
SEED = 1

Array = npt.NDArray[np.float32]
Answers = tuple[Array, Array]
"""What is right for each example: shares of the categories, and of the levels."""


def learn_network(meanings: Array, answers: Answers) -> Network:
    """Return the network; its first layer takes the vectors as they come."""
    middle, spread = meanings.mean(axis=0), meanings.std()
    hidden, ends = _descended((meanings - middle) / spread, answers)
    weights = hidden.weights / spread
    return Network(Head(weights, hidden.bias - middle @ weights), ends)


def _descended(seen: Array, answers: Answers) -> tuple[Head, Head]:
    chance = np.random.default_rng(SEED)
    kinds, right = answers[0].shape[1], np.hstack(answers)
    learnt = _beginning(chance, seen.shape[1], right.shape[1])
    paces = _Paces(learnt, ROUNDS * -(-len(seen) // AT_ONCE))
    for _ in range(ROUNDS):
        order = chance.permutation(len(seen))
        for start in range(0, len(order), AT_ONCE):
            some = order[start : start + AT_ONCE]
            kept = (chance.random((len(some), HIDDEN), np.float32) >= LEFT_OUT) / (1 - LEFT_OUT)
            paces.step(slopes(learnt, seen[some], right[some], kinds, kept.astype(np.float32)))
    return Head(learnt[0], learnt[1]), Head(learnt[2], learnt[3])


def _beginning(chance: np.random.Generator, width: int, ends: int) -> list[Array]:
    hidden = chance.standard_normal((width, HIDDEN)) * np.sqrt(2 / width)
    answers = chance.standard_normal((HIDDEN, ends)) * np.sqrt(1 / HIDDEN)
    nothing = np.zeros(HIDDEN), np.zeros(ends)
    return [one.astype(np.float32) for one in (hidden, nothing[0], answers, nothing[1])]


def slopes(learnt: list[Array], seen: Array, right: Array, kinds: int, kept: Array) -> list[Array]:
    """Return how fast the error grows with each weight."""
    weights, bias, ends, end_bias = learnt
    raw = seen @ weights + bias
    felt = np.maximum(raw, 0) * kept
    said = felt @ ends + end_bias
    likely = np.hstack([_softmaxes(said[:, :kinds]), _softmaxes(said[:, kinds:])])
    off = (likely - right) / np.float32(len(seen))
    back = (off @ ends.T) * kept * (raw > 0)
    return [seen.T @ back, back.sum(axis=0), felt.T @ off, off.sum(axis=0)]


def _softmaxes(rows: Array) -> Array:
    raised = np.exp(rows - rows.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


class _Paces:
    """Take steps downhill, each weight at a pace of its own, all of them slower and slower."""

    def __init__(self, learnt: list[Array], steps: int) -> None:
        self._learnt = learnt
        self._steps = steps
        self._taken = 0
        self._slopes = [np.zeros_like(one) for one in learnt]
        self._squares = [np.zeros_like(one) for one in learnt]

    def step(self, downhill: list[Array]) -> None:
        self._taken += 1
        rate = RATE * (1 - self._taken / (self._steps + 1))
        surely = 1 - MEMORY**self._taken, 1 - MEMORY_OF_SQUARES**self._taken
        for place, slope in enumerate(downhill):
            self._slopes[place] += (1 - MEMORY) * (slope - self._slopes[place])
            self._squares[place] += (1 - MEMORY_OF_SQUARES) * (slope**2 - self._squares[place])
            pace = np.sqrt(self._squares[place] / surely[1]) + LEAST
            self._learnt[place] -= rate * self._slopes[place] / surely[0] / pace
        for layer in (0, 2):
            self._learnt[layer] *= 1 - rate * DECAY
