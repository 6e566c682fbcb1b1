"""A few places, and who gets the next one."""

import asyncio
import contextlib

from bot.delivery.places import TURN_OF_THE_LONGEST, Places, Ticket

PRESSING, ORDINARY = 0, 3


class Counter:
    """People at places, each until told to leave."""

    def __init__(self, count: int = 1) -> None:
        self.places = Places(count)
        self.called: list[str] = []
        self._leave = asyncio.Event()

    def comes(self, name: str, ticket: Ticket) -> asyncio.Task[None]:
        return asyncio.create_task(self._work(name, ticket))

    async def _work(self, name: str, ticket: Ticket) -> None:
        self.places.enter(ticket)
        try:
            await ticket.called
            self.called.append(name)
            await self._leave.wait()
        finally:
            if ticket.has_place:
                self.places.leave()

    async def next(self) -> None:
        """Let whoever is at a place leave it."""
        self._leave.set()
        await asyncio.sleep(0)
        self._leave.clear()
        for _ in range(5):
            await asyncio.sleep(0)

    async def comes_all(self, tickets: dict[str, int]) -> dict[str, asyncio.Task[None]]:
        tasks = {name: self.comes(name, Ticket(rank)) for name, rank in tickets.items()}
        for _ in range(5):
            await asyncio.sleep(0)
        return tasks


async def test_the_most_pressing_is_called_first_and_equals_in_their_order() -> None:
    counter = Counter()
    await counter.comes_all({"first": 3, "greets": 3, "taps": 2, "cries": 0, "cries too": 0})
    for _ in range(5):
        await counter.next()
    assert counter.called == ["first", "cries", "cries too", "taps", "greets"]
    assert counter.places.are_open


async def test_whoever_has_waited_longest_is_called_however_many_press() -> None:
    counter = Counter()
    await counter.comes_all({"first": ORDINARY, "greets": ORDINARY, "asks": ORDINARY})
    await counter.comes_all({f"cries {number}": PRESSING for number in range(40)})
    for _ in range(2 * TURN_OF_THE_LONGEST):
        await counter.next()
    places = [counter.called.index(name) for name in ("greets", "asks")]
    assert places == [TURN_OF_THE_LONGEST, 2 * TURN_OF_THE_LONGEST]


async def test_who_waits_already_can_be_hastened() -> None:
    counter = Counter()
    await counter.comes_all({"first": ORDINARY, "greets": ORDINARY})
    later = Ticket(ORDINARY)
    counter.comes("greeted, now cries", later)
    await asyncio.sleep(0)
    counter.places.hasten(later, PRESSING)
    for _ in range(3):
        await counter.next()
    assert counter.called == ["first", "greeted, now cries", "greets"]
    assert counter.places.are_open


async def test_who_goes_away_while_waiting_takes_no_place_with_them() -> None:
    counter = Counter()
    tasks = await counter.comes_all({"first": 3, "gives up": 0, "greets": 3})
    tasks["gives up"].cancel()
    for _ in range(3):
        await counter.next()
    assert counter.called == ["first", "greets"]
    assert counter.places.are_open


async def test_who_is_cancelled_just_when_called_hands_the_place_on() -> None:
    counter = Counter()
    tasks = await counter.comes_all({"first": 3, "called": 0, "greets": 3})
    counter._leave.set()
    while not tasks["first"].done():
        await asyncio.sleep(0)
    counter._leave.clear()
    tasks["called"].cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await tasks["called"]
    for _ in range(3):
        await counter.next()
    assert counter.called in (["first", "greets"], ["first", "called", "greets"])
    assert counter.places.are_open


async def test_several_places_are_all_used_and_all_come_free() -> None:
    counter = Counter(3)
    await counter.comes_all({str(number): ORDINARY for number in range(7)})
    assert counter.called == ["0", "1", "2"]
    for _ in range(3):
        await counter.next()
    assert sorted(counter.called) == [str(number) for number in range(7)]
    assert counter.places._free == 3


async def test_while_it_is_narrow_only_the_most_pressing_are_called_and_then_all() -> None:
    counter = Counter(2)
    counter.places.narrow(PRESSING)
    await counter.comes_all({"greets": ORDINARY, "asks": ORDINARY, "cries": PRESSING})
    assert counter.called == ["cries"]
    greeted = Ticket(ORDINARY)
    counter.comes("greeted, now cries", greeted)
    await asyncio.sleep(0)
    counter.places.hasten(greeted, PRESSING)
    await asyncio.sleep(0)
    assert counter.called == ["cries", "greeted, now cries"]
    for _ in range(2 * TURN_OF_THE_LONGEST):
        await counter.next()
    assert len(counter.called) == 2
    counter.places.narrow(None)
    await counter.next()
    assert counter.called[2:] == ["greets", "asks"]
    assert counter.places._free == 2
