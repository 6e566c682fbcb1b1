"""What Telegram handed over, kept before Telegram is told so."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import RowMapping, func, insert, select, update

from storage.encryption import SealBroken
from storage.records import InboxRow, record
from storage.repositories.repository import Repository, shortened
from storage.tables import inbox


class Inbox(Repository):
    """Ask which updates still wait to be worked on."""

    def known(self, update_ids: Iterable[int]) -> frozenset[int]:
        """Return those of the update ids that were taken before.

        Membership, not order: Telegram may restart its numbers after a quiet week.
        """
        query = select(inbox.c.update_id).where(inbox.c.update_id.in_(list(update_ids)))
        return frozenset(self._connection.execute(query).scalars())

    def take(
        self, update_id: int, payload: str, *, now: datetime, trouble: str | None = None
    ) -> int:
        """Keep an update; with a `trouble` it is kept as one that cannot be worked on."""
        row_id = self._ids()
        self._connection.execute(
            insert(inbox).values(
                id=row_id,
                update_id=update_id,
                payload_sealed=self._seal(inbox, "payload_sealed", row_id, payload),
                state="dead" if trouble else "waiting",
                trouble=shortened(trouble),
                attempts=0,
                received_at=now,
            )
        )
        return row_id

    def is_waiting(self, update_id: int) -> bool:
        """Say whether the update still waits to be worked on."""
        query = select(inbox.c.state).where(inbox.c.update_id == update_id)
        return self._connection.execute(query).scalar() == "waiting"

    def waiting(
        self, *, before: datetime | None = None, after: int | None = None, limit: int = 1000
    ) -> Sequence[InboxRow]:
        """Return the updates that wait, oldest first; of a damaged one there is no payload.

        `before` leaves out those that came since, `after` those up to the row of that id.
        """
        query = select(inbox).where(inbox.c.state == "waiting")
        if after is not None:
            query = query.where(inbox.c.id > after)
        if before is not None:
            query = query.where(inbox.c.received_at < before)
        query = query.order_by(inbox.c.id).limit(limit)
        return [self._opened(row) for row in self._connection.execute(query).mappings().all()]

    def _opened(self, row: RowMapping) -> InboxRow:
        try:
            return record(InboxRow, row, table=inbox.name, vault=self._vault)
        except SealBroken:
            # One damaged row must not keep all others from their turn.
            bare = {**row, "payload_sealed": None}
            return record(InboxRow, bare, table=inbox.name, vault=self._vault)

    def finish(self, update_id: int, now: datetime) -> bool:
        """Mark the update as worked on and forget its words; False where that was done before."""
        done = (
            update(inbox)
            .where(inbox.c.update_id == update_id, inbox.c.state == "waiting")
            .values(state="done", done_at=now, payload_sealed=None)
        )
        return self._connection.execute(done).rowcount == 1

    def note_failure(self, update_id: int, trouble: str, *, limit: int) -> bool:
        """Count a failed attempt; at `limit` the update is kept as dead. Say whether it is."""
        failed = (
            update(inbox)
            .where(inbox.c.update_id == update_id, inbox.c.state == "waiting")
            .values(attempts=inbox.c.attempts + 1, trouble=shortened(trouble))
            .returning(inbox.c.attempts)
        )
        attempts = self._connection.execute(failed).scalar()
        if attempts is None or attempts < limit:
            return False
        self._connection.execute(
            update(inbox).where(inbox.c.update_id == update_id).values(state="dead")
        )
        return True

    def bring_back(self, now: datetime) -> None:
        """Let no update that waits have come later than now: from then its further tries count."""
        self._connection.execute(
            update(inbox)
            .where(inbox.c.state == "waiting", inbox.c.received_at > now)
            .values(received_at=now)
        )

    def count(self, state: str) -> int:
        """Return how many updates are in the state."""
        query = select(func.count()).select_from(inbox).where(inbox.c.state == state)
        return int(self._connection.execute(query).scalar_one())
