"""Which commands stand in a person's menu, and giving somebody another menu.

Whoever is enrolled gets theirs at once. Who leaves service loses it by a message of the outbox, so
that it goes whichever process took them out of service, and is tried again until it has gone.
"""

from collections.abc import Sequence

from bot.services.access import Action, Area, permitted
from bot.services.mail import Priority
from bot.services.within import Within
from bot.terms import Role
from bot.views.outgoing import Outgoing
from storage.records import Person, Staff

KIND = "menu"
# They look after the children of one township or village, which is named in their invitation.
LOCAL = (Role.VILLAGE_DIRECTOR, Role.TOWNSHIP_SUPERVISOR)
RESIDENT_COMMANDS = (
    "report",
    "status",
    "check",
    "withdraw",
    "erase",
    "hours",
    "receipt",
    "complain",
    "menu",
    "help",
    "stop",
)
STAFF_COMMANDS = ("duty", "mine", "open", "roster", "swap", "absent", "report", "menu", "help")
LEADING_COMMANDS = {
    "cover": Action.KEEP_ROSTER,
    "invite": Action.INVITE,
    "dismiss": Action.DISMISS,
}
# They do nothing here but what they are asked to: visits, calls to their agency.
_ASKED = (*LOCAL, Role.AGENCY)
LOCAL_COMMANDS = ("mine", "report", "menu", "help")


def commands_of(places: Sequence[Staff]) -> tuple[str, ...]:
    """Return the commands of somebody who serves in these places, of a resident where in none."""
    if not places:
        return RESIDENT_COMMANDS
    if all(Role(staff.role) in _ASKED for staff in places):
        return LOCAL_COMMANDS
    may = {action for staff in places for action in permitted(staff, Area.OWN)}
    leading = [name for name, action in LEADING_COMMANDS.items() if action in may]
    return (*STAFF_COMMANDS, *leading)


class CommandMenu(Within):
    """Change menus within one unit of work."""

    def queue(self, person: Person) -> None:
        """Have the person's menu set anew."""
        self.work.outbox.put(
            person_id=person.id, kind=KIND, priority=Priority.NEWS, now=self.now, payload="{}"
        )

    def drawn(self, person_id: int) -> Outgoing:
        """Return the menu of the person as they serve now; who serves nowhere has everybody's."""
        person, places = self.work.people.get(person_id), self.work.staff.of_person(person_id)
        names = commands_of(places) if places else ()
        say = self.hotline.texts
        return Outgoing(
            "menu",
            commands=tuple((name, say(f"command-{name}", person.language)) for name in names),
        )
