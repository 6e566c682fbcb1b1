"""The sentences that the model learns from: one file for each person who wrote them.

The tuning set teaches as well: its misses have been read, so that it says nothing new of strangers
any more. Each of the sets in it was frozen once and has writers of its own; where writers are left
out, it counts as one.

Columns, separated by tabs: categories (several where two are right, the best first), subcategory,
level, who speaks, words.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.terms import Category, Level
from training.frozen import TUNING_FILE, read_frozen

FOLDER = Path(__file__).parent / "corpus"
# Where in the tuning set each of the sets begins that were frozen once.
SETS = (0, 600, 1327, 2263, 3107, 3901, 4693, 5482, 5900, 6414, 6584, 7052, 7527, 7847, 8326, 8804)


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence, with what a good duty officer would say it is."""

    writer: str
    categories: tuple[Category, ...]
    subcategory: str
    level: Level
    speaker: str
    words: str


def read_corpus(folder: Path = FOLDER) -> Sequence[Example]:
    """Return all examples, by writer, in the order of the files, then those of the tuning set.

    Raises:
        ValueError: a line is not as it should be; the message says where.
    """
    written = [one for path in sorted(folder.glob("*.tsv")) for one in _read(path)]
    return [*written, *_once_frozen()]


def _once_frozen() -> Iterator[Example]:
    for place, one in enumerate(read_frozen(TUNING_FILE)):
        yield Example(
            writer=f"{TUNING_FILE.stem}-{bisect(SETS, place)}",
            categories=one.categories,
            subcategory=one.subcategory,
            level=one.levels[0],
            speaker=one.speaker or "",
            words=one.words,
        )


def _read(path: Path) -> Iterator[Example]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        try:
            categories, subcategory, level, speaker, words = line.split("\t")
            yield Example(
                writer=path.stem,
                categories=tuple(Category(one) for one in categories.split(",")),
                subcategory=subcategory,
                level=Level[level],
                speaker=speaker,
                words=words,
            )
        except (ValueError, KeyError) as error:
            raise ValueError(f"{path.name}:{number}: {error}") from error
