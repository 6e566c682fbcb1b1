"""The officer's card: everything about a referral that its viewer may see, in one message."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.flows.casework import LOWER_REASONS, REASONS
from bot.flows.closing import REFUSALS
from bot.flows.parting import PARTED
from bot.flows.report_prompts import child_key
from bot.terms import Category, Level
from bot.views.card_buttons import (
    Action,
    decode_action,
    encode_action,
    is_waiting,
    offered,
)
from bot.views.outgoing import Button
from bot.views.quoting import NAME_LIMIT, cut, length_parsed, line, quoted
from bot.views.said import EntryView, Said, render_said, render_whole
from bot.views.texts import Texts
from bot.views.understood import (
    SettledView,
    Understood,
    category_line,
    circled,
    joined,
    level_line,
    place_mark,
    reason_lines,
    situation_lines,
    writer_line,
)

# The one door to everything that a card is made of.
__all__ = [
    "EMOJI",
    "Action",
    "Card",
    "CaseView",
    "ClosingView",
    "ComplaintView",
    "EntryView",
    "Happened",
    "Owed",
    "SettledView",
    "Understood",
    "cut",
    "decode_action",
    "encode_action",
    "render_card",
    "render_notice",
    "render_words",
]

LIMIT = 4096
NOTICE_ROOM = 200
REASON_LIMIT = 200
DONE_LIMIT = 300
WHY_LIMIT = 60
EMOJI: Mapping[Level, str] = {Level.L1: "🔴", Level.L2: "🟠", Level.L3: "🟡", Level.L4: "🔵"}
_REASONS = frozenset(f"decline-{reason}" for reason in REASONS)
_REFUSED = frozenset(f"refuse-{reason}" for reason in REFUSALS)
_LOWERED = frozenset(f"lower-{reason}" for reason in LOWER_REASONS)
_PARTED = frozenset(f"part-{reason}" for reason in PARTED)
_TWO_HOURS = timedelta(hours=2)
_TWO_DAYS = timedelta(days=2)


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
    timeline: tuple["Happened", ...]
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
    complaint: "ComplaintView | None" = None


@dataclass(frozen=True, slots=True)
class Card:
    """A message with its buttons."""

    text: str
    buttons: tuple[tuple[Button, ...], ...]


def render_card(
    case: CaseView,
    *,
    permitted: frozenset[str],
    language: str,
    texts: Texts,
    now: datetime,
    zone: ZoneInfo,
) -> Card:
    """Return the card for a viewer who is permitted these actions.

    The text is at most 4096 UTF-16 units after parsing, a notice above it included.
    """
    drawing = _Drawing(case, language, texts, now, zone)
    before = [drawing.heading(), drawing.facts(may_read="see" in permitted)]
    after = [drawing.understood(), drawing.standing(), drawing.happened()]
    room = LIMIT - NOTICE_ROOM - sum(length_parsed(part) + 2 for part in before + after)
    said = drawing.said(room)
    text = "\n\n".join(part for part in (*before, said.text, *after) if part)
    rows = offered(
        case.state,
        permitted,
        may_transfer=case.proposed_owner is not None,
        has_more=said.is_cut or any(entry.former for entry in case.entries),
        may_confirm=case.may_confirm,
        awaits_agency=bool(case.agencies),
        may_ask_agency=case.may_ask_agency,
        awaits_approval=case.closing is not None and case.closing.refused_for is None,
        may_join=bool(case.alike),
        may_go_on=case.has_parked,
        may_part=case.may_part,
    )
    return Card(text, tuple(tuple(drawing.button(name) for name in row) for row in rows))


def render_words(case: CaseView, *, language: str, texts: Texts, zone: ZoneInfo) -> tuple[str, ...]:
    """Return everything said in the case, whole, as messages that each keep the limit."""
    heading = f"<b>{line(case.number)}</b>"
    drawing = _Drawing(case, language, texts, case.reported_at, zone)
    messages = render_whole(case.entries, room=LIMIT - NOTICE_ROOM, say=drawing.say, zone=zone)
    return tuple(f"{heading}\n{message}" for message in messages)


def render_notice(kind: str, case: CaseView, *, language: str, texts: Texts, now: datetime) -> str:
    """Return the line above a card that says why it comes now."""
    return texts(
        f"notice-{kind}",
        language,
        span=span_in_words(now - case.reported_at, language=language, texts=texts),
        round=case.round,
        milestone=texts(f"milestone-{case.milestone}", language),
    )


def span_in_words(span: timedelta, *, language: str, texts: Texts) -> str:
    """Return a span in words: minutes below two hours, hours below two days, then days."""
    span = max(span, timedelta())
    if span < _TWO_HOURS:
        return texts("span-minutes", language, count=span // timedelta(minutes=1))
    if span < _TWO_DAYS:
        return texts("span-hours", language, count=span // timedelta(hours=1))
    return texts("span-days", language, count=span.days)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One card being drawn."""

    case: CaseView
    language: str
    texts: Texts
    now: datetime
    zone: ZoneInfo

    def say(self, key: str, **args: str | int) -> str:
        return self.texts(key, self.language, **args)

    def button(self, name: str) -> Button:
        data = encode_action(name, self.case.referral_id, self.case.version)
        return Button(self.say(f"button-{name}"), data)

    def heading(self) -> str:
        case = self.case
        level = self.say(f"level-{case.level.name}")
        first = f"{EMOJI[case.level]} <b>{level} · {line(case.number)}</b>"
        category = self.say(f"category-{case.category}") if case.category else ""
        second = " · ".join(part for part in (category, line(case.office)) if part)
        marks = [
            self.say(key)
            for key, is_shown in (
                ("card-restricted", case.is_restricted),
                ("mark-writing", not case.is_complete),
                ("mark-withdrawn", case.withdrawn),
                *((f"mark-{mark}", True) for mark in case.marks),
            )
            if is_shown
        ]
        return "\n".join([first, second, *marks])

    def facts(self, *, may_read: bool) -> str:
        case, read = self.case, self.case.read
        key = child_key(case.child_age, case.child_sex)
        child = self.say(key, age=line(case.child_age or "", 20)) if key else self.say("unknown")
        if case.child_name:
            child = f"{child} · {line(case.child_name, NAME_LIMIT)}"
        if read.children and read.children > 1:
            child = self.say("card-children", child=child, count=read.children)
        lines = [
            self._complaint(),
            self.say("card-place", place=self._place()) + place_mark(read, self.say),
            self.say("card-child", child=child),
            self.say("card-reporter", who=self._reporter(), count=case.reports),
            writer_line(read, self.say, self._has) if may_read else "",
        ]
        return joined(lines)

    def _complaint(self) -> str:
        about = self.case.complaint
        if about is None:
            return ""
        offices = "、".join(map(line, about.offices)) or self.say("unknown")
        if not about.number:
            return self.say("card-complaint", offices=offices)
        return self.say("card-complaint-case", offices=offices, number=line(about.number))

    def understood(self) -> str:
        """Return what was understood, whose word each part of it is, and why."""
        case, read = self.case, self.case.read
        lines = [
            category_line(read, case.category, self.say),
            level_line(read, case.level, self.say),
            self.say("card-words-moved") if case.raised_by_others else "",
            *situation_lines(read, self.say),
            self._guardianship(),
        ]
        reasons = reason_lines(read, self.say, self._has)
        return joined([*lines, *([self.say("card-reasons"), *reasons] if reasons else [])])

    def _guardianship(self) -> str:
        ground = self.case.guardianship
        if ground is None:
            return ""
        return self.say("card-guardianship", ground=self.say(f"guardianship-{ground}"))

    def said(self, room: int) -> Said:
        return render_said(self.case.entries, room=room, say=self.say, zone=self.zone)

    def standing(self) -> str:
        case = self.case
        lines = [self.say("card-state", state=self.say(f"state-{case.state}"))]
        if case.holder:
            lines.append(self.say("card-holder", name=line(case.holder, NAME_LIMIT)))
        if is_waiting(case.state):
            lines += self._returned()
        if case.outcome:
            lines.append(self.say("card-outcome", outcome=self.say(f"outcome-{case.outcome}")))
        if case.done:
            lines.append(self.say("card-done", done=quoted(case.done, DONE_LIMIT)))
        if case.closing is not None:
            lines += self._closing(case.closing)
        if case.milestone_due_at is not None:
            lines.append(self._deadline(case.milestone_due_at))
        if case.helpers:
            names = "、".join(line(one, NAME_LIMIT) for one in case.helpers)
            lines.append(self.say("card-helpers", names=names))
        if case.alike:
            lines.append(self.say("card-alike", numbers="、".join(map(line, case.alike))))
        lines += [self._owed("card-visit", one) for one in case.visits]
        lines += [self._owed("card-agency", one) for one in case.agencies]
        lines.append(self.say("card-age", span=self._span(self.now - case.reported_at)))
        return "\n".join(lines)

    def _closing(self, closing: ClosingView) -> list[str]:
        if closing.refused_for is not None:
            why = closing.refused_for
            words = self.say(why) if why in _REFUSED else quoted(why, REASON_LIMIT)
            return [self.say("card-close-refused", reason=words)]
        told = self.say(closing.told) if self._has(closing.told) else closing.told
        return [
            self.say(
                "card-closing",
                name=line(closing.by, NAME_LIMIT),
                outcome=self.say(f"outcome-{closing.outcome}"),
            ),
            self.say("card-done", done=quoted(closing.done, DONE_LIMIT)),
            self.say("card-told", told=quoted(told, DONE_LIMIT)),
        ]

    def _owed(self, key: str, owed: Owed) -> str:
        when = f"{owed.due_at.astimezone(self.zone):%m-%d %H:%M}"
        text = self.say(key, name=line(owed.by, NAME_LIMIT), when=when)
        if owed.seen_by is None or owed.seen_at is None:
            return text
        at = f"{owed.seen_at.astimezone(self.zone):%m-%d %H:%M}"
        return f"{text}{self.say('card-seen', name=line(owed.seen_by, NAME_LIMIT), when=at)}"

    def happened(self) -> str:
        lines = []
        for one in self.case.timeline:
            hour = one.at.astimezone(self.zone).strftime("%H:%M")
            event = self.say(f"event-{one.kind}")
            change = self._change(one) + self._why(one)
            lines.append(
                " ".join(filter(None, (hour, event, line(one.by or "", NAME_LIMIT), change)))
            )
        return "\n".join(lines)

    def _change(self, one: Happened) -> str:
        """Return from what to what something changed, by the names of categories and levels."""
        if one.change is None:
            return ""
        return " → ".join(self._named(one.kind, value) for value in one.change)

    def _why(self, one: Happened) -> str:
        if not one.why:
            return ""
        is_offered = one.why in _LOWERED or one.why in _PARTED
        words = self.say(one.why) if is_offered else line(one.why, WHY_LIMIT)
        return self.say("card-why", why=words)

    def _named(self, kind: str, value: str) -> str:
        if kind == "situation-corrected":
            return circled(value)
        for key in (f"category-{value}", f"level-L{value}"):
            if kind.startswith(key.partition("-")[0]) and self._has(key):
                return self.say(key)
        return "—" if value == "-" else line(value, NAME_LIMIT)

    def _has(self, key: str) -> bool:
        return self.texts.has(key, self.language)

    def _place(self) -> str:
        case = self.case
        if case.read.outside and not case.place:
            return self.say("card-outside", place=line(case.read.outside))
        return line(case.place) or self.say("unknown")

    def _span(self, span: timedelta) -> str:
        return span_in_words(span, language=self.language, texts=self.texts)

    def _reporter(self) -> str:
        case = self.case
        left = [part for part in (case.reporter_name, case.reporter_phone) if part]
        if left:
            return " ".join(line(part, NAME_LIMIT * max(case.reports, 1)) for part in left)
        return self.say("reporter-anonymous" if case.may_write_back else "reporter-silent")

    def _returned(self) -> list[str]:
        case = self.case
        lines = []
        if case.returned_for:
            words = case.returned_for
            reason = self.say(words) if words in _REASONS else quoted(words, REASON_LIMIT)
            lines.append(self.say("card-returned", reason=reason))
        if case.proposed_owner:
            lines.append(self.say("card-proposed", office=line(case.proposed_owner)))
        return lines

    def _deadline(self, due_at: datetime) -> str:
        left = due_at - self.now
        there, here = due_at.astimezone(self.zone), self.now.astimezone(self.zone)
        when = f"{there:%H:%M}" if there.date() == here.date() else f"{there:%m-%d %H:%M}"
        key = "card-due" if left >= timedelta() else "card-overdue"
        milestone = self.say(f"milestone-{self.case.milestone}")
        text = self.say(key, milestone=milestone, when=when, span=self._span(abs(left)))
        return f"{text} {self.say('provisional')}" if self.case.provisional else text
