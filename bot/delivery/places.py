"""A few places to work at, given to whoever is most pressing among those that wait."""

import asyncio
import heapq
from collections import deque
from dataclasses import dataclass, field

TURN_OF_THE_LONGEST = 10
"""Of so many places that come free, one is for whoever has waited longest, however ordinary."""


def _future() -> asyncio.Future[None]:
    return asyncio.get_running_loop().create_future()


@dataclass(slots=True, eq=False)
class Ticket:
    """One who wants a place; the lower the rank, the sooner.

    `called` is done when there is a place; cancelled, it wants none any more.
    """

    rank: int
    called: asyncio.Future[None] = field(default_factory=_future, init=False)
    number: int = field(default=0, init=False)

    @property
    def has_place(self) -> bool:
        """Say whether it was called: whoever has a place must leave it."""
        return self.called.done() and not self.called.cancelled()


class Places:
    """Let so many work side by side; the others wait, the most pressing first.

    Every tenth place that comes free goes to whoever has waited longest: however many pressing
    ones come, who has n before it in the order of arrival waits for at most 10 · (n + 1) others.

    Args:
        count: how many may work at once.
    """

    def __init__(self, count: int) -> None:
        self._free = count
        self._came = 0
        self._given = 0
        self._by_rank: list[tuple[int, int, Ticket]] = []
        self._by_age: deque[Ticket] = deque()

    @property
    def are_free(self) -> bool:
        """Say whether whoever comes now begins at once."""
        return self._free > 0

    def enter(self, ticket: Ticket) -> None:
        """Call the ticket now, or when its turn comes."""
        if self._free:
            self._free -= 1
            ticket.called.set_result(None)
            return
        self._came += 1
        ticket.number = self._came
        heapq.heappush(self._by_rank, (ticket.rank, ticket.number, ticket))
        self._by_age.append(ticket)

    def hasten(self, ticket: Ticket, rank: int) -> None:
        """Let a ticket that has entered be called as one of this rank, if that presses more."""
        if rank < ticket.rank and not ticket.called.done():
            ticket.rank = rank
            heapq.heappush(self._by_rank, (rank, ticket.number, ticket))

    def leave(self) -> None:
        """Give a place up, to whoever is next."""
        self._given += 1
        following = self._following()
        if following is None:
            self._free += 1
            return
        following.called.set_result(None)

    def _following(self) -> Ticket | None:
        """Return who is called next; a ticket that was called, or went away, is passed over."""
        is_turn_of_the_longest = self._given % TURN_OF_THE_LONGEST == 0
        while self._by_rank and self._by_age:
            if is_turn_of_the_longest:
                ticket = self._by_age.popleft()
            else:
                ticket = heapq.heappop(self._by_rank)[-1]
            if not ticket.called.done():
                return ticket
        self._by_rank.clear()
        self._by_age.clear()
        return None
