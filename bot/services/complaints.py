"""Complaints about staff: to the tier above, and out of sight of those complained of."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from bot.flows.complaint import is_complaint
from bot.flows.draft import Draft
from bot.services.within import Within
from storage.records import Office, Person, Report


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a complaint is about, and who takes it."""

    office_codes: frozenset[str]
    taker: Office
    about_case_id: int | None = None


class Complaints(Within):
    """Find whom a complaint is about within one unit of work."""

    def of_report(self, report: Report, named: Iterable[str] = ()) -> Subject:
        """Return the subject of a complaint about how the report was dealt with.

        Offices that are `named` besides are complained of as well.
        """
        codes = self.work.complaints.offices_at_work_on(report.case_id)
        return self._subject(codes.union(named), report.case_id)

    def of_office(self, code: str | None) -> Subject:
        """Return the subject of a complaint about an office; of one not known, the province's."""
        return self._subject([code] if code else [])

    def in_words(self, person: Person, draft: Draft) -> Subject | None:
        """Return whom the told words complain of; None where they are no complaint.

        Where they name no county, it is whoever dealt with what the person reported last.
        """
        if not is_complaint(draft):
            return None
        if draft.county_code is not None:
            return self.of_office(self.hotline.offices.for_county(draft.county_code).code)
        reports = self.work.cases.reports_by(person.id)
        return self.of_report(reports[0]) if reports else self.of_office(None)

    def _subject(self, codes: Iterable[str], about_case_id: int | None = None) -> Subject:
        known = frozenset(codes)
        return Subject(known, self._above(known), about_case_id)

    def _above(self, codes: frozenset[str]) -> Office:
        """Return the lowest office that stands above all of these and is none of them."""
        province = self.hotline.offices.province()
        assert province is not None  # noqa: S101 - There is always one (`offices_of`).
        cities = {self.hotline.offices.city_above(code) for code in codes}
        city = next(iter(cities), None)
        if len(cities) != 1 or city is None or city.code in codes or province.code in codes:
            return province
        return city


def concerns(about_offices: str | None, codes: Iterable[str]) -> bool:
    """Say whether a referral complains of one of these offices."""
    return bool(about_offices) and not set(json.loads(about_offices or "[]")).isdisjoint(codes)
