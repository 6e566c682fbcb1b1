"""Number and code that were typed: looked up as by `/check`, and kept nowhere as words."""

from dataclasses import replace

from bot.handlers.incoming import Incoming
from bot.handlers.turn import Turn
from bot.services.deeds import Deeds
from bot.services.hotline import Hotline


def without_secret(hotline: Hotline, incoming: Incoming) -> Incoming:
    """Return what was typed without its number and code, which stand apart.

    A command with both is no command any more: whatever it was, it is a look-up.
    """
    if incoming.what not in ("said", "edited", "command"):
        return incoming
    proof = hotline.proofs.find(incoming.entry.text)
    if proof is None:
        return incoming
    what = "said" if incoming.what == "command" else incoming.what
    if not proof.number:
        return replace(incoming, what=what, proof=proof)
    entry = replace(incoming.entry, text=proof.rest)
    return replace(incoming, what=what, proof=proof, entry=entry)


def handle(turn: Turn) -> bool:
    """Look up what was typed; say whether that was all of it.

    What goes on with the person goes on, and whatever else they typed is still to be heard.
    """
    proof, going_on = turn.incoming.proof, turn.talk.current()
    is_inquiry = going_on is not None and going_on.flow == turn.hotline.flows.inquiry.name
    if proof is None or (is_inquiry and not proof.number):
        return False
    turn.wants_to_hear()
    if proof.number:
        Deeds(turn.hotline, turn.work, turn.person, turn.now).look_up(proof.number, proof.code)
    else:
        turn.say("code-alone")
    if is_inquiry:
        turn.work.dialogues.end(turn.person.id)
        going_on = None
    if proof.rest or turn.incoming.entry.attachment is not None:
        return False
    if going_on is not None:
        turn.talk.ask(going_on)
    return True
