"""`/receipt`: a proof of having reported, and the checking of one."""

from datetime import timedelta

from bot.handlers.turn import Toast, Turn
from bot.services.receipts import ROLES, Receipts
from storage.records import Report

_TRIES_PER_HOUR = 20
_HOUR = timedelta(hours=1)
_OFFERED = 3


def receipt(turn: Turn) -> None:
    """Check the number behind the command; without one, give out the person's own receipts."""
    receipts = Receipts(turn.hotline, turn.work, turn.now)
    if turn.incoming.argument:
        if _tried_too_often(turn):
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


def _tried_too_often(turn: Turn) -> bool:
    hour_at, count = turn.person.inquiry_hour_at, turn.person.inquiry_count
    if hour_at is None or turn.now - hour_at >= _HOUR:
        hour_at, count = turn.now, 0
    turn.work.people.count_inquiry(turn.person, hour_at=hour_at, count=count + 1)
    return count >= _TRIES_PER_HOUR
