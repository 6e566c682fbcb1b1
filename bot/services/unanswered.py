"""What nobody has taken yet, for whoever comes on duty: card and ring, as if called just now.

The ladder goes on as it stood. What it has climbed past would else reach the new person never.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.services.access import is_complained_of
from bot.services.case_lines import case_line
from bot.services.mail import Priority
from bot.services.paging import Paging
from bot.services.within import Within
from bot.terms import Level
from bot.views.duty_cards import WAITING_SHOWN, render_waiting
from bot.views.outgoing import Button, Outgoing
from storage.records import Referral, Staff

FEW = 3
"""So many cards come one by one; more are named in one message."""


class Unanswered(Within):
    """Ring for what waits in an office, within one unit of work."""

    def ring(self, office_code: str, staff: Staff, *, since: datetime) -> None:
        """Call somebody for all that nobody holds there, and for which they had no call `since`.

        Emergencies ring one by one. So does what only named people may read: being called is what
        names somebody.
        """
        waiting = self._waiting(office_code, staff, since)
        others = [one for one in waiting if not self._comes_alone(one)]
        folded = others if len(others) > FEW else []
        paging = Paging(self.hotline, self.work, self.now)
        for referral in waiting:
            if referral not in folded:
                paging.call(referral, staff.id, kind="page", rung=referral.rung)
        if folded:
            self._name(folded, staff, since)

    def _waiting(self, office_code: str, staff: Staff, since: datetime) -> Sequence[Referral]:
        """Return what the person is called for, by deadline; not what they returned themselves.

        What stands in line calls nobody before its promised moment.
        """
        places = self.work.staff.of_person(staff.person_id)
        return [
            one
            for one in self.work.referrals.open_in([office_code])
            if one.holder_id is None
            and not (one.quiet and one.last_paged_at is None)
            and not is_complained_of(places, one)
            and staff.id not in self.work.referrals.declined_by(one.id)
            and not self._was_rung(one, staff, since)
        ]

    def _was_rung(self, referral: Referral, staff: Staff, since: datetime) -> bool:
        return any(
            page.staff_id == staff.id and page.queued_at >= since
            for page in self.work.pages.of(referral.id)
        )

    def _comes_alone(self, referral: Referral) -> bool:
        is_restricted = self.work.cases.get(referral.case_id).restricted
        return referral.level == Level.L1 or is_restricted

    def _name(self, folded: Sequence[Referral], staff: Staff, since: datetime) -> None:
        person = self.work.people.get(staff.person_id)
        text, rows = render_waiting(
            [
                case_line(self.hotline, self.work, one, [staff], self.now)
                for one in folded[:WAITING_SHOWN]
            ],
            count=len(folded),
            language=person.language,
            texts=self.hotline.texts,
            now=self.now,
            zone=self.hotline.zone,
        )
        buttons = tuple(tuple(Button(label, data) for label, data in row) for row in rows)
        message = Outgoing("message", text=text, buttons=buttons, protected=True)
        key = f"waiting:{folded[0].office_code}:{staff.id}:{since:%Y%m%d%H%M}"
        self.mail.send(person, message, priority=Priority.PAGE, dedupe_key=key)
