"""How fast messages may leave: so many a second overall, and one a second for each chat."""

import time
from collections.abc import Callable
from dataclasses import dataclass

FORGET_ABOVE = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Limits:
    """Two kinds of buckets: one for the bot, one for each chat.

    Args:
        per_second: messages a second overall; Telegram bears about thirty.
        per_chat_per_second: messages a second for one chat.
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
        self._rate, self._chat_rate, self._burst = per_second, per_chat_per_second, burst_per_chat
        self._clock = clock
        self._all = _Bucket(per_second, clock())
        self._chats: dict[int, _Bucket] = {}

    def room(self) -> int:
        """Return how many messages may leave now."""
        _fill(self._all, self._rate, self._rate, self._clock())
        return int(self._all.left)

    def wait(self, person_id: int) -> float:
        """Return for how many seconds a message to the person must wait; 0 takes its place."""
        now = self._clock()
        bucket = self._chats.get(person_id)
        if bucket is None:
            self._forget(now)
            bucket = self._chats[person_id] = _Bucket(float(self._burst), now)
        _fill(bucket, self._chat_rate, self._burst, now)
        _fill(self._all, self._rate, self._rate, now)
        waits = (
            (1 - bucket.left) / self._chat_rate,
            (1 - self._all.left) / self._rate,
        )
        if max(waits) > 0:
            return max(waits)
        bucket.left -= 1
        self._all.left -= 1
        return 0.0

    def _forget(self, now: float) -> None:
        if len(self._chats) < FORGET_ABOVE:
            return
        full_after = self._burst / self._chat_rate
        self._chats = {
            person: bucket for person, bucket in self._chats.items() if now - bucket.at < full_after
        }


def _fill(bucket: _Bucket, rate: float, most: float, now: float) -> None:
    bucket.left = min(most, bucket.left + (now - bucket.at) * rate)
    bucket.at = now
