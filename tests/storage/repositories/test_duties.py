from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import text

from storage.database import Database, StorageUnavailable
from storage.work import UnitOfWork
from tests.storage.world import CITY, COUNTY, World, lay_world

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def world(database: Database, now: datetime) -> World:
    return await database.write(lambda work: lay_world(work, now))


async def test_a_rule_comes_back_as_it_was_laid_down(
    database: Database, world: World, now: datetime
) -> None:
    people = [world.lead.id, world.officer.id]

    def lay(work: UnitOfWork) -> None:
        for hours in ([time(8, 30)], [time(8), time(20)]):
            work.duties.add_rule(
                office_code=COUNTY.code,
                tier="duty",
                staff_ids=people,
                hand_offs=hours,
                weekday=None if len(hours) > 1 else 4,
                starts_on=date(2026, 2, 13),
                from_at=now,
                now=now,
            )

    await database.write(lay)
    older, newer = await database.read(lambda work: work.duties.rules(COUNTY.code, "duty"))

    assert (older.staff_ids, older.hours, older.weekday) == (tuple(people), (time(8, 30),), 4)
    assert (newer.hours, newer.weekday) == ((time(8), time(20)), None)
    assert (newer.starts_on, newer.from_at) == (date(2026, 2, 13), now)
    assert await database.read(lambda work: work.duties.rules(COUNTY.code, "backup")) == []
    assert await database.read(lambda work: work.duties.tiers()) == [(COUNTY.code, "duty")]


async def test_a_day_named_again_has_only_the_people_named_last(
    database: Database, world: World, now: datetime
) -> None:
    def name(work: UnitOfWork, day: int, person: int, holiday: str | None) -> None:
        work.duties.name_day(
            office_code=COUNTY.code,
            tier="duty",
            day=date(2026, 2, day),
            staff_ids=[person],
            holiday=holiday,
            now=now,
        )

    await database.write(lambda work: name(work, 17, world.officer.id, "春节"))
    await database.write(lambda work: name(work, 16, world.officer.id, "春节"))
    await database.write(lambda work: name(work, 17, world.lead.id, None))

    named = await database.read(
        lambda work: work.duties.days(COUNTY.code, "duty", date(2026, 2, 16))
    )
    assert [(one.day.day, one.staff_ids, one.holiday) for one in named] == [
        (16, (world.officer.id,), "春节"),
        (17, (world.lead.id,), None),
    ]
    assert not await database.read(
        lambda work: work.duties.days(COUNTY.code, "duty", date(2026, 2, 18))
    )


async def test_overrides_end_and_those_within_a_span_are_cleared(
    database: Database, world: World, now: datetime
) -> None:
    def lay(work: UnitOfWork) -> None:
        for start in (0, 5, 30):
            work.duties.add_override(
                office_code=COUNTY.code,
                tier="duty",
                staff_id=world.lead.id,
                starts_at=now + start * HOUR,
                ends_at=now + (start + 3) * HOUR,
                now=now,
            )

    async def starts(since: datetime) -> list[float]:
        found = await database.read(lambda work: work.duties.overrides(COUNTY.code, "duty", since))
        return [(one.starts_at - now) / HOUR for one in found]

    await database.write(lay)
    assert await starts(now) == [0, 5, 30]
    assert await starts(now + 3 * HOUR) == [5, 30]
    fifth = (await database.read(lambda work: work.duties.overrides(COUNTY.code, "duty", now)))[1]
    await database.write(lambda work: work.duties.forget_overrides([fifth.id]))
    assert await starts(now) == [0, 30]


async def test_an_absence_that_is_ended_keeps_what_has_passed_of_it(
    database: Database, world: World, now: datetime
) -> None:
    officer = world.officer.id

    def lay(work: UnitOfWork) -> None:
        for start in (-2, 4):
            work.duties.add_absence(
                staff_id=officer,
                starts_at=now + start * HOUR,
                ends_at=now + (start + 4) * HOUR,
                now=now,
            )

    def end(work: UnitOfWork) -> None:
        for absence in work.duties.absences([officer], now):
            work.duties.end_absence(absence, now)

    await database.write(lay)
    await database.write(end)

    def read(work: UnitOfWork) -> list[tuple[datetime, datetime]]:
        return [(a.starts_at, a.ends_at) for a in work.duties.absences([officer], now - DAY)]

    assert await database.read(read) == [(now - 2 * HOUR, now)]
    assert not await database.read(lambda work: work.duties.absences([world.lead.id], now - DAY))


async def test_a_swap_is_settled_once_and_past_when_its_shift_has_begun(
    database: Database, world: World, now: datetime
) -> None:
    def ask(work: UnitOfWork, back: tuple[datetime, datetime] | None) -> int:
        return work.swaps.ask(
            office_code=COUNTY.code,
            tier="duty",
            asker_id=world.officer.id,
            asked_id=world.lead.id,
            starts_at=now + HOUR,
            ends_at=now + DAY,
            back=back,
            now=now,
        )

    first = await database.write(lambda work: ask(work, None))
    second = await database.write(lambda work: ask(work, (now + 2 * DAY, now + 3 * DAY)))

    assert await database.read(lambda work: work.swaps.past(now, 9)) == []
    past = await database.read(lambda work: work.swaps.past(now + HOUR, 9))
    assert {one.id for one in past} == {first, second}
    assert await database.write(lambda work: work.swaps.settle(first, "agreed", now))
    assert not await database.write(lambda work: work.swaps.settle(first, "void", now))
    settled = await database.read(lambda work: work.swaps.find(first))
    other = await database.read(lambda work: work.swaps.find(second))
    assert settled is not None
    assert other is not None
    assert (settled.state, settled.back_starts_at) == ("agreed", None)
    assert (other.state, other.back_ends_at) == ("asked", now + 3 * DAY)
    assert await database.read(lambda work: work.swaps.find(1)) is None


async def test_a_shift_change_is_opened_once_and_waits_until_it_is_settled(
    database: Database, world: World, now: datetime
) -> None:
    await database.write(lambda work: _shift(work, world.officer.id, now - HOUR, now + HOUR))
    await database.write(lambda work: _shift(work, world.lead.id, now + HOUR, now + 2 * HOUR))
    (shift,) = await database.read(lambda work: work.handovers.begun(now, 9))
    assert shift.staff_id == world.officer.id

    due = now + HOUR / 4
    opened = await database.write(lambda work: work.handovers.open(shift, "waiting", due))
    assert opened is not None
    assert await database.write(lambda work: work.handovers.open(shift, "waiting", due)) is None
    assert await database.read(lambda work: work.handovers.begun(now, 9)) == []
    assert await database.read(lambda work: work.handovers.due(now, 9)) == []
    (waiting,) = await database.read(lambda work: work.handovers.due(due, 9))
    assert await database.write(
        lambda work: work.handovers.settle(waiting, "signed", signed_at=due)
    )
    assert not await database.write(lambda work: work.handovers.settle(waiting, "missed"))
    signed = await database.read(lambda work: work.handovers.of_shift(shift))
    assert signed is not None
    assert (signed.id, signed.state, signed.due_at, signed.signed_at) == (
        opened,
        "signed",
        None,
        due,
    )


async def test_holes_that_were_told_are_kept_until_they_are_forgotten(
    database: Database, world: World, now: datetime
) -> None:
    await database.write(
        lambda work: work.handovers.tell(
            office_code=COUNTY.code,
            tier="duty",
            staff_id=world.lead.id,
            starts_at=now,
            ends_at=None,
            now=now,
        )
    )
    (told,) = await database.read(lambda work: work.handovers.told(COUNTY.code))
    assert (told.tier, told.staff_id, told.starts_at, told.ends_at) == (
        "duty",
        world.lead.id,
        now,
        None,
    )
    assert await database.read(lambda work: work.handovers.told(CITY.code)) == []
    await database.write(lambda work: work.handovers.forget(told))
    assert await database.read(lambda work: work.handovers.told(COUNTY.code)) == []


async def test_what_is_done_now_and_then_is_marked(database: Database, now: datetime) -> None:
    assert await database.read(lambda work: work.handovers.marked_at("morning:1")) is None
    for moment in (now, now + DAY):
        await database.write(lambda work: work.handovers.mark("morning:1", moment))  # noqa: B023
        marked = await database.read(lambda work: work.handovers.marked_at("morning:1"))
        assert marked == moment


async def test_a_weekday_that_is_none_and_a_span_without_length_are_refused(
    database: Database, world: World, now: datetime
) -> None:
    with pytest.raises(StorageUnavailable):
        await database.write(
            lambda work: work.duties.add_rule(
                office_code=COUNTY.code,
                tier="duty",
                staff_ids=[world.lead.id],
                hand_offs=[time(8)],
                weekday=7,
                starts_on=now.date(),
                from_at=now,
                now=now,
            )
        )
    with pytest.raises(StorageUnavailable):
        await database.write(
            lambda work: work.duties.add_absence(
                staff_id=world.lead.id, starts_at=now, ends_at=now, now=now
            )
        )


async def test_the_ladder_still_finds_a_shift_by_the_index_of_its_tier(
    database: Database, world: World, now: datetime
) -> None:
    def explain(work: UnitOfWork) -> str:
        for day in range(2000):
            start = now + (day - 1900) * DAY
            _shift(work, (world.officer.id, world.lead.id)[day % 2], start, start + DAY)
        work.connection.execute(text("ANALYZE"))
        sqlite = work.connection.dialect.name == "sqlite"
        asked = text(
            f"EXPLAIN {'QUERY PLAN' if sqlite else ''} SELECT * FROM shifts "
            "WHERE office_code = '320722' AND tier = 'backup' "
            f"AND starts_at <= '{now:%Y-%m-%d %H:%M:%S}' AND ends_at > '{now:%Y-%m-%d %H:%M:%S}'"
        )
        return " ".join(str(row) for row in work.connection.execute(asked))

    assert "ix_shifts_office_code_tier_starts_at" in await database.write(explain)


def _shift(work: UnitOfWork, staff_id: int, starts_at: datetime, ends_at: datetime) -> None:
    work.roster.add(
        office_code=COUNTY.code,
        tier="duty",
        staff_id=staff_id,
        starts_at=starts_at,
        ends_at=ends_at,
    )
