"""Calls to agencies: their buttons, a contact's list, and the officer's question about one."""

from bot.errors import Stale
from bot.flows.acts import AnswerCall
from bot.handlers.turn import Toast, Turn
from bot.services.access import Action, Area, permitted
from bot.services.answering_calls import AlreadySigned, AnsweringCalls
from bot.services.call_cards import may_answer
from bot.services.officer_deeds import OfficerDeeds
from bot.views.call_card import PREFIX, decode_call
from storage.casework_records import AgencyCall
from storage.records import Referral, Staff


def is_call(data: str) -> bool:
    """Say whether a button's answer comes from a call to an agency."""
    return data.startswith(PREFIX)


def tapped(turn: Turn) -> Toast:
    """Answer a tap under a call; whose call it is, is looked up now."""
    tap = decode_call(turn.incoming.data)
    call = turn.work.agency_calls.find(tap.call_id) if tap else None
    contact = _contact(turn, call) if call else None
    if tap is None or call is None or contact is None:
        return turn.toast("toast-not-allowed", alert=True)
    try:
        return _act(turn, tap.act, call, contact)
    except AlreadySigned as signed:
        return turn.toast("toast-call-signed-by", name=turn.work.staff.get(signed.staff_id).name)
    except Stale:
        _answering(turn).cards.redraw(call)
        return turn.toast("toast-call-over", alert=True)


def tasks(turn: Turn) -> bool:
    """Show a contact the calls that wait; say whether the person does nothing else here."""
    contacts = [one for one in turn.places if answers_calls(one)]
    found = [owed(turn, one) for one in contacts]
    is_only_contact = len(contacts) == len(turn.places)
    if is_only_contact and not any(found):
        turn.say("calls-none")
    return is_only_contact


def owed(turn: Turn, contact: Staff) -> int:
    """Show one contact what waits for their agency; return how many calls that are."""
    calls = _answering(turn).owed_by(contact)
    for call, referral in calls:
        _answering(turn).cards.show(call, referral, contact, "shown")
    return len(calls)


def replied(turn: Turn) -> bool:
    """Take words that answer a call's card as the agency's answer; say whether they do.

    After a photo or a file it is asked whether that was all.
    """
    entry = turn.incoming.entry
    call = next(filter(None, (_called_at(turn, one) for one in turn.places)), None)
    if call is None or (entry.attachment is None and not entry.text):
        return False
    deeds = OfficerDeeds(turn.hotline, turn.work, turn.person, turn.now)
    if entry.attachment is None:
        deeds.do(AnswerCall(call.id, entry))
        return True
    form = turn.hotline.flows.officer["answer-call"]
    begun = form.start(call_id=call.id, number=call.number).dialogue
    if begun is not None:
        turn.talk.follow(form.step(begun, turn.answer), before=begun)
    return True


def answers_calls(staff: Staff) -> bool:
    """Say whether it is somebody's part to answer calls to an agency, and nothing else."""
    return Action.ANSWER_CALL in permitted(staff, Area.OWN)


def begin_question(turn: Turn, referral: Referral) -> Toast:
    """Ask the officer what to ask an agency's contacts."""
    waiting = _answering(turn).cards.askable(referral)
    if not waiting:
        return turn.toast("toast-nobody-to-ask", alert=True)
    calls = [[one.id, f"{one.agency} {one.number}"] for one in waiting]
    number = turn.work.cases.get(referral.case_id).number
    form = turn.hotline.flows.officer["ask-agency"]
    turn.talk.begin(form.start(referral_id=referral.id, number=number, calls=calls))
    return Toast()


def _act(turn: Turn, act: str, call: AgencyCall, contact: Staff) -> Toast:
    if act == "sign":
        _answering(turn).sign(call, contact)
        return turn.toast("toast-call-signed", number=call.number)
    if act == "refuse" and call.state != "open":
        raise Stale(call.id)
    form = turn.hotline.flows.officer[f"{act}-call"]
    turn.talk.begin(form.start(call_id=call.id, number=call.number))
    return Toast()


def _called_at(turn: Turn, staff: Staff) -> AgencyCall | None:
    card = turn.work.agency_talks.card_at(staff.id, turn.incoming.reply_to)
    return turn.work.agency_calls.get(card.call_id) if card else None


def _contact(turn: Turn, call: AgencyCall) -> Staff | None:
    referral = turn.work.referrals.get(call.referral_id)
    return next((one for one in turn.places if may_answer(one, call.agency, referral)), None)


def _answering(turn: Turn) -> AnsweringCalls:
    return AnsweringCalls(turn.hotline, turn.work, turn.now)
