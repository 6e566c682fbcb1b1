"""The rates at which Telegram lets a bot send, as a switch."""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable

from sandbox.errors import too_many

_EVERYWHERE = 30
_PER_CHAT = 1
_PER_GROUP = 20
_MINUTE = 60.0
_COUNTED = ("send", "copy", "forward")


class RateLimits:
    """Refuse what comes faster than Telegram's FAQ for bots allows.

    30 messages a second in all, one a second in a private chat, 20 a minute in a group (an
    identifier below zero). A chat may use a short burst of `burst` messages first, as on the
    real service. Time is real time, because a bot waits in real time.
    """

    def __init__(self, *, burst: int = 3, now: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._now = now
        self._all: deque[float] = deque()
        self._chats: defaultdict[int, deque[float]] = defaultdict(deque)

    def check(self, method: str, chat_id: int | None) -> None:
        """Count a call; raise the error 429 where it comes too soon."""
        if not method.startswith(_COUNTED) or method == "sendchataction":
            return
        now = self._now()
        self._refuse_beyond(self._all, now, count=_EVERYWHERE, window=1.0)
        if chat_id is not None:
            sent = self._chats[chat_id]
            count, window = self._chat_limit(chat_id)
            self._refuse_beyond(sent, now, count=count, window=window)
            sent.append(now)
        self._all.append(now)

    def _chat_limit(self, chat_id: int) -> tuple[int, float]:
        if chat_id < 0:
            return _PER_GROUP, _MINUTE
        return _PER_CHAT * self._burst, float(self._burst)

    @staticmethod
    def _refuse_beyond(sent: deque[float], now: float, *, count: int, window: float) -> None:
        while sent and sent[0] <= now - window:
            sent.popleft()
        if len(sent) >= count:
            raise too_many(max(1, math.ceil(sent[0] + window - now)))
