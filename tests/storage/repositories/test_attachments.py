"""Which files are to be fetched by whom, and which are to be removed."""

from datetime import datetime, timedelta

import pytest

from storage.database import Database
from storage.repositories.attachments import AttachmentRow
from storage.work import UnitOfWork
from tests.storage.world import World, lay_world

SOON = timedelta(minutes=5)


@pytest.fixture
async def laid(database: Database, now: datetime) -> World:
    return await database.write(lambda work: lay_world(work, now))


def _expect(work: UnitOfWork, world: World, now: datetime, *, by: int | None = None) -> int:
    entry_id = work.cases.say(
        case_id=world.case_id, kind="reporter", words=None, attachment="{}", now=now, report_id=by
    )
    return work.attachments.expect(
        case_id=world.case_id, entry_id=entry_id, kind="photo", source="AgAC", now=now
    )


async def _claim(database: Database, now: datetime) -> list[AttachmentRow]:
    return list(
        await database.write(
            lambda work: work.attachments.claim(now=now, until=now + SOON, limit=9)
        )
    )


async def test_a_file_is_taken_by_one_and_again_when_that_one_is_gone(
    database: Database, laid: World, now: datetime
) -> None:
    await database.write(lambda work: _expect(work, laid, now))
    (row,) = await _claim(database, now)
    assert (row.source, row.attempts, row.state) == ("AgAC", 1, "waiting")
    assert await _claim(database, now) == []
    (again,) = await _claim(database, now + SOON)
    assert again.attempts == 2


async def test_a_try_that_was_none_is_not_counted(
    database: Database, laid: World, now: datetime
) -> None:
    await database.write(lambda work: _expect(work, laid, now))
    (row,) = await _claim(database, now)
    await database.write(
        lambda work: work.attachments.try_again(row, "disk", at=now + SOON, counted=False)
    )
    assert await database.read(lambda work: work.attachments.next_due()) == now + SOON
    (again,) = await _claim(database, now + SOON)
    assert again.attempts == 1


async def test_a_try_that_was_brought_forward_leaves_as_many_as_there_were(
    database: Database, laid: World, now: datetime
) -> None:
    await database.write(lambda work: _expect(work, laid, now))
    (row,) = await _claim(database, now)
    late = now + timedelta(days=1)
    await database.write(lambda work: _expect(work, laid, late))
    await database.write(lambda work: work.attachments.try_again(row, "gone", at=late))
    await database.write(lambda work: work.attachments.bring_back(now + SOON))
    assert [one.attempts for one in await _claim(database, now + SOON)] == [1, 1]


async def test_what_one_reporter_sent_goes_alone_and_what_is_kept_no_more_is_not_kept(
    database: Database, laid: World, now: datetime
) -> None:
    await database.write(lambda work: _expect(work, laid, now, by=laid.report_id))
    await database.write(lambda work: _expect(work, laid, now))
    mine, other = await _claim(database, now)

    def erase(work: UnitOfWork) -> None:
        work.attachments.erase(case_id=laid.case_id, report_id=laid.report_id, now=now)

    await database.write(erase)

    def keep(work: UnitOfWork, row: AttachmentRow) -> bool:
        return work.attachments.kept(row, media_type="x", size=1, is_shown=False, now=now)

    assert not await database.write(lambda work: keep(work, mine))
    assert await database.write(lambda work: keep(work, other))
    assert await database.read(lambda work: work.attachments.to_remove()) == [mine.id]
    await database.write(lambda work: work.attachments.removed(mine.id))
    assert await database.read(lambda work: work.attachments.to_remove()) == []
    rows = await database.read(lambda work: work.attachments.of_case(laid.case_id))
    assert {row.state for row in rows.values()} == {"erased", "kept"}
