"""What the auditor finds wrong: other code than what does the work, and it only reads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.terms import Tier
from storage.repositories.audit import Row, Span
from storage.work import UnitOfWork

ROSTER_AHEAD = timedelta(days=14)
TRIED_FOR = timedelta(minutes=10)
REMEMBERED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        kind: the name of what is wrong, also that of its text.
        subject: what it is about, so that it is told once: an identifier, a code, or nothing.
        label: what a person calls that: a case's number or an office's code.
        ids: the rows, the first of them where there are very many.
    """

    kind: str
    subject: str = ""
    label: str = ""
    ids: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """Return what tells this finding from others, today and tomorrow."""
        return f"{self.kind}:{self.subject}"


def audit(work: UnitOfWork, now: datetime, late_after: timedelta) -> Sequence[Finding]:
    """Return everything that is wrong now."""
    return [*_each(work, now - late_after), *_crowds(work, now, late_after), *_duty(work, now)]


def gaps(
    work: UnitOfWork, office_code: str, starts_at: datetime, ends_at: datetime
) -> Iterator[Span]:
    """Yield the spans in which nobody is on duty in the office."""
    covered = starts_at
    for shift in work.audit.duty(office_code, Tier.DUTY.value, starts_at, ends_at):
        if shift.starts_at > covered:
            yield Span(covered, shift.starts_at)
        covered = max(covered, shift.ends_at)
    if covered < ends_at:
        yield Span(covered, ends_at)


def gap_hours(work: UnitOfWork, now: datetime) -> Mapping[str, float]:
    """Return for each staffed county how many of the next hours nobody is on duty."""
    until = now + ROSTER_AHEAD
    return {
        code: sum(
            (gap.ends_at - gap.starts_at) / timedelta(hours=1)
            for gap in gaps(work, code, now, until)
        )
        for code in work.audit.staffed_counties()
    }


def _each(work: UnitOfWork, before: datetime) -> Iterator[Finding]:
    """Yield what is wrong with single cases, each by itself."""
    wrong: Mapping[str, Sequence[Row]] = {
        "open-without-deadline": work.audit.open_without_deadline(),
        "case-without-referral": work.audit.cases_without_referral(),
        "deadline-passed": work.audit.overdue(before),
        "nobody-called": work.audit.never_called(before),
        "page-without-message": work.audit.pages_without_message(before),
    }
    for kind, rows in wrong.items():
        for row in rows:
            yield Finding(kind, str(row.id), row.name, (row.id,))


def _crowds(work: UnitOfWork, now: datetime, late_after: timedelta) -> Iterator[Finding]:
    """Yield what is wrong with messages: of one kind one finding, however many there are."""
    before, lately = now - late_after, now - REMEMBERED
    wrong: Mapping[str, Sequence[Row]] = {
        "lease-overdue": work.audit.leases_overdue(before),
        "updates-waiting": work.audit.updates_waiting(before),
        "messages-waiting": work.audit.messages_waiting(now - TRIED_FOR, before),
        "updates-dead": work.audit.updates_dead(lately),
        "messages-damaged": work.audit.messages_damaged(lately),
    }
    for kind, rows in wrong.items():
        if rows:
            yield Finding(kind, ids=tuple(row.id for row in rows))


def _duty(work: UnitOfWork, now: datetime) -> Iterator[Finding]:
    for code in work.audit.staffed_counties():
        if next(gaps(work, code, now, now + ROSTER_AHEAD), None) is not None:
            yield Finding("duty-gap", code, code)
    for row in work.audit.unreachable_on_duty(now):
        yield Finding("duty-unreachable", str(row.id), row.name, (row.id,))
