"""Taking a report back: what is urgent goes on all the same, the rest is closed with it."""

from bot.services.casework import Casework
from bot.services.mail import Priority
from bot.services.paging import Paging
from bot.services.within import Within
from bot.terms import Level
from storage.records import Person, Referral

OUTCOME = "withdrawn"


class Withdrawing(Within):
    """Withdraw reports within one unit of work."""

    def withdraw(self, person: Person, case_id: int) -> None:
        """Withdraw the person's own report, and say whether the matter goes on.

        It goes on where it is urgent, and where somebody else reported it too; otherwise it is
        closed as withdrawn, and whoever had it on their phone is told.
        """
        case = self.work.cases.get(case_id)
        reports = self.work.cases.reports_of(case_id)
        own = [one for one in reports if one.person_id == person.id]
        mine = next((one for one in own if one.withdrawn_at is None), None)
        if mine is None:
            self.mail.say(person, "not-withdrawn")
            return
        self.work.cases.withdraw(mine.id, self.now)
        self.work.timeline.add(case_id, "withdrawn", now=self.now)
        is_urgent = Level(case.level).urgent and case.state == "open"
        referral = self.work.referrals.current_of(case_id)
        if referral.is_open:
            others = [one for one in reports if one.id != mine.id and one.withdrawn_at is None]
            if is_urgent or others:
                Paging(self.hotline, self.work, self.now).redraw(referral)
            else:
                self._close(referral)
        key = "withdrawn-urgent" if is_urgent else "withdrawn"
        self.mail.say(person, key, args={"number": mine.number})

    def _close(self, referral: Referral) -> None:
        closed = Casework(self.hotline, self.work, self.now).end(referral, OUTCOME)
        self.work.cases.close(referral.case_id, self.now)
        self.record(closed, "closed", outcome=OUTCOME)
        Paging(self.hotline, self.work, self.now).redraw(closed)
        self._tell_officers(closed)

    def _tell_officers(self, referral: Referral) -> None:
        """Tell whoever holds the case, or else everybody who was called for it."""
        staff_ids = {card.staff_id for card in self.work.pages.cards_of(referral.id)}
        if referral.holder_id is not None:
            staff_ids = {referral.holder_id}
        number = self.work.cases.get(referral.case_id).number
        for staff_id in sorted(staff_ids):
            officer = self.work.people.get(self.work.staff.get(staff_id).person_id)
            self.mail.say(
                officer, "case-withdrawn", priority=Priority.NEWS, args={"number": number}
            )
