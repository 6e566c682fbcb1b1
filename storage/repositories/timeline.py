"""What happened in a case: append-only, each line carrying a hash over the one before."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select

from storage.records import Event
from storage.repositories.repository import Repository, as_json
from storage.tables import cases, events

FIRST = b"\x00" * 32


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
        # The case's row is the lock that keeps two writers from taking one place in the line.
        self._connection.execute(select(cases.c.id).where(cases.c.id == case_id).with_for_update())
        last = self._connection.execute(
            select(events.c.sequence, events.c.hash)
            .where(events.c.case_id == case_id)
            .order_by(events.c.sequence.desc())
            .limit(1)
        ).first()
        sequence, previous = (last.sequence + 1, last.hash) if last else (1, FIRST)
        event_id = self._ids()
        words = as_json(details or {})
        self._connection.execute(
            insert(events).values(
                id=event_id,
                case_id=case_id,
                sequence=sequence,
                referral_id=referral_id,
                kind=kind,
                staff_id=staff_id,
                details_sealed=self._seal(events, "details_sealed", event_id, words),
                happened_at=now,
                previous_hash=previous,
                hash=line_hash(previous, case_id, sequence, kind, staff_id, words, now),
            )
        )

    def of(self, case_id: int, *, last: int | None = None) -> Sequence[Event]:
        """Return the case's timeline in order; with `last` only its end."""
        query = select(events).where(events.c.case_id == case_id)
        if last is None:
            return self._all(Event, events, query.order_by(events.c.sequence))
        tail = self._all(Event, events, query.order_by(events.c.sequence.desc()).limit(last))
        return list(reversed(tail))

    def first_broken(self, case_id: int) -> int | None:
        """Return the sequence of the first line that does not fit the one before, if any."""
        previous = FIRST
        for expected, event in enumerate(self.of(case_id), start=1):
            words = event.details or as_json({})
            right = line_hash(
                previous, case_id, expected, event.kind, event.staff_id, words, event.happened_at
            )
            if event.sequence != expected or event.hash != right:
                return event.sequence
            previous = event.hash
        return None


def line_hash(
    previous: bytes,
    case_id: int,
    sequence: int,
    kind: str,
    staff_id: int | None,
    details: str,
    happened_at: datetime,
) -> bytes:
    """Return the hash of a line: SHA-256 over the previous hash and everything in the line."""
    line = as_json([case_id, sequence, kind, staff_id, details, happened_at.isoformat()])
    return hashlib.sha256(previous + line.encode()).digest()
