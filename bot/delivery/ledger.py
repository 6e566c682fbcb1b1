"""Writing down what became of a message, and when it is tried again."""

from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.delivery.desk import Told
from bot.delivery.refusals import Refusal, Verdict
from bot.views.outgoing import Outgoing
from storage.records import OutboxRow
from storage.repositories.outbox import TOPIC
from storage.work import UnitOfWork

FIRST_BACKOFF = timedelta(seconds=1)
LONGEST_BACKOFF = timedelta(minutes=5)
TRIES_TO_PREPARE = 5


@dataclass(frozen=True, slots=True)
class Ledger:
    """Settle messages within the caller's transaction.

    Every method returns False where the lease was lost: then the row is somebody else's.

    Args:
        clock: the time.
        uncertain_after: how long after a send of unknown outcome it is made again.
    """

    clock: Clock
    uncertain_after: timedelta

    def arrived(
        self, work: UnitOfWork, desk: Told, row: OutboxRow, message: Outgoing, message_id: int
    ) -> bool:
        """Put down that the message was taken."""
        now = self.clock.now()
        if not work.outbox.settle(row, "sent", now=now, message_id=message_id):
            return False
        desk.sent(work, row, message, message_id, now)
        return True

    def refused(
        self, work: UnitOfWork, desk: Told, row: OutboxRow, message: Outgoing, refusal: Refusal
    ) -> bool:
        """Put down what a refusal means for the message."""
        match refusal.verdict:
            case Verdict.ALREADY_SO:
                return self.arrived(work, desk, row, message, message.message_id)
            case Verdict.TOO_MANY:
                return self._wait(work, desk, row, refusal)
            case Verdict.TOKEN:
                return self._later(work, row, refusal, timedelta(), counted=False)
            case Verdict.NEVER_LEFT:
                return self._later(work, row, refusal, _backoff(FIRST_BACKOFF, row))
            case Verdict.PERHAPS_SENT:
                return self._repeat(work, row, refusal)
            case Verdict.REFUSED if not row.plain:
                work.topics.add(TOPIC)
                return self._later(work, row, refusal, timedelta(), plain=True)
            case Verdict.UNREACHABLE:
                return self._give_up(work, desk, row, refusal.trouble, unreachable=True)
            case Verdict.REFUSED | Verdict.POINTLESS:
                return self._give_up(work, desk, row, refusal.trouble, unreachable=False)

    def unprepared(self, work: UnitOfWork, desk: Told, row: OutboxRow) -> bool:
        """Put down that the message could not be made; after some tries it is given up."""
        refusal = Refusal(Verdict.REFUSED, "unprepared")
        if row.attempts + 1 < TRIES_TO_PREPARE:
            return self._later(work, row, refusal, _backoff(FIRST_BACKOFF, row))
        return self._give_up(work, desk, row, refusal.trouble, unreachable=False)

    def network_is_back(self, work: UnitOfWork) -> None:
        """Let what waits because of the network leave at once; what was perhaps sent, soon."""
        now = self.clock.now()
        work.outbox.hasten("pending", "unsent", now)
        work.outbox.hasten("uncertain", "uncertain", now + self.uncertain_after)

    def _wait(self, work: UnitOfWork, desk: Told, row: OutboxRow, refusal: Refusal) -> bool:
        now = self.clock.now()
        if not self._later(work, row, refusal, refusal.after, counted=False):
            return False
        desk.delayed(work, row, now + refusal.after, now)
        return True

    def _later(
        self,
        work: UnitOfWork,
        row: OutboxRow,
        refusal: Refusal,
        wait: timedelta,
        *,
        counted: bool = True,
        plain: bool = False,
    ) -> bool:
        return work.outbox.put_back(
            row,
            "pending",
            not_before_at=self.clock.now() + wait,
            trouble=refusal.trouble,
            counted=counted,
            plain=plain,
        )

    def _repeat(self, work: UnitOfWork, row: OutboxRow, refusal: Refusal) -> bool:
        at = self.clock.now() + _backoff(self.uncertain_after, row)
        return work.outbox.put_back(row, "uncertain", not_before_at=at, trouble=refusal.trouble)

    def _give_up(
        self, work: UnitOfWork, desk: Told, row: OutboxRow, trouble: str, *, unreachable: bool
    ) -> bool:
        now = self.clock.now()
        if not work.outbox.settle(row, "failed", now=now, trouble=trouble):
            return False
        desk.failed(work, row, trouble, now, unreachable=unreachable)
        return True


def _backoff(first: timedelta, row: OutboxRow) -> timedelta:
    return min(first * (1 << min(row.attempts, 16)), LONGEST_BACKOFF)
