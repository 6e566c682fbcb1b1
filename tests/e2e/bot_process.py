"""The bot as a process of its own, that kills itself at a named or counted point of its way.

Started as `python -m tests.e2e.bot_process`, with one JSON object as its argument.
"""

import asyncio
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import Telegram, build_bot
from bot.delivery import claiming, inbox, ledger, sender
from bot.handlers.gateway import Gateway
from bot.logs import configure_logs
from bot.services.paging import Paging
from bot.services.ticking import Ticking
from bot.watching.systemd import Supervisor
from bot.watching.watch import Watch
from storage.database import open_database
from storage.encryption import Vault
from tests.e2e.world import ROOT, policies

POINTS = ("fetched", "kept", "answering", "committed", "claimed", "carried", "ticking")
AGES = 86_400.0


class FileClock:
    """Tell the time that another process writes into a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        """Return the present moment as aware UTC."""
        return datetime.fromtimestamp(float(self._path.read_text()), UTC)


def die() -> None:
    """End this process as a power cut does: nothing is flushed, nothing is closed."""
    os.kill(os.getpid(), signal.SIGKILL)


class Fuse:
    """Burn down with each pass, and end the process at the last."""

    def __init__(self, passes: int) -> None:
        self.left = passes

    def __call__(self) -> None:
        """Count one pass."""
        self.left -= 1
        if self.left == 0:
            die()


def lay(point: str, fuse: Fuse) -> None:
    """Put the fuse at a point of the message's way, or (`any`) at every one of them."""
    everywhere = point == "any"
    if point == "fetched" or everywhere:
        _before(inbox.InboxRequest, "_keep", fuse)
    if point == "kept" or everywhere:
        _before_awaiting(Gateway, "receive", fuse)
    if point == "answering" or everywhere:
        _after(Gateway, "answer", fuse)
    if point == "committed" or everywhere:
        _before(claiming.Claimer, "claim", fuse)
    if point == "claimed" or everywhere:
        _before_awaiting(sender, "carry", fuse)
    if point == "carried" or everywhere:
        _before(ledger.Ledger, "arrived", fuse)
    if point == "ticking" or everywhere:
        _after(Paging, "fire", fuse)
    if point == "blocked":
        _before(Ticking, "tick", lambda: time.sleep(AGES))
    if point == "deaf":
        _before_awaiting(inbox.InboxRequest, "_received", lambda: asyncio.sleep(AGES))


def _before(owner: Any, name: str, fuse: Callable[[], object]) -> None:
    inner: Callable[..., Any] = getattr(owner, name)

    def wrapped(*args: Any, **options: Any) -> Any:
        fuse()
        return inner(*args, **options)

    setattr(owner, name, wrapped)


def _after(owner: Any, name: str, fuse: Callable[[], object]) -> None:
    inner: Callable[..., Any] = getattr(owner, name)

    def wrapped(*args: Any, **options: Any) -> Any:
        result = inner(*args, **options)
        fuse()
        return result

    setattr(owner, name, wrapped)


def _before_awaiting(owner: Any, name: str, fuse: Callable[[], Awaitable[object] | None]) -> None:
    inner: Callable[..., Awaitable[Any]] = getattr(owner, name)

    async def wrapped(*args: Any, **options: Any) -> Any:
        burnt = fuse()
        if burnt is not None:
            await burnt
        return await inner(*args, **options)

    setattr(owner, name, wrapped)


async def serve(order: dict[str, Any]) -> None:
    """Serve until killed."""
    configure_logs(logging.DEBUG)
    config = policies()
    spans = _spans(order["watching"])
    watching = config.watching.model_copy(update={**spans, "port": None})
    config = config.model_copy(update={"watching": watching})
    database = open_database(order["database"], Vault(bytes.fromhex(order["secret"])))
    bot = await build_bot(
        config,
        ROOT / "calendar.yaml",
        database,
        Telegram(order["token"], order["base_url"]),
        FileClock(Path(order["clock"])),
        tick_seconds=0.05,
    )
    if order["point"]:
        lay(order["point"], Fuse(order["passes"]))
    await bot.start()
    if order["watching"]:
        await Watch(bot, Supervisor()).start()
    await asyncio.Event().wait()


def _spans(seconds: dict[str, float]) -> dict[str, timedelta]:
    return {name: timedelta(seconds=span) for name, span in seconds.items()}


if __name__ == "__main__":
    asyncio.run(serve(json.loads(sys.argv[1])))
