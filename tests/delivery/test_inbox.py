"""What Telegram hands over is on disk before it is told so, and is worked on in the end."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs
from telegram import Bot, Update
from telegram.error import NetworkError
from telegram.ext import Application, ApplicationBuilder, CallbackContext, TypeHandler

from bot.delivery.inbox import InboxBot, InboxRequest, Told
from bot.delivery.ordering import PerChatProcessor
from bot.delivery.replay import Replay
from bot.delivery.transport import AiohttpRequest
from sandbox import Person, Sandbox, SandboxClock
from sandbox.faults import (
    BrokenJson,
    CutAfter,
    DuplicateUpdate,
    MalformedUpdate,
    MethodNotFound,
    SwappedUpdates,
    Unauthorized,
)
from storage.database import Database
from storage.tables import inbox
from tests.delivery.post import Flaky
from tests.delivery.told import said

SECOND = timedelta(seconds=1)
ATTEMPTS = 3


@pytest.fixture
def database(file: Database) -> Flaky:
    return Flaky(file)


def inbox_bot(sandbox: Sandbox, database: Database, clock: SandboxClock) -> InboxBot:
    return InboxBot(
        sandbox.token,
        InboxRequest(database, clock, trust_env=False),
        base_url=sandbox.bot_api_url,
        request=AiohttpRequest(trust_env=False),
    )


@pytest.fixture
async def poller(sandbox: Sandbox, database: Flaky, clock: SandboxClock) -> AsyncIterator[InboxBot]:
    """A client whose updates go through the inbox, without anybody who works on them."""
    async with inbox_bot(sandbox, database, clock) as client:
        yield client


@pytest.fixture
async def resident(sandbox: Sandbox, poller: Bot) -> Person:
    """Somebody whose pressing of Start was taken long ago."""
    person = sandbox.add_person("王奶奶")
    await person.opens()
    taken = await poller.get_updates()
    await poller.get_updates(offset=taken[-1].update_id + 1)
    return person


async def rows(database: Database) -> list[Any]:
    query = select(inbox).order_by(inbox.c.id)
    found = await database.read(lambda work: work.connection.execute(query).all())
    return list(found)


async def last_kept(database: Database) -> dict[str, Any]:
    waiting = await database.read(lambda work: work.inbox.waiting())
    kept: dict[str, Any] = json.loads(waiting[-1].payload or "")
    return kept


async def states(database: Database) -> list[str]:
    return [row.state for row in (await rows(database))]


async def finish(database: Database, number: int, clock: SandboxClock) -> bool:
    return await database.write(lambda work: work.inbox.finish(number, clock.now()))


async def test_an_update_is_on_disk_before_telegram_is_told(
    poller: Bot, sandbox: Sandbox, resident: Person, database: Flaky
) -> None:
    await resident.says("孩子一个人在家")
    [update] = await poller.get_updates()
    kept = await last_kept(database)
    assert kept["message"]["text"] == "孩子一个人在家"
    assert kept["update_id"] == update.update_id
    assert update.update_id not in sandbox.acknowledged


async def test_whoever_hears_of_an_update_while_it_is_kept_cannot_hinder_that(
    poller: InboxBot, resident: Person, database: Flaky
) -> None:
    heard: list[str | None] = []

    def stumble(told: Sequence[Told]) -> None:
        heard.extend(said(one) for one in told)
        raise ZeroDivisionError

    poller.foretell(stumble)
    await resident.says("孩子一个人在家")
    with capture_logs() as logs:
        await poller.get_updates()

    assert heard == ["孩子一个人在家"]
    assert logs == [
        {"event": "foretelling-failed", "error": "ZeroDivisionError", "log_level": "error"}
    ]
    kept = await last_kept(database)
    assert kept["message"]["text"] == "孩子一个人在家"


async def test_what_is_handed_over_again_is_kept_once_and_worked_on_while_it_waits(
    poller: Bot, resident: Person, database: Flaky
) -> None:
    await resident.says("一")
    [first] = await poller.get_updates()
    [again] = await poller.get_updates()
    assert said(again) == "一"
    assert again.update_id == first.update_id
    assert len(await rows(database)) == 2


async def test_what_was_answered_before_comes_back_as_a_bare_number(
    poller: Bot, resident: Person, database: Flaky, clock: SandboxClock
) -> None:
    await resident.says("一")
    [first] = await poller.get_updates()
    assert await finish(database, first.update_id, clock)
    [again] = await poller.get_updates()
    assert (again.update_id, said(again)) == (first.update_id, None)


async def test_the_same_number_twice_in_one_answer_is_shown_once(
    poller: Bot, sandbox: Sandbox, resident: Person, database: Flaky
) -> None:
    await resident.says("一")
    [update] = await poller.get_updates()
    sandbox.push_raw_update(json.dumps(await last_kept(database)).encode())
    found = await poller.get_updates()
    assert [one.update_id for one in found] == [update.update_id] * 2
    assert [said(one) for one in found] == ["一", None]
    assert len(await rows(database)) == 2


@pytest.mark.parametrize(
    "body",
    [
        b'{"update_id": %d, "message": {"message_id": "none"}}',
        b'{"update_id": %d, "message": [1, 2]}',
        b'{"update_id": %d, "callback_query": {"id": 1}}',
    ],
    ids=["message", "list", "tap"],
)
async def test_an_update_nobody_can_read_is_kept_as_dead_and_blocks_nobody(
    poller: Bot, sandbox: Sandbox, resident: Person, database: Flaky, body: bytes
) -> None:
    number = sandbox.push_raw_update(body)
    await resident.says("二")
    with capture_logs() as logs:
        found = await poller.get_updates()
    assert [said(update) for update in found] == [None, "二"]
    dead = (await rows(database))[-2]
    assert (dead.update_id, dead.state, dead.trouble) == (number, "dead", "unreadable")
    assert dead.payload_sealed
    assert [line["event"] for line in logs] == ["update-unreadable"]


async def test_an_update_without_a_number_is_passed_over(
    poller: Bot, sandbox: Sandbox, resident: Person
) -> None:
    sandbox.push_raw_update(b'{"message": {}}')
    await resident.says("二")
    [update] = await poller.get_updates()
    assert said(update) == "二"


async def test_an_answer_without_any_number_is_asked_for_again(
    poller: Bot, sandbox: Sandbox
) -> None:
    sandbox.push_raw_update(b'{"message": {}}')
    with pytest.raises(NetworkError, match="without numbers"):
        await poller.get_updates()


async def test_letters_that_are_none_are_kept_too(
    poller: Bot, sandbox: Sandbox, resident: Person, database: Flaky
) -> None:
    await resident.says("一")
    [good] = await poller.get_updates()
    update = await last_kept(database)
    update["message"]["text"] = "X"
    body = json.dumps(update).replace(str(good.update_id), "%d", 1).replace('"X"', '"\\ud83d"')
    sandbox.push_raw_update(body.encode())
    assert len(await poller.get_updates()) == 2
    assert await states(database) == ["waiting"] * 3


async def test_a_database_that_is_away_leaves_the_update_with_telegram(
    poller: Bot, sandbox: Sandbox, resident: Person, database: Flaky
) -> None:
    await resident.says("孩子一个人在家")
    database.away = 1
    with pytest.raises(NetworkError):
        await poller.get_updates()
    assert sandbox.pending
    assert len(await rows(database)) == 1
    [update] = await poller.get_updates()
    assert said(update) == "孩子一个人在家"


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"ok": true, "result": 5}', b"\xff"])
async def test_an_answer_that_is_none_is_asked_for_again(
    poller: Bot, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    async def answer(*_args: object, **_kwargs: object) -> tuple[int, bytes]:
        return 200, body

    monkeypatch.setattr(AiohttpRequest, "do_request", answer)
    with pytest.raises(NetworkError, match="broken answer"):
        await poller.get_updates()


async def test_other_requests_pass_untouched(poller: Bot, database: Flaky) -> None:
    database.away = 1
    assert (await poller.get_me()).username
    assert await poller.get_updates(timeout=0) == ()
    assert database.away == 1


@dataclass
class Answering:
    """An application that answers each update as the bot does: in one step with the inbox."""

    application: "Application[Any, Any, Any, Any, Any, Any]"
    processor: PerChatProcessor
    database: Flaky
    clock: SandboxClock
    texts: list[str] = field(default_factory=list)
    failures: list[object] = field(default_factory=list)
    fails_at: set[str] = field(default_factory=set)
    attempts: int = 0

    def __post_init__(self) -> None:
        self.replay = Replay(self.database, self.application, self.processor, self.failed)
        self.application.add_handler(TypeHandler(object, self._receive))
        self.application.add_error_handler(self._note)

    async def _receive(self, update: Told, _context: "CallbackContext[Any, Any, Any, Any]") -> None:
        text = said(update)
        if text in self.fails_at:
            self.attempts += 1
            raise ValueError(text)
        is_new = await finish(self.database, update.update_id, self.clock)
        if is_new and text:
            self.texts.append(text)

    async def _note(self, update: object, context: "CallbackContext[Any, Any, Any, Any]") -> None:
        assert context.error is not None
        await self.failed(update, context.error)

    async def failed(self, update: object, error: BaseException) -> None:
        self.failures.append((update, type(error).__name__))
        if not isinstance(update, Told):
            return
        number = update.update_id
        await self.database.write(
            lambda work: work.inbox.note_failure(number, "trouble", limit=ATTEMPTS)
        )

    async def polls(self) -> None:
        updater = self.application.updater
        assert updater is not None
        await updater.start_polling(poll_interval=0, allowed_updates=Update.ALL_TYPES)

    async def done(self, count: int) -> None:
        """Wait until so many updates are no longer waiting."""
        async with asyncio.timeout(60):
            while await self._count() < count:
                pass

    async def _count(self) -> int:
        return len([state for state in await states(self.database) if state != "waiting"])

    async def idle(self) -> None:
        """Wait until everything that was handed over was tried."""
        await self.application.update_queue.join()

    async def stop(self) -> None:
        updater = self.application.updater
        if updater is not None and updater.running:
            await updater.stop()
        if self.application.running:
            await self.application.stop()
        await self.application.shutdown()


@pytest.fixture
async def answering(
    sandbox: Sandbox, database: Flaky, clock: SandboxClock
) -> AsyncIterator[Answering]:
    processor = PerChatProcessor()
    polling = inbox_bot(sandbox, database, clock)
    application = ApplicationBuilder().bot(polling).concurrent_updates(processor).build()
    running = Answering(application, processor, database, clock)
    await application.initialize()
    await application.start()
    yield running
    sandbox.faults.clear()
    await running.stop()


@pytest.fixture
async def writer(sandbox: Sandbox) -> Person:
    """Somebody whose pressing of Start waits for the bot."""
    person = sandbox.add_person("王奶奶")
    await person.opens()
    return person


@pytest.mark.parametrize(
    "fault", [BrokenJson(), CutAfter(), Unauthorized(), MethodNotFound()], ids=repr
)
async def test_polling_goes_on_after_trouble(
    answering: Answering, sandbox: Sandbox, writer: Person, fault: Any
) -> None:
    sandbox.faults.order(fault, method="getUpdates")
    await writer.says("一")
    await answering.polls()
    await answering.done(2)
    assert answering.texts == ["/start", "一"]


async def test_a_database_that_comes_back_loses_nothing(
    answering: Answering, writer: Person, database: Flaky
) -> None:
    await writer.says("一")
    database.away = 1
    await answering.polls()
    await answering.done(2)
    assert answering.texts == ["/start", "一"]
    assert database.refused == 1


async def test_malformed_repeated_and_disordered_updates_are_each_answered_once(
    answering: Answering, sandbox: Sandbox, writer: Person
) -> None:
    for fault, texts in (
        (DuplicateUpdate(), ["一"]),
        (MalformedUpdate(), ["二"]),
        (SwappedUpdates(), ["三", "四"]),
    ):
        sandbox.faults.order(fault)
        for text in texts:
            await writer.says(text)
    await writer.says("五")
    await answering.polls()
    await answering.done(6)
    assert answering.texts == ["/start", "一", "四", "三", "五"]
    assert (await states(answering.database)).count("dead") == 1


async def leave_behind(poller: Bot, person: Person, *texts: str) -> None:
    """Let a process take texts from Telegram and die before it works on them."""
    for text in texts:
        await person.says(text)
    taken = await poller.get_updates()
    await poller.get_updates(offset=taken[-1].update_id + 1, timeout=0)


async def test_what_the_last_run_left_is_worked_on_first_and_in_order(
    poller: Bot, answering: Answering, resident: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.replay.PAGE", 2)
    await leave_behind(poller, resident, "一", "二", "三")
    await answering.replay.start()
    await resident.says("四")
    await answering.polls()
    await answering.done(5)
    assert answering.texts == ["/start", "一", "二", "三", "四"]


async def test_a_failed_update_is_tried_again_later_and_later_until_it_is_dead(
    poller: Bot, answering: Answering, resident: Person, clock: SandboxClock
) -> None:
    answering.fails_at.add("坏")
    await leave_behind(poller, resident, "坏", "好")
    await answering.replay.start()
    await answering.idle()
    assert answering.texts == ["/start", "好"]
    tried = []
    for _ in range(60):
        clock.advance(SECOND)
        await answering.replay.retry(clock.now())
        await answering.idle()
        tried.append(answering.attempts)
    assert [tried.index(count) + 1 for count in (2, 3)] == [10, 20]
    assert tried[-1] == ATTEMPTS
    assert await states(answering.database) == ["done", "dead", "done"]


async def test_an_update_that_only_the_database_failed_is_tried_again(
    poller: Bot, answering: Answering, resident: Person, clock: SandboxClock, database: Flaky
) -> None:
    await leave_behind(poller, resident, "一")
    database.away = 10
    await answering.replay.start()
    await answering.idle()
    database.away = 0
    clock.advance(6 * SECOND)
    await answering.replay.retry(clock.now())
    await answering.idle()
    assert answering.texts == ["/start", "一"]


async def test_what_is_being_worked_on_is_not_handed_over_again(
    poller: Bot, answering: Answering, resident: Person, clock: SandboxClock
) -> None:
    await leave_behind(poller, resident, "一")
    over = asyncio.Event()
    begun: list[int] = []

    async def work_slowly(update: Told, _context: "CallbackContext[Any, Any, Any, Any]") -> None:
        begun.append(update.update_id)
        await over.wait()

    answering.application.add_handler(TypeHandler(object, work_slowly), group=-1)
    await answering.replay.start()
    while not begun:
        await asyncio.sleep(0)
    clock.advance(60 * SECOND)
    await answering.replay.retry(clock.now())
    await answering.replay.retry(clock.now())
    over.set()
    await answering.idle()
    assert len(begun) == len(set(begun)) == 2


async def test_nothing_is_handed_over_again_while_fresh_updates_stand_in_line(
    poller: Bot, answering: Answering, resident: Person, clock: SandboxClock
) -> None:
    await leave_behind(poller, resident, "一")
    processor = PerChatProcessor(1)
    replay = Replay(answering.database, answering.application, processor, answering.failed)
    over = asyncio.Event()
    full = asyncio.create_task(processor.process_update(object(), over.wait()))
    while processor.has_room:
        await asyncio.sleep(0)
    clock.advance(60 * SECOND)
    await replay.retry(clock.now())
    await answering.idle()
    assert answering.texts == []
    over.set()
    await full
    await replay.retry(clock.now())
    await answering.idle()
    assert answering.texts == ["/start", "一"]


async def test_a_row_that_nobody_can_read_any_more_is_buried_and_the_others_are_worked_on(
    poller: Bot, answering: Answering, resident: Person, database: Flaky
) -> None:
    now = answering.clock.now()
    await database.write(lambda work: work.inbox.take(1, '{"update_id": 1, "message": 5}', now=now))
    await leave_behind(poller, resident, "一")
    await answering.replay.start()
    await answering.idle()
    assert answering.texts == ["/start", "一"]
    assert (await states(database)).count("dead") == 1
    assert len(answering.failures) == 1


async def test_a_damaged_row_is_buried_and_the_others_are_worked_on(
    poller: Bot, answering: Answering, resident: Person, database: Flaky
) -> None:
    await leave_behind(poller, resident, "一", "二", "三")
    waiting = await database.read(lambda work: work.inbox.waiting())
    [bad] = [row.id for row in waiting if json.loads(row.payload or "")["message"]["text"] == "二"]
    await database.write(
        lambda work: work.connection.execute(
            update(inbox).where(inbox.c.id == bad).values(payload_sealed=b"\x01damaged")
        )
    )
    with capture_logs() as logs:
        await answering.replay.start()
        await answering.idle()
    assert answering.texts == ["/start", "一", "三"]
    assert await states(database) == ["done", "done", "dead", "done"]
    assert [line["trouble"] for line in logs if line["log_level"] == "error"] == ["damaged"]
