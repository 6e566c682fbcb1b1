"""What happened in a case: append-only, each line sealed by a keyed hash over the one before.

The case keeps a fingerprint of its last line, so that a line taken off the end is missed too.
Without the key of the installation neither a line nor that fingerprint can be forged.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import RowMapping, bindparam, select

from storage.encryption import SealBroken
from storage.records import Event, record
from storage.repositories.repository import Repository, as_json
from storage.tables import cases, events

FIRST = b"\x00" * 32
_LOCK = select(cases.c.id).where(cases.c.id == bindparam("case_id")).with_for_update()
_LAST = (
    select(events.c.sequence, events.c.hash)
    .where(events.c.case_id == bindparam("case_id"))
    .order_by(events.c.sequence.desc())
    .limit(1)
)


class Timeline(Repository):
    """Tell and ask what happened."""

    def add(
        self,
        case_id: int,
        kind: str,
        *,
        now: datetime,
        referral_id: int | None = None,
        staff_id: int | None = None,
        details: dict[str, str | int] | None = None,
    ) -> None:
        """Append a line to the case's timeline."""
        sequence, previous = self._next_place(case_id)
        event_id = self._ids()
        words = as_json(details or {})
        event = Event(
            id=event_id,
            case_id=case_id,
            sequence=sequence,
            referral_id=referral_id,
            kind=kind,
            staff_id=staff_id,
            details=words,
            happened_at=now,
            previous_hash=previous,
            hash=b"",
        )
        line = self._line_hash(event)
        self._add(
            events,
            id=event_id,
            case_id=case_id,
            sequence=sequence,
            referral_id=referral_id,
            kind=kind,
            staff_id=staff_id,
            details_sealed=self._seal(events, "details_sealed", event_id, words),
            happened_at=now,
            previous_hash=previous,
            hash=line,
        )
        self._set(cases, {"id": case_id}, timeline_key=self._head(case_id, sequence, line))

    def of(self, case_id: int, *, last: int | None = None) -> Sequence[Event]:
        """Return the case's timeline in order; with `last` only its end."""
        query = select(events).where(events.c.case_id == case_id)
        if last is None:
            return self._all(Event, events, query.order_by(events.c.sequence))
        tail = self._all(Event, events, query.order_by(events.c.sequence.desc()).limit(last))
        return list(reversed(tail))

    def first_broken(self, case_id: int) -> int | None:
        """Return the first place in the timeline that is not as it was written, if any.

        Found is whatever was changed, removed (also from the end), inserted or moved.
        """
        rows = self._connection.execute(
            select(events).where(events.c.case_id == case_id).order_by(events.c.sequence)
        ).mappings()
        count, previous = 0, FIRST
        for row in rows:
            if not self._fits(row, previous):
                return count + 1
            count, previous = count + 1, row["hash"]
        kept = self._connection.execute(
            select(cases.c.timeline_key).where(cases.c.id == case_id)
        ).scalar()
        right = self._head(case_id, count, previous) if count else None
        return None if kept == right else count + 1

    def _next_place(self, case_id: int) -> tuple[int, bytes]:
        # The case's row is the lock that keeps two writers from taking one place in the line.
        self._connection.execute(_LOCK, {"case_id": case_id})
        last = self._connection.execute(_LAST, {"case_id": case_id}).first()
        return (last.sequence + 1, last.hash) if last else (1, FIRST)

    def _fits(self, row: RowMapping, previous: bytes) -> bool:
        try:
            event = record(Event, row, table=events.name, vault=self._vault)
        except SealBroken:
            return False
        return event.previous_hash == previous and event.hash == self._line_hash(event)

    def _line_hash(self, event: Event) -> bytes:
        """Return the keyed hash of a line: over everything in it and the hash before it."""
        line = [
            event.previous_hash.hex(),
            event.id,
            event.case_id,
            event.sequence,
            event.referral_id,
            event.kind,
            event.staff_id,
            event.details,
            event.happened_at.astimezone(UTC).isoformat(),
        ]
        return self._vault.fingerprint("timeline", as_json(line))

    def _head(self, case_id: int, sequence: int, last: bytes) -> bytes:
        return self._vault.fingerprint("timeline head", as_json([case_id, sequence, last.hex()]))
