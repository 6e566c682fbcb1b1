"""What is to be sent: every message to anybody is a row here first."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import structlog
from sqlalchemy import (
    BindParameter,
    Integer,
    Update,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    tuple_,
    update,
)

from storage.encryption import SealBroken, Vault
from storage.identifiers import IdFactory
from storage.queues import SETTLED, UNSETTLED, is_in, is_not_in, one_of, word
from storage.records import OutboxRow
from storage.repositories.needed_keys import NeededKeys
from storage.repositories.repository import DAMAGED, Repository, shortened
from storage.tables import outbox

log = structlog.get_logger(__name__)

SENDING = and_(is_in(outbox, *UNSETTLED), outbox.c.state == word("sending"))
TO_LEAVE = and_(is_in(outbox, *UNSETTLED), outbox.c.state != word("sending"))
TOPIC = "outbox"
CLAIM_LOCK = 0x0077_6569_6261_6F


def _taking(*, of_class: bool = False) -> Update:
    """Return the statement that takes what may leave, at most one message for each person.

    With `of_class` only messages of one priority are taken.
    """
    mine, ahead = outbox.alias("mine"), outbox.alias("ahead")
    now: BindParameter[datetime] = bindparam("now")
    is_free = or_(
        and_(mine.c.state != word("sending"), mine.c.not_before_at <= now),
        and_(mine.c.state == word("sending"), mine.c.lease_until_at <= now),
    )
    waits_behind = one_of(
        select(ahead.c.id).where(
            ahead.c.person_id == mine.c.person_id,
            ahead.c.id != mine.c.id,
            is_not_in(ahead, *SETTLED),
            or_(
                and_(ahead.c.state == word("sending"), ahead.c.lease_until_at > now),
                tuple_(ahead.c.priority, ahead.c.id) < tuple_(mine.c.priority, mine.c.id),
            ),
        )
    )
    wanted = [mine.c.priority == bindparam("of_class", type_=Integer)] if of_class else []
    chosen = (
        select(mine.c.id)
        .where(is_in(mine, *UNSETTLED), is_free, waits_behind.is_(None), *wanted)
        .order_by(mine.c.priority, mine.c.id)
        .limit(bindparam("room", type_=Integer))
        .with_for_update(skip_locked=True)
        .cte("chosen")
    )
    return (
        update(outbox)
        .where(outbox.c.id.in_(select(chosen.c.id)))
        .values(
            repeated=or_(outbox.c.repeated, outbox.c.state != word("pending")),
            state="sending",
            lease_token=bindparam("token"),
            lease_until_at=bindparam("lease_until_at"),
        )
        .returning(*outbox.c)
    )


_TAKEN = _taking()
_TAKEN_OF_CLASS = _taking(of_class=True)
_REDRAWINGS = update(outbox).where(
    outbox.c.card_id == bindparam("card"),
    outbox.c.kind == "redraw",
    outbox.c.state == word("pending"),
)


class Outbox(Repository):
    """Ask what is to be sent next."""

    def __init__(self, connection: object, vault: Vault, ids: IdFactory, topics: set[str]) -> None:
        super().__init__(connection, vault, ids)  # type: ignore[arg-type]
        self._topics = topics

    def put(
        self,
        *,
        person_id: int,
        kind: str,
        priority: int,
        now: datetime,
        payload: str | None = None,
        dedupe_key: str | None = None,
        not_before_at: datetime | None = None,
        referral_id: int | None = None,
        page_id: int | None = None,
        card_id: int | None = None,
    ) -> int | None:
        """Queue a message; None where one with this `dedupe_key` was queued before."""
        row_id = self._ids()
        key = dedupe_key or str(row_id)
        is_new = self._add_new(
            outbox,
            "dedupe_key",
            id=row_id,
            dedupe_key=key,
            person_id=person_id,
            kind=kind,
            payload_sealed=self._seal(outbox, "payload_sealed", row_id, payload),
            priority=priority,
            state="pending",
            not_before_at=not_before_at or now,
            referral_id=referral_id,
            page_id=page_id,
            card_id=card_id,
            made_at=now,
        )
        if not is_new:
            return None
        self._topics.add(TOPIC)
        return row_id

    def claim(
        self,
        *,
        now: datetime,
        token: str,
        lease_until_at: datetime,
        limit: int,
        first_of: int | None = None,
    ) -> Sequence[OutboxRow]:
        """Take the most pressing messages that may leave now, at most one for each person.

        With `first_of` one place is for a message of that priority, where there is one.
        A message whose lease ran out was perhaps sent: it is taken again, marked as repeated.
        A person's messages leave in order; only a more urgent one overtakes. A message whose
        words do not open is set aside as failed, and the others are taken all the same. It
        is the first thing that a step does.

        Raises:
            SealBroken: words do not open because this process lacks a key.
        """
        self._claim_alone(CLAIM_LOCK, in_order=True)
        given = {"now": now, "token": token, "lease_until_at": lease_until_at}
        taken: list[OutboxRow] = []
        damaged: list[int] = []
        if first_of is not None:
            turn = {**given, "room": 1, "of_class": first_of}
            self._take(_TAKEN_OF_CLASS, turn, taken, damaged)
        rest = {**given, "room": limit - len(taken) - len(damaged)}
        self._take(_TAKEN, rest, taken, damaged)
        if damaged and NeededKeys(self._connection, self._vault, self._ids).missing():
            # Somebody who has the keys opens them; nothing is claimed here.
            raise SealBroken(outbox.name)
        for row_id in damaged:
            self._set_aside(row_id, now)
        return sorted(taken, key=lambda row: (row.priority, row.id))

    def _take(
        self,
        statement: Update,
        given: Mapping[str, object],
        taken: list[OutboxRow],
        damaged: list[int],
    ) -> None:
        readable, others = self._unsealed(
            OutboxRow, outbox, self._connection.execute(statement, given)
        )
        taken += readable
        damaged += others

    def settle(
        self,
        row: OutboxRow,
        state: str,
        *,
        now: datetime,
        message_id: int | None = None,
        trouble: str | None = None,
    ) -> bool:
        """Finish a message that this lease holds: `sent`, `failed` or `superseded`.

        Its words are forgotten. False where the lease was lost: then somebody else finishes it.
        """
        return self._finish(
            row,
            state=state,
            settled_at=now,
            message_id=message_id,
            trouble=trouble,
            payload_sealed=None,
        )

    def put_back(
        self,
        row: OutboxRow,
        state: str,
        *,
        not_before_at: datetime,
        trouble: str,
        counted: bool = True,
        plain: bool = False,
    ) -> bool:
        """Let the message be tried again later: `pending` if surely unsent, else `uncertain`."""
        return self._finish(
            row,
            state=state,
            not_before_at=not_before_at,
            trouble=trouble,
            attempts=row.attempts + int(counted),
            plain=row.plain or plain,
        )

    def hasten(self, state: str, trouble: str, at: datetime) -> None:
        """Let messages that wait because of this trouble leave at `at`, if not before."""
        self._connection.execute(
            update(outbox)
            .where(
                is_in(outbox, *UNSETTLED),
                outbox.c.state == state,
                outbox.c.trouble == trouble,
                outbox.c.not_before_at > at,
            )
            .values(not_before_at=at)
        )
        self._topics.add(TOPIC)

    def bring_back(self, at: datetime, *, lease_until_at: datetime) -> None:
        """Let no message wait longer than until `at`, and no lease run longer than that."""
        self._connection.execute(
            update(outbox).where(TO_LEAVE, outbox.c.not_before_at > at).values(not_before_at=at)
        )
        self._connection.execute(
            update(outbox)
            .where(SENDING, outbox.c.lease_until_at > lease_until_at)
            .values(lease_until_at=lease_until_at)
        )
        self._topics.add(TOPIC)

    def end_leases(self, now: datetime) -> None:
        """Let go of everything that is being sent: whoever held it is gone."""
        self._connection.execute(
            update(outbox).where(SENDING, outbox.c.lease_until_at > now).values(lease_until_at=now)
        )

    def supersede_card(self, card_id: int, now: datetime) -> None:
        """Drop redrawings of the card that have not left; a newer one follows."""
        given = {"card": card_id, "settled_at": now}
        dropped = {"state": "superseded", "payload_sealed": None}
        self._connection.execute(_REDRAWINGS, {**given, **dropped})

    def supersede_pages(self, page_ids: Sequence[int], now: datetime) -> Sequence[int]:
        """Drop the messages of these calls that have not left, and return which calls those were.

        What is being sent is let go on.
        """
        dropped = (
            update(outbox)
            .where(outbox.c.page_id.in_(page_ids), outbox.c.state.in_(("pending", "uncertain")))
            .values(state="superseded", settled_at=now, payload_sealed=None)
            .returning(outbox.c.page_id)
        )
        return list(self._connection.execute(dropped).scalars())

    def sent_at(self, dedupe_key: str) -> datetime | None:
        """Return when this row was settled, once it was."""
        query = select(outbox.c.settled_at).where(outbox.c.dedupe_key == dedupe_key)
        return self._connection.execute(query).scalar()

    def drop_words_to(self, person_id: int, now: datetime) -> None:
        """Drop every message to the person that has not left, except calls and cards."""
        self._connection.execute(
            update(outbox)
            .where(
                outbox.c.person_id == person_id,
                outbox.c.card_id.is_(None),
                is_not_in(outbox, *SETTLED),
                outbox.c.state != word("sending"),
            )
            .values(state="superseded", settled_at=now, payload_sealed=None)
        )

    def next_due(self) -> datetime | None:
        """Return when the next message may leave, those whose lease then runs out included."""
        leaves_at = case(
            (outbox.c.state == word("sending"), outbox.c.lease_until_at),
            else_=outbox.c.not_before_at,
        )
        query = select(func.min(leaves_at)).where(is_in(outbox, *UNSETTLED))
        return self._connection.execute(query).scalar()

    def count(self, *states: str) -> int:
        """Return how many messages are in these states."""
        query = select(func.count()).select_from(outbox).where(outbox.c.state.in_(states))
        return int(self._connection.execute(query).scalar_one())

    def _set_aside(self, row_id: int, now: datetime) -> None:
        log.error("message-damaged", outbox_id=row_id)
        self._connection.execute(
            update(outbox)
            .where(outbox.c.id == row_id)
            .values(
                state="failed",
                trouble=DAMAGED,
                settled_at=now,
                lease_token=None,
                lease_until_at=None,
            )
        )
        # The claim brought fewer than it might have; there may be more behind.
        self._topics.add(TOPIC)

    def _finish(self, row: OutboxRow, *, trouble: str | None, **values: object) -> bool:
        held = {"id": row.id, "lease_token": row.lease_token}
        freed = {"lease_token": None, "lease_until_at": None, "trouble": shortened(trouble)}
        return self._set(outbox, held, **freed, **values) == 1
