"""Which kinds of things a case holds at all: most hold few, and one question tells."""

from sqlalchemy import BindParameter, ColumnElement, Select, Table, bindparam, exists, select

from storage.casework_tables import agency_calls, approvals, helpers, visits
from storage.records import Referral
from storage.repositories.repository import Repository
from storage.tables import attachments, corrections, declines, entries, events, referrals, reports
from storage.talk_tables import case_marks, entry_phones, former_words, quiet_reporters

_CASE: BindParameter[int] = bindparam("case")
_REFERRAL: BindParameter[int] = bindparam("referral")


def _held(table: Table, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(*conditions).select_from(table).label(table.name)


def _happened(kind: str) -> ColumnElement[bool]:
    is_there = exists().where(events.c.case_id == _CASE, events.c.kind == kind)
    return is_there.select_from(events).label(kind)


_HOLDINGS: Select[*tuple[bool, ...]] = select(
    _held(helpers, helpers.c.case_id == _CASE),
    _held(corrections, corrections.c.case_id == _CASE),
    _held(attachments, attachments.c.case_id == _CASE),
    _happened("words-moved"),
    _happened("reopened"),
    _held(case_marks, case_marks.c.case_id == _CASE),
    _held(visits, visits.c.referral_id == _REFERRAL),
    _held(agency_calls, agency_calls.c.referral_id == _REFERRAL),
    _held(approvals, approvals.c.referral_id == _REFERRAL),
    _held(declines, declines.c.referral_id == referrals.c.id, referrals.c.case_id == _CASE),
    _held(former_words, former_words.c.entry_id == entries.c.id, entries.c.case_id == _CASE),
    _held(entry_phones, entry_phones.c.entry_id == entries.c.id, entries.c.case_id == _CASE),
    _held(
        quiet_reporters,
        quiet_reporters.c.person_id == reports.c.person_id,
        reports.c.case_id == _CASE,
    ),
)


class Holdings(Repository):
    """Ask what is there before asking for each of it."""

    def of(self, referral: Referral) -> frozenset[str]:
        """Return the names of the tables in which there is anything of the referral's case.

        Of visits, agencies and wishes to close only the referral's own are meant; of events only
        two kinds, named by themselves: words are another matter, and the case was opened again.
        """
        given = {"case": referral.case_id, "referral": referral.id}
        row = self._connection.execute(_HOLDINGS, given).mappings().first()
        assert row is not None  # noqa: S101 - A question without tables has one answer.
        return frozenset(name for name, is_there in row.items() if is_there)
