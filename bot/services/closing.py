"""办结审批: an urgent case is closed with a lead's word, which is asked for on its card.

Until a lead has said yes, the case is open and its deadlines run on. Who is asked and does not
answer is asked again, with the city beside them, until somebody does. A no has a reason.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.errors import Stale
from bot.services.access import Action
from bot.services.casework import Casework
from bot.services.permits import Permits
from bot.services.superiors import Superiors
from bot.services.within import Within
from bot.terms import Level, Outcome
from storage.casework_records import Approval
from storage.records import Referral, Staff


class Closing(Within):
    """Close cases, or ask for it, within one unit of work."""

    @property
    def casework(self) -> Casework:
        """Return the officers' acts in this unit of work."""
        return Casework(self.hotline, self.work, self.now)

    def close(
        self, referral: Referral, staff: Staff, *, outcome: Outcome, done: str, told: str
    ) -> bool:
        """Close the case, or ask a lead where its level needs that; return whether it is closed.

        Raises:
            Stale: it is closed, or nobody holds it.
        """
        actions = Permits(self.hotline, self.work, self.now).actions(staff, referral)
        if self._wait(referral) is None or Action.APPROVE in actions:
            self.casework.close(referral, staff, outcome=outcome, done=done, told=told)
            return True
        self.ask(referral, staff, outcome=outcome, done=done, told=told)
        return False

    def ask(
        self, referral: Referral, staff: Staff, *, outcome: Outcome, done: str, told: str
    ) -> None:
        """Ask a lead to agree; a wish that waited is replaced.

        Raises:
            Stale: it is closed, or nobody holds it.
        """
        if referral.holder_id is None or not referral.is_open:
            raise Stale(referral.id)
        self.casework.drop_wish(referral)
        approval = self.work.approvals.ask(
            referral_id=referral.id,
            asked_by=staff.id,
            outcome=outcome.value,
            done=done,
            told=told,
            now=self.now,
            next_at=self.now + (self._wait(referral) or timedelta()),
        )
        self.casework.paging.put_down(referral, "close-asked", staff, outcome=outcome.value)
        self._call(referral, approval, self._leads(referral, approval))

    def approve(self, referral: Referral, staff: Staff) -> None:
        """Agree, which closes the case as its holder wished, who is told.

        Raises:
            Stale: there is no wish, or it is one's own, or it was decided meanwhile.
        """
        approval = self._decided(referral, staff, "approved")
        self.casework.paging.put_down(referral, "close-approved", staff)
        asked_by = self.work.staff.get(approval.asked_by)
        self.casework.close(
            referral,
            asked_by,
            outcome=Outcome(approval.outcome),
            done=approval.done,
            told=approval.told,
        )
        number = self.work.cases.get(referral.case_id).number
        self.mail.say(
            self.work.people.get(asked_by.person_id),
            "close-agreed",
            args={"name": staff.name, "number": number},
        )

    def refuse(self, referral: Referral, staff: Staff, reason: str) -> None:
        """Say no: the case stays open, and whoever holds it is told why.

        Raises:
            Stale: there is no wish, or it is one's own, or it was decided meanwhile.
        """
        self._decided(referral, staff, "refused", reason)
        self.casework.paging.put_down(referral, "close-refused", staff, why=reason)
        if referral.holder_id is not None and referral.holder_id != staff.id:
            self._page(referral, referral.holder_id, "refused")

    def look(self, approval_id: int) -> None:
        """Ask again, and above, where nobody answered in time."""
        approval = self.work.approvals.find(approval_id)
        if approval is None or approval.next_at is None or approval.next_at > self.now:
            return
        referral = self.work.referrals.get(approval.referral_id)
        wait = self._wait(referral)
        if not referral.is_open or wait is None:
            self.work.approvals.decide(approval, "off", staff_id=None, now=self.now)
            return
        self.work.approvals.wait(approval, self.now + wait)
        asked = [*self._leads(referral, approval), *self._above(referral, approval)]
        self._call(referral, approval, asked)

    def _wait(self, referral: Referral) -> timedelta | None:
        return self.hotline.config.casework.approval.get(Level(referral.level))

    def _decided(self, referral: Referral, staff: Staff, state: str, reason: str = "") -> Approval:
        """Decide upon the wish that is open, and return it."""
        approval = self.work.approvals.open_of(referral.id)
        if (
            approval is None
            or self._is_by(approval, staff)
            or not self.work.approvals.decide(
                approval, state, staff_id=staff.id, now=self.now, reason=reason
            )
        ):
            raise Stale(referral.id)
        return approval

    def _is_by(self, approval: Approval, staff: Staff) -> bool:
        """Say whether the wish is the person's own, in whichever of their places."""
        return self.work.staff.get(approval.asked_by).person_id == staff.person_id

    def _leads(self, referral: Referral, approval: Approval) -> Sequence[Staff]:
        superiors = Superiors(self.hotline, self.work, self.now)
        return superiors.of(referral.office_code, besides={approval.asked_by})

    def _above(self, referral: Referral, approval: Approval) -> Sequence[Staff]:
        above = self.hotline.offices.city_above(referral.office_code)
        if above is None or above.code == referral.office_code:
            return ()
        people = self.work.staff.in_office(above.code)
        return [one for one in people if one.is_reachable and one.id != approval.asked_by]

    def _call(self, referral: Referral, approval: Approval, people: Sequence[Staff]) -> None:
        for staff_id in dict.fromkeys(one.id for one in people):
            self._page(referral, staff_id, "approve")
        if not people:
            self.casework.paging.put_down(
                referral, "nobody-reachable", self.work.staff.get(approval.asked_by)
            )

    def _page(self, referral: Referral, staff_id: int, kind: str) -> None:
        self.casework.paging.call(referral, staff_id, kind=kind, rung=referral.rung)
