"""The dialogues with agencies: ask one to help, and put down what it answered."""

from collections.abc import Sequence

from bot.flows.acts import AddAgency, AnswerOfAgency
from bot.flows.dialogue import Choice, Effect
from bot.flows.form import Form, Memory, Question, Row, entry_of, number_of, text_of

_AGENCY, _CALL = "agency:", "call:"
NARROW = 2


def agency_form() -> Form:
    """Return the dialogue of 加派部门: which agency, and what is asked of it."""
    questions = [
        Question("agency", "ask-agency", _agencies, takes_words=False),
        Question("purpose", "ask-agency-purpose", words_only=True, args=("number", "agency")),
    ]
    return Form("agency", questions, _added)


def agency_answer_form() -> Form:
    """Return the dialogue of 部门回复: of which form, and what the agency answered."""
    questions = [
        Question("call", "ask-agency-which", _calls, takes_words=False, known=_only_call),
        Question("answer", "ask-agency-answer"),
    ]
    return Form("agency-answer", questions, _answered)


def _pairs(memory: Memory, name: str) -> list[tuple[str, str]]:
    offered = memory.get(name)
    rows = offered if isinstance(offered, list) else []
    return [(str(one[0]), str(one[1])) for one in rows if isinstance(one, list)]


def _agencies(memory: Memory) -> Sequence[Row]:
    choices = [
        Choice(f"{_AGENCY}{kind}", literal=label) for kind, label in _pairs(memory, "agencies")
    ]
    return [tuple(choices[first : first + NARROW]) for first in range(0, len(choices), NARROW)]


def _calls(memory: Memory) -> Sequence[Row]:
    return [(Choice(f"{_CALL}{one}", literal=label),) for one, label in _pairs(memory, "calls")]


def _only_call(memory: Memory) -> str | None:
    calls = _pairs(memory, "calls")
    return f"{_CALL}{calls[0][0]}" if len(calls) == 1 else None


def _added(memory: Memory) -> tuple[Effect, ...]:
    kind = text_of(memory, "agency").removeprefix(_AGENCY)
    return (AddAgency(number_of(memory, "referral_id"), kind, text_of(memory, "purpose")),)


def _answered(memory: Memory) -> tuple[Effect, ...]:
    call = text_of(memory, "call").removeprefix(_CALL)
    call_id = int(call) if call.isdigit() else 0
    return (AnswerOfAgency(number_of(memory, "referral_id"), call_id, entry_of(memory)),)
