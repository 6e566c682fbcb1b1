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
    Only while it is narrowed is nobody called but the most pressing.

    Args:
        count: how many may work at once.
    """

    def __init__(self, count: int) -> None:
        self._free = count
        self._narrowed_to: int | None = None
        self._came = 0
        self._given = 0
        self._by_rank: list[tuple[int, int, Ticket]] = []
        self._by_age: deque[Ticket] = deque()

    @property
    def are_open(self) -> bool:
        """Say whether whoever comes now begins at once."""
        return self._free > 0 and self._narrowed_to is None

    def enter(self, ticket: Ticket) -> None:
        """Call the ticket now, or when its turn comes."""
        if self._free and self._is_admitted(ticket.rank):
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
            self._fill()

    def narrow(self, rank: int | None) -> None:
        """Call nobody whose rank presses less than this; None calls everybody again."""
        self._narrowed_to = rank
        self._fill()

    def leave(self) -> None:
        """Give a place up, to whoever is next."""
        self._free += 1
        self._fill()

    def _is_admitted(self, rank: int) -> bool:
        return self._narrowed_to is None or rank <= self._narrowed_to

    def _fill(self) -> None:
        while self._free and (following := self._following()) is not None:
            self._free -= 1
            following.called.set_result(None)

    def _following(self) -> Ticket | None:
        """Return who is called next; a ticket that was called, or went away, is passed over."""
        is_narrow = self._narrowed_to is not None
        if is_narrow and self._by_rank and not self._is_admitted(self._by_rank[0][0]):
            return None
        self._given += 1
        is_turn_of_the_longest = not is_narrow and self._given % TURN_OF_THE_LONGEST == 0
        while self._by_rank and self._by_age:
            if is_narrow and not self._is_admitted(self._by_rank[0][0]):
                return None
            if is_turn_of_the_longest:
                ticket = self._by_age.popleft()
            else:
                ticket = heapq.heappop(self._by_rank)[-1]
            if not ticket.called.done():
                return ticket
        self._by_rank.clear()
        self._by_age.clear()
        return None
