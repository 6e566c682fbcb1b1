"""What is delivered is on disk before Telegram is told so, and each chat stays in order."""

import asyncio
import io
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select, update
from telegram import Bot

from bot.delivery.inbox import Told
from bot.delivery.ordering import Rank
from bot.delivery.webhook import HEADER, LARGEST_BODY, Webhook
from bot.delivery.webhook_address import WebhookAddress
from bot.delivery.worker import Worker
from bot.errors import ConfigurationError
from sandbox import Sandbox, SandboxClock
from storage.database import Database
from storage.encryption import Vault
from storage.tables import inbox
from storage.work import UnitOfWork
from tests.delivery.post import Flaky
from tests.delivery.told import said

SECRET = "telegram-alone-knows-it"
LEASE = timedelta(seconds=30)
DEADLINE = 40
UPDATE = {
    "update_id": 5,
    "message": {
        "message_id": 1,
        "date": 0,
        "chat": {"id": 7, "type": "private"},
        "from": {"id": 7, "is_bot": False, "first_name": "x"},
        "text": "孩子一个人在家",
    },
}


@dataclass
class Desk:
    """Whoever works on updates: remembers their words, and fails where it is told to."""

    database: Database
    clock: SandboxClock
    heard: list[str] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def work_on(self, given: Told) -> None:
        await self.gate.wait()
        words = said(given) or ""
        if words in self.failing:
            raise KeyError(words)
        now = self.clock.now()
        if await self.database.write(lambda work: work.inbox.finish(given.update_id, now)):
            self.heard.append(words)

    async def failed(self, given: object, error: BaseException) -> None:
        assert isinstance(given, Told)
        self.failures.append(type(error).__name__)
        await self.database.write(
            lambda work: work.inbox.note_failure(given.update_id, "KeyError", limit=2)
        )


@pytest.fixture
def database(file: Database) -> Flaky:
    return Flaky(file)


@pytest.fixture
def worker_desk(file: Database, clock: SandboxClock) -> Desk:
    desk = Desk(file, clock)
    desk.gate.set()
    return desk


@pytest.fixture
def address() -> WebhookAddress:
    with socket.socket() as probing:
        probing.bind(("127.0.0.1", 0))
        port = probing.getsockname()[1]
    url = f"http://127.0.0.1:{port}/telegram"
    return WebhookAddress(url, "/telegram", "127.0.0.1", port, SECRET)


@pytest.fixture
async def webhook(
    address: WebhookAddress, database: Flaky, clock: SandboxClock, bot: Bot, worker_desk: Desk
) -> AsyncIterator[Webhook]:
    worker = Worker(database, bot, clock, worker_desk.work_on, worker_desk.failed, LEASE)
    running = Webhook(address, database, clock, bot, worker)
    await running.open()
    yield running
    worker_desk.gate.set()
    await running.close()


async def deliver(
    webhook: Webhook, body: bytes | dict[str, Any], secret: str | None = SECRET, path: str = ""
) -> int:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {} if secret is None else {HEADER: secret}
    url = webhook.address.url + path
    async with (
        aiohttp.ClientSession(trust_env=False) as session,
        session.post(url, data=io.BytesIO(data), headers=headers) as answer,
    ):
        return answer.status


async def rows(database: Database) -> list[tuple[int, str]]:
    query = select(inbox.c.update_id, inbox.c.state).order_by(inbox.c.update_id)
    found = await database.read(lambda work: work.connection.execute(query).all())
    return [(row.update_id, row.state) for row in found]


async def until_heard(desk: Desk, *words: str) -> None:
    async with asyncio.timeout(DEADLINE):
        while len(desk.heard) < len(words):
            await asyncio.sleep(0.005)
    assert desk.heard == list(words)


async def until_failed(desk: Desk, webhook: Webhook, count: int) -> None:
    """Wait until so many attempts failed, and the update was let go of."""
    async with asyncio.timeout(DEADLINE):
        while len(desk.failures) < count or webhook.worker._left or webhook.worker._in_hand:
            webhook.worker.wake()
            await asyncio.sleep(0.005)


@pytest.mark.usefixtures("webhook")
async def test_what_a_person_writes_is_worked_on_in_order(
    sandbox: Sandbox, worker_desk: Desk
) -> None:
    person = sandbox.add_person("王奶奶")
    said = ["一", "二", "三", "四"]
    for words in said:
        await person.says(words)
    await until_heard(worker_desk, *said)
    assert sandbox.calls("setWebhook")[0].params["secret_token"] == SECRET


async def test_an_update_is_on_disk_before_telegram_is_told(
    webhook: Webhook, database: Flaky, worker_desk: Desk
) -> None:
    worker_desk.gate.clear()
    assert await deliver(webhook, UPDATE) == 200
    assert await rows(database) == [(5, "waiting")]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], f"{SECRET}x", "密"])
async def test_whoever_does_not_know_the_token_is_turned_away(
    webhook: Webhook, database: Flaky, secret: str | None
) -> None:
    assert await deliver(webhook, UPDATE, secret) == 403
    assert await rows(database) == []


@pytest.mark.usefixtures("webhook")
async def test_an_update_that_cannot_be_written_is_delivered_again(
    sandbox: Sandbox, database: Flaky, worker_desk: Desk
) -> None:
    person = sandbox.add_person("王奶奶")
    database.away = 3
    await person.says("一")
    await until_heard(worker_desk, "一")
    assert database.away == 0
    assert [state for _, state in await rows(database)] == ["done"]


async def test_a_database_that_is_away_is_told_by_503(webhook: Webhook, database: Flaky) -> None:
    database.away = 10_000
    assert await deliver(webhook, UPDATE) == 503
    database.away = 0
    assert await deliver(webhook, UPDATE) == 200


async def test_what_is_delivered_twice_is_worked_on_once(
    webhook: Webhook, database: Flaky, worker_desk: Desk
) -> None:
    assert [await deliver(webhook, UPDATE) for _ in range(2)] == [200, 200]
    await until_heard(worker_desk, "孩子一个人在家")
    assert await deliver(webhook, UPDATE) == 200
    assert await rows(database) == [(5, "done")]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"{}", b'{"update_id": "5"}', b"\xff\xfe", b" " * (LARGEST_BODY + 1)],
)
async def test_what_is_no_update_is_refused(webhook: Webhook, database: Flaky, body: bytes) -> None:
    assert await deliver(webhook, body) == 400
    assert await rows(database) == []


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"update_id": ' + b"9" * 5000 + b"}",
        b'{"update_id": 1e999}',
        b'{"update_id": NaN}',
        b'{"update_id": true}',
        b'{"update_id": -1}',
        b'{"update_id": 7, "message": "\\ud83d\\u0000"}',
        b'{"update_id": 7, "message": {"text": "\\ud83d\\u0000", "chat": {"id": "; DROP"}}}',
        b'{"update_id": 7, "callback_query": ' + b'{"a":' * 900 + b"1" + b"}" * 901,
        b'{"update_id": 8, "update_id": "x"}',
        b'\xef\xbb\xbf{"update_id": 7}',
    ],
    ids=range(11),
)
async def test_a_hostile_body_is_answered_and_the_next_update_is_worked_on(
    webhook: Webhook, worker_desk: Desk, body: bytes
) -> None:
    assert await deliver(webhook, body) in (200, 400)
    assert await deliver(webhook, UPDATE) == 200
    async with asyncio.timeout(DEADLINE):
        while "孩子一个人在家" not in worker_desk.heard:
            await asyncio.sleep(0.005)


async def test_other_paths_are_not_served(webhook: Webhook) -> None:
    assert await deliver(webhook, UPDATE, path="/else") == 404


@pytest.mark.usefixtures("webhook")
async def test_an_update_nobody_can_read_is_kept_and_not_asked_for_again(
    sandbox: Sandbox, database: Flaky, worker_desk: Desk
) -> None:
    number = sandbox.push_raw_update(b'{"update_id": %d, "message": {"message_id": "none"}}')
    await sandbox.add_person("王奶奶").says("二")
    await until_heard(worker_desk, "二")
    assert (await rows(database))[0] == (number, "dead")


async def test_a_failing_update_holds_up_its_own_chat_until_it_is_given_up(
    webhook: Webhook, sandbox: Sandbox, worker_desk: Desk, clock: SandboxClock
) -> None:
    one, other = sandbox.add_person("王奶奶"), sandbox.add_person("孙老师")
    worker_desk.failing.add("坏")
    await one.says("坏")
    await until_failed(worker_desk, webhook, 1)
    await one.says("后面的")
    await other.says("别人的")
    await until_heard(worker_desk, "别人的")
    assert worker_desk.failures == ["KeyError"]

    clock.advance(timedelta(seconds=5))
    await until_failed(worker_desk, webhook, 2)
    await until_heard(worker_desk, "别人的", "后面的")


async def test_an_attempt_that_cannot_be_counted_is_made_again(
    webhook: Webhook, worker_desk: Desk, database: Flaky, file: Database
) -> None:
    """The database is away for as long as an update is worked on."""
    worker_desk.gate.clear()
    assert await deliver(webhook, UPDATE) == 200
    async with asyncio.timeout(DEADLINE):
        while not webhook.worker._in_hand:
            await asyncio.sleep(0.005)
    worker_desk.database = database
    database.away = 3
    worker_desk.gate.set()
    await until_heard(worker_desk, "孩子一个人在家")
    assert await rows(file) == [(5, "done")]


async def test_an_update_that_is_damaged_is_kept_as_dead_and_keeps_nobody_back(
    webhook: Webhook, worker_desk: Desk, database: Flaky, clock: SandboxClock
) -> None:
    now = clock.now()

    def damage(work: UnitOfWork) -> None:
        work.inbox.take(3, "no json", now=now, chat="7")
        work.inbox.take(4, json.dumps(UPDATE), now=now, chat="7")
        row = update(inbox).where(inbox.c.update_id == 4)
        work.connection.execute(row.values(payload_sealed=b"bytes that do not open"))

    await database.write(damage)
    assert await deliver(webhook, UPDATE) == 200
    await until_heard(worker_desk, "孩子一个人在家")
    assert await rows(database) == [(3, "dead"), (4, "dead"), (5, "done")]


async def test_an_update_that_another_key_opens_is_left_to_whoever_has_that(
    webhook: Webhook, worker_desk: Desk, database: Flaky, clock: SandboxClock
) -> None:
    now, other = clock.now(), Vault(b"a secret that only others have..")

    def keep_beside(work: UnitOfWork) -> None:
        beside = UnitOfWork(work.connection, other, work.ids)
        beside.needed_keys.admit(now)
        beside.inbox.take(4, json.dumps(UPDATE), now=now, chat="8")

    await database.write(keep_beside)
    assert await deliver(webhook, UPDATE) == 200
    await until_heard(worker_desk, "孩子一个人在家")
    assert await rows(database) == [(4, "waiting"), (5, "done")]


async def test_what_a_killed_process_held_on_a_file_is_worked_on_at_once(
    address: WebhookAddress,
    database: Flaky,
    clock: SandboxClock,
    bot: Bot,
    worker_desk: Desk,
) -> None:
    now = clock.now()
    await database.write(lambda work: work.inbox.take(5, json.dumps(UPDATE), now=now, chat="7"))
    await database.write(
        lambda work: work.inbox.claim(now=now, token="dead", lease_until_at=now + LEASE, limit=1)
    )
    worker = Worker(database, bot, clock, worker_desk.work_on, worker_desk.failed, LEASE)
    webhook = Webhook(address, database, clock, bot, worker)
    await webhook.open()
    await until_heard(worker_desk, "孩子一个人在家")
    await webhook.close()


async def test_what_is_in_hand_is_finished_before_the_end(
    address: WebhookAddress, database: Flaky, clock: SandboxClock, bot: Bot, worker_desk: Desk
) -> None:
    worker = Worker(database, bot, clock, worker_desk.work_on, worker_desk.failed, LEASE)
    webhook = Webhook(address, database, clock, bot, worker)
    await webhook.open()
    worker_desk.gate.clear()
    assert await deliver(webhook, UPDATE) == 200
    async with asyncio.timeout(DEADLINE):
        while not worker._in_hand:
            await asyncio.sleep(0.005)
    closing = asyncio.create_task(webhook.close())
    await asyncio.sleep(0)
    worker_desk.gate.set()
    await closing
    assert worker_desk.heard == ["孩子一个人在家"]


@dataclass
class Crowd:
    """Many who write at once to a bot that answers one of them at a time."""

    webhook: Webhook
    desk: Desk
    count: int = 0

    async def writes(self, chat: int, words: str) -> None:
        self.count += 1
        message = {
            "message_id": self.count,
            "date": 0,
            "chat": {"id": chat, "type": "private"},
            "from": {"id": chat, "is_bot": False, "first_name": "x"},
            "text": words,
        }
        update = {"update_id": self.count, "message": message}
        assert await deliver(self.webhook, update) == 200

    async def heard(self) -> list[str]:
        """Open the gate and return all words in the order in which they were worked on."""
        self.desk.gate.set()
        async with asyncio.timeout(DEADLINE):
            while len(self.desk.heard) < self.count:
                await asyncio.sleep(0.005)
        return self.desk.heard


def _haste(words: str) -> Rank:
    return Rank.DANGER if "救命" in words else Rank.ORDINARY


@pytest.fixture
async def crowd(webhook: Webhook, worker_desk: Desk) -> Crowd:
    """Return a crowd in which the one place is taken by whoever came first."""
    webhook.haste, webhook.worker.at_once = _haste, 1
    worker_desk.gate.clear()
    found = Crowd(webhook, worker_desk)
    await found.writes(1, "第一个")
    async with asyncio.timeout(DEADLINE):
        while not webhook.worker._in_hand:
            await asyncio.sleep(0.005)
    return found


async def test_in_a_crowd_danger_is_taken_first(crowd: Crowd) -> None:
    for chat in range(2, 8):
        await crowd.writes(chat, f"你好{chat}")
    await crowd.writes(9, "救命")
    assert (await crowd.heard())[:3] == ["第一个", "救命", "你好2"]


async def test_what_a_chat_said_before_its_cry_for_help_is_taken_before_other_chats(
    crowd: Crowd,
) -> None:
    await crowd.writes(2, "你好2")
    await crowd.writes(3, "你好3")
    await crowd.writes(3, "救命")
    assert await crowd.heard() == ["第一个", "你好3", "救命", "你好2"]


async def test_every_tenth_is_whoever_has_waited_longest(crowd: Crowd) -> None:
    await crowd.writes(2, "你好")
    for chat in range(3, 15):
        await crowd.writes(chat, "救命")
    assert (await crowd.heard()).index("你好") == 9


async def test_a_taken_port_is_named(webhook: Webhook) -> None:
    again = Webhook(webhook.address, webhook.database, webhook.clock, webhook.bot, webhook.worker)
    with pytest.raises(ConfigurationError, match=r"WEIBAO_WEBHOOK_LISTEN 127.0.0.1:.*another port"):
        await again.open()


async def test_an_address_that_telegram_refuses_is_named(
    address: WebhookAddress, database: Flaky, clock: SandboxClock, bot: Bot, worker_desk: Desk
) -> None:
    wrong = WebhookAddress("ftp://x/telegram", "/telegram", address.host, address.port, SECRET)
    worker = Worker(database, bot, clock, worker_desk.work_on, worker_desk.failed, LEASE)
    webhook = Webhook(wrong, database, clock, bot, worker)
    with pytest.raises(ConfigurationError, match="Telegram does not deliver to ftp://x/telegram"):
        await webhook.open()
    await webhook.close()


async def test_a_row_changed_by_hand_to_wait_again_is_worked_on_by_the_next_look(
    webhook: Webhook, database: Flaky, worker_desk: Desk
) -> None:
    """Nobody announces it: whoever works looks by itself from time to time."""
    worker_desk.failing.add("孩子一个人在家")
    assert await deliver(webhook, UPDATE) == 200
    await until_failed(worker_desk, webhook, 1)
    worker_desk.failing.clear()
    await database.write(
        lambda work: work.connection.execute(update(inbox).values(lease_until_at=None))
    )
    await until_heard(worker_desk, "孩子一个人在家")


def test_an_address_is_shown_without_its_token(address: WebhookAddress) -> None:
    assert SECRET not in repr(address)
