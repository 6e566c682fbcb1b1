import asyncio

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.error import Forbidden as ForbiddenError

from sandbox import Person, Sandbox
from sandbox.faults import (
    BrokenJson,
    ChatNotFound,
    CutAfter,
    CutBefore,
    DoubleTap,
    DuplicateUpdate,
    Fault,
    Forbidden,
    MalformedUpdate,
    MethodNotFound,
    ServerError,
    SlowAfterAccept,
    SwappedUpdates,
    TooMany,
    Unauthorized,
)


@pytest.mark.parametrize(
    ("fault", "error", "status", "accepted"),
    [
        (TooMany(7), RetryAfter, 429, False),
        (ServerError(), NetworkError, 502, False),
        (ServerError(500), NetworkError, 500, False),
        (Forbidden(), ForbiddenError, 403, False),
        (ChatNotFound(), BadRequest, 400, False),
        (Unauthorized(), InvalidToken, 401, False),
        (MethodNotFound(), InvalidToken, 404, False),
        (CutBefore(), NetworkError, 0, False),
        (CutAfter(), NetworkError, 0, True),
        (SlowAfterAccept(30), TimedOut, None, True),
        (BrokenJson(), TelegramError, 200, True),
    ],
)
async def test_every_fault_reaches_the_bot_and_only_some_let_the_message_through(
    bot: Bot,
    sandbox: Sandbox,
    resident: Person,
    *,
    fault: Fault,
    error: type[TelegramError],
    status: int | None,
    accepted: bool,
) -> None:
    sandbox.faults.order(fault, method="sendMessage")
    with pytest.raises(error):
        await bot.send_message(resident.id, "页", read_timeout=2)
    (call,) = sandbox.wire
    assert (call.status, call.accepted, call.fault) == (status, accepted, fault.name)
    assert bool(resident.unread()) == accepted
    await bot.send_message(resident.id, "再来")


async def test_a_cut_connection_answers_nothing(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    sandbox.faults.order(CutBefore())
    with pytest.raises(NetworkError) as raised:
        await bot.send_message(resident.id, "x")
    assert isinstance(raised.value.__cause__, httpx.RemoteProtocolError | httpx.ReadError)


async def test_a_flood_error_names_the_seconds_to_wait(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    sandbox.faults.order(TooMany(7))
    with pytest.raises(RetryAfter, match="Flood control exceeded"):
        await bot.send_message(resident.id, "x")
    assert sandbox.wire[-1].error == "Too Many Requests: retry after 7"


async def test_a_fault_is_counted_and_filtered(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    other = sandbox.add_person("李警官", group="officer")
    await other.opens()
    sandbox.faults.order(ServerError(), method="sendMessage", chat=resident.id, times=2)
    await bot.send_chat_action(resident.id, "typing")
    await bot.send_message(other.id, "x")
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(resident.id, "x")
    await bot.send_message(resident.id, "x")
    assert sandbox.faults.outstanding == ()


async def test_a_lasting_fault_ends_when_it_is_cleared(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    sandbox.faults.order(ServerError(), times=None)
    for _ in range(3):
        with pytest.raises(NetworkError):
            await bot.send_message(resident.id, "x")
    sandbox.faults.clear()
    await bot.send_message(resident.id, "x")


async def test_a_gate_holds_a_call_before_its_effect(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    gate = sandbox.faults.gate("sendMessage")
    sending = asyncio.create_task(bot.send_message(resident.id, "x"))
    await gate.reached()
    assert resident.unread() == ()
    assert sandbox.wire[-1].status is None
    gate.release()
    await sending
    await resident.sees("x")


async def test_a_gate_after_the_effect_holds_only_the_answer(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    gate = sandbox.faults.gate("sendMessage", chat=resident.id, after=True)
    sending = asyncio.create_task(bot.send_message(resident.id, "x"))
    await gate.reached()
    await resident.sees("x")
    assert not sending.done()
    gate.release()
    await sending


async def test_a_call_of_a_bot_that_died_at_the_gate_has_no_effect(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    gate = sandbox.faults.gate("sendMessage")
    sending = asyncio.create_task(bot.send_message(resident.id, "x"))
    await gate.reached()
    sending.cancel()
    (call,) = await sandbox.hears("sendMessage")
    gate.release()
    await bot.send_message(resident.id, "y")
    assert not call.accepted
    assert [message.text for message in resident.unread()] == ["y"]


async def test_a_malformed_update_lacks_what_a_message_must_have(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    await bot.get_updates()
    sandbox.faults.order(MalformedUpdate())
    await resident.says("x")
    with pytest.raises(KeyError, match="date"):
        await bot.get_updates()


async def test_a_duplicate_update_comes_again_after_it_was_acknowledged(
    bot: Bot, sandbox: Sandbox
) -> None:
    sandbox.faults.order(DuplicateUpdate())
    await sandbox.add_person("王奶奶").says("x")
    (first,) = await bot.get_updates()
    (again,) = await bot.get_updates(offset=first.update_id + 1)
    assert first == again
    assert await bot.get_updates(offset=first.update_id + 1) == ()
    assert sandbox.acknowledged == [first.update_id] * 2


async def test_swapped_updates_come_in_the_wrong_order(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.faults.order(SwappedUpdates())
    person = sandbox.add_person("王奶奶")
    await person.says("一")
    assert await bot.get_updates() == ()
    await person.says("二")
    updates = await bot.get_updates()
    assert [update.message.text for update in updates if update.message] == ["二", "一"]
    assert updates[0].update_id == updates[1].update_id + 1


async def test_a_double_tap_sends_two_queries(bot: Bot, sandbox: Sandbox, resident: Person) -> None:
    button = InlineKeyboardButton("接单", callback_data="a")
    await bot.send_message(resident.id, "x", reply_markup=InlineKeyboardMarkup.from_button(button))
    sandbox.faults.order(DoubleTap(), chat=resident.id)
    await resident.taps("接单", timeout=0.01)
    queries = [u.callback_query for u in await bot.get_updates() if u.callback_query]
    assert len({query.id for query in queries}) == 2
