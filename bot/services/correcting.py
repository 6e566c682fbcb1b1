"""Officers' corrections of what was understood: each one is kept, told on the timeline, redrawn."""

from collections.abc import Sequence

from bot.errors import Stale
from bot.services.casework import Casework
from bot.services.settled import code_of, open_facts, settle, settled, situations_code
from bot.services.within import Within
from bot.terms import Category, Level
from storage.records import Case, Referral, Staff


class Correcting(Within):
    """Correct or confirm what the bot suggested, within one unit of work."""

    @property
    def casework(self) -> Casework:
        """Return the officers' acts in this unit of work."""
        return Casework(self.hotline, self.work, self.now)

    def category(self, referral: Referral, staff: Staff, category: Category) -> None:
        """Put the case under another category, or confirm the one it is under.

        Raises:
            Stale: the case is closed.
        """
        case = self._touched(referral)
        restricted = self.hotline.is_restricted(category)
        self.work.cases.set_category(case.id, category.value, restricted=restricted)
        self._settle(referral, case, staff, "category", category.value)

    def raise_to(self, referral: Referral, staff: Staff, level: Level) -> None:
        """Make the case more urgent.

        Raises:
            Stale: it is closed, or that urgent already.
        """
        case = self.work.cases.get(referral.case_id)
        if level >= case.level or not referral.is_open:
            raise Stale(referral.id)
        settle(self.work, case, "level", level.name, staff=staff, now=self.now)
        self.casework.raise_level(case, level, why="officer", staff=staff)
        self.casework.paging.redraw(referral)

    def lower_to(self, referral: Referral, staff: Staff, level: Level, *, why: str) -> None:
        """Make the case less urgent, for a reason.

        Raises:
            Stale: it is closed, or not more urgent than that any more.
        """
        case = self.work.cases.get(referral.case_id)
        self.casework.lower_level(case, level, referral, why=why, staff=staff)
        settle(self.work, case, "level", level.name, staff=staff, now=self.now)
        self.casework.paging.redraw(referral)

    def township(self, referral: Referral, staff: Staff, code: str) -> None:
        """Say in which township of its county the case is.

        Raises:
            Stale: the case is closed, or is in another county.
        """
        case = self._touched(referral)
        township = self.hotline.gazetteer.township(code)
        if township is None or township.county_code != case.county_code:
            raise Stale(referral.id)
        village = case.village if code == case.township_code else None
        self.work.cases.place(case.id, township.county_code, code, village)
        self._settle(referral, case, staff, "place", f"{township.county_code}/{code}")

    def situation(self, referral: Referral, staff: Staff, number: int) -> bool:
        """Set a mandatory situation, or take it off; return whether it now holds.

        Raises:
            Stale: the case is closed.
        """
        case = self._touched(referral)
        numbers = set(case.situation_numbers) ^ {number}
        self.work.cases.set_situations(case.id, numbers)
        self._settle(referral, case, staff, "situation", situations_code(numbers))
        return number in numbers

    def guardianship(self, referral: Referral, staff: Staff, ground: int | None) -> None:
        """Mark temporary guardianship on a ground of Art 92, or that there is none.

        Raises:
            Stale: the case is closed.
        """
        case = self._touched(referral)
        self.work.cases.set_guardianship(case.id, ground)
        was, will = str(case.guardianship or "-"), str(ground or "-")
        self.casework.paging.put_down(
            referral, "guardianship-marked", staff, **{"from": was, "to": will}
        )

    def confirm(self, referral: Referral, staff: Staff) -> Sequence[str]:
        """Confirm what is suggested and was not settled yet; return which facts that were.

        Raises:
            Stale: the case is closed, or nothing is left to confirm.
        """
        case = self._touched(referral)
        facts = open_facts(case, settled(self.work, case))
        if not facts:
            raise Stale(referral.id)
        for what in facts:
            settle(self.work, case, what, code_of(case, what), staff=staff, now=self.now)
        self.casework.paging.put_down(referral, "confirmed", staff, facts=" ".join(facts))
        return facts

    def _settle(
        self, referral: Referral, before: Case, staff: Staff, what: str, corrected: str
    ) -> None:
        settle(self.work, before, what, corrected, staff=staff, now=self.now)
        was = code_of(before, what)
        if was == corrected:
            self.casework.paging.put_down(referral, "confirmed", staff, facts=what)
            return
        self.casework.paging.put_down(
            referral, f"{what}-corrected", staff, **{"from": was, "to": corrected}
        )

    def _touched(self, referral: Referral) -> Case:
        """Return the case, if the referral still is as it was read."""
        if not referral.is_open:
            raise Stale(referral.id)
        self.work.referrals.change(referral)
        return self.work.cases.get(referral.case_id)
