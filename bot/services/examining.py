"""What a file is, by what is in it, and a clean copy of it: pure functions on bytes."""

import io
import mimetypes
import warnings
from collections.abc import Collection

import puremagic
from PIL import Image, ImageOps

from bot.errors import NotKept
from bot.services.clean_office import clean_office_apart
from bot.services.cleaning import cleaned
from bot.services.examined import Examined

LONGEST_SIDE = 2560
MOST_PIXELS = 60_000_000
QUALITY = 88
_PICTURE, _ZIP = "image/", b"PK\x03\x04"
_WHITE = (255, 255, 255)


def examine(content: bytes, types: Collection[str], most_bytes: int) -> Examined:
    """Look into a file; what is shown of it is without what a device or program wrote into it.

    Raises:
        NotKept: it is too large, of a type that is not kept, whatever its name says, or broken.
    """
    if len(content) > most_bytes:
        raise NotKept("size")
    if content.startswith(_ZIP):
        office = clean_office_apart(content)
        if office.media_type not in types:
            raise NotKept("type")
        return Examined(office.media_type, office.shown)
    media_type = type_of(content)
    if media_type not in types:
        raise NotKept("type")
    is_picture = media_type.startswith(_PICTURE)
    return Examined(media_type, _redrawn(content) if is_picture else cleaned(content, media_type))


def type_of(content: bytes) -> str:
    """Return the media type that the first bytes tell; empty where they tell none."""
    try:
        found = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return ""
    best = found[0]
    return best.mime_type or mimetypes.guess_type(f"x{best.extension}")[0] or ""


def _redrawn(content: bytes) -> bytes:
    """Return the picture as a new JPEG: turned as it was held, smaller, and nothing besides."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise NotKept("picture")
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _as_jpeg(upright)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as error:
        raise NotKept("picture") from error


def _as_jpeg(picture: Image.Image) -> bytes:
    clean = Image.new("RGB", picture.size, _WHITE)
    seen = picture.convert("RGBA")
    clean.paste(seen, mask=seen.getchannel("A"))
    drawn = io.BytesIO()
    clean.save(drawn, "JPEG", quality=QUALITY)
    return drawn.getvalue()
