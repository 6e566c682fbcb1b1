"""`/menu`, and the forms that were left: each is gone on with from there, or from the case's card.

A form is gone on with by the same way that began it, so that everything is looked up anew: whether
the person still may, whether the case has ended, and what there is to choose from.
"""

import json
from collections.abc import Callable
from dataclasses import replace

from bot.flows.dialogue import Dialogue
from bot.handlers.turn import Toast, Turn
from bot.services.command_menu import commands_of
from bot.services.parking import named
from bot.views.call_card import encode_call
from bot.views.card_buttons import encode_action
from bot.views.menus import encode_tap
from bot.views.outgoing import Button
from bot.views.parked_taps import PREFIX, decode_parked, encode_parked
from bot.views.visit_taps import encode_visit
from storage.records import ParkedForm, Referral

Press = Callable[[Turn], Toast | None]
Rows = tuple[tuple[Button, ...], ...]
# Which button of a card begins a form, where it is not of the form's own name.
_BUTTONS = {
    "decline": "decline",
    "ask": "ask",
    "note": "note",
    "close": "close",
    "ask-visit": "send",
    "agency": "agency",
    "agency-answer": "answered",
    "ask-agency": "ask_agency",
    "refuse": "refuse",
    "reopen": "open_again",
    "part": "part",
}
_COMMANDS = {
    "complaint": "complain",
    "wishes": "hours",
    "swap": "swap",
    "absent": "absent",
    "cover": "cover",
}


def is_parked(data: str) -> bool:
    """Say whether a button's answer comes from a list of forms that were left."""
    return data.startswith(PREFIX)


def menu(turn: Turn) -> None:
    """Show what can be done here, and first of all which forms wait to be gone on with."""
    rows = buttons(turn)
    lines = "\n".join(
        f"/{name} {turn.words(f'command-{name}')}"
        for name in commands_of(turn.places)
        if name != "menu"
    )
    turn.say("menu-with-forms" if rows else "menu-plain", buttons=rows, lines=lines)


def buttons(turn: Turn) -> Rows:
    """Return what goes on with each form that was left, and throws it away."""
    talk = turn.talk
    return tuple(
        (
            Button(
                turn.words("button-go-on-with", form=_label(turn, one)),
                encode_parked("go", one.id),
            ),
            Button("🗑", encode_parked("drop", one.id)),
        )
        for one in talk.parking.offered()
    )


def tapped(turn: Turn, press: Press) -> Toast:
    """Answer a tap beside a form that was left; `press` answers the tap that would begin it."""
    tap = decode_parked(turn.incoming.data)
    parked = turn.work.parked.find(tap.form_id) if tap else None
    if tap is None or parked is None or parked.person_id != turn.person.id:
        return turn.toast("toast-parked-gone", alert=True)
    if tap.act == "drop":
        turn.talk.parking.drop(parked)
        return turn.toast("toast-parked-dropped")
    return _go_on(turn, parked, press)


def go_on_in(turn: Turn, referral: Referral, press: Press) -> Toast:
    """Go on with what the person left last about a case, from its card."""
    left = turn.work.parked.in_case(turn.person.id, referral.case_id)
    if not left:
        turn.casework.paging.redraw_on(referral, turn.person.id)
        return turn.toast("toast-parked-gone", alert=True)
    return _go_on(turn, left[-1], press)


def _go_on(turn: Turn, parked: ParkedForm, press: Press) -> Toast:
    memory = json.loads(parked.memory)
    before = Dialogue(parked.flow, 1, parked.state, memory)
    command = _COMMANDS.get(parked.flow)
    incoming = turn.incoming
    if command is not None:
        name = str(memory.get("name", "")) if memory.get("staff_id") else ""
        incoming = replace(incoming, what="command", command=command, argument=name)
    else:
        incoming = replace(incoming, data=_data(turn, parked, before))
    pressed = press(replace(turn, incoming=incoming)) or Toast()
    if command is not None or turn.talk.parking.is_same(before, turn.talk.current()):
        return pressed
    return turn.toast("toast-parked-over", alert=True)


def _data(turn: Turn, parked: ParkedForm, before: Dialogue) -> str:
    """Return the answer of the button by which the form would be begun."""
    number = int(parked.subject.partition(":")[2])
    match parked.flow:
        case "visit":
            return encode_visit("report", number)
        case "answer-call" | "refuse-call":
            return encode_call(parked.flow.removesuffix("-call"), number)
        case "lower":
            return encode_tap("level", str(before.memory["level"]), number)
        case "feedback":
            own = turn.work.cases.reports_by(turn.person.id)
            mine = next((one.id for one in own if one.case_id == number), 0)
            return f"r:again:{mine}"
        case _:
            return encode_action(_BUTTONS[parked.flow], number, 0)


def _label(turn: Turn, parked: ParkedForm) -> str:
    form = named(parked)
    return turn.talk.effects.words(form.key, form.args)
