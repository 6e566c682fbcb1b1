"""The dialogue of `/complain`: about whom, and what happened; it goes to the tier above."""

import re
from collections.abc import Callable, Sequence

from bot.flows.county_names import named_in
from bot.flows.dialogue import Answer, Choice, Complain, Effect, Entry, Say, StartReport
from bot.flows.draft import Draft
from bot.flows.form import Form, Memory, Question, Row, entry_of, text_of
from bot.flows.places import Places
from bot.terms import Category

OTHER, UNKNOWN = "other", "unknown"
_COMPLAINT = re.compile(
    r"投诉|举报你们|举报(?:工作人员|值班|干部|主任|督导员)"
    r"|(?:值班员|值班的人|工作人员|接线员|接电话的|办事员|儿童主任|督导员|你们的人|热线|你们中心|未保中心|未保站)"
    r".{0,15}(?:态度|骂|不管|不理|敷衍|推来推去|推诿|踢皮球|要钱|收钱|收礼|收了.{0,6}[钱礼]|泄露|说出去"
    r"|不作为|难听|多管闲事|挂了|挂断|没人接|打不通)"
    r"|\bcomplain(?:t|ing)? (?:about|against|of) (?:the |your |this |that |an? )*"
    r"(?:officer|hotline|staff|operator|worker)"
    r"|\b(?:officer|hotline|staff|operator)\b"
    r".{0,30}\b(?:rude|shouted at|hung up|ignored me|bribe|took money|never answers)",
    re.IGNORECASE,
)


def complaint_form(places: Places) -> Form:
    """Return the dialogue that takes a complaint about staff.

    What is told before it is known of whom stays in it: as words for the case it would be read
    by those complained of.
    """
    questions = [
        Question("about", "ask-complaint-about", _reports, takes_words=False, args=()),
        Question(
            "where",
            "ask-complaint-where",
            _unknown,
            args=(),
            known=_where_known,
            reads=_county_in(places),
            unread="complaint-where-unread",
        ),
        Question("words", "ask-complaint-words", args=()),
    ]
    return Form(
        "complaint", questions, _complained, on_danger=_danger, keeps_asides=True, early="words"
    )


def is_complaint(draft: Draft) -> bool:
    """Say whether what was told is, most likely, a complaint about staff and nothing else."""
    likely = draft.category or (draft.suggestions[0] if draft.suggestions else None)
    is_urgent = draft.danger == "yes" or draft.alarmed
    return likely == Category.ADV and not is_urgent and complains(draft.words)


def complains(words: str) -> bool:
    """Say whether the words may complain of staff."""
    return _COMPLAINT.search(words) is not None


def _reports(memory: Memory) -> Sequence[Row]:
    offered = memory.get("reports")
    listed = offered if isinstance(offered, list) else []
    rows = [
        (Choice(str(one[0]), "choice-complaint-report", {"number": str(one[1])}),)
        for one in listed
        if isinstance(one, list)
    ]
    return [*rows, (Choice(OTHER, "choice-complaint-other"),)]


def _where_known(memory: Memory) -> str | None:
    """Where a report of theirs is meant, its offices are known."""
    return None if text_of(memory, "about") in ("", OTHER) else UNKNOWN


def _unknown(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice(UNKNOWN, "choice-complaint-unknown"),)]


def _county_in(places: Places) -> Callable[[Memory, str], tuple[str, str] | None]:
    """Return the reading of a county's or city's name that no other has."""

    def read(memory: Memory, words: str) -> tuple[str, str] | None:  # noqa: ARG001 - One shape.
        found = named_in(places, words)
        return next(iter(found.items())) if len(found) == 1 else None

    return read


def _complained(memory: Memory) -> tuple[Effect, ...]:
    about, where = text_of(memory, "about"), text_of(memory, "where")
    report_id = None if about == OTHER else int(about)
    office = None if where == UNKNOWN else where
    return (Complain(report_id, office, entry_of(memory)),)


def _danger(memory: Memory, answer: Answer) -> tuple[Effect, ...]:  # noqa: ARG001 - One shape.
    """A child in danger comes first; the complaint can be made afterwards."""
    return (Say("complaint-danger-first"), StartReport((answer.entry or Entry(),)))
