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
