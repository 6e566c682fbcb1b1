"""The resident's smaller dialogues: an inquiry by code, a reason to reopen, a withdrawal."""

import re
import unicodedata
from collections.abc import Sequence

from bot.flows.dialogue import (
    AddToCase,
    Answer,
    Choice,
    Effect,
    Entry,
    LookUp,
    Reopen,
    Say,
    StartReport,
    Withdraw,
)
from bot.flows.emergency import call_first, is_of_child
from bot.flows.form import Form, Memory, Question, Row, entry_of, number_of, text_of

_NUMBER = re.compile(r"([\u4e00-\u9fff]{2,8})[^\w]*(\d{1,6})")
_CAPTIONS = re.compile(r"编号|号码|暗语|是|number|code", re.IGNORECASE)
SHORTEST_CODE, LONGEST_CODE = 4, 60


def inquiry_form() -> Form:
    """Return the dialogue that asks a number and its code, in one message or two."""
    questions = [
        Question("number", "ask-number", args=(), fits=_has_number),
        Question("code", "ask-code", known=_code_with_number, fits=_may_be_code),
    ]
    return Form("inquiry", questions, _looked_up, on_danger=reported, keeps_asides=True)


def feedback_form() -> Form:
    """Return the dialogue that asks what is not well, and has the case opened again."""
    questions = [Question("reason", "ask-reopen-reason", is_optional=True)]
    return Form("feedback", questions, _reopened, on_danger=_reopened_urgently)


def withdrawal_form() -> Form:
    """Return the dialogue that withdraws one of the person's reports."""
    questions = [
        Question(
            "case", "ask-withdraw-which", case_choices, takes_words=False, args=(), known=only_case
        ),
        Question("sure", "ask-withdraw-sure", _sure, takes_words=False, args=()),
    ]
    return Form("withdrawal", questions, _withdrawn, on_danger=reported, keeps_asides=True)


def number_and_rest(text: str) -> tuple[str, str]:
    """Return the number of a report in its usual form, and what was typed besides it."""
    said = _CAPTIONS.sub(" ", unicodedata.normalize("NFKC", text))
    found = _NUMBER.search(said)
    if found is None:
        return said.strip().upper(), ""
    rest = f"{said[: found.start()]} {said[found.end() :]}"
    return f"{found[1]}-{int(found[2]):04d}", re.sub(r"[\W_]+", " ", rest).strip()


def _has_number(text: str) -> bool:
    return _NUMBER.search(_CAPTIONS.sub(" ", unicodedata.normalize("NFKC", text))) is not None


def _may_be_code(text: str) -> bool:
    return len(text) <= LONGEST_CODE and not text.rstrip().endswith(("?", "？", "吗", "呢"))


def _code_with_number(memory: Memory) -> str | None:
    _, rest = number_and_rest(text_of(memory, "number"))
    return rest if len(rest) >= SHORTEST_CODE else None


def only_case(memory: Memory) -> str | None:
    """Return the case that the form is about, where only one is offered."""
    offered = memory.get("cases")
    cases = offered if isinstance(offered, list) else []
    only = cases[0] if len(cases) == 1 else None
    return str(only[0]) if isinstance(only, list) else None


def case_choices(memory: Memory) -> Sequence[Row]:
    """Return the offered cases by their numbers."""
    offered = memory.get("cases")
    cases = offered if isinstance(offered, list) else []
    return [
        (Choice(str(case[0]), literal=str(case[1])),) for case in cases if isinstance(case, list)
    ]


def _sure(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice("yes", "choice-withdraw"), Choice("no", "choice-keep-report"))]


def _looked_up(memory: Memory) -> tuple[Effect, ...]:
    number, _ = number_and_rest(text_of(memory, "number"))
    return (LookUp(number, text_of(memory, "code")),)


def reported(memory: Memory, answer: Answer) -> tuple[Effect, ...]:  # noqa: ARG001 - One shape.
    """Take words of danger as a report of their own."""
    return (StartReport((answer.entry or Entry(),)),)


def _reopened(memory: Memory) -> tuple[Effect, ...]:
    return (Reopen(number_of(memory, "case_id"), entry_of(memory)),)


def _reopened_urgently(memory: Memory, answer: Answer) -> tuple[Effect, ...]:
    entry = answer.entry or Entry()
    added = AddToCase(number_of(memory, "case_id"), entry, urgent=True)
    return (call_first(to_child=is_of_child(answer)), added)


def _withdrawn(memory: Memory) -> tuple[Effect, ...]:
    if text_of(memory, "sure") != "yes":
        return (Say("not-withdrawn"),)
    return (Withdraw(number_of(memory, "case")),)
