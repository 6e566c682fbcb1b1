"""Whether anything is due, asked at once; that each table is among them its own tests hold."""

from datetime import datetime, timedelta

from storage.database import Database
from storage.work import UnitOfWork
from tests.storage.world import lay_world

HALF = timedelta(minutes=30)


def _wait(work: UnitOfWork, now: datetime) -> None:
    """Let a referral wait until now, a visit for half an hour, and a line stand in a chat."""
    world = lay_world(work, now)
    work.referrals.change(world.referral, next_deadline_at=now)
    work.visits.ask(
        referral_id=world.referral.id,
        asked_by=world.lead.id,
        staff_id=world.officer.id,
        brief="看看",
        now=now,
        due_at=now + 2 * HALF,
        next_at=now + HALF,
    )
    work.lines.note(world.officer.person_id, [7], now)


async def _come(database: Database, now: datetime, stood_until: datetime) -> frozenset[str]:
    return await database.read(lambda work: work.moments.come(now, stood_until=stood_until))


async def test_it_tells_where_a_moment_has_come_and_nowhere_else(
    database: Database, now: datetime
) -> None:
    before, soon = now - timedelta(seconds=1), now + HALF
    assert await _come(database, soon, soon) == frozenset()

    await database.write(lambda work: _wait(work, now))
    assert await _come(database, before, before) == frozenset()
    assert await _come(database, now, before) == {"referrals"}
    assert await _come(database, soon, before) == {"referrals", "visits"}
    assert await _come(database, soon, now) == {"referrals", "visits", "chat_lines"}
