"""What a step costs, counted: a guard that no busy machine can blur.

Where a number here grows, find out what asks again for what the step already knows, and take that
out; where the step truly needs one more, raise the number in the change that needs it. Where one
falls, lower it, so that what was won is kept.
"""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from telegram import Update

from bot.delivery.inbox import InboxRequest, keep
from bot.delivery.ledger import Ledger
from bot.delivery.transport import AiohttpRequest
from bot.handlers.gateway import Gateway
from bot.triage.reader import Triage
from sandbox.people import Person
from storage.prepared import Plans
from storage.records import Referral
from storage.repositories.referrals import Referrals
from storage.sqlite import GROUP_SIZE, SqliteDatabase
from storage.work import UnitOfWork
from tests.e2e.world import DIALECT, World, cries_for_help, keys, sends

# The claim of the update, who it is, their line of the chat, their count, where they stand; then
# what they reported (of words alone), where they stand now, and the answer.
KEY, WORDS = 7, 8
# Besides, the people's first message makes them known.
FIRST = 8
# Whose words wait, the new ones, and which of them are to be worked on.
FETCH = 3
# The update is kept, answered and the answer claimed, settled and the free place claimed for.
TRANSACTIONS = 3
REQUESTS_OF_A_REPORT = 5
TOLD = "村里有个水塘没有围栏，娃娃天天去玩"
HOUSE = "他家住河边第三户"
PLACE = "东海县双店镇"
TOGETHER = 100
LEAVE_TOGETHER = 5


class Counted:
    """How many statements ran within each call of one method, and in how many commits."""

    def __init__(self) -> None:
        self.statements: list[int] = []
        self.commits = 0
        self._within: int | None = None
        self._has_run = False

    def around(self, patch: pytest.MonkeyPatch, owner: type, name: str) -> None:
        """Count within this method of a class from now on."""
        original = getattr(owner, name)

        def counted(*args: Any, **kwargs: Any) -> Any:
            self._within, self._has_run = threading.get_ident(), True
            self.statements.append(0)
            try:
                return original(*args, **kwargs)
            finally:
                self._within = None

        patch.setattr(owner, name, counted)

    def heard(self, *_: object) -> None:
        """Take note of a statement."""
        if self._within == threading.get_ident():
            self.statements[-1] += 1

    def committed(self, *_: object) -> None:
        """Take note of a commit, if the method ran since the last."""
        self.commits += self._has_run
        self._has_run = False


@contextmanager
def counting(owner: type, name: str) -> Iterator[Counted]:
    """Count what runs within the calls of a method."""
    counted = Counted()
    event.listen(Engine, "before_cursor_execute", counted.heard)
    event.listen(Engine, "commit", counted.committed)
    try:
        with pytest.MonkeyPatch.context() as patch:
            counted.around(patch, owner, name)
            yield counted
    finally:
        event.remove(Engine, "before_cursor_execute", counted.heard)
        event.remove(Engine, "commit", counted.committed)


async def _says(world: World, person: Person, *words: str) -> None:
    for one in words:
        await person.says(one)
        await world.settle()


async def test_a_step_asks_for_each_thing_once(world: World) -> None:
    resident, again = world.resident(), world.resident("李奶奶")
    said = ("/report", "没有", "村里有个水塘没有围栏，娃娃天天去玩")

    with counting(Gateway, "answer") as asked:
        await _says(world, resident, *said)
    with counting(InboxRequest, "_keep") as kept:
        await _says(world, again, "/report")

    assert asked.statements == [FIRST, KEY, WORDS]
    assert kept.statements == [FETCH]


@pytest.mark.parametrize("looks_up", [False, True])
async def test_how_a_case_stands_is_asked_once(
    world: World, monkeypatch: pytest.MonkeyPatch, *, looks_up: bool
) -> None:
    resident = world.resident()
    await cries_for_help(world, resident)
    await sends(world, resident)
    received = await resident.sees("暗语：")
    code = received.text.split("暗语：")[1].splitlines()[0]
    asked: list[int] = []
    current = Referrals.current_of

    def counted(referrals: Referrals, case_id: int) -> Referral:
        asked.append(case_id)
        return current(referrals, case_id)

    if looks_up:
        await _says(world, resident, "/check", "连东海-0001")
    monkeypatch.setattr(Referrals, "current_of", counted)
    await _says(world, resident, code if looks_up else "/status")

    await resident.sees("连东海-0001")
    # Of words that are no command it is asked first whether an officer waits for them.
    assert len(asked) == 1 + looks_up


async def test_who_writes_alone_waits_for_no_more_transactions_than_it_takes(
    world: World,
) -> None:
    resident = world.resident()
    await _says(world, resident, "/report")
    with counting(SqliteDatabase, "_together") as together:
        await _says(world, resident, "没有")

    assert len(together.statements) == TRANSACTIONS


async def test_a_step_runs_nothing_that_is_made_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ("/report", "没有", "村里有个水塘没有围栏，娃娃天天去玩")
    for name in ("王一", "王二"):
        await _says(world, world.resident(name), *said)
    anew: list[str] = []
    find = Plans.of

    def watched(plans: Plans, statement: Any, *rest: Any) -> Any:
        plan = find(plans, statement, *rest)
        if plan is None:
            anew.append(str(statement))
        return plan

    monkeypatch.setattr(Plans, "of", watched)
    await _says(world, world.resident("王三"), *said)

    assert anew == []


async def test_of_keys_nothing_is_read_and_of_words_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = _texts_read(monkeypatch)
    resident, other = world.resident(), world.resident("李奶奶")

    await _says(world, resident, "/report", "没有")
    assert read == []
    # Nobody asked this person anything, so the label is their own word.
    await _says(world, other, "没有")
    assert read == ["没有"]
    await _says(world, resident, "村里有个水塘没有围栏")
    assert read == ["没有", "村里有个水塘没有围栏"]


def _texts_read(patch: pytest.MonkeyPatch) -> Sequence[str]:
    """Return what will have been read from now on."""
    read: list[str] = []
    reader = Triage.read

    def heard(triage: Triage, text: str, **known: Any) -> Any:
        read.append(text)
        return reader(triage, text, **known)

    patch.setattr(Triage, "read", heard)
    return read


async def test_words_for_a_case_whose_county_is_known_are_read_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident = world.resident()
    await cries_for_help(world, resident)
    read = _texts_read(monkeypatch)

    await _says(world, resident, HOUSE)

    assert read == [HOUSE]
    (referral,) = await world.referrals()
    said = await world.read(lambda work: work.cases.said_in(referral.case_id))
    assert HOUSE in [one.words for one in said]


async def test_an_answer_that_says_the_county_is_read_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident, city = world.resident(), world.colleagues["赵科长"]
    await resident.says("有个小孩跟奶奶过，家里没米了")
    await world.settle()
    await sends(world, resident)
    await city.taps("✅ 接单")
    await world.settle()
    await city.taps("❓ 问报告人")
    await world.settle()
    await city.says("在哪个县？")
    await resident.sees("在哪个县？")
    await world.settle()
    read = _texts_read(monkeypatch)

    await _says(world, resident, PLACE)

    assert read == [PLACE]
    (referral,) = await world.referrals()
    case = await world.read(lambda work: work.cases.get(referral.case_id))
    assert case.county_code == "320722"


async def test_what_somebody_tells_is_looked_at_while_it_is_being_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: asyncio.Queue[Sequence[str]] = asyncio.Queue()
    loop, find = asyncio.get_running_loop(), Triage.meanings
    entered, leave = threading.Event(), threading.Event()

    def heard(triage: Triage, texts: Sequence[str]) -> Any:
        loop.call_soon_threadsafe(looked_at.put_nowait, list(texts))
        return find(triage, texts)

    def hold(_work: UnitOfWork) -> None:
        entered.set()
        assert leave.wait(60)

    resident = world.resident()
    await _says(world, resident, "/report", "没有")
    monkeypatch.setattr(Triage, "meanings", heard)
    holding = asyncio.create_task(world.database.write(hold))
    assert await asyncio.to_thread(entered.wait, 10)
    await resident.says(TOLD)
    async with asyncio.timeout(60):
        assert await looked_at.get() == [TOLD]
    assert len(world.sandbox.pending) == 1

    leave.set()
    await holding
    await world.settle()
    assert looked_at.empty()


async def test_a_report_takes_no_more_requests_than_there_is_to_say(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    carry = AiohttpRequest.do_request

    async def noted(
        request: AiohttpRequest, url: str, *rest: Any, **named: Any
    ) -> tuple[int, bytes]:
        made.append(url.rpartition("/")[2])
        return await carry(request, url, *rest, **named)

    monkeypatch.setattr(AiohttpRequest, "do_request", noted)
    resident = world.resident()
    await _says(world, resident, DIALECT)
    while "✅ 对，发送" not in keys(resident):
        await resident.presses("跳过 ▶️")
        await world.settle()
    await resident.presses("✅ 对，发送")
    await world.settle()
    # The menu is set once, when the bot begins, beside whatever is done.
    requests = [method for method in made if method not in ("getUpdates", "setMyCommands")]

    assert len(requests) <= REQUESTS_OF_A_REPORT, requests


def _update(number: int) -> dict[str, Any]:
    chat = 7_000_000 + number
    return {
        "update_id": 9_000_000 + number,
        "message": {
            "message_id": number,
            "date": 1_700_000_000,
            "chat": {"id": chat, "type": "private"},
            "from": {"id": chat, "is_bot": False, "first_name": "x"},
            "text": "/report",
        },
    }


async def test_a_hundred_steps_at_once_are_a_handful_of_commits(world: World) -> None:
    raw: Sequence[dict[str, Any]] = [_update(number) for number in range(1, 1 + TOGETHER)]
    now = world.clock.now()
    entered, leave = threading.Event(), threading.Event()

    def hold(work: UnitOfWork) -> None:
        keep(work, raw, (), now)
        entered.set()
        assert leave.wait(60)

    application = world.bot.application
    with counting(Gateway, "answer") as answered:
        holding = asyncio.create_task(world.database.write(hold))
        assert await asyncio.to_thread(entered.wait, 10)
        updates = [Update.de_json(one, application.bot) for one in raw]
        steps = [asyncio.create_task(application.process_update(one)) for one in updates]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        leave.set()
        await asyncio.gather(holding, *steps)

    assert len(answered.statements) == TOGETHER
    assert answered.commits == -(-TOGETHER // GROUP_SIZE)
    # What was said to chats that are nobody's is of no interest here.
    await world.database.write(lambda work: work.connection.exec_driver_sql("DELETE FROM outbox"))


async def test_what_leaves_within_a_moment_is_written_down_at_once(world: World) -> None:
    # The moment for which one waits for the others is made long: no machine is too slow for it.
    world.bot.sender._gathering.seconds = 3600.0
    people = [world.resident(f"居民{number}") for number in range(LEAVE_TOGETHER)]
    gates = [world.sandbox.faults.gate("sendMessage", chat=one.id) for one in people]
    for one, gate in zip(people, gates, strict=True):
        await one.says("/report")
        await gate.reached()

    with counting(Ledger, "arrived") as arrived:
        for one, gate in zip(people, gates, strict=True):
            assert arrived.statements == []
            gate.release()
            await one.sees("第 1/6 步")
        await world.settle()

    assert len(arrived.statements) == LEAVE_TOGETHER
    assert arrived.commits == 1
