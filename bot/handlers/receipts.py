"""`/receipt`: a proof of having reported, and the checking of one."""

from bot.handlers.turn import Toast, Turn
from bot.services.receipts import ROLES, Receipts
from bot.services.tries import Tries
from storage.records import Report

_OFFERED = 3


def receipt(turn: Turn) -> None:
    """Check the number behind the command; without one, give out the person's own receipts."""
    receipts = Receipts(turn.hotline, turn.work, turn.now)
    if turn.incoming.argument:
        if Tries(turn.hotline, turn.work, turn.now).are_too_many(turn.person, "receipt"):
            turn.say("lookup-throttled")
        else:
            receipts.checked(turn.person, turn.incoming.argument)
        return
    every = turn.work.cases.reports_by(turn.person.id)
    reports = [report for report in every if report.person_id == turn.person.id][:_OFFERED]
    if not reports:
        turn.say("receipt-nothing")
    for report in reports:
        made = turn.work.receipts.of_report(report.id)
        if made is not None:
            receipts.send(turn.person, made)
        else:
            receipts.offer(turn.person, report)


def chosen(turn: Turn, report: Report, role: str) -> Toast:
    """Make out the receipt for the role that was tapped."""
    if role not in ROLES:
        return turn.toast("toast-stale-resident")
    receipts = Receipts(turn.hotline, turn.work, turn.now)
    receipts.send(turn.person, receipts.make(report, role))
    return turn.toast("toast-receipt")
