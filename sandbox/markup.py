"""Keyboards as the Bot API takes them, checked against its limits."""

import json
import re
from dataclasses import dataclass

from sandbox.errors import bad_request
from sandbox.messages import InlineButton, InlineRows, Key, ReplyKeyboard

CALLBACK_DATA_BYTES = 64
BUTTONS_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Markup:
    """Hold what `reply_markup` asked for; all empty where it was not given."""

    buttons: InlineRows = ()
    keyboard: ReplyKeyboard | None = None
    removes_keyboard: bool = False
    placeholder: str | None = None


def read_markup(raw: str | None) -> Markup:
    """Parse the JSON of `reply_markup`; refuse in Telegram's words what it would refuse."""
    if not raw:
        return NO_MARKUP
    given = _object(_loaded(raw))
    if "inline_keyboard" in given:
        return Markup(buttons=_inline_rows(given["inline_keyboard"]))
    if "keyboard" in given:
        return Markup(keyboard=_keyboard(given))
    if given.get("remove_keyboard"):
        return Markup(removes_keyboard=True)
    return Markup(placeholder=_optional_text(given.get("input_field_placeholder")))


def _loaded(raw: str) -> object:
    try:
        loaded: object = json.loads(raw)
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None
    return loaded


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    return value


def _rows(value: object, field: str) -> list[list[object]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad_request(f'field "{field}" must be an Array of Arrays')
    return value


def _inline_rows(value: object) -> InlineRows:
    rows = tuple(
        tuple(_inline_button(button) for button in row)
        for row in _rows(value, "inline_keyboard")
        if row
    )
    if sum(len(row) for row in rows) > BUTTONS_LIMIT:
        raise bad_request("reply markup is too long")
    return rows


def _inline_button(value: object) -> InlineButton:
    if not isinstance(value, dict):
        raise bad_request(
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object"
        )
    text = value.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request('can\'t parse inline keyboard button: field "text" must be non-empty')
    data, url = value.get("callback_data"), value.get("url")
    if isinstance(data, str):
        return InlineButton(text, data=_checked_data(data))
    if isinstance(url, str):
        return InlineButton(text, url=_checked_url(url))
    raise bad_request(
        "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard"
    )


def _checked_data(data: str) -> str:
    if not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return data


def _checked_url(url: str) -> str:
    if not re.match(r"(?i)(https?|tg)://\S+$", url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: wrong HTTP URL")
    return url


def _keyboard(given: dict[str, object]) -> ReplyKeyboard:
    rows = tuple(
        tuple(_key(key) for key in row) for row in _rows(given["keyboard"], "keyboard") if row
    )
    return ReplyKeyboard(
        rows=rows,
        placeholder=_optional_text(given.get("input_field_placeholder")),
        one_time=bool(given.get("one_time_keyboard")),
    )


def _key(value: object) -> Key:
    if isinstance(value, str):
        value = {"text": value}
    if not isinstance(value, dict):
        raise bad_request(
            "can't parse keyboard button: KeyboardButton must be a String or an Object"
        )
    text = value.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request('can\'t parse keyboard button: field "text" must be non-empty')
    return Key(
        text,
        contact=bool(value.get("request_contact")),
        location=bool(value.get("request_location")),
    )


def _optional_text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


NO_MARKUP = Markup()
