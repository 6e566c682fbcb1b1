"""Telling reporters what became of their words: little, plain, and only their own."""

from collections.abc import Iterator

from bot.flows.dialogue import Entry
from bot.services.attachments import copy_of
from bot.services.mail import Priority
from bot.services.within import Within
from bot.terms import Outcome
from bot.views.cards import cut
from bot.views.outgoing import Button
from storage.records import Person, Report

WORDS_LIMIT = 1400


class News(Within):
    """Write to the reporters of a case within one unit of work."""

    def case_accepted(self, case_id: int) -> None:
        """Tell that a person has taken the matter in hand."""
        self._tell_all(case_id, "case-accepted")

    def case_contacted(self, case_id: int) -> None:
        """Tell that somebody is on it."""
        self._tell_all(case_id, "case-contacted")

    def case_closed(self, case_id: int, *, outcome: Outcome, told: str) -> None:
        """Tell the result, which the law owes the reporter (未成年人保护法 Art 11)."""
        referral = self.work.referrals.current_of(case_id)
        assert referral is not None  # noqa: S101 - It has just been closed.
        for report, person in self._readers(case_id):
            self._tell_result(report, person, referral.id, outcome=outcome, told=told)

    def catch_up(self, person: Person) -> None:
        """Tell the results that never reached a person who had shut us out."""
        for mine in self.work.cases.reports_by(person.id):
            referral = self.work.referrals.current_of(mine.case_id)
            if referral is None or referral.is_open or referral.outcome is None:
                continue
            for report, reader in self._readers(mine.case_id):
                if report.id == mine.id:
                    self.work.outbox.forget_failed(_result_key(referral.id, report.id))
                    self._tell_result(
                        report,
                        reader,
                        referral.id,
                        outcome=Outcome(referral.outcome),
                        told=referral.told or "",
                    )

    def question(self, case_id: int, question_id: int, entry: Entry) -> int:
        """Carry an officer's question, without a name; return to how many it went."""
        asked = 0
        for report, person in self._readers(case_id):
            asked += 1
            self.mail.say(
                person,
                "question-from-officer",
                dedupe_key=f"question:{question_id}:{report.id}",
                args={"number": report.number, "text": cut(entry.text, WORDS_LIMIT)},
            )
            shown = copy_of(entry.attachment) if entry.attachment else None
            if shown is not None:
                self.mail.send(person, shown)
        return asked

    def _tell_result(
        self, report: Report, person: Person, referral_id: int, *, outcome: Outcome, told: str
    ) -> None:
        words = self.hotline.texts(f"outcome-{outcome.value}", person.language)
        said = cut(self.hotline.said(told, person.language), WORDS_LIMIT)
        self.mail.say(
            person,
            "case-closed",
            priority=Priority.ANSWER,
            buttons=self._closing_buttons(report, person),
            dedupe_key=_result_key(referral_id, report.id),
            args={"number": report.number, "outcome": words, "told": said},
        )

    def _closing_buttons(self, report: Report, person: Person) -> tuple[tuple[Button, ...], ...]:
        def button(key: str, act: str) -> Button:
            return Button(self.hotline.texts(key, person.language), data=f"r:{act}:{report.id}")

        rating = (button("button-satisfied", "good"), button("button-unsatisfied", "bad"))
        if report.reopened_at is not None:
            return (rating,)
        return (rating, (button("button-reopen", "again"),))

    def _tell_all(self, case_id: int, key: str) -> None:
        for report, person in self._readers(case_id):
            self.mail.say(person, key, priority=Priority.NEWS, args={"number": report.number})

    def _readers(self, case_id: int) -> Iterator[tuple[Report, Person]]:
        """Yield those who may and can be written to, each with their own report."""
        for report in self.work.cases.reports_of(case_id):
            if not report.may_write_back or report.withdrawn_at is not None:
                continue
            person = self.work.people.get(report.person_id)
            if person.quiet_at is None and person.blocked_at is None:
                yield report, person


def _result_key(referral_id: int, report_id: int) -> str:
    return f"result:{referral_id}:{report_id}"
