"""Somebody is taken out of service from the command line, beside the running bot."""

import asyncio
import base64
from pathlib import Path

import pytest
from telegram import BotCommandScopeChat

from bot.services.command_menu import STAFF_COMMANDS
from bot.views.cards import encode_action
from sandbox.people import Person
from tests.command import Ended, weibao
from tests.e2e.test_visits import asked, enrols, held
from tests.e2e.world import World

SECRET = base64.b64encode(b"a secret that is long enough here").decode()


async def commands_of(world: World, person: Person) -> list[str]:
    """Return the names in the menu that Telegram shows one person only."""
    found = await world.bot.application.bot.get_my_commands(scope=BotCommandScopeChat(person.id))
    return [one.command for one in found]


async def test_the_operator_takes_somebody_out_of_service_beside_the_running_bot(
    world: World, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli_staff.SystemClock", lambda: world.clock)

    def command(*words: str) -> Ended:
        return weibao(
            *words, folder=tmp_path, WEIBAO_DATABASE_URL=sqlite_url, WEIBAO_SECRET_KEY=SECRET
        )

    visitor = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    officer, backup = await held(world), await world.duty("backup")
    assert await commands_of(world, officer) == list(STAFF_COMMANDS)
    await asked(world, officer, "周婶 · 三铺村 · 儿童主任", "看看")
    referral = (await world.referrals())[0]

    for name in (officer.name, visitor.name):
        ended = await asyncio.to_thread(command, "staff", "dismiss", name, "--yes")
        assert ended.returncode == 0, ended.stderr
        assert f"{name}, " in ended.stdout
    world.bot.sender.wake()
    await world.settle()

    for person in (officer, visitor):
        await person.sees("您已不在东海县未保中心任职")
        assert await commands_of(world, person) == []
    (released,) = await world.referrals()
    assert (released.holder_id, released.next_deadline_at is None) == (None, False)
    tap = await officer.taps_data(encode_action("show", referral.id, released.version))
    assert "不能办" in (tap.toast or "")
    assert not any("打得嗷嗷叫" in one.text for one in officer.screen.messages)
    visits = await world.read(lambda work: work.visits.of(referral.id))
    assert [one.state for one in visits] == ["refused"]
    for _ in range(3):
        await world.advance(minutes=5)
    await backup.sees("特急", buttons=["✅ 接单"])
