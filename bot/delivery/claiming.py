"""Taking messages from the outbox for a while, and making them ready to leave."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.delivery.carrier import marked
from bot.delivery.desk import Desk
from bot.delivery.ledger import Ledger
from bot.views.outgoing import Outgoing
from storage.records import OutboxRow
from storage.repositories.outbox import TOPIC
from storage.troubles import is_of_the_database
from storage.work import UnitOfWork

log = structlog.get_logger(__name__)


@dataclass(slots=True, eq=False)
class Letter:
    """A message in hand: the row as this process holds it, where it goes, what it says.

    Attributes:
        anew: the same row, claimed again while this was in hand.
        settled: the token of the lease under which it was settled.
    """

    row: OutboxRow
    chat: str
    message: Outgoing
    anew: "Letter | None" = None
    settled: str | None = None


@dataclass(slots=True)
class Claim:
    """What one claim brought: how many rows were taken, and the letters made of them.

    Attributes:
        is_all: whether nothing else may leave now.
        places: how many rows it might have taken.
    """

    count: int
    is_all: bool = True
    places: int = 0
    letters: list[Letter] = field(default_factory=list)


PLACES_OF_A_TURN = 10


@dataclass(slots=True)
class Turns:
    """Keep the low classes from waiting for ever: each has its turn, whatever presses.

    Of every ten places on the wire one is offered to a class, to each in turn. So with c classes,
    who has n of its own class before it waits for at most 10 · c · (n + 1) places. Where the class
    has nothing that may leave, the place goes to the most pressing message.

    To ask changes nothing: a claim may be undone and run again. Its places count once it is done.

    Args:
        classes: the priorities that have turns; the most pressing one needs none.
    """

    classes: Sequence[int]
    _given: int = 0
    _had: int = 0

    def among(self, places: int) -> int | None:
        """Return the class whose turn falls among the next so many places, if one does."""
        before, after = self._given, self._given + places
        is_turn = after // PLACES_OF_A_TURN > before // PLACES_OF_A_TURN
        return self.classes[self._had % len(self.classes)] if is_turn and self.classes else None

    def pass_by(self, places: int) -> None:
        """Count places that were offered, and the turn that fell among them."""
        self._had += self.among(places) is not None
        self._given += places


@dataclass(frozen=True, slots=True)
class Claimer:
    """Claim messages within the caller's transaction.

    Args:
        clock: the time of leases.
        desk: who makes the messages.
        ledger: who puts by what could not be made.
        lease: for how long a claim holds.
        repeated_mark: what stands above a message that the person perhaps has already.
    """

    clock: Clock
    desk: Desk
    ledger: Ledger
    lease: timedelta
    repeated_mark: str

    def claim(self, work: UnitOfWork, limit: int, first_of: int | None = None) -> Claim:
        """Take the most pressing messages, at most one for each person.

        One place is for a message of the class `first_of`, whose turn it is.
        """
        now = self.clock.now()
        rows = work.outbox.claim(
            now=now,
            token=uuid.uuid4().hex,
            lease_until_at=now + self.lease,
            limit=limit,
            first_of=first_of,
        )
        claim = Claim(len(rows), is_all=len(rows) < limit, places=limit)
        chats = work.people.chats_of(row.person_id for row in rows) if rows else {}
        for row in rows:
            letter = self._letter(work, row, now, chats)
            if letter is not None:
                claim.letters.append(letter)
        return claim

    def _letter(
        self, work: UnitOfWork, row: OutboxRow, now: datetime, chats: Mapping[int, str]
    ) -> Letter | None:
        try:
            message = self.desk.prepare(work, row, now)
            chat = chats[row.person_id]
        except Exception as error:
            if is_of_the_database(error):
                raise  # The message is not to blame: all of them wait until it is well again.
            # One message must not keep all others back.
            log.error("prepare-failed", outbox_id=row.id, error=type(error).__name__)  # noqa: TRY400 - No words of it.
            self._put_by(work, row)
            return None
        if message is None:
            work.outbox.settle(row, "superseded", now=now)
            work.topics.add(TOPIC)
            return None
        return Letter(row, chat, marked(message, self.repeated_mark) if row.repeated else message)

    def _put_by(self, work: UnitOfWork, row: OutboxRow) -> None:
        try:
            self.ledger.unprepared(work, self.desk, row)
        except Exception as error:  # noqa: BLE001 - The row is put by; only the desk has failed.
            log.error("desk-failed", outbox_id=row.id, error=type(error).__name__)  # noqa: TRY400 - No words of it.
