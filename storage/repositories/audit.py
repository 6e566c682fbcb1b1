"""What stands in the tables and should not: questions of the auditor, which only reads.

No sealed field is opened here, so that a damaged one cannot hide what else is wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union_all

from storage.queues import UNSETTLED, WAITING, is_in, unindexed, word
from storage.repositories.outbox import SENDING, TO_LEAVE
from storage.repositories.repository import DAMAGED, Repository
from storage.tables import cases, inbox, offices, outbox, pages, people, referrals, shifts, staff

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is wrong: its identifier, and the case's number or the office's code."""

    id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A span in which somebody in service is on duty."""

    starts_at: datetime
    ends_at: datetime


class Audit(Repository):
    """Ask what is wrong; of very many rows the first are named.

    They are in the order of the index that finds them. By their identifiers an engine would look
    at everything that was ever kept, until it had found so many.
    """

    def open_without_deadline(self) -> Sequence[Row]:
        """Return the open referrals that nothing will ever wake."""
        # Asked of each office, since of the referrals without a deadline nearly all are closed.
        theirs = select(referrals.c.id).where(
            referrals.c.office_code.in_(select(offices.c.code)),
            unindexed(referrals.c.next_deadline_at).is_(None),
        )
        state, closed = referrals.c.state, word("closed")
        is_open = union_all(theirs.where(state < closed), theirs.where(state > closed))
        return self._referrals(referrals.c.id.in_(is_open))

    def cases_without_referral(self) -> Sequence[Row]:
        """Return the open cases that no office has."""
        is_referred = exists().where(
            referrals.c.case_id == cases.c.id, referrals.c.next_deadline_at.is_not(None)
        )
        query = select(cases.c.id, cases.c.number).where(
            # Open cases are found by an index as those that were not closed yet.
            cases.c.closed_at.is_(None),
            cases.c.state == "open",
            ~is_referred,
        )
        return self._rows(query.order_by(cases.c.opened_at, cases.c.id))

    def overdue(self, before: datetime) -> Sequence[Row]:
        """Return the open referrals whose deadline passed before the moment."""
        return self._referrals(referrals.c.next_deadline_at < before)

    def never_called(self, before: datetime) -> Sequence[Row]:
        """Return the referrals that nobody holds and for which the last rung called nobody."""
        is_called = exists().where(
            pages.c.referral_id == referrals.c.id, pages.c.queued_at >= referrals.c.last_paged_at
        )
        return self._referrals(
            referrals.c.next_deadline_at.is_not(None),
            referrals.c.holder_id.is_(None),
            referrals.c.dispatched_at < before,
            or_(referrals.c.last_paged_at.is_(None), ~is_called),
            # On the quiet list nobody is called before the first deadline.
            or_(~referrals.c.quiet, referrals.c.last_paged_at.is_not(None)),
        )

    def pages_without_message(self, before: datetime) -> Sequence[Row]:
        """Return the calls that are to be made and that no message of the outbox makes."""
        is_on_its_way = exists().where(outbox.c.page_id == pages.c.id, is_in(outbox, *UNSETTLED))
        query = (
            select(pages.c.id, cases.c.number)
            .join(referrals, referrals.c.id == pages.c.referral_id)
            .join(cases, cases.c.id == referrals.c.case_id)
            .where(is_in(pages, "queued"), pages.c.queued_at < before, ~is_on_its_way)
        )
        return self._rows(query.order_by(pages.c.queued_at, pages.c.id))

    def leases_overdue(self, before: datetime) -> Sequence[Row]:
        """Return the messages whose lease ran out before the moment and that nobody took up."""
        return self._messages(SENDING, outbox.c.lease_until_at < before)

    def messages_waiting(self, made_before: datetime, due_before: datetime) -> Sequence[Row]:
        """Return the messages that were made, or may leave, since long and did not."""
        return self._messages(
            TO_LEAVE,
            or_(
                and_(outbox.c.made_at < made_before, outbox.c.trouble.is_not(None)),
                # A call may leave from its deadline on, which may lie before it was made.
                and_(outbox.c.made_at < due_before, outbox.c.not_before_at < due_before),
            ),
        )

    def messages_damaged(self, since: datetime) -> Sequence[Row]:
        """Return the messages that were set aside because their words do not open."""
        query = select(outbox.c.id).where(
            is_in(outbox, "failed"), outbox.c.trouble == DAMAGED, outbox.c.settled_at >= since
        )
        return self._rows(query.order_by(outbox.c.settled_at, outbox.c.id))

    def updates_waiting(self, before: datetime) -> Sequence[Row]:
        """Return the updates that came before the moment and were not worked on."""
        query = select(inbox.c.id).where(is_in(inbox, *WAITING), inbox.c.received_at < before)
        return self._rows(query.order_by(inbox.c.id))

    def updates_dead(self, since: datetime) -> Sequence[Row]:
        """Return the updates that were set aside."""
        query = select(inbox.c.id).where(is_in(inbox, "dead"), inbox.c.received_at >= since)
        return self._rows(query.order_by(inbox.c.received_at, inbox.c.id))

    def unreachable_on_duty(self, at: datetime) -> Sequence[Row]:
        """Return the members of staff who are on duty and whom no message reaches."""
        query = (
            select(staff.c.id, staff.c.office_code)
            .join(shifts, shifts.c.staff_id == staff.c.id)
            .join(people, people.c.id == staff.c.person_id)
            .where(shifts.c.starts_at <= at, shifts.c.ends_at > at)
            .where(staff.c.left_at.is_(None), people.c.blocked_at.is_not(None))
        )
        return self._rows(query.distinct().order_by(staff.c.id))

    def staffed_counties(self) -> Sequence[str]:
        """Return the codes of the counties' offices in which anybody serves."""
        query = (
            select(offices.c.code)
            .join(staff, staff.c.office_code == offices.c.code)
            .where(offices.c.kind == "county", staff.c.left_at.is_(None))
        )
        return list(self._connection.execute(query.distinct().order_by(offices.c.code)).scalars())

    def duty(
        self, office_code: str, tier: str, starts_at: datetime, ends_at: datetime
    ) -> Sequence[Span]:
        """Return the tier's shifts that touch the span, of people in service, in order."""
        query = (
            select(shifts.c.starts_at, shifts.c.ends_at)
            .join(staff, staff.c.id == shifts.c.staff_id)
            .where(shifts.c.office_code == office_code, shifts.c.tier == tier)
            .where(shifts.c.starts_at < ends_at, shifts.c.ends_at > starts_at)
            .where(staff.c.left_at.is_(None))
        )
        rows = self._connection.execute(query.order_by(shifts.c.starts_at)).all()
        return [Span(row.starts_at, row.ends_at) for row in rows]

    def oldest_page_due(self) -> datetime | None:
        """Return when the oldest call was made that has not left; None where there is none."""
        query = select(func.min(outbox.c.made_at)).where(
            unindexed(outbox.c.page_id).is_not(None), is_in(outbox, *UNSETTLED)
        )
        return self._connection.execute(query).scalar()

    def _referrals(self, *conditions: ColumnElement[bool]) -> Sequence[Row]:
        # Looked up for each that is found: no engine makes a join of it and reads all cases.
        number = select(cases.c.number).where(cases.c.id == referrals.c.case_id)
        query = select(referrals.c.id, number.scalar_subquery()).where(*conditions)
        return self._rows(query.order_by(referrals.c.next_deadline_at, referrals.c.id))

    def _messages(self, *conditions: ColumnElement[bool]) -> Sequence[Row]:
        query = select(outbox.c.id).where(*conditions)
        return self._rows(query.order_by(outbox.c.priority, outbox.c.id))

    def _rows(self, query: Select[*tuple[object, ...]]) -> Sequence[Row]:
        return [Row(*row) for row in self._connection.execute(query.limit(SHOWN)).all()]  # type: ignore[arg-type]
