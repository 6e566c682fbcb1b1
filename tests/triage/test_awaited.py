"""Whoever wants to read waits for the reader, which is loaded once."""

import asyncio
import threading

import pytest

from bot.terms import Category, Level
from bot.triage.asked import Asked
from bot.triage.awaited import AwaitedTriage
from bot.triage.gazetteer import Gazetteer
from bot.triage.reader import Triage

LEVELS = dict.fromkeys(Category, Level.L3)
WORDS = "东海县双店镇的娃被打得满脸血"


@pytest.fixture(scope="module")
def reader() -> Triage:
    return Triage(Gazetteer.load(), LEVELS)


async def test_all_who_wait_wait_for_one_loading_and_are_told_what_the_reader_says(
    reader: Triage,
) -> None:
    may_load, loaded = threading.Event(), []

    def load() -> Triage:
        assert may_load.wait(60)
        loaded.append(reader)
        return reader

    awaited = AwaitedTriage(load)
    waiting = [asyncio.create_task(awaited.there()) for _ in range(3)]
    asked = Asked(WORDS), Asked(spot=(34.54, 118.77))
    reading = asyncio.create_task(awaited.read_together(asked))
    assert (await asyncio.wait([*waiting, reading], timeout=0.01))[0] == set()
    was_there = awaited.is_there
    may_load.set()
    await asyncio.gather(*waiting)
    assert await reading == [reader.read(WORDS), reader.locate(34.54, 118.77)]
    assert (was_there, awaited.is_there) == (False, True)
    assert loaded == [reader]


async def test_who_stops_waiting_stops_nobody_else(reader: Triage) -> None:
    may_load = threading.Event()

    def load() -> Triage:
        assert may_load.wait(60)
        return reader

    awaited = AwaitedTriage(load)
    leaving, staying = (asyncio.create_task(awaited.there()) for _ in range(2))
    await asyncio.sleep(0)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    may_load.set()
    await staying
    assert awaited.is_there


async def test_that_it_cannot_be_loaded_is_told_to_everybody_who_asks_then_or_later() -> None:
    def load() -> Triage:
        raise OSError("damaged")

    awaited = AwaitedTriage(load)
    for _ in range(2):
        with pytest.raises(OSError, match="damaged"):
            await awaited.there()
    with pytest.raises(OSError, match="damaged"):
        await awaited.read_together([Asked(WORDS)])
    assert not awaited.is_there
