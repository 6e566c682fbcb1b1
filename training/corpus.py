"""The sentences that the model learns from: one file for each person who wrote them.

Columns, separated by tabs: categories (several where two are right, the best first), subcategory,
level, who speaks, words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.terms import Category, Level

FOLDER = Path(__file__).parent / "corpus"


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
    """Return all examples, by writer, in the order in which they stand in the files.

    Raises:
        ValueError: a line is not as it should be; the message says where.
    """
    return [one for path in sorted(folder.glob("*.tsv")) for one in _read(path)]


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
