"""Rosters that were sent as sheets: to be fetched, then to be answered by whoever sent them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from storage.repositories.timed import Timed
from storage.tables import roster_sheets

TOPIC = "sheets"
CLAIM_LOCK = 0x0077_6569_6261_71


@dataclass(frozen=True, slots=True)
class RosterSheetRow:
    """One sheet: `waiting` to be fetched, `asked` for which office it is, or `offered`.

    `source` is the channel's handle of the file, `content` what was read of it.
    """

    id: int
    person_id: int
    state: str
    source: str | None
    content: str | None
    attempts: int
    made_at: datetime
    due_at: datetime


class Sheets(Timed):
    """Ask which sheets are to be fetched, and which wait for an answer."""

    MOMENT = roster_sheets.c.due_at

    def __init__(self, topics: set[str], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._topics = topics

    def expect(self, *, person_id: int, source: str, now: datetime) -> int:
        """Put down that a sheet is to be fetched, now; who fetches is woken by the commit."""
        row_id = self._ids()
        self._add(
            roster_sheets,
            id=row_id,
            person_id=person_id,
            state="waiting",
            source_sealed=self._seal(roster_sheets, "source_sealed", row_id, source),
            content_sealed=None,
            attempts=0,
            made_at=now,
            due_at=now,
        )
        self._topics.add(TOPIC)
        return row_id

    def claim(self, *, now: datetime, until: datetime, limit: int) -> Sequence[RosterSheetRow]:
        """Take sheets whose moment has come; nobody else takes them before `until`.

        It is the first thing that a step does.
        """
        self._claim_alone(CLAIM_LOCK)
        which = roster_sheets.c.id.in_(self.due_ids(now, limit))
        self._connection.execute(
            update(roster_sheets)
            .where(which)
            .values(due_at=until, attempts=roster_sheets.c.attempts + 1)
        )
        query = select(roster_sheets).where(which).order_by(roster_sheets.c.id)
        rows, damaged = self._readable(RosterSheetRow, roster_sheets, query)
        for sheet_id in damaged:
            # It can be sent again; a report could not.
            self.let_go(sheet_id)
        return rows

    def find(self, sheet_id: int) -> RosterSheetRow | None:
        """Return the sheet, if it is still there."""
        return self._with(RosterSheetRow, roster_sheets, id=sheet_id)

    def try_again(self, row: RosterSheetRow, *, at: datetime, counted: bool = True) -> None:
        """Let the sheet be fetched again later; the try is `counted` or was none."""
        attempts = row.attempts if counted else row.attempts - 1
        self._set(roster_sheets, {"id": row.id}, due_at=at, attempts=attempts)

    def bring_back_unread(self, at: datetime) -> None:
        """Let no sheet that is still to be fetched wait longer than until `at`."""
        late = update(roster_sheets).where(
            roster_sheets.c.state == "waiting", roster_sheets.c.due_at > at
        )
        self._connection.execute(late.values(due_at=at))

    def keep(self, sheet_id: int, state: str, content: str, *, until: datetime) -> None:
        """Keep what was read of the sheet until it is answered, or until then."""
        self._set(
            roster_sheets,
            {"id": sheet_id},
            state=state,
            source_sealed=None,
            content_sealed=self._seal(roster_sheets, "content_sealed", sheet_id, content),
            due_at=until,
        )

    def let_go(self, sheet_id: int) -> bool:
        """Forget the sheet and all that was read of it; False where somebody did so before."""
        gone = delete(roster_sheets).where(roster_sheets.c.id == sheet_id)
        return bool(self._connection.execute(gone).rowcount)
