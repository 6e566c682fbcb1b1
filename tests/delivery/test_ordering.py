"""Each chat's updates in order, all chats side by side."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import CallbackQuery, Chat, InlineQuery, Message, Update, User

from bot.delivery import ordering
from bot.delivery.inbox import Told
from bot.delivery.ordering import FULL_BATCH, PerChatProcessor, Rank
from bot.delivery.plain import Words
from tests.delivery.conftest import NEW_YEAR_EVE


def said(number: int, chat: int, text: str | None = None) -> Told:
    if text is not None:
        return Words(number, chat, number, text, None)
    user = User(chat, "王奶奶", is_bot=False)
    where = Chat(chat, "private")
    return Update(number, message=Message(number, NEW_YEAR_EVE, where, from_user=user))


def tapped(number: int, chat: int) -> Update:
    user = User(chat, "张三", is_bot=False)
    return Update(number, callback_query=CallbackQuery(str(number), user, "", data="x"))


def haste(text: str) -> Rank:
    return Rank.DANGER if "救命" in text else Rank.ORDINARY


class Work:
    """Updates being worked on, each until it is let go."""

    def __init__(self, processor: PerChatProcessor | None = None) -> None:
        self.processor = processor or PerChatProcessor()
        self.begun: list[int] = []
        self.done: list[int] = []
        self._gates: dict[int, asyncio.Event] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def begin(self, update: Told, *, fails: bool = False) -> asyncio.Task[None]:
        number = update.update_id
        self._gates[number] = asyncio.Event()
        coroutine = self._work(number, fails=fails)
        task = asyncio.create_task(self.processor.process_update(update, coroutine))
        self._tasks[number] = task
        return task

    async def _work(self, number: int, *, fails: bool) -> None:
        self.begun.append(number)
        await self._gates[number].wait()
        if fails:
            raise ValueError(number)
        self.done.append(number)

    async def let_go(self, number: int) -> None:
        self._gates[number].set()
        await asyncio.gather(self._tasks[number], return_exceptions=True)
        await self.turns()

    @staticmethod
    async def turns() -> None:
        """Let everything run that can."""
        for _ in range(10):
            await asyncio.sleep(0)


async def test_a_chat_waits_for_its_earlier_message_and_other_chats_do_not() -> None:
    work = Work()
    for number, chat in ((1, 7), (2, 7), (3, 8)):
        work.begin(said(number, chat))
    await work.turns()
    assert work.begun == [1, 3]
    await work.let_go(1)
    assert work.begun == [1, 3, 2]
    await work.let_go(2)
    await work.let_go(3)
    await work.processor.idle()


async def test_a_message_that_fails_does_not_block_the_next() -> None:
    work = Work()
    failing = work.begin(said(1, 7), fails=True)
    work.begin(said(2, 7))
    await work.let_go(1)
    assert isinstance(failing.exception(), ValueError)
    await work.let_go(2)
    assert work.done == [2]


async def test_a_message_cancelled_in_line_does_not_block_the_next() -> None:
    work = Work()
    work.begin(said(1, 7))
    waiting = work.begin(said(2, 7))
    work.begin(said(3, 7))
    await work.turns()
    waiting.cancel()
    await work.let_go(1)
    await work.let_go(3)
    assert work.done == [1, 3]
    await work.processor.idle()
    assert not work.processor.is_at(2)


async def test_what_belongs_to_no_chat_waits_for_nothing() -> None:
    work = Work()
    user = User(7, "王奶奶", is_bot=False)
    work.begin(Update(1))
    work.begin(Update(2))
    work.begin(Update(3, inline_query=InlineQuery("3", user, "", "")))
    work.begin(Update(4, inline_query=InlineQuery("4", user, "", "")))
    await work.turns()
    assert work.begun == [1, 2, 3]
    for number in (1, 2, 3, 4):
        await work.let_go(number)


async def test_the_processor_knows_what_it_has_in_hand_until_the_last_copy_is_done() -> None:
    work = Work()
    work.begin(said(1, 7))
    work.begin(said(2, 7))
    await work.turns()
    assert work.processor.is_at(1)
    assert work.processor.is_at(2)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(work.processor.idle(), 0)
    await work.let_go(1)
    assert not work.processor.is_at(1)
    await work.let_go(2)
    await work.processor.idle()
    assert work.processor._lines == {}
    assert work.processor._numbers == {}


async def test_of_two_copies_the_second_is_still_in_hand_when_the_first_is_done() -> None:
    processor = PerChatProcessor()
    gates = [asyncio.Event(), asyncio.Event()]
    first, second = (
        asyncio.create_task(processor.process_update(said(1, 7), gate.wait())) for gate in gates
    )
    await Work.turns()
    gates[0].set()
    await first
    assert processor.is_at(1)
    gates[1].set()
    await second
    assert not processor.is_at(1)


async def test_a_full_house_is_said_to_be_full() -> None:
    work = Work()
    work.processor = PerChatProcessor(2)
    for number in (1, 2, 3):
        work.begin(said(number, number))
    await work.turns()
    assert not work.processor.has_room
    for number in (1, 2, 3):
        await work.let_go(number)
    assert work.processor.has_room


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 3), st.booleans()), max_size=30))
def test_whatever_comes_each_chat_is_worked_on_alone_and_in_order(
    updates: Sequence[tuple[int, int, bool]],
) -> None:
    done: dict[int, list[int]] = {}
    busy: set[int] = set()

    async def work(number: int, chat: int, turns: int, *, fails: bool) -> None:
        assert chat not in busy
        busy.add(chat)
        for _ in range(turns):
            await asyncio.sleep(0)
        busy.discard(chat)
        done.setdefault(chat, []).append(number)
        if fails:
            raise ValueError

    async def all_of_them() -> None:
        processor = PerChatProcessor()
        results = await asyncio.gather(
            *(
                processor.process_update(said(number, chat), work(number, chat, turns, fails=fails))
                for number, (chat, turns, fails) in enumerate(updates)
            ),
            return_exceptions=True,
        )
        assert all(isinstance(one, ValueError | None) for one in results)
        await processor.idle()

    asyncio.run(all_of_them())
    expected: dict[int, list[int]] = {}
    for number, (chat, _turns, _fails) in enumerate(updates):
        expected.setdefault(chat, []).append(number)
    assert done == expected


async def test_in_a_crowd_danger_is_heard_first_then_taps_then_the_others() -> None:
    work = Work(PerChatProcessor(1, haste))
    for update in (said(1, 1, "在吗"), said(2, 2, "在吗"), said(3, 3, "你好")):
        work.begin(update)
    work.begin(tapped(4, 4))
    work.begin(said(5, 5, "救命"))
    await work.turns()
    for number in (1, 5, 4, 2, 3):
        await work.let_go(number)
    assert work.begun == [1, 5, 4, 2, 3]


async def test_who_greeted_first_and_then_cries_for_help_is_heard_in_that_order_and_soon() -> None:
    work = Work(PerChatProcessor(1, haste))
    for update in (said(1, 1, "在吗"), said(2, 2, "在吗"), said(3, 3, "在吗"), said(4, 3, "快")):
        work.begin(update)
    await work.turns()
    work.begin(said(5, 3, "救命"))
    await work.turns()
    for number in (1, 3, 4, 5, 2):
        await work.let_go(number)
    assert work.begun == [1, 3, 4, 5, 2]
    await work.processor.idle()
    assert work.processor.has_room


async def test_nobody_who_begins_at_once_is_looked_at() -> None:
    asked: list[str] = []

    def looked(text: str) -> Rank:
        asked.append(text)
        return Rank.ORDINARY

    work = Work(PerChatProcessor(1, looked))
    work.begin(said(1, 1, "在吗"))
    await work.turns()
    work.begin(said(2, 2, "救命"))
    await work.turns()
    assert asked == ["救命"]
    await work.let_go(1)
    await work.let_go(2)


async def test_while_full_batches_come_only_danger_is_worked_on() -> None:
    work = Work(PerChatProcessor(2, haste))
    work.processor.fetched(FULL_BATCH)
    for update in (said(1, 1, "在吗"), said(2, 2, "在吗"), said(3, 3, "救命")):
        work.begin(update)
    await work.turns()
    assert work.begun == [3]
    assert not work.processor.has_room
    work.processor.fetched(FULL_BATCH - 1)
    await work.turns()
    assert work.begun == [3, 1]
    for number in (3, 1, 2):
        await work.let_go(number)
    assert work.processor.has_room


async def test_a_crowd_that_does_not_end_is_worked_on_while_it_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ordering, "LONGEST_HELD_SECONDS", 0.0)
    work = Work(PerChatProcessor(1, haste))
    work.processor.fetched(FULL_BATCH)
    work.begin(said(1, 1, "在吗"))
    while not work.begun:
        await work.turns()
    work.processor.fetched(FULL_BATCH)
    work.begin(said(2, 2, "在吗"))
    await work.let_go(1)
    assert work.begun == [1, 2]
    await work.let_go(2)
