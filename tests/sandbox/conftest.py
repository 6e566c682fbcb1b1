"""A running sandbox, a real python-telegram-bot client and a resident for every test."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime

import httpx
import pytest
from telegram import Bot
from telegram.error import TelegramError

from sandbox import Person, Sandbox, SandboxClock

NEW_YEAR_EVE = datetime(2027, 2, 5, 12, 0, tzinfo=UTC)

Refuses = Callable[[str], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def _spans_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let python-telegram-bot hand out timedeltas, which it will soon do by itself."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def clock() -> SandboxClock:
    return SandboxClock(NEW_YEAR_EVE, rate=0)


@pytest.fixture
async def sandbox(clock: SandboxClock) -> AsyncIterator[Sandbox]:
    async with Sandbox.start(clock=clock) as running:
        yield running


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with Bot(sandbox.token, sandbox.bot_api_url, sandbox.file_url) as client:
        sandbox.wire.clear()
        yield client


@pytest.fixture
async def resident(sandbox: Sandbox) -> Person:
    """Somebody who has pressed Start."""
    person = sandbox.add_person("王奶奶")
    await person.opens()
    return person


@pytest.fixture
async def page(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    """The page's HTTP client."""
    async with httpx.AsyncClient(base_url=sandbox.page_url, trust_env=False) as client:
        yield client


async def until_polling(sandbox: Sandbox) -> None:
    """Let the loop turn until a long poll waits."""
    while not sandbox._cloud.updates.polling:
        await asyncio.sleep(0)


@pytest.fixture
def refuses(sandbox: Sandbox) -> Refuses:
    """Expect the last call to be refused with exactly these words of Telegram."""

    @contextmanager
    def expecting(words: str) -> Iterator[None]:
        with pytest.raises(TelegramError):
            yield
        assert sandbox.wire[-1].error == words
        assert not sandbox.wire[-1].accepted

    return expecting
