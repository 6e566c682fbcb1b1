"""The method that answers a tap."""

from sandbox.callbacks import Tap
from sandbox.cloud import Cloud
from sandbox.entities import utf16_length
from sandbox.errors import bad_request
from sandbox.parameters import Parameters

TOAST_LIMIT = 200
"""Characters that appear after a tap (Bot API, answerCallbackQuery)."""


def answer_callback_query(cloud: Cloud, call: Parameters) -> object:
    """End the waiting after a tap, perhaps with words (Bot API, answerCallbackQuery)."""
    text = call.text("text").strip()
    if utf16_length(text) > TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    tap = Tap(text or None, call.flag("show_alert"), call.optional("url"))
    chat_id = cloud.callbacks.answer(call.text("callback_query_id"), tap)
    chat = cloud.chats.get(chat_id)
    if chat is not None and tap.toast:
        chat.toasts.append(tap.toast)
        chat.changed()
    return True
