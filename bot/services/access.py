"""Who may do what, where: one table of role × area × action."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.terms import Role
from storage.records import Office, Referral, Staff


class Action(StrEnum):
    """Everything that needs permission."""

    SEE = "see"
    ACCEPT = "accept"
    TAKE_OVER = "take_over"
    DECLINE = "decline"
    CONTACT = "contact"
    VISIT = "visit"
    ASK = "ask"
    NOTE = "note"
    CLOSE = "close"
    TRANSFER = "transfer"
    CORRECT = "correct"
    RAISE = "raise"
    LOWER = "lower"
    SEND = "send"
    MAKE_VISIT = "make_visit"
    ANSWER_CALL = "answer_call"
    AGENCY = "agency"
    CONFER = "confer"
    TAKE_LEAD = "take_lead"
    LEAVE_CASE = "leave_case"
    APPROVE = "approve"
    REOPEN = "reopen"
    DISMISS = "dismiss"
    LIST_OPEN = "list_open"
    LIST_MINE = "list_mine"
    SEE_DUTY = "see_duty"
    INVITE = "invite"
    SIGN = "sign"
    SWAP = "swap"
    BE_ABSENT = "be_absent"
    KEEP_ROSTER = "keep_roster"


class Area(StrEnum):
    """How an office stands to the office of a member of staff."""

    OWN = "own"
    BELOW = "below"
    ELSEWHERE = "elsewhere"


_CASEWORK = frozenset(
    {
        Action.SEE,
        Action.ACCEPT,
        Action.DECLINE,
        Action.CONTACT,
        Action.VISIT,
        Action.ASK,
        Action.NOTE,
        Action.CLOSE,
        Action.CORRECT,
        Action.RAISE,
        Action.LOWER,
        Action.SEND,
        Action.AGENCY,
        Action.CONFER,
        Action.REOPEN,
    }
)
_LISTS = frozenset({Action.LIST_OPEN, Action.LIST_MINE, Action.SEE_DUTY})
# What somebody on a roster does about their own turns; `KEEP_ROSTER` is about those of others.
_DUTY = frozenset({Action.SIGN, Action.SWAP, Action.BE_ABSENT})
_LEADING = (
    _CASEWORK
    | _LISTS
    | _DUTY
    | {
        Action.TAKE_OVER,
        Action.TRANSFER,
        Action.APPROVE,
        Action.INVITE,
        Action.KEEP_ROSTER,
        Action.DISMISS,
    }
)
_ABOVE = frozenset(
    {
        Action.SEE,
        Action.ACCEPT,
        Action.TAKE_OVER,
        Action.CONTACT,
        Action.VISIT,
        Action.ASK,
        Action.NOTE,
        Action.CLOSE,
        Action.TRANSFER,
        Action.CORRECT,
        Action.RAISE,
        Action.LOWER,
        Action.SEND,
        Action.AGENCY,
        Action.CONFER,
        Action.APPROVE,
        Action.REOPEN,
        Action.LIST_OPEN,
        Action.SEE_DUTY,
    }
)

PERMITTED: Mapping[tuple[Role, Area], frozenset[Action]] = {
    # They see of a case what the officer writes to them, and nothing else.
    (Role.VILLAGE_DIRECTOR, Area.OWN): frozenset({Action.MAKE_VISIT}),
    (Role.TOWNSHIP_SUPERVISOR, Area.OWN): frozenset({Action.MAKE_VISIT}),
    # Of cases they see the calls to their agency, as the printed form shows them.
    (Role.AGENCY, Area.OWN): frozenset({Action.ANSWER_CALL}),
    (Role.OFFICER, Area.OWN): _CASEWORK | _LISTS | _DUTY,
    (Role.LEAD, Area.OWN): _LEADING,
    (Role.CITY_OFFICER, Area.OWN): _LEADING,
    (Role.CITY_OFFICER, Area.BELOW): _ABOVE | {Action.INVITE, Action.KEEP_ROSTER, Action.DISMISS},
    (Role.PROVINCE, Area.OWN): _LEADING,
    (Role.PROVINCE, Area.BELOW): _ABOVE | {Action.INVITE, Action.KEEP_ROSTER, Action.DISMISS},
}

# These work on a matter that somebody holds: the holder, or who leads or stands above.
_HOLDERS = frozenset(
    {
        Action.CONTACT,
        Action.VISIT,
        Action.ASK,
        Action.CLOSE,
        Action.SEND,
        Action.AGENCY,
        Action.CONFER,
    }
)
# What the case is said to be is the holder's word once there is one; anybody may still raise it.
_HOLDERS_WORD = frozenset({Action.CORRECT, Action.LOWER})
_OVER_HOLDER = frozenset({Role.LEAD, Role.CITY_OFFICER, Role.PROVINCE})


# The matter goes on elsewhere: in another office, or in the case with which it was joined.
HANDED_ON = frozenset({"transferred", "joined"})


def area_of(staff: Staff, office: Office, offices: Mapping[str, Office]) -> Area:
    """Say how `office` stands to the office where the member of staff serves."""
    if staff.office_code == office.code:
        return Area.OWN
    parent = office.parent_code
    while parent is not None:
        if parent == staff.office_code:
            return Area.BELOW
        parent = offices[parent].parent_code
    return Area.ELSEWHERE


def permitted(staff: Staff, area: Area) -> frozenset[Action]:
    """Return what the member of staff may do in the area; nothing unless the table says so."""
    if staff.left_at is not None:
        return frozenset()
    return PERMITTED.get((Role(staff.role), area), frozenset())


def has_turns(staff: Staff) -> bool:
    """Say whether the member of staff may stand on a roster: nobody of a village or township."""
    return Action.SIGN in permitted(staff, Area.OWN)


def actions_on(
    staff: Staff, referral: Referral, offices: Mapping[str, Office]
) -> frozenset[Action]:
    """Return what the member of staff may do with this referral now, by role and area.

    Whoever handed a case on sees no more of it: what comes later is for its new office. Whom a
    restricted case names, and who helps with a case, is not known here: see `services.permits`.
    """
    if referral.outcome in HANDED_ON or is_complained_of([staff], referral):
        return frozenset()
    allowed = permitted(staff, area_of(staff, offices[referral.office_code], offices))
    if referral.holder_id is None:
        return allowed - _HOLDERS - {Action.TAKE_OVER}
    if staff.id == referral.holder_id:
        return allowed - {Action.ACCEPT, Action.TAKE_OVER}
    if Role(staff.role) in _OVER_HOLDER:
        return allowed - {Action.ACCEPT, Action.DECLINE}
    return allowed - _HOLDERS - _HOLDERS_WORD - {Action.ACCEPT, Action.DECLINE}


def is_complained_of(places: Sequence[Staff], referral: Referral) -> bool:
    """Say whether the referral is a complaint about an office in which the person serves."""
    if referral.about_offices is None:
        return False
    about = set(json.loads(referral.about_offices))
    return any(staff.office_code in about for staff in places)
