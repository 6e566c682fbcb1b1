"""Telling reporters what became of their words: little, plain, and only their own."""

from collections.abc import Iterator

from bot.services.letters import Letters
from bot.services.moot import UNANSWERED
from bot.services.within import Within
from bot.terms import Outcome
from storage.records import Referral, Report


class News(Within):
    """Write to the reporters of a case within one unit of work."""

    @property
    def letters(self) -> Letters:
        """Return the writing of letters in this unit of work."""
        return Letters(self.hotline, self.work, self.now)

    def case_accepted(self, case_id: int) -> None:
        """Tell that a person has taken the matter in hand."""
        self._tell_all(case_id, "accepted")

    def case_unanswered(self, referral: Referral) -> None:
        """Tell, once of each referral, that nobody has taken it yet and that it is not lost."""
        for report in self._readers(referral.case_id):
            mark = f"{UNANSWERED}:{referral.id}:{report.id}"
            self.letters.write(report, UNANSWERED, mark=mark)

    def case_contacted(self, case_id: int) -> None:
        """Tell that somebody is on it."""
        self._tell_all(case_id, "contacted")

    def case_closed(self, case_id: int, *, outcome: Outcome, told: str) -> None:
        """Tell the result, which the law owes the reporter (未成年人保护法 Art 11)."""
        referral = self.work.referrals.current_of(case_id)
        content: dict[str, str | int] = {
            "outcome": outcome.value,
            "told": told,
            "referral": referral.id,
        }
        for report in self._readers(case_id):
            mark = f"result:{referral.id}:{report.id}"
            self.letters.write(report, "result", mark=mark, content=content)

    def question(self, case_id: int, question_id: int) -> int:
        """Carry an officer's question, without a name; return to how many it goes, sooner or later.

        What goes with it, such as files, follows once it has arrived.
        """
        written = [
            self.letters.write(
                report, "question", mark=f"question:{question_id}:{report.id}", entry_id=question_id
            )
            for report in self._readers(case_id)
        ]
        return len(written)

    def _tell_all(self, case_id: int, kind: str) -> None:
        for report in self._readers(case_id):
            mark = f"{kind}:{report.id}:{self.now.isoformat()}"
            self.letters.write(report, kind, mark=mark)

    def _readers(self, case_id: int) -> Iterator[Report]:
        """Yield the reports whose reporters may be written to."""
        for report in self.work.cases.reports_of(case_id):
            if report.may_write_back and report.withdrawn_at is None:
                yield report
