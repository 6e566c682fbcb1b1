"""What the auditor finds is logged by name, and told to those who run the hotline, once."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from structlog.testing import capture_logs

from bot.demo import STAFF, Colleague
from bot.terms import Role
from storage.database import open_database
from storage.encryption import Vault
from storage.tables import alarms, referrals, shifts
from storage.work import UnitOfWork
from tests.e2e.world import World, county, cries_for_help


def _lose_the_roster(work: UnitOfWork) -> None:
    work.connection.execute(delete(shifts))


async def _looks(world: World) -> list[dict[str, object]]:
    with capture_logs() as logs:
        await world.bot.auditor.look()
        await world.settle()
    return [dict(line) for line in logs if line["event"] == "finding"]


async def test_a_finding_is_logged_counted_and_told_once_a_day(world: World) -> None:
    city = world.colleagues["赵科长"]
    assert await _looks(world) == []

    await world.database.write(_lose_the_roster)
    [line] = await _looks(world)
    assert line["log_level"] == "error"
    assert (line["kind"], line["about"]) == ("duty-gap", "320722")
    assert world.bot.auditor.counts == {"duty-gap": 1}
    told = await city.sees("系统自查发现问题")
    assert "东海县未保中心：14 天内有没人值班的时候" in told.text
    world.forget()

    assert await _looks(world) == []
    world.clock.advance(timedelta(hours=23))
    assert await _looks(world) == []
    assert not city.unread()
    world.clock.advance(timedelta(hours=1))
    assert len(await _looks(world)) == 1
    await city.sees("系统自查发现问题")


async def test_a_finding_that_went_and_came_back_is_told_anew(world: World) -> None:
    city = world.colleagues["赵科长"]
    await cries_for_help(world, world.resident())
    for _ in range(2):
        world.forget()
        await world.database.write(
            lambda work: work.connection.execute(
                update(referrals).values(next_deadline_at=world.clock.now() - timedelta(minutes=5))
            )
        )
        await _looks(world)
        await city.sees("连东海-0001：时限过了")
        await world.bot.tick()
        await world.settle()
        await _looks(world)
        assert world.bot.auditor.findings == []
    assert await world.read(lambda work: work.signs.told()) == {}


async def test_the_province_is_told_first_where_somebody_serves_there(
    sqlite_url: str, vault: Vault
) -> None:
    province = Colleague("钱处长", Role.PROVINCE, "320000", "省未保办")
    async with county(open_database(sqlite_url, vault), staff=[*STAFF, province]) as world:
        await world.database.write(_lose_the_roster)
        await _looks(world)
        await world.colleagues["钱处长"].sees("系统自查发现问题")
        assert not world.colleagues["赵科长"].unread()


async def test_where_nobody_above_can_be_reached_it_is_logged_and_told_once_somebody_can(
    world: World,
) -> None:
    city = world.colleagues["赵科长"]
    await city.blocks()
    await world.settle()
    await world.database.write(_lose_the_roster)
    with capture_logs() as logs:
        await world.bot.auditor.look()
    warned = [one for one in logs if one["event"] == "alarm-without-reader"]
    assert [one["count"] for one in warned] == [1]
    await city.unblocks()
    await world.settle()
    world.clock.advance(timedelta(days=1))
    await _looks(world)
    await city.sees("系统自查发现问题")


async def test_many_findings_make_one_message_and_say_how_many_more(world: World) -> None:
    for _ in range(14):
        await cries_for_help(world, world.resident())
    world.forget()
    await world.database.write(
        lambda work: work.connection.execute(
            update(referrals).values(next_deadline_at=world.clock.now() - timedelta(minutes=5))
        )
    )
    await _looks(world)
    [message] = world.colleagues["赵科长"].unread()
    assert message.text.count("时限过了") == 10
    assert "还有 4 项" in message.text


async def test_the_auditor_lives_on_whatever_happens(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.watching.auditor.audit", lambda *_: 1 / 0)
    with capture_logs() as logs:
        await world.bot.auditor.look()
    assert [line["event"] for line in logs] == ["audit-failed"]


async def test_no_finding_carries_a_name_or_a_word(world: World) -> None:
    await cries_for_help(world, world.resident())
    world.clock.advance(timedelta(hours=1))
    await world.database.write(_lose_the_roster)
    said = repr(await _looks(world))
    assert "deadline-passed" in said
    assert "duty-gap" in said
    for secret in ("满脸", "嗷嗷叫", "李敏", "王奶奶", world.sandbox.token):
        assert secret not in said
    assert await world.read(lambda work: work.connection.execute(alarms.select()).all())
