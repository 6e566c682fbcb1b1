"""Rows as the services see them: frozen, unsealed, with moments in UTC."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import RowMapping

from storage.encryption import Place, Vault

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Office:
    """An office of the hotline: the province's, a city's or a county's."""

    code: str
    kind: str
    name: str
    number_prefix: str
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a chat: a resident, a member of staff, or both.

    `may_serve` is False where it was asked whether they have a place in an office, and none has.
    """

    id: int
    chat: str
    language: str
    met_at: datetime
    blocked_at: datetime | None
    quiet_at: datetime | None
    minute_at: datetime | None
    minute_count: int
    inquiry_hour_at: datetime | None
    inquiry_count: int
    may_serve: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Staff:
    """A person's place in one office."""

    id: int
    person_id: int
    office_code: str
    role: str
    name: str
    enrolled_at: datetime
    left_at: datetime | None
    blocked_at: datetime | None = None
    township_code: str | None = None
    village: str | None = None
    agency: str | None = None

    @property
    def is_reachable(self) -> bool:
        """Say whether a message can be expected to arrive."""
        return self.left_at is None and self.blocked_at is None


@dataclass(frozen=True, slots=True)
class Invite:
    """A one-time link into an office."""

    id: int
    office_code: str
    role: str
    name: str
    made_by: int | None
    expires_at: datetime
    used_at: datetime | None
    township_code: str | None = None
    village: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An update that Telegram handed over."""

    id: int
    update_id: int
    payload: str | None
    state: str
    attempts: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class DialogueRow:
    """Where a person stands in a dialogue; `memory` is JSON."""

    person_id: int
    flow: str
    version: int
    state: str
    memory: str
    level: int | None
    updated_at: datetime
    due_at: datetime | None
    due: str | None


@dataclass(frozen=True, slots=True)
class ParkedForm:
    """A small form that was left before its end; `memory` is JSON, `case_id` what it is about."""

    id: int
    person_id: int
    flow: str
    subject: str
    state: str
    case_id: int | None
    memory: str
    parked_at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """One child matter; `child`, `reasons`, `reading` and `situations` are JSON.

    `reading` is what was understood of the reporters' words; `situations` are the mandatory
    situations (高检发〔2020〕9号 Art 4, 1 to 9) that hold by now; `guardianship` is the ground of
    temporary guardianship (未成年人保护法 Art 92, 1 to 7), if a person marked that there is one.
    """

    id: int
    number: str
    state: str
    level: int
    category: str | None
    county_code: str | None
    township_code: str | None
    village: str | None
    child: str | None
    restricted: bool
    complete: bool
    reasons: str | None
    reading: str | None
    situations: str
    opened_at: datetime
    closed_at: datetime | None
    erased_at: datetime | None
    guardianship: int | None = None

    @property
    def situation_numbers(self) -> tuple[int, ...]:
        """Return the mandatory situations that hold, in their order."""
        return tuple(json.loads(self.situations))

    @property
    def child_facts(self) -> Mapping[str, str]:
        """Return what is known of the child: `age`, `sex`, `name`, each only where known."""
        return json.loads(self.child) if self.child else {}


@dataclass(frozen=True, slots=True)
class Report:
    """What one person reported to one case."""

    id: int
    case_id: int
    person_id: int
    number: str
    may_write_back: bool
    reporter_name: str | None
    reporter_phone: str | None
    reported_at: datetime
    withdrawn_at: datetime | None
    rating: str | None
    reopened_at: datetime | None
    hidden_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One thing said in a case: by a reporter, an officer, or about it; attachment is JSON."""

    id: int
    case_id: int
    report_id: int | None
    staff_id: int | None
    kind: str
    words: str | None
    attachment: str | None
    message_id: int
    album_id: str
    said_at: datetime
    edited_at: datetime | None


@dataclass(frozen=True, slots=True)
class Referral:
    """One hand-over of a case to one office."""

    id: int
    case_id: int
    office_code: str
    state: str
    version: int
    level: int
    ladder_version: str
    chase_version: str
    rung: int
    round: int
    milestone: str
    milestone_due_at: datetime | None
    next_deadline_at: datetime | None
    provisional: bool
    holder_id: int | None
    dispatched_at: datetime
    last_paged_at: datetime | None
    accepted_at: datetime | None
    contacted_at: datetime | None
    visited_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    done: str | None
    told: str | None
    about_offices: str | None = None
    quiet: bool = False
    final: bool = False

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to act on it."""
        return self.next_deadline_at is not None


@dataclass(frozen=True, slots=True)
class Decline:
    """One return of a referral: by whom, why, and who was proposed instead."""

    id: int
    referral_id: int
    staff_id: int
    reason: str
    owner_code: str | None
    declined_at: datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person made of a suggestion; where both are the same, it was confirmed.

    `what` is `category`, `level`, `place` or `situation`; `suggested` and `corrected` are codes,
    `shown` is JSON of the scores and reasons that stood beside the suggestion.
    """

    id: int
    case_id: int
    what: str
    suggested: str | None
    corrected: str
    shown: str | None
    words: str | None
    staff_id: int
    corrected_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One call to one person on one rung."""

    id: int
    referral_id: int
    staff_id: int
    kind: str
    rung: int
    round: int
    state: str
    queued_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card on somebody's phone; `message_id` is known once it was sent."""

    id: int
    referral_id: int
    staff_id: int
    person_id: int
    message_id: int | None
    page_id: int | None
    drawn: bytes | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message on its way; `payload` is JSON, absent where it is rendered when it leaves."""

    id: int
    dedupe_key: str
    person_id: int
    kind: str
    payload: str | None
    priority: int
    state: str
    attempts: int
    not_before_at: datetime
    lease_token: str | None
    repeated: bool
    plain: bool
    message_id: int | None
    referral_id: int | None
    page_id: int | None
    card_id: int | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a case's timeline; `details` is JSON, absent once it was erased.

    `commitment` stands for the details in the hash, and `salt` keeps it from being guessed at.
    """

    id: int
    case_id: int
    sequence: int
    referral_id: int | None
    kind: str
    staff_id: int | None
    details: str | None
    salt: str | None
    commitment: bytes | None
    happened_at: datetime
    previous_hash: bytes
    hash: bytes


class Rows(Protocol):
    """What a statement found: SQLAlchemy's result, or what stands for it."""

    def keys(self) -> Iterable[str]:
        """Return the names of the columns."""
        ...

    def fetchall(self) -> Sequence[Sequence[Any]]:
        """Return the rows that are left."""
        ...


class Shape(NamedTuple):
    """Which values of a row make a record of `cls`, and which of them are sealed.

    `places` are those of the columns that `names`, the fields, are read from. The first `leading`
    fields are the class's own first ones, and handed over without their names. `sealed` has the
    place among the fields, and the column; sealed words are bound to the value at `key`.
    """

    cls: Any
    names: Sequence[str]
    places: Sequence[int]
    leading: int
    sealed: Sequence[tuple[int, str]]
    key: int | None

    def made(self, row: Sequence[Any], table: str, vault: Vault, row_id: int | None = None) -> Any:
        """Return the record of a row of `table`, with `row_id` for what stands at `key`."""
        values = [row[place] for place in self.places]
        for place, column in self.sealed:
            if values[place] is not None:
                bound = row[self.key] if row_id is None else row_id  # type: ignore[index]
                values[place] = vault.open(values[place], Place(table, column, bound))
        if self.leading == len(values):
            return self.cls(*values)
        named = zip(self.names[self.leading :], values[self.leading :], strict=True)
        return self.cls(*values[: self.leading], **dict(named))


def record(
    cls: type[R],
    row: Mapping[str, Any] | RowMapping,
    *,
    table: str,
    vault: Vault,
    row_id: int | None = None,
) -> R:
    """Return `row` as the dataclass `cls`, its sealed columns opened.

    A field `words` is read from the column `words`, or opened from `words_sealed`.
    """
    shape = shape_of(cls, tuple(row))  # type: ignore[arg-type]
    made: R = shape.made(tuple(row.values()), table, vault, row_id)
    return made


def records(cls: type[R], found: Rows, *, table: str, vault: Vault, key: str = "id") -> Sequence[R]:
    """Return what was found as the dataclass `cls`; sealed words are bound to the column `key`."""
    shape = shape_of(cls, tuple(found.keys()), key)
    return [shape.made(row, table, vault) for row in found.fetchall()]


def shape_of(cls: type[Any], columns: tuple[str, ...], key: str = "id") -> Shape:
    """Return how rows of these columns are made records of the dataclass `cls`."""
    return _shape_of(cls, columns, key)  # type: ignore[arg-type]


@cache
def _shape_of(cls: type[Any], columns: tuple[str, ...], key: str) -> Shape:
    known = [one.name for one in fields(cls)]
    names = [name for name in known if name in columns or f"{name}_sealed" in columns]
    read = [name if name in columns else f"{name}_sealed" for name in names]
    return Shape(
        cls,
        names,
        [columns.index(one) for one in read],
        sum(one == other for one, other in zip(known, names, strict=False)),
        [(at, one) for at, (name, one) in enumerate(zip(names, read, strict=True)) if one != name],
        columns.index(key) if key in columns else None,
    )
