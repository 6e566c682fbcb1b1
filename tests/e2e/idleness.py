"""When nothing is left to do: what a test waits for before it looks."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import bindparam, or_, select

from bot.serving import Bot
from storage.queues import UNSETTLED, is_in, word
from storage.tables import outbox
from storage.work import UnitOfWork

GLANCE = 0.002
PATIENCE = 100
"""For so many seconds a test waits for what comes within one; only a bot that hangs takes more."""

_MAY_LEAVE = (
    select(outbox.c.id)
    .where(
        is_in(outbox, *UNSETTLED),
        or_(outbox.c.state == word("sending"), outbox.c.not_before_at <= bindparam("now")),
    )
    .limit(1)
)


async def idle(bot: Bot) -> None:
    """Wait until every update is answered and nothing that may leave is left to send.

    Whoever works is asked first and the database last: a glance into it takes more than what is
    waited for.
    """
    workers: list[Callable[[], Coroutine[Any, Any, None]]] = [
        bot.processor.idle,
        bot.sender.settled,
        *(rounds.settled for rounds in bot.rounds),
    ]
    while True:
        for worker in workers:
            await worker()
        if await bot.database.read(partial(_is_busy, now=bot.clock.now())):
            await asyncio.sleep(GLANCE)
        elif not any(_would_wait(worker()) for worker in workers):
            return


def may_leave(work: UnitOfWork, now: datetime) -> bool:
    """Say whether a message is on its way or may leave now."""
    return work.connection.execute(_MAY_LEAVE, {"now": now}).scalar() is not None


def _is_busy(work: UnitOfWork, now: datetime) -> bool:
    return may_leave(work, now) or work.figures.inbox_depth() > 0


def _would_wait(asked: Coroutine[Any, Any, None]) -> bool:
    try:
        asked.send(None)
    except StopIteration:
        return False
    asked.close()
    return True
