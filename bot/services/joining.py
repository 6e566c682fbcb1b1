"""Joining two cases about the same child and matter, at an officer's word.

The reports of the later case go into the earlier one. Each reporter keeps a number and a talk of
their own, and learns nothing of the other: everything that is told them goes by their report.
"""

import json

from bot.errors import Stale
from bot.services.alike import Alike
from bot.services.cards import CardMaker
from bot.services.casework import Casework
from bot.services.merging import Facts, facts_of, merged
from bot.terms import Level
from storage.records import Case, Referral, Staff

OUTCOME = "joined"


class Joining(Casework):
    """Join cases within one unit of work."""

    def join(self, one: Referral, other: Referral, staff: Staff) -> Referral:
        """Join the later of two cases into the earlier one, and return where the matter goes on.

        The case that goes on is held, by the member of staff where nobody held it, and is as
        urgent as the more urgent of both.

        Raises:
            Stale: one of them has ended, is still being written, or is not theirs to join.
        """
        cases = {each.case_id: self.work.cases.get(each.case_id) for each in (one, other)}
        self._check(one, other, staff, list(cases.values()))
        kept, ended = sorted((one, other), key=lambda each: each.case_id)
        if kept.holder_id is None:
            kept = self.accept(kept, staff)
        if ended.holder_id is None:
            self.news.case_accepted(ended.case_id)
        self.work.joinings.join(
            ended.case_id,
            kept.case_id,
            staff_id=staff.id,
            now=self.now,
            described=self._described(cases[kept.case_id], cases[ended.case_id]),
        )
        self._end(ended, staff, into=cases[kept.case_id].number)
        self.record(kept, "joined", staff, number=cases[ended.case_id].number)
        return self._told(kept, cases[ended.case_id], staff)

    def _check(self, one: Referral, other: Referral, staff: Staff, cases: list[Case]) -> None:
        is_ready = len(cases) == 2 and all(  # noqa: PLR2004 - A case is not joined with itself.
            case.state == "open" and case.complete for case in cases
        )
        is_held = one.holder_id is not None or other.holder_id is not None
        is_one_county = len({case.county_code for case in cases}) == 1
        alike = Alike(self.hotline, self.work, self.now)
        if not (is_ready and is_held and is_one_county and alike.may_join(staff, one, other)):
            raise Stale(one.id)

    def _end(self, referral: Referral, staff: Staff, *, into: str) -> None:
        ended = self.end(referral, OUTCOME)
        self.work.cases.close(ended.case_id, self.now)
        self.record(ended, "joined-into", staff, number=into)
        self.paging.redraw(ended)

    def _told(self, kept: Referral, ended: Case, staff: Staff) -> Referral:
        """Bring the case to the higher level, and tell whoever holds it what came to it."""
        case = self.work.cases.get(kept.case_id)
        is_raised = ended.level < case.level
        self.raise_level(case, Level(ended.level), why=OUTCOME, staff=staff)
        kept = self.work.referrals.get(kept.id)
        if kept.holder_id is not None:
            if kept.holder_id != staff.id and not is_raised:
                self.paging.call(kept, kept.holder_id, kind="words", rung=kept.rung)
            holder = self.work.staff.get(kept.holder_id)
            CardMaker(self.hotline, self.work, self.now).attach(kept, holder)
        self.paging.redraw(kept)
        return kept

    def _described(self, kept: Case, ended: Case) -> str:
        """Let the case that goes on know what either knew; return what it knew before and after."""
        before = facts_of(kept)
        after = merged(before, facts_of(ended))
        self.describe(kept, after)
        both = {"before": before.to_json(), "after": after.to_json()}
        return json.dumps(both, ensure_ascii=False)

    def describe(self, case: Case, facts: Facts) -> None:
        """Put down what the case is said to be."""
        self.work.cases.describe(
            case.id,
            category=facts.category,
            county_code=case.county_code,
            township_code=facts.township_code,
            village=facts.village,
            child=json.dumps(dict(facts.child), ensure_ascii=False) if facts.child else None,
            restricted=facts.restricted,
            complete=True,
            reasons=json.dumps(list(facts.reasons), ensure_ascii=False),
            reading=facts.reading,
            situations=json.dumps(list(facts.situations)),
        )
