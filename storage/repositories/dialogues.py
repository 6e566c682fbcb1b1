"""Where people stand in their dialogues."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Select, bindparam, delete, select, update

from storage.records import DialogueRow
from storage.repositories.timed import Timed
from storage.shaping import records
from storage.tables import dialogues

_OF = select(dialogues).where(dialogues.c.person_id == bindparam("person_id"))
_UNKNOWN = object()
_END = delete(dialogues).where(dialogues.c.person_id == bindparam("person_id"))


class Dialogues(Timed):
    """Ask what somebody was last asked."""

    MOMENT = dialogues.c.due_at

    @cached_property
    def _known(self) -> dict[int, DialogueRow | None]:
        # One step asks several times; within its transaction nobody else changes the answer.
        return {}

    def of(self, person_id: int) -> DialogueRow | None:
        """Return the person's dialogue, if one goes on."""
        if person_id not in self._known:
            rows = self._rows(_OF, {"person_id": person_id})
            self._known[person_id] = rows[0] if rows else None
        return self._known[person_id]

    def due(self, now: datetime, limit: int = 100) -> Sequence[DialogueRow]:
        """Return the dialogues that were left alone past their time."""
        return self._rows(
            select(dialogues)
            .where(dialogues.c.due_at <= now)
            .order_by(dialogues.c.due_at)
            .limit(limit)
        )

    def bring_back(self, at: datetime) -> None:
        """Let none wait longer than until `at`."""
        self._known.clear()
        super().bring_back(at)

    def bring_back_those(self, due: str, at: datetime) -> None:
        """Let no dialogue of which this is due wait longer than until `at`."""
        self._known.clear()
        late = update(dialogues).where(dialogues.c.due == due, dialogues.c.due_at > at)
        self._connection.execute(late.values(due_at=at))

    def let_rest(self, person_id: int) -> None:
        """Let nothing happen to a dialogue by itself any more."""
        self._known.pop(person_id, None)
        self._connection.execute(
            update(dialogues)
            .where(dialogues.c.person_id == person_id)
            .values(due_at=None, due=None)
        )

    def keep(self, row: DialogueRow) -> None:
        """Store the person's dialogue in place of the one before."""
        self._known[row.person_id] = row
        self._put_in_place(
            dialogues,
            "person_id",
            row.person_id,
            flow=row.flow,
            version=row.version,
            state=row.state,
            memory_sealed=self._seal(dialogues, "memory_sealed", row.person_id, row.memory),
            level=row.level,
            updated_at=row.updated_at,
            due_at=row.due_at,
            due=row.due,
        )

    def end(self, person_id: int) -> None:
        """Forget the person's dialogue."""
        if self._known.get(person_id, _UNKNOWN) is None:
            return
        self._known[person_id] = None
        self._connection.execute(_END, {"person_id": person_id})

    def _rows(
        self, query: Select[*tuple[Any, ...]], given: Mapping[str, object] | None = None
    ) -> Sequence[DialogueRow]:
        found = self._connection.execute(query, given)
        return records(DialogueRow, found, table=dialogues.name, vault=self._vault, key="person_id")
