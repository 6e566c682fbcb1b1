"""The clock is set, in either direction: nobody waits for weeks, and nobody is called in bursts."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

import pytest
from structlog.testing import capture_logs

from bot.app import Telegram, build_bot
from bot.serving import Bot
from bot.views.outgoing import Outgoing
from sandbox.clock import SandboxClock
from sandbox.server import Sandbox
from storage.database import StorageUnavailable, open_database
from storage.encryption import Vault
from storage.work import UnitOfWork
from tests.e2e.world import ROOT, TUESDAY, World, county, cries_for_help, policies

WEEKS = timedelta(weeks=3)
MINUTE = timedelta(minutes=1)
# For so long the ladder waits at most. Weeks ago nobody may have been on duty, and whoever can be
# reached is called at once; then it waits as it does for them.
LONGEST = 10 * MINUTE


async def _moments(world: World) -> tuple[datetime, datetime]:
    referral = (await world.referrals())[0]
    assert referral.next_deadline_at is not None
    assert referral.milestone_due_at is not None
    return referral.next_deadline_at, referral.milestone_due_at


async def _calls(world: World) -> list[int]:
    case = (await world.referrals())[0]
    return [page.id for page in await world.read(lambda work: work.pages.of(case.id))]


async def test_a_clock_set_back_leaves_no_deadline_further_ahead_than_its_rung_waits(
    world: World,
) -> None:
    duty = await world.duty()
    await cries_for_help(world, world.resident())
    await duty.sees("特急")
    before, _promised = await _moments(world)
    called = len(await _calls(world))
    world.clock.jump_to(TUESDAY - WEEKS)

    with capture_logs() as logs:
        await world.bot.tick()
        await world.settle()

    now = world.clock.now()
    deadline, promised = await _moments(world)
    assert now < deadline <= now + LONGEST
    assert promised <= now + 5 * MINUTE
    case = (await world.referrals())[0]
    lines = await world.read(lambda work: work.timeline.of(case.case_id))
    went_back = next(line for line in lines if line.kind == "clock-went-back")
    assert json.loads(went_back.details or "{}") == {"deadline": before.isoformat()}
    # How long they were waited for already cannot be known: somebody is called now.
    assert len(await _calls(world)) == called + 1
    said = [line["event"] for line in logs if line["log_level"] == "warning"]
    assert said == ["clock-set-back", "deadline-brought-back"]

    world.forget()
    await world.advance(minutes=10)
    # On that day somebody else, or nobody, may be on duty; but the ladder goes on.
    assert any(person.unread() for person in world.colleagues.values())


async def test_a_case_in_hand_keeps_its_promise_within_what_was_promised(world: World) -> None:
    duty = await world.duty()
    await cries_for_help(world, world.resident())
    await duty.taps("✅ 接单")
    await world.settle()
    await world.advance(minutes=30)
    world.clock.jump_to(world.clock.now() - WEEKS)
    await world.bot.tick()
    deadline, promised = await _moments(world)
    assert deadline == promised == world.clock.now() + timedelta(hours=1)


async def test_a_clock_set_back_by_a_little_shortens_what_it_made_too_long(world: World) -> None:
    await cries_for_help(world, world.resident())
    called = await _calls(world)
    world.clock.jump_to(world.clock.now() - MINUTE)
    await world.bot.tick()
    deadline, _promised = await _moments(world)
    assert deadline == world.clock.now() + 3 * MINUTE
    assert await _calls(world) == called


async def test_what_waits_elsewhere_is_brought_back_too(world: World) -> None:
    resident = world.resident()
    await resident.says("/report")
    await world.settle()
    await resident.presses("说不准")
    await world.settle()
    await resident.says("东海县双店镇有个奶奶带三个娃，锅里好几天没米了")
    await world.settle()
    await world.database.write(
        lambda work: work.outbox.put(
            person_id=work.people.meet(str(resident.id), language="en", now=TUESDAY).id,
            kind="text",
            priority=4,
            now=TUESDAY,
            not_before_at=world.clock.now() + MINUTE,
            payload=Outgoing("message", "waited").to_json(),
        )
    )
    await world.database.write(_change_of_shift)
    world.clock.jump_to(TUESDAY - WEEKS)
    await world.bot.tick()
    now = world.clock.now()
    due = await world.read(lambda work: work.dialogues.next_due())
    assert due is not None
    assert due <= now + 3 * MINUTE
    signed_by = await world.read(lambda work: work.handovers.next_due())
    assert signed_by is not None
    assert signed_by <= now + 15 * MINUTE
    await world.settle()
    assert await resident.sees("waited")


async def test_a_clock_set_forward_fires_each_rung_once_and_goes_on_from_now(
    world: World,
) -> None:
    for _ in range(3):
        await cries_for_help(world, world.resident())
    before = await world.read(lambda work: [len(work.pages.of(one)) for one in _open(work)])
    world.clock.jump_to(world.clock.now() + WEEKS)
    with capture_logs() as logs:
        await world.bot.tick()
        await world.bot.tick()
        await world.settle()
    after = await world.read(lambda work: [len(work.pages.of(one)) for one in _open(work)])
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 1]
    now = world.clock.now()
    for referral in await world.referrals():
        assert referral.next_deadline_at is not None
        assert now < referral.next_deadline_at <= now + 10 * MINUTE
    warned = [line["event"] for line in logs if line["log_level"] == "warning"]
    assert [event for event in warned if event != "holidays-missing"] == ["clock-set-forward"]


def _change_of_shift(work: UnitOfWork) -> None:
    tomorrow = TUESDAY + timedelta(days=1)
    (shift,) = work.roster.on_duty("320722", "duty", tomorrow)
    work.handovers.open(shift, "waiting", TUESDAY + 15 * MINUTE)


def _open(work: object) -> list[int]:
    return list(work.referrals.open_ids())  # type: ignore[attr-defined]


async def test_a_clock_set_forward_and_back_again_leaves_nothing_ahead(world: World) -> None:
    await cries_for_help(world, world.resident())
    world.clock.jump_to(world.clock.now() + WEEKS)
    await world.bot.tick()
    world.clock.jump_to(world.clock.now() - WEEKS)
    await world.bot.tick()
    await world.settle()
    deadline, _promised = await _moments(world)
    assert deadline <= world.clock.now() + LONGEST


async def test_a_clock_that_was_set_back_while_the_bot_was_away_is_noticed_at_start(
    sqlite_url: str, vault: Vault
) -> None:
    async with county(open_database(sqlite_url, vault)) as world:
        await cries_for_help(world, world.resident())
    clock = SandboxClock(TUESDAY - WEEKS, rate=0)
    async with Sandbox.start(clock=clock) as sandbox:
        bot = await _bot(sandbox, open_database(sqlite_url, vault))
        with capture_logs() as logs:
            await bot.start()
        try:
            deadline = await bot.database.read(lambda work: work.referrals.next_deadline())
        finally:
            await bot.stop()
    assert "clock-set-back" in [line["event"] for line in logs]
    assert deadline is not None
    assert deadline <= clock.now() + LONGEST


async def test_a_database_that_is_unwell_is_set_back_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await cries_for_help(world, world.resident())
    before, _promised = await _moments(world)
    world.clock.jump_to(TUESDAY - WEEKS)
    with monkeypatch.context() as patch:

        async def refuse(_step: object) -> None:
            raise StorageUnavailable("away")

        patch.setattr(world.bot.timekeeper, "database", _Refusing(refuse))
        await world.bot.tick()
    assert (await _moments(world))[0] == before
    await world.bot.tick()
    assert (await _moments(world))[0] <= world.clock.now() + LONGEST


class _Refusing:
    def __init__(self, refuse: object) -> None:
        self.write = self.read = refuse


class _Set(datetime):
    """The machine's clock as the scheduler reads it, set by a span."""

    by = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + cls.by


async def test_the_ticks_themselves_go_on_when_the_clock_is_set_back(
    sqlite_url: str, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", _Set)
    monkeypatch.setattr("bot.serving.SystemClock", _Machine)
    monkeypatch.setattr("bot.serving.KEEP_TIME_SECONDS", 0.1)
    clock = SandboxClock(rate=1)
    async with Sandbox.start(clock=clock) as sandbox:
        bot = await _bot(sandbox, open_database(sqlite_url, vault), tick_seconds=0.1)
        await bot.start()
        try:
            await _ticks(bot, lambda: bot.pulse.ticked.count >= 2)
            monkeypatch.setattr(_Set, "by", -WEEKS)
            clock.jump_to(clock.now() - WEEKS)
            before = bot.pulse.ticked.count
            await _ticks(bot, lambda: bot.pulse.ticked.count >= before + 5)
        finally:
            await bot.stop()


class _Machine:
    def now(self) -> datetime:
        return _Set.now(TUESDAY.tzinfo)


async def _ticks(bot: Bot, holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():
            assert bot.scheduler.running
            await asyncio.sleep(0.02)


async def _bot(sandbox: Sandbox, database: object, tick_seconds: float | None = None) -> Bot:
    return await build_bot(
        policies(),
        ROOT / "calendar.yaml",
        database,  # type: ignore[arg-type]
        Telegram(sandbox.token, sandbox.bot_api_url),
        sandbox.clock,
        tick_seconds=tick_seconds,
    )
