from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.records import Correction
from storage.steps import StorageUnavailable
from storage.work import UnitOfWork
from tests.storage.world import World, lay_world


@pytest.fixture
async def world(database: Database, now: datetime) -> World:
    return await database.write(lambda work: lay_world(work, now))


async def keep(
    database: Database, world: World, now: datetime, what: str, corrected: str
) -> Correction:
    def step(work: UnitOfWork) -> Correction:
        work.corrections.keep(
            case_id=world.case_id,
            what=what,
            suggested="GRD",
            corrected=corrected,
            shown='{"scores":[["GRD",0.4]]}',
            words="他爸喝了酒就打他",
            staff_id=world.officer.id,
            now=now,
        )
        return work.corrections.last_of(world.case_id)[what]

    return await database.write(step)


async def test_a_correction_keeps_what_was_shown_and_the_words(
    database: Database, world: World, now: datetime
) -> None:
    kept = await keep(database, world, now, "category", "ABU")

    assert (kept.suggested, kept.corrected, kept.words) == ("GRD", "ABU", "他爸喝了酒就打他")
    assert (kept.shown, kept.staff_id) == ('{"scores":[["GRD",0.4]]}', world.officer.id)
    assert kept.corrected_at == now


async def test_the_last_word_on_each_fact_counts_and_all_are_listed_newest_first(
    database: Database, world: World, now: datetime
) -> None:
    later = now + timedelta(hours=1)
    first = await keep(database, world, now, "category", "ABU")
    level = await keep(database, world, now, "level", "L2")
    second = await keep(database, world, later, "category", "BUL")

    last = await database.read(lambda work: work.corrections.last_of(world.case_id))
    assert last == {"category": second, "level": level}
    every = await database.read(lambda work: work.corrections.since())
    assert [one.id for one in every] == [second.id, level.id, first.id]
    new = await database.read(lambda work: work.corrections.since(later))
    assert [one.id for one in new] == [second.id]


async def test_nothing_else_can_be_corrected(
    database: Database, world: World, now: datetime
) -> None:
    with pytest.raises(StorageUnavailable) as refused:
        await keep(database, world, now, "mood", "good")
    assert isinstance(refused.value.__cause__, IntegrityError)
