"""What officers' longer dialogues lead to; permission is looked up at the moment of each act."""

from dataclasses import dataclass
from datetime import datetime

from bot.errors import Stale
from bot.flows.acts import (
    AddAgency,
    AnswerCall,
    AnswerOfAgency,
    AskAgency,
    AskVisit,
    DangerOnVisit,
    Dismiss,
    OpenAgain,
    PartCases,
    RefuseCall,
    RefuseClosing,
    ReportVisit,
    SeeOnVisit,
    SendForCall,
)
from bot.flows.dialogue import Entry, OfficerAct
from bot.services.access import Action, area_of, permitted
from bot.services.agencies import Agencies
from bot.services.answering_calls import AnsweringCalls
from bot.services.call_cards import may_answer
from bot.services.casework import Casework
from bot.services.closing import Closing
from bot.services.hotline import Hotline
from bot.services.leaving import Leaving
from bot.services.mail import Mail
from bot.services.parting import Parting
from bot.services.permits import Permits
from bot.services.visiting import Visiting, may_make
from bot.views.outgoing import Key
from storage.casework_records import Visit
from storage.records import Person, Referral, Staff
from storage.repositories.referrals import ReferralMoved
from storage.work import UnitOfWork

Keys = tuple[tuple[Key, ...], ...] | None


@dataclass(frozen=True, slots=True)
class OfficerDeeds:
    """Do what a member of staff decided in a dialogue, within one unit of work."""

    hotline: Hotline
    work: UnitOfWork
    person: Person
    now: datetime

    @property
    def visiting(self) -> Visiting:
        """Return the visits in this unit of work."""
        return Visiting(self.hotline, self.work, self.now)

    @property
    def answering(self) -> AnsweringCalls:
        """Return the calls to agencies in this unit of work."""
        return AnsweringCalls(self.hotline, self.work, self.now)

    def do(self, act: OfficerAct) -> None:
        """Do what was decided, if it is still permitted and possible; else say so."""
        try:
            self._do(act)
        except (Stale, ReferralMoved):
            self._say("act-too-late")

    def _do(self, act: OfficerAct) -> None:
        match act:
            case AskVisit(referral_id, staff_id, brief):
                self._ask_visit(referral_id, staff_id, brief)
            case SeeOnVisit(visit_id, entry):
                visit, staff = self._visit(visit_id)
                self.visiting.seen(visit, staff, entry)
            case DangerOnVisit(visit_id):
                visit, staff = self._visit(visit_id)
                self.visiting.danger(visit, staff)
            case ReportVisit(visit_id, answers):
                visit, staff = self._visit(visit_id)
                self.visiting.found(visit, staff, answers)
                self._say("visit-reported")
            case AddAgency(referral_id, agency, purpose):
                self._add_agency(referral_id, agency, purpose)
            case AnswerOfAgency(referral_id, call_id, entry):
                self._answer_of_agency(referral_id, call_id, entry)
            case AskAgency(referral_id, call_id, question):
                self._ask_agency(referral_id, call_id, question)
            case SendForCall() | AnswerCall() | RefuseCall():
                self._of_contact(act)
            case RefuseClosing(referral_id, reason):
                self._refuse_closing(referral_id, reason)
            case OpenAgain(referral_id, reason):
                self._open_again(referral_id, reason)

            case PartCases(referral_id, case_id, reason):
                self._part(referral_id, case_id, reason)
            case Dismiss(staff_id):
                self._dismiss(staff_id)

    def _dismiss(self, staff_id: int) -> None:
        staff = self.work.staff.get(staff_id)
        offices = self.hotline.offices
        office = offices[staff.office_code]
        by = next(
            (
                place
                for place in self.work.staff.of_person(self.person.id)
                if Action.DISMISS in permitted(place, area_of(place, office, offices.by_code))
            ),
            None,
        )
        if by is None or staff.person_id == self.person.id:
            self._say("toast-not-allowed")
            return
        if staff.left_at is not None:
            raise Stale(staff_id)
        count = Leaving(self.hotline, self.work, self.now).leave(staff, by=by)
        self._say("dismissed", name=staff.name, count=str(count))

    def _part(self, referral_id: int, case_id: int, reason: str) -> None:
        acting = self._acting(referral_id, Action.CORRECT)
        if acting is None:
            return
        referral, staff = acting
        onward = Parting(self.hotline, self.work, self.now).part(referral, case_id, staff, reason)
        parted = self.work.cases.get(case_id).number
        key = "parted-yours" if onward.holder_id == staff.id else "parted-called"
        self._say(key, referral, parted=parted)

    def _refuse_closing(self, referral_id: int, reason: str) -> None:
        acting = self._acting(referral_id, Action.APPROVE)
        if acting is None:
            return
        referral, staff = acting
        Closing(self.hotline, self.work, self.now).refuse(referral, staff, reason)
        self._say("close-refused", referral)

    def _open_again(self, referral_id: int, reason: str) -> None:
        acting = self._acting(referral_id, Action.REOPEN)
        if acting is None:
            return
        referral, staff = acting
        case = self.work.cases.get(referral.case_id)
        casework = Casework(self.hotline, self.work, self.now)
        casework.reopen(case, reason=reason, staff=staff)
        self._say("opened-again", referral)

    def _add_agency(self, referral_id: int, agency: str, purpose: str) -> None:
        acting = self._acting(referral_id, Action.AGENCY)
        if acting is None:
            return
        referral, staff = acting
        agencies = Agencies(self.hotline, self.work, self.now)
        call = agencies.add(referral, staff, agency, purpose)
        contact = agencies.contact(referral, agency)
        in_chat = [one.name for one in agencies.cards.contacts(referral, agency)]
        self._say(
            "agency-added-in-chat" if in_chat else "agency-added",
            referral,
            name=contact.name,
            contact=" ".join(part for part in (contact.contact, contact.phone) if part) or "—",
            due=self.hotline.when(call.due_at, self.now, self.person.language),
            names="、".join(in_chat),
        )

    def _answer_of_agency(self, referral_id: int, call_id: int, entry: Entry) -> None:
        acting = self._acting(referral_id, Action.AGENCY)
        if acting is None:
            return
        referral, staff = acting
        call = Agencies(self.hotline, self.work, self.now).answered(referral, call_id, staff, entry)
        self._say("agency-answered", referral, name=call.agency)

    def _ask_agency(self, referral_id: int, call_id: int, question: str) -> None:
        acting = self._acting(referral_id, Action.AGENCY)
        if acting is None:
            return
        referral, staff = acting
        call = self.answering.ask(referral, call_id, staff, question)
        due = self.hotline.when(call.due_at, self.now, self.person.language)
        self._say("agency-asked", referral, name=call.agency, due=due)

    def _of_contact(self, act: SendForCall | AnswerCall | RefuseCall) -> None:
        """Do what a contact of an agency decided about a call, if it is still theirs."""
        call = self.work.agency_calls.find(act.call_id)
        referral = self.work.referrals.get(call.referral_id) if call else None
        places = self.work.staff.of_person(self.person.id)
        contact = next(
            (one for one in places if call and referral and may_answer(one, call.agency, referral)),
            None,
        )
        if call is None or contact is None:
            self._say("toast-not-allowed")
            return
        try:
            match act:
                case SendForCall(_, entry):
                    self.answering.sent(call, contact, entry)
                case AnswerCall(_, entry):
                    is_awaited = self.answering.answer(call, contact, entry)
                    self._say("call-answered" if is_awaited else "call-added", number=call.number)
                case _:
                    self.answering.refuse(call, contact, act.reason)
                    self._say("call-refused", number=call.number)
        except Stale:
            self._say("call-too-late", number=call.number)

    def _ask_visit(self, referral_id: int, staff_id: int | None, brief: str) -> None:
        acting = self._acting(referral_id, Action.SEND)
        if acting is None:
            return
        referral, staff = acting
        if staff_id is None:
            visit = self.visiting.go_oneself(referral, staff)
            self.visiting.words.shown(visit, staff)
            self._say("visit-yourself", referral)
            return
        visitor = self.work.staff.get(staff_id)
        visit = self.visiting.ask(referral, staff, visitor, brief)
        due = self.hotline.when(visit.due_at, self.now, self.person.language)
        self._say("visit-asked", referral, name=visitor.name, due=due)

    def _visit(self, visit_id: int) -> tuple[Visit, Staff]:
        """Return the visit and the person's place in which they make it.

        Raises:
            Stale: it is not theirs, or not theirs any more.
        """
        visit = self.work.visits.find(visit_id)
        places = self.work.staff.of_person(self.person.id)
        staff = next((one for one in places if visit and may_make(one, visit)), None)
        if visit is None or staff is None:
            raise Stale(visit_id)
        return visit, staff

    def _acting(self, referral_id: int, action: Action) -> tuple[Referral, Staff] | None:
        permits = Permits(self.hotline, self.work, self.now)
        return permits.acting_on(self.person, referral_id, action)

    def _say(
        self, key: str, referral: Referral | None = None, *, keys: Keys = (), **args: str
    ) -> None:
        number = self.work.cases.get(referral.case_id).number if referral else ""
        mail = Mail(self.work, self.hotline.texts, self.now)
        mail.say(self.person, key, keys=keys, args={"number": number, **args})
