"""Shifts made from what was laid down: from now on, and never of what has passed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.services.rostering import DAYS_AHEAD, Rostering
from bot.terms import Tier
from storage.database import Database
from storage.tables import staff as staff_table
from storage.work import UnitOfWork
from tests.storage.world import COUNTY, enrol, lay_world

ZONE = ZoneInfo("Asia/Shanghai")
# A Tuesday at ten in the morning in Jiangsu.
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Names = dict[str, int]


@pytest.fixture
async def names(database: Database) -> Names:
    def lay(work: UnitOfWork) -> Names:
        world = lay_world(work, NOW - DAY)
        more = [
            enrol(work, str(9100 + place), "officer", name, NOW - DAY)
            for place, name in enumerate(("李敏", "王芳", "陈刚"))
        ]
        return {one.name: one.id for one in (world.officer, world.lead, *more)}

    return await database.write(lay)


async def change(database: Database, do: Callable[[Rostering], object], at: datetime = NOW) -> None:
    await database.write(lambda work: do(Rostering(work, ZONE, at)))


async def seen(
    database: Database, since: datetime, until: datetime, tier: str = "duty"
) -> list[str]:
    """Return the shifts of a tier as `name day hour-day hour`."""

    def read(work: UnitOfWork) -> list[str]:
        return [
            f"{work.staff.get(one.staff_id).name} "
            f"{one.starts_at.astimezone(ZONE):%d %H:%M}-{one.ends_at.astimezone(ZONE):%d %H:%M}"
            for one in work.roster.of_tier(COUNTY.code, tier, since, until)
        ]

    return await database.read(read)


async def test_turns_are_laid_sixty_days_ahead_and_a_day_later_a_day_more(
    database: Database, names: Names
) -> None:
    turns = [names["李敏"], names["王芳"]]
    await change(database, lambda r: r.take_turns(COUNTY.code, Tier.DUTY, turns))

    assert await seen(database, NOW, NOW + DAY) == [
        "李敏 24 10:00-25 08:30",
        "王芳 25 08:30-26 08:30",
    ]
    for later in (timedelta(), DAY, 3 * DAY):
        await change(database, lambda r: r.rebuild(COUNTY.code, Tier.DUTY), NOW + later)
        until = await database.read(lambda work: work.roster.covered_until(COUNTY.code, "duty"))
        assert until == NOW + later + DAYS_AHEAD
    shifts = await database.read(
        lambda work: work.roster.of_tier(COUNTY.code, "duty", NOW - DAY, NOW + 100 * DAY)
    )
    assert all(one.ends_at == after.starts_at for one, after in pairwise(shifts))


async def test_a_new_rule_leaves_what_has_passed_and_the_running_shift_up_to_now(
    database: Database, names: Names
) -> None:
    await change(
        database, lambda r: r.take_turns(COUNTY.code, Tier.DUTY, [names["李敏"], names["王芳"]])
    )
    before = await seen(database, NOW, NOW + 30 * HOUR)
    later = NOW + 26 * HOUR

    await change(
        database,
        lambda r: r.take_turns(
            COUNTY.code, Tier.DUTY, [names["陈刚"]], hand_offs=[time(20), time(8)]
        ),
        later,
    )

    assert await seen(database, NOW, later) == [before[0], "王芳 25 08:30-25 12:00"]
    assert await seen(database, later, later + 9 * HOUR) == [
        "陈刚 25 12:00-25 20:00",
        "陈刚 25 20:00-26 08:00",
    ]


async def test_a_rule_that_begins_later_changes_nothing_until_then(
    database: Database, names: Names
) -> None:
    await change(database, lambda r: r.take_turns(COUNTY.code, Tier.DUTY, [names["李敏"]]))
    await change(
        database,
        lambda r: r.take_turns(
            COUNTY.code, Tier.DUTY, [names["王芳"]], starts_on=date(2026, 11, 26)
        ),
    )

    assert await seen(database, NOW, NOW + 2 * DAY) == [
        "李敏 24 10:00-25 08:30",
        "李敏 25 08:30-26 08:30",
        "王芳 26 08:30-27 08:30",
    ]


async def test_shifts_that_no_rule_laid_stay_until_a_rule_begins(
    database: Database, names: Names
) -> None:
    await database.write(
        lambda work: work.roster.add(
            office_code=COUNTY.code,
            tier="duty",
            staff_id=names["陈刚"],
            starts_at=NOW - HOUR,
            ends_at=NOW + 40 * DAY,
        )
    )
    await change(
        database,
        lambda r: r.take_turns(
            COUNTY.code, Tier.DUTY, [names["王芳"]], starts_on=date(2026, 11, 26)
        ),
    )

    assert await seen(database, NOW, NOW + 2 * DAY) == [
        "陈刚 24 09:00-26 08:30",
        "王芳 26 08:30-27 08:30",
    ]


async def test_an_absence_passes_the_running_shift_on_and_coming_back_ends_it(
    database: Database, names: Names
) -> None:
    turns = [names["李敏"], names["王芳"], names["陈刚"]]
    await change(database, lambda r: r.take_turns(COUNTY.code, Tier.DUTY, turns))
    li = await database.read(lambda work: work.staff.get(names["李敏"]))

    await change(database, lambda r: r.be_absent(li, NOW, NOW + 5 * DAY), NOW + HOUR)
    assert await seen(database, NOW, NOW + DAY) == [
        "李敏 24 10:00-24 11:00",
        "王芳 24 11:00-25 08:30",
        "王芳 25 08:30-26 08:30",
    ]

    await change(database, lambda r: r.be_back(li), NOW + 2 * HOUR)
    assert await seen(database, NOW, NOW + 20 * HOUR) == [
        "李敏 24 10:00-24 11:00",
        "王芳 24 11:00-24 12:00",
        "李敏 24 12:00-25 08:30",
    ]


async def test_nobody_is_their_own_backup(database: Database, names: Names) -> None:
    turns = [names["李敏"], names["王芳"], names["陈刚"]]
    backups = [names["王芳"], names["陈刚"], names["李敏"]]
    await change(database, lambda r: r.take_turns(COUNTY.code, Tier.BACKUP, backups))
    await change(database, lambda r: r.take_turns(COUNTY.code, Tier.DUTY, turns))
    span = NOW, NOW + 40 * HOUR
    assert await seen(database, *span, "backup") == [
        "王芳 24 10:00-25 08:30",
        "陈刚 25 08:30-26 08:30",
    ]

    li = await database.read(lambda work: work.staff.get(names["李敏"]))
    await change(database, lambda r: r.be_absent(li, NOW, NOW + 4 * HOUR))
    assert await seen(database, NOW, NOW + 5 * HOUR) == [
        "王芳 24 10:00-24 14:00",
        "李敏 24 14:00-25 08:30",
    ]
    assert await seen(database, *span, "backup") == [
        "陈刚 24 10:00-24 14:00",
        "王芳 24 14:00-25 08:30",
        "陈刚 25 08:30-26 08:30",
    ]

    # With two people there is no backup for the one who stands in for the other.
    await change(database, lambda r: r.take_turns(COUNTY.code, Tier.BACKUP, backups[:1]))
    await change(database, lambda r: r.be_absent(li, NOW, NOW + 4 * HOUR))
    assert (await seen(database, *span, "backup"))[0] == "王芳 24 14:00-25 08:30"


async def test_coming_back_early_leaves_the_holiday_that_was_planned(
    database: Database, names: Names
) -> None:
    turns = [names["李敏"], names["王芳"]]
    await change(database, lambda r: r.take_turns(COUNTY.code, Tier.DUTY, turns))
    li = await database.read(lambda work: work.staff.get(names["李敏"]))
    await change(database, lambda r: r.be_absent(li, NOW, NOW + DAY))
    await change(database, lambda r: r.be_absent(li, NOW + 10 * DAY, NOW + 20 * DAY))

    def absences(work: UnitOfWork) -> int:
        return len(work.duties.absences([li.id], NOW + 2 * HOUR))

    for left in (1, 0):
        await change(database, lambda r: r.be_back(li), NOW + HOUR)
        assert await database.read(absences) == left


async def test_named_days_and_a_span_go_before_the_turns(database: Database, names: Names) -> None:
    def lay(rostering: Rostering) -> None:
        rostering.take_turns(COUNTY.code, Tier.DUTY, [names["李敏"]])
        rostering.name_day(
            COUNTY.code, Tier.DUTY, date(2026, 11, 25), [names["王芳"]], holiday="春节"
        )
        rostering.name_day(COUNTY.code, Tier.DUTY, date(2026, 11, 25), [names["陈刚"]])
        rostering.put_in(COUNTY.code, Tier.DUTY, names["周敏"], NOW + 24 * HOUR, NOW + 26 * HOUR)
        rostering.rebuild(COUNTY.code, Tier.DUTY)

    await change(database, lay)

    assert await seen(database, NOW, NOW + DAY + 3 * HOUR) == [
        "李敏 24 10:00-25 08:30",
        "陈刚 25 08:30-25 10:00",
        "周敏 25 10:00-25 12:00",
        "陈刚 25 12:00-26 08:30",
    ]


async def test_who_left_the_office_has_no_turn_any_more(database: Database, names: Names) -> None:
    turns = [names["李敏"], names["王芳"]]
    await change(database, lambda r: r.take_turns(COUNTY.code, Tier.DUTY, turns))
    gone = update(staff_table).where(staff_table.c.id == names["王芳"]).values(left_at=NOW)
    await database.write(lambda work: work.connection.execute(gone).rowcount)

    await change(database, lambda r: r.rebuild_office(COUNTY.code), NOW + HOUR)

    assert {line.split()[0] for line in await seen(database, NOW, NOW + 60 * DAY)} == {"李敏"}


async def test_laying_anew_what_is_laid_already_touches_no_row(
    database: Database, names: Names
) -> None:
    await change(
        database, lambda r: r.take_turns(COUNTY.code, Tier.DUTY, [names["李敏"], names["王芳"]])
    )

    def rows(work: UnitOfWork) -> list[int]:
        shifts = work.roster.of_tier(COUNTY.code, "duty", NOW, NOW + 50 * DAY)
        return [one.id for one in shifts]

    before = await database.read(rows)
    await change(database, lambda r: r.rebuild_office(COUNTY.code), NOW + HOUR)
    assert await database.read(rows) == before
