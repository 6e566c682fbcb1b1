"""Where people stand in their dialogues."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, select, update

from storage.records import DialogueRow, record
from storage.repositories.timed import Timed
from storage.tables import dialogues

_OF = select(dialogues).where(dialogues.c.person_id == bindparam("person_id"))
_END = delete(dialogues).where(dialogues.c.person_id == bindparam("person_id"))


class Dialogues(Timed):
    """Ask what somebody was last asked."""

    MOMENT = dialogues.c.due_at

    def of(self, person_id: int) -> DialogueRow | None:
        """Return the person's dialogue, if one goes on."""
        rows = self._rows(_OF, {"person_id": person_id})
        return rows[0] if rows else None

    def due(self, now: datetime, limit: int = 100) -> Sequence[DialogueRow]:
        """Return the dialogues that were left alone past their time."""
        return self._rows(
            select(dialogues)
            .where(dialogues.c.due_at <= now)
            .order_by(dialogues.c.due_at)
            .limit(limit)
        )

    def bring_back_those(self, due: str, at: datetime) -> None:
        """Let no dialogue of which this is due wait longer than until `at`."""
        late = update(dialogues).where(dialogues.c.due == due, dialogues.c.due_at > at)
        self._connection.execute(late.values(due_at=at))

    def let_rest(self, person_id: int) -> None:
        """Let nothing happen to a dialogue by itself any more."""
        self._connection.execute(
            update(dialogues)
            .where(dialogues.c.person_id == person_id)
            .values(due_at=None, due=None)
        )

    def keep(self, row: DialogueRow) -> None:
        """Store the person's dialogue in place of the one before."""
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
        self._connection.execute(_END, {"person_id": person_id})

    def _rows(
        self, query: Select[*tuple[Any, ...]], given: Mapping[str, object] | None = None
    ) -> Sequence[DialogueRow]:
        rows = self._connection.execute(query, given).mappings().all()
        return [
            record(
                DialogueRow,
                row,
                table=dialogues.name,
                vault=self._vault,
                row_id=row["person_id"],
            )
            for row in rows
        ]
