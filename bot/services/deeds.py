"""What a finished dialogue does, each with its permission looked up at that moment."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.errors import Stale
from bot.flows.dialogue import Entry
from bot.services.access import Action
from bot.services.asking import Asking
from bot.services.casework import Casework
from bot.services.closing import Closing
from bot.services.correcting import Correcting
from bot.services.hotline import Hotline
from bot.services.intake import Intake
from bot.services.letters import Letters
from bot.services.mail import Mail
from bot.services.permits import Permits
from bot.services.retention import Erasure
from bot.services.tries import Tries
from bot.terms import Level, Outcome
from bot.views.outgoing import Button, Key
from storage.records import Person, Referral, Report, Staff
from storage.repositories.timeline import ChainBroken
from storage.repositories.wishes import Wishes
from storage.work import UnitOfWork

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Deeds:
    """Do what a person decided in a dialogue, within one unit of work."""

    hotline: Hotline
    work: UnitOfWork
    person: Person
    now: datetime

    @property
    def mail(self) -> Mail:
        """Return the way to write to people in this unit of work."""
        return Mail(self.work, self.hotline.texts, self.now)

    @property
    def casework(self) -> Casework:
        """Return the officers' side in this unit of work."""
        return Casework(self.hotline, self.work, self.now)

    def look_up(self, number: str, spoken: str) -> None:
        """Show a report's state to whoever knows its number and code; tries are counted."""
        if Tries(self.hotline, self.work, self.now).are_too_many(self.person, "code"):
            self.mail.say(self.person, "lookup-throttled")
            return
        code = self.hotline.codes.heard(spoken)
        report = self.work.cases.with_code(number, code) if code else None
        if report is None:
            self.mail.say(self.person, "lookup-wrong")
            return
        if report.withdrawn_at is not None:
            self._shown_again(report)
            self.mail.say(self.person, "lookup-withdrawn", keys=(), args={"number": report.number})
            return
        self._say_how_it_stands(report)
        if not self.work.staff.of_person(self.person.id):
            Letters(self.hotline, self.work, self.now).told(report)
        self._shown_again(report)
        self._goes_on_here(report)

    def _say_how_it_stands(self, report: Report) -> None:
        case = self.work.cases.get(report.case_id)
        referral = self.work.referrals.current_of(case.id)
        state = self.hotline.texts(self.hotline.state_key(case, referral), self.person.language)
        intake = Intake(self.hotline, self.work, self.now)
        due = intake.promise(referral, self.person.language)
        args: dict[str, str | int] = {"number": report.number, "state": state, "due": due}
        is_late = intake.is_late(referral)
        key = "lookup-result-late" if is_late else "lookup-result"
        self.mail.say(self.person, key, keys=(), args=args)

    def _goes_on_here(self, report: Report) -> None:
        """Let whoever gave number and code talk on from here, and say so where it is another phone.

        What waits for the reporter comes here as well, below that. Staff who look something up for
        a caller stay staff. On the phone of the report nothing tells whether there is another one.
        """
        is_first, newest = report.person_id == self.person.id, self.work.phones.newest(report.id)
        if self.work.staff.of_person(self.person.id) or (is_first and newest is None):
            return
        if not is_first:
            label = self.hotline.texts("button-only-looked", self.person.language)
            button = Button(label, f"r:look:{report.id}")
            self.mail.say(self.person, "lookup-here", buttons=((button,),))
        is_known = newest is not None and newest.person_id == self.person.id
        if newest is None or not is_known or newest.ended_at is not None:
            self.work.phones.prove(report.id, self.person.id, self.now)
            self.moved(report, "phone-proven")

    def only_looked(self, report: Report) -> None:
        """Let the office write to where it wrote before: somebody only looked something up."""
        self.work.phones.leave(report.id, self.person.id)
        self.moved(report, "phone-left")

    def moved(self, report: Report, kind: str) -> None:
        """Let what waits for a reporter go to where they are now, and the officers know of it."""
        self.work.timeline.add(report.case_id, kind, now=self.now)
        Letters(self.hotline, self.work, self.now).readdressed(report)
        self.casework.paging.redraw(self.work.referrals.current_of(report.case_id))

    def _shown_again(self, report: Report) -> None:
        """Let whoever knows the code of what they once hid go on with it in the same chat."""
        if report.hidden_at is None or report.person_id != self.person.id:
            return
        self.work.cases.show_again(report.id)
        Letters(self.hotline, self.work, self.now).shown_again(report)

    def wish(self, hours: str, *, discreet: bool) -> None:
        """Keep when and how openly the person is written to; what waited may now be due."""
        first, _, second = hours.partition("-")
        wishes = Wishes(self.person.id, first or None, second or None, discreet)
        self.work.wishes.keep(wishes, self.now)
        phone = "wish-shared" if discreet else "wish-own"
        args: dict[str, str | int] = {
            "hours": hours,
            "phone": self.hotline.texts(phone, self.person.language),
        }
        self.mail.say(self.person, "wished" if hours else "wished-any", keys=(), args=args)
        letters = Letters(self.hotline, self.work, self.now)
        for letter in self.work.letters.held_for(self.person.id, "hours"):
            letters.released(letter.id)

    def erase(self, case_id: int) -> None:
        """Erase what the person told in their own closed case."""
        case = self.work.cases.get(case_id)
        every = self.work.cases.reports_by(self.person.id)
        # Whoever knows the code talks on from another phone; what was said is not theirs to erase.
        mine = [r for r in every if r.case_id == case_id and r.person_id == self.person.id]
        if not mine or case.state != "closed":
            self.mail.say(self.person, "erase-none")
            return
        try:
            Erasure(self.hotline, self.work, self.now).report(mine[0], "asked")
        except ChainBroken:
            # Nothing may be half erased, and what was tampered with is evidence.
            log.error("erasure-refused", case_id=case_id)  # noqa: TRY400 - No words of it.
            self.mail.say(self.person, "erase-refused")
            return
        self.mail.say(self.person, "erased", args={"number": mine[0].number})

    def reopen(self, case_id: int, entry: Entry) -> bool:
        """Open the person's own case again, once; return whether the reason was taken up."""
        case = self.work.cases.get(case_id)
        mine = [r for r in self.work.cases.reports_by(self.person.id) if r.case_id == case_id]
        if not mine or mine[0].reopened_at is not None or case.state != "closed":
            number = (mine[0] if mine else case).number
            self.mail.say(self.person, "not-reopened", args={"number": number})
            return False
        self.work.cases.mark_reopened(mine[0].id, self.now)
        if entry != Entry():
            entry_id = self.casework.say(case_id, "addition", entry, report_id=mine[0].id)
            intake = Intake(self.hotline, self.work, self.now)
            intake.note_phone(mine[0], self.person, entry_id)
        self.casework.reopen(case, reason=entry.text)
        self.mail.say(self.person, "reopened", args={"number": mine[0].number})
        return True

    def decline(self, referral_id: int, reason: str, owner_code: str | None) -> None:
        """Return a referral, if that is still permitted and possible."""
        acting = self._acting(referral_id, Action.DECLINE)
        if acting is None:
            return
        referral, staff = acting
        try:
            self.casework.decline(referral, staff, reason=reason, owner_code=owner_code)
        except Stale:
            self._too_late(referral)
            return
        self._done("declined-done", referral)

    def ask(self, referral_id: int, entry: Entry) -> None:
        """Carry a question to the reporters."""
        acting = self._acting(referral_id, Action.ASK)
        if acting is None:
            return
        referral, staff = acting
        self.casework.ask(referral, staff, entry)
        asked = self.work.said.by_staff([staff.id], entry.message_id)
        if asked is not None:
            Asking(self.hotline, self.work, self.now).tell(self.person, referral, asked)

    def note(self, referral_id: int, entry: Entry) -> None:
        """Put a note on the case."""
        acting = self._acting(referral_id, Action.NOTE)
        if acting is None:
            return
        referral, staff = acting
        self.casework.note(referral, staff, entry)
        # The dialogue goes on after a note, and its keys stay.
        self._done("note-kept", referral, keys=None)

    def close(self, referral_id: int, outcome: str, done: str, told: str) -> None:
        """Close a referral, if that is still permitted and possible."""
        acting = self._acting(referral_id, Action.CLOSE)
        if acting is None:
            return
        referral, staff = acting
        try:
            closing = Closing(self.hotline, self.work, self.now)
            is_closed = closing.close(
                referral, staff, outcome=Outcome(outcome), done=done, told=told
            )
        except Stale:
            self._too_late(referral)
            return
        self._done("closed-done" if is_closed else "close-asked", referral)

    def lower(self, referral_id: int, level: int, reason: str) -> None:
        """Make a case less urgent, if that is still permitted and possible."""
        acting = self._acting(referral_id, Action.LOWER)
        if acting is None:
            return
        referral, staff = acting
        correcting = Correcting(self.hotline, self.work, self.now)
        try:
            correcting.lower_to(referral, staff, Level(level), why=reason)
        except Stale:
            self._too_late(referral)
            return
        self._done("lowered-done", referral)

    def _acting(self, referral_id: int, action: Action) -> tuple[Referral, Staff] | None:
        permits = Permits(self.hotline, self.work, self.now)
        return permits.acting_on(self.person, referral_id, action)

    def _too_late(self, referral: Referral) -> None:
        self._done("toast-stale", referral)

    def _done(
        self, key: str, referral: Referral, *, keys: tuple[tuple[Key, ...], ...] | None = ()
    ) -> None:
        number = self.work.cases.get(referral.case_id).number
        self.mail.say(self.person, key, keys=keys, args={"number": number})
