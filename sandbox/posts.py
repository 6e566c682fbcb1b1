"""What a person's phone hands to Telegram: messages, taps and changes of membership."""

import asyncio
from dataclasses import dataclass, replace

from sandbox.callbacks import Tap
from sandbox.chats import Chat
from sandbox.cloud import Cloud
from sandbox.entities import plain_entities
from sandbox.errors import NotPossible
from sandbox.forms import chat_form, message_form, user_form
from sandbox.messages import Media, MediaKind, ScreenMessage
from sandbox.samples import SAMPLES


@dataclass(frozen=True, slots=True)
class Attachment:
    """Describe a file to send; what is not given comes from a small sample of its kind.

    `size` makes the file count as so many bytes without holding them; `duration` is seconds.
    """

    kind: MediaKind = "photo"
    data: bytes | None = None
    name: str | None = None
    mime: str | None = None
    caption: str = ""
    duration: int = 0
    size: int | None = None
    emoji: str | None = None


def draft(
    cloud: Cloud,
    chat: Chat,
    *,
    text: str = "",
    media: Media | None = None,
    reply_to: int | None = None,
) -> ScreenMessage:
    """Return a message of the person that has no number yet."""
    return ScreenMessage(
        message_id=0,
        chat_id=chat.chat_id,
        from_bot=False,
        sent_at=cloud.now(),
        text=text,
        entities=plain_entities(text),
        media=media,
        reply_to=reply_to,
    )


def with_file(cloud: Cloud, chat: Chat, attachment: Attachment) -> ScreenMessage:
    """Upload a file and return the message that carries it."""
    require_unblocked(chat)
    sample = SAMPLES[attachment.kind]
    file = cloud.files.keep(
        kind=attachment.kind,
        name=attachment.name or sample.name,
        mime=attachment.mime or sample.mime,
        data=sample.data if attachment.data is None else attachment.data,
        size=attachment.size,
    )
    media = Media(
        attachment.kind,
        file=file,
        duration=attachment.duration,
        emoji=attachment.emoji,
    )
    return draft(cloud, chat, text=attachment.caption, media=media)


def write(cloud: Cloud, chat: Chat, message: ScreenMessage) -> ScreenMessage:
    """Number a message, show it and hand it to the bot."""
    require_unblocked(chat)
    chat.started = True
    message = replace(message, message_id=cloud.next_message_id())
    chat.post(message)
    cloud.updates.push("message", message_form(cloud, chat, message), chat=chat.chat_id)
    return message


def rewrite(cloud: Cloud, chat: Chat, message: ScreenMessage, text: str) -> ScreenMessage:
    """Change the words of a message and tell the bot."""
    current = _own(chat, message)
    changed = replace(current, text=text, entities=plain_entities(text))
    return _edited(cloud, chat, changed, words=True)


def relocate(
    cloud: Cloud, chat: Chat, message: ScreenMessage, latitude: float, longitude: float
) -> ScreenMessage:
    """Move the point of a live location and tell the bot."""
    current = _own(chat, message)
    if current.media is None or not current.media.live_period:
        raise NotPossible("only a live location moves")
    media = replace(current.media, latitude=latitude, longitude=longitude)
    return _edited(cloud, chat, replace(current, media=media), words=False)


def _own(chat: Chat, message: ScreenMessage) -> ScreenMessage:
    require_unblocked(chat)
    current = chat.messages.get(message.message_id)
    if current is None or current.from_bot:
        raise NotPossible("only an own message that still stands can be edited")
    return current


def _edited(cloud: Cloud, chat: Chat, message: ScreenMessage, *, words: bool) -> ScreenMessage:
    edited = chat.edit(message, at=cloud.now(), words=words)
    form = message_form(cloud, chat, edited)
    cloud.updates.push("edited_message", form, chat=chat.chat_id)
    return edited


def ask(cloud: Cloud, chat: Chat, message: ScreenMessage, data: str) -> asyncio.Future[Tap]:
    """Send a callback query and return the answer to come."""
    query_id, answer = cloud.callbacks.ask(chat.chat_id)
    shown_in = cloud.chats[message.chat_id]
    current = shown_in.messages.get(message.message_id, message)
    query: dict[str, object] = {
        "id": query_id,
        "from": user_form(chat),
        "chat_instance": f"{message.chat_id}",
        "data": data,
        "message": message_form(cloud, shown_in, current),
    }
    cloud.updates.push("callback_query", query, chat=chat.chat_id)
    return answer


def change_membership(cloud: Cloud, chat: Chat, *, blocked: bool) -> None:
    """Block or unblock the bot and tell it."""
    before = _membership(cloud, chat)
    chat.blocked = blocked
    content: dict[str, object] = {
        "chat": chat_form(chat),
        "from": user_form(chat),
        "date": int(cloud.now().timestamp()),
        "old_chat_member": before,
        "new_chat_member": _membership(cloud, chat),
    }
    cloud.updates.push("my_chat_member", content, chat=chat.chat_id)
    chat.changed()


def require_unblocked(chat: Chat) -> None:
    """Refuse to write where the person has blocked the bot."""
    if chat.blocked:
        raise NotPossible("one who blocked the bot must unblock it before writing")


def _membership(cloud: Cloud, chat: Chat) -> dict[str, object]:
    if chat.blocked:
        return {"user": cloud.bot_user, "status": "kicked", "until_date": 0}
    return {"user": cloud.bot_user, "status": "member"}
