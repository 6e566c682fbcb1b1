"""What became of the files that came with people's words; the files themselves stand elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, bindparam, case, select, text, update

from storage.queues import is_in
from storage.repositories.repository import shortened
from storage.repositories.timed import Timed
from storage.tables import attachments, entries

TOPIC = "attachments"
CLAIM_LOCK = 0x0077_6569_6261_70
# Asked each second, in the words of its index.
_TO_REMOVE = (
    select(attachments.c.id)
    .where(is_in(attachments, "erased"), text("attachments.has_files"))
    .limit(bindparam("few", type_=Integer))
)


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One file; `source` is the channel's handle of it.

    `is_shown` says whether there is something of it that may be shown, cleaned.
    """

    id: int
    case_id: int
    entry_id: int
    kind: str
    source: str | None
    state: str
    media_type: str | None
    size: int | None
    is_shown: bool
    attempts: int
    trouble: str | None
    made_at: datetime
    settled_at: datetime | None


class Attachments(Timed):
    """Ask which files are to be fetched, which are kept, and which are to be removed."""

    MOMENT = attachments.c.due_at

    def __init__(self, topics: set[str], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._topics = topics

    def expect(self, *, case_id: int, entry_id: int, kind: str, source: str, now: datetime) -> int:
        """Put down that a file is to be fetched, now; who fetches is woken by the commit."""
        row_id = self._ids()
        self._add(
            attachments,
            id=row_id,
            case_id=case_id,
            entry_id=entry_id,
            kind=kind,
            source_sealed=self._seal(attachments, "source_sealed", row_id, source),
            state="waiting",
            is_shown=False,
            has_files=False,
            attempts=0,
            made_at=now,
            due_at=now,
        )
        self._topics.add(TOPIC)
        return row_id

    def claim(self, *, now: datetime, until: datetime, limit: int) -> Sequence[AttachmentRow]:
        """Take files to fetch, the oldest first; nobody else takes them before `until`.

        It is the first thing that a step does.
        """
        self._claim_alone(CLAIM_LOCK)
        query = select(attachments.c.id).where(attachments.c.due_at <= now)
        ids = list(
            self._connection.execute(query.order_by(attachments.c.id).limit(limit)).scalars()
        )
        self._change(attachments.c.id.in_(ids), due_at=until, attempts=attachments.c.attempts + 1)
        return self._rows(attachments.c.id.in_(ids))

    def get(self, attachment_id: int) -> AttachmentRow | None:
        """Return the file's row, if there is one."""
        rows = self._rows(attachments.c.id == attachment_id)
        return rows[0] if rows else None

    def of_case(self, case_id: int) -> Mapping[int, AttachmentRow]:
        """Return the rows of the case's files, by the entry that each came with."""
        rows = self._all_with(AttachmentRow, attachments, "id", case_id=case_id)
        return {row.entry_id: row for row in rows}

    def kept(
        self,
        row: AttachmentRow,
        *,
        media_type: str,
        size: int,
        is_shown: bool,
        now: datetime,
    ) -> bool:
        """Put down that the file is kept; False where it was erased meanwhile."""
        return self._settled(
            row, "kept", now, media_type=media_type, size=size, is_shown=is_shown, has_files=True
        )

    def not_kept(self, row: AttachmentRow, state: str, trouble: str, *, now: datetime) -> bool:
        """Put down that the file is not kept for good: `refused` or `failed`."""
        return self._settled(row, state, now, trouble=shortened(trouble))

    def try_again(
        self, row: AttachmentRow, trouble: str, *, at: datetime, counted: bool = True
    ) -> None:
        """Let the file be fetched again later; the try is `counted` or was none."""
        waiting = (attachments.c.id == row.id) & (attachments.c.state == "waiting")
        attempts = row.attempts if counted else row.attempts - 1
        self._change(waiting, due_at=at, trouble=shortened(trouble), attempts=attempts)

    def bring_back(self, at: datetime) -> None:
        """Let no file wait longer than until `at`; the try before one that comes early is none."""
        made = attachments.c.attempts
        self._change(
            attachments.c.due_at > at, due_at=at, attempts=case((made > 0, made - 1), else_=0)
        )

    def erase(self, *, case_id: int, report_id: int | None = None, now: datetime) -> None:
        """Let go of the files of a case, or of one report in it; they are removed soon after."""
        which = attachments.c.case_id == case_id
        if report_id is not None:
            mine = select(entries.c.id).where(entries.c.report_id == report_id)
            there = select(entries.c.case_id).where(entries.c.report_id == report_id)
            # Files are known by the case that their words are in.
            which = attachments.c.case_id.in_(there) & attachments.c.entry_id.in_(mine)
        self._erase(which, now)

    def expire(self, before: Sequence[int], *, now: datetime) -> None:
        """Let go of these files."""
        self._erase(attachments.c.id.in_(before), now)

    def to_remove(self, limit: int = 100) -> Sequence[int]:
        """Return files that were let go of and that still stand on the disk."""
        return list(self._connection.execute(_TO_REMOVE, {"few": limit}).scalars())

    def removed(self, attachment_id: int) -> None:
        """Put down that the files are gone from the disk."""
        self._change(attachments.c.id == attachment_id, has_files=False)

    def _erase(self, which: ColumnElement[bool], now: datetime) -> None:
        # A file that is being fetched may be written yet: it is looked for on the disk as well.
        has_files = attachments.c.state.in_(("kept", "waiting"))
        self._change(
            which & (attachments.c.state != "erased"),
            state="erased",
            source_sealed=None,
            due_at=None,
            settled_at=now,
            has_files=has_files,
        )
        self._topics.add(TOPIC)

    def _settled(self, row: AttachmentRow, state: str, now: datetime, **values: object) -> bool:
        waiting = (attachments.c.id == row.id) & (attachments.c.state == "waiting")
        changed = self._connection.execute(
            update(attachments)
            .where(waiting)
            .values(state=state, due_at=None, settled_at=now, **values)
        )
        return changed.rowcount == 1

    def _change(self, which: ColumnElement[bool], **values: object) -> None:
        self._connection.execute(update(attachments).where(which).values(**values))

    def _rows(self, which: ColumnElement[bool]) -> Sequence[AttachmentRow]:
        query = select(attachments).where(which).order_by(attachments.c.id)
        return self._all(AttachmentRow, attachments, query)
