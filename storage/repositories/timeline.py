"""What happened in a case: append-only, each line sealed by a keyed hash over the one before.

The case keeps a signature under its last line, so that a line taken off the end is missed too.
Without the key of the installation neither a line nor that signature can be forged.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Integer, bindparam, select, update

from storage.chain import ERASED, FIRST, Chain, commitment_to, head_of, new_salt, signed
from storage.records import Event
from storage.repositories.repository import Repository, as_json
from storage.tables import cases, events

_LOCK = select(cases.c.id).where(cases.c.id == bindparam("case_id")).with_for_update()
_LAST = (
    select(events.c.sequence, events.c.hash)
    .where(events.c.case_id == bindparam("case_id"))
    .order_by(events.c.sequence.desc())
    .limit(1)
)
_TAIL = (
    select(events)
    .where(events.c.case_id == bindparam("case_id"))
    .order_by(events.c.sequence.desc())
    .limit(bindparam("last", type_=Integer))
)


class ChainBroken(Exception):
    """Say that a timeline is not as it was written; it is left as it is, for people to look at."""


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
        words, salt = as_json(details or {}), new_salt()
        event = signed(
            self._vault,
            Event(
                id=self._ids(),
                case_id=case_id,
                sequence=sequence,
                referral_id=referral_id,
                kind=kind,
                staff_id=staff_id,
                details=words,
                salt=salt,
                commitment=commitment_to(words, salt),
                happened_at=now.astimezone(UTC),
                previous_hash=previous,
                hash=b"",
            ),
        )
        self._add(events, **self._row(event))
        self._sign(case_id, sequence, event.hash)

    def of(self, case_id: int, *, last: int | None = None) -> Sequence[Event]:
        """Return the case's timeline in order; with `last` only its end."""
        if last is None:
            return self._all_with(Event, events, "sequence", case_id=case_id)
        tail = self._all(Event, events, _TAIL, {"case_id": case_id, "last": last})
        return list(reversed(tail))

    def of_kinds(self, case_ids: Collection[int], kinds: Collection[str]) -> Sequence[Event]:
        """Return what happened of these kinds in any of the cases."""
        query = select(events).where(events.c.case_id.in_(case_ids), events.c.kind.in_(kinds))
        return self._all(Event, events, query.order_by(events.c.id))

    def first_broken(self, case_id: int) -> int | None:
        """Return the first place in the timeline that is not as it was written, if any."""
        return self._followed(case_id).broken_at

    def renew(self, case_id: int) -> None:
        """Write the chain anew by the current key, each line with a commitment to its details.

        Raises:
            ChainBroken: it does not hold as it is; signing it anew would hide that.
        """
        self._lock(case_id)
        chain = self._followed(case_id, keeps_lines=True)
        if chain.broken_at is not None:
            raise ChainBroken(case_id)
        previous = FIRST
        for line in chain.lines:
            renewed = signed(self._vault, replace(_committed(line), previous_hash=previous))
            self._connection.execute(
                update(events).where(events.c.id == line.id).values(self._row(renewed))
            )
            previous = renewed.hash
        if chain.lines:
            self._sign(case_id, chain.count, previous)

    def erase(self, case_id: int, *, now: datetime, why: str) -> None:
        """Erase the details of everything that happened so far; the chain holds all the same.

        Raises:
            ChainBroken: it does not hold as it is.
        """
        self.renew(case_id)
        before = select(events.c.id).where(events.c.case_id == case_id)
        known = list(self._connection.execute(before).scalars())
        self.add(case_id, ERASED, now=now, details={"why": why})
        self._connection.execute(
            update(events)
            .where(events.c.id.in_(known))
            .values(details_sealed=None, salt_sealed=None)
        )

    def _row(self, event: Event) -> dict[str, object]:
        seal = self._seal
        return {
            "id": event.id,
            "case_id": event.case_id,
            "sequence": event.sequence,
            "referral_id": event.referral_id,
            "kind": event.kind,
            "staff_id": event.staff_id,
            "details_sealed": seal(events, "details_sealed", event.id, event.details),
            "salt_sealed": seal(events, "salt_sealed", event.id, event.salt),
            "commitment": event.commitment,
            "happened_at": event.happened_at,
            "previous_hash": event.previous_hash,
            "hash": event.hash,
        }

    def _followed(self, case_id: int, *, keeps_lines: bool = False) -> Chain:
        chain = Chain(self._vault, case_id, keeps_lines=keeps_lines)
        query = select(events).where(events.c.case_id == case_id).order_by(events.c.sequence)
        for row in self._connection.execute(query).mappings():
            chain.follow(row)
        kept = select(cases.c.timeline_key).where(cases.c.id == case_id)
        chain.end(self._connection.execute(kept).scalar())
        return chain

    def _next_place(self, case_id: int) -> tuple[int, bytes]:
        self._lock(case_id)
        last = self._connection.execute(_LAST, {"case_id": case_id}).first()
        return (last.sequence + 1, last.hash) if last else (1, FIRST)

    def _lock(self, case_id: int) -> None:
        # The case's row is the lock that keeps two writers from taking one place in the line.
        self._connection.execute(_LOCK, {"case_id": case_id})

    def _sign(self, case_id: int, sequence: int, last: bytes) -> None:
        head = head_of(self._vault, case_id, sequence, last)
        self._set(cases, {"id": case_id}, timeline_key=head)


def _committed(line: Event) -> Event:
    if line.commitment is not None or line.details is None:
        return line
    salt = new_salt()
    return replace(line, salt=salt, commitment=commitment_to(line.details, salt))
