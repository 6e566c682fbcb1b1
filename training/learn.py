"""Learn the parameters of the trained model from examples, always the same from the same."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

from bot.triage.categories import CategoryRules
from bot.triage.child import clues
from bot.triage.evidence import Lexicon, load_document
from bot.triage.features import pieces, plain
from bot.triage.folding import fold
from bot.triage.trained import (
    CATEGORIES,
    LEVELS,
    LONGEST_SENTENCE,
    Encoder,
    Head,
    Parameters,
    piece_values,
    rule_values,
)
from training.corpus import Example

# A piece that stands in fewer messages says more of its writer than of its matter.
FEWEST_MESSAGES = 3
# How freely the two models may follow the examples, found by leaving one writer out at a time.
FREEDOM_OF_PIECES = 12.0
FREEDOM_OF_MEANING = 4.0
MOST_ITERATIONS = 200
# Of two right categories the first one counts this much.
FIRST_OF_TWO = 0.65
INT8 = 127
VECTOR = 512

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Digest:
    """One example as the models see it."""

    counts: Mapping[str, int]
    rules: Mapping[int, float]
    meaning: npt.NDArray[np.float32] | None


def digest(examples: Sequence[Example], encoder: Encoder | None) -> Sequence[Digest]:
    """Return what the models see of each example."""
    document = load_document()
    lexicon, rules = Lexicon(document), CategoryRules(document)
    digests = []
    for one in examples:
        folded = fold(one.words)
        text = plain(folded)
        said = rule_values(rules, lexicon.find(folded), clues(folded).age)
        meaning = encoder(text[:LONGEST_SENTENCE]) if encoder and text else None
        digests.append(Digest(pieces(text), said, meaning))
    return digests


def learn(examples: Sequence[Example], digests: Sequence[Digest]) -> Parameters:
    """Return the parameters; their sharpness is one until it is `sharpened`."""
    rows, rarity = _vocabulary([one.counts for one in digests])
    width = len(rows) + len(CATEGORIES) + 1
    by_pieces = _heads(_sparse(digests, rows, rarity, width), examples, FREEDOM_OF_PIECES)
    by_meaning = _heads(_meanings(digests), examples, FREEDOM_OF_MEANING)
    return Parameters(rows, rarity, by_pieces, by_meaning, np.ones(2, np.float32))


def sharpness(spoken: Array, truth: Sequence[int]) -> float:
    """Return the factor by which scores become likelihoods that hold, on held-out examples."""

    def loss(factor: float) -> float:
        raised = spoken * factor
        raised = raised - raised.max(axis=1, keepdims=True)
        likely = raised - np.log(np.exp(raised).sum(axis=1, keepdims=True))
        return float(-likely[np.arange(len(truth)), list(truth)].mean())

    return float(minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x)


def packed(parameters: Parameters) -> bytes:
    """Return the parameters as a file: small numbers for the pieces, halves for the rest."""
    weights = parameters.by_pieces.weights
    scales = np.abs(weights).max(axis=0) / INT8
    content = BytesIO()
    np.savez_compressed(
        content,
        pieces=np.frombuffer("\n".join(parameters.rows).encode(), np.uint8),
        rarity=parameters.rarity.astype(np.float16),
        piece_weights=np.round(weights / scales).astype(np.int8),
        piece_scales=scales.astype(np.float32),
        piece_bias=parameters.by_pieces.bias.astype(np.float32),
        meaning_weights=parameters.by_meaning.weights.astype(np.float16),
        meaning_bias=parameters.by_meaning.bias.astype(np.float32),
        sharpness=parameters.sharpness.astype(np.float32),
    )
    return content.getvalue()


def _meanings(digests: Sequence[Digest]) -> npt.NDArray[np.float32]:
    nothing = np.zeros(VECTOR, np.float32)
    return np.stack([nothing if one.meaning is None else one.meaning for one in digests])


def _vocabulary(
    counts: Sequence[Mapping[str, int]],
) -> tuple[dict[str, int], npt.NDArray[np.float32]]:
    messages: Counter[str] = Counter()
    for one in counts:
        messages.update(one.keys())
    kept = sorted(word for word, n in messages.items() if n >= FEWEST_MESSAGES and "\n" not in word)
    rarity = [np.log((1 + len(counts)) / (1 + messages[word])) + 1 for word in kept]
    return {word: row for row, word in enumerate(kept)}, np.array(rarity, np.float32)


def _sparse(
    digests: Sequence[Digest], rows: Mapping[str, int], rarity: npt.NDArray[np.float32], width: int
) -> csr_array:
    data, columns, ends = [], [], [0]
    for one in digests:
        values = piece_values(one.counts, rows, rarity)
        values |= {len(rows) + place: value for place, value in one.rules.items()}
        columns += list(values)
        data += list(values.values())
        ends.append(len(columns))
    return csr_array((data, columns, ends), shape=(len(digests), width))


def _heads(
    seen: csr_array | npt.NDArray[np.float32], examples: Sequence[Example], freedom: float
) -> Head:
    weighed = [
        (row, CATEGORIES.index(category), share)
        for row, one in enumerate(examples)
        for category, share in _shares(one)
    ]
    places = [row for row, _, _ in weighed]
    kinds = _fitted(
        seen[places],
        [c for _, c, _ in weighed],
        [s for _, _, s in weighed],
        freedom,
        len(CATEGORIES),
    )
    truths = [LEVELS.index(one.level) for one in examples]
    levels = _fitted(seen, truths, [1.0] * len(truths), freedom, len(LEVELS))
    return Head(
        np.hstack([kinds.weights, levels.weights]), np.concatenate([kinds.bias, levels.bias])
    )


def _shares(one: Example) -> Sequence[tuple[object, float]]:
    if len(one.categories) == 1:
        return [(one.categories[0], 1.0)]
    rest = (1 - FIRST_OF_TWO) / (len(one.categories) - 1)
    return [(c, FIRST_OF_TWO if n == 0 else rest) for n, c in enumerate(one.categories)]


def _fitted(
    seen: csr_array | npt.NDArray[np.float32],
    truths: Sequence[int],
    shares: Sequence[float],
    freedom: float,
    answers: int,
) -> Head:
    model = LogisticRegression(C=freedom, max_iter=MOST_ITERATIONS)
    model.fit(seen, truths, sample_weight=shares)
    weights = np.zeros((seen.shape[1], answers), np.float32)
    # An answer that no example has is never the best.
    bias = np.full(answers, -20.0, np.float32)
    weights[:, model.classes_] = model.coef_.T
    bias[model.classes_] = model.intercept_
    return Head(weights, bias)


def scores(parameters: Parameters, digests: Sequence[Digest]) -> npt.NDArray[np.float64]:
    """Return the scores of the categories: by pieces alone, and by both models together."""
    width = len(parameters.rows) + len(CATEGORIES) + 1
    seen = _sparse(digests, parameters.rows, parameters.rarity, width)
    head = parameters.by_pieces
    by_pieces = np.asarray(seen @ head.weights + head.bias)[:, : len(CATEGORIES)]
    head = parameters.by_meaning
    by_meaning = (_meanings(digests) @ head.weights + head.bias)[:, : len(CATEGORIES)]
    return np.stack([by_pieces, (by_pieces + by_meaning) / 2])
