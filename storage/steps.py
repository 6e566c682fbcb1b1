"""Steps: functions of a unit of work, and what becomes of them on any engine."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.troubles import FAILING, STATEMENT, trouble_of
from storage.work import UnitOfWork

T = TypeVar("T")
Step = Callable[[UnitOfWork], T]
Listener = Callable[[], None]

log = structlog.get_logger(__name__)


class StorageUnavailable(Exception):
    """Say that the database did not take or give what was asked.

    Nothing was changed, unless the trouble came while it committed: what was committed may stand
    then, though nobody was told so. Whoever tries again must bear to have done it twice.

    Attributes:
        trouble: what ails the database, a word of `storage.troubles`.
    """

    def __init__(self, what: str, trouble: str = FAILING) -> None:
        super().__init__(what)
        self.trouble = trouble

    @property
    def is_trouble(self) -> bool:
        """Say whether the database is unwell, and not only the statement refused."""
        return self.trouble != STATEMENT


class Announcements:
    """Who wants to hear of which commits."""

    def __init__(self) -> None:
        self._listeners: dict[str, list[Listener]] = {}

    def listen(self, topic: str, listener: Listener) -> None:
        """Call `listener` whenever `topic` is told."""
        self._listeners.setdefault(topic, []).append(listener)

    def tell(self, topics: set[str]) -> None:
        """Call everybody who listens; one who fails takes the news from nobody."""
        for topic in topics:
            for listener in self._listeners.get(topic, ()):
                try:
                    listener()
                except Exception as error:  # noqa: BLE001 - The commit stands all the same.
                    log.warning("listener_failed", topic=topic, error=type(error).__name__)


class Handed:
    """One step on its way through a database, and what came of it.

    Who stops waiting cancels only the future: the step is finished all the same.
    """

    __slots__ = ("error", "future", "loop", "result", "step", "topics")

    def __init__(self, step: Step[Any], loop: asyncio.AbstractEventLoop) -> None:
        self.step = step
        self.loop = loop
        self.future: asyncio.Future[Any] = loop.create_future()
        self.result: object = None
        self.error: BaseException | None = None
        self.topics: set[str] = set()


def settle(group: Sequence[Handed]) -> set[str]:
    """Let those who wait for these steps go on, and return what the steps announced.

    What fails after its caller left is logged, because nobody else would hear of it.
    """
    topics: set[str] = set()
    for handed in group:
        if handed.error is None:
            topics |= handed.topics
        if handed.future.done():
            note_unheard(handed.error)
        elif handed.error is not None:
            handed.future.set_exception(handed.error)
        else:
            handed.future.set_result(handed.result)
    return topics


def as_unavailable(error: BaseException) -> BaseException:
    """Tell trouble of the database from an error of the step, which is passed on as it is."""
    if isinstance(error, SQLAlchemyError | OSError):
        return unavailable(error)
    if isinstance(error, StopIteration):
        # A future refuses to carry it, and whoever waits would wait for ever.
        return RuntimeError("the step raised StopIteration")
    return error


def unavailable(error: BaseException) -> StorageUnavailable:
    """Return the error that callers are given for trouble of the database."""
    result = StorageUnavailable(type(error).__name__, trouble_of(error))
    result.__cause__ = error
    return result


def note_unheard(error: BaseException | None) -> None:
    """Log what failed after its caller left."""
    if error is not None:
        log.warning("step_failed_unheard", error=type(error).__name__)


async def run_reading(
    engine: AsyncEngine, step: Step[T], unit: Callable[[Connection], UnitOfWork]
) -> T:
    """Run a step in a transaction that is never committed."""
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: step(unit(sync)))
