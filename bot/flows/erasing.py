"""The resident's dialogue that has what they said in a closed case erased."""

from collections.abc import Sequence

from bot.flows.after import case_choices, only_case, reported
from bot.flows.dialogue import Choice, Effect, Erase, Say
from bot.flows.form import Form, Memory, Question, Row, number_of, text_of


def erasure_form() -> Form:
    """Return the dialogue that erases what the person told in one of their closed cases."""
    questions = [
        Question(
            "case", "ask-erase-which", case_choices, takes_words=False, args=(), known=only_case
        ),
        Question("sure", "ask-erase-sure", _sure, takes_words=False, args=()),
    ]
    return Form("erasure", questions, _erased, on_danger=reported)


def _sure(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice("yes", "choice-erase"), Choice("no", "choice-not-erase"))]


def _erased(memory: Memory) -> tuple[Effect, ...]:
    if text_of(memory, "sure") != "yes":
        return (Say("not-erased"),)
    return (Erase(number_of(memory, "case")),)
