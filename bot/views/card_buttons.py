"""The buttons of cards and lists: which there are when, and what they answer with."""

import re
from dataclasses import dataclass

_ACTION = re.compile(r"c:([a-z_]{1,12}):(0|[1-9][0-9]{0,18}):(0|[1-9][0-9]{0,8})")
_GREATEST_ID = 2**63 - 1
_WAITING = frozenset({"new", "paging", "declined"})
_HELD = frozenset({"accepted", "contacted", "visiting"})
REOPENED = "reopened"
"""How a closed referral is shown whose case goes on in another one: nothing is done with it."""

_ANY = _WAITING | _HELD | {"closed"}
_ROWS: tuple[tuple[tuple[str, frozenset[str]], ...], ...] = (
    (("go_on", _ANY),),
    (("accept", _WAITING), ("take_over", _HELD)),
    (("contact", frozenset({"accepted"})), ("visit", frozenset({"accepted", "contacted"}))),
    (("take_lead", _HELD),),
    (("approve", _HELD), ("refuse", _HELD)),
    (("ask", _HELD), ("note", _ANY), ("send", _HELD)),
    (("agency", _HELD), ("answered", _HELD), ("ask_agency", _HELD)),
    (("confer", _HELD),),
    (("decline", _WAITING | _HELD), ("close", _HELD)),
    (("confirm", _WAITING | _HELD),),
    (("kind", _WAITING | _HELD), ("level", _WAITING | _HELD)),
    (("place", _WAITING | _HELD), ("situation", _WAITING | _HELD)),
    (("guardian", _HELD),),
    (("join", _HELD), ("part", _HELD)),
    (("open_again", frozenset({"closed"})),),
    (("leave_case", _ANY),),
)
# What a button needs where that is not its own name.
_NEEDS = {
    "go_on": "see",
    "confirm": "correct",
    "kind": "correct",
    "level": "raise",
    "place": "correct",
    "situation": "correct",
    "answered": "agency",
    "ask_agency": "agency",
    "refuse": "approve",
    "open_again": "reopen",
    "guardian": "correct",
    "join": "correct",
    "part": "correct",
}


@dataclass(frozen=True, slots=True)
class Action:
    """What a button on a card or a list means."""

    name: str
    target: int
    version: int


def encode_action(name: str, target: int, version: int) -> str:
    """Return what a button answers with: at most 64 bytes (Bot API, callback_data)."""
    return f"c:{name}:{target}:{version}"


def decode_action(data: str) -> Action | None:
    """Return what a button's answer means; None for whatever no card of ours has sent."""
    found = _ACTION.fullmatch(data)
    if found is None or int(found[2]) > _GREATEST_ID:
        return None
    return Action(found[1], int(found[2]), int(found[3]))


def offered(
    state: str,
    permitted: frozenset[str],
    *,
    may_transfer: bool,
    has_more: bool,
    may_confirm: bool = False,
    awaits_agency: bool = False,
    may_ask_agency: bool = False,
    awaits_approval: bool = False,
    may_join: bool = False,
    may_go_on: bool = False,
    may_part: bool = False,
) -> tuple[tuple[str, ...], ...]:
    """Return the names of the buttons, row by row.

    Args:
        state: the referral's.
        permitted: what the viewer may do.
        may_transfer: whether somebody proposed another owner.
        has_more: whether words were said that the card has no room for.
        may_confirm: whether anything is suggested that nobody settled.
        awaits_approval: whether its holder wishes to close it and a lead has not said yes or no.
        awaits_agency: whether an agency was asked that has not answered.
        may_ask_agency: whether somebody of an agency that was asked is in the chat.
        may_join: whether another case looks like the same matter.
        may_part: whether cases were joined into it that can be parted again.
        may_go_on: whether the viewer left a form about it before its end.
    """
    rows = [
        tuple(
            name
            for name, states in row
            if _NEEDS.get(name, name) in permitted
            and state in states
            and (name != "confirm" or may_confirm)
            and (name != "answered" or awaits_agency)
            and (name != "ask_agency" or may_ask_agency)
            and (name != "join" or may_join)
            and (name != "go_on" or may_go_on)
            and (name != "part" or may_part)
            and (name not in ("approve", "refuse") or awaits_approval)
        )
        for row in _ROWS
    ]
    if may_transfer and "transfer" in permitted and state in _WAITING:
        rows.append(("transfer",))
    if has_more and "words" in permitted:
        rows.append(("words",))
    return tuple(row for row in rows if row)


def is_waiting(state: str) -> bool:
    """Say whether nobody has the referral in hand."""
    return state in _WAITING
