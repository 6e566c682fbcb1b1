"""What is known of a matter while its reporter is still telling it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from bot.flows.dialogue import Attachment, Entry, Json
from bot.terms import Category, Level
from bot.triage.reading import PlaceCandidate, Reading

SURE_SCORE = 0.6
AHEAD = 0.2
SUGGESTIONS = 3
CANDIDATES = 4
REASONS = 8
# Nobody asks for a child's age in a matter that is about no particular child.
WITHOUT_CHILD = frozenset({Category.ADV, Category.CAR, Category.OTH})


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that is being told; everything but `entries` may still be unknown.

    `danger` is what the person answered: `yes`, `no` or `unsure`; `alarmed` says that words
    themselves meant danger. `asked` holds the questions that were answered or skipped, `trail`
    the states to go back to, `plan` the questions that are counted.
    """

    way: str = "tap"
    entries: tuple[Entry, ...] = ()
    danger: str | None = None
    alarmed: bool = False
    level: int | None = None
    category: str | None = None
    suggestions: tuple[str, ...] = ()
    city_code: str | None = None
    county_code: str | None = None
    township_code: str | None = None
    village: str | None = None
    candidates: tuple[tuple[str, str], ...] = ()
    child_age: str | None = None
    child_sex: str | None = None
    child_name: str | None = None
    may_write_back: bool | None = None
    reporter_name: str | None = None
    reporter_phone: str | None = None
    case_id: int | None = None
    asked: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def has_content(self) -> bool:
        """Say whether anything was told yet."""
        return bool(self.entries)

    @property
    def words(self) -> str:
        """Return all words so far."""
        return "\n".join(entry.text for entry in self.entries if entry.text)

    def to_memory(self) -> Mapping[str, Json]:
        """Return the draft as plain JSON values; what is unknown is left out."""
        values: dict[str, Any] = asdict(self)
        empty = Draft()
        return {
            name: _plain(value) for name, value in values.items() if value != getattr(empty, name)
        }

    @classmethod
    def from_memory(cls, memory: Mapping[str, Json]) -> "Draft":
        """Return the draft that `to_memory` gave; names that are not known here are left out."""
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {
            name: _frozen(value) for name, value in memory.items() if name in known
        }
        values["entries"] = tuple(_entry(entry) for entry in memory.get("entries") or ())  # type: ignore[union-attr]
        return cls(**values)

    def told(self, entry: Entry, reading: Reading | None) -> "Draft":
        """Return the draft with one more thing told, and with what the triage read in it."""
        draft = replace(self, entries=(*self.entries, entry))
        return draft if reading is None else draft.understood(reading)

    def understood(self, reading: Reading) -> "Draft":
        """Return the draft with what a reading adds; it overwrites nothing and lowers nothing."""
        level = int(reading.level)
        draft = replace(
            self,
            level=level if self.level is None else min(level, self.level),
            alarmed=self.alarmed or reading.danger,
            reasons=_joined(self.reasons, reading),
        )
        draft = _with_place(_with_category(draft, reading), reading)
        age = reading.child.age
        return replace(
            draft,
            child_age=draft.child_age or (None if age is None else str(age)),
            child_sex=draft.child_sex or reading.child.sex,
        )

    def at(self, place: PlaceCandidate) -> "Draft":
        """Return the draft with its place."""
        return replace(
            self,
            county_code=place.county_code,
            city_code=place.county_code[:4] + "00",
            township_code=place.township_code,
            village=place.village or self.village,
            candidates=(),
        )


def level_of(draft: Draft, default_levels: Mapping[Category, Level]) -> Level:
    """Return how urgent the draft is: the most urgent of everything that speaks for it."""
    level = Level.L4 if draft.category or draft.level else Level.L3
    if draft.level is not None:
        level = level.raised_to(Level(draft.level))
    if draft.category is not None:
        level = level.raised_to(default_levels[Category(draft.category)])
    if draft.danger == "yes" or draft.alarmed:
        return Level.L1
    return level.raised_to(Level.L2) if draft.danger == "unsure" else level


def _with_category(draft: Draft, reading: Reading) -> Draft:
    scored = reading.categories
    if draft.category is not None or not scored:
        return draft
    first, second = scored[0].score, scored[1].score if len(scored) > 1 else 0.0
    if first >= SURE_SCORE and first - second >= AHEAD:
        return replace(draft, category=scored[0].category.value)
    if draft.suggestions and first < SURE_SCORE:
        return draft
    return replace(draft, suggestions=tuple(one.category.value for one in scored[:SUGGESTIONS]))


def _with_place(draft: Draft, reading: Reading) -> Draft:
    if draft.county_code is not None:
        best = reading.place.best
        is_deeper = best is not None and best.county_code == draft.county_code
        if best is not None and is_deeper and draft.township_code is None:
            return draft.at(best)
        return draft
    if reading.place.best is not None:
        return draft.at(reading.place.best)
    found = reading.place.candidates[:CANDIDATES]
    if not found:
        return draft
    return replace(
        draft,
        candidates=tuple((one.county_code, one.township_code or "") for one in found),
    )


def _joined(reasons: tuple[str, ...], reading: Reading) -> tuple[str, ...]:
    new = [f"{reason.rule}: {reason.words}" for reason in reading.reasons]
    return tuple(dict.fromkeys([*reasons, *new]))[:REASONS]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def _entry(value: Any) -> Entry:
    attachment = value.get("attachment")
    return Entry(
        text=value.get("text", ""),
        attachment=Attachment(**attachment) if attachment else None,
        message_id=value.get("message_id", 0),
    )
