"""Opening an invitation, and making one."""

from bot.errors import HotlineError
from bot.handlers import calls
from bot.handlers.refusing import refuse
from bot.handlers.turn import Turn
from bot.services.access import Action, area_of, permitted
from bot.services.command_menu import LOCAL
from bot.services.enrolment import NAME_LENGTH, Enrolment, InviteRefused
from bot.terms import Role
from storage.records import Office, Staff


def join(turn: Turn) -> None:
    """Enrol the person by the link that they opened."""
    enrolment = Enrolment(turn.hotline, turn.work, turn.now)
    try:
        staff = enrolment.join(turn.person, turn.incoming.argument)
    except InviteRefused as refusal:
        turn.say(f"invite-{refusal.why}")
        return
    office = turn.hotline.offices[staff.office_code]
    if staff.agency is not None:
        turn.say("enrolled-agency", name=staff.name, agency=staff.agency, office=office.name)
        calls.owed(turn, staff)
        return
    if Role(staff.role) in LOCAL:
        turn.say("enrolled-local", name=staff.name, role=turn.words(f"role-{staff.role}"))
        return
    turn.say("enrolled", name=staff.name, role=turn.words(f"role-{staff.role}"), office=office.name)


def invite(turn: Turn) -> None:
    """Make a link for a new member of the lead's office: `/invite role name [office]`."""
    role, name, office_code = _asked(turn)
    inviter, office = _inviter(turn, office_code)
    if inviter is None or office is None:
        refuse(turn, Action.INVITE)
        return
    if role is None or not 0 < len(name) <= NAME_LENGTH:
        turn.say("invite-usage", roles="、".join(_written(turn, one) for one in Role))
        return
    enrolment = Enrolment(turn.hotline, turn.work, turn.now)
    township, village, agency = "", "", ""
    if role is Role.AGENCY:
        name, _, agency = name.rpartition(" ")
        kinds = turn.hotline.config.casework.agencies
        if agency not in kinds or not name:
            turn.say("invite-agency-usage", agencies="、".join(kinds))
            return
    if role in LOCAL:
        name, township, village = _local(name)
        if not township or (role is Role.VILLAGE_DIRECTOR and not village):
            turn.say("invite-local-usage")
            return
    try:
        payload, expires_at = enrolment.invite(
            office_code=office.code,
            role=role,
            name=name,
            made_by=inviter.id,
            township=township,
            village=village,
            agency=agency,
        )
    except HotlineError:
        if township:
            turn.say("invite-no-township", township=township, office=office.name)
            return
        turn.say("invite-wrong-role", role=turn.words(f"role-{role.value}"), office=office.name)
        return
    turn.say(
        "invite-made",
        link=f"https://t.me/{turn.hotline.bot_name}?start={payload}",
        name=name,
        role=turn.words(f"role-{role.value}"),
        office=office.name,
        expires=turn.hotline.when(expires_at, turn.now, turn.person.language),
    )


def _local(words: str) -> tuple[str, str, str]:
    """Return the name, the township and the village of `name township [village]`."""
    name, _, where = words.partition(" ")
    township, _, village = where.partition(" ")
    return name, township, village.strip()


def _asked(turn: Turn) -> tuple[Role | None, str, str | None]:
    words = turn.incoming.argument.split()
    office_code = words.pop() if words and words[-1].isdigit() else None
    wanted = words[0] if words else ""
    named = {role.value: role for role in Role} | {
        turn.words(f"role-{role.value}"): role for role in Role
    }
    return named.get(wanted), " ".join(words[1:]), office_code


def _written(turn: Turn, role: Role) -> str:
    """Return how a role is written behind the command: by its name where that is one word."""
    name = turn.words(f"role-{role.value}")
    return f"{role.value}（{name}）" if " " in name else name


def _inviter(turn: Turn, office_code: str | None) -> tuple[Staff | None, Office | None]:
    for staff in turn.places:
        office = turn.hotline.offices.find(office_code or staff.office_code)
        if office is None:
            continue
        area = area_of(staff, office, turn.hotline.offices.by_code)
        if Action.INVITE in permitted(staff, area):
            return staff, office
    return None, None
