"""How fast messages may leave: so many a second overall, and one a second for each chat."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

AT_ONCE_SHARE = 0.2
FORGET_ABOVE = 10_000


@dataclass(slots=True)
class _Bucket:
    """Places that fill up again; below zero they are taken in advance."""

    left: float
    at: float

    def fill(self, now: float, *, rate: float, most: float) -> None:
        self.left = min(most, self.left + (now - self.at) * rate)
        self.at = now


class Limits:
    """One bucket for the bot and one for each chat; a chat that must wait holds no other up.

    A fifth of a second's messages may leave at once and the others evenly, so that no second has
    more than `per_second` and an urgent message never waits for a whole second's crowd.

    Args:
        per_second: messages a second overall; Telegram bears about thirty (Bots FAQ).
        per_chat_per_second: messages a second for one chat; Telegram bears about one.
        burst_per_chat: how many may go to one chat at once after a pause.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        per_second: float,
        per_chat_per_second: float,
        burst_per_chat: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._burst = max(1.0, per_second * AT_ONCE_SHARE)
        self._rate = max(per_second - self._burst, per_second / 2)
        self._chat_rate, self._chat_burst = per_chat_per_second, float(burst_per_chat)
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

    def take(self, chat: int) -> float:
        """Take a place for a message to the chat; return the seconds to wait before it leaves."""
        now = self._clock()
        self._all.fill(now, rate=self._rate, most=self._burst)
        bucket = self._chats.get(chat) or self._new(chat, now)
        bucket.fill(now, rate=self._chat_rate, most=self._chat_burst)
        self._all.left -= 1
        bucket.left -= 1
        return max(0.0, -self._all.left / self._rate, -bucket.left / self._chat_rate)

    def _new(self, chat: int, now: float) -> _Bucket:
        if len(self._chats) >= FORGET_ABOVE:
            full_after = self._chat_burst / self._chat_rate
            self._chats = {
                one: bucket for one, bucket in self._chats.items() if now - bucket.at < full_after
            }
        bucket = self._chats[chat] = _Bucket(self._chat_burst, now)
        return bucket
