"""From a message of the outbox to calls of the Bot API.

Nearly everything that leaves is words, new or changed. These are called by the method's name and
with plain values (decision 0029): what the library's own method builds of a message that is sent,
and of the answer, of which only the number is wanted, costs seven times as much.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from telegram import Bot, BotCommandScopeChat
from telegram.constants import ParseMode

from bot.delivery.enclosing import TooBig, renamed, send_album, wipe
from bot.delivery.splitting import CAPTION_LIMIT, as_plain, split
from bot.delivery.transport import AS_THEY_ARE
from bot.views.outgoing import Button, Key, Outgoing

_NO_PREVIEW = {"is_disabled": True}
# With one underscore the library would warn that it has a method of that name.
_SEND = "send__message"
_EDIT = "edit_message__text"
_WITH_CAPTION = frozenset({"photo", "voice", "video", "document"})
_REPEATABLE = _WITH_CAPTION | {"message"}


async def carry(
    bot: Bot,
    chat: str,
    message: Outgoing,
    *,
    plain: bool = False,
    standing: list[int] | None = None,
) -> int:
    """Send the message and return the number that it has in the chat.

    Every number that a part of it has is added to `standing`, also where a later part fails.

    A text that is too long leaves in several messages, of which the last has the buttons and the
    number; an edit shows only its first part. With `plain` the markup is taken out of the text:
    the second try after Telegram refused it.

    Raises:
        TelegramError: as python-telegram-bot raises it; several messages may be sent by then.
    """
    number = 0
    for part in parts_of(message):
        numbers = await _Parcel(bot, chat, part, plain=plain).send()
        number = numbers[-1]
        if standing is not None and part.kind not in ("edit", "delete", "wipe", "menu"):
            standing += numbers
    return number


def parts_of(message: Outgoing) -> list[Outgoing]:
    """Return the messages that the message is sent as, most often itself."""
    if message.kind in _WITH_CAPTION or message.kind == "video_note":
        return _with_short_caption(message)
    if message.kind not in ("message", "edit"):
        return [message]
    texts = split(message.text)
    if texts == [message.text]:
        return [message]
    if message.kind == "edit":
        return [replace(message, text=texts[0])]
    bare = replace(message, buttons=(), keys=None)
    return [*(replace(bare, text=text) for text in texts[:-1]), replace(message, text=texts[-1])]


def calls_of(message: Outgoing) -> int:
    """Return how many messages Telegram counts when this one leaves."""
    return len(message.parts) if message.kind == "album" else len(parts_of(message))


def is_group(chat: str) -> bool:
    """Say whether the chat is a group: their identifiers are below zero (Bot API)."""
    return chat.startswith("-")


def marked(message: Outgoing, mark: str) -> Outgoing:
    """Return the message with a word in front, where it is one that people would see twice."""
    if message.kind not in _REPEATABLE:
        return message
    text = f"{mark}\n{message.text}".rstrip("\n")
    return replace(message, text=text, instead=message.instead and f"{mark}\n{message.instead}")


def _with_short_caption(message: Outgoing) -> list[Outgoing]:
    has_room = message.kind in _WITH_CAPTION and len(split(message.text, CAPTION_LIMIT)) == 1
    if has_room or not message.text:
        return [message]
    words = replace(message, kind="message", file_id="", spoiler=False)
    return [replace(message, text="", buttons=(), keys=None), *parts_of(words)]


class _Parcel:
    """One call: what all kinds of messages share, prepared once."""

    def __init__(self, bot: Bot, chat: str, message: Outgoing, *, plain: bool) -> None:
        self._bot = bot
        self._chat = chat
        self._message = message
        self._text = as_plain(message.text) if plain else message.text
        self._mode = None if plain else ParseMode.HTML
        markup = markup_of(message)
        self._markup: dict[str, Any] = {} if markup is None else {"reply_markup": markup}

    async def send(self) -> list[int]:
        """Make the call and return the numbers of the messages that it made, at least one."""
        try:
            if self._message.kind == "album":
                return await self._send_album()
            return [await self._send_one()]
        except TooBig:
            self._text = self._message.instead
            return [await self._send_text()]

    async def _send_one(self) -> int:
        match self._message.kind:
            case "message" | "album":
                return await self._send_text()
            case "wipe":
                await wipe(self._bot, self._chat, self._message.message_ids)
                return 0
            case "menu":
                return await self._set_menu()
            case "edit":
                return await self._edit()
            case "delete":
                await self._bot.delete_message(self._chat, self._message.message_id)
                return self._message.message_id
            case "copy":
                return await self._copy()
            case "location":
                return await self._send_location()
            case "photo" | "video":
                return await self._send_picture()
            case "voice" | "document":
                return await self._send_file()
            case "video_note":
                return await self._send_note()

    async def _send_album(self) -> list[int]:
        mode = str(self._mode) if self._mode else None
        return await send_album(self._bot, self._chat, self._message, self._text, mode)

    async def _send_text(self) -> int:
        words = {**self._words, "protect_content": self._message.protected}
        sent = await self._bot.do_api_request(_SEND, {AS_THEY_ARE: words})
        return int(sent["message_id"])

    async def _set_menu(self) -> int:
        scope = BotCommandScopeChat(self._chat)
        if self._message.commands:
            await self._bot.set_my_commands(self._message.commands, scope=scope)
        else:
            await self._bot.delete_my_commands(scope=scope)
        return 0

    async def _edit(self) -> int:
        number = self._message.message_id
        words = {**self._words, "message_id": number}
        await self._bot.do_api_request(_EDIT, {AS_THEY_ARE: words})
        return number

    @property
    def _words(self) -> dict[str, Any]:
        """Return what a message of words is sent and changed with."""
        mode = {} if self._mode is None else {"parse_mode": str(self._mode)}
        return {
            "chat_id": self._chat,
            "text": self._text,
            "link_preview_options": _NO_PREVIEW,
            **mode,
            **self._markup,
        }

    async def _copy(self) -> int:
        copied = await self._bot.copy_message(
            self._chat,
            self._message.from_chat,
            self._message.message_id,
            caption=self._text or None,
            parse_mode=self._mode,
            api_kwargs=self._markup,
            protect_content=self._message.protected,
        )
        return copied.message_id

    async def _send_location(self) -> int:
        sent = await self._bot.send_location(
            self._chat,
            self._message.latitude,
            self._message.longitude,
            api_kwargs=self._markup,
            protect_content=self._message.protected,
        )
        return sent.message_id

    async def _send_picture(self) -> int:
        is_photo = self._message.kind == "photo"
        send = self._bot.send_photo if is_photo else self._bot.send_video
        sent = await send(
            self._chat,
            self._message.file_id,
            caption=self._text or None,
            parse_mode=self._mode,
            api_kwargs=self._markup,
            has_spoiler=self._message.spoiler,
            protect_content=self._message.protected,
        )
        return sent.message_id

    async def _send_note(self) -> int:
        """Send a round video, which bears no words."""
        sent = await self._bot.send_video_note(
            self._chat,
            self._message.file_id,
            api_kwargs=self._markup,
            protect_content=self._message.protected,
        )
        return sent.message_id

    async def _send_file(self) -> int:
        is_voice = self._message.kind == "voice"
        send = self._bot.send_voice if is_voice else self._bot.send_document
        name, file_id = self._message.file_name, self._message.file_id
        named = name and isinstance(file_id, str)
        sent = await send(
            self._chat,
            await renamed(self._bot, str(file_id), name) if named else file_id,
            filename=name or None,
            caption=self._text or None,
            parse_mode=self._mode,
            api_kwargs=self._markup,
            protect_content=self._message.protected,
        )
        return sent.message_id


def markup_of(message: Outgoing) -> Mapping[str, Any] | None:
    """Return the buttons or keys of the message as Telegram takes them; an edit bears no keys."""
    if message.buttons:
        return {"inline_keyboard": [[_button(one) for one in row] for row in message.buttons]}
    if message.keys is None or message.kind == "edit":
        return None
    if not message.keys:
        return {"remove_keyboard": True}
    keys = [[_key(one) for one in row] for row in message.keys]
    return {"keyboard": keys, "resize_keyboard": True, "is_persistent": True}


def _button(button: Button) -> Mapping[str, str]:
    opens = {"url": button.url} if button.url else {"callback_data": button.data}
    return {"text": button.text, **opens}


def _key(key: Key) -> Mapping[str, Any]:
    return {"text": key.text, **({f"request_{key.wants}": True} if key.wants else {})}
