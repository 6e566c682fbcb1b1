"""A sender over HTTP to the embedded Telegram, on a real file, with a clock that stands still."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from telegram import Bot

from bot.delivery.transport import AiohttpRequest
from sandbox import Person, Sandbox, SandboxClock
from storage.database import Database, open_database
from storage.encryption import Vault
from tests.delivery.post import FakeDesk, Post

NEW_YEAR_EVE = datetime(2027, 2, 5, 12, 0, tzinfo=UTC)
READ_SECONDS = 2.0


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
async def file(sqlite_url: str, vault: Vault) -> AsyncIterator[Database]:
    """A migrated, open file."""
    opened = open_database(sqlite_url, vault)
    yield opened
    await opened.close()


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    request = AiohttpRequest(trust_env=False, read_seconds=READ_SECONDS)
    async with Bot(
        sandbox.token,
        sandbox.bot_api_url,
        sandbox.file_url,
        request=request,
        get_updates_request=AiohttpRequest(trust_env=False),
    ) as client:
        sandbox.wire.clear()
        yield client


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
async def post(
    sandbox: Sandbox, file: Database, bot: Bot, clock: SandboxClock, desk: FakeDesk
) -> AsyncIterator[Post]:
    office = Post(sandbox, file, bot, clock, desk)
    office.sender.start()
    yield office
    sandbox.faults.clear()
    await office.sender.stop()


@pytest.fixture
async def officer(post: Post) -> Person:
    return await post.person("周敏")


@pytest.fixture
async def other(post: Post) -> Person:
    return await post.person("吴刚")
