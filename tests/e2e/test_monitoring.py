"""What a monitor on the machine is told, over HTTP."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.app import Telegram, build_bot
from bot.demo import start_demonstration
from bot.watching.endpoint import Endpoint
from bot.watching.monitor import Monitor
from bot.watching.systemd import Supervisor
from bot.watching.watch import Watch
from sandbox.faults import Forbidden, ServerError, Unauthorized
from sandbox.server import Sandbox
from storage.database import open_database
from storage.encryption import Vault
from tests.e2e.installed import PATIENCE, installed
from tests.e2e.world import ROOT, World, cries_for_help, policies


@pytest.fixture
async def monitored(world: World) -> AsyncIterator[tuple[World, str]]:
    endpoint = Endpoint(world.bot.physician.look, world.bot.metrics.text)
    port = await endpoint.open(0)
    await world.bot.tick()
    yield world, f"http://127.0.0.1:{port}"
    await endpoint.close()


async def _health(address: str) -> tuple[int, dict[str, Any]]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/healthz") as answer:
        return answer.status, await answer.json()


async def _metrics(address: str) -> dict[str, float]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/metrics") as answer:
        assert answer.status == 200
        lines = (await answer.text()).splitlines()
    found = (re.fullmatch(r"(\S+) (\S+)", line) for line in lines if not line.startswith("#"))
    return {one[1]: float(one[2]) for one in found if one is not None}


async def test_a_bot_that_works_is_well(monitored: tuple[World, str]) -> None:
    world, address = monitored
    await world.resident().says("/report")
    await world.settle()
    status, said = await _health(address)
    assert (status, said["well"], said["wrong"]) == (200, True, [])
    assert said["seconds_since"]["tick"] < 60


async def test_a_call_that_cannot_leave_and_a_refused_token_are_said(
    monitored: tuple[World, str],
) -> None:
    world, address = monitored
    world.sandbox.faults.order(Unauthorized(), method="sendMessage")
    await world.resident().says("/report")
    await cries_for_help_unheard(world)
    world.clock.advance(timedelta(minutes=2))
    status, said = await _health(address)
    assert status == 503
    assert said["wrong"] == [
        "a call that is due has not left for 120 seconds",
        "Telegram refuses the token",
    ]


async def cries_for_help_unheard(world: World) -> None:
    await world.settle_inbox()
    person = world.resident("李奶奶")
    await person.says("东海县双店镇三铺村有个娃被打得满脸是血快来人")
    await world.settle_inbox()


async def test_the_way_of_a_case_is_counted_without_anybody_in_the_labels(
    monitored: tuple[World, str],
) -> None:
    world, address = monitored
    duty = await world.duty()
    before = await _metrics(address)
    await cries_for_help(world, world.resident())
    await world.advance(seconds=30)
    await duty.taps("✅ 接单")
    await world.settle()
    await world.advance(minutes=10)
    await duty.taps("📞 已联系")
    await world.settle()
    for name in ("陈刚", "王芳"):
        await world.colleagues[name].blocks()
    await world.settle()

    after = await _metrics(address)
    assert after['weibao_deadline_to_wire_seconds_count{level="L1"}'] >= 1
    assert after['weibao_deadline_to_wire_seconds_bucket{le="1.0",level="L1"}'] >= 1
    assert after['weibao_accept_seconds_bucket{le="60.0",level="L1"}'] == 1
    assert after['weibao_accept_seconds_sum{level="L1"}'] == 30
    assert after['weibao_contact_seconds_sum{level="L1"}'] == 630
    assert after['weibao_accepted_total{first_rung="yes",level="L1"}'] == 1
    assert after["weibao_unreachable_staff"] == 2
    assert after['weibao_gap_hours{office="320722"}'] == 0
    assert after['weibao_outbox_messages{priority="emergency-page"}'] == 0
    assert before["weibao_inbox_updates"] == after["weibao_uncertain_messages"] == 0

    again = await _metrics(address)
    assert again['weibao_accept_seconds_count{level="L1"}'] == 1
    said = repr(sorted(again))
    for secret in ("李敏", "王奶奶", "连东海", str(duty.id), world.sandbox.token):
        assert secret not in said


async def test_a_second_rung_counts_as_one(monitored: tuple[World, str]) -> None:
    world, address = monitored
    backup = await world.duty("backup")
    world.sandbox.faults.order(Forbidden(), method="sendMessage", chat=(await world.duty()).id)
    await cries_for_help(world, world.resident())
    await world.advance(seconds=1)
    await backup.taps("✅ 接单")
    await world.settle()
    after = await _metrics(address)
    assert after['weibao_accepted_total{first_rung="no",level="L1"}'] == 1


async def test_a_port_that_is_taken_ends_nothing_and_is_said(world: World) -> None:
    endpoint = Endpoint(world.bot.physician.look, world.bot.metrics.text)
    with closing(socket.socket()) as taken, capture_logs() as logs:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert await endpoint.open(taken.getsockname()[1]) is None
    assert [line["event"] for line in logs] == ["monitor-port-taken"]
    await endpoint.close()


@pytest.mark.timeout(900)
async def test_the_command_and_the_demonstration_serve_monitors(tmp_path: Path) -> None:
    port = _free_port()
    async with installed(tmp_path, ("port: 8320", f"port: {port}")) as installation:
        process = await installation.serving()
        status, said = await _health(f"http://127.0.0.1:{port}")
        assert (status in (200, 503), "wrong" in said) == (True, True)
        assert "weibao_inbox_updates" in await _metrics(f"http://127.0.0.1:{port}")
        process.terminate()
        await process.communicate()
        assert process.returncode == 0

    config = policies()
    watching = config.watching.model_copy(update={"port": _free_port()})
    demonstration = await start_demonstration(
        config.model_copy(update={"watching": watching}),
        ROOT / "calendar.yaml",
        tmp_path / "demo",
        port=0,
    )
    try:
        await _metrics(f"http://127.0.0.1:{watching.port}")
    finally:
        await demonstration.close()


@pytest.mark.timeout(900)
async def test_a_start_that_telegram_keeps_waiting_is_told_with_its_reason(tmp_path: Path) -> None:
    port = _free_port()
    async with installed(tmp_path, ("port: 8320", f"port: {port}")) as installation:
        installation.sandbox.faults.order(ServerError(), method="getMe", times=None)
        process = await installation.serving(b"monitor-listens")
        status, said = await _health(f"http://127.0.0.1:{port}")
        assert (status, said["well"]) == (503, False)
        (wrong,) = said["wrong"]
        assert wrong.startswith("Telegram was not reached since the start")
        assert "NetworkError" in wrong
        assert await _metrics(f"http://127.0.0.1:{port}") == {}

        # It goes on trying, and the same port says how the bot is.
        installation.sandbox.faults.clear()
        assert process.stderr is not None
        async with asyncio.timeout(PATIENCE):
            while b"serving" not in await process.stderr.readline():
                pass
        _status, said = await _health(f"http://127.0.0.1:{port}")
        assert not any("Telegram was not reached" in one for one in said["wrong"])
        process.terminate()
        await process.communicate()
        assert process.returncode == 0


async def test_a_start_that_takes_long_at_its_last_step_is_told_as_well(
    sqlite_url: str, vault: Vault
) -> None:
    async with Sandbox.start() as sandbox:
        sandbox.faults.order(ServerError(), method="deleteWebhook", times=None)
        telegram = Telegram(sandbox.token, sandbox.bot_api_url)
        database = open_database(sqlite_url, vault)
        bot = await build_bot(policies(), ROOT / "calendar.yaml", database, telegram)
        watch = Watch(bot, Supervisor(), Monitor(0), has_dog=False, patience=0)
        starting = asyncio.create_task(bot.start(watch.begin, watch.start))
        async with asyncio.timeout(PATIENCE):
            while watch.port is None:
                await asyncio.sleep(0.01)
        status, said = await _health(f"http://127.0.0.1:{watch.port}")
        assert status == 503
        assert "nothing was fetched from Telegram yet" in said["wrong"]

        sandbox.faults.clear()
        await starting
        await watch.stop()
        await bot.stop()


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
