"""The parts of a card, each drawn in the viewer's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.flows.casework import LOWER_REASONS, REASONS
from bot.flows.closing import REFUSALS
from bot.flows.parting import PARTED
from bot.flows.report_prompts import child_key
from bot.terms import Level
from bot.views.card_buttons import encode_action, is_waiting
from bot.views.outgoing import Button
from bot.views.quoting import NAME_LIMIT, line, quoted
from bot.views.said import Said, hour_in_words, render_said
from bot.views.shown_case import CaseView, ClosingView, Happened, OpenedAgainView, Owed
from bot.views.texts import Texts
from bot.views.understood import (
    category_line,
    circled,
    joined,
    level_line,
    place_mark,
    reason_lines,
    situation_lines,
    writer_line,
)

REASON_LIMIT = 200
DONE_LIMIT = 300
WHY_LIMIT = 60
EMOJI: Mapping[Level, str] = {Level.L1: "🔴", Level.L2: "🟠", Level.L3: "🟡", Level.L4: "🔵"}
_REASONS = frozenset(f"decline-{reason}" for reason in REASONS)
_REFUSED = frozenset(f"refuse-{reason}" for reason in REFUSALS)
_LOWERED = frozenset(f"lower-{reason}" for reason in LOWER_REASONS)
_PARTED = frozenset(f"part-{reason}" for reason in PARTED)
_OPENED_AGAIN = frozenset({"words", "visit"})
_TWO_HOURS = timedelta(hours=2)
_TWO_DAYS = timedelta(days=2)


def span_in_words(span: timedelta, *, language: str, texts: Texts) -> str:
    """Return a span in words: minutes below two hours, hours below two days, then days."""
    span = max(span, timedelta())
    if span < _TWO_HOURS:
        return texts("span-minutes", language, count=span // timedelta(minutes=1))
    if span < _TWO_DAYS:
        return texts("span-hours", language, count=span // timedelta(hours=1))
    return texts("span-days", language, count=span.days)


@dataclass(frozen=True, slots=True)
class Drawing:
    """One card being drawn."""

    case: CaseView
    language: str
    texts: Texts
    now: datetime
    zone: ZoneInfo

    def say(self, key: str, **args: str | int) -> str:
        """Return a text in the viewer's language."""
        return self.texts(key, self.language, **args)

    def button(self, name: str) -> Button:
        """Return the button of an act on the case as it stands."""
        data = encode_action(name, self.case.referral_id, self.case.version)
        return Button(self.say(f"button-{name}"), data)

    def heading(self) -> str:
        """Return level, number, kind and office, and what the case is marked as."""
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
        """Return place, child and reporter; who writes only to whoever may read the words."""
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

    def opened_again(self) -> str:
        """Return why a closed case is open again, and how it had been closed; mostly nothing."""
        again = self.case.opened_again
        if again is None:
            return ""
        lines = [
            self.say("card-opened-again", why=self._why_again(again)),
            self.say("card-closed-before", how=self._closed_before(again)),
            self.say("card-done", done=quoted(again.done, DONE_LIMIT)) if again.done else "",
        ]
        return joined(lines)

    def _why_again(self, again: OpenedAgainView) -> str:
        if not again.by and again.why in _OPENED_AGAIN:
            return self.say(f"opened-again-{again.why}")
        who = line(again.by, NAME_LIMIT) or self.say("opened-again-reporter")
        return who + self.say("card-why", why=line(again.why, REASON_LIMIT)) if again.why else who

    def _closed_before(self, again: OpenedAgainView) -> str:
        at = again.closed_at
        when = f"{at.astimezone(self.zone):%m-%d %H:%M}" if at else ""
        outcome = self.say(f"outcome-{again.outcome}") if again.outcome else ""
        return " · ".join(filter(None, (when, line(again.closed_by, NAME_LIMIT), outcome)))

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
        """Return what was said, as far as there is room."""
        return render_said(self.case.entries, room=room, say=self.say, now=self.now, zone=self.zone)

    def standing(self) -> str:
        """Return the state, who holds the case, and what is owed by when."""
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
        if owed.due_at <= self.now:
            text += self.say("card-owed-late")
        if owed.seen_by is None or owed.seen_at is None:
            return text
        at = f"{owed.seen_at.astimezone(self.zone):%m-%d %H:%M}"
        return f"{text}{self.say('card-seen', name=line(owed.seen_by, NAME_LIMIT), when=at)}"

    def happened(self) -> str:
        """Return the last lines of the timeline."""
        lines = []
        for one in self.case.timeline:
            hour = hour_in_words(one.at, now=self.now, zone=self.zone)
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
        if not case.reports:
            return self.say("reporter-withdrawn")
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
        when = hour_in_words(due_at, now=self.now, zone=self.zone)
        key = "card-due" if left >= timedelta() else "card-overdue"
        milestone = self.say(f"milestone-{self.case.milestone}")
        text = self.say(key, milestone=milestone, when=when, span=self._span(abs(left)))
        return f"{text} {self.say('provisional')}" if self.case.provisional else text
