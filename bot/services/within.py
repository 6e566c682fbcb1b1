"""What every service stands in: the hotline, one unit of work, one moment."""

from dataclasses import dataclass
from datetime import datetime

from bot.services.hotline import Hotline
from bot.services.mail import Mail
from storage.records import Referral, Staff
from storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Within:
    """Do something within one unit of work."""

    hotline: Hotline
    work: UnitOfWork
    now: datetime

    @property
    def mail(self) -> Mail:
        """Return the way to write to people in this unit of work."""
        return Mail(self.work, self.hotline.texts, self.now)

    def record(
        self, referral: Referral, kind: str, staff: Staff | None = None, **details: str | int
    ) -> None:
        """Put on the case's timeline what happened in the referral, and who did it."""
        self.work.timeline.add(
            referral.case_id,
            kind,
            now=self.now,
            referral_id=referral.id,
            staff_id=staff.id if staff else None,
            details=details,
        )
