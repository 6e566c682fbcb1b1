"""Visits to families: who was asked, until when, and what they found."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from storage.casework_records import Visit
from storage.casework_tables import visits
from storage.repositories.timed import Timed

OPEN = ("asked", "going")


class Visits(Timed):
    """Ask which visits were asked for, and what became of them."""

    MOMENT = visits.c.next_at

    def ask(
        self,
        *,
        referral_id: int,
        asked_by: int,
        staff_id: int,
        brief: str,
        now: datetime,
        due_at: datetime,
        next_at: datetime,
        state: str = "asked",
    ) -> Visit:
        """Put down that somebody is to visit a family."""
        visit_id = self._ids()
        self._add(
            visits,
            id=visit_id,
            referral_id=referral_id,
            asked_by=asked_by,
            staff_id=staff_id,
            state=state,
            brief_sealed=self._seal(visits, "brief_sealed", visit_id, brief),
            asked_at=now,
            due_at=due_at,
            next_at=next_at,
        )
        found = self.find(visit_id)
        assert found is not None  # noqa: S101 - It was put down just now.
        return found

    def find(self, visit_id: int) -> Visit | None:
        """Return the visit, if there is one."""
        return self._one(Visit, visits, select(visits).where(visits.c.id == visit_id))

    def of(self, referral_id: int) -> Sequence[Visit]:
        """Return the visits of the referral, in order."""
        return self._all_with(Visit, visits, "id", referral_id=referral_id)

    def open_of(self, staff_id: int) -> Sequence[Visit]:
        """Return the visits that the person still has to make, the most pressing first."""
        query = select(visits).where(visits.c.staff_id == staff_id, visits.c.state.in_(OPEN))
        return self._all(Visit, visits, query.order_by(visits.c.due_at, visits.c.id))

    def move(self, visit: Visit, state: str, *, next_at: datetime | None) -> bool:
        """Change an open visit, unless somebody else just did; say whether it was changed."""
        changed = self._connection.execute(
            update(visits)
            .where(visits.c.id == visit.id, visits.c.state == visit.state)
            .values(state=state, next_at=next_at)
        )
        return changed.rowcount == 1

    def settle(
        self, visit: Visit, state: str, *, now: datetime, answers: str | None = None
    ) -> bool:
        """End a visit with what was found, if anything; say whether this caller ended it.

        What is found late is kept too: of a visit that is over, only one that is done stays.
        """
        values: dict[str, object] = {"state": state, "next_at": None, "settled_at": now}
        if answers is not None:
            values["answers_sealed"] = self._seal(visits, "answers_sealed", visit.id, answers)
        changed = self._connection.execute(
            update(visits)
            .where(visits.c.id == visit.id, visits.c.state == visit.state)
            .where(visits.c.state != "done")
            .values(**values)
        )
        return changed.rowcount == 1
