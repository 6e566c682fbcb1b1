"""The bot as a process of its own, that kills itself at a named or counted point of its way."""

import asyncio
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.torture.sabotage import spoil
from bot.app import Telegram, build_bot
from bot.config import Config, load_config
from bot.delivery import inbox, sender
from bot.delivery.claiming import Claimer
from bot.delivery.ledger import Ledger
from bot.handlers.gateway import Gateway
from bot.logs import configure_logs
from bot.services.paging import Paging
from bot.services.ticking import Ticking
from bot.serving import Bot
from bot.watching.monitor import Monitor
from bot.watching.systemd import Supervisor
from bot.watching.watch import Watch
from storage.database import open_database
from storage.encryption import Vault
from storage.evidence import SealedFiles

ROOT = Path(__file__).parents[2]
POINTS = ("fetched", "kept", "answering", "committed", "claimed", "carried", "ticking")
TICK_SECONDS = 0.05
AGES = 86_400.0


@dataclass(frozen=True, slots=True)
class Order:
    """How one process is to live, and at which point of its way it is to die.

    Attributes:
        database: the address of the database.
        secret: the installation's secret, in hexadecimal.
        token: what the bot identifies itself with.
        base_url: where Telegram is.
        clock: the file in which the time stands.
        log: the file to which it logs.
        point: one of `POINTS`, `any` for every one of them, or nothing.
        passes: at which pass of the point it dies.
        is_polling: whether it fetches updates; only one process may.
        broken: what is broken in it on purpose, see `sabotage`.
        files: the folder in which what people send is kept; nothing leaves it with Telegram.
        watching: by name, spans of the watching policy in seconds; if any, the bot is watched.
    """

    database: str
    secret: str
    token: str
    base_url: str
    clock: str
    log: str
    point: str = ""
    passes: int = 1
    is_polling: bool = True
    broken: str = ""
    files: str = ""
    watching: Mapping[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        """Return the order as what JSON can carry."""
        return asdict(self)


class FileClock:
    """Tell the time that another process writes into a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        """Return the present moment as aware UTC."""
        return datetime.fromtimestamp(float(self._path.read_text()), UTC)


def policies() -> Config:
    """Return the policies that the project ships, without Telegram's pace or a monitor's port."""
    config = load_config(ROOT / "config.yaml")
    fast = {"per_second": 1000.0, "per_chat_per_second": 1000.0, "burst_per_chat": 1000}
    sender_policy = config.sender.model_copy(update=fast)
    # Several bots run beside each other, and only one could listen there.
    watching = config.watching.model_copy(update={"port": None})
    return config.model_copy(update={"sender": sender_policy, "watching": watching})


def _watched(seconds: Mapping[str, float]) -> Config:
    """Return the policies with the spans of watching that were given in seconds."""
    config = policies()
    spans = {name: timedelta(seconds=span) for name, span in seconds.items()}
    watching = config.watching.model_copy(update=spans)
    return config.model_copy(update={"watching": watching})


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
    """Put the fuse at a point of the message's way, or (`any`) at every one of them.

    At `blocked` the process stands still, and at `deaf` it fetches nothing; neither ends it.
    """
    everywhere = point == "any"
    if point == "fetched" or everywhere:
        _before(inbox.InboxRequest, "_keep", fuse)
    if point == "kept" or everywhere:
        _before_awaiting(Gateway, "receive", fuse)
    if point == "answering" or everywhere:
        _after(Gateway, "answer", fuse)
    if point == "committed" or everywhere:
        _before(Claimer, "claim", fuse)
    if point == "claimed" or everywhere:
        _before_awaiting(sender, "carry", fuse)
    if point == "carried" or everywhere:
        _before(Ledger, "arrived", fuse)
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


async def built(order: Order) -> Bot:
    """Return the bot that the order asks for, not yet started."""
    vault = Vault(bytes.fromhex(order.secret))
    return await build_bot(
        _watched(order.watching),
        ROOT / "calendar.yaml",
        open_database(order.database, vault),
        Telegram(order.token, order.base_url),
        FileClock(Path(order.clock)),
        tick_seconds=TICK_SECONDS,
        files=SealedFiles(Path(order.files), vault) if order.files else None,
    )


async def serve(order: Order) -> None:
    """Serve until killed."""
    configure_logs(logging.DEBUG)
    bot = await built(order)
    if order.broken:
        spoil(order.broken)
    if order.point:
        lay(order.point, Fuse(order.passes))
    watch = Watch(bot, Supervisor(), Monitor(None), has_dog=bool(order.watching))
    await (bot.start(watch.begin) if order.is_polling else _start_beside(bot))
    if order.watching:
        await watch.start()
    await asyncio.Event().wait()


async def _start_beside(bot: Bot) -> None:
    """Tick and send beside another process, which alone fetches updates."""
    await bot.timekeeper.start()
    await bot.application.start()
    bot.sender.start()
    bot.scheduler.start()
