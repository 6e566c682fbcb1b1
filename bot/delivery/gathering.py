"""Steps that come within a moment are written as one: one transaction, one way to the disk."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from storage.database import Database, StorageUnavailable
from storage.steps import Step, T


@dataclass(slots=True)
class _Waiting:
    """A step, and who waits for what becomes of it."""

    step: Step[Any]
    outcome: asyncio.Future[Any]

    def end(self, result: object) -> None:
        if not self.outcome.done():
            self.outcome.set_result(result)

    def fail(self, error: BaseException) -> None:
        if not self.outcome.done():
            self.outcome.set_exception(error)


@dataclass(slots=True, eq=False)
class Gathering:
    """Write steps together; where one of them fails, each alone.

    So a step that fails here may be run twice, and harms no other.

    Args:
        database: where they are written.
        seconds: how long the first of them waits for others at most.
        enough: so many wait for no more.
    """

    database: Database
    seconds: float
    enough: int
    _waiting: list[_Waiting] = field(default_factory=list)
    _timer: asyncio.TimerHandle | None = None
    _writing: set[asyncio.Task[None]] = field(default_factory=set)

    async def write(self, step: Step[T], *, is_last: bool) -> T:
        """Write the step with the others that wait; with `is_last` no other is waited for.

        Raises:
            StorageUnavailable: the database could not, or was lost while it committed.
        """
        if is_last and not self._waiting:
            return await self.database.write(step)
        loop = asyncio.get_running_loop()
        waiting = _Waiting(step, loop.create_future())
        self._waiting.append(waiting)
        if is_last or len(self._waiting) >= self.enough:
            self._begin()
        elif self._timer is None:
            self._timer = loop.call_later(self.seconds, self._begin)
        result: T = await waiting.outcome
        return result

    def _begin(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        together, self._waiting = self._waiting, []
        task = asyncio.create_task(self._write(together))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _write(self, together: Sequence[_Waiting]) -> None:
        try:
            results = await self.database.write(lambda work: [one.step(work) for one in together])
        except Exception as error:  # noqa: BLE001 - Each is told its own below.
            if isinstance(error, StorageUnavailable) and error.is_trouble:
                # The database's own trouble is everybody's.
                for one in together:
                    one.fail(error)
            else:
                await asyncio.gather(*(self._alone(one) for one in together))
        else:
            for one, result in zip(together, results, strict=True):
                one.end(result)

    async def _alone(self, one: _Waiting) -> None:
        try:
            one.end(await self.database.write(one.step))
        except Exception as error:  # noqa: BLE001 - It is raised where the step was written.
            one.fail(error)
