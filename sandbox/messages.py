"""What stands on a screen: messages, their entities, attachments and keyboards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from sandbox.files import StoredFile

MediaKind = Literal[
    "photo", "voice", "video", "video_note", "document", "location", "contact", "sticker"
]


class Entity(NamedTuple):
    """Mark a part of a text; offset and length count UTF-16 code units."""

    kind: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """Hold what a message carries besides text; which fields are set depends on the kind."""

    kind: MediaKind
    file: StoredFile | None = None
    spoiler: bool = False
    duration: int = 0
    latitude: float | None = None
    longitude: float | None = None
    live_period: int = 0
    phone_number: str | None = None
    name: str | None = None
    contact_user_id: int | None = None
    emoji: str | None = None


@dataclass(frozen=True, slots=True)
class InlineButton:
    """Stand under a message; a tap sends `data` to the bot or opens `url`."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """Stand in the place of the phone's keyboard; a press writes its text to the bot."""

    text: str
    contact: bool = False
    location: bool = False


@dataclass(frozen=True, slots=True)
class ReplyKeyboard:
    """Replace the phone's keyboard until another message brings or removes one."""

    rows: tuple[tuple[Key, ...], ...]
    placeholder: str | None = None
    one_time: bool = False

    def key(self, label: str) -> Key | None:
        """Return the key with exactly this label."""
        return next((key for row in self.rows for key in row if key.text == label), None)


InlineRows = tuple[tuple[InlineButton, ...], ...]


@dataclass(frozen=True, slots=True)
class ScreenMessage:
    """Show one message as it stood when it was looked at.

    `text` is the caption where the message carries media. `revision` grows with every edit,
    `text_revision` only with edits of the words; `keyboard` is the reply keyboard that the
    message brought.
    """

    message_id: int
    chat_id: int
    from_bot: bool
    sent_at: datetime
    text: str = ""
    entities: tuple[Entity, ...] = ()
    media: Media | None = None
    buttons: InlineRows = ()
    keyboard: ReplyKeyboard | None = None
    edited_at: datetime | None = None
    reply_to: int | None = None
    album: str | None = None
    protected: bool = False
    forwarded: bool = False
    revision: int = 0
    text_revision: int = 0

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of every button that the message brought, inline or in the keyboard."""
        inline = tuple(button.text for row in self.buttons for button in row)
        if self.keyboard is None:
            return inline
        return inline + tuple(key.text for row in self.keyboard.rows for key in row)

    def button(self, label: str) -> InlineButton | None:
        """Return the inline button with this label, or else the only one that contains it."""
        inline = [button for row in self.buttons for button in row]
        exact = [button for button in inline if button.text == label]
        if exact:
            return exact[0]
        partial = [button for button in inline if label in button.text]
        return partial[0] if len(partial) == 1 else None
