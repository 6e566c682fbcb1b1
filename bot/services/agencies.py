"""Agencies that help with a case: asked, waited for, and ended with the referral.

The officer is given the agency's contact and a printed form, the 转介单, with the child's matter
and never the reporter. Where people of the agency are in the chat, the call comes to them as well
(`services.call_cards`), and they answer there. Who holds the case stays who decides.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.casework_policy import AgencyContact
from bot.errors import Stale
from bot.flows.dialogue import Entry
from bot.flows.form import MARK
from bot.services import slips
from bot.services.attachments import attachment_as_json
from bot.services.call_cards import CallCards
from bot.services.evidence import Evidence
from bot.services.mail import Priority
from bot.services.paging import Paging
from bot.services.permits import Permits
from bot.services.within import Within
from bot.terms import Category, Level
from storage.casework_records import AgencyCall
from storage.records import Referral, Staff


class Agencies(Within):
    """Ask agencies within one unit of work."""

    @property
    def cards(self) -> CallCards:
        """Return the calls on the phones of agencies' contacts in this unit of work."""
        return CallCards(self.hotline, self.work, self.now)

    @property
    def paging(self) -> Paging:
        """Return the calling of people in this unit of work."""
        return Paging(self.hotline, self.work, self.now)

    def offered(self, referral: Referral) -> Sequence[tuple[str, str]]:
        """Return the agencies that can be asked, those of the case's kind first, with labels."""
        policy = self.hotline.config.casework
        category = self.work.cases.get(referral.case_id).category
        of_kind = self.hotline.config.categories[Category(category)] if category else None
        likely = (*of_kind.lead, *of_kind.help) if of_kind else ()
        kinds = sorted(policy.agencies, key=lambda kind: kind not in likely)
        return [(kind, f"{MARK}{kind}" if kind in likely else kind) for kind in kinds]

    def contact(self, referral: Referral, kind: str) -> AgencyContact:
        """Return who the agency is in the referral's county, as far as that is configured."""
        known = self.hotline.config.casework.contacts.get(referral.office_code, {})
        return known.get(kind) or AgencyContact(name=kind)

    def add(self, referral: Referral, staff: Staff, kind: str, purpose: str) -> AgencyCall:
        """Ask an agency to help: its form goes to the officer, and its answer is waited for.

        Raises:
            Stale: the case is closed, or there is no such agency.
        """
        if not referral.is_open or kind not in self.hotline.config.casework.agencies:
            raise Stale(referral.id)
        case = self.work.cases.get(referral.case_id)
        place = self.work.agency_calls.count_for(case.id) + 1
        call = self.work.agency_calls.add(
            referral_id=referral.id,
            agency=kind,
            number=f"{case.number}-{place}",
            added_by=staff.id,
            purpose=purpose,
            now=self.now,
            due_at=self.due(referral),
        )
        self.paging.put_down(referral, "agency-added", staff, to=kind, number=call.number)
        Permits(self.hotline, self.work, self.now).note_reading(case, referral, staff, "form")
        self.send_form(call, staff)
        if self.cards.send(call, referral, "new"):
            self.work.agency_calls.wait(call, self.next_look(call, referral))
        return call

    def next_look(self, call: AgencyCall, referral: Referral) -> datetime:
        """Return when an open call is looked at: sooner until one of its contacts signed it."""
        talk = self.work.agency_talks.about(call.id)
        is_seen = talk is None or talk.signed_by is not None
        if is_seen or not self.cards.contacts(referral, call.agency):
            return call.due_at if call.due_at > self.now else self.due(referral)
        span = self.hotline.config.casework.acknowledge[Level(referral.level)]
        by = self.hotline.calendar.due(self.now, span).at
        return min(by, call.due_at) if call.due_at > self.now else by

    def send_form(self, call: AgencyCall, staff: Staff) -> None:
        """Send the printed form; it is drawn when it leaves."""
        self.work.outbox.put(
            person_id=staff.person_id,
            kind=slips.KIND,
            priority=Priority.ANSWER,
            now=self.now,
            payload=slips.wanted(call.id, staff.id),
        )

    def open_calls(self, referral: Referral) -> Sequence[AgencyCall]:
        """Return the agencies whose answer is out."""
        return [one for one in self.work.agency_calls.of(referral.id) if one.state == "open"]

    def answered(self, referral: Referral, call_id: int, staff: Staff, entry: Entry) -> AgencyCall:
        """Put down what the agency answered by another way, on the case.

        Raises:
            Stale: it answered before, or was asked for another case.
        """
        call = self.work.agency_calls.find(call_id)
        if call is None or call.referral_id != referral.id:
            raise Stale(call_id)
        if not self.work.agency_calls.answer(call, entry.text, self.now):
            raise Stale(call_id)
        attachment = entry.attachment
        words = f"{call.agency}：{entry.text}" if entry.text else call.agency
        entry_id = self.work.cases.say(
            case_id=referral.case_id,
            kind="agency",
            words=words,
            attachment=attachment_as_json(attachment) if attachment else None,
            staff_id=staff.id,
            message_id=entry.message_id,
            now=self.now,
        )
        Evidence(self.hotline, self.work, self.now).expect(referral.case_id, entry_id, entry)
        self.paging.put_down(referral, "agency-answered", staff, to=call.agency)
        self.cards.redraw(call)
        return call

    def look(self, call_id: int) -> None:
        """Tell the officer of an agency that is silent, again and again, and remind its contacts.

        Silent is an agency that has not answered in time, or, where it has people in the chat,
        one of which nobody acknowledged the call in time.
        """
        call = self.work.agency_calls.find(call_id)
        if call is None or call.next_at is None or call.next_at > self.now:
            return
        referral = self.work.referrals.get(call.referral_id)
        contacts = self.cards.send(call, referral, "remind")
        if contacts:
            self.record(referral, "agency-reminded", to=call.agency, count=len(contacts))
        self.work.agency_calls.wait(call, self.next_look(call, referral))
        if referral.holder_id is not None:
            kind = "agency_late" if call.due_at <= self.now else "agency_mute"
            self.paging.call(referral, referral.holder_id, kind=kind, rung=referral.rung)

    def hasten(self, referral: Referral) -> None:
        """Bring calls in the chat forward to what a raised level calls for, and say so there."""
        for call in self.open_calls(referral):
            if self.work.agency_talks.about(call.id) is None:
                continue
            self.work.agency_calls.hasten(call, min(call.due_at, self.due(referral)))
            sooner = self.work.agency_calls.get(call.id)
            self.work.agency_calls.wait(sooner, self.next_look(sooner, referral))
            self.cards.redraw(sooner)
            self.cards.send(sooner, referral, "remind")

    def end_with(self, referral: Referral) -> None:
        """Wait for nobody any more: the referral has ended."""
        for call in self.work.agency_calls.of(referral.id):
            self.work.agency_calls.end(call, self.now)
            self.cards.redraw(call)

    def due(self, referral: Referral) -> datetime:
        """Return by when an agency that is asked now answers."""
        span = self.hotline.config.casework.answers[Level(referral.level)]
        return self.hotline.calendar.due(self.now, span).at
