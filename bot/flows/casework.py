"""The officers' dialogues: return a referral, ask the reporter, put down a note, close."""

from collections.abc import Sequence

from bot.flows.dialogue import AddNote, AskReporter, Choice, Close, Decline, Effect
from bot.flows.form import Form, Memory, Question, Row, entry_of, number_of, text_of
from bot.terms import Outcome

REASONS = ("elsewhere", "not-ours", "unclear", "duplicate")
NOBODY = "owner:"


def decline_form() -> Form:
    """Return the dialogue of 退单: why, and who is proposed to own the matter."""
    questions = [
        Question("reason", "ask-decline-reason", _reasons),
        Question("owner", "ask-decline-owner", _owners, takes_words=False),
    ]
    return Form("decline", questions, _declined)


def ask_form() -> Form:
    """Return the dialogue of 问报告人: the question, which goes out without a name."""
    return Form("ask", [Question("question", "ask-question")], _asked)


def note_form() -> Form:
    """Return the dialogue of 记录: one message that goes on the case's timeline."""
    return Form("note", [Question("note", "ask-note")], _noted)


def close_form() -> Form:
    """Return the dialogue of 办结: outcome, what was done, what the reporter may be told."""
    questions = [
        Question("outcome", "ask-outcome", _outcomes, takes_words=False),
        Question("done", "ask-done"),
        Question("told", "ask-told", _told, args=("number",)),
        Question(
            "sure", "ask-close-sure", _sure, takes_words=False, args=("number", "done", "told")
        ),
    ]
    return Form("close", questions, _closed)


def _reasons(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice(f"decline-{reason}", f"decline-{reason}"),) for reason in REASONS]


def _owners(memory: Memory) -> Sequence[Row]:
    offered = memory.get("owners")
    owners = offered if isinstance(offered, list) else []
    choices = [
        Choice(f"owner:{owner[0]}", literal=str(owner[1]))
        for owner in owners
        if isinstance(owner, list)
    ]
    pairs = [tuple(choices[first : first + 2]) for first in range(0, len(choices), 2)]
    return [*pairs, (Choice(NOBODY, "choice-unknown"),)]


def _outcomes(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    choices = [Choice(outcome.value, f"outcome-{outcome.value}") for outcome in Outcome]
    return [tuple(choices[first : first + 2]) for first in range(0, len(choices), 2)]


def _told(memory: Memory) -> Sequence[Row]:
    outcome = text_of(memory, "outcome") or Outcome.OTHER.value
    return [(Choice(f"told-{outcome}", f"told-{outcome}"),)]


def _sure(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice("sure", "choice-close-sure"),)]


def _declined(memory: Memory) -> tuple[Effect, ...]:
    owner = text_of(memory, "owner").removeprefix(NOBODY) or None
    return (Decline(number_of(memory, "referral_id"), text_of(memory, "reason"), owner),)


def _asked(memory: Memory) -> tuple[Effect, ...]:
    return (AskReporter(number_of(memory, "referral_id"), entry_of(memory)),)


def _noted(memory: Memory) -> tuple[Effect, ...]:
    return (AddNote(number_of(memory, "referral_id"), entry_of(memory)),)


def _closed(memory: Memory) -> tuple[Effect, ...]:
    return (
        Close(
            number_of(memory, "referral_id"),
            text_of(memory, "outcome"),
            text_of(memory, "done"),
            text_of(memory, "told"),
        ),
    )
