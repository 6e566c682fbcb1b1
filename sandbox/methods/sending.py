"""The sendMessage family: text, places, contacts and the sign that the bot is busy."""

import time

from sandbox.cloud import Cloud
from sandbox.errors import bad_request
from sandbox.forms import message_form
from sandbox.messages import Media
from sandbox.methods.posting import post, read_words, target
from sandbox.parameters import Parameters

_TYPING_SECONDS = 5.0
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    },
)


def send_message(cloud: Cloud, call: Parameters) -> object:
    """Put a text on a screen (Bot API, sendMessage)."""
    words = read_words(call)
    chat = target(cloud, call)
    return message_form(cloud, chat, post(cloud, chat, call, words=words))


def send_location(cloud: Cloud, call: Parameters) -> object:
    """Put a point on the map on a screen (Bot API, sendLocation)."""
    latitude, longitude = call.number("latitude"), call.number("longitude")
    if latitude is None:
        raise bad_request("latitude is empty")
    if longitude is None:
        raise bad_request("longitude is empty")
    chat = target(cloud, call)
    media = Media("location", latitude=latitude, longitude=longitude)
    return message_form(cloud, chat, post(cloud, chat, call, words=("", ()), media=media))


def send_contact(cloud: Cloud, call: Parameters) -> object:
    """Put a telephone number with a name on a screen (Bot API, sendContact)."""
    number, name = call.text("phone_number"), call.text("first_name")
    if not number:
        raise bad_request("phone_number is empty")
    if not name:
        raise bad_request("first_name is empty")
    chat = target(cloud, call)
    media = Media("contact", phone_number=number, name=name)
    return message_form(cloud, chat, post(cloud, chat, call, words=("", ()), media=media))


def send_chat_action(cloud: Cloud, call: Parameters) -> object:
    """Show for five seconds that the bot is busy (Bot API, sendChatAction)."""
    if call.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = target(cloud, call)
    chat.typing_until = time.monotonic() + _TYPING_SECONDS
    chat.changed()
    return True
