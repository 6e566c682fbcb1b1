"""What a person tells while a case of theirs is open: to which it may belong, likeliest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.flows.dialogue import Answer, Step
from bot.services.suggested import is_told_by_child
from bot.services.within import Within
from bot.terms import Level
from storage.records import Person, Report

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Further(Within):
    """Begin to ask where further words of the person belong."""

    person: Person

    def begun(self, answer: Answer) -> Step | None:
        """Return the question to which case the words belong; None where they are of none.

        Complaints about staff come last: what is told next is sooner of a child, and danger is no
        part of any.
        """
        mine = self.work.cases.reports_by(self.person.id, only_open=True)
        matters = [one for one in mine if not self._is_complaint(one)]
        is_danger = answer.reading is not None and answer.reading.danger
        if not mine or (not matters and is_danger):
            return None
        others = [one for one in mine if one not in matters]
        return self._which([*matters, *others][:SHOWN], answer)

    def _is_complaint(self, report: Report) -> bool:
        return self.work.referrals.current_of(report.case_id).about_offices is not None

    def _which(self, reports: Sequence[Report], answer: Answer) -> Step:
        latest = self.work.cases.get(reports[0].case_id)
        return self.hotline.flows.addition.start(
            cases=[(report.case_id, report.number) for report in reports],
            opening=answer,
            urgent_in=(latest.county_code or "") if Level(latest.level).urgent else None,
            is_by_child=is_told_by_child(self.work, latest.id),
        )
