"""A bot beside which others begin by another key: nothing dies, and all is filed by who has it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.app import Telegram, build_bot
from bot.delivery.inbox import keep
from bot.demo import STAFF, enrol, staff_roster
from bot.errors import ConfigurationError
from sandbox.clock import SandboxClock
from sandbox.people import Person
from sandbox.server import Sandbox
from storage.database import Database, open_database
from storage.encryption import Vault, key_id
from storage.repositories.needed_keys import ALIVE_FOR
from storage.rotation import rotate
from storage.tables import inbox
from storage.work import UnitOfWork
from tests.e2e.idleness import GLANCE, PATIENCE
from tests.e2e.world import DANGER_KEY, DIALECT, ROOT, TUESDAY, World, keys, policies

OLD, NEW = b"an old secret of thirty-two bytes", b"a new secret of thirty-two bytes."
UNWELL = "the database cannot be used: it is sealed by a key that is not given"
NUMBER = 900_000_001


@asynccontextmanager
async def served(sandbox: Sandbox, url: str, *secrets: bytes) -> AsyncIterator[World]:
    """Serve with these secrets, as one process after another does."""
    database = open_database(url, Vault(*secrets))
    telegram = Telegram(sandbox.token, sandbox.bot_api_url)
    try:
        bot = await build_bot(
            policies(),
            ROOT / "calendar.yaml",
            database,
            telegram,
            sandbox.clock,
            tick_seconds=None,
        )
    except ConfigurationError:
        await database.close()
        raise
    await bot.start()
    try:
        yield World(sandbox, sandbox.clock, bot, database, {})
    finally:
        await bot.stop()


async def _staffed(world: World) -> None:
    people = await enrol(world.sandbox, world.bot, STAFF)
    await staff_roster(world.bot, people)
    await world.settle()


def _written(chat: int) -> bytes:
    """Return an update in which the person writes."""
    message = {
        "message_id": 90_001,
        "date": int(TUESDAY.timestamp()),
        "chat": {"id": chat, "type": "private", "first_name": "王奶奶"},
        "from": {"id": chat, "is_bot": False, "first_name": "王奶奶", "language_code": "zh-hans"},
        "text": DIALECT,
    }
    return json.dumps({"update_id": NUMBER, "message": message}).encode()


async def _begun_beside(url: str, world: World, person: Person) -> None:
    """Let another process begin by the new key: it makes all anew, and keeps a message."""
    later = world.clock.now() + ALIVE_FOR + timedelta(seconds=1)
    async with asyncio.timeout(PATIENCE):
        other = open_database(url, Vault(NEW, OLD))
        await other.write(lambda work: work.needed_keys.admit(later))
        assert (await rotate(other, key_id(NEW))).left == {}
        raw = json.loads(_written(person.id))
        await other.write(lambda work: keep(work, [raw], (), world.clock.now()))
        await other.close()


async def _state(database: Database, number: int) -> str:
    def state(work: UnitOfWork) -> str:
        query = select(inbox.c.state).where(inbox.c.update_id == number)
        return str(work.connection.execute(query).scalar_one())

    return await database.read(state)


async def test_a_bot_that_lacks_a_key_lets_nothing_die_and_who_has_it_files_everything(
    database_url: str,
) -> None:
    clock = SandboxClock(TUESDAY, rate=0)
    async with Sandbox.start(clock=clock) as sandbox:
        resident, other = sandbox.add_person("王奶奶"), sandbox.add_person("李奶奶")
        async with served(sandbox, database_url, OLD) as world:
            await _staffed(world)
            await world.bot.tick()
            assert (await world.bot.physician.look()).is_well
            await _begun_beside(database_url, world, resident)
            # It did not look for keys yet, and what it finds does not open.
            clock.advance(timedelta(minutes=1))
            await world.bot.tick()
            assert await _state(world.database, NUMBER) == "waiting"
            with capture_logs() as logs:
                await world.bot.give_sign()
                await world.bot.give_sign()
            troubles = [line["what"] for line in logs if line["event"] == "database-trouble"]
            assert troubles == ["keyless"]
            assert any(UNWELL in one for one in (await world.bot.physician.look()).wrong)
            await other.says(DIALECT)
            await _asked_again(world)
            await world.bot.tick()
            assert sandbox.pending
            assert await world.read(lambda work: work.inbox.count("dead")) == 0
        with pytest.raises(ConfigurationError, match=key_id(NEW).hex()):
            async with served(sandbox, database_url, OLD):
                pass
        async with served(sandbox, database_url, NEW) as world:
            await world.settle()
            assert await world.read(lambda work: work.inbox.count("dead")) == 0
            for person in (resident, other):
                if DANGER_KEY in keys(person):
                    await person.presses(DANGER_KEY)
                    await world.settle()
                known = await world.read(lambda work: work.people.with_chat(str(person.id)))  # noqa: B023
                assert known is not None
                assert await world.read(lambda work: work.cases.reports_by(known.id))  # noqa: B023


async def _asked_again(world: World) -> None:
    """Wait until the bot was given what it could not keep, and has asked for it again."""
    seen = world.bot.pulse.fetch_moved.count
    async with asyncio.timeout(PATIENCE):
        while world.bot.pulse.fetch_moved.count < seen + 4:
            await asyncio.sleep(GLANCE)
