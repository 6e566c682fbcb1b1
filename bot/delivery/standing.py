"""A claim that stands ready while there is nothing to send.

Whoever queues the next message has it claimed in the same transaction: to claim it afterwards takes
a transaction of its own, for which a person who waits for an answer would wait as well.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.delivery.claiming import Claim
from storage.database import Database
from storage.repositories.outbox import TOPIC
from storage.work import UnitOfWork


@dataclass(slots=True, eq=False)
class StandingClaim:
    """Offer a claim, and take it back before anybody else claims; so one claims at a time.

    Args:
        database: whose next commit that queues something is to claim.
        claim: takes so many messages at most.
        brought: hears what a claim brought. One that failed brought nothing: then either what was
            queued is announced, or nothing was queued.
    """

    database: Database
    claim: Callable[[UnitOfWork, int], Claim]
    brought: Callable[[Claim], None]
    _coming: asyncio.Future[Claim] | None = field(default=None, init=False)

    def is_up(self) -> bool:
        """Say whether a claim stands ready, or was taken up and is not done yet."""
        return self._coming is not None and not self._coming.done()

    def put_up(self, room: int) -> None:
        """Offer to claim so many messages; on an engine that takes no offers nothing happens."""
        self._coming = self.database.offer(TOPIC, lambda work: self.claim(work, room))
        if self._coming is not None:
            self._coming.add_done_callback(self._done)

    async def take_down(self) -> None:
        """Take the offer back; where it was taken up, wait until it is done."""
        while (coming := self._coming) is not None:
            if self.database.withdraw(coming):
                self._coming = None
            else:
                await asyncio.wait([coming])

    def _done(self, coming: asyncio.Future[Claim]) -> None:
        self._coming = None
        if coming.exception() is None:
            self.brought(coming.result())
