"""Taps that wait for the bot's answer."""

import asyncio
import time
from dataclasses import dataclass

from sandbox.errors import bad_request

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True, slots=True)
class Tap:
    """Hold what a tap brought: words that appear for a moment, or as an alert to dismiss."""

    toast: str | None = None
    alert: bool = False
    url: str | None = None


@dataclass(slots=True)
class _Query:
    chat_id: int
    asked: float
    answered: asyncio.Future[Tap]


class CallbackDesk:
    """Number the taps and match the bot's answers to them.

    Args:
        lifetime: Seconds of real time within which the bot may answer.
    """

    def __init__(self, *, lifetime: float) -> None:
        self.lifetime = lifetime
        self._queries: dict[str, _Query] = {}
        self._count = 0

    def ask(self, chat_id: int) -> tuple[str, asyncio.Future[Tap]]:
        """Open a query; return its identifier and the answer to come."""
        self._count += 1
        query_id = f"{chat_id}{self._count:012d}"
        future: asyncio.Future[Tap] = asyncio.get_running_loop().create_future()
        self._queries[query_id] = _Query(chat_id, time.monotonic(), future)
        return query_id, future

    def answer(self, query_id: str, tap: Tap) -> int:
        """Pass the bot's answer on and return the chat; refuse unknown and expired queries.

        A second answer to the same query is accepted without effect, as Telegram does.
        """
        query = self._queries.get(query_id)
        if query is None or time.monotonic() - query.asked > self.lifetime:
            self._queries.pop(query_id, None)
            raise bad_request(_TOO_OLD)
        if not query.answered.done():
            query.answered.set_result(tap)
        return query.chat_id

    def expire(self) -> None:
        """Let every open query grow too old at once."""
        self._queries.clear()
