"""What a reporter says to an officer's question, told from what they say besides."""

from bot.flows.dialogue import Dialogue
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
        turn.say("emergency")
