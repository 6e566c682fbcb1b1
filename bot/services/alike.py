"""Which open cases of the county look like the same child and the same matter."""

import json
from collections.abc import Mapping, Sequence

from bot.services.access import Action
from bot.services.likeness import ALIKE, MOST_BY_WORDS, Facts, common, likeness, pairs_of
from bot.services.permits import Permits
from bot.services.within import Within
from storage.records import Case, Referral, Staff

SHOWN = 3
PARTED = ("parted", "parted-from")
"""What stands on the timelines of two cases that somebody parted, each with the other's number."""
# Of how many cases the words are read: a card is drawn often, and the first ones are the likeliest.
COMPARED = 20
_SAID = frozenset({"reporter", "addition", "answer"})


class Alike(Within):
    """Look for cases to join, within one unit of work."""

    @property
    def _permits(self) -> Permits:
        return Permits(self.hotline, self.work, self.now)

    def of(self, referral: Referral, staff: Staff) -> Sequence[Referral]:
        """Return the referrals of the cases most alike that the member of staff may join with it.

        Nothing is looked for before somebody holds the case: a call never waits for it.
        """
        if referral.holder_id is None or not referral.is_open:
            return ()
        case = self.work.cases.get(referral.case_id)
        if case.state != "open" or not case.complete or case.county_code is None:
            return ()
        if Action.CORRECT not in self._permits.actions(staff, referral):
            return ()
        near = self._near(case)
        others = [self.work.referrals.current_of(one.id) for one in near]
        may = {other.case_id: other for other in others if self.may_join(staff, referral, other)}
        scores = self._scores(case, [one for one in near if one.id in may])
        best = sorted((one for one in may if scores[one] >= ALIKE), key=lambda one: -scores[one])
        return [may[one] for one in self._never_parted(case, best)[:SHOWN]]

    def held(self, case_id: int) -> Sequence[Referral]:
        """Return the referrals that somebody holds and that look like a case which has come in."""
        case = self.work.cases.get(case_id)
        if case.state != "open" or not case.complete or case.county_code is None:
            return ()
        near = self._near(case)
        others = [self.work.referrals.current_of(one.id) for one in near]
        held = {one.case_id: one for one in others if one.holder_id is not None}
        scores = self._scores(case, [one for one in near if one.id in held])
        return [held[one] for one, score in scores.items() if score >= ALIKE]

    def may_join(self, staff: Staff, one: Referral, other: Referral) -> bool:
        """Say whether the member of staff may say that two referrals are about one matter.

        They must be free to say what either case is. A complaint is joined with none but one
        about the same offices, whose people would read it otherwise.
        """
        if one.case_id == other.case_id or one.about_offices != other.about_offices:
            return False
        return all(
            each.is_open and Action.CORRECT in self._permits.actions(staff, each)
            for each in (one, other)
        )

    def _never_parted(self, case: Case, others: Sequence[int]) -> Sequence[int]:
        """Return those of the others of which nobody said that they are another matter.

        Whoever parted two cases said so of all that was joined into either.
        """
        if not others:
            return ()
        lines = self.work.timeline.of_kinds(self._with_joined(case.id), PARTED)
        apart = {json.loads(one.details or "{}").get("number") for one in lines}
        return [one for one in others if not apart or apart.isdisjoint(self._numbers(one))]

    def _numbers(self, case_id: int) -> Sequence[str]:
        return [self.work.cases.get(one).number for one in self._with_joined(case_id)]

    def _with_joined(self, case_id: int) -> Sequence[int]:
        return (case_id, *self.work.joinings.joined_into(case_id))

    def _near(self, case: Case) -> Sequence[Case]:
        """Return the cases that could be alike, whatever was said in them."""
        mine = self._facts(case)
        scores = {
            one.id: (likeness(mine, self._facts(one)), one)
            for one in self.work.joinings.open_in(case.county_code or "")
            if one.id != case.id
        }
        could = [pair for pair in scores.values() if pair[0] >= ALIKE - MOST_BY_WORDS]
        could.sort(key=lambda pair: -pair[0])
        return [one for _, one in could[:COMPARED]]

    def _scores(self, case: Case, others: Sequence[Case]) -> Mapping[int, int]:
        pairs = {one.id: self._pairs(one) for one in (case, *others)}
        telling_nothing = common(list(pairs.values()))

        def facts(one: Case) -> Facts:
            return self._facts(one, pairs[one.id] - telling_nothing)

        return {one.id: likeness(facts(case), facts(one)) for one in others}

    @staticmethod
    def _facts(case: Case, pairs: frozenset[str] = frozenset()) -> Facts:
        child = case.child_facts
        return Facts(
            told_at=case.opened_at,
            township=case.township_code,
            village=case.village,
            age=child.get("age"),
            sex=child.get("sex"),
            name=child.get("name"),
            category=case.category,
            pairs=pairs,
        )

    def _pairs(self, case: Case) -> frozenset[str]:
        gazetteer = self.hotline.gazetteer
        county = gazetteer.county(case.county_code) if case.county_code else None
        township = gazetteer.township(case.township_code) if case.township_code else None
        places = (case.village or "", *(place.name for place in (county, township) if place))
        said = (one.words for one in self.work.cases.said_in(case.id) if one.kind in _SAID)
        return pairs_of("\n".join(words for words in said if words), without=places)
