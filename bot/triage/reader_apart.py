"""Messages are read by a process of their own, so that nobody else waits for a processor.

Reading a narrative takes milliseconds of Python, in which neither the loop nor the writer goes on.
The process is begun again whenever it ends, and is ended where it takes too long; whoever wants to
read waits for it, unless it could not be loaded.
"""

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress

import structlog

from bot.terms import Category, Level
from bot.triage.asked import Asked, NotReadable, ReaderEnded, ReaderFailed
from bot.triage.framing import framed, heard
from bot.triage.local_names import LocalNames
from bot.triage.program import fingerprint
from bot.triage.reading import Reading

log = structlog.get_logger(__name__)

LIMIT_SECONDS = 10.0
"""Sixteen long messages take a second; what takes longer than this will not end."""

ALONE_LIMIT_SECONDS = 5.0
"""One long message takes a tenth of a second; meanwhile nobody else is read."""

LOADING_LIMIT_SECONDS = 60.0
"""Loading takes two seconds of a processor."""

WAITING_LIMIT_SECONDS = 20.0
"""So long words wait for what reads them; then they are better handed to a person."""

OTHER_PROGRAM = "the program on the disk is not that of this bot, which is to be started anew"
"""What a reader of another version says may be wrong: a wrong county is worse than no reading."""

AGAIN_SECONDS = 1.0
LONGEST_AGAIN_SECONDS = 60.0
NOT_FOR_THE_READER = re.compile("(?:WEIBAO_|TELEGRAM_|PG).*|.*_PROXY", re.IGNORECASE)
"""Variables that whoever reads what strangers write has no use for: keys, tokens, passwords."""


class _Line:
    """What is said to the process and by it: an answer follows each question."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self._turn = asyncio.Lock()

    async def ask(self, question: object, *, within: float) -> object:
        """Return what it says to this; where that takes too long it is ended.

        Raises:
            Exception: it ended, or has to.
        """
        asked, said = self.process.stdin, self.process.stdout
        assert asked is not None  # noqa: S101 - It was begun with both.
        assert said is not None  # noqa: S101
        async with self._turn:
            try:
                async with asyncio.timeout(within):
                    asked.write(framed(question))
                    await asked.drain()
                    return await heard(said)
            except BaseException:
                # Its answer would be taken for that to the next question.
                with suppress(ProcessLookupError):
                    self.process.kill()
                raise


class ReaderApart:
    """Read messages in a process of its own.

    Args:
        default_levels: how urgent each category is when nothing more is known.
        local: names that only the place itself knows.
    """

    def __init__(self, default_levels: Mapping[Category, Level], local: LocalNames) -> None:
        self._knowledge = (dict(default_levels), local)
        self._coming: asyncio.Future[_Line] | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._trouble: str | None = None
        self._program: str | None = None

    @property
    def is_there(self) -> bool:
        """Say whether messages can be read at once."""
        coming = self._coming
        return coming is not None and coming.done() and coming.exception() is None

    @property
    def ails(self) -> str | None:
        """Say why messages cannot be read at once."""
        if self.is_there:
            return None
        if self._trouble is None:
            return "loading"
        return "changed" if self._trouble == OTHER_PROGRAM else "failed"

    def begin(self) -> None:
        """Begin the process, unless it was begun; from then on there is one until `end`."""
        if self._keeping is None:
            self._coming = asyncio.get_running_loop().create_future()
            self._keeping = asyncio.create_task(self._keep(), name="reader")

    async def there(self) -> None:
        """Wait until messages can be read.

        Raises:
            ReaderFailed: what reads could not be loaded. It is tried again.
        """
        await self._line(within=None)

    async def read_together(self, asked: Sequence[Asked]) -> Sequence[Reading]:
        """Return what each of some messages says.

        Raises:
            ReaderFailed: what reads could not be loaded. As long as that is so nobody waits for it.
            ReaderEnded: it ended, or took too long; each may be asked for by itself.
            NotReadable: one of them cannot be read, or none; each may be asked for by itself.
        """
        if self._trouble is not None:
            raise ReaderFailed(self._trouble)
        line = await self._line(within=WAITING_LIMIT_SECONDS)
        within = ALONE_LIMIT_SECONDS if len(asked) == 1 else LIMIT_SECONDS
        try:
            said = await line.ask(list(asked), within=within)
        except Exception as error:  # noqa: BLE001 - Whatever it was, the process was ended for it.
            self._lose(line)
            raise ReaderEnded(type(error).__name__) from None
        if not isinstance(said, list):
            raise NotReadable(said)
        return said

    async def end(self) -> None:
        """Let the process go; whoever asks again begins another."""
        if self._keeping is None:
            return
        self._keeping.cancel()
        await asyncio.wait([self._keeping])
        self._refuse("ended")
        self._keeping = None

    async def _line(self, *, within: float | None) -> _Line:
        self.begin()
        assert self._coming is not None  # noqa: S101 - It was begun.
        try:
            async with asyncio.timeout(within):
                # Who stops waiting must not stop the loading, for which others wait as well.
                return await asyncio.shield(self._coming)
        except TimeoutError:
            self._trouble = self._trouble or "late"
            raise ReaderFailed(self._trouble) from None

    async def _keep(self) -> None:
        wait = AGAIN_SECONDS
        if self._program is None:
            self._program = await asyncio.to_thread(fingerprint)
        while True:
            try:
                async with _begun() as line:
                    await self._load(line)
                    wait = AGAIN_SECONDS
                    await line.process.wait()
                    self._lose(line)
                error = "ended"
            except Exception as trouble:  # noqa: BLE001 - Else everybody would wait for ever.
                error = str(trouble) or type(trouble).__name__
                wait = min(wait * 2, LONGEST_AGAIN_SECONDS)
                self._trouble = error
                self._refuse(error)
            log.error("reader-ended", error=error)
            await asyncio.sleep(wait)

    async def _load(self, line: _Line) -> None:
        # Each version understands this question, and none that is not ours answers it so.
        if await line.ask(None, within=LOADING_LIMIT_SECONDS) != self._program:
            raise ReaderFailed(OTHER_PROGRAM)
        trouble = await line.ask(self._knowledge, within=LOADING_LIMIT_SECONDS)
        if trouble is not None:
            raise ReaderFailed(trouble)
        assert self._coming is not None  # noqa: S101 - It was begun.
        self._trouble = None
        self._coming.set_result(line)

    def _lose(self, line: _Line) -> None:
        """Let whoever asks from now on wait for the next process."""
        coming = self._coming
        if coming is not None and coming.done() and coming.result() is line:
            self._coming = asyncio.get_running_loop().create_future()

    def _refuse(self, error: str) -> None:
        """Tell all who wait that it could not be loaded: what they have is to be tried again."""
        coming, self._coming = self._coming, asyncio.get_running_loop().create_future()
        if coming is not None and not coming.done():
            coming.set_exception(ReaderFailed(error))
            coming.exception()  # Where nobody waits, nobody is to be told.


@asynccontextmanager
async def _begun() -> AsyncIterator[_Line]:
    """Begin the process; at the end there is none any more."""
    known = {name: of for name, of in os.environ.items() if not NOT_FOR_THE_READER.fullmatch(name)}
    # The same program as this one, whatever stands in the folder in which it was begun.
    known["PYTHONPATH"] = os.pathsep.join(map(os.path.abspath, sys.path))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "bot.triage.reader_process",
        env=known,
        stdin=PIPE,
        stdout=PIPE,
    )
    try:
        yield _Line(process)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
