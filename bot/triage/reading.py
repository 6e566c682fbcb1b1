"""What the triage understood of one message; every suggestion carries its reasons."""

from dataclasses import dataclass, field

from bot.terms import Category, Level


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One likely category with a score between 0 and 1."""

    category: Category
    score: float


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """One place that the words may mean; codes are those of the gazetteer."""

    county_code: str
    county: str
    township_code: str | None = None
    township: str | None = None
    village: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words say the child is.

    `sure` means that the county may be read back rather than asked; otherwise `candidates`
    (best first, possibly empty) are to be offered. Where `sure` is true the first candidate is
    the place. `outside` is a place beyond the province, in the writer's words; `city_code` is the
    city where one is named, so that only its counties need to be asked. `by_point` is true where
    a shared location says it, which may be where the writer is and not the child.
    """

    sure: bool = False
    candidates: tuple[PlaceCandidate, ...] = ()
    outside: str | None = None
    city_code: str | None = None
    by_point: bool = False

    @property
    def best(self) -> PlaceCandidate | None:
        """Return the place itself where it is sure."""
        return self.candidates[0] if self.sure and self.candidates else None


@dataclass(frozen=True, slots=True)
class ChildClues:
    """What the words say of the child; `age` in whole years, below one year is 0."""

    age: int | None = None
    sex: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was suggested: a rule's name and the words that it matched."""

    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything understood of one message.

    `danger` is true where the words themselves say that a child is in danger now (the draft is
    then paged at once); `level` is the most urgent level that category or words call for.
    """

    categories: tuple[Suggestion, ...] = ()
    level: Level = Level.L3
    danger: bool = False
    reasons: tuple[Reason, ...] = ()
    place: Place = field(default_factory=Place)
    child: ChildClues = field(default_factory=ChildClues)
