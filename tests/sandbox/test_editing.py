from datetime import timedelta

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from sandbox import Person, SandboxClock
from tests.sandbox.conftest import Refuses

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)
KEYBOARD = InlineKeyboardMarkup.from_button(InlineKeyboardButton("接单", callback_data="a:1"))


async def test_an_edited_text_replaces_the_old_one(
    bot: Bot, resident: Person, clock: SandboxClock
) -> None:
    sent = await bot.send_message(resident.id, "新转介", reply_markup=KEYBOARD)
    await resident.sees("新转介", buttons=["接单"])
    clock.advance(timedelta(minutes=3))
    edited = await bot.edit_message_text("已由李接单", resident.id, sent.message_id)
    seen = await resident.sees("已由李接单")
    assert not isinstance(edited, bool)
    assert edited.edit_date == clock.now()
    assert seen.message_id == sent.message_id
    assert seen.buttons == ()
    assert [message.text for message in resident.screen.messages[1:]] == ["已由李接单"]


async def test_an_unchanged_text_is_refused(bot: Bot, resident: Person, refuses: Refuses) -> None:
    sent = await bot.send_message(resident.id, "x", reply_markup=KEYBOARD)
    with refuses(NOT_MODIFIED):
        await bot.edit_message_text("x", resident.id, sent.message_id, reply_markup=KEYBOARD)


async def test_other_buttons_alone_are_a_change(bot: Bot, resident: Person) -> None:
    sent = await bot.send_message(resident.id, "x", reply_markup=KEYBOARD)
    await resident.sees("x")
    await bot.edit_message_reply_markup(resident.id, sent.message_id)
    assert (await resident.sees("x")).buttons == ()


async def test_unchanged_buttons_are_refused(bot: Bot, resident: Person, refuses: Refuses) -> None:
    sent = await bot.send_message(resident.id, "x", reply_markup=KEYBOARD)
    with refuses(NOT_MODIFIED):
        await bot.edit_message_reply_markup(resident.id, sent.message_id, reply_markup=KEYBOARD)


async def test_a_caption_can_be_edited(bot: Bot, resident: Person) -> None:
    sent = await bot.send_photo(resident.id, b"x", caption="旧")
    await bot.edit_message_caption(resident.id, sent.message_id, caption="新")
    seen = await resident.sees("新")
    assert seen.media is not None


async def test_text_and_caption_are_not_taken_for_each_other(
    bot: Bot, resident: Person, refuses: Refuses
) -> None:
    photo = await bot.send_photo(resident.id, b"x")
    text = await bot.send_message(resident.id, "x")
    with refuses("Bad Request: there is no text in the message to edit"):
        await bot.edit_message_text("y", resident.id, photo.message_id)
    with refuses("Bad Request: there is no caption in the message to edit"):
        await bot.edit_message_caption(resident.id, text.message_id, caption="y")


async def test_a_deleted_message_cannot_be_edited(
    bot: Bot, resident: Person, refuses: Refuses
) -> None:
    sent = await bot.send_message(resident.id, "x")
    await bot.delete_message(resident.id, sent.message_id)
    with refuses("Bad Request: message to edit not found"):
        await bot.edit_message_text("y", resident.id, sent.message_id)


async def test_a_persons_message_cannot_be_edited_by_the_bot(
    bot: Bot, resident: Person, refuses: Refuses
) -> None:
    said = await resident.says("x")
    with refuses("Bad Request: message can't be edited"):
        await bot.edit_message_text("y", resident.id, said.message_id)


async def test_an_edit_has_the_same_limits_as_a_message(
    bot: Bot, resident: Person, refuses: Refuses
) -> None:
    sent = await bot.send_message(resident.id, "x")
    with refuses("Bad Request: message is too long"):
        await bot.edit_message_text("好" * 4097, resident.id, sent.message_id)


async def test_a_deleted_message_leaves_the_screen(bot: Bot, resident: Person) -> None:
    sent = await bot.send_message(resident.id, "x")
    seen = await resident.sees("x")
    await bot.delete_message(resident.id, sent.message_id)
    await resident.sees_gone(seen)


async def test_a_message_can_be_deleted_for_48_hours(
    bot: Bot, resident: Person, clock: SandboxClock, refuses: Refuses
) -> None:
    first = await bot.send_message(resident.id, "x")
    clock.advance(timedelta(hours=47, minutes=59))
    second = await bot.send_message(resident.id, "y")
    clock.advance(timedelta(minutes=1))
    with refuses("Bad Request: message can't be deleted for everyone"):
        await bot.delete_message(resident.id, first.message_id)
    with refuses("Bad Request: message can't be deleted for everyone"):
        await bot.delete_messages(resident.id, [first.message_id, second.message_id])
    await bot.delete_message(resident.id, second.message_id)


async def test_several_messages_are_deleted_and_missing_ones_passed_over(
    bot: Bot, resident: Person
) -> None:
    numbers = [(await bot.send_message(resident.id, text)).message_id for text in "abc"]
    await bot.delete_messages(resident.id, [numbers[0], 999, numbers[2]])
    assert [message.text for message in resident.screen.messages[1:]] == ["b"]


async def test_deleting_what_is_gone_is_refused(
    bot: Bot, resident: Person, refuses: Refuses
) -> None:
    with refuses("Bad Request: message to delete not found"):
        await bot.delete_message(resident.id, 999)


@pytest.mark.parametrize("count", [0, 101])
async def test_one_to_a_hundred_messages_are_deleted_at_once(
    bot: Bot, resident: Person, refuses: Refuses, count: int
) -> None:
    words = {0: "message identifiers are not specified"}
    expected = words.get(count, "too many message identifiers specified")
    with refuses(f"Bad Request: {expected}"):
        await bot.delete_messages(resident.id, list(range(1, count + 1)))
