"""What an officer asked: told what becomes of it, changed, taken back, completed."""

from collections.abc import Sequence

from bot.flows.dialogue import Entry
from bot.services.attachments import attachment_as_json
from bot.services.enclosures import Enclosures
from bot.services.letters import DELETABLE_FOR, Letters
from bot.services.mail import Priority
from bot.services.paging import Paging
from bot.services.within import Within
from bot.terms import Level
from bot.views.outgoing import Outgoing
from storage.records import EntryRow, Person, Referral
from storage.repositories.letters import Letter


class Asking(Within):
    """Look after questions to reporters within one unit of work."""

    @property
    def letters(self) -> Letters:
        """Return the letters in this unit of work."""
        return Letters(self.hotline, self.work, self.now)

    def tell(self, officer: Person, referral: Referral, question: EntryRow) -> None:
        """Tell the officer whether the question leaves now, when it will, or that it cannot."""
        case = self.work.cases.get(referral.case_id)
        written = self.work.letters.of_entry(question.id)
        key = _told_by(written)
        until = [one.held_until_at for one in written if one.held_until_at is not None]
        when = self.hotline.when(min(until, default=None), self.now, officer.language)
        self.mail.say(
            officer,
            key,
            keys=(),
            args={"number": case.number, "when": when},
        )
        if key != "question-sent" and case.level == Level.L1:
            self.mail.say(officer, "question-choose-another-way", args={"number": case.number})

    def change(self, question: EntryRow, words: str) -> None:
        """Have the reporters' messages say the new words, and keep the old ones."""
        self.work.said.correct(question, words, self.now)
        for letter in self.work.letters.of_entry(question.id):
            self.letters.edited(letter)
        self._happened(question, "question-edited")

    def take_back(self, question: EntryRow) -> None:
        """Take the question away from the reporters' phones, as far as Telegram lets the bot."""
        self.work.said.take_back(question, self.now)
        for letter in self.work.letters.of_entry(question.id):
            if letter.state in ("held", "queued"):
                self.work.letters.settle(letter.id, "dropped", self.now)
            elif letter.message_id is not None:
                self._delete(letter)
        self._happened(question, "question-taken-back")

    def complete(self, first: EntryRow, entry: Entry) -> None:
        """Add a later part of an album to the question that its first part was."""
        attachment = entry.attachment
        self.work.cases.say(
            case_id=first.case_id,
            kind=first.kind,
            words=entry.text or None,
            attachment=attachment_as_json(attachment) if attachment else None,
            staff_id=first.staff_id,
            message_id=entry.message_id,
            album_id=first.album_id,
            now=self.now,
        )
        part = self.work.said.album(first.case_id, first.album_id)[-1]
        for letter in self.work.letters.of_entry(first.id):
            is_elsewhere = not self.letters.may_reach(letter)
            if (
                letter.state != "sent"
                or is_elsewhere
                or self.work.wishes.of(letter.person_id).discreet
            ):
                continue  # Its files follow when it has arrived, or has been opened.
            Enclosures(self.hotline, self.work, self.now).send(
                self.work.people.get(letter.person_id),
                part,
                key=f"letter:{letter.id}",
                priority=Priority.ANSWER,
            )

    def _delete(self, letter: Letter) -> None:
        """Delete the letter and its files; one too old to be deleted says that it is taken back."""
        person = self.work.people.get(letter.person_id)
        standing = self.work.lines.marked(
            person.id, self.letters.beginning(letter), self.now - DELETABLE_FOR
        )
        if letter.message_id not in standing:
            self.letters.edited(letter)
        if standing:
            self.mail.send(person, Outgoing("wipe", message_ids=tuple(standing)))

    def _happened(self, question: EntryRow, kind: str) -> None:
        self.work.timeline.add(question.case_id, kind, now=self.now, staff_id=question.staff_id)
        current = self.work.referrals.current_of(question.case_id)
        Paging(self.hotline, self.work, self.now).redraw(current)


def _told_by(letters: Sequence[Letter]) -> str:
    """Return the text that tells what becomes of the question at the best-placed reporter."""
    if not letters:
        return "question-nobody"
    if any(one.state in ("queued", "sent") for one in letters):
        return "question-sent"
    for cause in ("hours", "blocked"):
        if any(one.held_for == cause for one in letters):
            return f"question-held-{cause}"
    return "question-held-stopped"
