"""The methods that change or take away what stands on a screen."""

from dataclasses import replace
from datetime import timedelta

from sandbox.chats import Chat
from sandbox.cloud import Cloud
from sandbox.errors import bad_request
from sandbox.forms import message_form
from sandbox.markup import read_markup
from sandbox.messages import ScreenMessage
from sandbox.methods.posting import Words, chat_number, read_caption, read_words, target
from sandbox.parameters import Parameters

DELETABLE_FOR = timedelta(hours=48)
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
_MOST_AT_ONCE = 100


def edit_message_text(cloud: Cloud, call: Parameters) -> object:
    """Change the words of a text message (Bot API, editMessageText)."""
    words = read_words(call)
    chat, message = _own(cloud, call)
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    return _change(cloud, chat, message, call, words=words)


def edit_message_caption(cloud: Cloud, call: Parameters) -> object:
    """Change the words under a file (Bot API, editMessageCaption)."""
    words = read_caption(call)
    chat, message = _own(cloud, call)
    if message.media is None or message.media.kind in {
        "location",
        "contact",
        "sticker",
        "video_note",
    }:
        raise bad_request("there is no caption in the message to edit")
    return _change(cloud, chat, message, call, words=words)


def edit_message_reply_markup(cloud: Cloud, call: Parameters) -> object:
    """Change the buttons under a message only (Bot API, editMessageReplyMarkup)."""
    chat, message = _own(cloud, call)
    return _change(cloud, chat, message, call, words=(message.text, message.entities))


def delete_message(cloud: Cloud, call: Parameters) -> object:
    """Take a message off the screen within 48 hours (Bot API, deleteMessage)."""
    chat = cloud.chat(chat_number(call, "chat_id"))
    number = call.integer("message_id")
    message = cloud.message(chat, number, "message to delete not found")
    if cloud.now() - message.sent_at >= DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    chat.remove(number)
    return True


def delete_messages(cloud: Cloud, call: Parameters) -> object:
    """Take several messages off the screen, passing over those that are gone (deleteMessages)."""
    chat = cloud.chat(chat_number(call, "chat_id"))
    numbers = call.array("message_ids", complaint="expected an Array of message identifiers")
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > _MOST_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    found = [chat.messages[number] for number in numbers if number in chat.messages]
    if any(cloud.now() - message.sent_at >= DELETABLE_FOR for message in found):
        raise bad_request("message can't be deleted for everyone")
    for message in found:
        chat.remove(message.message_id)
    return True


def _own(cloud: Cloud, call: Parameters) -> tuple[Chat, ScreenMessage]:
    chat = target(cloud, call)
    number = call.integer("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    message = cloud.message(chat, number, "message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _change(
    cloud: Cloud,
    chat: Chat,
    message: ScreenMessage,
    call: Parameters,
    *,
    words: Words,
) -> object:
    markup = read_markup(call.values.get("reply_markup"))
    if markup.keyboard is not None or markup.removes_keyboard:
        raise bad_request("inline keyboard expected")
    changed = replace(
        message,
        text=words[0],
        entities=words[1],
        buttons=markup.buttons,
    )
    if changed == message:
        raise bad_request(_NOT_MODIFIED)
    said_otherwise = (changed.text, changed.entities) != (message.text, message.entities)
    edited = chat.edit(changed, at=cloud.now(), words=said_otherwise)
    return message_form(cloud, chat, edited)
