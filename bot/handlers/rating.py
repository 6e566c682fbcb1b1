"""What a reporter thinks of the result, and the opening of a case again."""

from bot.handlers.turn import Toast, Turn
from storage.records import Case, Report


def rate(turn: Turn, report: Report, case: Case, *, satisfied: bool) -> Toast:
    """Keep how content the reporter is; of one who is not, ask what is not well."""
    turn.work.cases.rate(report.id, "satisfied" if satisfied else "unsatisfied")
    turn.work.timeline.add(case.id, "rated", now=turn.now, details={"satisfied": int(satisfied)})
    if satisfied:
        turn.say("thanks-satisfied")
        return turn.toast("toast-thanks")
    return again(turn, report, case)


def again(turn: Turn, report: Report, case: Case) -> Toast:
    """Ask why the case is to be opened again, once."""
    if case.state != "closed" or report.reopened_at is not None:
        turn.say("not-reopened", number=report.number)
        return turn.toast("toast-thanks")
    turn.talk.begin(turn.hotline.flows.feedback.start(case_id=case.id, number=report.number))
    return turn.toast("toast-thanks")
