"""Which cases are about one matter: open ones of a county, and those that were joined."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from storage.casework_tables import joinings
from storage.records import Case
from storage.repositories.repository import Repository
from storage.tables import attachments, cases, entries, reports

# All of what people said moves; what was done, and the timeline of it, stays where it was done.
_MOVES = (reports, entries, attachments)


class Joinings(Repository):
    """Ask what might be joined, and what was."""

    def open_in(self, county_code: str, *, limit: int = 100) -> Sequence[Case]:
        """Return the county's open cases whose reports are finished, the newest first."""
        query = (
            select(cases)
            .where(cases.c.county_code == county_code, cases.c.state == "open", cases.c.complete)
            .order_by(cases.c.id.desc())
        )
        return self._all(Case, cases, query.limit(limit))

    def join(self, case_id: int, into_id: int, *, staff_id: int, now: datetime) -> None:
        """Move everything that was said in a case into another one.

        What was joined into the first goes along, so that one step finds where anything went.
        """
        for table in _MOVES:
            self._set(table, {"case_id": case_id}, case_id=into_id)
        self._connection.execute(
            update(joinings).where(joinings.c.into_id == case_id).values(into_id=into_id)
        )
        self._add(joinings, case_id=case_id, into_id=into_id, joined_by=staff_id, joined_at=now)

    def now_in(self, case_id: int) -> int:
        """Return the case in which the matter goes on: mostly the case itself."""
        query = select(joinings.c.into_id).where(joinings.c.case_id == case_id)
        return int(self._connection.execute(query).scalar() or case_id)

    def joined_into(self, case_id: int) -> Sequence[int]:
        """Return the cases whose reports went into this one, in their order."""
        query = select(joinings.c.case_id).where(joinings.c.into_id == case_id)
        return list(self._connection.execute(query.order_by(joinings.c.case_id)).scalars())
