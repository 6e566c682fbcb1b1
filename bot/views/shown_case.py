"""Everything that a card of a referral may show, as plain values."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.terms import Category, Level
from bot.views.said import EntryView
from bot.views.understood import Understood


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the timeline: when, what, by whom, from what to what it changed, and why."""

    at: datetime
    kind: str
    by: str | None = None
    change: tuple[str, str] | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """What others still owe the case: a visit that somebody makes, an agency's answer."""

    by: str
    due_at: datetime
    seen_by: str | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClosingView:
    """The holder's wish to close, and why a lead said no, if one did."""

    by: str
    outcome: str
    done: str
    told: str
    refused_for: str | None = None


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """Whom a complaint is about: offices, none where they are not known, and a case of theirs."""

    offices: tuple[str, ...]
    number: str = ""


@dataclass(frozen=True, slots=True)
class OpenedAgainView:
    """How the case was closed before, and who opened it again: without a name the reporter."""

    closed_at: datetime | None
    closed_by: str
    outcome: str | None
    done: str | None
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything that a card of a referral may show."""

    number: str
    referral_id: int
    version: int
    level: Level
    category: Category | None
    office: str
    place: str
    child_age: str | None
    child_sex: str | None
    child_name: str | None
    entries: tuple[EntryView, ...]
    reports: int
    withdrawn: bool
    may_write_back: bool
    reporter_name: str | None
    reporter_phone: str | None
    is_complete: bool
    reported_at: datetime
    state: str
    outcome: str | None
    done: str | None
    milestone: str
    milestone_due_at: datetime | None
    provisional: bool
    holder: str | None
    rung: int
    round: int
    timeline: tuple[Happened, ...]
    read: Understood = field(default_factory=Understood)
    proposed_owner: str | None = None
    returned_for: str | None = None
    may_confirm: bool = False
    is_restricted: bool = False
    visits: tuple[Owed, ...] = ()
    closing: ClosingView | None = None
    guardianship: int | None = None
    helpers: tuple[str, ...] = ()
    agencies: tuple[Owed, ...] = ()
    may_ask_agency: bool = False
    marks: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    has_parked: bool = False
    may_part: bool = False
    raised_by_others: bool = False
    complaint: ComplaintView | None = None
    opened_again: OpenedAgainView | None = None
