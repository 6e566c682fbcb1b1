"""The rates at which Telegram lets a bot send, as a switch."""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable

from sandbox.errors import too_many

_EVERYWHERE = 30
_SECONDS_IN_CHAT = 1.0
_PER_GROUP = 20
_MINUTE = 60.0
_NEARLY = 1e-6
_COUNTED = ("send", "copy", "forward")


class RateLimits:
    """Refuse what comes faster than Telegram's FAQ for bots allows.

    30 messages a second in all; one a second in a private chat, where after a pause `burst`
    messages may come at once, as on the real service; 20 a minute in a group (an identifier
    below zero). Time is real time unless `now` says otherwise, because a bot waits in real time.
    """

    def __init__(self, *, burst: int = 3, now: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._now = now
        self._all: deque[float] = deque()
        self._groups: defaultdict[int, deque[float]] = defaultdict(deque)
        self._free_at: dict[int, float] = {}

    def check(self, method: str, chat_id: int | None) -> None:
        """Count a call; raise the error 429 where it comes too soon."""
        if not method.startswith(_COUNTED) or method == "sendchataction":
            return
        now = self._now()
        _refuse_beyond(self._all, now, count=_EVERYWHERE, window=1.0)
        if chat_id is not None and chat_id < 0:
            _refuse_beyond(self._groups[chat_id], now, count=_PER_GROUP, window=_MINUTE)
            self._groups[chat_id].append(now)
        elif chat_id is not None:
            self._count_in_chat(chat_id, now)
        self._all.append(now)

    def _count_in_chat(self, chat_id: int, now: float) -> None:
        """Count a message; each takes a second, and `burst` of them may be taken in advance."""
        free_at = max(self._free_at.get(chat_id, now), now)
        too_early = free_at - now - (self._burst - 1) * _SECONDS_IN_CHAT
        if too_early > _NEARLY:
            raise too_many(max(1, math.ceil(too_early)))
        self._free_at[chat_id] = free_at + _SECONDS_IN_CHAT


def _refuse_beyond(sent: deque[float], now: float, *, count: int, window: float) -> None:
    while sent and sent[0] <= now - window:
        sent.popleft()
    if len(sent) >= count:
        raise too_many(max(1, math.ceil(sent[0] + window - now)))
