"""The resident's side: commands, words, and the few buttons under the bot's messages."""

import re
from collections.abc import Callable, Mapping, Sequence

from bot.flows.dialogue import Answer, Dialogue, Entry
from bot.flows.small_talk import (
    asks_how_it_stands,
    asks_of_before,
    is_greeting,
    is_of_things,
    is_thanks,
)
from bot.handlers import answering, editing, letters, parked, rating, receipts
from bot.handlers.enrolling import join
from bot.handlers.helping import help_keys
from bot.handlers.turn import Toast, Turn
from bot.services.deeds import Deeds
from bot.services.enrolment import PAYLOAD
from bot.services.stopping import Stopping
from bot.services.suggested import is_told_by_child
from bot.views.outgoing import Button, Key, Outgoing
from bot.views.texts import LANGUAGES
from storage.records import Case, Report

PREFIX = "r:"
PRIVACY = "privacy-short"
_BUTTON = re.compile(r"r:(good|bad|again|add|withdraw|language|open|shut|proof|look):([\w-]{1,32})")


def handle(turn: Turn) -> None:
    """Answer what a resident wrote or sent."""
    match turn.incoming.what:
        case "command":
            _command(turn)
        case "edited":
            if not editing.edited(turn):
                _said(turn)
        case _:
            _said(turn)


def tapped(turn: Turn) -> Toast:
    """Answer a tap on a button that stands under one of the resident's own messages."""
    found = _BUTTON.fullmatch(turn.incoming.data)
    if found is None:
        return turn.toast("toast-stale-resident")
    act, target = found.groups()
    if act == "language":
        return _change_language(turn, target)
    if act in ("open", "shut"):
        return letters.tapped(turn, act, target)
    role, _, number = target.partition("-") if act == "proof" else ("", "", target)
    report = _own_report(turn, number)
    if report is None:
        return turn.toast("toast-stale-resident")
    is_theirs = report.person_id == turn.person.id
    if (act in ("withdraw", "proof") and not is_theirs) or (act == "look" and is_theirs):
        return turn.toast("toast-stale-resident")
    case = turn.work.cases.get(report.case_id)
    match act:
        case "look":
            return _only_look(turn, report)
        case "good" | "bad":
            return rating.rate(turn, report, case, satisfied=act == "good")
        case "again":
            return rating.again(turn, report, case)
        case "add":
            return _add(turn, report, case)
        case "proof":
            return receipts.chosen(turn, report, role)
        case _:
            turn.talk.begin(turn.hotline.flows.withdrawal.start(cases=[(case.id, report.number)]))
            return Toast()


def _command(turn: Turn) -> None:
    # Words behind an unknown command may be a report that began with a slash.
    COMMANDS.get(turn.incoming.command, _said)(turn)


def _check(turn: Turn) -> None:
    _inquire(turn, turn.incoming.argument)


def _inquire(turn: Turn, typed: str) -> None:
    """Ask for number and code, or for what is missing of them in what was typed."""
    inquiry = turn.hotline.flows.inquiry
    step = inquiry.start()
    if typed and step.dialogue is not None:
        step = inquiry.step(step.dialogue, Answer(entry=Entry(typed)))
    turn.talk.begin(step)


def _hours(turn: Turn) -> None:
    turn.talk.begin(turn.hotline.flows.wishes.start())


def _help(turn: Turn) -> None:
    text = "\n\n".join(turn.words(key) for key in help_keys(turn.places))
    turn.mail.send(turn.person, Outgoing("message", text=text, buttons=_language_buttons()))


def _language(turn: Turn) -> None:
    turn.say("choose-language", buttons=_language_buttons())


def _start(turn: Turn) -> None:
    if turn.incoming.argument.startswith(PAYLOAD):
        join(turn)
        return
    turn.work.people.mark_quiet(turn.person.id, None)
    going_on = turn.talk.current()
    if going_on is not None:
        turn.say("welcome-back")
        turn.talk.ask(going_on)
        return
    report = Key(turn.words("button-report"))
    turn.say("welcome", keys=((report,),))


def _begin_report(turn: Turn) -> None:
    turn.wants_to_hear()
    going_on = turn.talk.current()
    if going_on is not None and going_on.flow == turn.hotline.flows.report.name:
        turn.talk.ask(going_on)
        return
    turn.talk.begin(turn.hotline.flows.report.start(opening=None), told=(PRIVACY,))


def _status(turn: Turn) -> None:
    reports = turn.work.cases.reports_by(turn.person.id)
    if not reports:
        turn.say("status-empty", keys=((Key(turn.words("button-report")),),))
        return
    lines = [_status_line(turn, report) for report in reports[:20]]
    buttons = tuple((button,) for report in reports[:5] for button in _of_report(turn, report))
    is_any_open = any(turn.work.cases.get(one.case_id).state == "open" for one in reports[:5])
    key = "status-list" if is_any_open else "status-list-again"
    turn.say(key if buttons else "status-list-closed", buttons=buttons, lines="\n".join(lines))


def _of_report(turn: Turn, report: Report) -> Sequence[Button]:
    """Return what is added to a report by, or what opens again what is over, where that may be."""
    if turn.work.cases.get(report.case_id).state == "open":
        return (Button(turn.words("button-add", number=report.number), f"r:add:{report.id}"),)
    if report.withdrawn_at is not None or report.reopened_at is not None:
        return ()
    label = turn.words("button-reopen-number", number=report.number)
    return (Button(label, f"r:again:{report.id}"),)


def _status_line(turn: Turn, report: Report) -> str:
    case = turn.work.cases.get(report.case_id)
    told = {"number": report.number, "state": turn.words("resident-state-withdrawn")}
    if report.withdrawn_at is not None:
        return turn.words("status-line-closed", **told)
    referral = turn.work.referrals.current_of(case.id)
    told["state"] = turn.words(turn.hotline.state_key(case, referral))
    if case.state != "open":
        return turn.words("status-line-closed", **told)
    if turn.intake.is_late(referral):
        return turn.words("status-line-late", **told)
    due = turn.intake.promise(referral, turn.person.language)
    return turn.words("status-line", due=due, **told)


def _complain(turn: Turn) -> None:
    reports = turn.work.cases.reports_by(turn.person.id)[:3]
    listed = [(report.id, report.number) for report in reports]
    turn.talk.begin(turn.hotline.flows.complaint.start(reports=listed))


def _only_look(turn: Turn, report: Report) -> Toast:
    """Let the office write to where it wrote before."""
    Deeds(turn.hotline, turn.work, turn.person, turn.now).only_looked(report)
    turn.say("only-looked", number=report.number)
    return Toast()


def _withdraw(turn: Turn) -> None:
    every = turn.work.cases.reports_by(turn.person.id, only_open=True)
    reports = [report for report in every if report.person_id == turn.person.id]
    if not reports:
        turn.say("status-empty")
        return
    cases = [(report.case_id, report.number) for report in reports]
    turn.talk.begin(turn.hotline.flows.withdrawal.start(cases=cases))


def _erase(turn: Turn) -> None:
    closed = [
        (report.case_id, report.number)
        for report in turn.work.cases.reports_by(turn.person.id)
        if report.person_id == turn.person.id
        and turn.work.cases.get(report.case_id).state == "closed"
    ]
    if not closed:
        turn.say("erase-none")
        return
    turn.talk.begin(turn.hotline.flows.erasure.start(cases=closed))


def _stop(turn: Turn) -> None:
    """Empty the chat at once, without a question; of staff only the form that is open ends."""
    if not turn.places:
        Stopping(turn.hotline, turn.work, turn.now).stop(turn.person)
        return
    going_on = turn.talk.current()
    if going_on is None:
        turn.say("stop-for-staff", keys=())
        return
    turn.talk.heard(going_on, Answer(choice="stop"))


def _said(turn: Turn) -> None:
    entry = turn.incoming.entry
    texts = turn.hotline.texts
    if entry.text in {texts("button-report", language) for language in LANGUAGES}:
        _begin_report(turn)
        return
    turn.wants_to_hear()
    going_on = turn.talk.current()
    asked = answering.question_for(turn, going_on)
    if asked is not None:
        answering.answer(turn, asked)
        if going_on is not None:
            turn.talk.ask(going_on)
        return
    if _is_only_thanks(turn, going_on):
        turn.say("thanks-heard")
        return
    if going_on is not None:
        turn.talk.heard(going_on, turn.answer)
        return
    if entry.attachment is not None and entry.attachment.kind == "sticker":
        turn.say("sticker")
        return
    if entry.attachment is not None and _joins_album(turn, entry):
        return
    if entry.attachment is None and _is_no_report(turn):
        return
    if _asks_how_it_stands(turn):
        _status(turn)
        return
    answered = answering.goes_on(turn)
    if answered is not None:
        answering.answer(turn, answered)
        return
    if turn.hotline.proofs.is_number(entry.text):
        _inquire(turn, entry.text)
        return
    added = turn.talk.further.begun(turn.answer)
    if added is not None:
        turn.talk.begin(added)
        return
    turn.talk.follow(turn.hotline.flows.report.start(opening=turn.answer), told=(PRIVACY,))


def _asks_how_it_stands(turn: Turn) -> bool:
    """Say whether the person asks how their matter stands; after `/stop` nothing is shown of it."""
    text = turn.incoming.entry.text
    if not asks_how_it_stands(text):
        return False
    return asks_of_before(text) or bool(turn.work.cases.reports_by(turn.person.id))


def _is_only_thanks(turn: Turn, going_on: Dialogue | None) -> bool:
    """Say whether somebody who has reported only says that they heard, where nothing is asked.

    What waits to be placed waits on; in a report or a form the same words may be an answer.
    """
    entry = turn.incoming.entry
    if entry.attachment is not None or not is_thanks(entry.text):
        return False
    if going_on is not None:
        return going_on.flow == turn.hotline.flows.addition.name
    return bool(turn.work.cases.reports_by(turn.person.id))


def _is_no_report(turn: Turn) -> bool:
    """Answer what begins no report by itself: a greeting, or what is plainly no child's matter."""
    text = turn.incoming.entry.text
    report = ((Key(turn.words("button-report")),),)
    if is_of_things(text):
        turn.say("for-others", keys=report)
    elif not (is_greeting(text) or is_thanks(text)):
        return False
    elif turn.work.cases.reports_by(turn.person.id):
        _status(turn)
    else:
        turn.say("greeted", keys=report)
    return True


def _joins_album(turn: Turn, entry: Entry) -> bool:
    """Add a late part of an album to the case that the album's first part went to."""
    album = entry.attachment.album_id if entry.attachment else ""
    if not album:
        return False
    for report in turn.work.cases.reports_by(turn.person.id, only_open=True):
        if any(said.album_id == album for said in turn.work.cases.said_in(report.case_id)):
            turn.intake.add(turn.person, report.case_id, entry, urgent=False)
            return True
    return False


def _own_report(turn: Turn, target: str) -> Report | None:
    if not (target.isascii() and target.isdigit()):
        return None
    for report in turn.work.cases.reports_by(turn.person.id):
        if report.id == int(target):
            return report
    return None


def _add(turn: Turn, report: Report, case: Case) -> Toast:
    if case.state == "closed":
        key = "add-closed" if report.withdrawn_at is None else "add-withdrawn"
        turn.say(key, number=report.number)
        return Toast()
    turn.talk.begin(
        turn.hotline.flows.addition.start(
            cases=[(case.id, report.number)],
            is_by_child=is_told_by_child(turn.work, case.id),
        )
    )
    turn.say("add-now", keys=(), number=report.number)
    return Toast()


def _language_buttons() -> tuple[tuple[Button, ...], ...]:
    names = {"zh-CN": "中文", "en": "English"}
    return (tuple(Button(names[tag], f"r:language:{tag}") for tag in LANGUAGES),)


def _change_language(turn: Turn, tag: str) -> Toast:
    if tag not in LANGUAGES:
        return turn.toast("toast-stale-resident")
    turn.work.people.speak(turn.person.id, tag)
    changed = turn.work.people.get(turn.person.id)
    turn.mail.say(changed, "language-changed")
    return Toast()


COMMANDS: Mapping[str, Callable[[Turn], None]] = {
    "start": _start,
    "report": _begin_report,
    "status": _status,
    "check": _check,
    "withdraw": _withdraw,
    "erase": _erase,
    "hours": _hours,
    "complain": _complain,
    "receipt": receipts.receipt,
    "delete": letters.delete,
    "stop": _stop,
    "menu": parked.menu,
    "help": _help,
    "language": _language,
}
