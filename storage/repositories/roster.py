"""Who is on duty when."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from storage.duty_records import Shift
from storage.repositories.repository import Repository
from storage.tables import shifts, staff

_ON_DUTY = (
    select(shifts)
    .join(staff, staff.c.id == shifts.c.staff_id)
    .where(
        shifts.c.office_code == bindparam("office_code"),
        shifts.c.tier == bindparam("tier"),
        shifts.c.starts_at <= bindparam("at"),
        shifts.c.ends_at > bindparam("at"),
        staff.c.left_at.is_(None),
    )
    .order_by(shifts.c.starts_at.desc(), shifts.c.id)
)
_OF_TIER = (
    select(shifts)
    .where(
        shifts.c.office_code == bindparam("office_code"),
        shifts.c.tier == bindparam("tier"),
        shifts.c.starts_at < bindparam("until"),
        shifts.c.ends_at > bindparam("since"),
    )
    .order_by(shifts.c.starts_at, shifts.c.id)
)
_TAKEN_OFF = delete(shifts).where(shifts.c.id == bindparam("shift"))


class Roster(Repository):
    """Ask for shifts."""

    def on_duty(self, office_code: str, tier: str, at: datetime) -> Sequence[Shift]:
        """Return the shifts of the tier that cover the moment, of people still in service."""
        given = {"office_code": office_code, "tier": tier, "at": at}
        return self._all(Shift, shifts, _ON_DUTY, given)

    def next_on_duty(self, office_code: str, tier: str, after: datetime) -> Shift | None:
        """Return the tier's first shift after the moment of somebody still in service."""
        return self._one(
            Shift,
            shifts,
            select(shifts)
            .join(staff, staff.c.id == shifts.c.staff_id)
            .where(
                shifts.c.office_code == office_code,
                shifts.c.tier == tier,
                shifts.c.starts_at > after,
                staff.c.left_at.is_(None),
            )
            .order_by(shifts.c.starts_at, shifts.c.id)
            .limit(1),
        )

    def between(self, office_code: str, starts_at: datetime, ends_at: datetime) -> Sequence[Shift]:
        """Return the shifts that touch the span, in order."""
        return self._all(
            Shift,
            shifts,
            select(shifts)
            .where(
                shifts.c.office_code == office_code,
                shifts.c.starts_at < ends_at,
                shifts.c.ends_at > starts_at,
            )
            .order_by(shifts.c.starts_at, shifts.c.tier, shifts.c.id),
        )

    def covered_until(self, office_code: str, tier: str) -> datetime | None:
        """Return the end of the tier's last shift of somebody still in service."""
        query = select(func.max(shifts.c.ends_at)).join(staff, staff.c.id == shifts.c.staff_id)
        return self._connection.execute(
            query.where(
                shifts.c.office_code == office_code,
                shifts.c.tier == tier,
                staff.c.left_at.is_(None),
            )
        ).scalar()

    def add(
        self, *, office_code: str, tier: str, staff_id: int, starts_at: datetime, ends_at: datetime
    ) -> None:
        """Put a shift on the roster."""
        self._add(
            shifts,
            id=self._ids(),
            office_code=office_code,
            tier=tier,
            staff_id=staff_id,
            starts_at=starts_at,
            ends_at=ends_at,
        )

    def of_tier(
        self, office_code: str, tier: str, starts_at: datetime, ends_at: datetime
    ) -> Sequence[Shift]:
        """Return the tier's shifts that touch the span, in order."""
        return self._all(
            Shift,
            shifts,
            _OF_TIER,
            {"office_code": office_code, "tier": tier, "since": starts_at, "until": ends_at},
        )

    def of_staff(self, staff_ids: Iterable[int], after: datetime, limit: int) -> Sequence[Shift]:
        """Return the next shifts of these that begin after the moment."""
        return self._all(
            Shift,
            shifts,
            select(shifts)
            .where(shifts.c.staff_id.in_(list(staff_ids)), shifts.c.starts_at > after)
            .order_by(shifts.c.starts_at, shifts.c.id)
            .limit(limit),
        )

    def tiers_of(self, office_code: str, after: datetime) -> frozenset[str]:
        """Return the tiers of the office that have shifts after the moment."""
        query = select(shifts.c.tier).where(
            shifts.c.office_code == office_code, shifts.c.ends_at > after
        )
        return frozenset(self._connection.execute(query.distinct()).scalars())

    def take_off(self, shift: Shift) -> None:
        """Take a shift that has not begun off the roster."""
        self._connection.execute(_TAKEN_OFF, {"shift": shift.id})

    def end(self, shift: Shift, ends_at: datetime) -> None:
        """Let a shift end at another moment."""
        self._set(shifts, {"id": shift.id}, ends_at=ends_at)
