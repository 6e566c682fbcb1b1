"""Which rows have been kept long enough, each kind as one condition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, or_, select

from storage.queues import SETTLED, WORKED_ON, is_not_in
from storage.tables import (
    attachments,
    cases,
    corrections,
    dialogues,
    inbox,
    invites,
    outbox,
    parked_forms,
    people,
    referrals,
    reports,
    staff,
)
from storage.talk_tables import report_phones


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """Until when what is kept must have come to its end to go now."""

    cases: datetime
    attachments: datetime
    corrections: datetime
    inbox: datetime
    outbox: datetime
    dialogues: datetime
    parked: datetime
    invites: datetime
    people: datetime


def expired_cases(cutoffs: Cutoffs) -> ColumnElement[bool]:
    """Return which cases have been closed long enough."""
    return and_(
        cases.c.state == "closed", cases.c.closed_at < cutoffs.cases, cases.c.erased_at.is_(None)
    )


def parts(cutoffs: Cutoffs) -> Sequence[tuple[str, Table, ColumnElement[bool]]]:
    """Return which rows of which table go, besides cases."""
    return [
        ("attachments", attachments, _old_attachments(cutoffs)),
        ("corrections", corrections, _old_corrections(cutoffs)),
        ("inbox", inbox, _old_updates(cutoffs)),
        ("outbox", outbox, _old_messages(cutoffs)),
        ("dialogues", dialogues, dialogues.c.updated_at < cutoffs.dialogues),
        ("parked", parked_forms, parked_forms.c.parked_at < cutoffs.parked),
        ("invites", invites, _old_invites(cutoffs)),
        ("people", people, _strangers(cutoffs)),
    ]


def _old_attachments(cutoffs: Cutoffs) -> ColumnElement[bool]:
    is_old = select(cases.c.id).where(
        cases.c.id == attachments.c.case_id,
        cases.c.state == "closed",
        cases.c.closed_at < cutoffs.attachments,
    )
    return and_(attachments.c.state != "erased", is_old.exists())


def _old_corrections(cutoffs: Cutoffs) -> ColumnElement[bool]:
    is_open = select(cases.c.id).where(cases.c.id == corrections.c.case_id, cases.c.state == "open")
    return and_(
        corrections.c.corrected_at < cutoffs.corrections,
        corrections.c.erased_at.is_(None),
        ~is_open.exists(),
    )


def _old_updates(cutoffs: Cutoffs) -> ColumnElement[bool]:
    return and_(inbox.c.state.in_(WORKED_ON), inbox.c.received_at < cutoffs.inbox)


def _old_messages(cutoffs: Cutoffs) -> ColumnElement[bool]:
    """Return which messages go; those of an open referral stay, as answers point at them."""
    open_referral = select(referrals.c.id).where(
        referrals.c.id == outbox.c.referral_id, referrals.c.state != "closed"
    )
    return and_(
        outbox.c.state.in_(SETTLED),
        outbox.c.settled_at < cutoffs.outbox,
        ~open_referral.exists(),
    )


def _old_invites(cutoffs: Cutoffs) -> ColumnElement[bool]:
    return or_(invites.c.used_at < cutoffs.invites, invites.c.expires_at < cutoffs.invites)


def _strangers(cutoffs: Cutoffs) -> ColumnElement[bool]:
    """Return who has no report, no dialogue, no office and nothing on its way to them."""
    mine = people.c.id
    return and_(
        people.c.forgotten_at.is_(None),
        people.c.met_at < cutoffs.people,
        ~select(reports.c.id).where(reports.c.person_id == mine).exists(),
        ~select(staff.c.id).where(staff.c.person_id == mine).exists(),
        ~select(dialogues.c.person_id).where(dialogues.c.person_id == mine).exists(),
        ~select(report_phones.c.id).where(report_phones.c.person_id == mine).exists(),
        ~select(parked_forms.c.id).where(parked_forms.c.person_id == mine).exists(),
        ~select(outbox.c.id)
        .where(outbox.c.person_id == mine, is_not_in(outbox, *SETTLED))
        .exists(),
    )
