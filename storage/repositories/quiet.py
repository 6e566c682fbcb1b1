"""The quiet list: reporters whom officers marked, what came too fast, and cases that are hoaxes."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Integer, bindparam, exists, func, select, update

from storage.repositories.repository import Repository
from storage.tables import cases, reports
from storage.talk_tables import case_marks, quiet_reporters

# Asked whenever a case is handed over or a card is drawn, so that each is made once.
_OF_PERSON = (
    select(quiet_reporters.c.id)
    .where(quiet_reporters.c.person_id == bindparam("person"), quiet_reporters.c.ended_at.is_(None))
    .limit(1)
)
_MARKS = select(case_marks.c.kind).where(
    case_marks.c.case_id == bindparam("case"), case_marks.c.ended_at.is_(None)
)
_IS_MARKED = exists().where(
    quiet_reporters.c.person_id == reports.c.person_id, quiet_reporters.c.ended_at.is_(None)
)
_REPORTERS = select(_IS_MARKED).where(reports.c.case_id == bindparam("case"))
_REPORTED = select(func.count(reports.c.id)).where(
    reports.c.person_id == bindparam("person"), reports.c.reported_at > bindparam("since")
)
_OPENED = (
    select(cases.c.opened_at)
    .order_by(cases.c.id.desc())
    .offset(bindparam("before", type_=Integer))
    .limit(1)
)


class Quiet(Repository):
    """Ask whose words can wait, and what was marked."""

    def is_marked(self, person_id: int) -> bool:
        """Say whether the person is marked as abusive."""
        found = self._connection.execute(_OF_PERSON, {"person": person_id})
        return found.first() is not None

    def mark(self, person_id: int, *, staff_id: int, now: datetime) -> None:
        """Mark the person as abusive."""
        if not self.is_marked(person_id):
            self._add(
                quiet_reporters,
                id=self._ids(),
                person_id=person_id,
                marked_by=staff_id,
                marked_at=now,
            )

    def lift(self, person_id: int, now: datetime) -> None:
        """Take the mark off the person again."""
        self._connection.execute(
            update(quiet_reporters)
            .where(quiet_reporters.c.person_id == person_id, quiet_reporters.c.ended_at.is_(None))
            .values(ended_at=now)
        )

    def marks_of(self, case_id: int) -> Collection[str]:
        """Return what the case is marked as."""
        return sorted(set(self._connection.execute(_MARKS, {"case": case_id}).scalars()))

    def mark_case(self, case_id: int, kind: str, *, staff_id: int, now: datetime) -> None:
        """Mark the case; it stays as it is."""
        if kind not in self.marks_of(case_id):
            self._add(
                case_marks,
                id=self._ids(),
                case_id=case_id,
                kind=kind,
                staff_id=staff_id,
                marked_at=now,
            )

    def unmark_case(self, case_id: int, kind: str, now: datetime) -> None:
        """Take the mark off the case again."""
        self._connection.execute(
            update(case_marks)
            .where(
                case_marks.c.case_id == case_id,
                case_marks.c.kind == kind,
                case_marks.c.ended_at.is_(None),
            )
            .values(ended_at=now)
        )

    def has_marked_reporter(self, case_id: int) -> bool:
        """Say whether everybody who reported the case is marked as abusive."""
        marked = list(self._connection.execute(_REPORTERS, {"case": case_id}).scalars())
        return bool(marked) and all(marked)

    def reported_since(self, person_id: int, since: datetime) -> int:
        """Return how many reports the person made after this moment."""
        given = {"person": person_id, "since": since}
        return int(self._connection.execute(_REPORTED, given).scalar_one())

    def opened_since(self, since: datetime, *, at_least: int) -> bool:
        """Say whether so many cases were opened after this moment."""
        found = self._connection.execute(_OPENED, {"before": at_least - 1}).scalar()
        return found is not None and found > since
