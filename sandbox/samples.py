"""Small valid files that people send when a test gives them none."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.messages import MediaKind


@dataclass(frozen=True, slots=True)
class Sample:
    """Hold a file's usual name, its type and its bytes."""

    name: str
    mime: str
    data: bytes


# One grey point, and the first page of an Ogg stream with an Opus head: enough for programs
# that look at the beginning of a file.
_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
)
_OGG = b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01\x00\x00\x80\xbb\x00\x00\x00\x00\x00"
_MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42"
_PDF = b"%PDF-1.4\n%%EOF\n"

SAMPLES: Mapping[MediaKind, Sample] = {
    "photo": Sample("photo.png", "image/png", _PNG),
    "voice": Sample("voice.ogg", "audio/ogg", _OGG),
    "video": Sample("video.mp4", "video/mp4", _MP4),
    "video_note": Sample("round.mp4", "video/mp4", _MP4),
    "document": Sample("document.pdf", "application/pdf", _PDF),
    "sticker": Sample("sticker.webp", "image/webp", b"RIFF\x00\x00\x00\x00WEBPVP8 "),
}
