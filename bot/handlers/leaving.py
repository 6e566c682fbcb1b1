"""`/dismiss`: a lead, or whoever stands above, takes somebody out of service."""

from bot.handlers.turn import Turn
from bot.services.access import Action, area_of, permitted
from storage.records import Staff

SHOWN = 40


def dismiss(turn: Turn) -> None:
    """Ask who leaves, among those of one's office and of those below with the name given."""
    name = turn.incoming.argument.strip()
    found = _whom(turn, name)
    if not any(_may(turn, staff.office_code) for staff in turn.places):
        turn.say("toast-not-allowed")
        return
    if not found:
        turn.say("dismiss-nobody")
        return
    people = [[one.id, _label(turn, one)] for one in found[:SHOWN]]
    turn.talk.begin(turn.hotline.flows.officer["dismiss"].start(people=people))


def _whom(turn: Turn, name: str) -> list[Staff]:
    """Return who may be meant: of one's own offices, or anywhere below by name."""
    own = {staff.office_code for staff in turn.places}
    codes = own if not name else turn.hotline.offices.by_code
    return [
        staff
        for code in codes
        if _may(turn, code)
        for staff in turn.work.staff.in_office(code)
        if staff.person_id != turn.person.id and name in staff.name
    ]


def _may(turn: Turn, office_code: str) -> bool:
    offices = turn.hotline.offices
    office = offices[office_code]
    return any(
        Action.DISMISS in permitted(staff, area_of(staff, office, offices.by_code))
        for staff in turn.places
    )


def _label(turn: Turn, staff: Staff) -> str:
    held = len(turn.work.referrals.held_by([staff.id]))
    role = " ".join(filter(None, (turn.words(f"role-{staff.role}"), staff.agency)))
    return turn.words("dismiss-label", name=staff.name, role=role, count=held)
