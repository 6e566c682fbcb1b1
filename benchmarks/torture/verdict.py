"""What came of a run, judged from the wire's own record and the tables alone.

None of the bot's services has a say here: what a rung promises is read from the ladder that was
kept, what a person got from their phone, and what a call was from the buttons that it carried.
"""

import json
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping

from benchmarks.torture.play import Story
from benchmarks.torture.tables import Tables
from sandbox.server import Sandbox
from sandbox.wire import WireCall
from storage.encryption import Place, Vault
from storage.tables import (
    cases,
    events,
    inbox,
    ladders,
    outbox,
    pages,
    people,
    referrals,
    reports,
)

Row = RowMapping
CALLS = ("page", "remind")
UNSURE = ("CutAfter", "SlowAfterAccept", "BrokenJson")
NOBODY_RETRY = timedelta(minutes=5)
_BUTTON = re.compile(r"^c:([a-z_]+):(\d+):\d+$")
_SPANS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@dataclass(slots=True)
class Verdict:
    """The figures of a run; `complaints` says what each fault found was."""

    referrals: int = 0
    pages: int = 0
    lost: int = 0
    late: int = 0
    overdue: int = 0
    after_taken: int = 0
    overtaken: int = 0
    duplicates: int = 0
    unsure: int = 0
    unanswered: int = 0
    complaints: list[str] = field(default_factory=list)

    def is_good(self, kills: int) -> bool:
        """Say whether nothing was lost, late or said too much, with so many kills."""
        wrong = self.lost + self.late + self.overdue + self.after_taken + self.unanswered
        return not wrong and self.duplicates <= kills + self.unsure


@dataclass(slots=True)
class _Facts:
    """Everything that is judged."""

    story: Story
    calls: Sequence[WireCall]
    phones: Mapping[int, Mapping[int, str]]
    chat_of: Mapping[int, int]
    number_of: Mapping[int, str]
    ladder_of: Mapping[str, Sequence[timedelta | None]]
    referrals: Sequence[Row]
    pages: Sequence[Row]
    letters: Mapping[int, Row]
    events: Mapping[int, Sequence[Row]]


async def judge(
    story: Story, sandbox: Sandbox, tables: Tables, vault: Vault, *, staff_chats: Sequence[int]
) -> Verdict:
    """Return the verdict on a run that has come to rest."""
    facts = await _facts(story, sandbox, tables, vault)
    verdict = Verdict(referrals=len(facts.referrals), pages=len(facts.pages))
    for complaint in _lost_pages(facts):
        verdict.lost += 1
        verdict.complaints.append(complaint)
    for complaint in _late_rungs(facts):
        verdict.late += 1
        verdict.complaints.append(complaint)
    for complaint in _overdue(facts):
        verdict.overdue += 1
        verdict.complaints.append(complaint)
    for complaint in _calls_for_what_is_held(facts):
        verdict.after_taken += 1
        verdict.complaints.append(complaint)
    _sends_after_taking(facts, verdict)
    _count_duplicates(facts, set(staff_chats), verdict)
    for complaint in await _unanswered(story, sandbox, tables, facts):
        verdict.unanswered += 1
        verdict.complaints.append(complaint)
    return verdict


async def _facts(story: Story, sandbox: Sandbox, tables: Tables, vault: Vault) -> _Facts:
    by_case: dict[int, list[Row]] = defaultdict(list)
    for event in await tables.rows(events):
        by_case[event["case_id"]].append(event)
    chat_of = {
        row["id"]: int(vault.open(row["chat_sealed"], Place("people", "chat_sealed", row["id"])))
        for row in await tables.rows(people)
    }
    return _Facts(
        story=story,
        calls=list(sandbox.wire),
        phones={
            person.id: {
                message.message_id: message.text
                for message in person.screen.messages
                if message.from_bot
            }
            for person in sandbox.people
        },
        chat_of=chat_of,
        number_of={row["id"]: row["number"] for row in await tables.rows(cases)},
        ladder_of={
            row["version"]: [_span(rung["wait"]) for rung in json.loads(row["content"])["rungs"]]
            for row in await tables.rows(ladders)
        },
        referrals=await tables.rows(referrals),
        pages=await tables.rows(pages),
        letters={
            row["page_id"]: row for row in await tables.rows(outbox) if row["page_id"] is not None
        },
        events={
            case_id: sorted(lines, key=lambda line: line["sequence"])
            for case_id, lines in by_case.items()
        },
    )


def _span(text: str) -> timedelta | None:
    """Return a span of the wall clock; None where working time would have to be reckoned."""
    found = re.fullmatch(r"(\d+)([smhd])", text)
    return timedelta(**{_SPANS[found[2]]: int(found[1])}) if found else None


def _lost_pages(facts: _Facts) -> Iterator[str]:
    """Name each call that neither reached its person nor had become pointless."""
    case_of = {row["id"]: row["case_id"] for row in facts.referrals}
    for page in facts.pages:
        letter = facts.letters.get(page["id"])
        if letter is None:
            yield f"page {page['id']} has no message"
            continue
        chat = facts.chat_of[letter["person_id"]]
        case_id = case_of[page["referral_id"]]
        match letter["state"]:
            case "sent":
                text = facts.phones[chat].get(letter["message_id"], "")
                if facts.number_of[case_id] not in text:
                    yield f"page {page['id']} counts as sent, and is on no phone"
            case "superseded":
                if not _became_pointless(facts, case_id, page):
                    yield f"page {page['id']} was dropped while somebody had to be called"
            case "failed":
                if not _was_refused(facts, chat):
                    yield f"page {page['id']} was given up, and nobody had refused it"
            case state:
                yield f"page {page['id']} is still {state}"


def _became_pointless(facts: _Facts, case_id: int, page: Row) -> bool:
    """Say whether the case was taken or ended between the call and its being dropped.

    The timeline's own order counts: two bots may put down the same second in either order.
    """
    enough = {"accepted", "closed", "transferred"}
    if page["kind"] not in CALLS:
        enough |= {"contacted", "visited", "declined", "taken-over"}
    was_called = False
    for event in facts.events[case_id]:
        if event["referral_id"] != page["referral_id"]:
            continue
        if was_called and event["kind"] in enough:
            return True
        is_call = event["kind"] == f"{page['kind']}-queued"
        mine = event["staff_id"] == page["staff_id"] and event["happened_at"] == page["queued_at"]
        was_called = was_called or (is_call and mine)
    return False


def _was_refused(facts: _Facts, chat: int) -> bool:
    return any(call.chat_id == chat and call.fault == "Forbidden" for call in facts.calls)


def _late_rungs(facts: _Facts) -> Iterator[str]:
    """Name each rung that had not been fired when all that was due had to be done.

    A call that waits for so long is followed by the next, by somebody who takes the case, or by
    its end, before the first moment of rest after that.
    """
    for referral in facts.referrals:
        waits = facts.ladder_of[referral["ladder_version"]]
        lines = [
            line
            for line in facts.events[referral["case_id"]]
            if line["referral_id"] == referral["id"]
        ]
        calls = [page for page in facts.pages if page["referral_id"] == referral["id"]]
        due: datetime | None = None
        for line in lines:
            if due is not None and line["kind"] in _MOVES_ON and _too_late(facts, due, line):
                yield f"referral {referral['id']}: due {due:%d %H:%M}, {line['kind']} came late"
            due = _next_due(line, due, calls, waits)
        if due is not None and referral["state"] != "closed" and _rest_after(facts, due):
            told = " ".join(
                f"{line['kind']}@{line['happened_at']:%d-%H:%M:%S.%f}" for line in lines
            )
            yield (
                f"referral {referral['id']}: due {due:%d-%H:%M:%S.%f}, and nobody was called; "
                f"it waits for {referral['next_deadline_at']:%d-%H:%M:%S.%f} at rung "
                f"{referral['rung']} of round {referral['round']}, after {told}"
            )


_STARTS = ("dispatched", "declined")
_ENDS = ("accepted", "closed", "transferred")
_FIRES = ("page-queued", "remind-queued", "nobody-reachable")
_MOVES_ON = (*_STARTS, *_ENDS, *_FIRES)


def _next_due(
    line: Row, due: datetime | None, calls: Sequence[Row], waits: Sequence[timedelta | None]
) -> datetime | None:
    if line["kind"] in _ENDS:
        return None
    at: datetime = line["happened_at"]
    if line["kind"] in _STARTS:
        return at
    if line["kind"] == "nobody-reachable":
        return at + NOBODY_RETRY
    if line["kind"] in ("page-queued", "remind-queued"):
        made = [page["rung"] for page in calls if page["queued_at"] == at and page["kind"] in CALLS]
        wait = waits[max(made)] if made else None
        return None if wait is None else at + wait
    return due


def _rest_after(facts: _Facts, due: datetime) -> datetime | None:
    """Return the first moment of rest at which something due at that moment had to be done."""
    place = bisect_left(facts.story.quiet, due)
    return facts.story.quiet[place] if place < len(facts.story.quiet) else None


def _too_late(facts: _Facts, due: datetime, line: Row) -> bool:
    rest = _rest_after(facts, due)
    return rest is not None and line["happened_at"] > rest


def _overdue(facts: _Facts) -> Iterator[str]:
    now = facts.story.ended_at
    assert now is not None  # noqa: S101 - The run has ended.
    for row in facts.referrals:
        if row["state"] == "closed":
            continue
        if row["next_deadline_at"] is None or row["next_deadline_at"] <= now:
            yield f"referral {row['id']} is open without a deadline ahead"
        promised = row["milestone_due_at"]
        if row["holder_id"] is None or promised is None or promised > now:
            continue
        chased = any(
            page["kind"] == "chase" and page["queued_at"] >= promised
            for page in facts.pages
            if page["referral_id"] == row["id"]
        )
        has_nobody = any(
            line["kind"] == "nobody-reachable" and line["happened_at"] >= promised
            for line in facts.events[row["case_id"]]
        )
        if not chased and not has_nobody:
            yield f"referral {row['id']}: a promise lapsed, and nobody was chased"


def _calls_for_what_is_held(facts: _Facts) -> Iterator[str]:
    """Name each call for somebody to take a case that somebody held."""
    for case_id, lines in facts.events.items():
        held: set[int] = set()
        for line in lines:
            referral_id = line["referral_id"]
            if line["kind"] in _ENDS:
                held.add(referral_id)
            elif line["kind"] == "declined":
                held.discard(referral_id)
            elif line["kind"] in ("page-queued", "remind-queued") and referral_id in held:
                yield f"case {case_id}: somebody was called for what is held"


def _sends_after_taking(facts: _Facts, verdict: Verdict) -> None:
    """Count calls that arrived after somebody was told that the case is theirs.

    What a living bot had in hand at that moment was on its way; nothing that is claimed later may
    still offer the case, so none may arrive once every bot of then is dead or has come to rest.
    """
    case_of = {row["id"]: row["case_id"] for row in facts.referrals}
    returned = {
        line["referral_id"]
        for lines in facts.events.values()
        for line in lines
        if line["kind"] == "declined"
    }
    taken: dict[int, int] = {}
    told = {f"您接下了 {number}": case_id for case_id, number in facts.number_of.items()}
    for place, call in enumerate(facts.calls):
        if call.method == "answerCallbackQuery":
            case_id = told.get(str(call.params.get("text", "")))
            if case_id is not None:
                taken.setdefault(case_id, place)
            continue
        for referral_id in _offered(call) if call.accepted else ():
            since = taken.get(case_of[referral_id])
            if since is None or referral_id in returned:
                continue
            verdict.overtaken += 1
            if any(since <= mark <= place for mark in facts.story.marks):
                verdict.after_taken += 1
                verdict.complaints.append(f"referral {referral_id} was offered after it was taken")


def _offered(call: WireCall) -> set[int]:
    """Return the referrals that a new message offers to be taken."""
    if call.method != "sendMessage":
        return set()
    return {int(found[2]) for found in _buttons(call) if found[1] == "accept"}


def _buttons(call: WireCall) -> Iterator[re.Match[str]]:
    markup: Any = json.loads(call.params.get("reply_markup") or "{}")
    for row in markup.get("inline_keyboard", ()):
        for button in row:
            found = _BUTTON.match(button.get("callback_data", ""))
            if found is not None:
                yield found


def _count_duplicates(facts: _Facts, staff: set[int], verdict: Verdict) -> None:
    """Count the cards that a phone got beyond those that the tables say were sent."""
    known = {row["id"] for row in facts.referrals}
    on_wire: Counter[tuple[int, int]] = Counter()
    for call in facts.calls:
        if call.chat_id not in staff or call.method != "sendMessage":
            continue
        # A call that was under way when its bot was killed has no answer either.
        verdict.unsure += call.fault in UNSURE and call.accepted
        meant = {int(found[2]) for found in _buttons(call)} & known
        if call.accepted and len(meant) == 1:
            on_wire[call.chat_id or 0, meant.pop()] += 1
    sent: Counter[tuple[int, int]] = Counter(
        (facts.chat_of[letter["person_id"]], letter["referral_id"])
        for letter in facts.letters.values()
        if letter["state"] == "sent"
    )
    verdict.duplicates = sum(max(0, count - sent[key]) for key, count in on_wire.items())


async def _unanswered(
    story: Story, sandbox: Sandbox, tables: Tables, facts: _Facts
) -> Sequence[str]:
    """Name each update without a finished row, and each resident without an answer or a case."""
    state_of = {row["update_id"]: row["state"] for row in await tables.rows(inbox)}
    given = sorted({*sandbox.acknowledged, *sandbox.pending})
    found = [
        f"update {number} is {state_of.get(number, 'nowhere')}"
        for number in given
        if state_of.get(number) != "done"
    ]
    answers = Counter(
        call.chat_id for call in facts.calls if call.method == "sendMessage" and call.accepted
    )
    found += [
        f"a resident wrote {count} messages and got {answers[chat]}"
        for chat, count in story.said.items()
        if answers[chat] < count
    ]
    reported = {facts.chat_of[row["person_id"]] for row in await tables.rows(reports)}
    found += [f"a cry for help made no case ({chat})" for chat in story.said.keys() - reported]
    return found
