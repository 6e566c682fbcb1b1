"""A claim that stands ready: it is never run beside another."""

import asyncio
import threading

from bot.delivery.claiming import Claim
from bot.delivery.standing import StandingClaim
from storage.database import Database
from storage.repositories.outbox import TOPIC
from storage.work import UnitOfWork

DEADLINE = 40
ROOM = 7


def _announce(work: UnitOfWork) -> None:
    work.topics.add(TOPIC)


async def test_whoever_takes_it_down_waits_for_one_that_was_taken_up(file: Database) -> None:
    entered, leave = threading.Event(), threading.Event()
    rooms: list[int] = []
    brought: list[Claim] = []

    def claim(_work: UnitOfWork, room: int) -> Claim:
        rooms.append(room)
        entered.set()
        assert leave.wait(DEADLINE)
        return Claim(3)

    standing = StandingClaim(file, claim, brought.append)
    standing.put_up(ROOM)
    writing = asyncio.create_task(file.write(_announce))
    assert await asyncio.to_thread(entered.wait, DEADLINE)
    taking_down = asyncio.create_task(standing.take_down())
    await asyncio.sleep(0)
    assert standing.is_up()
    assert not taking_down.done()

    leave.set()
    async with asyncio.timeout(DEADLINE):
        await asyncio.gather(writing, taking_down)
    assert not standing.is_up()
    assert rooms == [ROOM]
    assert brought == [Claim(3)]


async def test_one_that_was_taken_down_claims_nothing(file: Database) -> None:
    brought: list[Claim] = []
    standing = StandingClaim(file, lambda _work, room: Claim(room), brought.append)
    standing.put_up(ROOM)
    assert standing.is_up()
    await standing.take_down()
    await file.write(_announce)
    await asyncio.sleep(0)

    assert not standing.is_up()
    assert brought == []
