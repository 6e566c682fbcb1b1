"""What the triage understood of one message; every suggestion carries its reasons."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.terms import Category, Level


class Relation(StrEnum):
    """What the writer of a message is to the child."""

    CHILD = "child"
    PARENT = "parent"
    GRANDPARENT = "grandparent"
    RELATIVE = "relative"
    NEIGHBOUR = "neighbour"
    STRANGER = "stranger"
    TEACHER = "teacher"
    DOCTOR = "doctor"
    DIRECTOR = "director"


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
class Reason:
    """Why something was suggested: a rule's name and the words that it matched."""

    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class ChildClues:
    """What the words say of the child.

    `age` is in whole years, below one year 0, and of several children the youngest one's; `upto`
    ends a guess that `age` begins: 六七岁. `sex` is `boy` or `girl`; `count` is how many children
    the words are about. `about` is how old a child may be of whom only 幼儿园 or 快上小学 is said,
    or whose age stands in a question about the law: it serves what is dangerous at an age, and is
    never told as one.
    """

    age: int | None = None
    upto: int | None = None
    about: int | None = None
    sex: str | None = None
    count: int | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def told_age(self) -> str | None:
        """Return the age as wide as it was said: `6`, or `6-7`."""
        if self.age is None or self.upto is None:
            return None if self.age is None else str(self.age)
        return f"{self.age}-{self.upto}"

    @property
    def likely_age(self) -> int | None:
        """Return the age, or about how old the child is where no age is said."""
        return self.about if self.age is None else self.age


@dataclass(frozen=True, slots=True)
class WriterClues:
    """What the words say of whoever writes; nothing here is to be shown to the village.

    `relation` is what the writer is to the child, where the words show it. A mandatory reporter is
    one whom the law obliges to report: 未成年人保护法 Art. 11, 高检发〔2020〕9号 Art. 4.
    """

    relation: Relation | None = None
    is_mandatory_reporter: bool = False
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything understood of one message.

    `danger` is true where the words themselves say that a child is in danger now (the draft is
    then paged at once); `level` is the most urgent level that category or words call for.
    `situations` are the numbers of the situations of 高检发〔2020〕9号 Art. 4 that may be
    suspected, in their order, for the officer to confirm. `reasons` are for the officer's
    card; all that speaks for the child's or the writer's clues stands with these.
    """

    categories: tuple[Suggestion, ...] = ()
    level: Level = Level.L3
    danger: bool = False
    reasons: tuple[Reason, ...] = ()
    place: Place = field(default_factory=Place)
    child: ChildClues = field(default_factory=ChildClues)
    writer: WriterClues = field(default_factory=WriterClues)
    situations: tuple[int, ...] = ()
