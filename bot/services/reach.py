"""Who is called by a rung: people are found when the rung fires, never before."""

from collections.abc import Sequence
from datetime import datetime

from bot.services.complaints import concerns
from bot.services.escalation import Person as Callee
from bot.services.offices import Offices
from bot.services.superiors import stand_ins
from bot.terms import Role, Tier, Who
from storage.records import Referral, Staff
from storage.work import UnitOfWork


class Reach:
    """Find the people behind the words of a ladder, as they are on duty now."""

    def __init__(
        self, work: UnitOfWork, offices: Offices, referral: Referral, now: datetime
    ) -> None:
        self._work = work
        self._offices = offices
        self._referral = referral
        self._now = now

    def __call__(self, who: Who) -> Sequence[Callee]:
        """Return the people whom `who` means now, each with whether a message would arrive."""
        return [Callee(staff.id, reachable=staff.is_reachable) for staff in self.people(who)]

    def people(self, who: Who) -> Sequence[Staff]:
        """Return the members of staff whom `who` means now, without those complained of."""
        office = self._referral.office_code
        match who:
            case Who.HOLDER:
                return self._holder()
            case Who.DUTY:
                return self._answering(office)
            case Who.BACKUP:
                return self._on_duty(office, Tier.BACKUP)
            case Who.LEAD:
                return self._on_duty(office, Tier.LEAD) or self._of_role(office, Role.LEAD)
            case Who.CITY:
                above = self._offices.city_above(office)
                return self._whole(above.code, Role.CITY_OFFICER) if above else self._province()
            case Who.PROVINCE:
                return self._province()

    def _without_complained_of(self, found: Sequence[Staff]) -> Sequence[Staff]:
        """Leave out whoever serves, here or elsewhere, in an office that the case complains of."""
        about = self._referral.about_offices
        if about is None:
            return found
        return [staff for staff in found if not concerns(about, self._offices_of(staff))]

    def _offices_of(self, staff: Staff) -> Sequence[str]:
        return [one.office_code for one in self._work.staff.of_person(staff.person_id)]

    def _province(self) -> Sequence[Staff]:
        province = self._offices.province()
        return self._whole(province.code, Role.PROVINCE) if province else ()

    def _holder(self) -> Sequence[Staff]:
        holder = self._referral.holder_id
        return () if holder is None else [self._work.staff.get(holder)]

    def _on_duty(self, office: str, tier: Tier) -> Sequence[Staff]:
        shifts = self._work.roster.on_duty(office, tier, self._now)
        return self._without_complained_of(
            [self._work.staff.get(shift.staff_id) for shift in shifts]
        )

    def _answering(self, office: str) -> Sequence[Staff]:
        """Return who is on duty, and who stands in where none of them has answered the check-in.

        They are called all the same: who forgot to sign may still look at a page.
        """
        shifts = self._work.roster.on_duty(office, Tier.DUTY, self._now)
        changes = [self._work.handovers.of_shift(shift) for shift in shifts]
        on_duty = self._without_complained_of(
            [self._work.staff.get(shift.staff_id) for shift in shifts]
        )
        if on_duty and all(change is not None and change.state == "missed" for change in changes):
            absent = {staff.id for staff in on_duty}
            found = stand_ins(
                self._work, self._offices, office, Tier.DUTY, absent=absent, now=self._now
            )
            return [*on_duty, *self._without_complained_of(found)]
        return on_duty

    def _of_role(self, office: str, role: Role) -> Sequence[Staff]:
        return self._without_complained_of(self._work.staff.in_office(office, [role]))

    def _whole(self, office: str, role: Role) -> Sequence[Staff]:
        """Return who is on duty there; where nobody is or nobody can be reached, all of them."""
        on_duty = self._on_duty(office, Tier.DUTY)
        if any(staff.is_reachable for staff in on_duty):
            return on_duty
        return self._of_role(office, role)
