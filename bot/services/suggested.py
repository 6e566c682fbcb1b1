"""What the bot understood of a report, as its case keeps it beside what people made of it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.flows.draft import Draft, level_of
from bot.services.hotline import Hotline
from bot.triage.reading import Relation
from storage.records import Case
from storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Suggested:
    """What was suggested; empty where nothing was understood.

    `scores` are the likely categories, best first; `is_chosen` says that the reporter named the
    category; `places` are counties (and townships, or nothing) that the words may mean.
    """

    scores: tuple[tuple[str, float], ...] = ()
    level: int | None = None
    is_chosen: bool = False
    places: tuple[tuple[str, str], ...] = ()
    outside: str | None = None
    situations: tuple[int, ...] = ()
    children: int | None = None
    writer: str | None = None
    is_bound: bool = False

    @property
    def category(self) -> str | None:
        """Return the likeliest category."""
        return self.scores[0][0] if self.scores else None

    def to_json(self) -> str:
        """Return what `of_case` reads."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


def of_draft(draft: Draft, hotline: Hotline) -> Suggested:
    """Return what is suggested by a draft, as it stands now."""
    return Suggested(
        scores=draft.scores,
        level=int(level_of(draft, hotline.default_levels)),
        is_chosen=draft.category_chosen,
        places=tuple((county, township) for county, township, *_ in draft.heard_places),
        outside=draft.outside,
        situations=draft.situations,
        children=draft.children,
        writer=draft.writer,
        is_bound=draft.is_bound,
    )


def of_case(case: Case) -> Suggested:
    """Return what was suggested when the case was last described."""
    if case.reading is None:
        return Suggested()
    values: dict[str, Any] = json.loads(case.reading)
    for name in ("scores", "places"):
        values[name] = _pairs(values[name])
    return Suggested(**{**values, "situations": tuple(values["situations"])})


def is_told_by_child(work: UnitOfWork, case_id: int) -> bool:
    """Say whether a child told the case of itself; nobody learns it who is not alone in telling."""
    is_alone = len(work.cases.reports_of(case_id)) == 1
    return is_alone and of_case(work.cases.get(case_id)).writer == Relation.CHILD


def _pairs(listed: Sequence[Sequence[Any]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(one) for one in listed)
