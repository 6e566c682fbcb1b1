"""What officers do with a referral.

Every act is one compare-and-set, one line on the timeline, one redrawing of all its cards.
"""

from datetime import datetime

from bot.errors import Stale
from bot.flows.dialogue import Entry
from bot.flows.referral import Event, NotPossible
from bot.services.access import HANDED_ON
from bot.services.agencies import Agencies
from bot.services.attachments import attachment_as_json
from bot.services.cards import CardMaker
from bot.services.case_view import RETURNS_BEFORE_CITY
from bot.services.evidence import Evidence
from bot.services.levels import Levels
from bot.services.news import News
from bot.services.settled import code_of, settle
from bot.services.visit_words import VisitWords
from bot.terms import Level, Outcome, Role, Who
from storage.records import Case, Office, Referral, Staff


class AlreadyHeld(Stale):
    """Say that somebody else took the referral first."""

    def __init__(self, holder_id: int, accepted_at: datetime | None) -> None:
        super().__init__(holder_id)
        self.holder_id = holder_id
        self.accepted_at = accepted_at


class Casework(Levels):
    """Act on referrals within one unit of work."""

    @property
    def news(self) -> News:
        """Return the telling of reporters in this unit of work."""
        return News(self.hotline, self.work, self.now)

    def accept(self, referral: Referral, staff: Staff, *, tells: bool = True) -> Referral:
        """Take the referral; the ladder stops, and the promises after acceptance begin.

        Its reporters are told, unless (`tells`) they know.

        Raises:
            AlreadyHeld: somebody took it first.
            Stale: it is closed.
        """
        if referral.is_open and referral.holder_id is not None:
            raise AlreadyHeld(referral.holder_id, referral.accepted_at)
        state = self._after(referral, Event.ACCEPT)
        changed = self._advance(
            referral, state, holder_id=staff.id, accepted_at=self.now, rung=0, round=0
        )
        self.work.pages.acknowledge(referral.id, staff.id, self.now)
        CardMaker(self.hotline, self.work, self.now).attach(changed, staff)
        self.record(changed, "accepted", staff)
        self.paging.redraw(changed)
        if tells:
            self.news.case_accepted(referral.case_id)
        return changed

    def take_over(self, referral: Referral, staff: Staff) -> Referral:
        """Take the referral out of its holder's hands; the promises stay as they were.

        Raises:
            Stale: nobody holds it now, or it is closed.
        """
        if referral.holder_id is None or not referral.is_open:
            raise Stale(referral.id)
        changed = self.work.referrals.change(referral, holder_id=staff.id)
        self.work.pages.acknowledge(referral.id, staff.id, self.now)
        self.record(changed, "taken-over", staff)
        self.paging.redraw(changed)
        return changed

    def contact(self, referral: Referral, staff: Staff) -> Referral:
        """Put down that the family or the reporter was reached."""
        state = self._after(referral, Event.CONTACT)
        changed = self._advance(referral, state, contacted_at=self.now, rung=0, round=0)
        self.record(changed, "contacted", staff)
        self.paging.redraw(changed)
        self.news.case_contacted(referral.case_id)
        return changed

    def visit(self, referral: Referral, staff: Staff) -> Referral:
        """Put down that somebody has been there."""
        state = self._after(referral, Event.VISIT)
        changed = self._advance(
            referral,
            state,
            contacted_at=referral.contacted_at or self.now,
            visited_at=self.now,
            rung=0,
            round=0,
        )
        self.record(changed, "visited", staff)
        self.paging.redraw(changed)
        return changed

    def decline(
        self, referral: Referral, staff: Staff, *, reason: str, owner_code: str | None
    ) -> Referral:
        """Return the referral: the clock keeps running, and the next above is called at once.

        The second return of a case goes to the city, which decides.
        """
        state = self._after(referral, Event.DECLINE)
        self.work.referrals.decline(
            referral_id=referral.id,
            staff_id=staff.id,
            reason=reason,
            owner_code=owner_code,
            now=self.now,
        )
        self.drop_wish(referral)
        again = self.work.referrals.times_declined(referral.case_id) >= RETURNS_BEFORE_CITY
        rung = self.paging.skip_to(referral, *((Who.CITY,) if again else (Who.LEAD, Who.CITY)))
        changed = self.work.referrals.change(
            referral,
            state=state,
            holder_id=None,
            milestone="acknowledge",
            rung=max(rung, referral.rung if referral.holder_id is None else 0),
            round=0,
            next_deadline_at=self.now,
        )
        Agencies(self.hotline, self.work, self.now).end_with(changed)
        self.record(changed, "declined", staff, reason=reason, owner=owner_code or "")
        changed = self.paging.fire(changed)
        self.paging.redraw(changed)
        return changed

    def transfer(
        self, referral: Referral, office: Office, *, staff: Staff | None = None
    ) -> Referral:
        """Hand the case to another office; the clock that the reporter was promised goes on.

        A person's word that it belongs to another county is where the case is from then on.
        """
        self._after(referral, Event.TRANSFER)
        is_decided = staff is not None and self.decides(referral, staff)
        if staff is not None:
            self._moved(self.work.cases.get(referral.case_id), office, staff)
        ended = self.end(referral, "transferred")
        self.record(ended, "transferred", staff, office=office.code)
        self.paging.redraw(ended)
        case = self.work.cases.get(referral.case_id)
        onward = self.paging.dispatch(case, office, dispatched_at=referral.dispatched_at)
        if not is_decided:
            return onward
        self.record(onward, "decided", staff, office=office.code)
        return self.work.referrals.change(onward, final=True)

    def decides(self, referral: Referral, staff: Staff) -> bool:
        """Say whether the member of staff's hand-over is final.

        Of a case that was returned twice, the city's is; the office can return it no more.
        """
        is_above = Role(staff.role) in (Role.CITY_OFFICER, Role.PROVINCE)
        times = self.work.referrals.times_declined(referral.case_id)
        return is_above and times >= RETURNS_BEFORE_CITY

    def close(
        self, referral: Referral, staff: Staff, *, outcome: Outcome, done: str, told: str
    ) -> Referral:
        """Close the case with its outcome, and tell whoever reported it."""
        self._after(referral, Event.CLOSE)
        holder_id = referral.holder_id or staff.id
        changed = self.end(referral, outcome.value, done=done, told=told, holder_id=holder_id)
        self.work.cases.close(referral.case_id, self.now)
        self.record(changed, "closed", staff, outcome=outcome.value, done=done, told=told)
        self.paging.redraw(changed)
        self.news.case_closed(referral.case_id, outcome=outcome, told=told)
        return changed

    def reopen(
        self, case: Case, *, reason: str, level: Level | None = None, staff: Staff | None = None
    ) -> Referral:
        """Open a closed case again at the reporter's word, or an officer's; its office is called.

        A `level` more urgent than the case's own is the one it goes on with.
        """
        last = self.work.referrals.current_of(case.id)
        if last.is_open:
            raise Stale(case.id)
        self.work.cases.reopen(case.id)
        if level is not None and level < case.level:
            self._set_level(case, level, last, why=reason)
        self.work.timeline.add(
            case.id,
            "reopened",
            now=self.now,
            referral_id=last.id,
            staff_id=staff.id if staff else None,
            details={"reason": reason},
        )
        office = self.hotline.offices[last.office_code]
        referral = self.paging.dispatch(self.work.cases.get(case.id), office)
        self.paging.redraw(last)
        return referral

    def note(self, referral: Referral, staff: Staff, entry: Entry) -> None:
        """Put a note on the case."""
        self.say(referral.case_id, "note", entry, staff_id=staff.id)
        self.record(referral, "note", staff)
        self.paging.redraw(referral)

    def ask(self, referral: Referral, staff: Staff, entry: Entry) -> int:
        """Carry a question to everyone who reported the case; return to how many it went."""
        question_id = self.say(referral.case_id, "question", entry, staff_id=staff.id)
        asked = self.news.question(referral.case_id, question_id)
        self.record(referral, "question", staff, to=asked)
        self.paging.redraw(referral)
        return asked

    def say(
        self,
        case_id: int,
        kind: str,
        entry: Entry,
        *,
        report_id: int | None = None,
        staff_id: int | None = None,
    ) -> int:
        """Keep something said in the case."""
        attachment = entry.attachment
        entry_id = self.work.cases.say(
            case_id=case_id,
            kind=kind,
            words=entry.text or None,
            attachment=attachment_as_json(attachment) if attachment else None,
            report_id=report_id,
            staff_id=staff_id,
            message_id=entry.message_id,
            album_id=attachment.album_id if attachment else "",
            now=self.now,
        )
        Evidence(self.hotline, self.work, self.now).expect(case_id, entry_id, entry)
        return entry_id

    def drop_wish(self, referral: Referral) -> None:
        """Let a wish to close count no more: the case has ended, or has gone back."""
        wish = self.work.approvals.open_of(referral.id)
        if wish is not None:
            self.work.approvals.decide(wish, "off", staff_id=None, now=self.now)

    def end(
        self,
        referral: Referral,
        outcome: str,
        *,
        done: str | None = None,
        told: str | None = None,
        holder_id: int | None = None,
    ) -> Referral:
        """End a referral and all that was set going for it; what becomes of its case is apart."""
        ended = self.work.referrals.change(
            referral,
            state="closed",
            outcome=outcome,
            done=done,
            told=told,
            holder_id=holder_id or referral.holder_id,
            closed_at=self.now,
            next_deadline_at=None,
            milestone="done",
            milestone_due_at=None,
        )
        self.paging.call_off(ended)
        self.drop_wish(ended)
        VisitWords(self.hotline, self.work, self.now).end_with(ended)
        Agencies(self.hotline, self.work, self.now).end_with(ended)
        if outcome in HANDED_ON:
            self.work.helpers.all_leave(ended.case_id, self.now)
        return ended

    def _moved(self, case: Case, office: Office, staff: Staff) -> None:
        is_there = case.county_code == office.code
        place = code_of(case, "place") if is_there else office.code
        settle(self.work, case, "place", place, staff=staff, now=self.now)
        if office.kind == "county" and not is_there:
            self.work.cases.place(case.id, office.code, None, None)

    def _after(self, referral: Referral, event: Event) -> str:
        """Return the state after the event.

        Raises:
            Stale: the referral is past that.
        """
        try:
            return self.hotline.machine.apply(referral.state, event).value
        except NotPossible as error:
            raise Stale(referral.id) from error
