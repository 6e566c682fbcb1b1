"""The officer's card: everything about a referral that its viewer may see, in one message."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.flows.casework import REASONS
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

# The one door to everything that a card is made of.
__all__ = [
    "EMOJI",
    "Action",
    "Card",
    "CaseView",
    "EntryView",
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
MATCHED_LIMIT = 120
EMOJI: Mapping[Level, str] = {Level.L1: "🔴", Level.L2: "🟠", Level.L3: "🟡", Level.L4: "🔵"}
_REASONS = frozenset(f"decline-{reason}" for reason in REASONS)
_TWO_HOURS = timedelta(hours=2)
_TWO_DAYS = timedelta(days=2)


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
    reasons: tuple[str, ...]
    timeline: tuple[tuple[datetime, str, str | None], ...]
    proposed_owner: str | None = None
    returned_for: str | None = None


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
    before = [drawing.heading(), drawing.facts()]
    after = [drawing.standing(), drawing.happened()]
    room = LIMIT - NOTICE_ROOM - sum(length_parsed(part) + 2 for part in before + after)
    said = drawing.said(room)
    text = "\n\n".join(part for part in (*before, said.text, *after) if part)
    rows = offered(
        case.state, permitted, may_transfer=case.proposed_owner is not None, has_more=said.is_cut
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
                ("mark-writing", not case.is_complete),
                ("mark-withdrawn", case.withdrawn),
            )
            if is_shown
        ]
        return "\n".join([first, second, *marks])

    def facts(self) -> str:
        case = self.case
        key = child_key(case.child_age, case.child_sex)
        child = self.say(key, age=line(case.child_age or "", 20)) if key else self.say("unknown")
        if case.child_name:
            child = f"{child} · {line(case.child_name, NAME_LIMIT)}"
        lines = [
            self.say("card-place", place=line(case.place) or self.say("unknown")),
            self.say("card-child", child=child),
            self.say("card-reporter", who=self._reporter(), count=case.reports),
        ]
        return "\n".join(lines)

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
        if case.milestone_due_at is not None:
            lines.append(self._deadline(case.milestone_due_at))
        lines.append(self.say("card-age", span=self._span(self.now - case.reported_at)))
        matched = self._matched()
        if matched:
            words = line("、".join(matched), MATCHED_LIMIT)
            lines.append(self.say("card-reasons", reasons=words))
        return "\n".join(lines)

    def happened(self) -> str:
        lines = []
        for at, kind, name in self.case.timeline:
            hour = at.astimezone(self.zone).strftime("%H:%M")
            event = self.say(f"event-{kind}")
            lines.append(f"{hour} {event} {line(name or '', NAME_LIMIT)}".rstrip())
        return "\n".join(lines)

    def _span(self, span: timedelta) -> str:
        return span_in_words(span, language=self.language, texts=self.texts)

    def _matched(self) -> list[str]:
        """Return the reporter's own words by which the level and the kind were suggested."""
        words = (reason.partition(": ")[2].strip() for reason in self.case.reasons)
        return list(dict.fromkeys(word for word in words if word))

    def _reporter(self) -> str:
        case = self.case
        left = [part for part in (case.reporter_name, case.reporter_phone) if part]
        if left:
            return " ".join(line(part, NAME_LIMIT) for part in left)
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
