"""A database as the bot sees it: trouble is said once when it comes, and once when it ends."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy.engine import URL

from bot.watching.pulse import Sign
from storage.database import Database, Listener, Step, StorageUnavailable
from storage.steps import T
from storage.troubles import KEYLESS
from storage.work import UnitOfWork

log = structlog.get_logger(__name__)

QUIET_SECONDS = 5.0


@dataclass(slots=True)
class Trouble:
    """Whether one way of using the database, reading or writing, is in trouble.

    A full disk lets a small step pass now and then. So trouble has ended when a step succeeds
    and none has failed for some seconds.
    """

    doing: str
    what: str | None = None
    failed: Sign = field(default_factory=Sign)
    began: Sign = field(default_factory=Sign)

    def came(self, what: str) -> None:
        """Take note of a failure."""
        self.failed.give()
        if self.what is None:
            self.what = what
            self.began.give()
            log.error("database-trouble", doing=self.doing, what=what)

    def passed(self, quiet: float) -> None:
        """Take note of a success."""
        if self.what is None or (self.failed.age or 0) < quiet:
            return
        log.warning("database-back", doing=self.doing, seconds=round(self.began.age or 0, 1))
        self.what = None


@dataclass(slots=True)
class ObservedDatabase:
    """Pass steps on, and remember how the database is.

    Attributes:
        committed: given at each commit.
        quiet: for how many seconds nothing must fail before trouble is over.
        missing: keys by which others have sealed here since, and that this process does not have:
            it would not know whom it knows, so that nothing may be done until it starts anew.
    """

    database: Database
    quiet: float = QUIET_SECONDS
    committed: Sign = field(default_factory=Sign)
    writing: Trouble = field(default_factory=lambda: Trouble("write"))
    reading: Trouble = field(default_factory=lambda: Trouble("read"))
    missing: Sequence[bytes] = ()
    url: URL = field(init=False)

    def __post_init__(self) -> None:
        """Stand at the address of the database."""
        self.url = self.database.url

    @property
    def trouble(self) -> str | None:
        """Return what ails the database, if anything does."""
        return self.writing.what or self.reading.what

    async def give_sign(self, now: datetime) -> None:
        """Put down that this process lives, and look whether it still has all keys."""

        def give(work: UnitOfWork) -> Sequence[bytes]:
            work.signs.give(now)
            return work.needed_keys.give_sign(now)

        self.missing = await self._written(give)
        if self.missing:
            self.writing.came(KEYLESS)

    async def take_sign_back(self) -> None:
        """Put down that this process ends, as far as that can be done."""
        with suppress(StorageUnavailable):
            await self.database.write(lambda work: work.needed_keys.take_sign_back())

    async def write(self, step: Step[T]) -> T:
        """Run the step and commit what it did, as the database does."""
        self._refuse_without_keys()
        return await self._written(step)

    async def _written(self, step: Step[T]) -> T:
        try:
            result = await self.database.write(step)
        except StorageUnavailable as error:
            if error.is_trouble:
                self.writing.came(error.trouble)
            raise
        self.committed.give()
        if not self.missing:
            self.writing.passed(self.quiet)
        return result

    async def read(self, step: Step[T]) -> T:
        """Run a step that only reads, as the database does."""
        self._refuse_without_keys()
        try:
            result = await self.database.read(step)
        except StorageUnavailable as error:
            if error.is_trouble:
                self.reading.came(error.trouble)
            raise
        self.reading.passed(self.quiet)
        return result

    def listen(self, topic: str, listener: Listener) -> None:
        """Call `listener` after each commit that announced `topic`."""
        self.database.listen(topic, listener)

    def offer(self, topic: str, step: Step[T]) -> asyncio.Future[T] | None:
        """Let the step be run with what announces the topic, as the database does."""
        return self.database.offer(topic, step)

    def withdraw(self, offered: asyncio.Future[T]) -> bool:
        """Take back what was offered, as the database does."""
        return self.database.withdraw(offered)

    def _refuse_without_keys(self) -> None:
        if self.missing:
            raise StorageUnavailable("keys", KEYLESS)

    async def close(self) -> None:
        """Finish what was handed over, then let the database go."""
        await self.database.close()
