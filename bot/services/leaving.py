"""Leaving service in mid-case: access goes at once, and every case is called for anew.

Nobody is given a case without knowing: what the person held goes back to the ladder of its office,
which calls whoever is on duty until somebody takes it. What was promised to reporters stays on the
timeline.
"""

from bot.flows.parking import OF_CASES
from bot.flows.referral import Event
from bot.services.answering_calls import AnsweringCalls
from bot.services.casework import Casework
from bot.services.command_menu import CommandMenu
from bot.services.levels import Levels
from bot.services.parking import Parking
from bot.services.rostering import Rostering
from bot.services.visiting import Visiting
from bot.services.within import Within
from bot.terms import Level
from storage.records import Referral, Staff

OPERATOR = "weibao staff dismiss"
"""Who stands on a timeline for whoever uses the command line."""


class Leaving(Within):
    """Take people out of service within one unit of work."""

    def leave(self, staff: Staff, *, by: Staff | None) -> int:
        """Take the member of staff out of service; return how many cases went back.

        `by` is who did it; None where the operator did.
        """
        held = self.work.referrals.held_by([staff.id])
        self.work.staff.leave(staff.id, self.now)
        for referral in held:
            self._release(referral, staff, by)
        visiting = Visiting(self.hotline, self.work, self.now)
        for visit in self.work.visits.open_of(staff.id):
            visiting.refuse(visit, staff)
        if staff.agency is not None:
            AnsweringCalls(self.hotline, self.work, self.now).left(staff)
        self._leave_conferences(staff, by)
        self._leave_forms(staff)
        Rostering(self.work, self.hotline.zone, self.now).rebuild_office(staff.office_code)
        Levels(self.hotline, self.work, self.now).paging.redraw_for(staff)
        person = self.work.people.get(staff.person_id)
        office = self.hotline.offices[staff.office_code].name
        self.mail.say(person, "left-service", keys=(), args={"office": office})
        CommandMenu(self.hotline, self.work, self.now).queue(person)
        return len(held)

    def _release(self, referral: Referral, staff: Staff, by: Staff | None) -> None:
        """Give a case back to the ladder, whose first rung is called now."""
        casework = Casework(self.hotline, self.work, self.now)
        casework.drop_wish(referral)
        promise = self.hotline.config.levels[Level(referral.level)].acknowledge
        due = self.hotline.calendar.due(self.now, promise)
        released = self.work.referrals.change(
            referral,
            state=self.hotline.machine.apply(referral.state, Event.RELEASE).value,
            holder_id=None,
            milestone="acknowledge",
            milestone_due_at=due.at,
            provisional=due.provisional,
            rung=0,
            round=0,
            next_deadline_at=self.now,
        )
        promised = referral.milestone_due_at
        self.work.timeline.add(
            referral.case_id,
            "released",
            now=self.now,
            referral_id=referral.id,
            staff_id=by.id if by else None,
            details={
                "from": staff.name,
                "milestone": referral.milestone,
                "promised": promised.isoformat() if promised else "",
                "by": by.name if by else OPERATOR,
            },
        )
        casework.paging.redraw(casework.paging.fire(released))

    def _leave_forms(self, staff: Staff) -> None:
        """Forget what they had begun to write about cases that they see no more."""
        person = self.work.people.get(staff.person_id)
        going_on = self.work.dialogues.of(person.id)
        if going_on is not None and going_on.flow in OF_CASES:
            self.work.dialogues.end(person.id)
        still_theirs = Parking(self.hotline, self.work, self.now, person).offered()
        for form in self.work.parked.of(person.id):
            if form not in still_theirs:
                self.work.parked.drop(form.id)

    def _leave_conferences(self, staff: Staff, by: Staff | None) -> None:
        for case_id in self.work.helpers.cases_of(staff.id):
            self.work.helpers.leave(case_id, staff.id, self.now)
            self.work.timeline.add(
                case_id,
                "helper-left",
                now=self.now,
                staff_id=staff.id,
                details={"by": by.name if by else OPERATOR},
            )
