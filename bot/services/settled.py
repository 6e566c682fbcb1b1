"""What a person settled of a case: which suggestions were confirmed or corrected, and by whom."""

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import datetime

from bot.services.suggested import of_case
from bot.terms import Level
from storage.records import Case, Correction, Staff
from storage.work import UnitOfWork

FACTS = ("category", "level", "place", "situation")
NONE = "-"


def code_of(case: Case, what: str) -> str:
    """Return what the case says now of a fact, as corrections write it; `-` for nothing."""
    match what:
        case "category":
            return case.category or NONE
        case "level":
            return Level(case.level).name
        case "place":
            return "/".join(code for code in (case.county_code, case.township_code) if code) or NONE
        case _:
            return situations_code(case.situation_numbers)


def situations_code(numbers: Iterable[int]) -> str:
    """Return mandatory situations as corrections write them, such as `4,9`."""
    return ",".join(str(number) for number in sorted(numbers)) or NONE


def settled(work: UnitOfWork, case: Case) -> Mapping[str, Correction]:
    """Return what a person settled of each fact, as far as that is still what the case says."""
    return still_said(case, work.corrections.last_of(case.id))


def still_said(case: Case, last: Mapping[str, Correction]) -> Mapping[str, Correction]:
    """Return those of the latest corrections that are still what the case says."""
    return {what: one for what, one in last.items() if one.corrected == code_of(case, what)}


def open_facts(case: Case, known: Container[str]) -> Sequence[str]:
    """Return the facts that the case knows and nobody has settled, in the order of the card."""
    return [what for what in FACTS if what not in known and code_of(case, what) != NONE]


def settle(
    work: UnitOfWork, before: Case, what: str, corrected: str, *, staff: Staff, now: datetime
) -> None:
    """Keep a person's word on a fact, with what had been suggested and the words it came from.

    Args:
        work: the unit of work in which the case itself is changed.
        before: the case as it was.
        what: `category`, `level`, `place` or `situation`.
        corrected: the code that is right; the suggested one where it is confirmed.
        staff: whose word it is.
        now: the moment.
    """
    suggested = of_case(before)
    shown = {
        "scores": suggested.scores,
        "reasons": json.loads(before.reasons or "[]"),
        "by": "reporter" if what == "category" and suggested.is_chosen else "bot",
    }
    said = (one.words for one in work.cases.said_in(before.id) if one.report_id is not None)
    work.corrections.keep(
        case_id=before.id,
        what=what,
        suggested=_suggested(work, before, what),
        corrected=corrected,
        shown=json.dumps(shown, ensure_ascii=False),
        words="\n".join(words for words in said if words),
        staff_id=staff.id,
        now=now,
    )


def _suggested(work: UnitOfWork, case: Case, what: str) -> str | None:
    suggested = of_case(case)
    match what:
        case "category":
            return suggested.category
        case "level":
            return Level(suggested.level).name if suggested.level else None
        case "situation":
            return situations_code(suggested.situations)
    # Of a place the reporter has the first word; what stood there first was suggested.
    former = work.corrections.last_of(case.id).get(what)
    return former.suggested if former else code_of(case, what)
