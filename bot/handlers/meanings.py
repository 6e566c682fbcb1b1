"""What words mean, found together for all who write at the same moment, and beside the loop."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

from bot.triage.meaning import Meaning

log = structlog.get_logger(__name__)

AT_ONCE = 16
"""So many texts take less than half the time for each that one takes; more take no less."""

EXPECTED_AT_MOST = 16
"""Of so many texts the meaning is kept until somebody asks; what nobody asks for is dropped."""

Waiting = tuple[str, asyncio.Future[Meaning | None]]


@dataclass(slots=True, eq=False)
class Meanings:
    """Gather texts while others are looked at: who comes alone is looked at alone, and at once.

    Args:
        find: returns what each of some texts means; called in a thread, never twice at a time.
    """

    find: Callable[[Sequence[str]], Sequence[Meaning | None]]
    _waiting: list[Waiting] = field(default_factory=list)
    _expected: dict[str, asyncio.Future[Meaning | None]] = field(default_factory=dict)
    _at_work: asyncio.Task[None] | None = None

    def expect(self, text: str) -> None:
        """Begin to look at a text that will be asked for in a moment."""
        if text not in self._expected:
            self._expected[text] = self._begin(text)
        while len(self._expected) > EXPECTED_AT_MOST:
            del self._expected[next(iter(self._expected))]

    async def of(self, text: str) -> Meaning | None:
        """Return what the text means, or None where nothing is to be known of it beforehand."""
        expected = self._expected.pop(text) if text in self._expected else self._begin(text)
        return await expected

    def _begin(self, text: str) -> asyncio.Future[Meaning | None]:
        found: asyncio.Future[Meaning | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((text, found))
        if self._at_work is None:
            self._at_work = asyncio.create_task(self._look())
        return found

    async def _look(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                meanings = await self._found([text for text, _ in group])
                for (_, found), meaning in zip(group, meanings, strict=True):
                    if not found.done():
                        found.set_result(meaning)
        finally:
            self._at_work = None

    async def _found(self, texts: Sequence[str]) -> Sequence[Meaning | None]:
        try:
            return await asyncio.to_thread(self.find, texts)
        except Exception as error:  # noqa: BLE001 - One bad text must not harm those beside it.
            # Each is then read for itself, and whichever was to blame fails for itself.
            log.warning("meanings-not-found", error=type(error).__name__)
            return [None] * len(texts)
