"""A file without what a device or a program wrote into it besides: where, when, by whom."""

from collections.abc import Callable, Mapping

from bot.errors import NotClean
from bot.services.clean_movies import clean_movie
from bot.services.clean_pages import clean_page_apart
from bot.services.clean_sounds import clean_song, clean_speech


def cleaned(content: bytes, media_type: str) -> bytes | None:
    """Return the file without what was written besides; None where that cannot be vouched for."""
    clean = _CLEANERS.get(media_type)
    if clean is None:
        return None
    try:
        return clean(content)
    except NotClean:
        return None


def _as_it_is(content: bytes) -> bytes:
    """Return a recording that has no room for remarks."""
    return content


_CLEANERS: Mapping[str, Callable[[bytes], bytes]] = {
    "video/mp4": clean_movie,
    "video/quicktime": clean_movie,
    "audio/mp4": clean_movie,
    "audio/ogg": clean_speech,
    "application/ogg": clean_speech,
    "audio/mpeg": clean_song,
    "audio/amr": _as_it_is,
    "application/pdf": clean_page_apart,
}
