"""Updates so plain that they are understood without the library: words in a private chat.

Building the library's objects costs more than all else that is done to an update before it is
worked on, and what most people send is plain. Whatever is not known here is left to the library.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from telegram.constants import ChatType

_LATEST = 1 << 34
"""Seconds since 1970; the library makes a moment of them, and of many more it cannot."""

Check = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote in their private chat: all that is asked of such an update.

    `chat_id` is the person's too, and `language` the IETF tag of their client, where it tells one.
    """

    update_id: int
    chat_id: int
    message_id: int
    text: str
    language: str | None


def _is_word(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return type(value) is int


def _is_moment(value: Any) -> bool:
    return type(value) is int and 0 <= value < _LATEST


def _is_answer(value: Any) -> bool:
    return isinstance(value, bool)


def _shaped(value: Any, needed: frozenset[str], known: Mapping[str, Check]) -> bool:
    """Say whether it has all that is needed, and nothing but what is known and as it should be."""
    if not isinstance(value, dict) or not needed <= value.keys():
        return False
    for name, one in value.items():
        check = known.get(name)
        if check is None or not check(one):
            return False
    return True


_NAMES = {"first_name": _is_word, "last_name": _is_word, "username": _is_word}
_CHAT = {**_NAMES, "id": _is_number, "type": _is_word}
_CHAT_NEEDS = frozenset({"id", "type"})
_USER = {
    **_NAMES,
    "id": _is_number,
    "is_bot": _is_answer,
    "is_premium": _is_answer,
    "language_code": _is_word,
}
_USER_NEEDS = frozenset({"id", "is_bot", "first_name"})
_ENTITY = {"type": _is_word, "offset": _is_number, "length": _is_number}
_ENTITY_NEEDS = frozenset(_ENTITY)


def _is_chat(value: Any) -> bool:
    return _shaped(value, _CHAT_NEEDS, _CHAT)


def _is_user(value: Any) -> bool:
    return _shaped(value, _USER_NEEDS, _USER)


def _are_entities(value: Any) -> bool:
    return isinstance(value, list) and all(_shaped(one, _ENTITY_NEEDS, _ENTITY) for one in value)


_MESSAGE = {
    "message_id": _is_number,
    "date": _is_moment,
    "text": _is_word,
    "chat": _is_chat,
    "from": _is_user,
    "entities": _are_entities,
}
_MESSAGE_NEEDS = frozenset({"message_id", "date", "text", "chat", "from"})
_UPDATE = {
    "update_id": _is_number,
    "message": lambda value: _shaped(value, _MESSAGE_NEEDS, _MESSAGE),
}
_UPDATE_NEEDS = frozenset(_UPDATE)


def words_in(update: Any) -> Words | None:
    """Return what was written, where a raw update is that and each part as it should be."""
    if not _shaped(update, _UPDATE_NEEDS, _UPDATE):
        return None
    message = update["message"]
    if not message["text"] or message["chat"]["type"] != ChatType.PRIVATE:
        return None
    return Words(
        update["update_id"],
        message["chat"]["id"],
        message["message_id"],
        message["text"],
        message["from"].get("language_code"),
    )
