"""What a reporter says to an officer's question, told from what they say besides."""

from bot.flows.complaint import complains
from bot.flows.dialogue import Dialogue
from bot.flows.small_talk import begins_another
from bot.handlers.turn import Turn
from storage.records import EntryRow, Report
from storage.repositories.letters import Letter


def question_for(turn: Turn, going_on: Dialogue | None) -> Report | None:
    """Return the report whose officer waits for an answer from this person.

    While another dialogue goes on, words answer whatever was asked last; a reply to the officer's
    question is an answer to it at any time. What was asked before a case was closed and opened
    again is no longer asked.
    """
    is_key = going_on is not None and turn.talk.is_choice(turn.answer)
    if is_key and not turn.incoming.reply_to:
        return None
    for report in turn.work.cases.reports_by(turn.person.id, only_open=True):
        question = turn.work.cases.open_question(report)
        referral = turn.work.referrals.current_of(report.case_id)
        if question is None or question.said_at < referral.dispatched_at:
            continue
        if question.album_id:
            # The letter carries the first part; the others came after it.
            question = turn.work.said.album(question.case_id, question.album_id)[0]
        letter = _sent(turn, report, question)
        if letter is None:
            continue
        is_reply = turn.incoming.reply_to and turn.incoming.reply_to == letter.message_id
        if is_reply or going_on is None:
            return report
        came_at = letter.settled_at or question.said_at
        if turn.talk.waits_since(came_at) and not is_key:
            return report
    return None


def goes_on(turn: Turn) -> Report | None:
    """Return the report whose officer was answered a moment ago, where this belongs to the answer.

    Words of danger, of another place, that say themselves that they are another matter, or that
    complain of whoever would read them do not.
    """
    window = turn.hotline.config.dialogue.answers_go_on_for
    text, reading = turn.incoming.entry.text, turn.reading
    if (reading is not None and reading.danger) or begins_another(text):
        return None
    if complains(text):
        return None
    for report in turn.work.cases.reports_by(turn.person.id, only_open=True):
        said = turn.work.cases.said_in(report.case_id)
        answers = [one for one in said if one.kind == "answer" and one.report_id == report.id]
        if answers and turn.now - answers[-1].said_at <= window:
            return None if _is_of_another_county(turn, report) else report
    return None


def _is_of_another_county(turn: Turn, report: Report) -> bool:
    place = turn.reading.place.best if turn.reading is not None else None
    county_code = turn.work.cases.get(report.case_id).county_code
    return place is not None and county_code not in (None, place.county_code)


def _sent(turn: Turn, report: Report, question: EntryRow) -> Letter | None:
    """Return the letter by which the question reached this reporter, if it did and still stands.

    One that is leaving counts: it may be on the phone before that is put down here.
    """
    if turn.work.said.is_taken_back(question.id):
        return None
    for letter in turn.work.letters.of_entry(question.id):
        is_here = letter.report_id == report.id and letter.person_id == turn.person.id
        if is_here and letter.state in ("sent", "queued"):
            return letter
    return None


def answer(turn: Turn, report: Report) -> None:
    """Carry what the person said to the officer who asked."""
    urgent = bool(turn.reading and turn.reading.danger)
    turn.intake.add(
        turn.person,
        report.case_id,
        turn.incoming.entry,
        urgent=urgent,
        kind="answer",
    )
    turn.say("answer-carried", number=report.number)
    if urgent:
        turn.say_call_first(report.case_id)
