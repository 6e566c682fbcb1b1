"""Words that raised a case at once and are another matter, as their reporter says afterwards.

They stay on the case as they were said, and so does its level: whether it is lowered, a person
decides, who is told. Which other matter it is, is not told: that would tie two cases together.
"""

from collections.abc import Sequence

from bot.flows.dialogue import Entry
from bot.services.moved import LEVELS, MOVED, raised_by
from bot.services.paging import Paging
from bot.services.within import Within
from storage.records import Person


class Elsewhere(Within):
    """Put down, within one unit of work, that words are another matter."""

    def put_down(self, person: Person, case_id: int, words: Sequence[Entry]) -> None:
        """Tell whoever holds the case that these words, which came to it, are none of its own."""
        ids = {one.message_id for one in words}
        mine = {one.id for one in self.work.cases.reports_by(person.id) if one.case_id == case_id}
        said = [
            one
            for one in self.work.cases.said_in(case_id)
            if one.report_id in mine and one.message_id in ids
        ]
        lines = self.work.timeline.of_kinds((case_id,), LEVELS)
        for entry in said:
            details: dict[str, str | int] = {
                "entry": entry.id,
                "raised": int(raised_by(entry, lines)),
            }
            self.work.timeline.add(case_id, MOVED, now=self.now, details=details)
        if not said:
            return
        referral = self.work.referrals.current_of(case_id)
        paging = Paging(self.hotline, self.work, self.now)
        if referral.is_open and referral.holder_id is not None:
            paging.call(referral, referral.holder_id, kind="moved", rung=referral.rung)
        paging.redraw(referral)
