"""The officer's side of the talk with reporters: what was asked is changed, or taken back."""

from bot.handlers import marking
from bot.handlers.turn import Turn
from bot.services.access import Action
from bot.services.asking import Asking
from storage.records import EntryRow, Staff


def handle(turn: Turn) -> bool:
    """Answer an officer's edit, or a later part of an album; say whether it was one."""
    if not turn.places:
        return False
    match turn.incoming.what:
        case "edited":
            return _edited(turn)
        case "said" if turn.talk.current() is None:
            return _completed(turn)
        case "command" if turn.incoming.command == "delete" and turn.incoming.reply_to:
            return _deleted(turn)
        case "command":
            return marking.handle(turn)
    return False


def _edited(turn: Turn) -> bool:
    entry = _own(turn, turn.incoming.message_id)
    if entry is None:
        return False
    if _acting(turn, entry) is None:
        turn.say("toast-not-allowed")
        return True
    words = turn.incoming.entry.text
    if words == (entry.words or ""):
        return True
    _asking(turn).change(entry, words)
    number = turn.work.cases.get(entry.case_id).number
    turn.say("question-edited" if entry.kind == "question" else "note-edited", number=number)
    return True


def _completed(turn: Turn) -> bool:
    """Keep a later part of an album with the question, or the note, that its first part was."""
    attachment = turn.incoming.entry.attachment
    if attachment is None or not attachment.album_id:
        return False
    first = turn.work.said.begun_by([staff.id for staff in turn.places], attachment.album_id)
    if first is None or _acting(turn, first) is None:
        return False
    _asking(turn).complete(first, turn.incoming.entry)
    return True


def _deleted(turn: Turn) -> bool:
    entry = _own(turn, turn.incoming.reply_to)
    if entry is None or entry.kind != "question" or _acting(turn, entry) is None:
        turn.say("delete-unknown")
        return True
    _asking(turn).take_back(entry)
    turn.say("question-taken-back-done")
    return True


def _own(turn: Turn, message_id: int) -> EntryRow | None:
    return turn.work.said.by_staff([staff.id for staff in turn.places], message_id)


def _acting(turn: Turn, entry: EntryRow) -> Staff | None:
    """Return the place in which the officer may still write to the case's reporters, if any."""
    referral = turn.work.referrals.current_of(entry.case_id)
    action = Action.ASK if entry.kind == "question" else Action.NOTE
    return turn.permits.acting_as(turn.places, referral, action)


def _asking(turn: Turn) -> Asking:
    return Asking(turn.hotline, turn.work, turn.now)
