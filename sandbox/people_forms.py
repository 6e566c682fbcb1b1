"""People and screens in the form that the page reads."""

import time

from sandbox.chats import Chat
from sandbox.cloud import Cloud
from sandbox.messages import Media, ScreenMessage
from sandbox.rendering import to_html

Json = dict[str, object]


def person_form(chat: Chat) -> Json:
    """Return what the list of people shows."""
    return {
        "id": chat.chat_id,
        "name": chat.name,
        "language": chat.language,
        "group": chat.group,
        "title": chat.title,
        "unread": chat.unread,
        "blocked": chat.blocked,
        "started": chat.started,
    }


def screen_form(cloud: Cloud, chat: Chat) -> Json:
    """Return everything that one phone shows."""
    commands = cloud.profile.commands_for(chat.chat_id, chat.language)
    return {
        "person": person_form(chat),
        "messages": [_message_form(message) for message in chat.messages.values()],
        "keyboard": _keyboard_form(chat),
        "placeholder": chat.placeholder,
        "commands": [{"command": name, "description": words} for name, words in commands],
        "description": cloud.profile.words_for("description", chat.language),
        "blocked": chat.blocked,
        "started": chat.started,
        "typing": chat.typing_until > time.monotonic(),
    }


def _message_form(message: ScreenMessage) -> Json:
    return {
        "id": message.message_id,
        "from": "bot" if message.from_bot else "person",
        "date": message.sent_at.isoformat(),
        "edited": message.edited_at is not None,
        "html": to_html(message.text, message.entities),
        "media": None if message.media is None else _media_form(message.media),
        "album": message.album,
        "protected": message.protected,
        "reply_to": message.reply_to,
        "buttons": [
            [
                {"text": button.text, "data": button.data}
                if button.data is not None
                else {"text": button.text, "url": button.url}
                for button in row
            ]
            for row in message.buttons
        ],
    }


def _media_form(media: Media) -> Json:
    return {
        "kind": media.kind,
        "url": None if media.file is None else f"/api/files/{media.file.unique_id}",
        "name": media.name if media.file is None else media.file.name,
        "spoiler": media.spoiler,
        "latitude": media.latitude,
        "longitude": media.longitude,
        "duration": media.duration,
        "phone_number": media.phone_number,
        "emoji": media.emoji,
    }


def _keyboard_form(chat: Chat) -> list[list[Json]] | None:
    if chat.keyboard is None:
        return None
    return [
        [{"text": key.text, "contact": key.contact, "location": key.location} for key in row]
        for row in chat.keyboard.rows
    ]
