"""The dialogue that takes somebody out of service."""

from collections.abc import Sequence

from bot.flows.acts import Dismiss
from bot.flows.dialogue import Choice, Effect
from bot.flows.form import Form, Memory, Question, Row, text_of

_STAFF = "staff:"


def dismiss_form() -> Form:
    """Return the dialogue of 离岗: who leaves, read back once."""
    questions = [
        Question("person", "ask-dismiss", _people, takes_words=False, args=()),
        Question("sure", "ask-dismiss-sure", _sure, takes_words=False, args=("person",)),
    ]
    return Form("dismiss", questions, _dismissed)


def _people(memory: Memory) -> Sequence[Row]:
    offered = memory.get("people")
    rows = offered if isinstance(offered, list) else []
    return [
        (Choice(f"{_STAFF}{one[0]}", literal=str(one[1])),) for one in rows if isinstance(one, list)
    ]


def _sure(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice("sure", "choice-dismiss-sure"),)]


def _dismissed(memory: Memory) -> tuple[Effect, ...]:
    return (Dismiss(int(text_of(memory, "person").removeprefix(_STAFF))),)
