"""A roster that a lead sends as a sheet in the chat, and the taps under what it would change."""

import re

from bot.duty.unpacking import MOST_BYTES
from bot.handlers.turn import Toast, Turn
from bot.services.access import Action
from bot.services.proposals import Proposals, is_of
from bot.views.duty_taps import DutyTap

# Whatever somebody may take for a sheet; what it really is counts by what is in it.
_NAMES = re.compile(r".*\.(xlsx|xlsm|xlsb|xltx|xltm|xls|et|ods|csv)", re.IGNORECASE | re.DOTALL)
_ROSTER = re.compile(r"值班|排班|roster|rota", re.IGNORECASE)
_TYPES = ("spreadsheet", "ms-excel", "text/csv")


def handle(turn: Turn) -> bool:
    """Have a sheet fetched that somebody sent who lays a roster; say whether it was one.

    A roster that is no sheet, a picture or a text, is answered with what it should be.
    """
    if not _keeps_any(turn):
        return False
    if not _is_sheet(turn):
        if _is_called_roster(turn):
            turn.say("sheet-file-type")
            return True
        return False
    if turn.incoming.file_bytes > MOST_BYTES:
        turn.say("sheet-file-size")
        return True
    Proposals(turn.hotline, turn.work, turn.now).expect(turn.person, turn.incoming.entry)
    return True


def tapped(turn: Turn, tap: DutyTap) -> Toast:
    """Take in, leave, or say the office of a sheet; permission is looked up now."""
    row = turn.work.sheets.find(tap.number)
    if not _keeps_any(turn) or (row is not None and not is_of(row, turn.person)):
        return turn.toast("toast-not-allowed", alert=True)
    if row is None or row.state == "waiting":
        return turn.toast("toast-sheet-gone", alert=True)
    proposals = Proposals(turn.hotline, turn.work, turn.now)
    here = turn.incoming.message_id
    match tap.name:
        case "leave":
            proposals.leave(row, here)
            return turn.toast("toast-sheet-left")
        case "office":
            office = turn.hotline.offices.find(tap.more)
            if office is None or not proposals.choose(row, office, here):
                return turn.toast("toast-not-allowed", alert=True)
            return Toast()
        case _:
            key = proposals.take(row, here)
            return turn.toast(key, alert=key != "toast-sheet-taken")


def _keeps_any(turn: Turn) -> bool:
    return bool(turn.permits.offices_for(turn.places, Action.KEEP_ROSTER))


def _is_sheet(turn: Turn) -> bool:
    attachment = turn.incoming.entry.attachment
    if attachment is None or attachment.kind != "document":
        return False
    is_called_so = _NAMES.fullmatch(attachment.name) is not None
    return is_called_so or any(one in turn.incoming.media_type.lower() for one in _TYPES)


def _is_called_roster(turn: Turn) -> bool:
    """Say whether a file of another kind is called a roster, by its name or by its caption."""
    entry = turn.incoming.entry
    if entry.attachment is None or entry.attachment.kind not in ("document", "photo"):
        return False
    return _ROSTER.search(f"{entry.attachment.name} {entry.text}") is not None
