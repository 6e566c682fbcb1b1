"""会商 and 加派: the menu of helpers, and the dialogues with agencies."""

from bot.errors import Stale
from bot.handlers.turn import Toast, Turn
from bot.services.access import Action
from bot.services.agencies import Agencies
from bot.services.conferring import Conferring
from bot.terms import Role
from bot.views.confer_menus import PREFIX, Colleague, ConferMenu, ConferTap, decode_confer
from bot.views.outgoing import Outgoing
from storage.records import Referral, Staff
from storage.repositories.referrals import ReferralMoved

_NEEDS = {
    "page": Action.CONFER,
    "add": Action.CONFER,
    "drop": Action.CONFER,
    "give": Action.CONFER,
    "take": Action.TAKE_LEAD,
    "leave": Action.LEAVE_CASE,
}


def is_confer(data: str) -> bool:
    """Say whether a button's answer comes from the menu of helpers."""
    return data.startswith(PREFIX)


def open_menu(turn: Turn, referral: Referral) -> Toast:
    """Show who is in the case and who may be asked in, below the card."""
    if not referral.is_open:
        raise Stale(referral.id)
    _show(turn, referral, page=0, message_id=0)
    return Toast()


def tapped(turn: Turn) -> Toast:
    """Answer a tap in the menu; permission is looked up now, never taken from the menu."""
    tap = decode_confer(turn.incoming.data)
    referral = turn.work.referrals.find(tap.referral_id) if tap else None
    if tap is None or referral is None:
        return turn.toast("toast-not-allowed", alert=True)
    staff = turn.permits.acting_as(turn.places, referral, _NEEDS[tap.act])
    if staff is None:
        return turn.toast("toast-not-allowed", alert=True)
    try:
        return _act(turn, tap, referral, staff)
    except (Stale, ReferralMoved, LookupError):
        turn.casework.paging.redraw(referral)
        return turn.toast("toast-stale", alert=True)


def begin_agency(turn: Turn, referral: Referral) -> None:
    """Ask the officer which agency shall help."""
    offered = [list(one) for one in Agencies(turn.hotline, turn.work, turn.now).offered(referral)]
    number = turn.work.cases.get(referral.case_id).number
    form = turn.hotline.flows.officer["agency"]
    turn.talk.begin(form.start(referral_id=referral.id, number=number, agencies=offered))


def begin_answer(turn: Turn, referral: Referral) -> Toast:
    """Ask the officer what an agency answered."""
    waiting = Agencies(turn.hotline, turn.work, turn.now).open_calls(referral)
    if not waiting:
        return turn.toast("toast-no-agency", alert=True)
    calls = [[one.id, f"{one.agency} {one.number}"] for one in waiting]
    number = turn.work.cases.get(referral.case_id).number
    form = turn.hotline.flows.officer["agency-answer"]
    turn.talk.begin(form.start(referral_id=referral.id, number=number, calls=calls))
    return Toast()


def leave(turn: Turn, referral: Referral, staff: Staff) -> Toast:
    """Leave the case in which one helps."""
    _conferring(turn).drop(referral, staff, staff)
    return turn.toast("toast-left-case", number=turn.work.cases.get(referral.case_id).number)


def take(turn: Turn, referral: Referral, staff: Staff) -> Toast:
    """Take the lead that was offered."""
    _conferring(turn).take(referral, staff)
    return turn.toast("toast-accepted", number=turn.work.cases.get(referral.case_id).number)


def _act(turn: Turn, tap: ConferTap, referral: Referral, staff: Staff) -> Toast:
    match tap.act:
        case "page":
            _show(turn, referral, page=tap.value, message_id=turn.incoming.message_id)
            return Toast()
        case "take":
            return take(turn, referral, staff)
        case "leave":
            return leave(turn, referral, staff)
        case _:
            return _changed(turn, tap, referral, staff)


def _changed(turn: Turn, tap: ConferTap, referral: Referral, staff: Staff) -> Toast:
    other = turn.work.staff.get(tap.value)
    conferring = _conferring(turn)
    do = {"add": conferring.add, "drop": conferring.drop, "give": conferring.offer}[tap.act]
    do(referral, staff, other)
    _show(turn, referral, page=0, message_id=turn.incoming.message_id)
    return turn.toast(f"toast-confer-{tap.act}", name=other.name)


def _show(turn: Turn, referral: Referral, *, page: int, message_id: int) -> None:
    conferring = _conferring(turn)
    number = turn.work.cases.get(referral.case_id).number
    menu = ConferMenu(turn.hotline.texts, turn.person.language, number, referral.id)
    text, rows = menu.everybody(
        [_named(turn, one) for one in conferring.helpers(referral)],
        [_named(turn, one) for one in conferring.candidates(referral)],
        page=page,
    )
    message = Outgoing(
        "edit" if message_id else "message",
        text=text,
        buttons=rows,
        message_id=message_id,
        protected=True,
    )
    turn.mail.send(turn.person, message)


def _named(turn: Turn, staff: Staff) -> Colleague:
    is_above = Role(staff.role) is Role.CITY_OFFICER
    role = f"（{turn.words(f'role-{staff.role}')}）" if is_above else ""
    return Colleague(staff.id, f"{staff.name}{role}")


def _conferring(turn: Turn) -> Conferring:
    return Conferring(turn.hotline, turn.work, turn.now)
