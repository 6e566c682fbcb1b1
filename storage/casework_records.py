"""Rows of what officers set going in a case, as the services see them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit to a family; `answers` is JSON, `next_at` is set while somebody has to go."""

    id: int
    referral_id: int
    asked_by: int
    staff_id: int
    state: str
    brief: str
    answers: str | None
    asked_at: datetime
    due_at: datetime
    next_at: datetime | None
    settled_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to go."""
        return self.next_at is not None


@dataclass(frozen=True, slots=True)
class Helper:
    """A further officer in a case; `offered_at` is when they were asked to take the lead."""

    id: int
    case_id: int
    staff_id: int
    added_by: int
    joined_at: datetime
    offered_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Joining:
    """A case whose reports went into another; `described` is JSON, absent where that is unknown."""

    case_id: int
    into_id: int
    joined_by: int
    described: str | None
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class AgencyCall:
    """An agency that was asked to help; `next_at` is set while its answer is out."""

    id: int
    referral_id: int
    agency: str
    number: str
    added_by: int
    state: str
    purpose: str
    answer: str | None
    added_at: datetime
    due_at: datetime
    next_at: datetime | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class AgencyTalk:
    """What is said about a call with the agency's own contacts in chat."""

    id: int
    call_id: int
    referral_id: int
    signed_by: int | None
    signed_at: datetime | None
    settled_by: int | None
    refused: bool
    question: str | None


@dataclass(frozen=True, slots=True)
class AgencyCard:
    """A call on a contact's phone; `message_id` is absent until it has arrived."""

    id: int
    call_id: int
    staff_id: int
    message_id: int | None
    laid_at: datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """A holder's wish to close an urgent case, and what a lead said to it."""

    id: int
    referral_id: int
    asked_by: int
    state: str
    outcome: str
    done: str
    told: str
    round: int
    decided_by: int | None
    reason: str | None
    asked_at: datetime
    next_at: datetime | None
    decided_at: datetime | None
