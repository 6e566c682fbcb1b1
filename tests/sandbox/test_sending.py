import pytest
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ParseMode

from sandbox import Person, Sandbox
from tests.sandbox.conftest import NEW_YEAR_EVE, Refuses


async def test_a_sent_text_stands_on_the_screen_and_comes_back_whole(
    bot: Bot, resident: Person
) -> None:
    sent = await bot.send_message(resident.id, "<b>您好</b>，王奶奶", parse_mode=ParseMode.HTML)
    seen = await resident.sees("您好，王奶奶")
    assert (sent.message_id, sent.text, sent.date) == (seen.message_id, seen.text, NEW_YEAR_EVE)
    assert sent.parse_entities() == {sent.entities[0]: "您好"}
    assert sent.from_user is not None
    assert sent.from_user.is_bot
    assert sent.chat.id == resident.id


@pytest.mark.parametrize("text", ["", "   ", "\n", "<b></b>"])
async def test_an_empty_text_is_refused(
    bot: Bot, resident: Person, refuses: Refuses, text: str
) -> None:
    with refuses("Bad Request: message text is empty"):
        await bot.send_message(resident.id, text, parse_mode=ParseMode.HTML)


async def test_a_text_may_have_4096_units_after_parsing(bot: Bot, resident: Person) -> None:
    text = "<b>" + "好" * 4094 + "😀</b>"
    sent = await bot.send_message(resident.id, text, parse_mode=ParseMode.HTML)
    assert sent.text == "好" * 4094 + "😀"


async def test_a_longer_text_is_refused(bot: Bot, resident: Person, refuses: Refuses) -> None:
    with refuses("Bad Request: message is too long"):
        await bot.send_message(resident.id, "好" * 4095 + "😀")


async def test_malformed_html_is_refused(bot: Bot, resident: Person, refuses: Refuses) -> None:
    words = 'Can\'t find end tag corresponding to start tag "b"'
    with refuses(f"Bad Request: can't parse entities: {words}"):
        await bot.send_message(resident.id, "<b>x", parse_mode=ParseMode.HTML)
    assert resident.unread() == ()


async def test_an_unknown_chat_is_not_found(bot: Bot, refuses: Refuses) -> None:
    with refuses("Bad Request: chat not found"):
        await bot.send_message(77, "x")


async def test_a_name_instead_of_a_chat_is_not_found(bot: Bot, refuses: Refuses) -> None:
    with refuses("Bad Request: chat not found"):
        await bot.send_message("@somebody", "x")


async def test_nobody_is_written_to_before_they_start(
    bot: Bot, sandbox: Sandbox, refuses: Refuses
) -> None:
    stranger = sandbox.add_person("路人")
    with refuses("Forbidden: bot can't initiate conversation with a user"):
        await bot.send_message(stranger.id, "x")
    await stranger.says("在吗")
    await bot.send_message(stranger.id, "在")


async def test_one_who_blocked_the_bot_gets_nothing_until_they_unblock(
    bot: Bot, resident: Person, refuses: Refuses
) -> None:
    await resident.blocks()
    with refuses("Forbidden: bot was blocked by the user"):
        await bot.send_message(resident.id, "x")
    await resident.unblocks()
    await bot.send_message(resident.id, "x")
    await resident.sees("x")


async def test_callback_data_has_64_bytes_at_most(
    bot: Bot, resident: Person, refuses: Refuses
) -> None:
    def keyboard(data: str) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup.from_button(InlineKeyboardButton("接单", callback_data=data))

    await bot.send_message(resident.id, "x", reply_markup=keyboard("好" * 21 + "x"))
    with refuses("Bad Request: BUTTON_DATA_INVALID"):
        await bot.send_message(resident.id, "x", reply_markup=keyboard("好" * 21 + "xx"))


async def test_a_button_that_does_nothing_is_refused(
    bot: Bot, resident: Person, refuses: Refuses
) -> None:
    markup = InlineKeyboardMarkup.from_button(InlineKeyboardButton("接单"))
    words = "text buttons are unallowed in the inline keyboard"
    with refuses(f"Bad Request: can't parse inline keyboard button: {words}"):
        await bot.send_message(resident.id, "x", reply_markup=markup)


async def test_a_button_with_a_wrong_address_is_refused(
    bot: Bot, resident: Person, refuses: Refuses
) -> None:
    markup = InlineKeyboardMarkup.from_button(InlineKeyboardButton("看", url="tel:110"))
    words = "inline keyboard button URL 'tel:110' is invalid: wrong HTTP URL"
    with refuses(f"Bad Request: {words}"):
        await bot.send_message(resident.id, "x", reply_markup=markup)


async def test_more_than_a_hundred_buttons_are_refused(
    bot: Bot, resident: Person, refuses: Refuses
) -> None:
    row = [InlineKeyboardButton("x", callback_data="x")]
    with refuses("Bad Request: reply markup is too long"):
        await bot.send_message(resident.id, "x", reply_markup=InlineKeyboardMarkup([row] * 101))


async def test_a_reply_keyboard_stays_until_it_is_removed(bot: Bot, resident: Person) -> None:
    keyboard = ReplyKeyboardMarkup(
        [["是", KeyboardButton("位置", request_location=True)]],
        input_field_placeholder="请选",
    )
    await bot.send_message(resident.id, "现在有危险吗？", reply_markup=keyboard)
    await bot.send_message(resident.id, "不急")
    assert resident.screen.reply_keyboard == (("是", "位置"),)
    assert resident.screen.placeholder == "请选"
    await resident.sees("危险", buttons=["位置"])
    await bot.send_message(resident.id, "谢谢", reply_markup=ReplyKeyboardRemove())
    assert resident.screen.reply_keyboard is None


async def test_a_forced_reply_brings_a_placeholder(bot: Bot, resident: Person) -> None:
    markup = ForceReply(input_field_placeholder="写在这里")
    await bot.send_message(resident.id, "请写", reply_markup=markup)
    assert resident.screen.placeholder == "写在这里"


async def test_an_answer_names_the_message_it_answers(bot: Bot, resident: Person) -> None:
    said = await resident.says("在吗")
    sent = await bot.send_message(
        resident.id, "在", reply_parameters=ReplyParameters(said.message_id)
    )
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "在吗"
    assert (await resident.sees("在")).reply_to == said.message_id


async def test_an_answer_to_nothing_is_refused_unless_that_is_allowed(
    bot: Bot, resident: Person, refuses: Refuses
) -> None:
    with refuses("Bad Request: message to be replied not found"):
        await bot.send_message(resident.id, "在", reply_parameters=ReplyParameters(999))
    lenient = ReplyParameters(999, allow_sending_without_reply=True)
    sent = await bot.send_message(resident.id, "在", reply_parameters=lenient)
    assert sent.reply_to_message is None


async def test_a_location_and_a_contact_stand_on_the_screen(bot: Bot, resident: Person) -> None:
    place = await bot.send_location(resident.id, 34.54, 118.77)
    contact = await bot.send_contact(resident.id, "110", "公安")
    assert place.location is not None
    assert (place.location.latitude, place.location.longitude) == (34.54, 118.77)
    assert contact.contact is not None
    assert contact.contact.phone_number == "110"


async def test_the_bot_is_seen_typing_until_its_message_comes(bot: Bot, resident: Person) -> None:
    await bot.send_chat_action(resident.id, "typing")
    assert resident.screen.typing
    await bot.send_message(resident.id, "x")
    assert not resident.screen.typing


async def test_an_unknown_action_is_refused(bot: Bot, resident: Person, refuses: Refuses) -> None:
    with refuses("Bad Request: wrong parameter action in request"):
        await bot.send_chat_action(resident.id, "dancing")


async def test_a_protected_message_says_so(bot: Bot, resident: Person) -> None:
    sent = await bot.send_message(resident.id, "x", protect_content=True)
    assert sent.has_protected_content
    assert (await resident.sees("x")).protected
