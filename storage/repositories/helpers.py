"""Who else is in a case besides its holder."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update

from storage.casework_records import Helper
from storage.casework_tables import helpers
from storage.repositories.repository import Repository

_NOW_IN = (
    select(helpers)
    .where(helpers.c.case_id == bindparam("case_id"), helpers.c.left_at.is_(None))
    .order_by(helpers.c.id)
)


class Helpers(Repository):
    """Ask who helps with a case."""

    def of(self, case_id: int) -> Sequence[Helper]:
        """Return who helps with the case now, in the order in which they came."""
        return self._all(Helper, helpers, _NOW_IN, {"case_id": case_id})

    def find(self, case_id: int, staff_id: int) -> Helper | None:
        """Return the person's part in the case, if they help with it now."""
        return next((one for one in self.of(case_id) if one.staff_id == staff_id), None)

    def join(self, case_id: int, staff_id: int, *, added_by: int, now: datetime) -> bool:
        """Let somebody help with the case; False where they do already."""
        if self.find(case_id, staff_id) is not None:
            return False
        self._add(
            helpers,
            id=self._ids(),
            case_id=case_id,
            staff_id=staff_id,
            added_by=added_by,
            joined_at=now,
        )
        return True

    def offer(self, case_id: int, staff_id: int, now: datetime) -> None:
        """Ask one helper, and nobody else, to take the lead."""
        now_here = helpers.c.case_id == case_id, helpers.c.left_at.is_(None)
        self._connection.execute(update(helpers).where(*now_here).values(offered_at=None))
        self._connection.execute(
            update(helpers).where(*now_here, helpers.c.staff_id == staff_id).values(offered_at=now)
        )

    def leave(self, case_id: int, staff_id: int, now: datetime) -> bool:
        """Let somebody help no more; say whether they did."""
        left = (
            update(helpers)
            .where(helpers.c.case_id == case_id, helpers.c.staff_id == staff_id)
            .where(helpers.c.left_at.is_(None))
            .values(left_at=now, offered_at=None)
        )
        return self._connection.execute(left).rowcount > 0

    def all_leave(self, case_id: int, now: datetime) -> None:
        """Let nobody help with the case any more."""
        self._connection.execute(
            update(helpers)
            .where(helpers.c.case_id == case_id, helpers.c.left_at.is_(None))
            .values(left_at=now, offered_at=None)
        )

    def cases_of(self, staff_id: int) -> Sequence[int]:
        """Return the cases with which the person helps."""
        query = select(helpers.c.case_id).where(
            helpers.c.staff_id == staff_id, helpers.c.left_at.is_(None)
        )
        return list(self._connection.execute(query.order_by(helpers.c.id)).scalars())
