"""What the process holds does not grow with the people who wrote: the tables remember, not it."""

import asyncio
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from weakref import WeakKeyDictionary

import pytest

from bot.app import Telegram, build_bot
from bot.delivery.limits import FORGET_ABOVE
from bot.views.texts import KEPT
from sandbox.server import Sandbox
from storage.database import open_database
from storage.encryption import Vault
from tests.e2e.world import ROOT, World, policies

OURS = {"bot", "storage", "telegram", "apscheduler"}
HOLDERS = (dict, list, set, deque, WeakKeyDictionary)
# What may grow, and up to how much; `test_limits` and `test_texts` see that it goes no further.
BOUNDED = {"bot.sender.limits._chats": FORGET_ABOVE, "bot.hotline.texts._counted": KEPT}
# How each statement of the program is run; `test_prepared` sees that others leave nothing there.
OF_THE_PROGRAM = "bot.database.database._plans"
PEOPLE = 12


def _parts(whole: object) -> Iterator[tuple[str, object]]:
    """Yield what an object consists of, by name."""
    yield from getattr(whole, "__dict__", {}).items()
    for cls in type(whole).__mro__:
        names = cls.__dict__.get("__slots__", ())
        for name in (names,) if isinstance(names, str) else names:
            own = f"_{cls.__name__.lstrip('_')}{name}" if name.startswith("__") else name
            if hasattr(whole, own):
                yield name, getattr(whole, own)


def _held(
    whole: object, name: str = "bot", seen: set[int] | None = None
) -> Iterator[tuple[str, int]]:
    """Yield how much is in everything that holds things, however deep within our own objects."""
    seen = set() if seen is None else seen
    if id(whole) in seen:
        return
    seen.add(id(whole))
    if isinstance(whole, HOLDERS):
        yield name, len(whole)
        within = whole.values() if isinstance(whole, Mapping) else whole
        for place, one in enumerate(list(within)):
            yield from _held(one, f"{name}.{place}", seen)
    elif type(whole).__module__.split(".")[0] in OURS:
        for part, one in _parts(whole):
            yield from _held(one, f"{name}.{part}", seen)


async def _report(world: World, number: int) -> None:
    resident = world.resident(f"村民{number}")
    for words in ("/report", "没有", "村里有个水塘没有围栏，娃娃天天去玩"):
        await resident.says(words)
        await world.settle()
    # Of which the library makes objects, other than of words.
    await resident.sends_photo()
    await world.settle()


async def test_what_the_process_holds_does_not_grow_with_who_writes(world: World) -> None:
    for number in range(3):
        await _report(world, number)
    before = dict(_held(world.bot))
    for number in range(3, 3 + PEOPLE):
        await _report(world, number)
    after = dict(_held(world.bot))

    # Something may be about to go, but not as much as people wrote.
    grown = {name for name, count in after.items() if count >= before.get(name, 0) + PEOPLE}

    assert before.keys() > BOUNDED.keys()
    assert {name for name in grown if not name.startswith(OF_THE_PROGRAM)} <= BOUNDED.keys()


async def test_memory_is_given_back_now_and_then(
    sqlite_url: str, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = threading.Event()
    monkeypatch.setattr("bot.serving.give_back", given.set)
    monkeypatch.setattr("bot.serving.GIVE_BACK_SECONDS", 0.05)
    async with Sandbox.start() as sandbox:
        bot = await build_bot(
            policies(),
            ROOT / "calendar.yaml",
            open_database(sqlite_url, vault),
            Telegram(sandbox.token, sandbox.bot_api_url),
            sandbox.clock,
            tick_seconds=1,
        )
        await bot.start()
        try:
            assert await asyncio.to_thread(given.wait, 60)
        finally:
            await bot.stop()
