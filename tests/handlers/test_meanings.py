"""Who writes at the same moment is understood together; nobody is harmed by another's words."""

import asyncio
import threading
from collections.abc import Sequence

import numpy as np
import pytest
from structlog.testing import capture_logs

from bot.handlers.meanings import AT_ONCE, EXPECTED_AT_MOST, Meanings
from bot.triage.meaning import Meaning


class Finder:
    """Say of each text how long it is; the first look waits until it is let go."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.leave = threading.Event()
        self.threads: set[int] = set()

    def __call__(self, texts: Sequence[str]) -> Sequence[Meaning | None]:
        self.groups.append(list(texts))
        self.threads.add(threading.get_ident())
        assert self.leave.wait(60)
        if "bad" in texts:
            raise ValueError(texts)
        return [np.array([len(text)], np.float32) if text else None for text in texts]


async def test_who_comes_while_others_are_looked_at_is_looked_at_together_and_in_order() -> None:
    finder = Finder()
    meanings = Meanings(finder)
    first = asyncio.create_task(meanings.of("alone"))
    while not finder.groups:
        await asyncio.sleep(0)
    later = [asyncio.create_task(meanings.of("x" * n)) for n in range(AT_ONCE + 3)]
    await asyncio.sleep(0)
    finder.leave.set()
    alone = await first
    assert alone is not None
    assert float(alone[0]) == len("alone")
    found = await asyncio.gather(*later)
    assert found[0] is None
    assert [one is not None and float(one[0]) for one in found[1:]] == list(range(1, AT_ONCE + 3))
    assert [len(group) for group in finder.groups] == [1, AT_ONCE, 3]
    assert threading.get_ident() not in finder.threads


async def test_a_text_that_cannot_be_understood_harms_nobody_and_is_not_written_down() -> None:
    finder = Finder()
    finder.leave.set()
    meanings = Meanings(finder)
    with capture_logs() as logs:
        found = await asyncio.gather(meanings.of("bad"), meanings.of("good"))
    assert [one for one in found if one is not None] == []
    assert logs == [{"event": "meanings-not-found", "error": "ValueError", "log_level": "warning"}]
    assert await meanings.of("good") is not None


async def test_who_goes_away_meanwhile_takes_nothing_from_the_others() -> None:
    finder = Finder()
    meanings = Meanings(finder)
    gone, stays = (asyncio.create_task(meanings.of(text)) for text in ("gone", "stays"))
    while not finder.groups:
        await asyncio.sleep(0)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    finder.leave.set()
    assert await stays is not None


async def test_a_text_that_was_expected_is_looked_at_once() -> None:
    finder = Finder()
    finder.leave.set()
    meanings = Meanings(finder)
    meanings.expect("soon")
    meanings.expect("soon")
    found = await meanings.of("soon")
    assert found is not None
    assert float(found[0]) == len("soon")
    assert finder.groups == [["soon"]]

    # Whoever says the same later is looked at as well.
    await meanings.of("soon")
    assert finder.groups == [["soon"], ["soon"]]


async def test_of_what_nobody_asks_for_only_the_latest_is_kept() -> None:
    finder = Finder()
    finder.leave.set()
    meanings = Meanings(finder)
    texts = ["x" * n for n in range(1, EXPECTED_AT_MOST + 2)]
    for text in texts:
        meanings.expect(text)
    await meanings.of(texts[-1])
    assert sum(map(len, finder.groups)) == len(texts)

    for text in texts[:-1]:
        await meanings.of(text)
    assert finder.groups[-1] == [texts[0]]
    assert sum(map(len, finder.groups)) == len(texts) + 1
