"""Keys are changed while others write, over a kill in the middle, and the old one may go."""

import asyncio
import os
import signal
import subprocess
import sys
from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import LargeBinary, insert, select, update

from storage import rotation
from storage.database import Database
from storage.encryption import Place, key_id
from storage.repositories import keys
from storage.rotation import rotate
from storage.tables import cases, events, invites, metadata, offices, reports, staff
from storage.work import UnitOfWork
from tests.storage.full import lay_everything
from tests.storage.sealed_by import NEW, OLD, opened
from tests.storage.test_secrecy import PHRASES
from tests.storage.world import COUNTY, lay_world

PEOPLE = 130

KILLED = """
import asyncio, os, signal, sys
from storage.database import open_database
from storage.encryption import Vault, key_id
from storage.rotation import rotate

OLD, NEW = (bytes.fromhex(word) for word in sys.argv[2:4])
steps = 0

def told(name, rows):
    global steps
    steps += bool(rows)
    if steps == int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(rotate(open_database(sys.argv[1], Vault(NEW, OLD)), key_id(NEW), told))
"""


def _lay(work: UnitOfWork, now: datetime) -> None:
    lay_everything(work, now)
    for n in range(PEOPLE):
        work.people.meet(f"81{n:05d}", language="zh-CN", now=now)
    for n in range(5):
        place = work.staff.take_number(COUNTY.code)
        number = f"{COUNTY.number_prefix}-9{place:03d}"
        case_id = work.cases.open(number=number, level=1, now=now)
        for m in range(4):
            work.timeline.add(case_id, f"kind-{m}", now=now, details={"note": f"{n} {m}"})


async def _laid(url: str, now: datetime) -> None:
    async with opened(url, OLD) as database:
        await database.write(lambda work: _lay(work, now))


async def _whole(url: str, now: datetime) -> None:
    """Look with the new key alone: everything opens, is found, and holds."""
    async with opened(url, NEW) as database:
        assert await database.read(_opening) == set(PHRASES)
        used = await database.read(lambda work: work.keys.used())
        assert set(used) == {key_id(NEW)}
        chat = PHRASES["people.chat_sealed"]
        person = await database.read(lambda work: work.people.with_chat(chat))
        assert person is not None
        known = await database.write(lambda work: work.people.meet(chat, language="en", now=now))
        assert known.id == person.id, "no second person of one chat"
        token = PHRASES["invites.token_sealed"]
        assert await database.read(lambda work: work.staff.invitation(token))
        code = PHRASES["reports.code_sealed"]
        assert await database.read(lambda work: work.cases.with_code("连东海-0001", code))
        assert await database.read(_broken) == []


def _opening(work: UnitOfWork) -> set[str]:
    """Open every sealed value there is; return in which columns there were any."""
    found = set()
    for table in metadata.sorted_tables:
        (key,) = table.primary_key.columns
        for column in table.columns:
            if not column.name.endswith("_sealed"):
                continue
            for row, value in work.connection.execute(select(key, column)).all():
                if value is not None:
                    work.vault.open(value, Place(table.name, column.name, row))
                    found.add(f"{table.name}.{column.name}")
    return found - {"events.salt_sealed"}


def _broken(work: UnitOfWork) -> list[int]:
    ids = work.connection.execute(select(cases.c.id)).scalars()
    return [case_id for case_id in ids if work.timeline.first_broken(case_id) is not None]


async def test_afterwards_the_new_key_alone_opens_finds_and_proves_everything(
    database_url: str, now: datetime
) -> None:
    await _laid(database_url, now)

    async with opened(database_url, NEW, OLD) as database:
        before = await database.read(lambda work: work.keys.used())
        assert set(before) == {key_id(OLD)}
        result = await rotate(database, key_id(NEW))
        again = await rotate(database, key_id(NEW))

    assert (result.left, result.damaged, result.void) == ({}, [], 0)
    assert again.rows == 0
    await _whole(database_url, now)


@pytest.mark.parametrize("steps", [2, 9])
async def test_killed_in_the_middle_and_begun_again_it_ends_while_others_write(
    database_url: str, now: datetime, steps: int
) -> None:
    await _laid(database_url, now)
    ended = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", KILLED, database_url, OLD.hex(), NEW.hex(), str(steps)],
        check=False,
        capture_output=True,
        env={"PATH": os.environ["PATH"]},
        timeout=60,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    async with opened(database_url, NEW, OLD) as database:
        used = await database.read(lambda work: work.keys.used())
        assert set(used) == {key_id(OLD), key_id(NEW)}, "it was killed in the middle"
        assert await database.read(_broken) == []

        async with opened(database_url, NEW, OLD) as bot:
            result, _ = await asyncio.gather(rotate(database, key_id(NEW)), _work(bot, now))

    assert (result.left, result.damaged) == ({}, [])
    await _whole(database_url, now)


async def _work(bot: Database, now: datetime) -> None:
    """Do what a bot does: meet people, take updates, go on with timelines."""
    first = select(cases.c.id).order_by(cases.c.id)
    ids = await bot.read(lambda work: list(work.connection.execute(first).scalars()))
    for n in range(40):
        await bot.write(partial(_one_turn, n, ids, now))


def _one_turn(n: int, case_ids: list[int], now: datetime, work: UnitOfWork) -> None:
    person = work.people.meet(f"81{n:05d}", language="zh-CN", now=now)
    work.people.mark_quiet(person.id, now)
    work.timeline.add(case_ids[n % len(case_ids)], "answer", now=now, details={"n": n})
    work.inbox.take(100 + n, "{}", now=now, chat=f"81{n:05d}")
    work.inbox.finish(100 + n, now)


async def test_a_broken_timeline_is_not_signed_anew_and_still_needs_the_old_key(
    database_url: str, now: datetime
) -> None:
    await _laid(database_url, now)
    async with opened(database_url, NEW, OLD) as database:
        tampered = update(events).where(events.c.kind == "kind-2").values(kind="kind-9")
        await database.write(lambda work: work.connection.execute(tampered).rowcount)
        await database.write(
            lambda work: (
                work.connection.execute(
                    update(offices).where(offices.c.code == COUNTY.code).values(last_number=2)
                ).rowcount
            )
        )
        result = await rotate(database, key_id(NEW))

    assert set(result.left) == {key_id(OLD)}
    assert set(result.left[key_id(OLD)]) >= {"events.hash", "offices.numbers_key"}
    assert len(result.damaged) == 6
    assert f"the count of cases of office {COUNTY.code}" in result.damaged


async def test_what_does_not_open_is_named_and_everything_else_is_made_anew(
    database_url: str, now: datetime
) -> None:
    async with opened(database_url, OLD) as database:
        world = await database.write(lambda work: lay_world(work, now))
        damaged = update(staff).where(staff.c.id == world.lead.id)
        sealed = b"\x01" + key_id(OLD) + bytes(40)
        await database.write(
            lambda work: work.connection.execute(damaged.values(name_sealed=sealed)).rowcount
        )
    async with opened(database_url, NEW, OLD) as database:
        result = await rotate(database, key_id(NEW))

    assert result.damaged == [f"staff.name_sealed of row {world.lead.id}"]
    assert result.left == {key_id(OLD): {"staff.name_sealed": 1}}


async def test_codes_and_links_of_the_first_versions_become_void_and_are_counted(
    database_url: str, now: datetime
) -> None:
    async with opened(database_url, OLD) as database:
        world = await database.write(lambda work: lay_world(work, now))
        await database.write(lambda work: _as_first_kept(work, world.lead.id, now))
        kept = await database.read(lambda work: work.cases.with_code("连东海-0001", "1-2-3-4"))
        assert kept is not None
        assert await database.read(lambda work: work.people.with_chat("7001")) == world.reporter

    async with opened(database_url, NEW, OLD) as database:
        result = await rotate(database, key_id(NEW))
        assert (result.left, result.void) == ({}, 2)
        assert await database.read(lambda work: work.people.with_chat("7001")) == world.reporter
        assert not await database.read(lambda work: work.cases.with_code("连东海-0001", "1-2-3-4"))


def _as_first_kept(work: UnitOfWork, lead_id: int, now: datetime) -> None:
    """Fingerprints bore no key id, and neither codes nor tokens were sealed."""
    for table, column in ((metadata.tables["people"], "chat_key"), (reports, "code_key")):
        for row in work.connection.execute(select(table)).mappings().all():
            bare = {column: row[column][4:]}
            work.connection.execute(update(table).where(table.c.id == row["id"]).values(bare))
    work.connection.execute(update(reports).values(code_sealed=None))
    work.connection.execute(
        insert(invites).values(
            id=1,
            token_key=work.vault.fingerprint("invite", "t")[4:],
            office_code=COUNTY.code,
            role="officer",
            name_sealed=work.vault.seal("x", Place("invites", "name_sealed", 1)),
            made_by=lead_id,
            made_at=now,
            expires_at=now,
        )
    )


def test_every_signature_is_made_anew() -> None:
    """A keyed look-up that nobody makes anew would need the old key for ever."""
    signed = {f"{column.table.name}.{column.name}" for column, _ in keys._signed_columns()}
    in_tables = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_key") and isinstance(column.type, LargeBinary)
    }
    assert signed == in_tables | {"events.hash"}


def test_every_table_with_something_sealed_is_gone_through() -> None:
    tables = {name.partition(".")[0] for name in PHRASES}
    assert {name.partition(".")[0] for name, _ in rotation._parts()} >= tables
