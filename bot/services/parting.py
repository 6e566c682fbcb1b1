"""Parting a case from one that it was wrongly joined with, at an officer's word.

What its reporters said, before the joining and since, goes back; numbers and threads were apart all
the time. Each of the two goes on with its own deadlines, and no reporter is told anything of it.
"""

import json
from collections.abc import Sequence

from bot.errors import Stale
from bot.services.access import Action
from bot.services.alike import PARTED
from bot.services.cards import CardMaker
from bot.services.joining import OUTCOME, Joining
from bot.services.merging import Facts, facts_of, parted
from bot.services.permits import Permits
from storage.casework_records import Joining as Joined
from storage.records import Case, Referral, Staff

_SETTLED = ("category", "place", "situation")


class Parting(Joining):
    """Part joined cases within one unit of work."""

    def offered(self, referral: Referral) -> Sequence[Case]:
        """Return the cases that can be parted from the one of this referral."""
        if not referral.is_open:
            return ()
        return [self.work.cases.get(one) for one in self.work.joinings.partable(referral.case_id)]

    def part(self, kept: Referral, case_id: int, staff: Staff, reason: str) -> Referral:
        """Part a case, which the member of staff then holds, and return its new referral.

        Where they may not take it, its office is called as for any case that is opened again. The
        level that the joining raised stays: only a person lowers it, for a reason of its own.

        Raises:
            Stale: the case is not joined with this one any more, or was erased.
        """
        joined = self.work.joinings.find(case_id)
        if joined is None or case_id not in {one.id for one in self.offered(kept)}:
            raise Stale(kept.id)
        case, last = self.work.cases.get(case_id), self.work.referrals.current_of(case_id)
        if case.erased_at is not None or last.outcome != OUTCOME:
            raise Stale(kept.id)
        stays = self.work.cases.get(kept.case_id)
        self._know_again(stays, joined)
        self.work.joinings.part(case_id)
        for of, kind, number in zip((kept, last), PARTED, (case.number, stays.number), strict=True):
            self.record(of, kind, staff, number=number, why=reason)
        onward = self._goes_on(case, last, staff)
        self.paging.redraw(last)
        self.paging.redraw(kept)
        return onward

    def _goes_on(self, case: Case, last: Referral, staff: Staff) -> Referral:
        self.work.cases.reopen(case.id)
        office = self.hotline.offices[last.office_code]
        onward = self.paging.dispatch(self.work.cases.get(case.id), office)
        permits = Permits(self.hotline, self.work, self.now)
        if Action.ACCEPT not in permits.actions(staff, onward):
            return onward
        # Its reporters were told that it is in hand when it was joined, or before.
        onward = self.accept(onward, staff, tells=False)
        CardMaker(self.hotline, self.work, self.now).lay(onward, staff)
        return onward

    def _know_again(self, case: Case, joined: Joined) -> None:
        """Let the case that stays forget what the other one brought to it."""
        if joined.described is None:
            return
        both = json.loads(joined.described)
        before, after = Facts(**both["before"]), Facts(**both["after"])
        last = self.work.corrections.last_of(case.id)
        settled = [
            what
            for what in _SETTLED
            if what in last and last[what].corrected_at >= joined.joined_at
        ]
        self.describe(case, parted(facts_of(case), before, after, settled))
