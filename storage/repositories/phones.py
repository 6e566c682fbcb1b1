"""From which phones reporters talk on: whoever knows number and code may, from any."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from storage.records import Report
from storage.repositories.repository import Repository
from storage.tables import entries, reports
from storage.talk_tables import entry_phones, report_phones

_NEWEST = (
    select(report_phones)
    .where(report_phones.c.report_id == bindparam("report"))
    .order_by(report_phones.c.proven_at.desc(), report_phones.c.id.desc())
    .limit(1)
)
_REPORT_IN = (
    select(reports)
    .join(report_phones, report_phones.c.report_id == reports.c.id)
    .where(
        reports.c.case_id == bindparam("case"),
        report_phones.c.person_id == bindparam("person"),
        report_phones.c.ended_at.is_(None),
    )
    .order_by(reports.c.id)
    .limit(1)
)
_SAID_IN = (
    select(entry_phones.c.entry_id, entry_phones.c.phone)
    .join(entries, entries.c.id == entry_phones.c.entry_id)
    .where(entries.c.case_id == bindparam("case"))
)
OTHER, FORMER = "other", "former"


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone on which number and code of a report were given; `ended_at` is its `/stop`."""

    id: int
    report_id: int
    person_id: int
    proven_at: datetime
    ended_at: datetime | None


class Phones(Repository):
    """Ask which phone a reporter uses now."""

    def prove(self, report_id: int, person_id: int, now: datetime) -> None:
        """Put down that number and code were given here, now."""
        is_new = self._add_new(
            report_phones,
            ("report_id", "person_id"),
            id=self._ids(),
            report_id=report_id,
            person_id=person_id,
            proven_at=now,
        )
        if not is_new:
            where = {"report_id": report_id, "person_id": person_id}
            self._set(report_phones, where, proven_at=now, ended_at=None)

    def newest(self, report_id: int) -> Phone | None:
        """Return the phone that gave number and code last, stopped or not; None where none did."""
        return self._one(Phone, report_phones, _NEWEST, {"report": report_id})

    def leave(self, report_id: int, person_id: int) -> None:
        """Forget that number and code were given here."""
        mine = (report_phones.c.report_id == report_id) & (report_phones.c.person_id == person_id)
        self._connection.execute(delete(report_phones).where(mine))

    def stop(self, person_id: int, now: datetime) -> None:
        """Let nothing more be written to this phone about what it gave the code of."""
        mine = update(report_phones).where(
            report_phones.c.person_id == person_id, report_phones.c.ended_at.is_(None)
        )
        self._connection.execute(mine.values(ended_at=now))

    def report_in(self, case_id: int, person_id: int) -> Report | None:
        """Return the report of the case that goes on from this phone, if one does."""
        return self._one(Report, reports, _REPORT_IN, {"case": case_id, "person": person_id})

    def note(self, entry_id: int, person_id: int, phone: str) -> None:
        """Put down on which phone something was said, where not on the only one."""
        self._add(entry_phones, entry_id=entry_id, person_id=person_id, phone=phone)

    def said_in(self, case_id: int) -> Mapping[int, str]:
        """Return which of the case's entries came from another phone: `other` or `former`."""
        rows = self._connection.execute(_SAID_IN, {"case": case_id}).all()
        return {entry_id: phone for entry_id, phone in rows}  # noqa: C416 - Rows are no pairs.
