"""Files that go with a message: under a neutral name, and albums kept together."""

from collections.abc import Sequence

from telegram import Bot, InputFile, InputMediaDocument, InputMediaPhoto, InputMediaVideo
from telegram.error import BadRequest

from bot.views.outgoing import Outgoing, Part

_TOO_BIG = "file is too big"
Media = InputMediaPhoto | InputMediaVideo | InputMediaDocument


class TooBig(Exception):
    """Say that a file cannot be fetched, and so not be given another name (Bot API, getFile)."""


async def renamed(bot: Bot, file_id: str, name: str) -> InputFile:
    """Fetch the file and return it under another name: its own may name a person.

    Raises:
        TooBig: Telegram hands no file of more than 20 MB to a bot.
        TelegramError: as python-telegram-bot raises it.
    """
    try:
        file = await bot.get_file(file_id)
    except BadRequest as error:
        if _TOO_BIG in str(error).lower():
            raise TooBig from error
        raise
    return InputFile(bytes(await file.download_as_bytearray()), filename=name)


async def send_album(
    bot: Bot, chat: str, message: Outgoing, caption: str, mode: str | None
) -> list[int]:
    """Send the parts as one album, the caption under the first; return their numbers.

    Raises:
        TooBig: one of them cannot be given another name.
        TelegramError: as python-telegram-bot raises it.
    """
    media = [await _media(bot, part) for part in message.parts]
    sent = await bot.send_media_group(
        chat,
        media,
        caption=caption or None,
        parse_mode=mode,
        protect_content=message.protected,
    )
    return [one.message_id for one in sent]


async def _media(bot: Bot, part: Part) -> Media:
    match part.kind:
        case "photo":
            return InputMediaPhoto(part.file_id, has_spoiler=part.spoiler)
        case "video":
            return InputMediaVideo(part.file_id, has_spoiler=part.spoiler)
        case _ if isinstance(part.file_id, bytes):
            return InputMediaDocument(part.file_id, filename=part.file_name)
        case _:
            file = await renamed(bot, part.file_id, part.file_name)
            return InputMediaDocument(file.input_file_content, filename=part.file_name)


async def wipe(bot: Bot, chat: str, message_ids: Sequence[int]) -> None:
    """Delete messages, up to a hundred at once (Bot API, deleteMessages).

    Where Telegram refuses a whole batch for one of them, the others are deleted one by one.

    Raises:
        TelegramError: as python-telegram-bot raises it, except for what cannot be deleted.
    """
    for first in range(0, len(message_ids), 100):
        batch = message_ids[first : first + 100]
        try:
            await bot.delete_messages(chat, batch)
        except BadRequest:
            for message_id in batch:
                await _delete(bot, chat, message_id)


async def _delete(bot: Bot, chat: str, message_id: int) -> None:
    try:
        await bot.delete_message(chat, message_id)
    except BadRequest:
        return
