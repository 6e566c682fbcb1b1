"""Letters to reporters: written at once, sent when it is safe, drawn when they leave.

Whatever the office has to say to a reporter is a letter first. It waits for the hours that the
reporter set, for one who shut the bot out, and for one who stopped it; what has lost its point
meanwhile is dropped. What a reporter asks for themselves is no letter.
"""

import html
import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.services.enclosures import Enclosures
from bot.services.mail import Priority
from bot.services.moot import UNANSWERED, is_moot
from bot.services.paging import Paging
from bot.services.safe_hours import next_safe
from bot.services.within import Within
from bot.terms import Outcome
from bot.views.outgoing import Button, Outgoing
from bot.views.quoting import cut
from storage.records import Person, Report
from storage.repositories.letters import Letter
from storage.repositories.wishes import Wishes

WORDS_LIMIT = 1400
# How long Telegram lets a bot delete messages (Bot API, deleteMessage).
DELETABLE_FOR = timedelta(hours=48)
KIND, EDIT = "letter", "letter-edit"
_SOON = frozenset({"question", "result"})
Content = Mapping[str, str | int]
Rows = tuple[tuple[Button, ...], ...]


class Letters(Within):
    """Write letters within one unit of work."""

    def write(
        self,
        report: Report,
        kind: str,
        *,
        mark: str,
        entry_id: int | None = None,
        content: Content | None = None,
    ) -> Letter | None:
        """Write to the reporter, now or when it is safe; None where that was written before."""
        letter = self.work.letters.put(
            report_id=report.id,
            person_id=self._addressee(report)[0],
            kind=kind,
            mark=mark,
            entry_id=entry_id,
            content=json.dumps(dict(content or {}), ensure_ascii=False),
            now=self.now,
        )
        return None if letter is None else self._send_or_hold(letter, report)

    def released(self, letter_id: int) -> None:
        """Send a letter whose hour has come, or keep it back for another cause."""
        self._release(self.work.letters.get(letter_id))

    def readdressed(self, report: Report) -> None:
        """Let what has not left yet go to the phone that the reporter uses now."""
        person_id, _ = self._addressee(report)
        for letter in self.work.letters.waiting_of(report.id):
            self.work.letters.hold(letter.id, "stopped")
            self.work.letters.readdress(letter.id, person_id)
            self._release(self.work.letters.get(letter.id))

    def told(self, report: Report) -> None:
        """Drop what waits only to say how the matter stands: the reporter has just been told."""
        for letter in self.work.letters.waiting_of(report.id):
            if letter.kind not in _SOON:
                self.work.letters.settle(letter.id, "dropped", self.now)

    def came_back(self, person: Person) -> None:
        """Send what waited for a person who had shut the bot out, and is there again."""
        for letter in self.work.letters.held_for(person.id, "blocked"):
            self._release(letter)

    def shown_again(self, report: Report) -> None:
        """Send what waited while the report was hidden in its reporter's chat."""
        for letter in self.work.letters.waiting_of(report.id):
            self._release(letter)

    def stopped(self, person: Person) -> None:
        """Keep back whatever has not left to a person who wants to hear nothing now."""
        for letter in self.work.letters.on_the_way(person.id):
            self.work.letters.hold(letter.id, "stopped")

    def drawn(self, letter_id: int, to: int) -> Outgoing | None:
        """Return the letter as it leaves now to a person; None where it no longer should."""
        letter = self.work.letters.get(letter_id)
        if letter.state != "queued" or not letter.content or letter.person_id != to:
            return None
        report = self.work.cases.report(letter.report_id)
        is_late = letter.kind == UNANSWERED and is_moot(self.work, letter)
        if is_late or report.withdrawn_at is not None:
            self.work.letters.settle(letter.id, "dropped", self.now)
            return None
        person = self.work.people.get(letter.person_id)
        if self._wishes(person).discreet:
            return self.closed(letter, person)
        return Outgoing("message", text=self.text(letter), buttons=self.buttons(letter))

    def redrawn(self, letter_id: int) -> Outgoing | None:
        """Return a letter that was sent as an edit of the message in which it stands."""
        letter = self.work.letters.get(letter_id)
        is_erased = not letter.content
        if not self._may_change(letter):
            return None
        if letter.message_id is None or is_erased or self._wishes_of(letter).discreet:
            return None  # What is only seen after a tap is drawn by that tap.
        return Outgoing(
            "edit",
            text=self.text(letter),
            buttons=self.buttons(letter),
            message_id=letter.message_id,
        )

    def _may_change(self, letter: Letter) -> bool:
        """Say whether new words may stand there: on a phone that was given up, only fewer."""
        report = self.work.cases.report(letter.report_id)
        if self._addressee(report)[0] == letter.person_id:
            return True
        return letter.entry_id is not None and self.work.said.is_taken_back(letter.entry_id)

    def arrived(self, letter_id: int, message_id: int, to: int) -> None:
        """Put down that the letter arrived at a person; what goes with it follows.

        One that was on its way to a phone that was given up meanwhile goes to the other as well.
        """
        if self.work.letters.get(letter_id).person_id != to:
            return
        self.work.letters.settle(letter_id, "sent", self.now, message_id=message_id)
        letter = self.work.letters.get(letter_id)
        if not self._wishes_of(letter).discreet:
            self.enclose(letter)
        self._redraw(letter)

    def failed(self, letter_id: int, to: int, *, unreachable: bool) -> None:
        """Put down that the letter did not arrive; one who may come back gets it then."""
        if self.work.letters.get(letter_id).person_id != to:
            return
        if unreachable:
            self.work.letters.hold(letter_id, "blocked")
        else:
            self.work.letters.settle(letter_id, "failed", self.now)
        self._redraw(self.work.letters.get(letter_id))

    def edited(self, letter: Letter) -> None:
        """Have the letter say what its entry says now; one that has not left is drawn anew."""
        if letter.message_id is not None:
            self._queue(letter, EDIT)

    def enclose(self, letter: Letter) -> None:
        """Send the files that belong to the letter."""
        if letter.entry_id is None:
            return
        person = self.work.people.get(letter.person_id)
        entry = self.work.said.get(letter.entry_id)
        enclosures = Enclosures(self.hotline, self.work, self.now)
        parts = self.work.said.album(entry.case_id, entry.album_id) if entry.album_id else [entry]
        for part in parts:
            enclosures.send(person, part, key=f"letter:{letter.id}", priority=Priority.ANSWER)

    @staticmethod
    def beginning(letter: Letter) -> str:
        """Return how the key of everything begins that leaves because of the letter."""
        return f"letter:{letter.id}:"

    def text(self, letter: Letter) -> str:
        """Return what the letter says, in its reader's language."""
        report = self.work.cases.report(letter.report_id)
        language = self.work.people.get(letter.person_id).language
        content, texts = json.loads(letter.content), self.hotline.texts
        match letter.kind:
            case "question":
                entry = self.work.said.get(letter.entry_id or 0)
                if self.work.said.is_taken_back(entry.id):
                    return texts("question-taken-back", language, number=report.number)
                words = _quoted(entry.words or texts("question-without-words", language))
                return texts("question-from-officer", language, number=report.number, text=words)
            case "result":
                outcome = texts(f"outcome-{Outcome(content['outcome']).value}", language)
                told = _quoted(self.hotline.said(content["told"], language))
                return texts(
                    "case-closed", language, number=report.number, outcome=outcome, told=told
                )
            case _:
                return texts(f"case-{letter.kind}", language, number=report.number)

    def buttons(self, letter: Letter) -> Rows:
        """Return what may be tapped under the letter: of a result, how it was, and once more."""
        if letter.kind != "result":
            return ()
        report = self.work.cases.report(letter.report_id)
        good, bad, again = (
            self._button(letter, f"button-{key}", f"r:{act}:{report.id}")
            for key, act in (("satisfied", "good"), ("unsatisfied", "bad"), ("reopen", "again"))
        )
        return ((good, bad),) if report.reopened_at is not None else ((good, bad), (again,))

    def closed(self, letter: Letter, person: Person) -> Outgoing:
        """Return a message that says nothing, behind which the letter is; a tap opens it."""
        text = self.hotline.texts("discreet-letter", person.language)
        button = self._button(letter, "button-open-letter", f"r:open:{letter.id}")
        return Outgoing("message", text=text, buttons=((button,),))

    def opened(self, letter: Letter) -> Outgoing:
        """Return the letter in place of the message behind which it was."""
        shut = self._button(letter, "button-shut-letter", f"r:shut:{letter.id}")
        rows = (*self.buttons(letter), (shut,))
        return Outgoing(
            "edit", text=self.text(letter), buttons=rows, message_id=letter.message_id or 0
        )

    def _send_or_hold(self, letter: Letter, report: Report) -> Letter:
        person = self.work.people.get(letter.person_id)
        if person.quiet_at is not None or self._addressee(report)[1]:
            self.work.letters.hold(letter.id, "stopped")
        elif person.blocked_at is not None:
            self.work.letters.hold(letter.id, "blocked")
        elif (until := self.safe_from(person)) is not None:
            self.work.letters.hold(letter.id, "hours", until)
        else:
            self.work.letters.queue(letter.id)
            self._queue(letter, KIND)
        return self.work.letters.get(letter.id)

    def _addressee(self, report: Report) -> tuple[int, bool]:
        """Return which person is written to, and whether they stopped it there.

        It is the phone on which number and code were given last. Where that was stopped, what is
        written waits for whoever gives them next, and never goes back to a phone before it.
        """
        newest = self.work.phones.newest(report.id)
        if newest is None:
            return report.person_id, report.hidden_at is not None
        return newest.person_id, newest.ended_at is not None

    def may_reach(self, letter: Letter) -> bool:
        """Say whether what belongs to a letter may still follow it to where it went."""
        report = self.work.cases.report(letter.report_id)
        return self._addressee(report)[0] == letter.person_id

    def safe_from(self, person: Person) -> datetime | None:
        """Return from when on the person may be written to; None where that is now."""
        return next_safe(self._wishes(person).hours, self.now, self.hotline.zone)

    def _release(self, letter: Letter) -> None:
        if letter.state != "held":
            return
        if is_moot(self.work, letter):
            self.work.letters.settle(letter.id, "dropped", self.now)
        else:
            self._send_or_hold(letter, self.work.cases.report(letter.report_id))
        self._redraw(letter)

    def _queue(self, letter: Letter, kind: str) -> None:
        self.work.outbox.put(
            person_id=letter.person_id,
            kind=kind,
            priority=Priority.ANSWER if letter.kind in _SOON else Priority.NEWS,
            now=self.now,
            payload=json.dumps({"letter": letter.id}),
            dedupe_key=f"{self.beginning(letter)}{kind}:{letter.person_id}:{self.now.isoformat()}",
        )

    def _redraw(self, letter: Letter) -> None:
        """Show the officers what became of their question."""
        if letter.kind != "question":
            return
        report = self.work.cases.report(letter.report_id)
        current = self.work.referrals.current_of(report.case_id)
        Paging(self.hotline, self.work, self.now).redraw(current)

    def _button(self, letter: Letter, key: str, data: str) -> Button:
        language = self.work.people.get(letter.person_id).language
        return Button(self.hotline.texts(key, language), data=data)

    def _wishes_of(self, letter: Letter) -> Wishes:
        return self.work.wishes.of(letter.person_id)

    def _wishes(self, person: Person) -> Wishes:
        return self.work.wishes.of(person.id)


def letter_of(payload: str | None) -> int:
    """Return which letter a row of the outbox carries."""
    return int(json.loads(payload or "{}")["letter"])


def _quoted(words: str) -> str:
    return html.escape(cut(words, WORDS_LIMIT), quote=False)
