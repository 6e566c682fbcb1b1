"""`/abusive`, `/hoax` and `/quiet`: what officers mark, and the list of what waits quietly."""

from collections.abc import Callable, Mapping

from bot.handlers.supervisor import listed
from bot.handlers.turn import Turn
from bot.services.access import Action
from bot.services.case_lines import case_line
from bot.services.paging import Paging
from bot.services.quiet import QuietList
from bot.views.lists import PER_PAGE, render_list
from bot.views.outgoing import Button, Outgoing

_OFF = frozenset({"off", "取消", "不是"})


def handle(turn: Turn) -> bool:
    """Answer one of these commands of a member of staff; say whether it was one."""
    command = COMMANDS.get(turn.incoming.command)
    if command is None:
        return False
    command(turn)
    return True


def _mark(turn: Turn) -> None:
    """Mark the case whose card the command answers, or its reporters; `off` takes it back.

    Who reported stays unknown to the officer: the mark is set through the case.
    """
    what = turn.incoming.command
    card = turn.work.pages.card_at(turn.person.id, turn.incoming.reply_to)
    if card is None:
        turn.say("mark-needs-card")
        return
    referral = turn.work.referrals.get(card.referral_id)
    staff = turn.permits.acting_as(turn.places, referral, Action.CLOSE)
    if staff is None:
        turn.say("toast-not-allowed")
        return
    is_on = turn.incoming.argument not in _OFF
    quiet = QuietList(turn.hotline, turn.work, turn.now)
    mark = quiet.mark_hoax if what == "hoax" else quiet.mark_reporters
    mark(referral, staff, is_on=is_on)
    Paging(turn.hotline, turn.work, turn.now).redraw(referral)
    number = turn.work.cases.get(referral.case_id).number
    turn.say(f"marked-{what}" if is_on else f"unmarked-{what}", number=number)


def _list(turn: Turn) -> None:
    waiting = [one for one in listed(turn, "open") if one.quiet and one.holder_id is None]
    text, rows = render_list(
        "quiet",
        [
            case_line(turn.hotline, turn.work, one, turn.places, turn.now)
            for one in waiting[:PER_PAGE]
        ],
        page=0,
        language=turn.person.language,
        texts=turn.hotline.texts,
        now=turn.now,
        zone=turn.hotline.zone,
    )
    buttons = tuple(tuple(Button(label, data) for label, data in row) for row in rows)
    turn.mail.send(turn.person, Outgoing("message", text=text, buttons=buttons, protected=True))


COMMANDS: Mapping[str, Callable[[Turn], None]] = {
    "abusive": _mark,
    "hoax": _mark,
    "quiet": _list,
}
