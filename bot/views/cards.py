"""The officer's card: everything about a referral that its viewer may see, in one message."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.flows.casework import REASONS
from bot.flows.report_prompts import child_key
from bot.terms import Category, Level
from bot.views.outgoing import Button
from bot.views.texts import Texts

LIMIT = 4096
GREATEST_ID = 2**63 - 1
# Room for heading, facts and timeline; the rest of a message is for what people said.
WORDS_LIMIT = 2200
ENTRY_LIMIT = 700
FOLD_FROM = 180
EMOJI: Mapping[Level, str] = {Level.L1: "🔴", Level.L2: "🟠", Level.L3: "🟡", Level.L4: "🔵"}
_ACTION = re.compile(r"c:([a-z_]{1,12}):(\d{1,19}):(\d{1,9})")
# Control, direction and zero-width characters would let words rearrange the card around them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_REASONS = frozenset(f"decline-{reason}" for reason in REASONS)
_WAITING = frozenset({"new", "paging", "declined"})
_HELD = frozenset({"accepted", "contacted", "visiting"})
_ROWS: tuple[tuple[tuple[str, frozenset[str]], ...], ...] = (
    (("accept", _WAITING), ("take_over", _HELD)),
    (("contact", frozenset({"accepted"})), ("visit", frozenset({"accepted", "contacted"}))),
    (("ask", _HELD), ("note", _WAITING | _HELD | {"closed"})),
    (("decline", _WAITING | _HELD), ("close", _HELD)),
)


@dataclass(frozen=True, slots=True)
class Action:
    """What a button on a card or a list means."""

    name: str
    target: int
    version: int


@dataclass(frozen=True, slots=True)
class EntryView:
    """One thing said, as the card shows it; `by` is an officer's name, never a reporter's."""

    kind: str
    words: str
    attachment: str | None
    said_at: datetime
    is_edited: bool = False
    by: str | None = None


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


def encode_action(name: str, target: int, version: int) -> str:
    """Return what a button answers with: at most 64 bytes."""
    return f"c:{name}:{target}:{version}"


def decode_action(data: str) -> Action | None:
    """Return what a button's answer means; None for whatever no card of ours has sent."""
    found = _ACTION.fullmatch(data)
    if found is None or not data.isascii() or int(found[2]) > GREATEST_ID:
        return None
    return Action(found[1], int(found[2]), int(found[3]))


def clean(words: str) -> str:
    """Return people's words as safe HTML that cannot rearrange what stands around them."""
    return html.escape(_UNSEEN.sub("", words), quote=False)


def cut(words: str, limit: int) -> str:
    """Return the words cut to `limit` UTF-16 units, as Telegram counts, never within a sign."""
    units = words.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return words
    return units[: 2 * (limit - 1)].decode("utf-16-le", "ignore") + "…"


def render_card(
    case: CaseView,
    *,
    permitted: frozenset[str],
    language: str,
    texts: Texts,
    now: datetime,
    zone: ZoneInfo,
) -> Card:
    """Return the card for a viewer who is permitted these actions."""
    drawing = _Drawing(case, language, texts, now, zone)
    parts = [
        drawing.heading(),
        drawing.facts(),
        drawing.said(),
        drawing.standing(),
        drawing.happened(),
    ]
    text = "\n\n".join(part for part in parts if part)
    return Card(text, _buttons(case, permitted, lambda key: texts(key, language)))


def render_notice(kind: str, case: CaseView, *, language: str, texts: Texts, now: datetime) -> str:
    """Return the line above a card that says why it comes now."""
    minutes = int((now - case.reported_at).total_seconds() // 60)
    return texts(
        f"notice-{kind}",
        language,
        minutes=minutes,
        round=case.round,
        milestone=texts(f"milestone-{case.milestone}", language),
    )


def _buttons(
    case: CaseView, permitted: frozenset[str], say: Callable[[str], str]
) -> tuple[tuple[Button, ...], ...]:
    def button(name: str) -> Button:
        data = encode_action(name, case.referral_id, case.version)
        return Button(say(f"button-{name}"), data)

    rows = [
        tuple(button(name) for name, states in row if name in permitted and case.state in states)
        for row in _ROWS
    ]
    if case.proposed_owner and "transfer" in permitted and case.state in _WAITING:
        rows.append((button("transfer"),))
    return tuple(row for row in rows if row)


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

    def heading(self) -> str:
        case = self.case
        level = self.say(f"level-{case.level.name}")
        line = f"{EMOJI[case.level]} <b>{level} · {case.number}</b>"
        category = self.say(f"category-{case.category}") if case.category else ""
        second = " · ".join(part for part in (category, clean(case.office)) if part)
        marks = [
            self.say(key)
            for key, is_shown in (
                ("mark-writing", not case.is_complete),
                ("mark-withdrawn", case.withdrawn),
            )
            if is_shown
        ]
        return "\n".join([line, second, *marks])

    def facts(self) -> str:
        case = self.case
        key = child_key(case.child_age, case.child_sex)
        child = self.say(key, age=clean(case.child_age or "")) if key else self.say("unknown")
        if case.child_name:
            child = f"{child} · {clean(case.child_name)}"
        lines = [
            self.say("card-place", place=clean(case.place) or self.say("unknown")),
            self.say("card-child", child=child),
            self.say("card-reporter", who=self._reporter(), count=case.reports),
        ]
        return "\n".join(lines)

    def said(self) -> str:
        """Return what people said, the newest kept whole the longest."""
        shown: list[str] = []
        left = WORDS_LIMIT
        for entry in reversed(self.case.entries):
            if left <= 0:
                shown.append(self.say("card-more", count=len(self.case.entries) - len(shown)))
                break
            words = cut(_UNSEEN.sub("", entry.words), min(ENTRY_LIMIT, left))
            left -= len(words.encode("utf-16-le")) // 2 + 20
            shown.append(self._entry(entry, words))
        return "\n".join(reversed(shown))

    def standing(self) -> str:
        case = self.case
        lines = [self.say("card-state", state=self.say(f"state-{case.state}"))]
        if case.holder:
            lines.append(self.say("card-holder", name=clean(case.holder)))
        if case.returned_for and case.state in _WAITING:
            words = case.returned_for
            reason = self.say(words) if words in _REASONS else clean(cut(words, 200))
            lines.append(self.say("card-returned", reason=reason))
        if case.proposed_owner and case.state in _WAITING:
            lines.append(self.say("card-proposed", office=clean(case.proposed_owner)))
        if case.outcome:
            lines.append(self.say("card-outcome", outcome=self.say(f"outcome-{case.outcome}")))
        if case.done:
            lines.append(self.say("card-done", done=clean(cut(case.done, 300))))
        if case.milestone_due_at is not None:
            lines.append(self._deadline(case.milestone_due_at))
        lines.append(self.say("card-age", span=self.span(self.now - case.reported_at)))
        matched = self._matched()
        if matched:
            lines.append(self.say("card-reasons", reasons=clean(cut("、".join(matched), 120))))
        return "\n".join(lines)

    def happened(self) -> str:
        lines = []
        for at, kind, name in self.case.timeline:
            hour = at.astimezone(self.zone).strftime("%H:%M")
            lines.append(f"{hour} {self.say(f'event-{kind}')} {clean(name or '')}".rstrip())
        return "\n".join(lines)

    def span(self, span: timedelta) -> str:
        """Return a span in words: minutes below two hours, hours below two days, then days."""
        minutes = max(int(span.total_seconds() // 60), 0)
        if minutes < 120:  # noqa: PLR2004 - Two hours.
            return self.say("span-minutes", count=minutes)
        if minutes < 2880:  # noqa: PLR2004 - Two days.
            return self.say("span-hours", count=minutes // 60)
        return self.say("span-days", count=minutes // 1440)

    def _matched(self) -> list[str]:
        """Return the reporter's own words by which the level and the kind were suggested."""
        words = (reason.partition(": ")[2].strip() for reason in self.case.reasons)
        return list(dict.fromkeys(word for word in words if word))

    def _reporter(self) -> str:
        case = self.case
        if case.reporter_name or case.reporter_phone:
            left = " ".join(part for part in (case.reporter_name, case.reporter_phone) if part)
            return clean(left)
        return self.say("reporter-anonymous" if case.may_write_back else "reporter-silent")

    def _entry(self, entry: EntryView, words: str) -> str:
        hour = entry.said_at.astimezone(self.zone).strftime("%H:%M")
        who = self.say(f"entry-{entry.kind}")
        name = f" {clean(entry.by)}" if entry.by else ""
        edited = self.say("entry-edited") if entry.is_edited else ""
        attached = self.say(f"attachment-{entry.attachment}") if entry.attachment else ""
        head = " ".join(part for part in (f"{hour} {who}{name}", edited, attached) if part)
        if not words:
            return head
        fold = " expandable" if len(words) > FOLD_FROM else ""
        return f"{head}\n<blockquote{fold}>{html.escape(words, quote=False)}</blockquote>"

    def _deadline(self, due_at: datetime) -> str:
        left = due_at - self.now
        when = due_at.astimezone(self.zone).strftime("%m-%d %H:%M")
        key = "card-due" if left >= timedelta() else "card-overdue"
        milestone = self.say(f"milestone-{self.case.milestone}")
        line = self.say(key, milestone=milestone, when=when, span=self.span(abs(left)))
        return f"{line} {self.say('provisional')}" if self.case.provisional else line
