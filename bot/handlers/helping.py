"""What /help tells somebody in service: what their places can do, in a few lines for each."""

from collections.abc import Sequence

from bot.services.access import Action, Area, permitted
from bot.services.command_menu import LOCAL
from bot.terms import Role
from storage.records import Staff


def help_keys(places: Sequence[Staff]) -> Sequence[str]:
    """Return which texts are the help of somebody with these places; everybody's where none."""
    if not places:
        return ["help"]
    roles = {Role(staff.role) for staff in places}
    may = {action for staff in places for action in permitted(staff, Area.OWN)}
    shown = (
        ("help-officer", Action.ACCEPT in may),
        ("help-lead", Action.KEEP_ROSTER in may),
        ("help-visitor", not roles.isdisjoint(LOCAL)),
        ("help-agency", Role.AGENCY in roles),
    )
    return ["help-staff", *(key for key, is_shown in shown if is_shown), "help-last"]
