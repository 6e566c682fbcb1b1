import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from storage.database import Database, StorageUnavailable
from storage.records import Referral
from storage.repositories.referrals import ReferralMoved
from storage.work import UnitOfWork
from tests.storage.world import CITY, COUNTY, World, dispatch, lay_world, open_case

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def world(database: Database, now: datetime) -> World:
    return await database.write(lambda work: lay_world(work, now))


async def _change(database: Database, referral: Referral, **values: object) -> Referral:
    return await database.write(lambda work: work.referrals.change(referral, **values))  # type: ignore[arg-type]


async def _another(
    database: Database, number: str, now: datetime, *, level: int = 1, minutes: int = 5
) -> Referral:
    def lay(work: UnitOfWork) -> Referral:
        case_id = open_case(work, number, now, level=level)
        return dispatch(work, case_id, now, level=level, minutes=minutes)

    return await database.write(lay)


async def test_a_dispatched_referral_is_new_and_has_a_deadline(
    database: Database, world: World, now: datetime
) -> None:
    referral = await database.read(lambda work: work.referrals.get(world.referral.id))

    assert referral == world.referral
    assert (referral.state, referral.version, referral.milestone) == ("new", 1, "acknowledge")
    assert (referral.rung, referral.round, referral.holder_id) == (0, 0, None)
    assert (referral.next_deadline_at, referral.dispatched_at) == (now + 5 * MINUTE, now)
    assert referral.is_open


async def test_unknown_referrals_are_not_found(database: Database) -> None:
    assert await database.read(lambda work: work.referrals.find(404)) is None


async def test_the_current_referral_of_a_case_is_its_newest(
    database: Database, world: World, now: datetime
) -> None:
    newer = await database.write(lambda work: dispatch(work, world.case_id, now))

    assert await database.read(lambda work: work.referrals.current_of(world.case_id)) == newer


@pytest.mark.parametrize("state", ["new", "paging", "accepted", "contacted", "visiting"])
async def test_an_open_referral_without_a_deadline_is_refused(
    database: Database, world: World, state: str
) -> None:
    with pytest.raises(StorageUnavailable):
        await _change(database, world.referral, state=state, next_deadline_at=None)

    assert await database.read(lambda work: work.referrals.get(world.referral.id)) == world.referral


async def test_a_closed_referral_with_a_deadline_is_refused(
    database: Database, world: World
) -> None:
    with pytest.raises(StorageUnavailable):
        await _change(database, world.referral, state="closed")


async def test_a_closed_referral_keeps_what_was_done_and_told(
    database: Database, world: World, now: datetime
) -> None:
    closed = await database.write(
        lambda work: work.referrals.change(
            world.referral,
            state="closed",
            next_deadline_at=None,
            closed_at=now,
            outcome="handled",
            done="已上门看过",
            told="孩子现在安全",
        )
    )

    assert (closed.done, closed.told, closed.outcome) == ("已上门看过", "孩子现在安全", "handled")
    assert not closed.is_open
    reopened = await _change(database, closed, state="paging", next_deadline_at=now)
    assert (reopened.done, reopened.told) == ("已上门看过", "孩子现在安全")


async def test_a_change_returns_what_reading_it_again_would(
    database: Database, world: World, now: datetime
) -> None:
    local = now.astimezone(ZoneInfo("Asia/Shanghai"))
    changed = await _change(
        database,
        world.referral,
        state="accepted",
        holder_id=world.officer.id,
        accepted_at=local,
        next_deadline_at=local + MINUTE,
        done="上门看过",
        quiet=True,
    )
    again = await database.read(lambda work: work.referrals.get(world.referral.id))
    assert changed == again
    assert repr(changed) == repr(again)
    assert again.version == world.referral.version + 1


async def test_a_change_of_what_was_read_before_is_refused(
    database: Database, world: World, now: datetime
) -> None:
    accepted = await _change(database, world.referral, state="accepted", accepted_at=now)

    with pytest.raises(ReferralMoved):
        await _change(database, world.referral, state="paging")

    assert accepted.version == world.referral.version + 1
    assert await database.read(lambda work: work.referrals.get(accepted.id)) == accepted


async def test_of_twenty_who_accept_at_once_one_wins(database: Database, world: World) -> None:
    async def accept(rung: int) -> bool:
        try:
            await _change(database, world.referral, state="accepted", rung=rung)
        except ReferralMoved:
            return False
        return True

    won = await asyncio.gather(*(accept(n) for n in range(20)))

    assert won.count(True) == 1
    after = await database.read(lambda work: work.referrals.get(world.referral.id))
    assert (after.rung, after.version) == (won.index(True), world.referral.version + 1)


async def test_the_due_ones_come_most_urgent_first_then_longest_due(
    database: Database, world: World, now: datetime
) -> None:
    calm = await _another(database, "连东海-0002", now, level=3, minutes=1)
    late = await _another(database, "连东海-0003", now, level=1, minutes=2)
    await _another(database, "连东海-0004", now, minutes=6)
    closed = await _another(database, "连东海-0005", now, minutes=1)
    await _change(database, closed, state="closed", next_deadline_at=None)

    async def due(at: datetime, limit: int = 100) -> list[int]:
        return list(await database.read(lambda w: w.referrals.due_ids(at, limit)))

    at = now + 5 * MINUTE
    assert await due(at) == [late.id, world.referral.id, calm.id]
    assert await due(at, limit=1) == [late.id]
    assert await due(now) == []


async def test_the_next_deadline_is_the_earliest_of_the_open_ones(
    database: Database, world: World, now: datetime
) -> None:
    later = await _another(database, "连东海-0002", now, minutes=9)

    assert await _next_deadline(database) == now + 5 * MINUTE
    await _change(database, world.referral, state="closed", next_deadline_at=None)
    assert await _next_deadline(database) == later.next_deadline_at
    await _change(database, later, state="closed", next_deadline_at=None)
    assert await _next_deadline(database) is None


async def _next_deadline(database: Database) -> datetime | None:
    return await database.read(lambda work: work.referrals.next_deadline())


async def test_open_ones_are_told_by_office_and_by_holder_in_order_of_deadline(
    database: Database, world: World, now: datetime
) -> None:
    sooner = await _another(database, "连东海-0002", now, minutes=1)
    closed = await _another(database, "连东海-0003", now, minutes=1)
    await _change(database, closed, state="closed", next_deadline_at=None)
    held = await _change(database, world.referral, holder_id=world.officer.id)

    async def open_in(*codes: str) -> list[int]:
        return [one.id for one in await database.read(lambda w: w.referrals.open_in(codes))]

    assert await open_in(COUNTY.code) == [sooner.id, held.id]
    assert await open_in(CITY.code) == []
    assert await open_in() == []
    mine = await database.read(lambda work: work.referrals.held_by([world.officer.id]))
    assert mine == [held]
    assert await database.read(lambda work: work.referrals.held_by([world.lead.id])) == []


async def test_returns_are_counted_over_all_referrals_of_the_case(
    database: Database, world: World, now: datetime
) -> None:
    second = await database.write(lambda work: dispatch(work, world.case_id, now))
    other = await _another(database, "连东海-0002", now)

    async def decline(referral: Referral, staff_id: int, reason: str = "不在本县") -> None:
        await database.write(
            lambda work: work.referrals.decline(
                referral_id=referral.id,
                staff_id=staff_id,
                reason=reason,
                owner_code=CITY.code,
                now=now,
            )
        )

    await decline(world.referral, world.officer.id)
    await decline(second, world.lead.id)
    await decline(other, world.lead.id)
    await decline(other, world.officer.id, "已经搬走")

    assert await database.read(lambda work: work.referrals.times_declined(world.case_id)) == 2
    declined_by = await database.read(lambda work: work.referrals.declined_by(second.id))
    assert declined_by == {world.lead.id}
    assert await _reason(database, second) == "不在本县"
    assert await _reason(database, other) == "已经搬走"


async def test_a_referral_that_nobody_returned_has_no_reason(
    database: Database, world: World
) -> None:
    assert await _reason(database, world.referral) is None
    assert await database.read(lambda work: work.referrals.declined_by(world.referral.id)) == set()


async def _reason(database: Database, referral: Referral) -> str | None:
    returned = await database.read(lambda work: work.referrals.last_return(referral.id))
    return returned.reason if returned else None


async def test_a_kept_ladder_stays_as_it_was_first_kept(
    database: Database, world: World, now: datetime
) -> None:
    assert world

    async def keep(content: str) -> None:
        await database.write(lambda work: work.referrals.keep_ladder("ladder-2", content, now))

    await keep("[1]")
    await keep("[2]")
    await asyncio.gather(*(keep("[3]") for _ in range(10)))

    assert await database.read(lambda work: work.referrals.ladder("ladder-2")) == "[1]"


async def test_a_ladder_kept_by_many_at_once_is_kept_once(
    database: Database, now: datetime
) -> None:
    await asyncio.gather(
        *(
            database.write(lambda work: work.referrals.keep_ladder("ladder-2", "[]", now))
            for _ in range(20)
        )
    )

    assert await database.read(lambda work: work.referrals.ladder("ladder-2")) == "[]"
