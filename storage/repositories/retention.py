"""What has been kept long enough, and letting go of it.

Each question is asked by one condition, so that what is listed is what goes. A case that is open
never expires, and neither does anything of it.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Delete, Table, and_, delete, func, or_, select, update

from storage.casework_tables import agency_calls, agency_talks, approvals, visits
from storage.encryption import DIGEST_BYTES
from storage.queues import SETTLED
from storage.repositories.attachments import Attachments
from storage.repositories.expired import Cutoffs, expired_cases, parts
from storage.repositories.joinings import Joinings
from storage.repositories.keys import FORGOTTEN
from storage.repositories.repository import Repository
from storage.repositories.timeline import ChainBroken, Timeline
from storage.tables import (
    cases,
    corrections,
    declines,
    entries,
    outbox,
    parked_forms,
    people,
    referrals,
    reports,
)
from storage.talk_tables import (
    chat_lines,
    contact_wishes,
    entry_phones,
    former_words,
    letters,
    report_phones,
)

COPY = "copy"
"""Copies of what was attached to a case are marked `copy:CASE:…:ENTRY`, or with their album."""
SAID = "said"
"""What was said in a case, as somebody asked to see it, is marked `said:CASE:…`."""
NOBODY = 0
"""The person to whom reports belong once nothing ties them to anybody."""
COPIES = 200
# What officers and those whom they asked wrote for a referral, and whether it may be missing.
_OF_REFERRALS = (
    (declines.c.reason_sealed, False),
    (visits.c.brief_sealed, False),
    (visits.c.answers_sealed, True),
    (agency_calls.c.purpose_sealed, False),
    (agency_calls.c.answer_sealed, True),
    (agency_talks.c.question_sealed, True),
    (approvals.c.done_sealed, False),
    (approvals.c.told_sealed, False),
    (approvals.c.reason_sealed, True),
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A message on somebody's phone that shows what is erased here; `id` is that of its line."""

    id: int
    mark: str
    person_id: int
    message_id: int
    sent_at: datetime


class Retention(Repository):
    """Ask what goes, and let it go."""

    def __init__(self, topics: set[str], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._files = Attachments(topics, *args)

    def due(self, cutoffs: Cutoffs) -> Mapping[str, int]:
        """Return how many rows of what would go now."""
        return {
            "cases": self._count(cases, expired_cases(cutoffs)),
            **{name: self._count(table, which) for name, table, which in parts(cutoffs)},
        }

    def expired(self, cutoffs: Cutoffs, *, after: int = 0, limit: int = 20) -> Sequence[int]:
        """Return cases whose personal fields have been kept long enough, by identifier."""
        query = select(cases.c.id).where(cases.c.id > after, expired_cases(cutoffs))
        return list(self._connection.execute(query.order_by(cases.c.id).limit(limit)).scalars())

    def has_expired(self, case_id: int, cutoffs: Cutoffs) -> bool:
        """Say whether such a case it is."""
        return self._count(cases, and_(cases.c.id == case_id, expired_cases(cutoffs))) > 0

    def numbers(self, cutoffs: Cutoffs, limit: int = 1000) -> Sequence[str]:
        """Return the numbers of such cases."""
        query = (
            select(cases.c.number).where(expired_cases(cutoffs)).order_by(cases.c.id).limit(limit)
        )
        return list(self._connection.execute(query).scalars())

    def outlived(self, name: str, cutoffs: Cutoffs, *, after: int, limit: int) -> Sequence[int]:
        """Return which rows of one kind go, by identifier.

        For them the whole table is looked through: not by who writes.
        """
        _, key, which = _part(name, cutoffs)
        query = select(key).where(key > after, which).order_by(key).limit(limit)
        return list(self._connection.execute(query).scalars())

    def let_go(self, name: str, cutoffs: Cutoffs, among: Sequence[int], *, now: datetime) -> int:
        """Let those of the rows go that still are to; return how many went."""
        table, key, which = _part(name, cutoffs)
        query = select(key).where(key.in_(among), which)
        chosen = list(self._connection.execute(query).scalars())
        match name:
            case "corrections":
                self._empty_corrections(corrections.c.id.in_(chosen), now)
            case "attachments":
                self._files.expire(chosen, now=now)
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
        self._erase_timelines(case_id, now, why)
        self._erase_said(entries.c.case_id == case_id)
        self._files.erase(case_id=case_id, now=now)
        for report_id in self._ids_of(reports, reports.c.case_id == case_id):
            self._untie(report_id, now)
        self._change_where(
            referrals, referrals.c.case_id == case_id, done_sealed=None, told_sealed=None
        )
        mine = select(referrals.c.id).where(referrals.c.case_id == case_id)
        for column, optional in _OF_REFERRALS:
            self._empty(column, column.table.c.referral_id.in_(mine), optional=optional)
        self._erase_understood(case_id, now)
        self._erase_joined(case_id, now)
        every = (case_id, *self._joined_into(case_id))
        self._connection.execute(delete(parked_forms).where(parked_forms.c.case_id.in_(every)))
        self._change_where(cases, cases.c.id == case_id, erased_at=now)

    def erase_report(self, case_id: int, report_id: int, *, now: datetime, why: str) -> None:
        """Empty what one reporter gave: their words and files, name and number, and their tie.

        Where nobody else reported the case, what was understood of it goes as well. What officers
        wrote down stays until its own time.

        Raises:
            ChainBroken: the timeline is not as it was written; nothing was changed.
        """
        self._erase_timelines(case_id, now, why)
        self._erase_parked(case_id, report_id)
        self._erase_said(entries.c.report_id == report_id)
        self._files.erase(case_id=case_id, report_id=report_id, now=now)
        self._untie(report_id, now)
        self._erase_joined(case_id, now)
        tied = and_(reports.c.case_id == case_id, reports.c.person_id != NOBODY)
        if not self._count(reports, tied):
            self._erase_understood(case_id, now)

    def copies(
        self, case_id: int, *, since: datetime, report_id: int | None = None
    ) -> Sequence[Copy]:
        """Return the messages to staff, sent since then, that show what was said in the case.

        With `report_id` they are those with files of one report, and with all words.
        """
        which = entries.c.case_id == case_id
        if report_id is not None:
            which = entries.c.report_id == report_id
        said = self._connection.execute(select(entries.c.id, entries.c.album_id).where(which))
        theirs = {str(one) for row in said for one in row if one}
        shown_of = (case_id, *self._joined_into(case_id))
        marks = [f"{kind}:{one}:" for one in shown_of for kind in (COPY, SAID)]
        return [
            one
            for one in self._standing(chat_lines.c.stood_at > since, marks)
            if one.mark.startswith(SAID) or one.mark.rpartition(":")[2] in theirs
        ]

    def on_phones(self, since: datetime, until: datetime) -> Sequence[Copy]:
        """Return such messages of any case that were sent within the span, the first of them."""
        sent = and_(chat_lines.c.stood_at > since, chat_lines.c.stood_at <= until)
        return self._standing(sent, [f"{COPY}:", f"{SAID}:"])[:COPIES]

    def taken_back(self, copies: Sequence[Copy]) -> None:
        """Forget that these were sent: whoever asks for them again is sent them again.

        Other parts of their album or text still stand in the chat, and are taken the next time.
        """
        marks = {copy.mark for copy in copies}
        self._connection.execute(delete(outbox).where(outbox.c.dedupe_key.in_(marks)))
        gone = chat_lines.c.id.in_([copy.id for copy in copies])
        self._connection.execute(delete(chat_lines).where(gone))

    def _standing(self, when: ColumnElement[bool], starts: Sequence[str]) -> Sequence[Copy]:
        is_such = or_(*(chat_lines.c.mark.startswith(one) for one in starts))
        query = select(
            chat_lines.c.id,
            chat_lines.c.mark,
            chat_lines.c.person_id,
            chat_lines.c.message_id,
            chat_lines.c.stood_at,
        )
        rows = self._connection.execute(query.where(when, is_such).order_by(chat_lines.c.id))
        return [Copy(*row) for row in rows.all()]

    def _empty(self, column: Column[Any], which: ColumnElement[bool], *, optional: bool) -> None:
        """Empty a sealed column; one that must hold something holds the empty text, sealed."""
        table, name = column.table, column.name
        if optional:
            self._change_where(table, which, **{name: None})
            return
        for row_id in self._ids_of(table, which):
            empty = self._seal(table, name, row_id, "")
            self._change_where(table, table.c.id == row_id, **{name: empty})

    def _erase_letters(self, report_id: int) -> None:
        """Empty what the office wrote to the reporter; that it was written stays, to nobody."""
        which = letters.c.report_id == report_id
        self._empty(letters.c.content_sealed, which, optional=False)
        for letter_id in self._ids_of(letters, which):
            sent = outbox.c.dedupe_key.startswith(f"letter:{letter_id}:")
            self._connection.execute(delete(outbox).where(sent, outbox.c.state.in_(SETTLED)))
        waiting = and_(which, letters.c.state.in_(("held", "queued")))
        self._change_where(letters, waiting, state="dropped", held_for=None)
        self._change_where(letters, which, person_id=NOBODY)

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

    def _erase_parked(self, case_id: int, report_id: int) -> None:
        """Let go of what the reporter had begun to write about the case."""
        reporter = select(reports.c.person_id).where(reports.c.id == report_id).scalar_subquery()
        mine = and_(parked_forms.c.case_id == case_id, parked_forms.c.person_id == reporter)
        self._connection.execute(delete(parked_forms).where(mine))

    def _joined_into(self, case_id: int) -> Sequence[int]:
        return self._joinings.joined_into(case_id)

    @property
    def _joinings(self) -> Joinings:
        return Joinings(self._connection, self._vault, self._ids)

    def _erase_timelines(self, case_id: int, now: datetime, why: str) -> None:
        timeline = Timeline(self._connection, self._vault, self._ids)
        every = (case_id, *self._joined_into(case_id))
        # All are looked at before any is changed: what was tampered with stays as it is.
        for one in every:
            if timeline.first_broken(one) is not None:
                raise ChainBroken(one)
        for one in every:
            timeline.erase(one, now=now, why=why)

    def _erase_joined(self, case_id: int, now: datetime) -> None:
        """Empty what was understood in cases that were joined into this one.

        It came from the words of few, and the card of the case that goes on says it too.
        """
        for joined_id in self._joined_into(case_id):
            self._erase_understood(joined_id, now)
        self._joinings.forget_descriptions(case_id)

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
        self._change_where(letters, letters.c.report_id == report_id, person_id=NOBODY)
        said = select(entries.c.id).where(entries.c.report_id == report_id)
        for tie, which in (
            (report_phones, report_phones.c.report_id == report_id),
            (entry_phones, entry_phones.c.entry_id.in_(said)),
        ):
            self._connection.execute(delete(tie).where(which))
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
        self._erase_letters(report_id)

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


def _part(name: str, cutoffs: Cutoffs) -> tuple[Table, Column[Any], ColumnElement[bool]]:
    """Return the table, its key, and which of its rows go."""
    _, table, which = next(part for part in parts(cutoffs) if part[0] == name)
    (key,) = table.primary_key.columns
    return table, key, which
