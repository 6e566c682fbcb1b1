"""Rows as the services see them: frozen, unsealed, with moments in UTC."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

# What is counted for each person: codes that are typed, and numbers of receipts.
Tried = Literal["code", "receipt"]


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
    receipt_hour_at: datetime | None
    receipt_count: int
    may_serve: bool = field(default=True, compare=False)

    def tries(self, tried: Tried) -> tuple[datetime | None, int]:
        """Return when the hour of these tries began, and how many were counted in it."""
        if tried == "receipt":
            return self.receipt_hour_at, self.receipt_count
        return self.inquiry_hour_at, self.inquiry_count


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
