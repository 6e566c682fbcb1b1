"""What Telegram handed over, kept before Telegram is told so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Integer,
    RowMapping,
    Select,
    Update,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)

from storage.encryption import SealBroken
from storage.queues import WAITING, WORKED_ON, is_in, is_not_in, one_of, word
from storage.records import InboxRow
from storage.repositories import shapes
from storage.repositories.repository import Repository, shortened
from storage.shaping import record
from storage.tables import inbox, outbox

TOPIC = "inbox"
ORDINARY = 3
"""The rank of what does not press; the lower, the sooner."""
CLAIM_LOCK = 0x0077_6569_6261_6E


def _taking(*order: str) -> Update:
    """Return the statement that takes what may be worked on, at most one update of each chat."""
    mine, earlier = inbox.alias("mine"), inbox.alias("earlier")
    now: BindParameter[datetime] = bindparam("now")
    waits_behind = one_of(
        select(earlier.c.id).where(
            earlier.c.chat_key == mine.c.chat_key,
            is_not_in(earlier, *WORKED_ON),
            earlier.c.update_id < mine.c.update_id,
        )
    )
    is_free = or_(mine.c.lease_until_at.is_(None), mine.c.lease_until_at <= now)
    chosen = (
        select(mine.c.id)
        .where(is_in(mine, *WAITING), is_free, waits_behind.is_(None))
        .order_by(*(mine.c[name] for name in order))
        .limit(bindparam("room", type_=Integer))
        .with_for_update(skip_locked=True, of=mine)
        .cte("chosen")
    )
    return (
        update(inbox)
        .where(inbox.c.id.in_(select(chosen.c.id)))
        .values(lease_token=bindparam("token"), lease_until_at=bindparam("lease_until_at"))
        .returning(inbox.c.id)
    )


_MOST_PRESSING = _taking("rank", "id")
_LONGEST_WAITING = _taking("id")
_HASTENED = update(inbox).where(
    inbox.c.chat_key == bindparam("chat"),
    is_not_in(inbox, *WORKED_ON),
    inbox.c.rank > bindparam("pressing"),
)
_KNOWN = select(inbox.c.update_id).where(
    inbox.c.update_id.in_(bindparam("update_ids", expanding=True))
)
_DONE = update(inbox).where(
    inbox.c.update_id == bindparam("taken"), inbox.c.state == word("waiting")
)


_WAITING = select(inbox.c.update_id).where(
    inbox.c.update_id.in_(bindparam("update_ids", expanding=True)), inbox.c.state == word("waiting")
)
_CHAT_KEYS = (
    select(inbox.c.chat_key)
    .where(
        inbox.c.chat_key.in_(bindparam("keys", expanding=True)),
        is_not_in(inbox, *WORKED_ON),
    )
    .distinct()
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update that came in: its number, the update itself, and in which chat it came.

    Those of one chat are worked on in order. `trouble` is why it cannot be worked on, if so; it is
    kept all the same. The lower its rank, the sooner it is taken, and what its chat has waiting
    before it with it.
    """

    update_id: int
    payload: str
    chat: str | None = None
    trouble: str | None = None
    rank: int = ORDINARY


class Inbox(Repository):
    """Ask which updates still wait to be worked on."""

    def known(self, update_ids: Iterable[int]) -> frozenset[int]:
        """Return those of the update ids that were taken before.

        Membership, not order: Telegram may restart its numbers after a quiet week.
        """
        given = {"update_ids": list(update_ids)}
        return frozenset(self._connection.execute(_KNOWN, given).scalars())

    def take(
        self,
        update_id: int,
        payload: str,
        *,
        now: datetime,
        trouble: str | None = None,
        chat: str | None = None,
    ) -> bool:
        """Keep an update; False where it was taken before.

        Args:
            update_id: its number.
            payload: the update itself.
            now: when it came.
            trouble: why it cannot be worked on, if so; it is kept all the same.
            chat: in which chat it came; those of one chat are worked on in order.
        """
        arrived = Arrived(update_id, payload, chat, trouble)
        row = self._row(arrived, self._chat_keys([arrived]), now)
        return self._add_new(inbox, "update_id", **row)

    def take_all(self, arrived: Sequence[Arrived], now: datetime) -> None:
        """Keep those of the updates that were not taken before."""
        keys = self._chat_keys(arrived)
        once = shapes.put_once(inbox, "update_id", self._connection.dialect.name)
        self._connection.execute(once, [self._row(one, keys, now) for one in arrived])
        for one in arrived:
            if one.chat and one.rank < ORDINARY:
                given = {"chat": keys[one.chat], "pressing": one.rank, "rank": one.rank}
                self._connection.execute(_HASTENED, given)

    def waiting_among(self, update_ids: Iterable[int]) -> frozenset[int]:
        """Return those of the update ids that wait to be worked on."""
        given = {"update_ids": list(update_ids)}
        return frozenset(self._connection.execute(_WAITING, given).scalars())

    def _row(self, one: Arrived, keys: Mapping[str, bytes], now: datetime) -> dict[str, object]:
        row_id = self._ids()
        return {
            "id": row_id,
            "update_id": one.update_id,
            "chat_key": keys[one.chat] if one.chat else None,
            "payload_sealed": self._seal(inbox, "payload_sealed", row_id, one.payload),
            "state": "dead" if one.trouble else "waiting",
            "rank": one.rank,
            "trouble": shortened(one.trouble),
            "attempts": 0,
            "received_at": now,
        }

    def claim(
        self, *, now: datetime, token: str, lease_until_at: datetime, limit: int, oldest: int = 0
    ) -> Sequence[InboxRow]:
        """Take updates that may be worked on now, the most pressing first, at most one of a chat.

        `oldest` of them are those that have waited longest, whatever their rank. One is taken only
        when no earlier one of its chat waits, whoever works on that; Telegram's numbers tell the
        order, as the clocks of several machines do not. What was taken by a process that died is
        taken again once the lease ran out. It is the first thing that a step does.
        """
        self._claim_alone(CLAIM_LOCK, in_order=True)
        given = {"now": now, "token": token, "lease_until_at": lease_until_at}
        ids: list[int] = []
        for statement, room in ((_LONGEST_WAITING, oldest), (_MOST_PRESSING, limit - oldest)):
            if room:
                ids += self._connection.execute(statement, {**given, "room": room}).scalars()
        # What is said in answer must not be taken for older than what another process said.
        self._ids.follow(self._connection.execute(select(func.max(outbox.c.id))).scalar() or 0)
        return self._opened(select(inbox).where(inbox.c.id.in_(ids)).order_by(inbox.c.id))

    def let_go(self, row_id: int, token: str, until: datetime) -> None:
        """Let the update be taken again from `until` on, if this lease still holds it."""
        self._connection.execute(
            update(inbox)
            .where(and_(inbox.c.id == row_id, inbox.c.lease_token == token))
            .values(lease_token=None, lease_until_at=until)
        )

    def end_leases(self, now: datetime) -> None:
        """Let go of everything that is being worked on: whoever held it is gone."""
        self._connection.execute(
            update(inbox)
            .where(is_in(inbox, *WAITING), inbox.c.lease_token.is_not(None))
            .values(lease_token=None, lease_until_at=now)
        )

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
        query = select(inbox).where(is_in(inbox, *WAITING))
        if after is not None:
            query = query.where(inbox.c.id > after)
        if before is not None:
            query = query.where(inbox.c.received_at < before)
        return self._opened(query.order_by(inbox.c.id).limit(limit))

    def _chat_keys(self, arrived: Sequence[Arrived]) -> Mapping[str, bytes]:
        """Return each chat's fingerprint as what waits of it bears it, whatever key made that."""
        chats = {one.chat for one in arrived if one.chat}
        forms = {chat: self._vault.fingerprints("inbox", chat) for chat in chats}
        given = {"keys": [form for every in forms.values() for form in every]}
        borne = set(self._connection.execute(_CHAT_KEYS, given).scalars()) if chats else set()
        # The first form is that of the current key.
        return {
            chat: next((form for form in every if form in borne), every[0])
            for chat, every in forms.items()
        }

    def _opened(self, query: Select[*tuple[Any, ...]]) -> Sequence[InboxRow]:
        return [self._as_row(row) for row in self._connection.execute(query).mappings().all()]

    def _as_row(self, row: RowMapping) -> InboxRow:
        try:
            return record(InboxRow, row, table=inbox.name, vault=self._vault)
        except SealBroken:
            # One damaged row must not keep all others from their turn.
            bare = {**row, "payload_sealed": None}
            return record(InboxRow, bare, table=inbox.name, vault=self._vault)

    def finish(self, update_id: int, now: datetime) -> bool:
        """Mark the update as worked on and forget its words; False where that was done before."""
        done = {"state": "done", "done_at": now, "payload_sealed": None}
        return self._connection.execute(_DONE, {"taken": update_id, **done}).rowcount == 1

    def note_failure(self, update_id: int, trouble: str, *, limit: int) -> bool:
        """Count a failed attempt; at `limit` the update is kept as dead. Say whether it is."""
        failed = (
            update(inbox)
            .where(inbox.c.update_id == update_id, inbox.c.state == word("waiting"))
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
            .where(is_in(inbox, *WAITING), inbox.c.received_at > now)
            .values(received_at=now)
        )

    def count(self, state: str) -> int:
        """Return how many updates are in the state."""
        query = select(func.count()).select_from(inbox).where(inbox.c.state == state)
        return int(self._connection.execute(query).scalar_one())
