"""The sender's course: order, leases, and trouble of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Bot

from bot.delivery.limits import Limits
from bot.delivery.sender import AT_ONCE
from sandbox import Person, Sandbox, SandboxClock
from sandbox.faults import CutAfter
from storage.database import Database
from storage.work import UnitOfWork
from tests.delivery.post import LEASE, MARK, FakeDesk, Post

SECOND = timedelta(seconds=1)


async def claimed_and_killed(post: Post) -> None:
    """Claim everything as a process that dies before it settles anything."""
    now = post.clock.now()

    def claim(work: UnitOfWork) -> None:
        work.outbox.claim(now=now, token="dead", lease_until_at=now + LEASE, limit=100)

    await post.database.write(claim)


async def test_a_queued_message_reaches_the_screen_and_its_words_are_forgotten(
    post: Post, officer: Person, desk: FakeDesk
) -> None:
    row = await post.put(officer, "<b>特急</b> 一个孩子")
    message = await officer.sees("特急 一个孩子")
    await post.settle()
    kept = await post.row(row)
    assert (kept.state, kept.message_id, kept.payload_sealed) == ("sent", message.message_id, None)
    assert desk.heard == [("sent", row, "<b>特急</b> 一个孩子", message.message_id)]


async def test_messages_of_one_chat_leave_one_after_the_other_in_order(
    post: Post, officer: Person
) -> None:
    gate = post.sandbox.faults.gate("sendMessage")
    await post.put_all([(officer, f"第{number}条") for number in range(10)])
    await gate.reached()
    assert len(post.wire) == 1
    gate.release()
    await post.settle()
    assert post.texts() == [f"第{number}条" for number in range(10)]


async def test_a_message_that_fails_holds_back_the_later_ones_of_its_chat_only(
    post: Post, officer: Person, other: Person
) -> None:
    post.sandbox.faults.order(CutAfter(), chat=officer.id)
    await post.put_all([(officer, "一"), (officer, "二"), (other, "三")])
    await post.settle()
    assert sorted(post.texts()) == ["一", "三"]
    await post.pass_time(15 * SECOND)
    assert post.texts()[2:] == [f"{MARK}\n一", "二"]


async def test_an_emergency_page_goes_before_five_hundred_that_wait(
    sandbox: Sandbox, post: Post, officer: Person
) -> None:
    await post.sender.stop()
    crowd = [await post.person(f"居民{number}") for number in range(100)]
    await post.put_all([(person, "通知") for person in crowd for _ in range(5)], priority=3)
    await post.put(officer, "特急", priority=0)
    await post.swap_sender(post.new_sender())
    await post.settle()
    assert len(post.wire) == 501
    assert "特急" in post.texts()[:AT_ONCE]
    assert sandbox.calls("sendMessage", chat=officer.id)


async def test_an_emergency_page_that_comes_into_a_crowd_waits_for_one_round_at_most(
    post: Post, officer: Person
) -> None:
    crowd = [await post.person(f"居民{number}") for number in range(100)]
    gate = post.sandbox.faults.gate("sendMessage")
    await post.put_all([(person, "通知") for person in crowd for _ in range(5)], priority=3)
    await gate.reached(AT_ONCE)
    await post.put(officer, "特急", priority=0)
    gate.release()
    await post.settle()
    assert post.texts().index("特急") < 2 * AT_ONCE


async def test_a_chat_that_must_slow_down_keeps_nobody_else_waiting(
    post: Post, officer: Person, other: Person
) -> None:
    post.pauses.let_go.clear()
    await post.swap_sender(post.new_sender(Limits(100_000, 1, 1, clock=lambda: 0.0)))
    await post.put_all([(officer, "一"), (officer, "二")])
    await post.put_all([(other, "三")])
    await other.sees("三")
    await officer.sees("一")
    assert post.texts().count("二") == 0
    post.pauses.let_go.set()
    await officer.sees("二")


async def test_chats_that_must_slow_down_take_no_place_from_others(
    post: Post, officer: Person
) -> None:
    crowd = [await post.person(f"居民{number}") for number in range(AT_ONCE)]
    await post.swap_sender(post.new_sender(Limits(100_000, 1, 1, clock=lambda: 0.0)))
    await post.put_all([(person, "一") for person in crowd])
    await post.settle()
    post.pauses.let_go.clear()
    await post.put_all([(person, "二") for person in crowd])
    await post.put(officer, "特急", priority=0)
    await officer.sees("特急")
    assert "二" not in post.texts()
    post.pauses.let_go.set()
    await post.settle()


async def test_a_call_without_end_is_given_up_before_its_lease_runs_out(
    post: Post, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post.bot.request, "_read_seconds", 600.0)
    sender = post.new_sender()
    sender.lease = timedelta(seconds=2)
    await post.swap_sender(sender)
    gate = post.sandbox.faults.gate("sendMessage", after=True)
    row = await post.put(officer, "特急")
    await gate.reached()
    await post.settle()
    kept = await post.row(row)
    assert (kept.state, kept.trouble) == ("uncertain", "uncertain")
    gate.release()


async def test_a_message_nobody_wants_any_more_is_not_sent(
    post: Post, officer: Person, desk: FakeDesk
) -> None:
    gate = post.sandbox.faults.gate("sendMessage")
    await post.put(officer, "一")
    moot = await post.put(officer, "接单了吗")
    desk.moot.add(moot)
    await post.put(officer, "三")
    gate.release()
    await post.settle()
    assert post.texts() == ["一", "三"]
    assert await post.states() == ["sent", "superseded", "sent"]


async def test_a_message_that_cannot_be_made_blocks_nobody_and_is_at_last_reported(
    post: Post, officer: Person, other: Person, desk: FakeDesk
) -> None:
    await post.sender.stop()
    broken = await post.put(officer, "坏", priority=0)
    desk.cannot_prepare.add(broken)
    await post.put(other, "好")
    with capture_logs() as logs:
        await post.swap_sender(post.new_sender())
        await post.settle()
        assert post.texts() == ["好"]
        for _ in range(5):
            await post.pass_time(timedelta(minutes=5))
    assert (await post.row(broken)).state == "failed"
    assert desk.heard[-1] == ("failed", broken, "unprepared", False)
    assert [line["event"] for line in logs] == ["prepare-failed"] * 5
    assert "坏" not in repr(logs)


async def test_a_database_that_goes_away_is_not_taken_for_a_message_that_cannot_be_made(
    post: Post, officer: Person, desk: FakeDesk
) -> None:
    await post.sender.stop()
    waiting = await post.put(officer, "快来")
    desk.database_away = 2
    with capture_logs() as logs:
        await post.swap_sender(post.new_sender())
        await post.settle()
    assert post.texts() == ["快来"]
    assert (await post.row(waiting)).attempts == 0
    assert desk.database_away == 0
    assert "prepare-failed" not in {line["event"] for line in logs}


async def test_what_was_sent_stays_sent_where_the_services_stumble_over_the_news(
    post: Post, officer: Person, desk: FakeDesk
) -> None:
    desk.cannot_hear = True
    with capture_logs() as logs:
        row = await post.put(officer, "特急")
        await post.settle()
        await post.pass_time(timedelta(hours=1))
    assert (await post.row(row)).state == "sent"
    assert len(post.wire) == 1
    assert [line["event"] for line in logs] == ["desk-failed"]


async def test_a_message_is_settled_once_the_database_is_back(post: Post, officer: Person) -> None:
    gate = post.sandbox.faults.gate("sendMessage", after=True)
    row = await post.put(officer, "特急")
    await gate.reached()
    post.database.away = 3
    gate.release()
    await post.settle()
    assert (await post.row(row)).state == "sent"
    assert len(post.wire) == 1
    assert post.database.refused == 3
    assert post.pauses.seconds


async def test_the_sender_goes_on_after_the_database_was_away(post: Post, officer: Person) -> None:
    await post.settle()
    post.database.away = 5
    post.sender.wake()
    while post.database.away:
        await asyncio.sleep(0)
    row = await post.put(officer, "特急")
    await post.settle()
    assert (await post.row(row)).state == "sent"
    assert len(post.pauses.seconds) >= 5


async def test_what_a_killed_process_had_in_hand_is_sent_again_at_the_next_start(
    post: Post, officer: Person
) -> None:
    await post.sender.stop()
    row = await post.put(officer, "特急")
    await claimed_and_killed(post)
    await post.swap_sender(post.new_sender())
    await post.settle()
    assert post.texts() == [f"{MARK}\n特急"]
    assert (await post.row(row)).state == "sent"


async def test_a_message_on_its_way_is_not_sent_again_when_the_clock_leaps_over_its_lease(
    post: Post, officer: Person
) -> None:
    gate = post.sandbox.faults.gate("sendMessage")
    row = await post.put(officer, "特急")
    await gate.reached()
    held = (await post.row(row)).lease_until_at
    post.clock.advance(2 * LEASE)
    post.sender.wake()
    while (await post.row(row)).lease_until_at == held:
        pass
    gate.release()
    await post.settle()
    assert post.texts() == ["特急"]
    assert (await post.row(row)).state == "sent"


async def test_stopping_finishes_what_is_in_hand_and_begins_nothing_new(
    post: Post, officer: Person
) -> None:
    gate = post.sandbox.faults.gate("sendMessage")
    await post.put_all([(officer, "特急"), (officer, "一般")])
    await gate.reached()
    stopping = asyncio.create_task(post.sender.stop())
    for _ in range(20):
        await asyncio.sleep(0)
    assert not stopping.done()
    gate.release()
    await stopping
    assert await post.states() == ["sent", "pending"]


@pytest.fixture
async def shared(
    sandbox: Sandbox, database: Database, bot: Bot, clock: SandboxClock, desk: FakeDesk
) -> AsyncIterator[Callable[[], Post]]:
    """A post on either engine, as often as there are processes."""
    offices: list[Post] = []

    def new_process() -> Post:
        offices.append(Post(sandbox, database, bot, clock, desk))
        return offices[-1]

    yield new_process
    for office in offices:
        await office.sender.stop()


async def test_a_lease_that_runs_out_gives_a_repeat_on_either_engine(
    shared: Callable[[], Post],
) -> None:
    post = shared()
    officer = await post.person("周敏")
    row = await post.put(officer, "特急")
    post.sender._is_at_work = True
    await claimed_and_killed(post)
    post.sender.start()
    await post.pass_time(LEASE - SECOND)
    assert post.wire == []
    await post.pass_time(SECOND)
    assert post.texts() == [f"{MARK}\n特急"]
    assert (await post.row(row)).state == "sent"


async def test_two_senders_on_one_database_send_each_message_once(
    shared: Callable[[], Post],
) -> None:
    one, two = shared(), shared()
    people = [await one.person(f"居民{number}") for number in range(20)]
    one.sender.start()
    two.sender.start()
    await one.settle()
    await two.settle()
    await one.put_all([(person, f"{person.id}") for person in people for _ in range(3)])
    states: list[Any] = []
    while states != ["sent"] * 60:
        await one.settle()
        await two.settle()
        states = await one.states()
    assert sorted(one.texts()) == sorted(f"{person.id}" for person in people for _ in range(3))
