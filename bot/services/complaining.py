"""Filing complaints about staff with the tier above them, on the form or from plain words."""

from collections.abc import Sequence
from dataclasses import replace

from bot.flows.dialogue import Entry
from bot.flows.draft import Draft
from bot.services.complaints import Complaints
from bot.services.intake import Intake
from bot.services.within import Within
from bot.terms import Category
from storage.records import Person


class Complaining(Within):
    """File complaints within one unit of work."""

    @property
    def complaints(self) -> Complaints:
        """Return whom complaints are about, in this unit of work."""
        return Complaints(self.hotline, self.work, self.now)

    @property
    def intake(self) -> Intake:
        """Return the making of cases in this unit of work."""
        return Intake(self.hotline, self.work, self.now)

    def complain(
        self, person: Person, report_id: int | None, office_code: str | None, entry: Entry
    ) -> None:
        """File what was told on the form."""
        own = {report.id: report for report in self.work.cases.reports_by(person.id)}
        report = own.get(report_id or 0)
        complaints = self.complaints
        subject = complaints.of_report(report) if report else complaints.of_office(office_code)
        draft = Draft(entries=(entry,), category=Category.ADV.value, category_chosen=True)
        case_id = self.intake.file_about(person, draft, subject, complete=True)
        self.intake.confirm(person, case_id)

    def told_of(
        self, person: Person, case_id: int, entries: Sequence[Entry], *, is_told: bool
    ) -> None:
        """File words that came to the person's case, as a complaint about whoever deals with it.

        Where the words name a county, its office does not see them either.
        """
        draft, cases = Draft(way="message"), self.work.cases
        for entry in entries:
            reading = self.hotline.understood(entry, lambda: cases.counties_known_by(person.id))
            draft = draft.told(entry, reading)
        reports = [one for one in cases.reports_by(person.id) if one.case_id == case_id]
        code = draft.county_code
        named = [self.hotline.offices.for_county(code).code] if code is not None else []
        subject = self.complaints.of_report(reports[0], named) if reports else None
        filed = self.intake.file_about(
            person,
            replace(draft, category=Category.ADV.value),
            subject or self.complaints.of_office(next(iter(named), None)),
            complete=True,
        )
        if is_told:
            self.intake.confirm(person, filed)
