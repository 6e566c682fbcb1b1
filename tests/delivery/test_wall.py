"""Against a wall: Telegram enforces its limits, and the clock is moved, never slept on."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import Bot

from bot.delivery.limits import Limits
from bot.services.mail import Priority
from sandbox import Person, Sandbox, SandboxClock
from storage.database import Database
from tests.delivery.post import FakeDesk, Post

A_MOMENT = timedelta(milliseconds=10)
EMERGENCY, ANSWER, LIST = Priority.EMERGENCY_PAGE, Priority.ANSWER, Priority.LIST
LOW_CLASSES = [one for one in Priority if one is not EMERGENCY]


@pytest.fixture
async def sandbox(clock: SandboxClock) -> AsyncIterator[Sandbox]:
    def seconds() -> float:
        return clock.now().timestamp()

    async with Sandbox.start(clock=clock, enforce_limits=True, limits_time=seconds) as running:
        yield running


class Walled(Post):
    """A sender whose pauses are those of the moved clock."""

    async def begin(self, limits: Limits | None = None) -> None:
        """Start a sender, at the pace of the policies unless another is given."""
        self.sender = self.new_sender(
            limits or Limits(30, 1, 3, self.seconds), low_classes=LOW_CLASSES
        )
        self.sender.wait = self.passes
        self.sender.start()

    def seconds(self) -> float:
        return self.clock.now().timestamp()

    async def passes(self, seconds: float) -> None:
        until = self.seconds() + seconds
        while self.seconds() < until:
            await asyncio.sleep(0)

    async def until(self, count: int, *, most: float = 120.0) -> None:
        """Let time pass while nothing is on its way, until so many were taken."""
        end = self.seconds() + most
        while len(self.taken) < count:
            assert self.seconds() < end, "it takes too long"
            if self._is_waiting:
                self.clock.advance(A_MOMENT)
                self.sender.wake()
            await asyncio.sleep(0)

    @property
    def _is_waiting(self) -> bool:
        """Say whether nothing goes on before time passes."""
        is_busy = self.database.writing or self.sender._woken.is_set()
        return not is_busy and len(self.sender._in_hand) == self.sender._pacing

    @property
    def taken(self) -> list[tuple[int, str]]:
        """Return to whom what went, in order."""
        return [
            (call.chat_id or 0, call.params["text"]) for call in self.wire if call.status == 200
        ]

    @property
    def refused(self) -> int:
        return sum(call.status == 429 for call in self.wire)

    def people(self, count: int) -> list[Person]:
        return [self.sandbox.add_person(f"人{number}", group="officer") for number in range(count)]


@pytest.fixture
async def post(
    sandbox: Sandbox, file: Database, bot: Bot, clock: SandboxClock, desk: FakeDesk
) -> AsyncIterator[Walled]:
    walled = Walled(sandbox, file, bot, clock, desk)
    yield walled
    await walled.sender.stop()


async def test_a_backlog_leaves_in_order_without_once_meeting_the_wall(post: Walled) -> None:
    officer, *others = post.people(41)
    for person in (officer, *others):
        await person.opens()
    await post.put_all([(person, "答复") for person in others], priority=ANSWER)
    await post.put_all([(officer, str(number)) for number in range(6)], priority=LIST)
    began = post.seconds()
    await post.begin()
    await post.until(10)
    await post.put(officer, "🔴", priority=EMERGENCY)
    before = len(post.taken)
    await post.until(47)
    assert post.refused == 0
    place = post.taken.index((officer.id, "🔴"))
    assert place - before <= 3
    heard = [text for chat, text in post.taken if chat == officer.id and text != "🔴"]
    assert heard == [str(number) for number in range(6)]
    # Six and one to one chat: three at once, then one a second.
    assert post.seconds() - began < 6


async def test_what_the_wall_refuses_waits_as_long_as_it_is_told_and_arrives_once(
    post: Walled,
) -> None:
    people = post.people(20)
    for person in people:
        await person.opens()
    for number in range(3):
        await post.put_all([(person, str(number)) for person in people], priority=ANSWER)
    await post.put_all([(people[0], str(number)) for number in range(3, 8)], priority=ANSWER)
    # As another process would, whose messages this one does not know of.
    await post.begin(Limits(100_000, 1_000, 1_000))
    await post.until(65)
    assert post.refused > 0
    assert Counter(post.taken).most_common(1)[0][1] == 1
    heard = [text for chat, text in post.taken if chat == people[0].id]
    assert heard == [str(number) for number in range(8)]


async def test_lists_leave_while_answers_keep_coming(post: Walled) -> None:
    people = post.people(150)
    for person in people:
        await person.opens()
    lists, answers = people[:2], people[2:]
    await post.put_all([(person, "名单") for person in lists], priority=LIST)
    await post.put_all([(person, "答复") for person in answers], priority=ANSWER)
    await post.begin()
    await post.until(100)
    of_lists = [place for place, (_, text) in enumerate(post.taken) if text == "名单"]
    # Ten places for each of four classes; a claim of several puts it a few places off.
    assert len(of_lists) == 2
    assert of_lists[0] <= 45
    assert of_lists[1] <= 85
