import asyncio
from datetime import datetime, timedelta

import pytest

from storage.database import Database
from storage.work import UnitOfWork
from tests.storage.world import lay_world


async def test_a_chat_is_one_person_however_often_it_is_met(
    database: Database, now: datetime
) -> None:
    later = now + timedelta(days=1)
    first = await database.write(lambda work: work.people.meet("7001", language="en", now=now))
    again = await database.write(lambda work: work.people.meet("7001", language="zh-CN", now=later))
    other = await database.write(lambda work: work.people.meet("7002", language="en", now=now))

    assert again == first
    assert (first.chat, first.language, first.met_at) == ("7001", "en", now)
    assert other.id != first.id
    assert await database.read(lambda work: work.people.with_chat("7001")) == first
    assert await database.read(lambda work: work.people.with_chat("7003")) is None


async def test_a_chat_met_by_many_at_once_is_still_one_person(
    database: Database, now: datetime
) -> None:
    met = await asyncio.gather(
        *(
            database.write(lambda work: work.people.meet("7001", language="en", now=now))
            for _ in range(20)
        )
    )

    assert len({person.id for person in met}) == 1


async def test_nobody_is_not_found(database: Database) -> None:
    with pytest.raises(LookupError):
        await database.read(lambda work: work.people.get(404))


async def test_chats_are_found_by_who_they_belong_to_and_what_does_not_open_is_left_out(
    database: Database, now: datetime
) -> None:
    first, second, damaged = [
        await database.write(lambda work: work.people.meet(chat, language="en", now=now))  # noqa: B023
        for chat in ("7001", "7002", "7003")
    ]
    await database.write(lambda work: work.people._change(damaged.id, chat_sealed=b"\1torn"))

    wanted = [first.id, second.id, damaged.id, 404, first.id]
    found = await database.read(lambda work: work.people.chats_of(wanted))
    assert found == {first.id: "7001", second.id: "7002"}


async def test_what_is_remembered_of_a_person_is_found_again(
    database: Database, now: datetime
) -> None:
    person = await database.write(lambda work: work.people.meet("7001", language="en", now=now))
    bystander = await database.write(lambda work: work.people.meet("7002", language="en", now=now))

    await database.write(lambda work: work.people.speak(person.id, "zh-CN"))
    await database.write(lambda work: work.people.mark_quiet(person.id, now))
    await database.write(lambda work: work.people.count_message(person, minute_at=now, count=3))
    await database.write(lambda work: work.people.count_try(person, "code", hour_at=now, count=4))
    later = now + timedelta(minutes=1)
    await database.write(
        lambda work: work.people.count_try(person, "receipt", hour_at=later, count=5)
    )

    changed = await database.read(lambda work: work.people.get(person.id))
    assert (changed.language, changed.quiet_at) == ("zh-CN", now)
    assert (changed.minute_at, changed.minute_count) == (now, 3)
    assert changed.tries("code") == (now, 4)
    assert changed.tries("receipt") == (later, 5)
    assert await database.read(lambda work: work.people.get(bystander.id)) == bystander

    await database.write(lambda work: work.people.mark_quiet(person.id, None))
    assert (await database.read(lambda work: work.people.get(person.id))).quiet_at is None


async def test_no_count_has_begun_later_than_now(database: Database, now: datetime) -> None:
    person = await database.write(lambda work: work.people.meet("7001", language="en", now=now))
    later = now + timedelta(hours=1)

    def count(work: UnitOfWork) -> None:
        work.people.count_message(person, minute_at=later, count=3)
        work.people.count_try(person, "code", hour_at=later, count=4)
        work.people.count_try(person, "receipt", hour_at=later, count=5)
        work.people.bring_back(now)

    await database.write(count)
    changed = await database.read(lambda work: work.people.get(person.id))
    assert (changed.minute_at, changed.minute_count) == (now, 3)
    assert (changed.tries("code"), changed.tries("receipt")) == ((now, 4), (now, 5))


async def test_being_blocked_is_news_once_and_being_back_is_news_once(
    database: Database, now: datetime
) -> None:
    person = await database.write(lambda work: work.people.meet("7001", language="en", now=now))
    later = now + timedelta(hours=1)

    async def mark(at: datetime | None) -> bool:
        return await database.write(lambda work: work.people.mark_blocked(person.id, at))

    assert [await mark(at) for at in (None, now, later, None, None)] == [
        False,
        True,
        False,
        True,
        False,
    ]


async def test_a_second_block_keeps_the_first_moment(database: Database, now: datetime) -> None:
    person = await database.write(lambda work: work.people.meet("7001", language="en", now=now))
    later = now + timedelta(hours=1)
    await database.write(lambda work: work.people.mark_blocked(person.id, now))
    await database.write(lambda work: work.people.mark_blocked(person.id, later))

    assert (await database.read(lambda work: work.people.get(person.id))).blocked_at == now


async def test_who_has_no_place_in_an_office_is_known_with_the_person(
    database: Database, now: datetime
) -> None:
    world = await database.write(lambda work: lay_world(work, now))
    officer, reporter = world.officer.person_id, world.reporter

    def found(work: UnitOfWork) -> list[bool]:
        chats = [work.people.get(officer).chat, reporter.chat, "7099"]
        met = [work.people.meet(chat, language="en", now=now) for chat in chats]
        return [one.may_serve for one in met]

    assert await database.write(found) == [True, False, False]
    await database.write(lambda work: work.staff.leave(world.officer.id, now))
    assert await database.write(found) == [False, False, False]
    # Where that was not asked, they may.
    assert (await database.read(lambda work: work.people.get(reporter.id))).may_serve
