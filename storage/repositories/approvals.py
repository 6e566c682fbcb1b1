"""Wishes to close urgent cases, and what leads said to them."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from storage.casework_records import Approval
from storage.casework_tables import approvals
from storage.repositories.timed import Timed

_LAST = (
    select(approvals)
    .where(approvals.c.referral_id == bindparam("referral_id"))
    .order_by(approvals.c.id.desc())
    .limit(1)
)


class Approvals(Timed):
    """Ask what waits for a lead."""

    MOMENT = approvals.c.next_at

    def ask(
        self,
        *,
        referral_id: int,
        asked_by: int,
        outcome: str,
        done: str,
        told: str,
        now: datetime,
        next_at: datetime,
    ) -> Approval:
        """Put down that a holder wants to close."""
        approval_id = self._ids()
        self._add(
            approvals,
            id=approval_id,
            referral_id=referral_id,
            asked_by=asked_by,
            state="asked",
            outcome=outcome,
            done_sealed=self._seal(approvals, "done_sealed", approval_id, done),
            told_sealed=self._seal(approvals, "told_sealed", approval_id, told),
            asked_at=now,
            next_at=next_at,
        )
        found = self.find(approval_id)
        assert found is not None  # noqa: S101 - It was put down just now.
        return found

    def find(self, approval_id: int) -> Approval | None:
        """Return the wish, if there is one."""
        query = select(approvals).where(approvals.c.id == approval_id)
        return self._one(Approval, approvals, query)

    def open_of(self, referral_id: int) -> Approval | None:
        """Return the wish that waits for a lead, if any."""
        return self._last(approvals.c.referral_id == referral_id, approvals.c.state == "asked")

    def last_of(self, referral_id: int) -> Approval | None:
        """Return the newest wish to close the referral, whatever became of it."""
        return self._one(Approval, approvals, _LAST, {"referral_id": referral_id})

    def decide(
        self,
        approval: Approval,
        state: str,
        *,
        staff_id: int | None,
        now: datetime,
        reason: str = "",
    ) -> bool:
        """Put down what became of the wish; False where that was done before."""
        sealed = self._seal(approvals, "reason_sealed", approval.id, reason) if reason else None
        changed = (
            update(approvals)
            .where(approvals.c.id == approval.id, approvals.c.state == "asked")
            .values(
                state=state,
                next_at=None,
                decided_by=staff_id,
                decided_at=now,
                reason_sealed=sealed,
            )
        )
        return self._connection.execute(changed).rowcount == 1

    def wait(self, approval: Approval, until: datetime) -> bool:
        """Ask again at the moment; False where it is decided."""
        changed = (
            update(approvals)
            .where(approvals.c.id == approval.id, approvals.c.state == "asked")
            .values(next_at=until, round=approval.round + 1)
        )
        return self._connection.execute(changed).rowcount == 1

    def _last(self, *conditions: object) -> Approval | None:
        query = select(approvals).where(*conditions)  # type: ignore[arg-type]
        return self._one(Approval, approvals, query.order_by(approvals.c.id.desc()).limit(1))
