"""Visits to families: asked of the township's or village's own people, reminded, and reported.

A visitor sees the child's matter as the officer put it, never the reporter and nothing that was
said. A visit has a deadline of its own; its silence goes back to whoever holds the case, whose own
deadlines run on meanwhile. It ends with the referral.
"""

from collections.abc import Sequence

from bot.errors import Stale
from bot.flows.dialogue import Entry
from bot.flows.referral import HELD
from bot.flows.visiting import answers_of
from bot.services.casework import Casework
from bot.services.levels import Levels
from bot.services.visit_words import VisitWords
from bot.services.within import Within
from bot.terms import Level, Role
from storage.casework_records import Visit
from storage.records import Referral, Staff

VISITORS_SHOWN = 12


class Visiting(Within):
    """Have families visited within one unit of work."""

    @property
    def casework(self) -> Casework:
        """Return the officers' acts in this unit of work."""
        return Casework(self.hotline, self.work, self.now)

    @property
    def words(self) -> VisitWords:
        """Return what visitors are told in this unit of work."""
        return VisitWords(self.hotline, self.work, self.now)

    def visitors(self, referral: Referral) -> Sequence[Staff]:
        """Return who of the case's township can be asked, the people of its village first."""
        case = self.work.cases.get(referral.case_id)
        if case.township_code is None:
            return ()
        found = self.work.staff.visitors_of(referral.office_code, case.township_code)
        reachable = [staff for staff in found if staff.is_reachable]
        reachable.sort(key=lambda staff: not _is_of(staff, case.village))
        return reachable[:VISITORS_SHOWN]

    def ask(self, referral: Referral, staff: Staff, visitor: Staff, brief: str) -> Visit:
        """Ask somebody to go, and tell them until when.

        Raises:
            Stale: nobody holds the case, or the visitor is no longer one of its township.
        """
        _held(referral)
        if visitor.id not in {one.id for one in self.visitors(referral)}:
            raise Stale(referral.id)
        visit = self._put_down(referral, staff, visitor, brief, state="asked")
        self._record(visit, "visit-asked", staff, to=visitor.name)
        self.words.task(visit, visitor, urgent=referral.level == Level.L1)
        return visit

    def go_oneself(self, referral: Referral, staff: Staff) -> Visit:
        """Put down that the officer goes.

        Raises:
            Stale: nobody holds the case.
        """
        _held(referral)
        visit = self._put_down(referral, staff, staff, "", state="going")
        self._record(visit, "visit-going", staff)
        return visit

    def going(self, visit: Visit, staff: Staff) -> None:
        """Put down that the visitor sets out.

        Raises:
            Stale: the visit is over.
        """
        if visit.state != "asked":
            raise Stale(visit.id)
        self.work.visits.move(visit, "going", next_at=max(visit.due_at, self.now))
        self._record(visit, "visit-going", staff)

    def refuse(self, visit: Visit, staff: Staff) -> None:
        """Give the visit back to the officer at once.

        Raises:
            Stale: the visit is over.
        """
        if not visit.is_open or not self.work.visits.settle(visit, "refused", now=self.now):
            raise Stale(visit.id)
        self._record(visit, "visit-refused", staff)
        self._back_to_officer(visit)

    def seen(self, visit: Visit, staff: Staff, entry: Entry) -> None:
        """Put a photo or a few spoken words of the visit on the case."""
        referral = self.work.referrals.get(visit.referral_id)
        self.casework.say(referral.case_id, "visit", entry, staff_id=staff.id)
        self.casework.paging.redraw(referral)

    def danger(self, visit: Visit, staff: Staff) -> None:
        """Make the case as urgent as can be, and call people, at the visitor's word."""
        referral = self.work.referrals.get(visit.referral_id)
        case = self.work.cases.get(referral.case_id)
        self._record(visit, "visit-danger", staff)
        if case.state == "closed":
            self.casework.reopen(case, reason="visit", level=Level.L1)
            return
        current = self.work.referrals.current_of(case.id)
        if case.level != Level.L1:
            levels = Levels(self.hotline, self.work, self.now)
            levels.raise_level(case, Level.L1, why="visit", staff=staff)
        elif current.holder_id is not None:
            self._call_holder(current, "visit_danger")
        else:
            paging = self.casework.paging
            paging.fire(paging.call_now(current))

    def found(self, visit: Visit, staff: Staff, answers: str) -> None:
        """Put what was found on the case, and tell whoever holds it; late is better than never.

        Raises:
            Stale: it was reported before.
        """
        if not self.work.visits.settle(visit, "done", now=self.now, answers=answers):
            raise Stale(visit.id)
        referral = self.work.referrals.get(visit.referral_id)
        language = self.work.people.get(staff.person_id).language
        words = self.words.checklist(answers_of(answers), language)
        self.casework.say(referral.case_id, "visit", Entry(text=words), staff_id=staff.id)
        self._record(visit, "visit-found", staff)
        self._has_been_there(referral, staff)
        current = self.work.referrals.current_of(referral.case_id)
        if current.holder_id not in (None, staff.id) and current.is_open:
            self._call_holder(current, "visit_found")
        self.casework.paging.redraw(current)

    def look(self, visit_id: int) -> None:
        """Remind the visitor, or give the visit back to the officer, if that is due."""
        visit = self.work.visits.find(visit_id)
        if visit is None or visit.next_at is None or visit.next_at > self.now:
            return
        visitor = self.work.staff.get(visit.staff_id)
        if self.now < visit.due_at and visitor.is_reachable:
            self.work.visits.move(visit, visit.state, next_at=visit.due_at)
            self._record(visit, "visit-reminded", visitor)
            self.words.reminder(visit, visitor)
            return
        if self.work.visits.settle(visit, "lapsed", now=self.now):
            self._record(visit, "visit-lapsed", visitor)
            self._back_to_officer(visit)

    def _put_down(
        self, referral: Referral, staff: Staff, visitor: Staff, brief: str, *, state: str
    ) -> Visit:
        policy = self.hotline.config.casework.visits[Level(referral.level)]
        due_at = self.hotline.calendar.due(self.now, policy.within).at
        remind_at = self.hotline.calendar.due(self.now, policy.remind).at
        return self.work.visits.ask(
            referral_id=referral.id,
            asked_by=staff.id,
            staff_id=visitor.id,
            brief=brief,
            now=self.now,
            due_at=due_at,
            next_at=min(remind_at, due_at) if state == "asked" else due_at,
            state=state,
        )

    def _has_been_there(self, referral: Referral, staff: Staff) -> None:
        """Take a visit that was made for what the promise of one calls for."""
        if referral.state in ("accepted", "contacted") and referral.is_open:
            self.casework.visit(referral, staff)

    def _back_to_officer(self, visit: Visit) -> None:
        referral = self.work.referrals.get(visit.referral_id)
        if referral.is_open and referral.holder_id is not None:
            self._call_holder(referral, "visit_back")
        self.casework.paging.redraw(referral)

    def _call_holder(self, referral: Referral, kind: str) -> None:
        assert referral.holder_id is not None  # noqa: S101 - The callers looked.
        self.casework.paging.call(referral, referral.holder_id, kind=kind, rung=referral.rung)

    def _record(self, visit: Visit, kind: str, staff: Staff, **details: str | int) -> None:
        referral = self.work.referrals.get(visit.referral_id)
        self.casework.paging.put_down(referral, kind, staff, **details)


def may_make(staff: Staff, visit: Visit) -> bool:
    """Say whether the member of staff is the one who makes the visit, and still serves."""
    return staff.id == visit.staff_id and staff.left_at is None


def _held(referral: Referral) -> None:
    if referral.state not in HELD or not referral.is_open:
        raise Stale(referral.id)


def _is_of(staff: Staff, village: str | None) -> bool:
    if not staff.village or not village or Role(staff.role) is not Role.VILLAGE_DIRECTOR:
        return False
    return staff.village.rstrip("村社区") == village.rstrip("村社区")
