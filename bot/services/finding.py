"""Finding cases among many: by how urgent they are, by what is due, by number and by place."""

from collections.abc import Sequence
from datetime import timedelta
from enum import IntEnum

from bot.services.permits import Permits
from bot.services.within import Within
from bot.terms import Level
from storage.records import Case, Referral, Staff

_SOON = timedelta(days=1)


class Narrowing(IntEnum):
    """How a list is narrowed; the numbers stand in the buttons of lists on people's phones."""

    ALL = 0
    L1 = 1
    L2 = 2
    L3 = 3
    L4 = 4
    LATE = 5
    SOON = 6


class Finding(Within):
    """Narrow lists within one unit of work."""

    def narrowed(self, referrals: Sequence[Referral], by: Narrowing) -> Sequence[Referral]:
        """Return those of one level, or whose promise has lapsed or lapses within a day."""
        match by:
            case Narrowing.ALL:
                return referrals
            case Narrowing.LATE:
                return [one for one in referrals if self._due_within(one, timedelta())]
            case Narrowing.SOON:
                return [one for one in referrals if self._due_within(one, _SOON)]
            case _:
                return [one for one in referrals if one.level == int(by)]

    def matching(
        self, referrals: Sequence[Referral], words: str, readers: Sequence[Staff]
    ) -> Sequence[Referral]:
        """Return those whose number, township or village has the words in it.

        Of a case that none of the readers' places may read, only its number is looked at.
        """
        wanted = words.strip().casefold()
        return [one for one in referrals if self._fits(one, wanted, readers)]

    def _fits(self, referral: Referral, wanted: str, readers: Sequence[Staff]) -> bool:
        case = self.work.cases.get(referral.case_id)
        if wanted in case.number.casefold():
            return True
        if not Permits(self.hotline, self.work, self.now).may_see(readers, referral):
            return False
        return any(wanted in name for name in self._names(case))

    def _names(self, case: Case) -> Sequence[str]:
        """Return what the case's place is called, and how urgent the case is."""
        township = self.hotline.gazetteer.township(case.township_code or "")
        county = self.hotline.gazetteer.county(case.county_code or "")
        level = Level(case.level).name
        names = (township.name if township else "", county.name if county else "", case.village)
        return [name.casefold() for name in (*names, level) if name]

    def _due_within(self, referral: Referral, span: timedelta) -> bool:
        due = referral.milestone_due_at
        return due is not None and due < self.now + span
