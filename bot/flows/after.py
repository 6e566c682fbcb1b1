"""The resident's smaller dialogues: an inquiry by code, a reason to reopen, a withdrawal."""

from collections.abc import Sequence

from bot.flows.dialogue import Choice, Effect, LookUp, Reopen, Say, Withdraw
from bot.flows.form import Form, Memory, Question, Row, number_of, text_of


def inquiry_form() -> Form:
    """Return the dialogue that asks a number and its code, from any phone."""
    questions = [
        Question("number", "ask-number", args=()),
        Question("code", "ask-code"),
    ]
    return Form("inquiry", questions, _looked_up)


def feedback_form() -> Form:
    """Return the dialogue that asks what is not well, and has the case opened again."""
    return Form("feedback", [Question("reason", "ask-reopen-reason", is_optional=True)], _reopened)


def withdrawal_form() -> Form:
    """Return the dialogue that withdraws one of the person's reports."""
    questions = [
        Question("case", "ask-withdraw-which", _cases, takes_words=False, args=()),
        Question("sure", "ask-withdraw-sure", _sure, takes_words=False, args=()),
    ]
    return Form("withdrawal", questions, _withdrawn)


def _cases(memory: Memory) -> Sequence[Row]:
    offered = memory.get("cases")
    cases = offered if isinstance(offered, list) else []
    return [
        (Choice(str(case[0]), literal=str(case[1])),) for case in cases if isinstance(case, list)
    ]


def _sure(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice("yes", "choice-withdraw"), Choice("no", "choice-keep-report"))]


def _looked_up(memory: Memory) -> tuple[Effect, ...]:
    return (LookUp(text_of(memory, "number").upper().strip(), text_of(memory, "code")),)


def _reopened(memory: Memory) -> tuple[Effect, ...]:
    return (Reopen(number_of(memory, "case_id"), text_of(memory, "reason")),)


def _withdrawn(memory: Memory) -> tuple[Effect, ...]:
    if text_of(memory, "sure") != "yes":
        return (Say("not-withdrawn"),)
    return (Withdraw(number_of(memory, "case")),)
