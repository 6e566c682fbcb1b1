"""What people made of the bot's suggestions: kept with the words, for the next training.

Class, readers and retention stand in `storage.rooms`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from storage.records import Correction
from storage.repositories.repository import Repository
from storage.tables import corrections


class Corrections(Repository):
    """Ask what was confirmed or corrected."""

    def keep(
        self,
        *,
        case_id: int,
        what: str,
        suggested: str | None,
        corrected: str,
        shown: str,
        words: str,
        staff_id: int,
        now: datetime,
    ) -> None:
        """Keep what a person made of a suggestion; `what` names the fact (see `Correction`)."""
        correction_id = self._ids()
        self._add(
            corrections,
            id=correction_id,
            case_id=case_id,
            what=what,
            suggested=suggested,
            corrected=corrected,
            shown_sealed=self._seal(corrections, "shown_sealed", correction_id, shown),
            words_sealed=self._seal(corrections, "words_sealed", correction_id, words),
            staff_id=staff_id,
            corrected_at=now,
        )

    def last_of(self, case_id: int) -> Mapping[str, Correction]:
        """Return the case's latest correction of each fact, by what it is about."""
        found = self._all_with(Correction, corrections, "id", case_id=case_id)
        return {one.what: one for one in found}

    def since(self, moment: datetime | None = None) -> Sequence[Correction]:
        """Return every correction from the moment on, the newest first; those erased excepted."""
        query = select(corrections).where(corrections.c.erased_at.is_(None))
        if moment is not None:
            query = query.where(corrections.c.corrected_at >= moment)
        return self._all(Correction, corrections, query.order_by(corrections.c.id.desc()))
