"""Messages and people in the form that the Bot API gives them."""

from sandbox.chats import Chat
from sandbox.cloud import Cloud
from sandbox.files import StoredFile
from sandbox.messages import Entity, InlineRows, Media, ScreenMessage

Json = dict[str, object]
_THUMBNAIL = 90
_PHOTO = 1280
_ROUND = 240


def user_form(chat: Chat) -> Json:
    """Return the person as a User."""
    return {
        "id": chat.chat_id,
        "is_bot": False,
        "first_name": chat.name,
        "language_code": chat.language,
    }


def chat_form(chat: Chat) -> Json:
    """Return the person's private chat as a Chat."""
    return {"id": chat.chat_id, "type": "private", "first_name": chat.name}


def message_form(cloud: Cloud, chat: Chat, message: ScreenMessage, *, nested: bool = False) -> Json:
    """Return a message as a Message; a `nested` one names no message that it answers."""
    form: Json = {
        "message_id": message.message_id,
        "from": cloud.bot_user if message.from_bot else user_form(chat),
        "chat": chat_form(chat),
        "date": int(message.sent_at.timestamp()),
    }
    if message.edited_at is not None:
        form["edit_date"] = int(message.edited_at.timestamp())
    _add_content(form, message)
    _add_marks(form, message)
    if message.forwarded:
        form["forward_origin"] = {
            "type": "hidden_user",
            "date": form["date"],
            "sender_user_name": "?",
        }
    answered = chat.messages.get(message.reply_to or 0)
    if answered is not None and not nested:
        form["reply_to_message"] = message_form(cloud, chat, answered, nested=True)
    return form


def inline_form(rows: InlineRows) -> Json:
    """Return inline buttons as an InlineKeyboardMarkup."""
    return {
        "inline_keyboard": [
            [
                {"text": button.text, "callback_data": button.data}
                if button.data is not None
                else {"text": button.text, "url": button.url}
                for button in row
            ]
            for row in rows
        ],
    }


def file_form(file: StoredFile) -> Json:
    """Return the identifiers and size that every file carries."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
    }


def _add_content(form: Json, message: ScreenMessage) -> None:
    words, entities = "text", "entities"
    if message.media is not None:
        form.update(_media_form(message.media))
        words, entities = "caption", "caption_entities"
    if message.text:
        form[words] = message.text
    if message.entities:
        form[entities] = [_entity_form(entity) for entity in message.entities]


def _add_marks(form: Json, message: ScreenMessage) -> None:
    if message.buttons:
        form["reply_markup"] = inline_form(message.buttons)
    if message.protected:
        form["has_protected_content"] = True
    if message.album is not None:
        form["media_group_id"] = message.album
    if message.media is not None and message.media.spoiler:
        form["has_media_spoiler"] = True


def _entity_form(entity: Entity) -> Json:
    form: Json = {"type": entity.kind, "offset": entity.offset, "length": entity.length}
    if entity.url is not None:
        form["url"] = entity.url
    if entity.language is not None:
        form["language"] = entity.language
    return form


def _media_form(media: Media) -> Json:
    if media.kind == "location":
        return {"location": _location_form(media)}
    if media.kind == "contact":
        return {"contact": _contact_form(media)}
    if media.file is None:
        return {}
    if media.kind == "photo":
        return {"photo": _photo_sizes(media.file)}
    return {media.kind: file_form(media.file) | _details(media, media.file)}


def _location_form(media: Media) -> Json:
    form: Json = {"latitude": media.latitude, "longitude": media.longitude}
    return form | {"live_period": media.live_period} if media.live_period else form


def _contact_form(media: Media) -> Json:
    form: Json = {"phone_number": media.phone_number or "", "first_name": media.name or ""}
    if media.contact_user_id is not None:
        form["user_id"] = media.contact_user_id
    return form


def _photo_sizes(file: StoredFile) -> list[Json]:
    large = file_form(file) | {"width": _PHOTO, "height": _PHOTO}
    small = large | {
        "file_unique_id": f"{file.unique_id}s",
        "width": _THUMBNAIL,
        "height": _THUMBNAIL,
        "file_size": min(file.size, 1000),
    }
    return [small, large]


def _details(media: Media, file: StoredFile) -> Json:
    if media.kind == "voice":
        return {"duration": media.duration, "mime_type": file.mime}
    if media.kind == "video_note":
        return {"length": _ROUND, "duration": media.duration or 0}
    if media.kind == "sticker":
        return {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": media.emoji or "🙂",
        }
    named: Json = {"file_name": file.name, "mime_type": file.mime}
    if media.kind == "video":
        return named | {"duration": media.duration, "width": 640, "height": 480}
    return named
