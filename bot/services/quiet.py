"""The quiet list: what can wait is not called for at once; what is urgent breaks through.

A reporter whom an officer marked, one who reports very much within an hour, and a flood of reports
from anywhere fill the lists, but not the phones: nobody is called for such a case before the moment
that was promised, and then the ladder goes as ever. An emergency (L1) is never quiet. Nothing is
dropped, and no mark deletes anything.
"""

from datetime import timedelta

from bot.services.within import Within
from bot.terms import Level
from storage.records import Case, Person, Referral, Staff

HOAX = "hoax"
_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


class QuietList(Within):
    """Say what is quiet, and mark it, within one unit of work."""

    def is_for(self, case: Case) -> bool:
        """Say whether a case that is now handed over goes to the quiet list."""
        if case.level == Level.L1:
            return False
        return self.work.quiet.has_marked_reporter(case.id) or self.is_too_much(case)

    def is_too_much(self, case: Case) -> bool:
        """Say whether more comes than anybody could answer: from this person, or from all."""
        policy = self.hotline.config.dialogue
        if self.work.quiet.opened_since(
            self.now - _MINUTE, at_least=policy.reports_per_minute_at_once
        ):
            return True
        return any(
            self.work.quiet.reported_since(report.person_id, self.now - _HOUR)
            > policy.reports_per_hour_at_once
            for report in self.work.cases.reports_of(case.id)
        )

    def is_hushed(self, person: Person) -> bool:
        """Say whether an officer is not called for what the person adds: marked, or in a rush."""
        is_rushing = (
            person.minute_at is not None
            and self.now - person.minute_at < _MINUTE
            and person.minute_count > self.hotline.config.dialogue.flood_per_minute
        )
        return is_rushing or self.work.quiet.is_marked(person.id)

    def mark_reporters(self, referral: Referral, staff: Staff, *, is_on: bool) -> None:
        """Mark everybody who reported the case as abusive, or take the mark off again."""
        for report in self.work.cases.reports_of(referral.case_id):
            if is_on:
                self.work.quiet.mark(report.person_id, staff_id=staff.id, now=self.now)
            else:
                self.work.quiet.lift(report.person_id, self.now)
        self.record(referral, "reporter-marked" if is_on else "reporter-unmarked", staff)

    def mark_hoax(self, referral: Referral, staff: Staff, *, is_on: bool) -> None:
        """Mark the case as a hoax, or take the mark off again; it stays open until it is closed."""
        if is_on:
            self.work.quiet.mark_case(referral.case_id, HOAX, staff_id=staff.id, now=self.now)
        else:
            self.work.quiet.unmark_case(referral.case_id, HOAX, self.now)
        self.record(referral, "hoax-marked" if is_on else "hoax-unmarked", staff)
