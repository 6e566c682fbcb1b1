"""Those who are ready within a moment go on together."""

import asyncio

from bot.delivery.gathering import Gathering

LONG = 3600.0


class Arrivals:
    """People who join, and in which round each went on."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self.gone: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def come(self, name: str, *, is_last: bool = False) -> None:
        async def join() -> None:
            await self._gathering.join(is_last=is_last)
            self.gone.append(name)

        self.tasks.append(asyncio.create_task(join()))
        for _ in range(5):
            await asyncio.sleep(0)


async def test_who_is_alone_waits_for_nobody() -> None:
    arrivals = Arrivals(Gathering(LONG, 9))
    await arrivals.come("一", is_last=True)
    assert arrivals.gone == ["一"]


async def test_the_last_takes_the_others_along() -> None:
    arrivals = Arrivals(Gathering(LONG, 9))
    await arrivals.come("一")
    await arrivals.come("二")
    assert arrivals.gone == []
    await arrivals.come("三", is_last=True)
    assert arrivals.gone == ["一", "二", "三"]


async def test_enough_wait_for_no_more_and_the_next_begin_anew() -> None:
    arrivals = Arrivals(Gathering(LONG, 2))
    await arrivals.come("一")
    await arrivals.come("二")
    assert arrivals.gone == ["一", "二"]
    await arrivals.come("三")
    assert arrivals.gone == ["一", "二"]
    await arrivals.come("四", is_last=True)
    assert arrivals.gone == ["一", "二", "三", "四"]


async def test_nobody_waits_for_longer_than_the_moment() -> None:
    arrivals = Arrivals(Gathering(0.0, 9))
    await arrivals.come("一")
    async with asyncio.timeout(10):
        await arrivals.tasks[0]
    assert arrivals.gone == ["一"]


async def test_who_gives_up_waiting_keeps_nobody_back() -> None:
    arrivals = Arrivals(Gathering(LONG, 9))
    await arrivals.come("一")
    arrivals.tasks[0].cancel()
    await arrivals.come("二", is_last=True)
    assert arrivals.gone == ["二"]
