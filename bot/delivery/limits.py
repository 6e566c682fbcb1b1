"""How fast messages may leave: so many a second overall, and for each chat, and each group."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

AT_ONCE_SHARE = 0.2
MINUTE = 60.0
FORGET_ABOVE = 10_000


@dataclass(slots=True)
class _Bucket:
    """Places that fill up again; below zero they are taken in advance."""

    left: float
    at: float

    def fill(self, now: float, *, rate: float, most: float) -> None:
        self.left = min(most, self.left + (now - self.at) * rate)
        self.at = now


@dataclass(frozen=True, slots=True)
class _Pace:
    """Messages a second, and how many at once after a pause."""

    rate: float
    burst: float


class Limits:
    """One bucket for the bot and one for each chat; a chat that must wait holds no other up.

    A fifth of a second's messages may leave at once and the others evenly, so that no second has
    more than `per_second` and an urgent message never waits for a whole second's crowd.

    Args:
        per_second: messages a second overall; Telegram bears about thirty (Bots FAQ).
        per_chat_per_second: messages a second for one chat; Telegram bears about one.
        burst_per_chat: how many may go to one chat at once after a pause.
        per_group_per_minute: messages a minute for one group; Telegram bears twenty.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        per_second: float,
        per_chat_per_second: float,
        burst_per_chat: int,
        clock: Callable[[], float] = time.monotonic,
        *,
        per_group_per_minute: float = 20.0,
    ) -> None:
        self._burst = max(1.0, per_second * AT_ONCE_SHARE)
        self._rate = max(per_second - self._burst, per_second / 2)
        self._of_chat = _Pace(per_chat_per_second, float(burst_per_chat))
        self._of_group = _shared_out(per_group_per_minute)
        self._clock = clock
        self._all = _Bucket(self._burst, clock())
        self._chats: dict[int, _Bucket] = {}

    def room(self) -> int:
        """Return how many messages may be begun now."""
        self._all.fill(self._clock(), rate=self._rate, most=self._burst)
        return max(0, math.floor(self._all.left))

    def until_room(self) -> float:
        """Return in how many seconds the next message may be begun; 0 for now."""
        self._all.fill(self._clock(), rate=self._rate, most=self._burst)
        return max(0.0, (1 - self._all.left) / self._rate)

    def take(self, chat: int, *, count: int = 1, is_group: bool = False) -> float:
        """Take places for messages to the chat; return the seconds to wait before they leave.

        Args:
            chat: whose places they are.
            count: how many messages leave together: a long text is several, an album as many.
            is_group: whether it is a group.
        """
        now = self._clock()
        self._all.fill(now, rate=self._rate, most=self._burst)
        pace = self._of_group if is_group else self._of_chat
        bucket = self._chats.get(chat) or self._new(chat, now, pace)
        bucket.fill(now, rate=pace.rate, most=pace.burst)
        self._all.left -= count
        bucket.left -= count
        return max(0.0, -self._all.left / self._rate, -bucket.left / pace.rate)

    def _new(self, chat: int, now: float, pace: _Pace) -> _Bucket:
        if len(self._chats) >= FORGET_ABOVE:
            full_after = max(one.burst / one.rate for one in (self._of_chat, self._of_group))
            self._chats = {
                one: bucket for one, bucket in self._chats.items() if now - bucket.at < full_after
            }
        bucket = self._chats[chat] = _Bucket(pace.burst, now)
        return bucket


def _shared_out(per_minute: float) -> _Pace:
    """Return a pace by which no minute has more: what is saved up, and what comes meanwhile."""
    burst = max(1.0, per_minute * AT_ONCE_SHARE)
    return _Pace(max(per_minute - burst, per_minute / 2) / MINUTE, burst)
