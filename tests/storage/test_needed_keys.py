"""Who has the wrong keys is refused before any harm is done, and who lacks one notices."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from storage.encryption import SealBroken, key_id
from storage.records import OutboxRow
from storage.repositories.needed_keys import ALIVE_FOR, KeysMissing, SealedByAnother
from storage.rotation import rotate
from storage.tables import cases, signs, staff
from storage.work import UnitOfWork
from tests.storage.sealed_by import NEW, OLD, opened
from tests.storage.world import lay_world

OTHER = b"a secret of somebody else's, long"


async def _admitted(url: str, now: datetime, *secrets: bytes) -> None:
    async with opened(url, *secrets) as database:
        await database.write(lambda work: work.needed_keys.admit(now))


async def _laid(url: str, now: datetime) -> None:
    """Lay a world by the old key, as an earlier version did: nothing is put down of keys."""
    async with opened(url, OLD) as database:
        await database.write(lambda work: lay_world(work, now))


async def _missing(url: str, now: datetime, *secrets: bytes) -> list[bytes]:
    with pytest.raises(KeysMissing) as refused:
        await _admitted(url, now, *secrets)
    return list(refused.value.keys)


async def test_an_empty_database_takes_any_key_and_also_another_one_later(
    database_url: str, now: datetime
) -> None:
    await _admitted(database_url, now, OTHER)
    await _admitted(database_url, now, OLD)


@pytest.mark.parametrize("is_put_down", [True, False])
async def test_nobody_is_let_in_who_lacks_a_key_that_anything_is_sealed_by(
    database_url: str, now: datetime, *, is_put_down: bool
) -> None:
    await _laid(database_url, now)
    if is_put_down:
        await _admitted(database_url, now, OLD)
    assert await _missing(database_url, now, NEW) == [key_id(OLD)]
    assert await _missing(database_url, now, NEW, OTHER) == [key_id(OLD)]

    async with opened(database_url, NEW, OLD) as database:
        await database.write(lambda work: work.needed_keys.admit(now))
        await database.write(lambda work: work.people.meet("81", language="en", now=now))
    # Each opens a part.
    assert await _missing(database_url, now, OLD) == [key_id(NEW)]
    assert await _missing(database_url, now, NEW) == [key_id(OLD)]

    async with opened(database_url, NEW, OLD) as database:
        assert (await rotate(database, key_id(NEW))).left == {}
    assert await _missing(database_url, now, OLD) == [key_id(NEW)]
    await _admitted(database_url, now, NEW)


async def test_a_value_that_is_damaged_keeps_nobody_out(database_url: str, now: datetime) -> None:
    await _laid(database_url, now)
    async with opened(database_url, OLD) as database:
        damaged = update(staff).values(name_sealed=b"\x01what is this?")
        await database.write(
            lambda work: work.connection.execute(damaged.where(staff.c.role == "lead")).rowcount
        )
    await _admitted(database_url, now, OLD)


def _case(work: UnitOfWork) -> int:
    return int(work.connection.execute(select(cases.c.id)).scalar_one())


async def test_a_key_that_chats_and_staff_are_sealed_by_is_not_forgotten(
    database_url: str, now: datetime
) -> None:
    await _laid(database_url, now)
    async with opened(database_url, NEW) as database:
        with pytest.raises(KeysMissing):
            await database.write(lambda work: work.needed_keys.forget(key_id(OLD), now))
    assert await _missing(database_url, now, NEW) == [key_id(OLD)]


async def test_another_key_that_is_lost_may_be_forgotten(database_url: str, now: datetime) -> None:
    await _laid(database_url, now)
    async with opened(database_url, NEW, OLD) as database:
        await rotate(database, key_id(NEW))
    async with opened(database_url, OLD) as database:
        await database.write(lambda work: work.timeline.add(_case(work), "closed", now=now))
    assert await _missing(database_url, now, NEW) == [key_id(OLD)]
    async with opened(database_url, NEW) as database:
        assert await database.write(lambda work: work.needed_keys.forget(key_id(OLD), now))
        assert not await database.write(lambda work: work.needed_keys.forget(key_id(OLD), now))
    await _admitted(database_url, now, NEW)


async def test_while_a_bot_seals_by_one_key_nobody_seals_by_another(
    database_url: str, now: datetime
) -> None:
    async with opened(database_url, OLD) as bot, opened(database_url, NEW, OLD) as other:
        await bot.write(lambda work: work.needed_keys.admit(now))
        assert await bot.write(lambda work: work.needed_keys.give_sign(now)) == []
        for span in (timedelta(), ALIVE_FOR, -ALIVE_FOR):
            with pytest.raises(SealedByAnother):
                await other.write(lambda work: work.needed_keys.admit(now + span))  # noqa: B023
        await _admitted(database_url, now, OLD)

        # It ended, or it was killed and is silent.
        later = now + ALIVE_FOR + timedelta(seconds=1)
        await bot.write(lambda work: work.needed_keys.take_sign_back())
        await other.write(lambda work: work.needed_keys.admit(now))
        await other.write(lambda work: work.connection.execute(delete(signs)).rowcount)
        await bot.write(lambda work: work.needed_keys.give_sign(now))
        await other.write(lambda work: work.needed_keys.admit(later))

        # Whoever went on all the same is told.
        assert await bot.write(lambda work: work.needed_keys.give_sign(later)) == [key_id(NEW)]


async def test_a_message_that_another_key_opens_is_left_to_whoever_has_that(
    database_url: str, now: datetime
) -> None:
    await _laid(database_url, now)
    async with opened(database_url, OLD) as bot, opened(database_url, NEW, OLD) as other:
        await other.write(lambda work: work.needed_keys.admit(now))
        await other.write(lambda work: _queued(work, now))
        with pytest.raises(SealBroken):
            await bot.write(lambda work: _claimed(work, now))
        (row,) = await other.write(lambda work: _claimed(work, now))
        assert row.payload == "words"


def _queued(work: UnitOfWork, now: datetime) -> None:
    person = work.people.meet("7001", language="en", now=now)
    work.outbox.put(person_id=person.id, kind="text", priority=1, now=now, payload="words")


def _claimed(work: UnitOfWork, now: datetime) -> Sequence[OutboxRow]:
    until = now + timedelta(minutes=1)
    return work.outbox.claim(now=now, token="t", lease_until_at=until, limit=9)
