import asyncio
from datetime import UTC

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)

from sandbox import Person, Sandbox
from sandbox.errors import NotPossible
from tests.sandbox.conftest import NEW_YEAR_EVE


async def last_message(bot: Bot) -> Message:
    message = (await bot.get_updates())[-1].message
    assert message is not None
    return message


async def test_a_written_text_reaches_the_bot_with_its_writer(bot: Bot, resident: Person) -> None:
    said = await resident.says("隔壁孩子一直在哭")
    message = await last_message(bot)
    assert (message.text, message.message_id) == ("隔壁孩子一直在哭", said.message_id)
    assert message.date == NEW_YEAR_EVE.replace(tzinfo=UTC)
    assert message.from_user is not None
    assert (message.from_user.id, message.chat.id) == (resident.id, resident.id)
    assert (message.from_user.first_name, message.from_user.language_code) == (
        "王奶奶",
        "zh-hans",
    )


async def test_an_opened_link_sends_start_with_its_payload(bot: Bot, sandbox: Sandbox) -> None:
    person = sandbox.add_person("李警官", group="officer")
    await person.opens("invite-abc")
    message = await last_message(bot)
    assert message.text == "/start invite-abc"
    assert message.entities[0].type == "bot_command"


async def test_an_empty_text_is_a_message_without_words(bot: Bot, resident: Person) -> None:
    await resident.says("")
    assert (await last_message(bot)).text is None


async def test_a_person_writes_up_to_4096_characters(bot: Bot, resident: Person) -> None:
    await resident.says("好" * 4096)
    assert (await last_message(bot)).text == "好" * 4096
    with pytest.raises(NotPossible, match="4096"):
        await resident.says("好" * 4097)


async def test_a_key_can_be_pressed_only_while_it_is_shown(bot: Bot, resident: Person) -> None:
    with pytest.raises(NotPossible, match="no key"):
        await resident.presses("是")
    keyboard = ReplyKeyboardMarkup([["是", "不是"]], one_time_keyboard=True)
    await bot.send_message(resident.id, "？", reply_markup=keyboard)
    await resident.presses("是")
    assert (await last_message(bot)).text == "是"
    with pytest.raises(NotPossible, match="no key"):
        await resident.presses("不是")


async def test_keys_send_the_contact_and_the_place(bot: Bot, resident: Person) -> None:
    keys = [
        KeyboardButton("号码", request_contact=True),
        KeyboardButton("位置", request_location=True),
    ]
    await bot.send_message(resident.id, "？", reply_markup=ReplyKeyboardMarkup.from_row(keys))
    await resident.presses("号码", phone_number="+8613912345678")
    contact = (await last_message(bot)).contact
    assert contact is not None
    assert (contact.phone_number, contact.user_id) == ("+8613912345678", resident.id)
    await resident.presses("位置", location=(34.5, 118.7))
    location = (await last_message(bot)).location
    assert location is not None
    assert (location.latitude, location.longitude) == (34.5, 118.7)


async def test_a_forwarded_text_says_that_somebody_else_wrote_it(
    bot: Bot, resident: Person
) -> None:
    await resident.forwards("转：孩子没人管")
    assert (await last_message(bot)).forward_origin is not None


async def test_an_edited_message_reaches_the_bot(bot: Bot, resident: Person) -> None:
    said = await resident.says("双店")
    await resident.edits(said, "双甸")
    edited = (await bot.get_updates())[-1].edited_message
    assert edited is not None
    assert (edited.text, edited.message_id) == ("双甸", said.message_id)
    assert edited.edit_date is not None


async def test_a_live_location_that_moves_reaches_the_bot_as_edited(
    bot: Bot, resident: Person
) -> None:
    shared = await resident.sends_location(34.5, 118.7, live_seconds=900)
    await resident.moves(shared, 34.6, 118.8)
    edited = (await bot.get_updates())[-1].edited_message
    assert edited is not None
    assert edited.edit_date is not None
    location = edited.location
    assert location is not None
    assert (location.latitude, location.longitude) == (34.6, 118.8)
    assert location.live_period is not None


async def test_a_point_that_is_not_live_stays_where_it_is(resident: Person) -> None:
    with pytest.raises(NotPossible, match="live"):
        await resident.moves(await resident.sends_location(34.5, 118.7), 34.6, 118.8)


async def test_only_own_messages_can_be_edited(bot: Bot, resident: Person) -> None:
    await bot.send_message(resident.id, "x")
    with pytest.raises(NotPossible, match="own message"):
        await resident.edits(await resident.sees("x"), "y")


async def test_one_who_blocked_the_bot_writes_nothing(resident: Person) -> None:
    await resident.blocks()
    for act in (resident.says("x"), resident.sends_photo(), resident.sends_location(1, 2)):
        with pytest.raises(NotPossible, match="unblock"):
            await act


async def test_nothing_can_be_tapped_on_an_empty_screen(sandbox: Sandbox) -> None:
    person = sandbox.add_person("王奶奶")
    with pytest.raises(NotPossible, match="empty screen"):
        await person.taps("接单")
    with pytest.raises(NotPossible, match="nothing"):
        await person.taps_data("x")


async def test_seeing_waits_for_what_comes_later(bot: Bot, resident: Person) -> None:
    waiting = asyncio.create_task(resident.sees("编号"))
    await asyncio.sleep(0)
    await bot.send_message(resident.id, "别的")
    assert not waiting.done()
    await bot.send_message(resident.id, "编号 连东海-0417")
    assert (await waiting).text == "编号 连东海-0417"


async def test_a_message_is_seen_once_and_an_edit_makes_it_new(bot: Bot, resident: Person) -> None:
    sent = await bot.send_message(resident.id, "卡片")
    await resident.sees("卡片")
    with pytest.raises(AssertionError):
        await resident.sees("卡片", timeout=0.01)
    await bot.edit_message_text("卡片：已接", resident.id, sent.message_id)
    assert [message.text for message in resident.unread()] == ["卡片：已接"]
    await resident.sees("已接")


async def test_other_buttons_can_be_seen_but_are_not_unread(bot: Bot, resident: Person) -> None:
    button = InlineKeyboardButton("接单", callback_data="a")
    markup = InlineKeyboardMarkup.from_button(button)
    sent = await bot.send_message(resident.id, "卡片")
    await resident.sees("卡片")
    await bot.edit_message_reply_markup(resident.id, sent.message_id, reply_markup=markup)
    assert resident.unread() == ()
    await resident.sees("卡片", buttons=["接单"])


async def test_two_equal_messages_are_seen_one_after_the_other(bot: Bot, resident: Person) -> None:
    first = await bot.send_message(resident.id, "提醒")
    second = await bot.send_message(resident.id, "提醒")
    assert (await resident.sees("提醒")).message_id == first.message_id
    assert (await resident.sees("提醒")).message_id == second.message_id
    assert resident.unread() == ()


async def test_what_is_missing_is_said_with_the_whole_screen(bot: Bot, resident: Person) -> None:
    markup = InlineKeyboardMarkup.from_button(InlineKeyboardButton("接单", callback_data="a"))
    await bot.send_message(resident.id, "卡片", reply_markup=markup)
    with pytest.raises(AssertionError) as raised:
        await resident.sees("卡片", buttons=["退单"], timeout=0.01)
    words = str(raised.value)
    assert "王奶奶 does not see “卡片” with ['退单']" in words
    assert "卡片 [接单]" in words


async def test_everything_can_be_noted_at_once(bot: Bot, resident: Person) -> None:
    await bot.send_message(resident.id, "一")
    await bot.send_message(resident.id, "二")
    assert len(resident.unread()) == 2
    resident.reads_all()
    assert resident.unread() == ()


async def test_the_menu_follows_scope_and_language(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    foreigner = sandbox.add_person("Ann", language="en")
    await bot.set_my_commands([BotCommand("report", "报告")])
    await bot.set_my_commands([BotCommand("report", "Report")], language_code="en")
    assert resident.screen.commands == (("report", "报告"),)
    assert foreigner.screen.commands == (("report", "Report"),)
    scope = BotCommandScopeChat(resident.id)
    await bot.set_my_commands([BotCommand("duty", "值班")], scope=scope)
    assert resident.screen.commands == (("duty", "值班"),)
    await bot.delete_my_commands(scope=scope)
    assert resident.screen.commands == (("report", "报告"),)
