"""Cases, the reports that make them, and everything said in them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, union_all, update

from storage.encryption import Place
from storage.records import Case, EntryRow, Report
from storage.repositories.repository import Repository, as_json
from storage.tables import cases, entries, reports
from storage.talk_tables import letters, report_phones

_ATTACHED = (
    select(entries.c.id)
    .where(entries.c.case_id == bindparam("case"), entries.c.attachment_sealed.is_not(None))
    .limit(1)
)
# Made on this phone, or on another one and gone on with here by number and code.
_GOES_ON_HERE = select(report_phones.c.report_id).where(
    report_phones.c.person_id == bindparam("person_id"), report_phones.c.ended_at.is_(None)
)
_MADE_HERE = select(reports.c.id).where(
    reports.c.person_id == bindparam("person_id"), reports.c.hidden_at.is_(None)
)
# With `OR` between the two PostgreSQL would look at all reports.
_REPORTS_BY = (
    select(reports)
    .where(reports.c.id.in_(union_all(_MADE_HERE, _GOES_ON_HERE)))
    .order_by(reports.c.id.desc())
)
_OPEN_REPORTS_BY = _REPORTS_BY.join(cases, cases.c.id == reports.c.case_id).where(
    cases.c.state == "open", reports.c.withdrawn_at.is_(None)
)
_COUNTIES_KNOWN_BY = (
    select(cases.c.county_code)
    .join(reports, reports.c.case_id == cases.c.id)
    .where(
        reports.c.person_id == bindparam("person_id"),
        reports.c.hidden_at.is_(None),
        cases.c.county_code.is_not(None),
    )
    .order_by(reports.c.id.desc())
)

_CODE_OF = select(reports.c.code_sealed).where(reports.c.id == bindparam("report"))


class Cases(Repository):
    """Ask about cases."""

    def get(self, case_id: int) -> Case:
        """Return the case.

        Raises:
            LookupError: there is none.
        """
        case = self._with(Case, cases, id=case_id)
        if case is None:
            raise LookupError(case_id)
        return case

    def open(self, *, number: str, level: int, now: datetime) -> int:
        """Open a case and return its identifier; its facts are given by `describe`."""
        case_id = self._ids()
        self._add(cases, id=case_id, number=number, state="open", level=level, opened_at=now)
        return case_id

    def describe(
        self,
        case_id: int,
        *,
        category: str | None,
        county_code: str | None,
        township_code: str | None,
        village: str | None,
        child: str | None,
        restricted: bool,
        complete: bool,
        reasons: str,
        reading: str | None = None,
        situations: str = "[]",
    ) -> None:
        """Put down what is known of the case."""
        self._change(
            case_id,
            category=category,
            county_code=county_code,
            township_code=township_code,
            village_sealed=self._seal(cases, "village_sealed", case_id, village),
            child_sealed=self._seal(cases, "child_sealed", case_id, child),
            restricted=restricted,
            complete=complete,
            reasons_sealed=self._seal(cases, "reasons_sealed", case_id, reasons),
            reading_sealed=self._seal(cases, "reading_sealed", case_id, reading),
            situations=situations,
        )

    def place(
        self, case_id: int, county_code: str, township_code: str | None, village: str | None
    ) -> None:
        """Put down where the case is."""
        self._change(
            case_id,
            county_code=county_code,
            township_code=township_code,
            village_sealed=self._seal(cases, "village_sealed", case_id, village),
        )

    def set_level(self, case_id: int, level: int) -> None:
        """Change how urgent the case is."""
        self._change(case_id, level=level)

    def set_category(self, case_id: int, category: str, *, restricted: bool) -> None:
        """Change what kind of matter the case is, and whether only named persons read it."""
        self._change(case_id, category=category, restricted=restricted)

    def set_situations(self, case_id: int, numbers: Iterable[int]) -> None:
        """Change which mandatory situations hold."""
        self._change(case_id, situations=as_json(sorted(numbers)))

    def set_guardianship(self, case_id: int, ground: int | None) -> None:
        """Mark on which ground there is temporary guardianship, or that there is none."""
        self._change(case_id, guardianship=ground)

    def close(self, case_id: int, now: datetime) -> None:
        """Close the case."""
        self._change(case_id, state="closed", closed_at=now)

    def reopen(self, case_id: int) -> None:
        """Open a closed case again."""
        self._change(case_id, state="open", closed_at=None)

    def add_report(
        self, *, case_id: int, person_id: int, number: str, code: str, now: datetime
    ) -> int:
        """Add a person's report to the case; its code is sealed."""
        report_id = self._ids()
        self._add(
            reports,
            id=report_id,
            case_id=case_id,
            person_id=person_id,
            number=number,
            **self._code(report_id, number, code),
            reported_at=now,
        )
        return report_id

    def code_of(self, report_id: int) -> str | None:
        """Return the report's code; None of a report that is older than the keeping of codes."""
        sealed = self._connection.execute(_CODE_OF, {"report": report_id}).scalar()
        if sealed is None:
            return None
        return self._vault.open(sealed, Place(reports.name, "code_sealed", report_id))

    def change_code(self, report_id: int, number: str, code: str) -> None:
        """Give the report another code."""
        self._change_report(report_id, **self._code(report_id, number, code))

    def set_contact(
        self, report_id: int, *, may_write_back: bool, name: str | None, phone: str | None
    ) -> None:
        """Keep how the reporter may be reached, where that was offered."""
        self._change_report(
            report_id,
            may_write_back=may_write_back,
            reporter_name_sealed=self._seal(reports, "reporter_name_sealed", report_id, name),
            reporter_phone_sealed=self._seal(reports, "reporter_phone_sealed", report_id, phone),
        )

    def withdraw(self, report_id: int, now: datetime) -> None:
        """Mark the report as withdrawn by who made it."""
        self._change_report(report_id, withdrawn_at=now)

    def rate(self, report_id: int, rating: str) -> None:
        """Keep how content the reporter is."""
        self._change_report(report_id, rating=rating)

    def mark_reopened(self, report_id: int, now: datetime) -> None:
        """Remember that the reporter had the case opened again."""
        self._change_report(report_id, reopened_at=now)

    def report(self, report_id: int) -> Report:
        """Return the report.

        Raises:
            LookupError: there is none.
        """
        found = self._with(Report, reports, id=report_id)
        if found is None:
            raise LookupError(report_id)
        return found

    def reports_of(self, case_id: int) -> Sequence[Report]:
        """Return the reports that were joined in the case, the first first."""
        return self._all_with(Report, reports, "id", case_id=case_id)

    def reports_by(self, person_id: int, *, only_open: bool = False) -> Sequence[Report]:
        """Return what the person reported, newest first; withdrawn reports are not open.

        What they hid with `/stop` is not among it; what they go on with here by number and code
        is, whichever phone it was reported on.
        """
        query = _OPEN_REPORTS_BY if only_open else _REPORTS_BY
        return self._all(Report, reports, query, {"person_id": person_id})

    def counties_known_by(self, person_id: int) -> Sequence[str]:
        """Return the codes of the counties of what the person reported, the latest first."""
        found = self._connection.execute(_COUNTIES_KNOWN_BY, {"person_id": person_id})
        return list(dict.fromkeys(found.scalars()))

    def with_code(self, number: str, code: str) -> Report | None:
        """Return the report with this number, if the code is the right one."""
        keys = self._vault.fingerprints("code", f"{number} {code}")
        return self._one(
            Report,
            reports,
            select(reports).where(reports.c.number == number, reports.c.code_key.in_(keys)),
        )

    def say(
        self,
        *,
        case_id: int,
        kind: str,
        words: str | None,
        attachment: str | None,
        now: datetime,
        report_id: int | None = None,
        staff_id: int | None = None,
        message_id: int = 0,
        album_id: str = "",
    ) -> int:
        """Add something said to the case: `reporter`, `addition`, `question`, `answer`, `note`."""
        entry_id = self._ids()
        self._add(
            entries,
            id=entry_id,
            case_id=case_id,
            report_id=report_id,
            staff_id=staff_id,
            kind=kind,
            words_sealed=self._seal(entries, "words_sealed", entry_id, words),
            attachment_sealed=self._seal(entries, "attachment_sealed", entry_id, attachment),
            message_id=message_id,
            album_id=album_id,
            said_at=now,
        )
        return entry_id

    def said_in(self, case_id: int) -> Sequence[EntryRow]:
        """Return everything said in the case, in order."""
        return self._all_with(EntryRow, entries, "id", case_id=case_id)

    def has_attachments(self, case_id: int) -> bool:
        """Say whether anything was attached to what was said in the case."""
        return self._connection.execute(_ATTACHED, {"case": case_id}).first() is not None

    def open_question(self, report: Report) -> EntryRow | None:
        """Return the officer's latest question that this report has not answered, if any."""
        last: EntryRow | None = None
        of_others = self._asked_of_others(report)
        for entry in self.said_in(report.case_id):
            if entry.kind == "question":
                last = last if entry.id in of_others else entry
            elif entry.kind == "answer" and entry.report_id == report.id:
                last = None
        return last

    def _asked_of_others(self, report: Report) -> frozenset[int]:
        """Return the questions that went to other reporters of the case before this one joined."""
        query = (
            select(letters.c.entry_id, letters.c.report_id)
            .join(entries, entries.c.id == letters.c.entry_id)
            .where(entries.c.case_id == report.case_id, entries.c.kind == "question")
        )
        asked = self._connection.execute(query).all()
        mine = {entry_id for entry_id, report_id in asked if report_id == report.id}
        return frozenset(entry_id for entry_id, _ in asked) - mine

    def hide(self, person_id: int, now: datetime) -> None:
        """Let nothing of what the person reported so far be shown in their chat any more."""
        self._connection.execute(
            update(reports)
            .where(reports.c.person_id == person_id, reports.c.hidden_at.is_(None))
            .values(hidden_at=now)
        )

    def show_again(self, report_id: int) -> None:
        """Let the report be shown in its reporter's chat again."""
        self._change_report(report_id, hidden_at=None)

    def _code(self, report_id: int, number: str, code: str) -> dict[str, object]:
        """Return a code as it is kept: found by its fingerprint, sealed for a change of keys."""
        return {
            "code_key": self._vault.fingerprint("code", f"{number} {code}"),
            "code_sealed": self._seal(reports, "code_sealed", report_id, code),
        }

    def _change(self, case_id: int, **values: object) -> None:
        self._set(cases, {"id": case_id}, **values)

    def _change_report(self, report_id: int, **values: object) -> None:
        self._set(reports, {"id": report_id}, **values)
