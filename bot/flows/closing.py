"""The dialogues around the end of a case: a lead says no to it, and it is opened again."""

from collections.abc import Sequence

from bot.flows.acts import OpenAgain, RefuseClosing
from bot.flows.dialogue import Choice, Effect
from bot.flows.form import Form, Memory, Question, Row, number_of, text_of

REFUSALS = ("not-seen", "no-carer", "no-answer")


def refuse_form() -> Form:
    """Return the dialogue of 不同意办结: what is still to be done."""
    return Form(
        "refuse", [Question("reason", "ask-refuse-reason", _why, words_only=True)], _refused
    )


def reopen_form() -> Form:
    """Return the dialogue of 重新打开: why."""
    return Form("reopen", [Question("reason", "ask-open-again", words_only=True)], _again)


def _why(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice(f"refuse-{reason}", f"refuse-{reason}"),) for reason in REFUSALS]


def _refused(memory: Memory) -> tuple[Effect, ...]:
    return (RefuseClosing(number_of(memory, "referral_id"), text_of(memory, "reason")),)


def _again(memory: Memory) -> tuple[Effect, ...]:
    return (OpenAgain(number_of(memory, "referral_id"), text_of(memory, "reason")),)
