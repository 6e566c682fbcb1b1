"""A message as it will be sent: plain data that the outbox keeps and the sender carries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Literal

from bot.swift_json import from_json, to_json

Kind = Literal[
    "message",
    "photo",
    "voice",
    "video",
    "video_note",
    "document",
    "album",
    "location",
    "copy",
    "edit",
    "delete",
    "wipe",
    "menu",
]


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button under a message: it answers with `data`, or opens `url`."""

    text: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the keyboard below the chat; `wants` asks for a location or a contact."""

    text: str
    wants: Literal["", "location", "contact"] = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an album: the channel's handle of it, or what reads it when it leaves.

    A document travels under `file_name`.
    """

    kind: Literal["photo", "video", "document"]
    file_id: str | bytes = ""
    spoiler: bool = False
    file_name: str = ""
    make: Callable[[], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one chat.

    `text` is HTML as Telegram understands it (a caption where there is a file). `keys` replaces
    the keyboard below the chat, an empty one takes it away, None leaves it. `message_id` is the
    message to edit, to delete, or (with `from_chat`) to copy. `file_id` is the channel's handle of
    a file, or the file itself once `make` has drawn or read it: slowly, outside any transaction; a
    message with either is never kept as JSON. Where `make` returns None, and where a document
    cannot be sent under its `file_name`, `instead` is said. `message_ids` are what a wipe takes
    away. `commands` (name, what it does) are a person's menu; without any they have everybody's.
    """

    kind: Kind
    text: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    keys: tuple[tuple[Key, ...], ...] | None = None
    file_id: str | bytes = ""
    latitude: float | None = None
    longitude: float | None = None
    message_id: int = 0
    from_chat: str = ""
    protected: bool = False
    spoiler: bool = False
    file_name: str = ""
    instead: str = ""
    parts: tuple[Part, ...] = ()
    message_ids: tuple[int, ...] = ()
    commands: tuple[tuple[str, str], ...] = ()
    make: Callable[[], bytes | None] | None = None

    def to_json(self) -> str:
        """Return the message as JSON, to be sealed in the outbox."""
        return to_json(_as_plain(self))

    @classmethod
    def from_json(cls, text: str) -> "Outgoing":
        """Return the message that `to_json` wrote."""
        values = from_json(text)
        values.pop("silent", None)  # Earlier versions wrote it into every message.
        values["buttons"] = _rows(Button, values["buttons"])
        if values["keys"] is not None:
            values["keys"] = _rows(Key, values["keys"])
        values["parts"] = tuple(Part(**part) for part in values.get("parts", ()))
        values["message_ids"] = tuple(values.get("message_ids", ()))
        return cls(**values)


_SELDOM: Mapping[str, object] = {
    one.name: one.default
    for one in fields(Outgoing)
    if one.name not in ("kind", "text", "buttons", "keys", "parts")
}


def _as_plain(message: Outgoing) -> dict[str, object]:
    """Return what the message says; of most fields, only where they say something."""
    plain: dict[str, object] = {
        "kind": message.kind,
        "text": message.text,
        "buttons": [
            [{"text": one.text, "data": one.data, "url": one.url} for one in row]
            for row in message.buttons
        ],
        "keys": message.keys
        and [[{"text": one.text, "wants": one.wants} for one in row] for row in message.keys],
    }
    for name, usual in _SELDOM.items():
        value = getattr(message, name)
        if value != usual:
            plain[name] = value
    if message.parts:
        plain["parts"] = [asdict(part) for part in message.parts]
    return plain


def _rows(cls: type, rows: Sequence[Sequence[dict[str, str]]]) -> tuple[tuple[object, ...], ...]:
    return tuple(tuple(cls(**cell) for cell in row) for row in rows)
