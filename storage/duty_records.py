"""Rows of duty rosters, as the services see them."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Shift:
    """One person's duty in one tier of one office."""

    id: int
    office_code: str
    tier: str
    staff_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class DutyRule:
    """Who takes turns in a tier, and when duty is handed over; lists are JSON."""

    id: int
    office_code: str
    tier: str
    people: str
    hand_offs: str
    weekday: int | None
    starts_on: date
    from_at: datetime

    @property
    def staff_ids(self) -> tuple[int, ...]:
        """Return who takes turns, in order."""
        return tuple(json.loads(self.people))

    @property
    def hours(self) -> tuple[time, ...]:
        """Return the hours of hand-off, as the clock of the hotline's zone shows them."""
        return tuple(time.fromisoformat(one) for one in json.loads(self.hand_offs))


@dataclass(frozen=True, slots=True)
class DutyDay:
    """Who was named for one day of a tier; `holiday` is the holiday's name, if it is one."""

    id: int
    office_code: str
    tier: str
    day: date
    people: str
    holiday: str | None

    @property
    def staff_ids(self) -> tuple[int, ...]:
        """Return who was named, in the order of the day's hand-offs."""
        return tuple(json.loads(self.people))


@dataclass(frozen=True, slots=True)
class DutyOverride:
    """One person for a span of a tier, whatever else was laid down."""

    id: int
    office_code: str
    tier: str
    staff_id: int
    starts_at: datetime
    ends_at: datetime
    swap_id: int | None


@dataclass(frozen=True, slots=True)
class DutyAbsence:
    """A span in which somebody takes no turn."""

    id: int
    staff_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class DutySwap:
    """One officer's question to another to take a shift, perhaps in return for one of theirs."""

    id: int
    office_code: str
    tier: str
    asker_id: int
    asked_id: int
    starts_at: datetime
    ends_at: datetime
    back_starts_at: datetime | None
    back_ends_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Handover:
    """One shift change: whoever comes on signs by `due_at`, which is set while it waits."""

    id: int
    office_code: str
    tier: str
    staff_id: int
    starts_at: datetime
    state: str
    due_at: datetime | None
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ToldHole:
    """A hole in the roster of which somebody was told."""

    id: int
    office_code: str
    tier: str
    staff_id: int | None
    starts_at: datetime
    ends_at: datetime | None
