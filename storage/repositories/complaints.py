"""Complaints about staff: which offices they are about, and who therefore never sees them."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from storage.repositories.repository import Repository, as_json
from storage.tables import events, referrals, staff
from storage.talk_tables import complaints

# Asked whenever a case is handed over.
_OFFICES = select(complaints.c.office_codes).where(complaints.c.case_id == bindparam("case"))


class Complaints(Repository):
    """Ask whom a case complains of."""

    def add(self, case_id: int, office_codes: Iterable[str], about_case_id: int | None) -> None:
        """Keep that the case complains of these offices, because of another case if that is so."""
        self._add(
            complaints,
            case_id=case_id,
            office_codes=as_json(sorted(office_codes)),
            about_case_id=about_case_id,
        )

    def offices_of(self, case_id: int) -> str | None:
        """Return the offices that the case complains of, as JSON; None where it is no complaint."""
        return self._connection.execute(_OFFICES, {"case": case_id}).scalar()

    def about_case_of(self, case_id: int) -> int | None:
        """Return the case because of which the case complains, if it is because of one."""
        query = select(complaints.c.about_case_id).where(complaints.c.case_id == case_id)
        return self._connection.execute(query).scalar()

    def offices_at_work_on(self, case_id: int) -> frozenset[str]:
        """Return the offices that had the case, and those of everybody who did something in it."""
        had = select(referrals.c.office_code).where(referrals.c.case_id == case_id)
        acted = (
            select(staff.c.office_code)
            .join(events, events.c.staff_id == staff.c.id)
            .where(events.c.case_id == case_id, events.c.kind.not_like("page-%"))
            .where(events.c.kind.not_like("%-queued"))
        )
        return frozenset(self._connection.execute(had.union(acted)).scalars())
