"""The reporter's side of letters: opened behind a neutral message, and own words taken back."""

from bot.handlers.turn import Toast, Turn
from bot.services.letters import Letters
from bot.services.paging import Paging
from bot.views.outgoing import Outgoing
from storage.repositories.letters import Letter


def tapped(turn: Turn, act: str, target: str) -> Toast:
    """Open the letter that stands behind a neutral message, or shut it again."""
    letter = _own(turn)
    if letter is None or str(letter.id) != target:
        return turn.toast("toast-stale-resident")
    letters = Letters(turn.hotline, turn.work, turn.now)
    if act == "open":
        turn.mail.send(turn.person, letters.opened(letter))
        letters.enclose(letter)
        return Toast()
    closed = letters.closed(letter, turn.person)
    edit = Outgoing(
        "edit", text=closed.text, buttons=closed.buttons, message_id=letter.message_id or 0
    )
    turn.mail.send(turn.person, edit)
    return Toast()


def delete(turn: Turn) -> None:
    """Take back the message that `/delete` answers: Telegram tells no bot of a deletion.

    The officer sees that something was taken back; what was said stays sealed on the case.
    """
    entry = turn.work.said.by_person(turn.person.id, turn.incoming.reply_to)
    if entry is None or turn.work.said.is_taken_back(entry.id):
        turn.say("delete-unknown")
        return
    turn.work.said.take_back(entry, turn.now)
    turn.work.timeline.add(entry.case_id, "taken-back", now=turn.now)
    current = turn.work.referrals.current_of(entry.case_id)
    Paging(turn.hotline, turn.work, turn.now).redraw(current)
    gone = (turn.incoming.reply_to, turn.incoming.message_id)
    turn.mail.send(turn.person, Outgoing("wipe", message_ids=gone))
    turn.say("deleted")


def _own(turn: Turn) -> Letter | None:
    letter = turn.work.letters.at(turn.person.id, turn.incoming.message_id)
    if letter is None or not letter.content:  # Erased, it says nothing any more.
        return None
    report = turn.work.cases.report(letter.report_id)
    if report.person_id == turn.person.id and report.hidden_at is not None:
        return None
    return letter
