"""What agencies' contacts do with the calls that came to them, and what officers ask them.

An answer goes on the case and to whoever holds it; late ones as well. Where nobody of the agency
is left to answer, or can be reached, whoever holds the case is told in the same transaction.
"""

from collections.abc import Sequence

from bot.errors import Stale
from bot.flows.dialogue import Entry
from bot.services.agencies import Agencies
from bot.services.call_cards import CallCards, may_answer
from bot.services.casework import Casework
from bot.services.mail import Priority
from bot.services.within import Within
from storage.casework_records import AgencyCall, AgencyTalk
from storage.records import Referral, Staff


class AlreadySigned(Stale):
    """Say that somebody else of the agency acknowledged the call first."""

    def __init__(self, staff_id: int) -> None:
        super().__init__(staff_id)
        self.staff_id = staff_id


class AnsweringCalls(Within):
    """Answer calls within one unit of work."""

    @property
    def agencies(self) -> Agencies:
        """Return the asking of agencies in this unit of work."""
        return Agencies(self.hotline, self.work, self.now)

    @property
    def cards(self) -> CallCards:
        """Return the calls on phones in this unit of work."""
        return CallCards(self.hotline, self.work, self.now)

    @property
    def casework(self) -> Casework:
        """Return the officers' acts in this unit of work."""
        return Casework(self.hotline, self.work, self.now)

    def owed_by(self, contact: Staff) -> Sequence[tuple[AgencyCall, Referral]]:
        """Return the calls that wait for the contact's agency, with their referrals."""
        return [
            (call, referral)
            for call, referral in self._open_calls(contact)
            if may_answer(contact, call.agency, referral)
        ]

    def sign(self, call: AgencyCall, contact: Staff) -> None:
        """Put down that the contact has seen the call, and by when the answer is due.

        Raises:
            AlreadySigned: somebody of the agency did so before.
            Stale: nothing is waited for any more.
        """
        referral = self.work.referrals.get(call.referral_id)
        if call.state != "open" or not referral.is_open:
            raise Stale(call.id)
        if not self._signs(call, referral, contact):
            signed_by = self.work.agency_talks.begin(call).signed_by
            raise AlreadySigned(contact.id if signed_by is None else signed_by)
        self.cards.redraw(call)

    def sent(self, call: AgencyCall, contact: Staff, entry: Entry) -> None:
        """Put a photo or a file on the case at once, before the answer is whole."""
        self._say(call, contact, entry)
        self._redraw(call)

    def answer(self, call: AgencyCall, contact: Staff, entry: Entry) -> bool:
        """Put what the contact says on the case, and tell its holder; say whether it was awaited.

        Raises:
            Stale: the case's words were erased.
        """
        if entry.text:
            self._say(call, contact, entry)
        is_awaited = self._settle(call, contact, entry.text, refused=False)
        self._tell(call, contact, "agency_said")
        return is_awaited

    def refuse(self, call: AgencyCall, contact: Staff, reason: str) -> None:
        """Give the call back to the officer at once, with the reason.

        Raises:
            Stale: nothing is waited for any more.
        """
        if not self._settle(call, contact, reason, refused=True):
            raise Stale(call.id)
        language = self.work.people.get(contact.person_id).language
        has = self.hotline.texts.has(reason, language) and reason.startswith("call-")
        words = self.hotline.texts(reason, language) if has else reason
        refused = self.hotline.texts("call-refused-words", language)
        self._say(call, contact, Entry(text=f"{refused}{words}"))
        self._tell(call, contact, "agency_no")

    def ask(self, referral: Referral, call_id: int, staff: Staff, question: str) -> AgencyCall:
        """Ask the agency's contacts something more: to be acknowledged and answered anew.

        Raises:
            Stale: there is nobody to ask, or the call is of another case.
        """
        found = {one.id: one for one in self.cards.askable(referral)}
        call = found.get(call_id)
        if call is None or not referral.is_open:
            raise Stale(call_id)
        self.work.agency_talks.ask(self.work.agency_talks.begin(call), question)
        due_at = self.agencies.due(referral)
        self.work.agency_calls.ask_again(call, due_at=due_at, next_at=due_at)
        call = self.work.agency_calls.get(call.id)
        self.work.agency_calls.wait(call, self.agencies.next_look(call, referral))
        words = f"{call.agency}：{question}"
        self.casework.say(referral.case_id, "to_agency", Entry(text=words), staff_id=staff.id)
        self.casework.paging.put_down(referral, "agency-asked", staff, to=call.agency)
        self.cards.redraw(call)
        self.cards.send(call, referral, "question")
        return call

    def gone(self, contact: Staff) -> None:
        """Tell whoever waits for a contact that nothing reaches them any more."""
        for call, referral in self._waiting_for(contact):
            self._given_up(call, referral, contact, "agency-unreached")

    def came_back(self, contact: Staff) -> None:
        """Send what waits to a contact whom messages reach again."""
        for call, referral in self.owed_by(contact):
            self.cards.show(call, referral, contact, "remind")

    def unreached(self, card_id: int) -> None:
        """Tell whoever waits that a call did not arrive on a phone."""
        card = self.work.agency_talks.card(card_id)
        call = self.work.agency_calls.get(card.call_id)
        referral = self.work.referrals.get(call.referral_id)
        if call.state == "open" and referral.is_open:
            contact = self.work.staff.get(card.staff_id)
            self._given_up(call, referral, contact, "agency-unreached")

    def left(self, contact: Staff) -> None:
        """Give back what somebody who left service was to answer: to colleagues, to the officer."""
        for call, referral in self._waiting_for(contact):
            self._given_up(call, referral, contact, "agency-left")
        self.cards.redraw_for(contact)

    def _waiting_for(self, contact: Staff) -> Sequence[tuple[AgencyCall, Referral]]:
        """Return the open calls of the contact's agency that stand in the chat."""
        return [
            (call, referral)
            for call, referral in self._open_calls(contact)
            if self.work.agency_talks.about(call.id) is not None
        ]

    def _open_calls(self, contact: Staff) -> Sequence[tuple[AgencyCall, Referral]]:
        """Return what the contact's agency still owes the office; of anybody else nothing."""
        if contact.agency is None:
            return ()
        every = self.work.agency_calls.open_of(contact.office_code, contact.agency)
        return [(call, self.work.referrals.get(call.referral_id)) for call in every]

    def _given_up(self, call: AgencyCall, referral: Referral, contact: Staff, kind: str) -> None:
        """Let others of the agency acknowledge what this one did, and tell the holder."""
        talk = self.work.agency_talks.begin(call)
        self.record(referral, kind, contact, to=call.agency)
        if talk.signed_by == contact.id:
            self.work.agency_talks.unsign(talk)
            self.cards.redraw(call)
            self.cards.send(call, referral, "remind")
            self.work.agency_calls.wait(call, self.agencies.next_look(call, referral))
        paging = self.casework.paging
        if referral.holder_id is not None:
            paging.call(referral, referral.holder_id, kind="agency_gone", rung=referral.rung)
        paging.redraw(referral)

    def _signs(self, call: AgencyCall, referral: Referral, contact: Staff) -> bool:
        talk = self.work.agency_talks.begin(call)
        if not self.work.agency_talks.sign(talk, contact.id, self.now):
            return False
        self.work.agency_calls.wait(call, self.agencies.next_look(call, referral))
        self.casework.paging.put_down(referral, "agency-signed", contact, to=call.agency)
        return True

    def _settle(self, call: AgencyCall, contact: Staff, words: str, *, refused: bool) -> bool:
        """Put down that the agency answered; False where nothing was waited for any more."""
        talk: AgencyTalk = self.work.agency_talks.begin(call)
        if not self.work.agency_calls.answer(call, words, self.now):
            return False
        self.work.agency_talks.sign(talk, contact.id, self.now)
        self.work.agency_talks.settle(talk, contact.id, refused=refused)
        referral = self.work.referrals.get(call.referral_id)
        kind = "agency-refused" if refused else "agency-answered"
        self.record(referral, kind, contact, to=call.agency)
        self.cards.redraw(call)
        return True

    def _say(self, call: AgencyCall, contact: Staff, entry: Entry) -> None:
        case = self.work.cases.get(self._case_id(call))
        if case.erased_at is not None:
            raise Stale(call.id)
        words = f"{call.agency}：{entry.text}" if entry.text else call.agency
        said = Entry(text=words, attachment=entry.attachment, message_id=entry.message_id)
        self.casework.say(case.id, "agency", said, staff_id=contact.id)

    def _tell(self, call: AgencyCall, contact: Staff, kind: str) -> None:
        """Tell whoever holds the case now, or held it last, what the agency said."""
        current = self.work.referrals.current_of(self._case_id(call))
        if current.holder_id is None:
            self._redraw(call)
            return
        if current.is_open:
            self.casework.paging.call(current, current.holder_id, kind=kind, rung=current.rung)
        else:
            holder = self.work.staff.get(current.holder_id)
            number = self.work.cases.get(current.case_id).number
            self.mail.say(
                self.work.people.get(holder.person_id),
                "call-answered-late",
                priority=Priority.NEWS,
                args={"number": number, "agency": call.agency, "name": contact.name},
            )
        self._redraw(call)

    def _redraw(self, call: AgencyCall) -> None:
        self.casework.paging.redraw(self.work.referrals.current_of(self._case_id(call)))

    def _case_id(self, call: AgencyCall) -> int:
        """Return the case to which the call belongs now, wherever it was joined."""
        return self.work.joinings.now_in(self.work.referrals.get(call.referral_id).case_id)
