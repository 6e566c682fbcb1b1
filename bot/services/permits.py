"""Who may do what with one case, or in which offices: by role, and by whom a case names."""

from collections.abc import Sequence

from bot.services.access import (
    HANDED_ON,
    Action,
    actions_on,
    area_of,
    is_complained_of,
    permitted,
)
from bot.services.within import Within
from bot.terms import Role
from storage.records import Case, Office, Person, Referral, Staff

# What a village hears of, it knows: nobody there is told of a restricted case.
_NEVER_RESTRICTED = frozenset({Action.SEND})

_HELPING = frozenset({Action.SEE, Action.NOTE, Action.LEAVE_CASE})


class Permits(Within):
    """Look permissions up within one unit of work, at the moment of each act."""

    def actions(self, staff: Staff, referral: Referral) -> frozenset[Action]:
        """Return what the member of staff may do with the referral."""
        actions = actions_on(staff, referral, self.hotline.offices.by_code)
        is_over = staff.left_at is not None or referral.outcome in HANDED_ON
        if is_over or self._is_complained_of(staff, referral):
            return frozenset()
        if referral.final:
            # The city decided: only the city, or who is above it, decides otherwise.
            actions -= {Action.DECLINE}
            actions -= {Action.TRANSFER} if Role(staff.role) is Role.LEAD else set()
        helping = self._helping(staff, referral)
        if not self.work.cases.get(referral.case_id).restricted:
            return actions | helping
        if helping or self._is_named(staff, referral):
            return (actions | helping) - _NEVER_RESTRICTED
        return frozenset()

    def acting_as(
        self, places: Sequence[Staff], referral: Referral, action: Action
    ) -> Staff | None:
        """Return the person's place in which the action on the referral is permitted, if any."""
        return next((staff for staff in places if action in self.actions(staff, referral)), None)

    def acting_on(
        self, person: Person, referral_id: int, action: Action
    ) -> tuple[Referral, Staff] | None:
        """Return the referral and the place in which the person may act on it; else say so."""
        referral = self.work.referrals.find(referral_id)
        places = self.work.staff.of_person(person.id)
        staff = self.acting_as(places, referral, action) if referral else None
        if referral is None or staff is None:
            self.mail.say(person, "toast-not-allowed", keys=())
            return None
        return referral, staff

    def may_see(self, places: Sequence[Staff], referral: Referral) -> bool:
        """Say whether any of the person's places may read the case."""
        return self.acting_as(places, referral, Action.SEE) is not None

    def offices_for(self, places: Sequence[Staff], action: Action) -> Sequence[Office]:
        """Return the offices in which any of the person's places permits the action."""
        offices = self.hotline.offices.by_code
        return [
            office
            for office in offices.values()
            if any(action in permitted(one, area_of(one, office, offices)) for one in places)
        ]

    def note_reading(self, case: Case, referral: Referral, staff: Staff, what: str) -> None:
        """Put on the timeline that somebody read a restricted case: its `card`, its `words` ..."""
        if case.restricted:
            self.work.timeline.add(
                case.id,
                "read",
                now=self.now,
                referral_id=referral.id,
                staff_id=staff.id,
                details={"what": what},
            )

    def _is_complained_of(self, staff: Staff, referral: Referral) -> bool:
        """Say whether it is a complaint about an office in which the person serves anywhere."""
        if referral.about_offices is None:
            return False
        return is_complained_of(self.work.staff.of_person(staff.person_id), referral)

    def _helping(self, staff: Staff, referral: Referral) -> frozenset[Action]:
        """Return what somebody may do who was asked into the case: read, note, leave, take it."""
        helper = self.work.helpers.find(referral.case_id, staff.id)
        if helper is None:
            return frozenset()
        is_offered = helper.offered_at is not None and referral.is_open
        return _HELPING | {Action.TAKE_LEAD} if is_offered else _HELPING

    def _is_named(self, staff: Staff, referral: Referral) -> bool:
        """Say whether a restricted case names this member of staff.

        It names its holder, its helpers, whoever was called for it, and who leads its office:
        the ladder must reach people by itself, and somebody must be able to name others.
        """
        is_lead = Role(staff.role) is Role.LEAD and staff.office_code == referral.office_code
        if is_lead or staff.id == referral.holder_id:
            return True
        return self.work.pages.was_called(referral.id, staff.id)
