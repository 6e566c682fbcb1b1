"""Attachments as they are kept, and as they are shown to whoever may see them."""

import json
from dataclasses import asdict

from bot.flows.dialogue import Attachment
from bot.views.outgoing import Kind, Outgoing

_COPIED: dict[str, Kind] = {
    "photo": "photo",
    "voice": "voice",
    "video": "video",
    "document": "document",
    "location": "location",
}
_SPOILED = frozenset({"photo", "video"})


def attachment_as_json(attachment: Attachment) -> str:
    """Return the attachment as JSON, to be sealed."""
    return json.dumps(asdict(attachment), ensure_ascii=False, separators=(",", ":"))


def attachment_from_json(text: str) -> Attachment:
    """Return the attachment that `attachment_as_json` wrote."""
    return Attachment(**json.loads(text))


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
