"""What is known of a matter while its reporter is still telling it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from bot.flows.copies import changed
from bot.flows.dialogue import Attachment, Entry, Json, Memory
from bot.terms import Category, Level
from bot.triage.reading import PlaceCandidate, Reading, Relation

SURE_SCORE = 0.6
AHEAD = 0.2
SUGGESTIONS = 3
CANDIDATES = 4
REASONS = 8
OF_AGE = 18
SEXES = ("boy", "girl")
# Nobody asks for a child's age in a matter that is about no particular child.
WITHOUT_CHILD = frozenset({Category.ADV, Category.CAR, Category.OTH})


@dataclass(frozen=True)
class Draft:
    """A report that is being told; everything but `entries` may still be unknown.

    `danger` is what the person answered: `yes`, `no` or `unsure`; `alarmed` says that words
    themselves meant danger. `scores` are the categories as they were read, `category_chosen` says
    that the person named the category. `candidates` are the places to be asked (county, township,
    village), `heard_places` all that words may have meant, `outside` one beyond the province.
    `asked` holds the questions that were answered or skipped, `trail` the states to go back to,
    `plan` the questions that are counted. `unknown` holds what a newer version wrote; it is
    carried along untouched.
    """

    way: str = "tap"
    entries: tuple[Entry, ...] = ()
    danger: str | None = None
    alarmed: bool = False
    level: int | None = None
    category: str | None = None
    category_chosen: bool = False
    suggestions: tuple[str, ...] = ()
    scores: tuple[tuple[str, float], ...] = ()
    city_code: str | None = None
    county_code: str | None = None
    township_code: str | None = None
    village: str | None = None
    candidates: tuple[tuple[str, ...], ...] = ()
    heard_places: tuple[tuple[str, ...], ...] = ()
    outside: str | None = None
    child_age: str | None = None
    child_sex: str | None = None
    child_name: str | None = None
    children: int | None = None
    situations: tuple[int, ...] = ()
    writer: str | None = None
    is_bound: bool = False
    may_write_back: bool | None = None
    reporter_name: str | None = None
    reporter_phone: str | None = None
    case_id: int | None = None
    asked: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    unknown: Mapping[str, Json] = field(default_factory=dict)

    @property
    def has_content(self) -> bool:
        """Say whether anything was told yet."""
        return bool(self.entries)

    @property
    def is_vague(self) -> bool:
        """Say whether so far only something was read that is about no child, such as a greeting."""
        return not self.category_chosen and self.category in WITHOUT_CHILD

    @property
    def is_by_child(self) -> bool:
        """Say whether who tells it is a child, by their own words."""
        return self.writer == Relation.CHILD

    @property
    def words(self) -> str:
        """Return all words so far."""
        return "\n".join(entry.text for entry in self.entries if entry.text)

    def to_memory(self) -> Mapping[str, Json]:
        """Return the draft as plain JSON values; what is unknown is left out."""
        own = {
            name: _plain(value)
            for name, value in vars(self).items()
            if name != "unknown" and value != _EMPTY[name]
        }
        return Memory({**self.unknown, **own}, made=self)

    @classmethod
    def from_memory(cls, memory: Mapping[str, Json]) -> "Draft":
        """Return the draft that `to_memory` gave, here or in a newer version."""
        if not isinstance(memory, Memory):
            return cls._from_values(memory)
        if not isinstance(memory.made, cls):
            memory.made = cls._from_values(memory)
        return memory.made

    @classmethod
    def _from_values(cls, memory: Mapping[str, Json]) -> "Draft":
        values: dict[str, Any] = {
            name: _frozen(value) for name, value in memory.items() if name in _EMPTY
        }
        values["unknown"] = {name: value for name, value in memory.items() if name not in _EMPTY}
        values["entries"] = tuple(_entry(entry) for entry in memory.get("entries") or ())  # type: ignore[union-attr]
        return cls(**values)

    def told(self, entry: Entry, reading: Reading | None) -> "Draft":
        """Return the draft with one more thing told, and with what the triage read in it."""
        draft = changed(self, entries=(*self.entries, entry))
        return draft if reading is None else draft.understood(reading)

    def understood(self, reading: Reading) -> "Draft":
        """Return the draft with what a reading adds; it overwrites nothing and lowers nothing."""
        draft = changed(
            self,
            level=_level_after(self.level, reading),
            alarmed=self.alarmed or reading.danger,
            reasons=_joined(self.reasons, reading),
        )
        draft = _with_place(_with_category(_with_facts(draft, reading), reading), reading)
        age, sex = reading.child.age, reading.child.sex
        is_childs = age is not None and 0 <= age < OF_AGE
        return changed(
            draft,
            child_age=draft.child_age or (reading.child.told_age if is_childs else None),
            child_sex=draft.child_sex or (sex if sex in SEXES else None),
        )

    def corrected(self, message_id: int, text: str) -> "Draft":
        """Return the draft with the words of one message replaced."""
        entries = tuple(
            replace(entry, text=text) if message_id and entry.message_id == message_id else entry
            for entry in self.entries
        )
        return changed(self, entries=entries)

    def at(self, place: PlaceCandidate) -> "Draft":
        """Return the draft with its place; a village stays only within its township."""
        is_same = place.county_code == self.county_code and self.township_code in (
            None,
            place.township_code,
        )
        return changed(
            self,
            county_code=place.county_code,
            city_code=place.county_code[:4] + "00",
            township_code=place.township_code,
            village=place.village or (self.village if is_same else None),
            candidates=(),
            outside=None,
        )

    def placed(self, reading: Reading) -> "Draft":
        """Return the draft with the place that a reading names instead of its former place."""
        blank = changed(self, city_code=None, county_code=None, township_code=None, candidates=())
        return _with_place(changed(blank, village=None, outside=None), reading)


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


def _level_after(level: int | None, reading: Reading) -> int | None:
    """Return the more urgent of two levels; a point on the map says where, and not how urgent."""
    if reading.place.by_point:
        return level
    return int(reading.level) if level is None else min(int(reading.level), level)


def _with_category(draft: Draft, reading: Reading) -> Draft:
    scored = reading.categories
    if not scored or (draft.category is not None and not draft.is_vague):
        return draft
    first, second = scored[0].score, scored[1].score if len(scored) > 1 else 0.0
    scores = tuple((one.category.value, one.score) for one in scored[:SUGGESTIONS])
    if first >= SURE_SCORE and first - second >= AHEAD:
        return changed(draft, category=scored[0].category.value, scores=scores)
    if draft.category is not None:
        return draft
    if draft.suggestions and first < SURE_SCORE:
        return draft
    return changed(draft, suggestions=tuple(code for code, _ in scores), scores=scores)


def _with_facts(draft: Draft, reading: Reading) -> Draft:
    writer = reading.writer
    return changed(
        draft,
        situations=tuple(sorted({*draft.situations, *reading.situations})),
        children=max(draft.children or 0, reading.child.count or 0) or None,
        writer=draft.writer or (writer.relation.value if writer.relation else None),
        is_bound=draft.is_bound or writer.is_mandatory_reporter,
    )


def _with_place(draft: Draft, reading: Reading) -> Draft:
    found = tuple(_named(one) for one in reading.place.candidates[:CANDIDATES])
    heard = tuple(dict.fromkeys((*found, *draft.heard_places)))[:CANDIDATES]
    draft = changed(draft, heard_places=heard)
    if draft.county_code is not None:
        best = reading.place.best
        is_deeper = best is not None and best.county_code == draft.county_code
        if best is not None and is_deeper and best.township_code and draft.township_code is None:
            return draft.at(best)
        return _in_doubt(draft, reading)
    if reading.place.best is not None:
        return draft.at(reading.place.best)
    city_code = draft.city_code or reading.place.city_code
    if not found:
        outside = draft.outside or reading.place.outside
        return changed(draft, city_code=city_code, outside=outside)
    return changed(draft, city_code=city_code, candidates=found, outside=None)


def _named(place: PlaceCandidate) -> tuple[str, ...]:
    return place.county_code, place.township_code or "", place.village or ""


def _in_doubt(draft: Draft, reading: Reading) -> Draft:
    """Return the draft to be asked where it is, if a shared location is not where words say.

    A place that the person tapped stays: they may stand somewhere else than the child.
    """
    spots = [one.county_code for one in reading.place.candidates]
    agrees = not reading.place.by_point or not spots or draft.county_code in spots
    if agrees or "where" in draft.asked:
        return draft
    said = (draft.county_code or "", draft.township_code or "", draft.village or "")
    others = tuple((code, "", "") for code in spots)
    return changed(
        draft,
        county_code=None,
        township_code=None,
        village=None,
        candidates=(said, *others)[:CANDIDATES],
    )


def _joined(reasons: tuple[str, ...], reading: Reading) -> tuple[str, ...]:
    new = [f"{reason.rule}: {reason.words}" for reason in reading.reasons]
    return tuple(dict.fromkeys([*reasons, *new]))[:REASONS]


# What is stored of a draft, with the value that says that nothing is known of it.
_EMPTY: Mapping[str, Any] = {
    one.name: getattr(Draft(), one.name) for one in fields(Draft) if one.name != "unknown"
}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [one if isinstance(one, str) else _plain(one) for one in value]
    return _said(value) if isinstance(value, Entry) else value


def _said(entry: Entry) -> Json:
    return {
        "text": entry.text,
        "attachment": asdict(entry.attachment) if entry.attachment else None,
        "message_id": entry.message_id,
    }


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def _entry(value: Any) -> Entry:
    attachment = value.get("attachment")
    return Entry(
        text=value.get("text", ""),
        attachment=Attachment(**attachment) if attachment else None,
        message_id=value.get("message_id", 0),
    )
