"""Calls on the phones of agencies' contacts: to whom, drawn when they leave, and drawn anew.

A card shows what the printed form has room for and less: never the reporter, what was said, or the
kind of matter. Of a call that is over it shows nothing of the child.
"""

import json
from collections.abc import Sequence

from bot.services.access import Action, Area, is_complained_of, permitted
from bot.services.mail import Priority
from bot.services.permits import Permits
from bot.services.slips import Slips
from bot.services.within import Within
from bot.terms import Level
from bot.views.call_card import CallView, render_call
from bot.views.outgoing import Outgoing
from storage.casework_records import AgencyCall, AgencyCard, AgencyTalk
from storage.records import Referral, Staff

CARD, REDRAW = "call", "call_redraw"
KINDS = frozenset({CARD, REDRAW})
_HEADINGS = frozenset({"new", "remind", "question", "shown"})


class CallCards(Within):
    """Lay and draw the cards of calls within one unit of work."""

    def contacts(self, referral: Referral, agency: str) -> Sequence[Staff]:
        """Return who answers for the agency and can be reached."""
        found = self.work.staff.contacts_of(referral.office_code, agency)
        return [one for one in found if one.is_reachable and may_answer(one, agency, referral)]

    def askable(self, referral: Referral) -> Sequence[AgencyCall]:
        """Return the calls about which somebody of the agency can be asked in the chat."""
        return [
            one
            for one in self.work.agency_calls.of(referral.id)
            if one.state in ("open", "answered") and self.contacts(referral, one.agency)
        ]

    def send(self, call: AgencyCall, referral: Referral, why: str) -> Sequence[Staff]:
        """Send the call to every contact who can be reached; return who they are."""
        contacts = self.contacts(referral, call.agency)
        if contacts:
            self.work.agency_talks.begin(call)
        for contact in contacts:
            self.show(call, referral, contact, why)
        return contacts

    def show(self, call: AgencyCall, referral: Referral, contact: Staff, why: str) -> None:
        """Send the call to one contact."""
        self.work.agency_talks.begin(call)
        urgent = referral.level == Level.L1 and why != "shown"
        self.work.outbox.put(
            person_id=contact.person_id,
            kind=CARD,
            priority=Priority.EMERGENCY_PAGE if urgent else Priority.PAGE,
            now=self.now,
            payload=json.dumps(
                {"card": self.work.agency_talks.lay(call.id, contact.id, self.now), "why": why}
            ),
        )
        case = self.work.cases.get(referral.case_id)
        Permits(self.hotline, self.work, self.now).note_reading(case, referral, contact, "call")

    def redraw(self, call: AgencyCall) -> None:
        """Have the call drawn anew on every phone that has it."""
        self._redraw(self.work.agency_talks.cards_of(call.id))

    def redraw_for(self, contact: Staff) -> None:
        """Have every call on one phone drawn anew: what its reader may see has changed."""
        self._redraw(self.work.agency_talks.cards_with(contact.id))

    def message(self, kind: str, wanted: str) -> Outgoing | None:
        """Return the card that a row of the outbox asks for; None where it has lost its point."""
        asked = json.loads(wanted)
        card = self.work.agency_talks.card(int(asked["card"]))
        call = self.work.agency_calls.get(card.call_id)
        referral = self.work.referrals.get(call.referral_id)
        contact = self.work.staff.get(card.staff_id)
        may = may_answer(contact, call.agency, referral)
        if kind == CARD:
            is_moot = call.state != "open" or not referral.is_open
            if not may or (is_moot and asked["why"] != "shown"):
                return None
            return self._drawn(call, referral, contact, str(asked["why"]))
        if card.message_id is None:
            return None
        language = self.work.people.get(contact.person_id).language
        if not may:
            text = self.hotline.texts("call-not-yours", language, number=call.number)
            return Outgoing("edit", text=text, message_id=card.message_id, protected=True)
        drawn = self._drawn(call, referral, contact, "shown")
        return Outgoing(
            "edit",
            text=drawn.text,
            buttons=drawn.buttons,
            message_id=card.message_id,
            protected=True,
        )

    def sent(self, payload: str, message_id: int) -> None:
        """Put down that a card arrived."""
        self.work.agency_talks.arrived(card_of(payload), message_id)

    def _redraw(self, cards: Sequence[AgencyCard]) -> None:
        # Those that have not arrived yet are drawn when they leave, or do not leave at all.
        for card in cards:
            self.work.outbox.put(
                person_id=self.work.staff.get(card.staff_id).person_id,
                kind=REDRAW,
                priority=Priority.PAGE,
                now=self.now,
                payload=json.dumps({"card": card.id}),
            )

    def _drawn(self, call: AgencyCall, referral: Referral, contact: Staff, why: str) -> Outgoing:
        language = self.work.people.get(contact.person_id).language
        talk = self.work.agency_talks.about(call.id)
        view = CallView(
            call_id=call.id,
            heading=f"call-{why if why in _HEADINGS else 'shown'}",
            slip=Slips(self.hotline, self.work, self.now).slip(call, referral, language),
            due=self.hotline.when(call.due_at, self.now, language),
            question=talk.question if talk else None,
            signed=self._name(talk.signed_by if talk else None),
            signed_at=self.hotline.when(talk.signed_at, self.now, language)
            if talk and talk.signed_at
            else "",
            settled=self._settled(call, talk),
            refused=bool(talk and talk.refused),
            ended=call.state == "off" or not referral.is_open,
        )
        text, buttons = render_call(view, self.hotline.texts, language)
        return Outgoing("message", text=text, buttons=buttons, protected=True)

    def _settled(self, call: AgencyCall, talk: AgencyTalk | None) -> str:
        """Return who answered: a contact, or the agency itself by another way."""
        if call.state != "answered":
            return ""
        return self._name(talk.settled_by if talk else None) or call.agency

    def _name(self, staff_id: int | None) -> str:
        return self.work.staff.get(staff_id).name if staff_id is not None else ""


def card_of(payload: str) -> int:
    """Return which card a row of the outbox is about."""
    return int(json.loads(payload)["card"])


def may_answer(staff: Staff, agency: str, referral: Referral) -> bool:
    """Say whether a call to the agency in this referral is the person's to answer."""
    return (
        staff.agency == agency
        and staff.office_code == referral.office_code
        and Action.ANSWER_CALL in permitted(staff, Area.OWN)
        and not is_complained_of([staff], referral)
    )
