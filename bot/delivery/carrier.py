"""From a message of the outbox to a call of the Bot API."""

import html
import re
from collections.abc import Sequence

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import ParseMode

from bot.views.outgoing import Outgoing

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove
_TAG = re.compile(r"<[^<>]*>")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def carry(bot: Bot, chat: str, message: Outgoing, *, plain: bool = False) -> int:
    """Send the message and return the number that it has in the chat.

    With `plain` the markup is taken out of the text: the second try after Telegram refused it.
    """
    text = as_plain(message.text) if plain else message.text
    mode = None if plain else ParseMode.HTML
    markup = markup_of(message)
    if message.kind == "message":
        sent = await bot.send_message(
            chat,
            text,
            parse_mode=mode,
            reply_markup=markup,
            protect_content=message.protected,
            disable_notification=message.silent,
            link_preview_options=_NO_PREVIEW,
        )
        return sent.message_id
    if message.kind == "edit":
        inline = markup if isinstance(markup, InlineKeyboardMarkup) else None
        await bot.edit_message_text(
            text,
            chat,
            message.message_id,
            parse_mode=mode,
            reply_markup=inline,
            link_preview_options=_NO_PREVIEW,
        )
        return message.message_id
    if message.kind == "delete":
        await bot.delete_message(chat, message.message_id)
        return message.message_id
    return (await _carry_file(bot, chat, message, text, mode)).message_id


async def _carry_file(
    bot: Bot, chat: str, message: Outgoing, caption: str, mode: ParseMode | None
) -> Message:
    words, file_id = caption or None, message.file_id
    protected, silent = message.protected, message.silent
    match message.kind:
        case "photo":
            return await bot.send_photo(
                chat,
                file_id,
                caption=words,
                parse_mode=mode,
                has_spoiler=message.spoiler,
                protect_content=protected,
                disable_notification=silent,
            )
        case "video":
            return await bot.send_video(
                chat,
                file_id,
                caption=words,
                parse_mode=mode,
                has_spoiler=message.spoiler,
                protect_content=protected,
                disable_notification=silent,
            )
        case "voice":
            return await bot.send_voice(
                chat,
                file_id,
                caption=words,
                parse_mode=mode,
                protect_content=protected,
                disable_notification=silent,
            )
        case "location":
            return await bot.send_location(
                chat,
                message.latitude,
                message.longitude,
                protect_content=protected,
                disable_notification=silent,
            )
        case _:
            return await bot.send_document(
                chat,
                file_id,
                caption=words,
                parse_mode=mode,
                protect_content=protected,
                disable_notification=silent,
            )


def markup_of(message: Outgoing) -> Markup | None:
    """Return the buttons or keys of the message as Telegram takes them."""
    if message.buttons:
        return InlineKeyboardMarkup(
            [
                [
                    InlineKeyboardButton(button.text, url=button.url)
                    if button.url
                    else InlineKeyboardButton(button.text, callback_data=button.data)
                    for button in row
                ]
                for row in message.buttons
            ]
        )
    if message.keys is None:
        return None
    if not message.keys:
        return ReplyKeyboardRemove()
    rows: Sequence[Sequence[KeyboardButton]] = [
        [
            KeyboardButton(
                key.text,
                request_location=key.wants == "location" or None,
                request_contact=key.wants == "contact" or None,
            )
            for key in row
        ]
        for row in message.keys
    ]
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, is_persistent=True)


def as_plain(text: str) -> str:
    """Return the text without its markup."""
    return html.unescape(_TAG.sub("", text))
