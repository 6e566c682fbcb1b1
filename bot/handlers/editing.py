"""A resident's edited message: the corrected words go wherever the first ones went."""

from bot.flows.complaint import complains
from bot.handlers.turn import Turn
from bot.services.complaining import Complaining
from storage.records import EntryRow


def edited(turn: Turn) -> bool:
    """Take corrected words wherever the first ones went; danger in them is danger.

    Returns False where they are to be taken as said for the first time.
    """
    entry = turn.incoming.entry
    is_danger = turn.reading is not None and turn.reading.danger
    corrected = turn.work.said.by_person(turn.person.id, entry.message_id)
    if _is_as_it_was(turn, corrected):
        return True
    if corrected is not None and not is_danger and _is_new_complaint(turn, corrected):
        _complain_instead(turn, corrected)
        return True
    waits = turn.talk.edited(turn.answer)
    if corrected is not None:
        turn.intake.corrected(corrected, entry.text)
    if not waits and corrected is None:
        # Words that went nowhere, or to where they cannot be taken back from.
        if is_danger:
            return False
        turn.say("edited-not-carried")
        return True
    turn.say("edited-noted")
    if is_danger and corrected is not None:
        if not waits:
            turn.say_call_first(corrected.case_id)
        turn.intake.alarm(turn.person, turn.work.cases.get(corrected.case_id))
    return True


def _is_new_complaint(turn: Turn, kept: EntryRow) -> bool:
    return complains(turn.incoming.entry.text) and not complains(kept.words or "")


def _complain_instead(turn: Turn, kept: EntryRow) -> None:
    """Take words that were edited into a complaint to the tier above, and not into the case.

    What they were before stays there, where it has been read.
    """
    case_id = turn.work.joinings.now_in(kept.case_id)
    turn.say("edited-into-complaint")
    complaining = Complaining(turn.hotline, turn.work, turn.now)
    complaining.told_of(turn.person, case_id, [turn.incoming.entry], is_told=True)
    going_on = turn.talk.current()
    if going_on is not None:
        turn.talk.ask(going_on)


def _is_as_it_was(turn: Turn, kept: EntryRow | None) -> bool:
    """Say whether an edit changes no words: each move of a live location arrives as one."""
    entry = turn.incoming.entry
    waiting = turn.talk.waiting(entry.message_id)
    before = [kept.words or ""] if kept is not None else []
    before += [waiting.text] if waiting is not None else []
    return bool(before) and all(words == entry.text for words in before)
