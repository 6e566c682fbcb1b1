"""Which cases are about one matter: open ones of a county, and those that were joined."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Table, delete, insert, literal, select, update

from storage.casework_records import Joining
from storage.casework_tables import joined_entries, joined_reports, joinings
from storage.records import Case
from storage.repositories.repository import Repository
from storage.shaping import record
from storage.tables import attachments, cases, entries, reports

# All of what people said moves; what was done, and the timeline of it, stays where it was done.
_MOVES = (reports, entries, attachments)
# Where each came from is kept, so that a wrong joining can be undone; files go with their entry.
_ORIGINS = ((reports, joined_reports), (entries, joined_entries))


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

    def join(
        self,
        case_id: int,
        into_id: int,
        *,
        staff_id: int,
        now: datetime,
        described: str | None = None,
    ) -> None:
        """Move everything that was said in a case into another one.

        What was joined into the first goes along, so that one step finds where anything went.
        """
        for moved, origins in _ORIGINS:
            self._put_down_origins(moved, origins, case_id)
        for table in _MOVES:
            self._set(table, {"case_id": case_id}, case_id=into_id)
        self._connection.execute(
            update(joinings).where(joinings.c.into_id == case_id).values(into_id=into_id)
        )
        self._add(
            joinings,
            case_id=case_id,
            into_id=into_id,
            joined_by=staff_id,
            described_sealed=self._seal(joinings, "described_sealed", case_id, described),
            joined_at=now,
        )

    def part(self, case_id: int) -> None:
        """Move what was said in a case, and what its reporters said since, back into it.

        What officers said since the joining stays where they said it.
        """
        into_id = self.now_in(case_id)
        mine = select(joined_reports.c.report_id).where(joined_reports.c.from_id == case_id)
        said_there = select(joined_entries.c.entry_id).where(joined_entries.c.from_id == case_id)
        back = (entries.c.case_id == into_id) & (
            entries.c.report_id.in_(mine) | entries.c.id.in_(said_there)
        )
        moved = select(entries.c.id).where(back)
        for change in (
            update(attachments).where(
                attachments.c.case_id == into_id, attachments.c.entry_id.in_(moved)
            ),
            update(entries).where(back),
            update(reports).where(reports.c.id.in_(mine), reports.c.case_id == into_id),
        ):
            self._connection.execute(change.values(case_id=case_id))
        for _, origins in _ORIGINS:
            self._connection.execute(delete(origins).where(origins.c.from_id == case_id))
        self._connection.execute(delete(joinings).where(joinings.c.case_id == case_id))

    def find(self, case_id: int) -> Joining | None:
        """Return how the case was joined into another one, if it was."""
        query = select(joinings).where(joinings.c.case_id == case_id)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            return None
        return record(Joining, row, table=joinings.name, vault=self._vault, row_id=case_id)

    def now_in(self, case_id: int) -> int:
        """Return the case in which the matter goes on: mostly the case itself."""
        query = select(joinings.c.into_id).where(joinings.c.case_id == case_id)
        return int(self._connection.execute(query).scalar() or case_id)

    def joined_into(self, case_id: int) -> Sequence[int]:
        """Return the cases whose reports went into this one, in their order."""
        query = select(joinings.c.case_id).where(joinings.c.into_id == case_id)
        return list(self._connection.execute(query.order_by(joinings.c.case_id)).scalars())

    def partable(self, case_id: int) -> Sequence[int]:
        """Return those of them of which it is known which reports were theirs."""
        known = select(joined_reports.c.from_id).where(
            joined_reports.c.from_id == joinings.c.case_id
        )
        query = select(joinings.c.case_id).where(joinings.c.into_id == case_id, known.exists())
        return list(self._connection.execute(query.order_by(joinings.c.case_id)).scalars())

    def forget_descriptions(self, into_id: int) -> None:
        """Empty what cases were said to be when others were joined into this one."""
        mine = update(joinings).where(joinings.c.into_id == into_id)
        self._connection.execute(mine.values(described_sealed=None))

    def _put_down_origins(self, moved: Table, origins: Table, case_id: int) -> None:
        """Keep from which case each row comes; what came to it before comes from there."""
        (key,) = origins.primary_key.columns
        known = select(key).where(key == moved.c.id)
        rows = select(moved.c.id, literal(case_id)).where(
            moved.c.case_id == case_id, ~known.exists()
        )
        self._connection.execute(insert(origins).from_select([key.name, "from_id"], rows))
