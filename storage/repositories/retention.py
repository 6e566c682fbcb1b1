"""What has been kept long enough, and letting go of it.

Each question is asked by one condition, so that what is listed is what goes. A case that is open
never expires, and neither does anything of it.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Delete, Select, Table, and_, delete, func, or_, select, update

from storage.casework_tables import agency_calls, approvals, visits
from storage.encryption import DIGEST_BYTES
from storage.repositories.keys import FORGOTTEN
from storage.repositories.repository import Repository
from storage.repositories.timeline import Timeline
from storage.tables import (
    cases,
    corrections,
    declines,
    dialogues,
    entries,
    inbox,
    invites,
    outbox,
    people,
    referrals,
    reports,
    staff,
)
from storage.talk_tables import chat_lines, contact_wishes, former_words, letters

COPY = "copy"
"""Copies of what was attached to a case are marked `copy:CASE:…:ENTRY`, or with their album."""
NOBODY = 0
"""The person to whom reports belong once nothing ties them to anybody."""
_SETTLED = ("sent", "failed", "superseded")


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """Until when what is kept must have come to its end to go now."""

    cases: datetime
    corrections: datetime
    inbox: datetime
    outbox: datetime
    dialogues: datetime
    invites: datetime
    people: datetime


@dataclass(frozen=True, slots=True)
class Copy:
    """A message on somebody's phone that shows what is erased here."""

    person_id: int
    message_id: int
    sent_at: datetime


class Retention(Repository):
    """Ask what goes, and let it go."""

    def due(self, cutoffs: Cutoffs) -> Mapping[str, int]:
        """Return how many rows of what would go now."""
        return {
            "cases": self._count(cases, _expired(cutoffs)),
            **{name: self._count(table, which) for name, table, which in _parts(cutoffs)},
        }

    def expired(self, cutoffs: Cutoffs, *, after: int = 0, limit: int = 20) -> Sequence[int]:
        """Return cases whose personal fields have been kept long enough, by identifier."""
        query = select(cases.c.id).where(cases.c.id > after, _expired(cutoffs))
        return list(self._connection.execute(query.order_by(cases.c.id).limit(limit)).scalars())

    def numbers(self, cutoffs: Cutoffs, limit: int = 1000) -> Sequence[str]:
        """Return the numbers of such cases."""
        query = select(cases.c.number).where(_expired(cutoffs)).order_by(cases.c.id).limit(limit)
        return list(self._connection.execute(query).scalars())

    def let_go(self, name: str, cutoffs: Cutoffs, *, now: datetime, limit: int) -> int:
        """Let some rows of one kind go; return how many went."""
        _, table, which = next(part for part in _parts(cutoffs) if part[0] == name)
        (key,) = table.primary_key.columns
        chosen = list(self._connection.execute(select(key).where(which).limit(limit)).scalars())
        match name:
            case "corrections":
                self._empty_corrections(corrections.c.id.in_(chosen), now)
            case "people":
                for person_id in chosen:
                    self._forget(person_id, now)
            case _:
                gone: Delete = delete(table).where(key.in_(chosen))
                self._connection.execute(gone)
        return len(chosen)

    def erase(self, case_id: int, *, now: datetime, why: str) -> None:
        """Empty every personal field of the case and of all that belongs to it.

        What statistics are made of stays, and so does the chain of what was done.

        Raises:
            ChainBroken: its timeline is not as it was written; nothing was changed.
        """
        Timeline(self._connection, self._vault, self._ids).erase(case_id, now=now, why=why)
        self._erase_said(entries.c.case_id == case_id)
        written = select(reports.c.id).where(reports.c.case_id == case_id)
        self._erase_letters(letters.c.report_id.in_(written))
        for report_id in self._ids_of(reports, reports.c.case_id == case_id):
            self._untie(report_id, now)
        self._change_where(
            referrals, referrals.c.case_id == case_id, done_sealed=None, told_sealed=None
        )
        mine = select(referrals.c.id).where(referrals.c.case_id == case_id)
        for one in self._ids_of(declines, declines.c.referral_id.in_(mine)):
            empty = self._seal(declines, "reason_sealed", one, "")
            self._change_where(declines, declines.c.id == one, reason_sealed=empty)
        self._erase_of_others(mine)
        self._erase_understood(case_id, now)
        self._change_where(cases, cases.c.id == case_id, erased_at=now)

    def erase_report(self, case_id: int, report_id: int, *, now: datetime, why: str) -> None:
        """Empty what one reporter gave: their words and files, name and number, and their tie.

        Where nobody else reported the case, what was understood of it goes as well. What officers
        wrote down stays until its own time.

        Raises:
            ChainBroken: the timeline is not as it was written; nothing was changed.
        """
        Timeline(self._connection, self._vault, self._ids).erase(case_id, now=now, why=why)
        self._erase_said(entries.c.report_id == report_id)
        self._erase_letters(letters.c.report_id == report_id)
        self._untie(report_id, now)
        tied = and_(reports.c.case_id == case_id, reports.c.person_id != NOBODY)
        if not self._count(reports, tied):
            self._erase_understood(case_id, now)

    def copies(self, case_id: int, *, report_id: int | None = None) -> Sequence[Copy]:
        """Return the messages that copied attachments of the case, or of one report in it."""
        which = entries.c.case_id == case_id
        if report_id is not None:
            which = entries.c.report_id == report_id
        said = self._connection.execute(select(entries.c.id, entries.c.album_id).where(which))
        theirs = {str(one) for row in said for one in row if one}
        standing = select(chat_lines).where(chat_lines.c.mark.startswith(f"{COPY}:{case_id}:"))
        return [
            Copy(line.person_id, line.message_id, line.stood_at)
            for line in self._connection.execute(standing)
            if line.mark.rpartition(":")[2] in theirs
        ]

    def _erase_of_others(self, of_referrals: Select[tuple[int]]) -> None:
        """Empty what was asked of visitors, agencies and leads, and what they answered."""
        columns = {
            visits: ("brief_sealed",),
            agency_calls: ("purpose_sealed",),
            approvals: ("done_sealed", "told_sealed"),
        }
        optional = {
            visits: "answers_sealed",
            agency_calls: "answer_sealed",
            approvals: "reason_sealed",
        }
        for table, names in columns.items():
            for one in self._ids_of(table, table.c.referral_id.in_(of_referrals)):
                emptied = {name: self._seal(table, name, one, "") for name in names}
                emptied[optional[table]] = None
                self._change_where(table, table.c.id == one, **emptied)

    def _erase_letters(self, which: ColumnElement[bool]) -> None:
        """Empty what the office wrote to the reporter; that it was written stays."""
        for letter_id in self._ids_of(letters, which):
            empty = self._seal(letters, "content_sealed", letter_id, "")
            self._change_where(letters, letters.c.id == letter_id, content_sealed=empty)
        held = and_(which, letters.c.state == "held")
        self._change_where(letters, held, state="dropped", held_for=None)

    def _erase_said(self, which: ColumnElement[bool]) -> None:
        said = select(entries.c.id).where(which)
        self._change_where(former_words, former_words.c.entry_id.in_(said), words_sealed=None)
        self._change_where(
            entries,
            which,
            words_sealed=None,
            attachment_sealed=None,
            message_id=0,
            album_id="",
        )

    def _erase_understood(self, case_id: int, now: datetime) -> None:
        self._empty_corrections(corrections.c.case_id == case_id, now)
        self._change_where(
            cases,
            cases.c.id == case_id,
            village_sealed=None,
            child_sealed=None,
            reasons_sealed=None,
            reading_sealed=None,
        )

    def _untie(self, report_id: int, now: datetime) -> None:
        """Let the report belong to nobody, and its code open nothing."""
        self._add_new(
            people,
            "id",
            id=NOBODY,
            chat_key=self._vault.fingerprint(FORGOTTEN, str(NOBODY)),
            chat_sealed=self._seal(people, "chat_sealed", NOBODY, ""),
            language="zh-CN",
            met_at=now,
            blocked_at=now,
            forgotten_at=now,
        )
        self._change_where(
            reports,
            reports.c.id == report_id,
            person_id=NOBODY,
            reporter_name_sealed=None,
            reporter_phone_sealed=None,
            code_key=self._vault.current + os.urandom(DIGEST_BYTES),
            code_sealed=self._seal(reports, "code_sealed", report_id, os.urandom(16).hex()),
            may_write_back=False,
        )

    def _forget(self, person_id: int, now: datetime) -> None:
        mine = contact_wishes.c.person_id == person_id
        self._connection.execute(delete(contact_wishes).where(mine))
        self._change_where(
            people,
            people.c.id == person_id,
            chat_key=self._vault.fingerprint(FORGOTTEN, str(person_id)),
            chat_sealed=self._seal(people, "chat_sealed", person_id, ""),
            forgotten_at=now,
            blocked_at=now,
        )

    def _empty_corrections(self, which: ColumnElement[bool], now: datetime) -> None:
        self._change_where(corrections, which, shown_sealed=None, words_sealed=None, erased_at=now)

    def _change_where(self, table: Table, which: ColumnElement[bool], **values: object) -> None:
        self._connection.execute(update(table).where(which).values(**values))

    def _ids_of(self, table: Table, which: ColumnElement[bool]) -> Sequence[int]:
        return list(self._connection.execute(select(table.c.id).where(which)).scalars())

    def _count(self, table: Table, which: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(table).where(which)
        return int(self._connection.execute(query).scalar_one())


def _expired(cutoffs: Cutoffs) -> ColumnElement[bool]:
    return and_(
        cases.c.state == "closed", cases.c.closed_at < cutoffs.cases, cases.c.erased_at.is_(None)
    )


def _parts(cutoffs: Cutoffs) -> Sequence[tuple[str, Table, ColumnElement[bool]]]:
    """Return which rows of which table go, besides cases."""
    return [
        ("corrections", corrections, _old_corrections(cutoffs)),
        ("inbox", inbox, _old_updates(cutoffs)),
        ("outbox", outbox, _old_messages(cutoffs)),
        ("dialogues", dialogues, dialogues.c.updated_at < cutoffs.dialogues),
        ("invites", invites, _old_invites(cutoffs)),
        ("people", people, _strangers(cutoffs)),
    ]


def _old_corrections(cutoffs: Cutoffs) -> ColumnElement[bool]:
    is_open = select(cases.c.id).where(cases.c.id == corrections.c.case_id, cases.c.state == "open")
    return and_(
        corrections.c.corrected_at < cutoffs.corrections,
        corrections.c.erased_at.is_(None),
        ~is_open.exists(),
    )


def _old_updates(cutoffs: Cutoffs) -> ColumnElement[bool]:
    return and_(inbox.c.state.in_(("done", "dead")), inbox.c.received_at < cutoffs.inbox)


def _old_messages(cutoffs: Cutoffs) -> ColumnElement[bool]:
    """Return which messages go; those of an open referral stay, as answers point at them."""
    open_referral = select(referrals.c.id).where(
        referrals.c.id == outbox.c.referral_id, referrals.c.state != "closed"
    )
    return and_(
        outbox.c.state.in_(_SETTLED),
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
        ~select(outbox.c.id)
        .where(outbox.c.person_id == mine, outbox.c.state.not_in(_SETTLED))
        .exists(),
    )
