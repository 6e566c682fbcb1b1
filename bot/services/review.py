"""What people corrected, as candidates for the next training: masked, and only to be rewritten."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.services.masking import masked
from bot.services.suggested import of_case
from bot.terms import Level
from storage.records import Case, Correction
from storage.work import UnitOfWork

UNKNOWN = "-"
# As the files of the training name speakers; whoever is not named there is a relative.
SPEAKERS = frozenset(
    {"child", "parent", "grandparent", "neighbour", "stranger", "teacher", "doctor", "director"}
)
_LABELS = frozenset({"category", "level"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One case whose category or level a person confirmed or corrected; the newest word counts."""

    categories: str
    level: str
    speaker: str
    words: str
    corrected_at: datetime
    scores: tuple[tuple[str, float], ...]
    corrections: tuple[Correction, ...]
    subcategory: str = UNKNOWN

    @property
    def row(self) -> str:
        """Return the columns of a file under `training/corpus`."""
        words = " ".join(self.words.split())
        return f"{self.categories}\t{self.subcategory}\t{self.level}\t{self.speaker}\t{words}"

    @property
    def as_json(self) -> dict[str, object]:
        """Return the candidate as values that `json.dumps` takes."""
        return {
            "categories": self.categories,
            "subcategory": self.subcategory,
            "level": self.level,
            "speaker": self.speaker,
            "words": self.words,
            "corrected_at": self.corrected_at.isoformat(),
            "scores": [list(one) for one in self.scores],
            "corrections": [
                {"what": one.what, "suggested": one.suggested, "corrected": one.corrected}
                for one in self.corrections
            ],
        }


def candidates(work: UnitOfWork, since: datetime | None = None) -> Sequence[Candidate]:
    """Return what was corrected from the moment on, one candidate a case, the newest first."""
    by_case: dict[int, list[Correction]] = {}
    for one in work.corrections.since(since):
        by_case.setdefault(one.case_id, []).append(one)
    return [
        _candidate(work, work.cases.get(case_id), found)
        for case_id, found in by_case.items()
        if any(one.what in _LABELS for one in found)
    ]


def _candidate(work: UnitOfWork, case: Case, found: Sequence[Correction]) -> Candidate:
    newest, suggested = found[0], of_case(case)
    said = work.corrections.last_of(case.id)
    category = said["category"].corrected if "category" in said else case.category
    level = said["level"].corrected if "level" in said else Level(case.level).name
    shown = json.loads(newest.shown or "{}")
    return Candidate(
        categories=category or UNKNOWN,
        level=level,
        speaker=_speaker(suggested.writer),
        words=masked(newest.words or "", _personal(work, case)),
        corrected_at=newest.corrected_at,
        scores=tuple((code, score) for code, score in shown.get("scores", ())),
        corrections=tuple(found),
    )


def _speaker(writer: str | None) -> str:
    if writer is None:
        return UNKNOWN
    return writer if writer in SPEAKERS else "other"


def _personal(work: UnitOfWork, case: Case) -> Iterator[str]:
    for report in work.cases.reports_of(case.id):
        yield from (one for one in (report.reporter_name, report.reporter_phone) if one)
    name = case.child_facts.get("name")
    if name:
        yield name
