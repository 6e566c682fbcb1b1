"""Killed at any point of a message's way, and started again: nothing is lost."""

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta

import pytest

from benchmarks.torture.process import POINTS
from sandbox.people import Person
from storage.database import Database
from storage.records import Referral
from tests.e2e.ground import Ground, opened
from tests.e2e.idleness import may_leave
from tests.e2e.world import DANGER_KEY

RANDOM_KILLS = 15
FIRST_RUNG = timedelta(seconds=170)
WORDS = "东海县双店镇的娃被打得满脸血，快来人"


async def _cries(person: Person) -> None:
    """Report danger tap by tap, without waiting for the bot: a person who writes blindly."""
    await person.says("/report")
    await person.says(DANGER_KEY)
    await person.says(WORDS)


async def _caught_up(ground: Ground, database: Database) -> Sequence[Referral]:
    """Return the open referrals once the ladder has come to where the clock stands."""
    now = ground.clock.now()
    async with asyncio.timeout(90):
        while True:
            found = await database.read(
                lambda work: work.referrals.open_in(office.code for office in work.staff.offices())
            )
            ahead = [one.next_deadline_at for one in found if one.next_deadline_at is not None]
            assert len(ahead) == len(found)
            if all(deadline > now for deadline in ahead):
                return found
            await asyncio.sleep(0.05)


async def _all_is_well(ground: Ground, residents: list[Person], patience: timedelta) -> None:
    """Check that every report has its case, every case its page, every referral a deadline.

    The clock is moved by `patience` at the most, so that a lease runs out but no later rung of
    the ladder can make up for a page that was lost.
    """
    until = ground.clock.now() + patience
    async with opened(ground) as database:
        async with asyncio.timeout(90):
            while True:
                numbers = await database.read(
                    lambda work: [
                        report.number
                        for person in residents
                        if (known := work.people.with_chat(str(person.id))) is not None
                        for report in work.cases.reports_by(known.id)
                    ]
                )
                is_done = await database.read(lambda work: not work.inbox.count("waiting"))
                is_told = not ground.sandbox.pending and len(numbers) >= len(residents)
                if is_done and is_told and all(ground.pages_of(number) for number in numbers):
                    break
                # What was in flight when the bot died waits for its lease to run out.
                if ground.clock.now() < until:
                    ground.advance(seconds=10)
                await asyncio.sleep(0.05)
        assert await database.read(lambda work: work.inbox.count("dead")) == 0
        assert len(numbers) == len(residents)
        open_referrals = await _caught_up(ground, database)
        assert len(open_referrals) == len(residents)


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_at_a_named_point_loses_nothing(ground: Ground, point: str) -> None:
    resident = ground.sandbox.add_person("王奶奶")
    await ground.start(point)

    await _cries(resident)
    await ground.died()
    await ground.start()

    await _all_is_well(ground, [resident], FIRST_RUNG)


# Thirty-one processes one after the other: on a busy machine that is minutes.
@pytest.mark.timeout(1200)
async def test_kills_at_random_points_lose_nothing(ground: Ground) -> None:
    chance = random.Random(20261124)  # noqa: S311 - Chance, not a secret.
    residents: list[Person] = []
    for turn in range(RANDOM_KILLS):
        residents.append(ground.sandbox.add_person(f"村民{turn}"))
        await ground.start("any", passes=chance.randint(1, 25))
        await _cries(residents[-1])
        ground.advance(minutes=chance.randint(0, 6))
        await ground.died()

    await ground.start()

    await _all_is_well(ground, residents, timedelta(hours=1))


async def test_killed_between_the_card_of_a_shift_change_and_its_deadline(ground: Ground) -> None:
    people = {person.name: person for person in ground.colleagues}
    coming, lead = people["王芳"], people["张主任"]
    ground.advance(hours=22, minutes=30)
    await ground.start()
    await coming.sees("交接班：现在归您", timeout=60)
    async with opened(ground) as database, asyncio.timeout(60):
        while await database.read(lambda work: may_leave(work, ground.clock.now())):
            await asyncio.sleep(0.05)
    await ground.kill()

    ground.advance(minutes=15)
    await ground.start()

    await lead.sees("王芳 到点没有签收", timeout=60)
    cards = [one for one in coming.screen.messages if "交接班：现在归您" in one.text]
    assert len(cards) == 1
