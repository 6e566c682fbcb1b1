"""Shift changes, the holes that were told, and when something was last done."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, select, update

from storage.duty_records import Handover, Shift, ToldHole
from storage.repositories.timed import Timed
from storage.tables import duty_marks, handovers, shifts, staff, told_holes

# No shift is longer than a week and the hour by which a clock goes back.
LONGEST_SHIFT = timedelta(days=8)


class Handovers(Timed):
    """Ask who came on and has not signed."""

    MOMENT = handovers.c.due_at

    def find(self, handover_id: int) -> Handover | None:
        """Return the hand-over, if there is one."""
        query = select(handovers).where(handovers.c.id == handover_id)
        return self._one(Handover, handovers, query)

    def begun(self, now: datetime, limit: int) -> Sequence[Shift]:
        """Return the shifts that run now and whose change was not handled yet, the older first."""
        same_shift = and_(
            handovers.c.office_code == shifts.c.office_code,
            handovers.c.tier == shifts.c.tier,
            handovers.c.staff_id == shifts.c.staff_id,
            handovers.c.starts_at == shifts.c.starts_at,
        )
        return self._all(
            Shift,
            shifts,
            select(shifts)
            .join(staff, staff.c.id == shifts.c.staff_id)
            .outerjoin(handovers, same_shift)
            .where(
                shifts.c.starts_at <= now,
                shifts.c.starts_at > now - LONGEST_SHIFT,
                shifts.c.ends_at > now,
                staff.c.left_at.is_(None),
                handovers.c.id.is_(None),
            )
            .order_by(shifts.c.starts_at, shifts.c.id)
            .limit(limit),
        )

    def open(self, shift: Shift, state: str, due_at: datetime | None) -> int | None:
        """Put down a shift change; None where another process did before."""
        handover_id = self._ids()
        is_new = self._add_new(
            handovers,
            ("office_code", "tier", "staff_id", "starts_at"),
            id=handover_id,
            office_code=shift.office_code,
            tier=shift.tier,
            staff_id=shift.staff_id,
            starts_at=shift.starts_at,
            state=state,
            due_at=due_at,
        )
        return handover_id if is_new else None

    def due(self, now: datetime, limit: int) -> Sequence[Handover]:
        """Return those that nobody has signed in time."""
        return self._all(
            Handover,
            handovers,
            select(handovers)
            .where(handovers.c.due_at <= now)
            .order_by(handovers.c.due_at, handovers.c.id)
            .limit(limit),
        )

    def settle(self, handover: Handover, state: str, *, signed_at: datetime | None = None) -> bool:
        """Put down what became of it; False where it stands otherwise by now."""
        settled = (
            update(handovers)
            .where(handovers.c.id == handover.id, handovers.c.state == handover.state)
            .values(state=state, due_at=None, signed_at=signed_at)
        )
        return self._connection.execute(settled).rowcount == 1

    def of_shift(self, shift: Shift) -> Handover | None:
        """Return the change with which the shift began."""
        return self._with(
            Handover,
            handovers,
            office_code=shift.office_code,
            tier=shift.tier,
            staff_id=shift.staff_id,
            starts_at=shift.starts_at,
        )

    def told(self, office_code: str) -> Sequence[ToldHole]:
        """Return the holes of the office of which somebody was told."""
        query = select(told_holes).where(told_holes.c.office_code == office_code)
        return self._all(ToldHole, told_holes, query.order_by(told_holes.c.id))

    def tell(
        self,
        *,
        office_code: str,
        tier: str,
        staff_id: int | None,
        starts_at: datetime,
        ends_at: datetime | None,
        now: datetime,
    ) -> None:
        """Put down that somebody was told of a hole."""
        self._add(
            told_holes,
            id=self._ids(),
            office_code=office_code,
            tier=tier,
            staff_id=staff_id,
            starts_at=starts_at,
            ends_at=ends_at,
            told_at=now,
        )

    def forget(self, hole: ToldHole) -> None:
        """Forget a hole that is there no more; should it come back, it is told again."""
        self._connection.execute(delete(told_holes).where(told_holes.c.id == hole.id))

    def marked_at(self, name: str) -> datetime | None:
        """Return when this was last done."""
        query = select(duty_marks.c.marked_at).where(duty_marks.c.name == name)
        return self._connection.execute(query).scalar()

    def mark(self, name: str, now: datetime) -> None:
        """Put down that this was done now."""
        self._put_in_place(duty_marks, "name", name, marked_at=now)
