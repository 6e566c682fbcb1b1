import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from sandbox import Person, Sandbox, SandboxClock, Tap
from sandbox.errors import NotPossible
from tests.sandbox.conftest import Refuses

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
KEYBOARD = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("✅ 接单", callback_data="take:1"),
            InlineKeyboardButton("退单", callback_data="return:1"),
        ],
        [InlineKeyboardButton("网页", url="https://example.org/")],
    ],
)


async def tapping(bot: Bot, person: Person, label: str = "接单") -> asyncio.Task[Tap]:
    await bot.send_message(person.id, "卡片", reply_markup=KEYBOARD)
    return asyncio.create_task(person.taps(label))


async def query_of(bot: Bot) -> str:
    """Return the identifier of the tap that waits."""
    for update in await bot.get_updates(timeout=5, allowed_updates=["callback_query"]):
        if update.callback_query:
            return update.callback_query.id
    return await query_of(bot)


async def test_a_tap_brings_the_toast_that_the_bot_answers(bot: Bot, resident: Person) -> None:
    tap = await tapping(bot, resident)
    await bot.answer_callback_query(await query_of(bot), "您已接单")
    assert await tap == Tap("您已接单")
    assert resident.screen.toasts == ("您已接单",)


async def test_an_alert_stays_until_dismissed(bot: Bot, resident: Person) -> None:
    tap = await tapping(bot, resident)
    await bot.answer_callback_query(await query_of(bot), "先打 110", show_alert=True)
    assert await tap == Tap("先打 110", alert=True)


async def test_an_answer_without_words_only_ends_the_waiting(bot: Bot, resident: Person) -> None:
    tap = await tapping(bot, resident)
    await bot.answer_callback_query(await query_of(bot))
    assert await tap == Tap()
    assert resident.screen.toasts == ()


async def test_a_tap_that_is_never_answered_ends_without_a_toast(
    bot: Bot, resident: Person
) -> None:
    await bot.send_message(resident.id, "卡片", reply_markup=KEYBOARD)
    assert await resident.taps("接单", timeout=0.01) == Tap()


async def test_a_toast_has_200_characters_at_most(
    bot: Bot, resident: Person, refuses: Refuses
) -> None:
    tap = await tapping(bot, resident)
    query = await query_of(bot)
    with refuses("Bad Request: MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(query, "好" * 201)
    await bot.answer_callback_query(query, "好" * 200)
    assert (await tap).toast == "好" * 200


async def test_an_unknown_query_is_refused(bot: Bot, refuses: Refuses) -> None:
    with refuses(TOO_OLD):
        await bot.answer_callback_query("12345")


async def test_an_expired_query_is_refused(
    bot: Bot, sandbox: Sandbox, resident: Person, refuses: Refuses
) -> None:
    await bot.send_message(resident.id, "卡片", reply_markup=KEYBOARD)
    await resident.taps("接单", timeout=0.01)
    sandbox.expire_taps()
    query = await query_of(bot)
    with refuses(TOO_OLD):
        await bot.answer_callback_query(query)


async def test_a_query_grows_too_old_by_itself(clock: SandboxClock) -> None:
    async with (
        Sandbox.start(clock=clock, callback_lifetime=0.0) as sandbox,
        Bot(sandbox.token, sandbox.bot_api_url) as bot,
    ):
        person = sandbox.add_person("李警官", group="officer")
        await person.opens()
        await bot.send_message(person.id, "卡片", reply_markup=KEYBOARD)
        await person.taps("接单", timeout=0.01)
        with pytest.raises(Exception, match="too old"):
            await bot.answer_callback_query(await query_of(bot))


async def test_the_second_answer_to_a_query_changes_nothing(bot: Bot, resident: Person) -> None:
    tap = await tapping(bot, resident)
    query = await query_of(bot)
    await bot.answer_callback_query(query, "一")
    await bot.answer_callback_query(query, "二")
    assert (await tap).toast == "一"


async def test_an_impatient_finger_sends_two_queries(bot: Bot, resident: Person) -> None:
    await bot.send_message(resident.id, "卡片", reply_markup=KEYBOARD)
    await resident.taps("接单", times=2, timeout=0.01)
    queries = [u.callback_query for u in await bot.get_updates() if u.callback_query]
    assert len({query.id for query in queries}) == 2
    assert [query.data for query in queries] == ["take:1", "take:1"]


async def test_a_query_carries_the_person_and_the_message(bot: Bot, resident: Person) -> None:
    sent = await bot.send_message(resident.id, "卡片", reply_markup=KEYBOARD)
    await resident.taps("退单", timeout=0.01)
    (query,) = [u.callback_query for u in await bot.get_updates() if u.callback_query]
    assert query.data == "return:1"
    assert query.from_user.id == resident.id
    assert query.message is not None
    assert query.message.message_id == sent.message_id


async def test_a_stale_screen_can_still_be_tapped(bot: Bot, resident: Person) -> None:
    sent = await bot.send_message(resident.id, "卡片", reply_markup=KEYBOARD)
    seen = await resident.sees("卡片")
    await bot.edit_message_text("已接", resident.id, sent.message_id)
    await resident.taps("接单", message=seen, timeout=0.01)
    (query,) = [u.callback_query for u in await bot.get_updates() if u.callback_query]
    assert query.data == "take:1"
    with pytest.raises(NotPossible, match="no button"):
        await resident.taps("接单")


async def test_forged_data_under_a_message_of_somebody_else_reaches_the_bot(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    await bot.send_message(resident.id, "卡片", reply_markup=KEYBOARD)
    card = await resident.sees("卡片")
    thief = sandbox.add_person("陌生人")
    await thief.taps_data("take:99", message=card, timeout=0.01)
    (query,) = [u.callback_query for u in await bot.get_updates() if u.callback_query]
    assert (query.from_user.id, query.data) == (thief.id, "take:99")
    assert query.message is not None
    assert query.message.chat.id == resident.id


async def test_a_button_with_an_address_sends_nothing(bot: Bot, resident: Person) -> None:
    await bot.send_message(resident.id, "卡片", reply_markup=KEYBOARD)
    with pytest.raises(NotPossible, match="address"):
        await resident.taps("网页")
