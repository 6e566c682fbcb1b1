"""From Telegram's update to what somebody did: the one place that knows both."""

from dataclasses import dataclass, field, replace
from typing import Literal

from telegram import Message, Update
from telegram.constants import ChatType

from bot.delivery.plain import Words
from bot.flows.dialogue import Attachment, Entry
from bot.services.proofs import Proof
from bot.views.texts import language_of

What = Literal["said", "edited", "command", "tapped", "left", "returned", "elsewhere", "nothing"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """What one person did in their private chat with the bot.

    `proof` is a number and its code that was typed; but for a code alone, `entry` is without it.
    """

    update_id: int
    what: What
    chat: str = ""
    language: str = ""
    entry: Entry = field(default_factory=Entry)
    command: str = ""
    argument: str = ""
    data: str = ""
    callback_id: str = ""
    message_id: int = 0
    reply_to: int = 0
    media_type: str = ""
    file_bytes: int = 0
    proof: Proof | None = None

    @property
    def is_told(self) -> bool:
        """Say whether it is something that the person tells, for the first time or corrected."""
        return self.what in ("said", "edited")


def understand(update: Update | Words) -> Incoming:
    """Return what the update means; whatever is not a person's doing is `nothing`."""
    if isinstance(update, Words):
        return _written(update)
    user = update.effective_user
    chat = update.effective_chat
    if user is None or chat is None:
        return Incoming(update.update_id, "nothing")
    base = Incoming(
        update.update_id, "nothing", chat=str(chat.id), language=language_of(user.language_code)
    )
    if chat.type != ChatType.PRIVATE:
        return replace(base, what="elsewhere")
    if update.callback_query is not None:
        return _tapped(base, update)
    if update.my_chat_member is not None:
        is_gone = update.my_chat_member.new_chat_member.status in ("kicked", "left")
        return replace(base, what="left" if is_gone else "returned")
    if update.edited_message is not None:
        return replace(
            base,
            what="edited",
            entry=entry_of(update.edited_message),
            message_id=update.edited_message.message_id,
        )
    if update.message is None:
        return base
    return _said(base, update.message)


def _written(words: Words) -> Incoming:
    base = Incoming(
        words.update_id,
        "said",
        chat=str(words.chat_id),
        language=language_of(words.language),
        entry=Entry(text=words.text, message_id=words.message_id),
        message_id=words.message_id,
    )
    return _commanded(base) if _is_command(words.text) else base


def _is_command(text: str) -> bool:
    return text.startswith("/") and len(text) > 1


def _commanded(said: Incoming) -> Incoming:
    command, *rest = said.entry.text[1:].split(maxsplit=1) or [""]
    return replace(
        said,
        what="command",
        command=command.partition("@")[0].lower(),
        argument="".join(rest).strip(),
    )


def _tapped(base: Incoming, update: Update) -> Incoming:
    query = update.callback_query
    assert query is not None  # noqa: S101 - The caller looked.
    message = query.message
    return replace(
        base,
        what="tapped",
        data=query.data or "",
        callback_id=query.id,
        message_id=message.message_id if message else 0,
    )


def _said(base: Incoming, message: Message) -> Incoming:
    reply = message.reply_to_message
    base = replace(base, message_id=message.message_id, reply_to=reply.message_id if reply else 0)
    if _is_command(message.text or "") and not message.forward_origin:
        return _commanded(replace(base, entry=entry_of(message)))
    document = message.document
    return replace(
        base,
        what="said",
        entry=entry_of(message),
        media_type=(document.mime_type or "") if document else "",
        file_bytes=(document.file_size or 0) if document else 0,
    )


def entry_of(message: Message) -> Entry:
    """Return the words and the attachment of a message; of a contact the number is the words."""
    number = message.contact.phone_number if message.contact else ""
    return Entry(
        text=message.text or message.caption or number,
        attachment=_attachment_of(message),
        message_id=message.message_id,
    )


def _attachment_of(message: Message) -> Attachment | None:
    album = message.media_group_id or ""
    number = message.message_id
    if message.photo:
        return Attachment("photo", message.photo[-1].file_id, number, album)
    if message.voice:
        return Attachment("voice", message.voice.file_id, number, album)
    if message.audio:
        return Attachment("document", message.audio.file_id, number, album)
    if message.video:
        return Attachment("video", message.video.file_id, number, album)
    if message.video_note:
        return Attachment("video_note", message.video_note.file_id, number, album)
    if message.document:
        name = message.document.file_name or ""
        return Attachment("document", message.document.file_id, number, album, name)
    if message.sticker:
        return Attachment("sticker", message.sticker.file_id, number)
    return _spot_of(message)


def _spot_of(message: Message) -> Attachment | None:
    number = message.message_id
    location = message.location or (message.venue.location if message.venue else None)
    if location:
        return Attachment(
            "location",
            message_id=number,
            latitude=location.latitude,
            longitude=location.longitude,
        )
    if message.contact:
        return Attachment("contact", message.contact.phone_number, number)
    if message.text or message.caption:
        return None
    return Attachment("other", message_id=number)
