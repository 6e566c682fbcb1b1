"""A resident's edited message: the corrected words go wherever the first ones went."""

from bot.handlers.turn import Turn
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


def _is_as_it_was(turn: Turn, kept: EntryRow | None) -> bool:
    """Say whether an edit changes no words: each move of a live location arrives as one."""
    entry = turn.incoming.entry
    waiting = turn.talk.waiting(entry.message_id)
    before = [kept.words or ""] if kept is not None else []
    before += [waiting.text] if waiting is not None else []
    return bool(before) and all(words == entry.text for words in before)
