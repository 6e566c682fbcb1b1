"""Where a matter is, once its reporter says so, and who takes it there.

What nobody holds is handed on at once. Whoever holds a case may be talking with the child: they
keep it, and its deadlines run on, until somebody of the county that was named has taken it.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.errors import Stale
from bot.flows.dialogue import Entry
from bot.services.access import Action, Area, area_of, permitted
from bot.services.cards import CardMaker
from bot.services.casework import Casework
from bot.services.paging import Paging
from bot.services.reach import Reach
from bot.services.within import Within
from bot.terms import Who
from storage.records import Case, Office, Person, Referral, Staff

_CALLED_IN = (Who.DUTY, Who.BACKUP, Who.LEAD, Who.CITY)


class Placing(Within):
    """Bring cases to the county they are in, within one unit of work."""

    @property
    def casework(self) -> Casework:
        """Return the officers' side of the case in this unit of work."""
        return Casework(self.hotline, self.work, self.now)

    @property
    def paging(self) -> Paging:
        """Return the calling of people in this unit of work."""
        return Paging(self.hotline, self.work, self.now)

    def by_words(self, case: Case, entry: Entry, person: Person) -> bool:
        """Give a case without a county the one that is named in what was added to it.

        Says whether whoever holds the case was called for that.
        """
        if case.county_code is not None or case.state != "open":
            # Reading costs more than all the rest of the step.
            return False
        reading = self.hotline.understood(
            entry, lambda: self.work.cases.counties_known_by(person.id)
        )
        place = reading.place.best if reading else None
        if place is None:
            return False
        self.work.cases.place(case.id, place.county_code, place.township_code, place.village)
        return self.rerouted(self.work.cases.get(case.id), was=None)

    def rerouted(self, case: Case, *, was: str | None) -> bool:
        """Bring the case to the county that its reporter named in the meantime.

        Says whether whoever holds the case was called for that; `was` is the county before.
        """
        referral = self.work.referrals.current_of(case.id)
        is_complaint = self.work.complaints.offices_of(case.id) is not None
        if is_complaint or case.county_code is None or self._is_settled(case):
            return False
        office = self.hotline.offices.for_county(case.county_code)
        is_here = office.code == referral.office_code
        if referral.holder_id is None:
            if not is_here:
                self.casework.transfer(referral, office)
            return False
        if case.county_code == was:
            return False
        self._let_go(referral)
        if is_here:
            return False
        self._call_in(referral, referral.holder_id, office)
        return True

    def is_elsewhere(self, referral: Referral, staff: Staff) -> bool:
        """Say whether somebody who was called into the case serves where it is not held."""
        offices = self.hotline.offices
        held_in = offices[referral.office_code]
        return area_of(staff, held_in, offices.by_code) is Area.ELSEWHERE

    def take(self, referral: Referral, staff: Staff) -> Referral:
        """Take the case over to the county that it is in, where the member of staff answers.

        Whoever held it is told, and as after every hand-over sees no more of it from there.

        Raises:
            Stale: it is in another county by now.
        """
        case = self.work.cases.get(referral.case_id)
        office = self.hotline.offices.for_county(case.county_code)
        area = area_of(staff, office, self.hotline.offices.by_code)
        if referral.holder_id is None or Action.ACCEPT not in permitted(staff, area):
            raise Stale(referral.id)
        before = self.work.staff.get(referral.holder_id)
        onward = self.casework.transfer(referral, office)
        taken = self.casework.accept(onward, staff, tells=False)
        CardMaker(self.hotline, self.work, self.now).lay(taken, staff)
        self.mail.say(
            self.work.people.get(before.person_id),
            "case-taken-on",
            args={"number": case.number, "name": staff.name, "office": office.name},
        )
        return taken

    def _call_in(self, referral: Referral, holder_id: int, office: Office) -> None:
        """Offer the case to whoever answers in the office, and call its holder either way."""
        called = self._answering(referral, office)
        for staff in called[:1]:
            helpers = self.work.helpers
            helpers.join(referral.case_id, staff.id, added_by=holder_id, now=self.now)
            helpers.offer(referral.case_id, staff.id, self.now)
            self.paging.call(referral, staff.id, kind="called_in", rung=referral.rung)
        kind = "placed" if called else "placed_alone"
        self.paging.call(referral, holder_id, kind=kind, rung=referral.rung)
        self.paging.redraw(referral)

    def _is_settled(self, case: Case) -> bool:
        """Say whether a person has decided where the case is."""
        return "place" in self.work.corrections.last_of(case.id)

    def _let_go(self, referral: Referral) -> None:
        """Ask no more whoever was called for a county that the case turned out not to be in."""
        for one in self.work.helpers.of(referral.case_id):
            if self.is_elsewhere(referral, self.work.staff.get(one.staff_id)):
                self.work.helpers.leave(referral.case_id, one.staff_id, self.now)

    def _answering(self, referral: Referral, office: Office) -> Sequence[Staff]:
        """Return who would be called first if the case were handed to the office."""
        reach = Reach(
            self.work,
            self.hotline.offices,
            replace(referral, office_code=office.code, holder_id=None),
            self.now,
        )
        for who in _CALLED_IN:
            found = [
                staff
                for staff in reach.people(who)
                if staff.is_reachable and self.is_elsewhere(referral, staff)
            ]
            if found:
                return found
        return ()
