"""The bot asks for updates at once; what it reads them with comes beside, and they wait for it."""

import asyncio
import importlib.util
import json
import threading
import tomllib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from textwrap import dedent

import aiohttp
import pytest
from structlog.testing import capture_logs
from telegram import BotCommandScopeChat

import bot.app
from bot.app import Telegram, build_bot
from bot.config import Config
from bot.serving import Bot
from bot.terms import Level, Role
from bot.triage.asked import Reader
from bot.triage.awaited import AwaitedTriage
from bot.triage.gazetteer import Gazetteer
from bot.triage.reader import Triage
from bot.views.texts import LANGUAGES
from bot.watching.monitor import Monitor
from bot.watching.systemd import Supervisor
from bot.watching.watch import Watch
from sandbox.clock import SandboxClock
from sandbox.faults import SlowAfterAccept, TooMany
from sandbox.server import Sandbox
from storage.database import Database, open_database
from storage.encryption import Vault
from storage.work import UnitOfWork
from tests.e2e.idleness import idle
from tests.e2e.installed import PATIENCE, installed
from tests.e2e.test_dismissed import commands_of
from tests.e2e.world import DANGER_KEY, ROOT, TUESDAY, World, policies

# The command itself is among what others are not to import.
NEEDED = {"bot.cli"}
WORDS = "东海县双店镇的娃被打得满脸血，快来人"
TELLS_AT_THE_FIRST_QUESTION = dedent(
    """
    import json, os, sys
    from bot.delivery.inbox import METHOD, InboxRequest

    asked = InboxRequest.do_request

    async def told(self, url, *others, **named):
        if not url.endswith(METHOD):
            return await asked(self, url, *others, **named)
        print(json.dumps(list(sys.modules)), flush=True)
        os._exit(0)

    InboxRequest.do_request = told
    sys.argv[1:] = ["run"]
    from bot.__main__ import main
    main()
    """
)


def _left_for_later() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    return set(settings["flake8-tidy-imports"]["banned-module-level-imports"]) - NEEDED


@pytest.mark.timeout(900)
async def test_a_start_imports_nothing_that_the_first_question_does_not_need(
    tmp_path: Path,
) -> None:
    later = _left_for_later()
    assert {"numpy", "openpyxl", "alembic", "bot.triage.reader"} <= later
    assert [name for name in later if importlib.util.find_spec(name) is None] == []
    async with installed(tmp_path) as installation:
        process = await installation.python("-c", TELLS_AT_THE_FIRST_QUESTION)
        async with asyncio.timeout(PATIENCE):
            out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    loaded = set(json.loads(out))
    assert {"bot.app", "telegram"} <= loaded
    assert later & loaded == set()


@dataclass(slots=True)
class Slow:
    """A reader that is loaded when the test says so."""

    may_load: threading.Event = field(default_factory=threading.Event)
    trouble: Exception | None = None

    def of(self, ready: Reader) -> AwaitedTriage:
        assert isinstance(ready, AwaitedTriage)

        def load() -> Triage:
            assert self.may_load.wait(60)
            if self.trouble is not None:
                raise self.trouble
            return ready.reader()

        return AwaitedTriage(load)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    held, build = Slow(), bot.app.build_triage

    def build_slow(config: Config, folder: Path, gazetteer: Gazetteer) -> AwaitedTriage:
        return held.of(build(config, folder, gazetteer))

    monkeypatch.setattr(bot.app, "build_triage", build_slow)
    yield held
    held.may_load.set()


@dataclass(slots=True)
class Starting:
    """A bot that has begun to start, and where it says how it is."""

    sandbox: Sandbox
    bot: Bot
    watch: Watch
    starting: "asyncio.Task[None]"

    async def wrong(self) -> list[str]:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.watch.port}/healthz") as answer,
        ):
            return list((await answer.json())["wrong"])

    async def waiting(self) -> int:
        return await self.bot.database.read(lambda work: work.inbox.count("waiting"))

    async def until_waiting(self, count: int) -> None:
        async with asyncio.timeout(60):
            while await self.waiting() != count or self.sandbox.pending:
                await asyncio.sleep(0.005)


@asynccontextmanager
async def starting(database: Database, sandbox: Sandbox) -> AsyncIterator[Starting]:
    built = await build_bot(
        policies(),
        ROOT / "calendar.yaml",
        database,
        Telegram(sandbox.token, sandbox.bot_api_url),
        sandbox.clock,
        tick_seconds=None,
    )
    watch = Watch(built, Supervisor(), Monitor(0), has_dog=False)
    receiving = asyncio.Event()

    async def on_receiving() -> None:
        await watch.start()
        receiving.set()

    task = asyncio.create_task(built.start(on_receiving=on_receiving))
    try:
        async with asyncio.timeout(60):
            await receiving.wait()
        yield Starting(sandbox, built, watch, task)
    finally:
        await asyncio.gather(task, return_exceptions=True)
        await watch.stop()
        await built.stop()


async def test_words_wait_on_the_disk_for_what_reads_them_and_are_answered_then(
    sqlite_url: str, vault: Vault, slow: Slow
) -> None:
    clock = SandboxClock(TUESDAY, rate=0)
    async with (
        Sandbox.start(clock=clock) as sandbox,
        starting(open_database(sqlite_url, vault), sandbox) as early,
    ):
        resident, other = sandbox.add_person("王奶奶"), sandbox.add_person("李奶奶")
        # What needs no reading does not wait: commands and keys.
        await resident.says("/report")
        await resident.sees("危险")
        await resident.presses(DANGER_KEY)
        await resident.sees("110")
        await resident.says(WORDS)
        await other.sends_location(34.54, 118.77)
        await early.until_waiting(2)
        assert any("still being loaded" in one for one in await early.wrong())
        assert await early.waiting() == 2
        assert not early.starting.done()

        slow.may_load.set()
        await early.starting
        await idle(early.bot)
        assert await early.waiting() == 0
        assert not any("loaded" in one for one in await early.wrong())
        await resident.sees("我记下了")
        await other.sees("第 1/4 步")


async def test_a_bot_whose_reader_cannot_be_loaded_starts_and_hands_words_over_unread(
    sqlite_url: str, vault: Vault, slow: Slow
) -> None:
    slow.trouble = OSError("the file of the model is damaged")
    async with Sandbox.start(clock=SandboxClock(TUESDAY, rate=0)) as sandbox:
        resident = sandbox.add_person("王奶奶")
        async with starting(open_database(sqlite_url, vault), sandbox) as early:
            await resident.says(WORDS)
            await early.until_waiting(1)
            slow.may_load.set()
            with capture_logs() as logs:
                await early.starting
            assert ("started-without-reader", "OSError") in {
                (one["event"], one.get("error")) for one in logs
            }
            assert any("cannot be loaded" in one for one in await early.wrong())
            async with asyncio.timeout(60):
                while await early.waiting():
                    sandbox.clock.advance(timedelta(minutes=1))
                    await early.bot.tick()
                    await asyncio.sleep(0.005)
            await resident.sees("没有丢")
            await resident.sees("编号：连-0001")
            offices = early.bot.hotline.offices.by_code
            [referral] = await early.bot.database.read(lambda work: work.referrals.open_in(offices))
            assert referral.level == Level.L2

        slow.trouble = None
        async with starting(open_database(sqlite_url, vault), sandbox) as again:
            await again.starting
            assert not any("what reads messages" in one for one in await again.wrong())
            await resident.says(WORDS)
            await resident.sees("人命要紧")


async def test_a_menu_that_takes_its_time_keeps_nobody_waiting(
    sqlite_url: str, vault: Vault, slow: Slow
) -> None:
    slow.may_load.set()
    async with Sandbox.start(clock=SandboxClock(TUESDAY, rate=0)) as sandbox:
        sandbox.faults.order(SlowAfterAccept(600), method="setMyCommands")
        async with starting(open_database(sqlite_url, vault), sandbox) as early:
            await early.starting
            resident = sandbox.add_person("王奶奶")
            await resident.says("/report")
            await resident.sees("危险")
            assert [one.done() for one in early.bot._beside if one.get_name() == "menus"] == [False]


async def test_whoever_serves_in_several_offices_has_the_commands_of_all_of_them(
    world: World,
) -> None:
    lead = world.colleagues["张主任"]

    def serve_elsewhere(work: UnitOfWork) -> None:
        person = work.people.with_chat(str(lead.id))
        assert person is not None
        # It is looked at last, being the last of the offices.
        work.staff.enrol(
            person_id=person.id,
            office_code="320723",
            role=Role.VILLAGE_DIRECTOR.value,
            name=lead.name,
            now=TUESDAY,
        )

    await world.database.write(serve_elsewhere)
    await world.bot.menus.introduce()
    assert {"invite", "dismiss", "cover"} <= set(await commands_of(world, lead))


async def test_a_menu_that_is_refused_keeps_nobody_else_from_theirs(world: World) -> None:
    people = list(world.colleagues.values())
    for person in people:
        scope = BotCommandScopeChat(person.id)
        await world.bot.application.bot.delete_my_commands(scope=scope)
    # The menus of all languages, and that of the first of the staff.
    world.sandbox.faults.order(TooMany(), method="setMyCommands", times=len(LANGUAGES) + 1)
    await world.bot.menus.introduce()
    without = [one for one in people if not await commands_of(world, one)]
    assert len(without) == 1
