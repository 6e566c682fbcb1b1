"""Visits: the task's buttons, the visitor's list, and the menu that sends somebody."""

from bot.errors import Stale
from bot.handlers.turn import Toast, Turn
from bot.services.access import Action, Area, permitted
from bot.services.visiting import Visiting, may_make
from bot.terms import Role
from bot.views.visit_taps import PREFIX, decode_visit
from storage.casework_records import Visit
from storage.records import Referral, Staff


def is_visit(data: str) -> bool:
    """Say whether a button's answer comes from a visitor's task."""
    return data.startswith(PREFIX)


def begin_asking(turn: Turn, referral: Referral) -> None:
    """Ask the officer whom to send; who can be sent is looked up again when they are asked."""
    offered = [[one.id, _named(turn, one)] for one in _visiting(turn).visitors(referral)]
    number = turn.work.cases.get(referral.case_id).number
    key = "visit-somebody" if offered else "visit-nobody-enrolled"
    step = turn.hotline.flows.officer["ask-visit"].start(
        referral_id=referral.id, number=number, visitors=offered
    )
    turn.talk.begin(step, told=(key,))


def tapped(turn: Turn) -> Toast:
    """Answer a tap under a task; whose visit it is, is looked up now."""
    tap = decode_visit(turn.incoming.data)
    visit = turn.work.visits.find(tap.visit_id) if tap else None
    staff = next((one for one in turn.places if visit and may_make(one, visit)), None)
    if tap is None or visit is None or staff is None:
        return turn.toast("toast-not-allowed", alert=True)
    try:
        return _act(turn, tap.act, visit, staff)
    except Stale:
        return turn.toast("toast-visit-over", alert=True)


def tasks(turn: Turn) -> bool:
    """Show a visitor their open visits; say whether the person is one who makes visits."""
    makers = [one for one in turn.places if makes_visits(one)]
    if not makers:
        return False
    visits = [(one, visit) for one in makers for visit in turn.work.visits.open_of(one.id)]
    if not visits:
        turn.say("visits-none")
    for staff, visit in visits:
        _visiting(turn).words.shown(visit, staff)
    return True


def makes_visits(staff: Staff) -> bool:
    """Say whether it is somebody's part to visit families, and nothing else."""
    return Action.MAKE_VISIT in permitted(staff, Area.OWN)


def _act(turn: Turn, act: str, visit: Visit, staff: Staff) -> Toast:
    number = turn.work.cases.get(turn.work.referrals.get(visit.referral_id).case_id).number
    match act:
        case "going":
            _visiting(turn).going(visit, staff)
            return turn.toast("toast-visit-going", number=number)
        case "refuse":
            _visiting(turn).refuse(visit, staff)
            return turn.toast("toast-visit-refused", number=number)
        case _:
            if visit.state == "done":
                raise Stale(visit.id)
            turn.talk.begin(
                turn.hotline.flows.officer["visit"].start(visit_id=visit.id, number=number)
            )
            return Toast()


def _named(turn: Turn, staff: Staff) -> str:
    role = turn.words(f"role-{staff.role}")
    where = staff.village if Role(staff.role) is Role.VILLAGE_DIRECTOR else ""
    return " · ".join(part for part in (staff.name, where, role) if part)


def _visiting(turn: Turn) -> Visiting:
    return Visiting(turn.hotline, turn.work, turn.now)
