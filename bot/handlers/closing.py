"""The end of a case and its second beginning, from the buttons of a card."""

from bot.errors import Stale
from bot.handlers.turn import Toast, Turn
from bot.services.closing import Closing
from storage.records import Referral, Staff


def tapped(turn: Turn, name: str, referral: Referral, staff: Staff) -> Toast:
    """Agree to a closing, or begin the dialogue that refuses it or opens the case again.

    Raises:
        Stale: there is nothing to agree to, or the case is not closed.
    """
    number = turn.work.cases.get(referral.case_id).number
    if name == "approve":
        Closing(turn.hotline, turn.work, turn.now).approve(referral, staff)
        return turn.toast("toast-approved", number=number)
    wish = turn.work.approvals.open_of(referral.id)
    is_possible = wish is not None if name == "refuse" else _is_last(turn, referral)
    if not is_possible:
        raise Stale(referral.id)
    form = turn.hotline.flows.officer["refuse" if name == "refuse" else "reopen"]
    turn.talk.begin(form.start(referral_id=referral.id, number=number))
    return Toast()


def _is_last(turn: Turn, referral: Referral) -> bool:
    """Say whether the case ended with this referral and has not been opened since."""
    last = turn.work.referrals.current_of(referral.case_id)
    return last.id == referral.id and not referral.is_open
