"""What messages say, read together for all who write at the same moment, and beside the loop."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from bot.triage.asked import Asked, EndsReader, Reader, ReaderEnded, ReaderFailed
from bot.triage.reading import Reading

log = structlog.get_logger(__name__)

AT_ONCE = 16
"""So many texts take less than half the time for each that one takes; more take no less."""

EXPECTED_AT_MOST = 16
"""So many readings are kept until somebody asks; what nobody asks for is dropped."""

ENDING_AT_MOST = 64
"""So many messages that end the reader are remembered, by a number that tells nothing of them."""

Waiting = tuple[Asked, asyncio.Future[Reading]]


@dataclass(slots=True, eq=False)
class Gathered:
    """Gather messages while others are read: who comes alone is read alone, and at once.

    Where the reader ends, each that it was at is read by itself. One that ends it then as well is
    never read again, so that others wait for it once.

    Args:
        reader: reads them; it is never asked twice at a time.
    """

    reader: Reader
    _waiting: list[Waiting] = field(default_factory=list)
    _expected: dict[Asked, asyncio.Future[Reading]] = field(default_factory=dict)
    _ending: dict[int, None] = field(default_factory=dict)
    _at_work: asyncio.Task[None] | None = None

    def expect(self, asked: Asked) -> None:
        """Begin to read what will be asked for in a moment."""
        if asked not in self._expected:
            self._expected[asked] = self._begin(asked)
        while len(self._expected) > EXPECTED_AT_MOST:
            del self._expected[next(iter(self._expected))]

    async def of(self, asked: Asked) -> Reading:
        """Return what the message says; the reader is waited for.

        Raises:
            EndsReader: it ended the reader, now or before.
            ReaderFailed: there is no reader, and it is not to be waited for.
            Exception: it could not be read, by itself neither.
        """
        expected = self._expected.pop(asked) if asked in self._expected else self._begin(asked)
        return await expected

    def _begin(self, asked: Asked) -> asyncio.Future[Reading]:
        found: asyncio.Future[Reading] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, found))
        if self._at_work is None:
            self._at_work = asyncio.create_task(self._look())
        return found

    async def _look(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                if stay := [one for one in group if not self._is_over(*one)]:
                    await self._answer(stay)
        finally:
            self._at_work = None

    async def _answer(self, group: Sequence[Waiting]) -> None:
        try:
            readings = await self.reader.read_together([asked for asked, _ in group])
            answers = list(zip(group, readings, strict=True))
        except ReaderFailed as error:
            # Asked for by itself, each would wait in vain once more.
            for _, found in group:
                _refuse(found, ReaderFailed(str(error)))
            return
        except Exception as error:  # noqa: BLE001 - One bad text must not harm those beside it.
            # Nor is who wrote alone to be harmed by whatever ended the reader.
            log.warning("reading-again", error=type(error).__name__)
            for one in group:
                if not self._is_over(*one):
                    await self._answer_alone(*one)
            return
        for (_, found), reading in answers:
            if not found.done():
                found.set_result(reading)

    async def _answer_alone(self, asked: Asked, found: asyncio.Future[Reading]) -> None:
        try:
            [reading] = await self.reader.read_together([asked])
        except ReaderEnded:
            log.error("message-ends-reader")  # noqa: TRY400 - No words of it.
            self._ending[_trace(asked)] = None
            while len(self._ending) > ENDING_AT_MOST:
                del self._ending[next(iter(self._ending))]
            _refuse(found, EndsReader())
        except Exception as error:  # noqa: BLE001 - Told to whoever asked.
            _refuse(found, error)
        else:
            if not found.done():
                found.set_result(reading)

    def _is_over(self, asked: Asked, found: asyncio.Future[Reading]) -> bool:
        """Say whether nothing is to be read: nobody waits any more, or it would end the reader."""
        if _trace(asked) in self._ending:
            _refuse(found, EndsReader())
        return found.done()


def _trace(asked: Asked) -> int:
    """Return a number by which this process, and no other, knows a message again."""
    return hash((asked.text, asked.spot))


def _refuse(found: asyncio.Future[Reading], error: Exception) -> None:
    if not found.done():
        found.set_exception(error)
        found.exception()  # Nobody may ask for what was only expected.
