"""The officer's side: lists, the buttons on cards, and words in answer to a card."""

import re
from collections.abc import Callable, Mapping, Sequence

from bot.errors import Stale
from bot.flows.dialogue import Step
from bot.handlers import (
    absences,
    calls,
    closing,
    conferring,
    correcting,
    covering,
    enrolling,
    joining,
    leaving,
    parked,
    resident,
    rostering,
    sheets,
    supervisor,
    visiting,
)
from bot.handlers.turn import Toast, Turn
from bot.services.access import Action
from bot.services.cards import CardMaker
from bot.services.casework import AlreadyHeld
from bot.terms import Role
from bot.views.cards import decode_action
from storage.records import Referral, Report, Staff
from storage.repositories.referrals import ReferralMoved

COMMANDS: Mapping[str, Callable[[Turn], None]] = {
    "duty": supervisor.duty,
    "mine": supervisor.mine,
    "open": supervisor.open_cases,
    "invite": enrolling.invite,
    "dismiss": leaving.dismiss,
    "roster": rostering.roster,
    "swap": rostering.swap,
    "absent": absences.absent,
    "cover": covering.cover,
}
_ACTIONS = {
    "accept": Action.ACCEPT,
    "take_over": Action.TAKE_OVER,
    "decline": Action.DECLINE,
    "contact": Action.CONTACT,
    "visit": Action.VISIT,
    "ask": Action.ASK,
    "note": Action.NOTE,
    "close": Action.CLOSE,
    "transfer": Action.TRANSFER,
    "confirm": Action.CORRECT,
    "kind": Action.CORRECT,
    "level": Action.RAISE,
    "place": Action.CORRECT,
    "situation": Action.CORRECT,
    "send": Action.SEND,
    "agency": Action.AGENCY,
    "answered": Action.AGENCY,
    "ask_agency": Action.AGENCY,
    "confer": Action.CONFER,
    "take_lead": Action.TAKE_LEAD,
    "leave_case": Action.LEAVE_CASE,
    "approve": Action.APPROVE,
    "refuse": Action.APPROVE,
    "open_again": Action.REOPEN,
    "guardian": Action.CORRECT,
    "join": Action.CORRECT,
    "part": Action.CORRECT,
    "go_on": Action.SEE,
    "show": Action.SEE,
    "words": Action.SEE,
    "list": Action.LIST_OPEN,
}

# Bot API: Latin letters, digits and underscores.
_COMMAND = re.compile(r"/\w{1,32}", re.ASCII)
_WITH_OTHERS = frozenset(
    {"send", "agency", "answered", "ask_agency", "confer", "take_lead", "leave_case"}
)


def handle(turn: Turn) -> bool:
    """Answer what a member of staff wrote, if it was meant for the office; say whether it was."""
    if turn.incoming.what == "command" and turn.incoming.command in COMMANDS:
        if not turn.places:
            turn.say("toast-not-allowed")
            return True
        if turn.incoming.command != "mine" or not (visiting.tasks(turn) or calls.tasks(turn)):
            COMMANDS[turn.incoming.command](turn)
        return True
    if not turn.places or turn.talk.current() is not None:
        return False
    if _is_mistyped(turn):
        turn.say("no-such-command", command=turn.incoming.command)
        return True
    if turn.incoming.what != "said":
        return False
    if turn.incoming.reply_to and (_noted(turn) or calls.replied(turn)):
        return True
    if turn.reading is not None and turn.reading.danger:
        return False
    if any(turn.work.cases.open_question(report) for report in _own_reports(turn)):
        return False
    if sheets.handle(turn):
        return True
    turn.say(_hint(turn), buttons=parked.buttons(turn))
    return True


def _is_mistyped(turn: Turn) -> bool:
    """Say whether it is a command that there is not, with nothing behind it that tells anything.

    A resident's words after a slash may be a report; of staff this would make a case of a slip.
    """
    is_command = _COMMAND.fullmatch(turn.incoming.entry.text.strip()) is not None
    return (
        turn.incoming.what == "command"
        and is_command
        and (turn.incoming.command not in resident.COMMANDS)
    )


def _hint(turn: Turn) -> str:
    """Return which text says what the person can do here."""
    if all(visiting.makes_visits(staff) for staff in turn.places):
        return "visit-hint"
    return "call-hint" if all(map(calls.answers_calls, turn.places)) else "staff-hint"


def _own_reports(turn: Turn) -> Sequence[Report]:
    """Return what the officer reported as a person like any other."""
    return turn.work.cases.reports_by(turn.person.id, only_open=True)


def tapped(turn: Turn) -> Toast:
    """Answer a tap on a card or a list; permission is looked up now, never taken from the card."""
    if correcting.is_menu(turn.incoming.data):
        return correcting.tapped(turn)
    if rostering.is_duty(turn.incoming.data):
        return rostering.tapped(turn)
    if visiting.is_visit(turn.incoming.data):
        return visiting.tapped(turn)
    if conferring.is_confer(turn.incoming.data):
        return conferring.tapped(turn)
    if calls.is_call(turn.incoming.data):
        return calls.tapped(turn)
    if joining.is_joining(turn.incoming.data):
        return joining.tapped(turn)
    action = decode_action(turn.incoming.data)
    if action is None or action.name not in _ACTIONS:
        return turn.toast("toast-not-allowed", alert=True)
    if action.name == "list":
        return supervisor.turn_page(turn, action)
    referral = turn.work.referrals.find(action.target)
    wanted = _ACTIONS[action.name]
    staff = turn.permits.acting_as(turn.places, referral, wanted) if referral else None
    if referral is None:
        return turn.toast("toast-not-allowed", alert=True)
    if staff is None:
        return _refused(turn, referral, wanted)
    try:
        return _act(turn, action.name, referral, staff)
    except AlreadyHeld as held:
        return _already_held(turn, referral, held, staff)
    except (Stale, ReferralMoved):
        _redraw_here(turn, referral)
        return turn.toast("toast-stale", alert=True)


def _act(turn: Turn, name: str, referral: Referral, staff: Staff) -> Toast:
    number = turn.work.cases.get(referral.case_id).number
    match name:
        case "accept":
            turn.casework.accept(referral, staff)
            return turn.toast("toast-accepted", number=number)
        case "take_over":
            turn.casework.take_over(referral, staff)
            return turn.toast("toast-accepted", number=number)
        case "contact":
            turn.casework.contact(referral, staff)
            return turn.toast("toast-contacted", number=number)
        case "visit":
            turn.casework.visit(referral, staff)
            return turn.toast("toast-visited", number=number)
        case "transfer":
            return _transfer(turn, referral, staff)
        case "show" | "words":
            cards = CardMaker(turn.hotline, turn.work, turn.now)
            show = cards.lay if name == "show" else cards.read_out
            show(referral, staff)
            return Toast()
        case "approve" | "refuse" | "open_again":
            return closing.tapped(turn, name, referral, staff)
        case "go_on":
            return parked.go_on_in(turn, referral, tapped)
        case "join" | "part":
            begin = joining.open_menu if name == "join" else joining.begin_parting
            return begin(turn, referral, staff)
        case _ if name in _WITH_OTHERS:
            return _with_others(turn, name, referral, staff)
        case _ if name in correcting.OPENED_BY:
            return correcting.opened(turn, name, referral, staff)
        case _:
            return _begin(turn, name, referral)


def _with_others(turn: Turn, name: str, referral: Referral, staff: Staff) -> Toast:
    """Do what brings others into a case, or lets somebody out of it."""
    match name:
        case "leave_case":
            return conferring.leave(turn, referral, staff)
        case _ if not referral.is_open:
            raise Stale(referral.id)
        case "take_lead":
            return conferring.take(turn, referral, staff)
        case "confer":
            return conferring.open_menu(turn, referral)
        case "answered":
            return conferring.begin_answer(turn, referral)
        case "ask_agency":
            return calls.begin_question(turn, referral)
        case "agency":
            conferring.begin_agency(turn, referral)
        case _:
            visiting.begin_asking(turn, referral)
    return Toast()


def _begin(turn: Turn, name: str, referral: Referral) -> Toast:
    """Start the dialogue of an act that needs words."""
    if not referral.is_open and name != "note":
        raise Stale(referral.id)
    flows = turn.hotline.flows
    number = turn.work.cases.get(referral.case_id).number
    match name:
        case "decline":
            step: Step = flows.decline.start(
                referral_id=referral.id,
                number=number,
                owners=correcting.near_offices(turn, referral),
                here=referral.office_code,
            )
        case "ask":
            step = flows.ask.start(referral_id=referral.id, number=number)
        case "note":
            step = flows.note.start(referral_id=referral.id, number=number)
        case _:
            step = flows.close.start(referral_id=referral.id, number=number)
    turn.talk.begin(step)
    return Toast()


def _transfer(turn: Turn, referral: Referral, staff: Staff) -> Toast:
    returned = turn.work.referrals.last_return(referral.id)
    office = turn.hotline.offices.find(returned.owner_code if returned else None)
    if office is None or office.code == referral.office_code:
        return turn.toast("toast-no-owner", alert=True)
    turn.casework.transfer(referral, office, staff=staff)
    return turn.toast("toast-transferred", office=office.name)


def _already_held(turn: Turn, referral: Referral, held: AlreadyHeld, staff: Staff) -> Toast:
    _redraw_here(turn, referral)
    if held.holder_id == staff.id:
        return turn.toast("toast-yours")
    holder = turn.work.staff.get(held.holder_id)
    minutes = int((turn.now - (held.accepted_at or turn.now)).total_seconds() // 60)
    return turn.toast("toast-already-accepted", alert=True, name=holder.name, minutes=minutes)


def _refused(turn: Turn, referral: Referral, wanted: Action) -> Toast:
    """Tell an officer of the same area who holds the case; tell anybody else nothing."""
    sees = turn.permits.acting_as(turn.places, referral, Action.SEE)
    if sees is None:
        return turn.toast("toast-not-allowed", alert=True)
    if referral.final and referral.is_open and wanted is Action.DECLINE:
        return turn.toast("toast-final", alert=True)
    if referral.holder_id is None:
        _redraw_here(turn, referral)
        return turn.toast("toast-accept-first", alert=True)
    held = AlreadyHeld(referral.holder_id, referral.accepted_at)
    if Role(sees.role) is Role.OFFICER and referral.is_open:
        return _already_held(turn, referral, held, sees)
    return turn.toast("toast-not-allowed", alert=True)


def _redraw_here(turn: Turn, referral: Referral) -> None:
    turn.casework.paging.redraw(referral)


def _noted(turn: Turn) -> bool:
    """Keep words that answer a card as a note on its case."""
    card = turn.work.pages.card_at(turn.person.id, turn.incoming.reply_to)
    if card is None:
        return False
    referral = turn.work.referrals.get(card.referral_id)
    staff = turn.permits.acting_as(turn.places, referral, Action.NOTE)
    if staff is None:
        turn.say("toast-not-allowed")
        return True
    turn.casework.note(referral, staff, turn.incoming.entry)
    number = turn.work.cases.get(referral.case_id).number
    turn.say("note-kept", number=number)
    return True
