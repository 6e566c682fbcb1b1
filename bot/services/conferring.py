"""会商: further officers in a case, who read and note; one lead keeps deciding.

A helper is asked in by the holder or by whoever stands above, and leaves or is let go. The lead is
offered and taken, never put upon somebody: until it is taken, the holder holds the case, and every
deadline runs on.
"""

from collections.abc import Sequence

from bot.errors import Stale
from bot.services.access import is_complained_of
from bot.services.paging import Paging
from bot.services.placing import Placing
from bot.services.within import Within
from bot.terms import Role
from storage.records import Referral, Staff

_OFFICERS = (Role.OFFICER, Role.LEAD)


class Conferring(Within):
    """Let officers confer within one unit of work."""

    @property
    def paging(self) -> Paging:
        """Return the calling of people in this unit of work."""
        return Paging(self.hotline, self.work, self.now)

    def helpers(self, referral: Referral) -> Sequence[Staff]:
        """Return who helps with the case now."""
        return [self.work.staff.get(one.staff_id) for one in self.work.helpers.of(referral.case_id)]

    def candidates(self, referral: Referral) -> Sequence[Staff]:
        """Return who can be asked in: the office's own officers, then the city's above it."""
        office = self.hotline.offices[referral.office_code]
        above = self.hotline.offices.city_above(office.code)
        places: list[tuple[str, Sequence[Role]]] = (
            [(office.code, _OFFICERS)] if office.kind == "county" else []
        )
        if above is not None:
            places.append((above.code, (Role.CITY_OFFICER,)))
        there = {one.id for one in self.helpers(referral)} | {referral.holder_id}
        return [
            staff
            for code, roles in places
            for staff in self.work.staff.in_office(code, roles)
            if staff.is_reachable
            and staff.id not in there
            and not is_complained_of(self.work.staff.of_person(staff.person_id), referral)
        ]

    def add(self, referral: Referral, staff: Staff, helper: Staff) -> None:
        """Ask somebody in; they get the card at once.

        Raises:
            Stale: the case is closed, or they cannot be asked (any more).
        """
        if not referral.is_open or helper.id not in {one.id for one in self.candidates(referral)}:
            raise Stale(referral.id)
        self.work.helpers.join(referral.case_id, helper.id, added_by=staff.id, now=self.now)
        self.paging.put_down(referral, "helper-joined", helper, by=staff.name)
        self.paging.call(referral, helper.id, kind="helper", rung=referral.rung)

    def drop(self, referral: Referral, staff: Staff, helper: Staff) -> None:
        """Let somebody go; their card goes blank where nothing else lets them read.

        Raises:
            Stale: they do not help.
        """
        if not self.work.helpers.leave(referral.case_id, helper.id, self.now):
            raise Stale(referral.id)
        self.paging.put_down(referral, "helper-left", helper, by=staff.name)

    def offer(self, referral: Referral, staff: Staff, helper: Staff) -> None:
        """Ask one helper to take the lead.

        Raises:
            Stale: nobody holds the case, or they do not help.
        """
        is_helper = self.work.helpers.find(referral.case_id, helper.id) is not None
        if referral.holder_id is None or not referral.is_open or not is_helper:
            raise Stale(referral.id)
        self.work.helpers.offer(referral.case_id, helper.id, self.now)
        self.paging.put_down(referral, "lead-offered", staff, to=helper.name)
        self.paging.call(referral, helper.id, kind="offered", rung=referral.rung)

    def take(self, referral: Referral, staff: Staff) -> Referral:
        """Take the lead that was offered; who had it helps on, and the promises stay.

        By somebody who was called because the case is in their county, it is taken there.

        Raises:
            Stale: nobody holds the case, or it was offered to nobody or another.
        """
        offered = self.work.helpers.find(referral.case_id, staff.id)
        if offered is None or offered.offered_at is None or referral.holder_id is None:
            raise Stale(referral.id)
        placing = Placing(self.hotline, self.work, self.now)
        if placing.is_elsewhere(referral, staff):
            return placing.take(referral, staff)
        before = self.work.staff.get(referral.holder_id)
        changed = self.work.referrals.change(referral, holder_id=staff.id)
        self.work.helpers.leave(referral.case_id, staff.id, self.now)
        self.work.helpers.join(referral.case_id, before.id, added_by=staff.id, now=self.now)
        self.paging.put_down(changed, "lead-handed", staff, by=before.name)
        person = self.work.people.get(before.person_id)
        number = self.work.cases.get(referral.case_id).number
        self.mail.say(person, "lead-taken", args={"number": number, "name": staff.name})
        return changed
