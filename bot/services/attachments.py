"""Attachments as they are kept, and as they are shown to whoever may see them."""

import json
from dataclasses import asdict
from typing import Literal

from bot.flows.dialogue import Attachment
from bot.views.outgoing import Kind, Outgoing
from storage.repositories.attachments import AttachmentRow

_COPIED: dict[str, Kind] = {
    "photo": "photo",
    "voice": "voice",
    "video": "video",
    "video_note": "video_note",
    "document": "document",
    "location": "location",
}
_SPOILED = frozenset({"photo", "video"})
# What Telegram itself made of a file: no picture of it tells where it was taken.
_MADE_ANEW = frozenset({"photo", "voice"})
# What waits for its clean copy: whose voice cries for help is heard at once.
_AWAITED = frozenset({"photo", "video", "video_note", "document"})
PATIENCE = 3
"""How often a file is tried to be fetched before its album goes without it."""
CLEAN_COPY = "file"
"""The kind of a row of the outbox that asks for the clean copy of a file that is kept."""


def attachment_as_json(attachment: Attachment) -> str:
    """Return the attachment as JSON, to be sealed."""
    return json.dumps(asdict(attachment), ensure_ascii=False, separators=(",", ":"))


def attachment_from_json(text: str) -> Attachment:
    """Return the attachment that `attachment_as_json` wrote."""
    return Attachment(**json.loads(text))


def is_drawn(row: AttachmentRow | None) -> bool:
    """Say whether there is a clean copy to be shown."""
    return row is not None and row.state == "kept" and row.is_shown


def may_tell(row: AttachmentRow | None) -> bool:
    """Say whether the file is shown as it came, with whatever was written into it."""
    return row is not None and ((row.state == "kept" and not row.is_shown) or is_too_long(row))


def remark_on(row: AttachmentRow | None) -> Literal["", "tells", "refused", "failed"]:
    """Return what whoever decides to open the file should know of it."""
    if may_tell(row):
        return "tells"
    if row is not None and row.state in ("refused", "failed"):
        return "refused" if row.state == "refused" else "failed"
    return ""


def is_too_long(row: AttachmentRow) -> bool:
    """Say whether it is a video that Telegram gives to no bot, but shows to people."""
    return row.state == "refused" and row.kind == "video" and row.trouble == "size"


def kind_of(row: AttachmentRow) -> Literal["photo", "video", "document"]:
    """Return as what the clean copy of a file travels; a picture is a photo, however it came."""
    if (row.media_type or "").startswith("image/"):
        return "photo"
    return "video" if row.kind in ("video", "video_note") else "document"


def is_waited_for(attachment: Attachment, row: AttachmentRow | None) -> bool:
    """Say whether the file is still to be fetched, and shows too much until it is cleaned."""
    return row is not None and row.state == "waiting" and attachment.kind in _AWAITED


def holds_up(attachment: Attachment, row: AttachmentRow | None) -> bool:
    """Say whether the album waits for the file: for some minutes, then it goes without."""
    return is_waited_for(attachment, row) and row is not None and row.attempts < PATIENCE


def may_be_shown(attachment: Attachment, row: AttachmentRow | None) -> bool:
    """Say whether the file may be shown by Telegram's own handle, which shows all that is in it.

    A file waits until its copy is clean; where it cannot be fetched, one that Telegram made anew
    is shown all the same, and so is a video that is too large to be fetched.
    """
    if row is None or is_too_long(row):
        return True
    if is_waited_for(attachment, row) or row.state in ("refused", "erased"):
        return False
    return row.state != "failed" or attachment.kind in _MADE_ANEW


def copy_of(
    attachment: Attachment, caption: str = "", *, file_name: str = "", instead: str = ""
) -> Outgoing | None:
    """Return a message that shows the attachment and not who sent it; None for a mere sign.

    It is sent anew from the file, never forwarded: a forward names its author. It cannot be
    saved or passed on, and pictures are covered until they are tapped. A document goes under
    `file_name`; where that cannot be done, `instead` is said.
    """
    kind = _COPIED.get(attachment.kind)
    if kind is None:
        return None
    return Outgoing(
        kind,
        text=caption,
        file_id=attachment.file_id,
        latitude=attachment.latitude,
        longitude=attachment.longitude,
        protected=True,
        spoiler=attachment.kind in _SPOILED,
        file_name=file_name,
        instead=instead,
    )
