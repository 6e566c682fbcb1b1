from typing import Any

import numpy as np
import pytest

from training.network import HIDDEN, Answers, Array, learn_network, slopes


def _either_or() -> tuple[Array, Answers]:
    """Return what no linear model can tell apart: one of two signs, and not both or none."""
    chance = np.random.default_rng(7)
    signs = chance.choice([-1.0, 1.0], (4000, 2))
    seen = (signs * 0.02 + chance.normal(0.3, 0.004, signs.shape)).astype(np.float32)
    one_of_two = (signs[:, 0] != signs[:, 1]).astype(int)
    return seen, (np.eye(2, dtype=np.float32)[one_of_two], np.eye(2, dtype=np.float32)[one_of_two])


def test_it_learns_what_no_linear_model_can() -> None:
    seen, right = _either_or()
    said = learn_network(seen, right).answer(seen)
    for columns, of in ((said[:, :2], right[0]), (said[:, 2:], right[1])):
        assert np.mean(columns.argmax(axis=1) == of.argmax(axis=1)) > 0.97


def test_one_vector_is_answered_as_a_row_of_them_is() -> None:
    seen, right = _either_or()
    network = learn_network(seen[:300], (right[0][:300], right[1][:300]))
    for one, answered in zip(seen[:20], network.answer(seen[:20]), strict=True):
        assert network.answer(one) == pytest.approx(answered, abs=1e-4)


def test_the_same_examples_give_the_same_network() -> None:
    seen, right = _either_or()
    first, second = (learn_network(seen, right) for _ in range(2))
    assert first.hidden.weights.tobytes() == second.hidden.weights.tobytes()
    assert first.answers.weights.tobytes() == second.answers.weights.tobytes()


def test_of_two_right_answers_both_are_learnt_by_their_shares() -> None:
    seen, right = _either_or()
    shared = np.full_like(right[0], 0.5)
    said = learn_network(seen, (shared, right[1])).answer(seen)
    assert np.abs(said[:, 0] - said[:, 1]).mean() < 0.2


def test_the_slopes_are_those_of_the_error() -> None:
    chance = np.random.default_rng(3)
    sizes = ((5, HIDDEN), (HIDDEN,), (HIDDEN, 6), (6,))
    learnt: list[Any] = [chance.normal(0, 0.3, size) for size in sizes]
    seen: Any = chance.normal(0, 1, (7, 5))
    kept: Any = chance.choice([0.0, 1.5], (7, HIDDEN))
    right: Any = np.hstack(
        [np.eye(4)[chance.integers(4, size=7)], np.eye(2)[chance.integers(2, size=7)]]
    )

    def error() -> float:
        weights, bias, ends, end_bias = learnt
        said = np.exp(np.maximum(seen @ weights + bias, 0) * kept @ ends + end_bias)
        said[:, :4] /= said[:, :4].sum(axis=1, keepdims=True)
        said[:, 4:] /= said[:, 4:].sum(axis=1, keepdims=True)
        return float(-(right * np.log(said)).sum() / len(seen))

    found = slopes(learnt, seen, right, 4, kept)
    for one, slope in zip(learnt, found, strict=True):
        for place in chance.integers(one.size, size=12):
            before, little = one.flat[place], 1e-5
            one.flat[place] = before + little
            above = error()
            one.flat[place] = before - little
            below = error()
            one.flat[place] = before
            assert slope.flat[place] == pytest.approx((above - below) / (2 * little), abs=1e-4)
