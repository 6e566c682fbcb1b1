"""From what a resident said to a case that an office is called for."""

import json
from collections.abc import Container

from bot.flows.dialogue import Entry
from bot.flows.draft import Draft, level_of
from bot.services.alike import Alike
from bot.services.casework import Casework
from bot.services.complaints import Complaints, Subject
from bot.services.paging import Paging
from bot.services.placing import Placing
from bot.services.quiet import QuietList
from bot.services.receipts import Receipts
from bot.services.suggested import of_case, of_draft
from bot.services.within import Within
from bot.terms import Level
from bot.views.outgoing import Outgoing
from storage.records import Case, EntryRow, Person, Referral, Report
from storage.repositories.phones import FORMER, OTHER


class Intake(Within):
    """Make and complete cases out of drafts, within one unit of work."""

    @property
    def casework(self) -> Casework:
        """Return the officers' side of the case in this unit of work."""
        return Casework(self.hotline, self.work, self.now)

    @property
    def paging(self) -> Paging:
        """Return the calling of people in this unit of work."""
        return Paging(self.hotline, self.work, self.now)

    @property
    def placing(self) -> Placing:
        """Return the finding of the case's county in this unit of work."""
        return Placing(self.hotline, self.work, self.now)

    def file(self, person: Person, draft: Draft, *, complete: bool) -> int:
        """Make the case of a draft, call the office, and return the case's identifier.

        A draft that is not `complete` goes on: what comes later is added by `sync`.
        """
        subject = Complaints(self.hotline, self.work, self.now).in_words(person, draft)
        return self.file_about(person, draft, subject, complete=complete)

    def file_about(
        self, person: Person, draft: Draft, subject: Subject | None, *, complete: bool
    ) -> int:
        """Make the case of a draft that complains of somebody, or (without a subject) of nobody."""
        office = self.hotline.offices.for_county(draft.county_code)
        level = level_of(draft, self.hotline.default_levels)
        if subject is not None:
            office, level = subject.taker, level.raised_to(Level.L3)
        number = f"{office.number_prefix}-{self.work.staff.take_number(office.code):04d}"
        case_id = self.work.cases.open(number=number, level=int(level), now=self.now)
        if subject is not None:
            self.work.complaints.add(case_id, subject.office_codes, subject.about_case_id)
        report_id = self.work.cases.add_report(
            case_id=case_id,
            person_id=person.id,
            number=number,
            code=self.hotline.codes.make(),
            now=self.now,
        )
        self._describe(case_id, report_id, draft, complete=complete)
        for entry in draft.entries:
            self.casework.say(case_id, "reporter", entry, report_id=report_id)
        self.work.timeline.add(case_id, "reported", now=self.now, details={"number": number})
        self.paging.dispatch(self.work.cases.get(case_id), office)
        return case_id

    def sync(self, draft: Draft, *, person: Person, complete: bool) -> None:
        """Bring a case that was filed early up to what its draft says now.

        Of one that was joined with another meanwhile, the other says what is known.
        """
        if draft.case_id is None:
            return
        case = self.work.cases.get(draft.case_id)
        report = self._report(case, person)
        if report is None:
            return
        level = level_of(draft, self.hotline.default_levels)
        if case.state == "closed":
            if level < case.level:
                self.alarm(person, case, level=level)
            return
        before, is_new = _described(case), self._is_news(case, level)
        county_before = case.county_code
        self._describe(case.id, report.id, draft, complete=complete)
        case = self.work.cases.get(case.id)
        if is_new:
            self.casework.raise_level(case, level, why="reporter")
        if before == _described(case):
            return
        self.placing.rerouted(case, was=county_before)
        self.paging.redraw(self.work.referrals.current_of(case.id))

    def submit(self, person: Person, draft: Draft) -> int:
        """Make the draft a finished report and tell its number, code and deadline."""
        if draft.case_id is None:
            case_id = self.file(person, draft, complete=True)
        else:
            case_id = self.work.joinings.now_in(draft.case_id)
            self.sync(draft, person=person, complete=True)
        self.confirm(person, case_id, is_child=draft.is_by_child)
        for referral in Alike(self.hotline, self.work, self.now).held(case_id):
            self.paging.redraw(referral)
        report = self._report(self.work.cases.get(case_id), person)
        if draft.is_bound and report is not None:
            Receipts(self.hotline, self.work, self.now).offer(person, report)
        return case_id

    def confirm(
        self, person: Person, case_id: int, *, key: str = "received", is_child: bool = False
    ) -> None:
        """Tell the reporter the number, the code, and the promise that the clock holds.

        A child is told first that it did right.

        Where the case was closed meanwhile, nothing is promised, and that is what is said.
        """
        case = self.work.cases.get(self.work.joinings.now_in(case_id))
        report = self._report(case, person)
        if report is None:
            return
        if case.state == "closed":
            self.mail.say(person, "draft-closed", keys=(), args={"number": report.number})
            return
        referral = self.work.referrals.current_of(case.id)
        if referral.holder_id is not None:
            key = f"{key}-taken"
        elif self.is_late(referral):
            key = f"{key}-late"
        elif key == "received" and Level(case.level).urgent:
            key = "received-urgent"
        args = self.number_and_code(person, case.id) or {}
        due = self.promise(referral, person.language)
        told = self.mail.words(person, key, **args, due=due)
        text = f"{self.mail.words(person, 'received-to-child')}\n\n{told}" if is_child else told
        self.mail.send(person, Outgoing("message", text=text, keys=()))
        if referral.quiet:
            quiet_list = QuietList(self.hotline, self.work, self.now)
            if quiet_list.is_too_much(case) and not self.work.quiet.is_marked(person.id):
                self.mail.say(person, "queued-in-line")
        if referral.about_offices is not None:
            taker = self.hotline.offices[referral.office_code].name
            self.mail.say(person, "complaint-filed", args={"office": taker})

    def number_and_code(self, person: Person, case_id: int) -> dict[str, str | int] | None:
        """Return the number and the code of the person's report, the same whenever they are told.

        None where the person has no report in the case.
        """
        report = self._report(self.work.cases.get(case_id), person)
        if report is None:
            return None
        code = self.work.cases.code_of(report.id)
        if code is None:
            code = self.hotline.codes.make()
            self.work.cases.change_code(report.id, report.number, code)
        spoken = self.hotline.codes.spoken(code, person.language)
        return {"number": report.number, "code": spoken}

    def promise(self, referral: Referral, language: str) -> str:
        """Return the moment by which a person answers, in words of the reader's language."""
        return self.hotline.when(referral.milestone_due_at, self.now, language)

    def is_late(self, referral: Referral) -> bool:
        """Say whether that moment has passed: nothing is promised for the past."""
        due = referral.milestone_due_at
        return due is not None and due <= self.now

    def add(
        self,
        person: Person,
        case_id: int,
        entry: Entry,
        *,
        urgent: bool,
        kind: str = "addition",
        rings: bool = True,
    ) -> bool:
        """Add something to the person's own case; words of danger open a closed one again.

        Whoever holds the case is called for it, unless more comes with it that `rings`.
        Returns False, with nothing kept, where the case is not the person's own, or is closed and
        the words are not urgent: the caller then takes them as another matter.
        """
        case = self.work.cases.get(case_id)
        report = self._report(case, person)
        if report is None or (case.state == "closed" and not urgent):
            return False
        entry_id = self.casework.say(case_id, kind, entry, report_id=report.id)
        self.note_phone(report, person, entry_id)
        self.work.timeline.add(case_id, kind, now=self.now)
        is_told = self.placing.by_words(case, entry, person)
        referral = self.work.referrals.current_of(case_id)
        if urgent and (case.state == "closed" or case.level != Level.L1):
            self.alarm(person, case)
        elif (
            rings
            and not is_told
            and referral.holder_id is not None
            and (urgent or case.complete or Level(case.level).urgent)
            and (urgent or not self._is_hushed(person))
        ):
            self._tell_holder(referral, kind)
        self.paging.redraw(self.work.referrals.current_of(case_id))
        return True

    def corrected(self, entry: EntryRow, words: str) -> None:
        """Take corrected words into the case: the ones before are kept, and the holder is told."""
        self.work.said.correct(entry, words, self.now)
        self.work.timeline.add(entry.case_id, "corrected", now=self.now)
        referral = self.work.referrals.current_of(entry.case_id)
        if referral.is_open and referral.holder_id is not None:
            self.paging.call(referral, referral.holder_id, kind="edited", rung=referral.rung)
        self.paging.redraw(referral)

    def alarm(self, person: Person, case: Case, *, level: Level = Level.L1) -> None:
        """Call people for words of danger, whatever has become of the case meanwhile."""
        if case.state == "open":
            self.casework.raise_level(case, level, why="words")
            return
        self.casework.reopen(case, reason="words", level=level)
        report = self._report(case, person)
        self.mail.say(person, "reopened", args={"number": (report or case).number})

    def _tell_holder(self, referral: Referral, kind: str) -> None:
        holder_id = referral.holder_id
        assert holder_id is not None  # noqa: S101 - The caller looked.
        page_kind = "answer" if kind == "answer" else "words"
        self.paging.call(referral, holder_id, kind=page_kind, rung=referral.rung)

    def _is_hushed(self, person: Person) -> bool:
        return QuietList(self.hotline, self.work, self.now).is_hushed(person)

    def _report(self, case: Case, person: Person) -> Report | None:
        for report in self.work.cases.reports_of(case.id):
            if report.person_id == person.id:
                return report
        return self.work.phones.report_in(case.id, person.id)

    def note_phone(self, report: Report, person: Person, entry_id: int) -> None:
        """Put down where something was said, once the reporter has talked from several phones."""
        newest = self.work.phones.newest(report.id)
        if newest is None:
            return
        is_other = person.id != report.person_id
        if newest.person_id != person.id:
            self.work.phones.note(entry_id, person.id, FORMER)
        elif is_other:
            self.work.phones.note(entry_id, person.id, OTHER)

    def _is_news(self, case: Case, level: Level) -> bool:
        """Say whether the level is news; what a person saw and set lower is not raised by it."""
        suggested = of_case(case).level
        is_settled = "level" in self.work.corrections.last_of(case.id)
        return not is_settled or suggested is None or level < suggested

    def _describe(self, case_id: int, report_id: int, draft: Draft, *, complete: bool) -> None:
        """Put down what the draft says; what a person has settled or corrected stays."""
        case, suggested = self.work.cases.get(case_id), of_draft(draft, self.hotline)
        settled = self.work.corrections.last_of(case_id)
        category = case.category if "category" in settled else draft.category
        # A place that came to the case otherwise stays where the draft knows none.
        placed = draft if draft.county_code and _may_place(draft, case, settled) else case
        is_set = "situation" in settled
        self.work.cases.describe(
            case_id,
            category=category,
            county_code=placed.county_code,
            township_code=placed.township_code,
            village=placed.village,
            child=_child(draft),
            restricted=self.hotline.is_restricted(category),
            complete=complete,
            reasons=json.dumps(draft.reasons, ensure_ascii=False),
            reading=suggested.to_json(),
            situations=case.situations if is_set else json.dumps(suggested.situations),
        )
        self.work.cases.set_contact(
            report_id,
            may_write_back=draft.may_write_back is not False,
            name=draft.reporter_name,
            phone=draft.reporter_phone,
        )


def _may_place(draft: Draft, case: Case, settled: Container[str]) -> bool:
    """Say whether a draft's place counts; a person's county it may only tell more of."""
    if "place" not in settled:
        return True
    return case.township_code is None and draft.county_code == case.county_code


def _child(draft: Draft) -> str | None:
    facts = {"age": draft.child_age, "sex": draft.child_sex, "name": draft.child_name}
    known = {name: value for name, value in facts.items() if value is not None}
    return json.dumps(known, ensure_ascii=False) if known else None


def _described(case: Case) -> tuple[object, ...]:
    """Return everything of the case that its card shows and a draft may change."""
    return (
        case.category,
        case.county_code,
        case.township_code,
        case.child,
        case.complete,
        case.reading,
        case.situations,
    )
