"""What is kept of a file, whatever its name says: its size, its kind and its pixels decide."""

import io

import pytest
from PIL import Image

from bot.errors import NotKept
from bot.services import examining
from bot.services.clean_office import WORD
from bot.services.examining import examine
from tests.services.office_files import plain

ROOM = 1_000_000


def picture(width: int, height: int) -> bytes:
    """Return a small file that unpacks to so many pixels."""
    drawn = io.BytesIO()
    Image.new("1", (width, height)).save(drawn, "PNG")
    return drawn.getvalue()


def test_a_file_as_large_as_may_be_is_kept_and_one_byte_more_is_not() -> None:
    content = picture(20, 10)
    kept = examine(content, {"image/png"}, len(content))
    assert kept.media_type == "image/png"
    assert kept.shown is not None
    with pytest.raises(NotKept, match="size"):
        examine(content, {"image/png"}, len(content) - 1)


def test_an_office_file_is_kept_only_where_its_kind_is() -> None:
    assert examine(plain(), {WORD}, ROOM).media_type == WORD
    with pytest.raises(NotKept, match="type"):
        examine(plain(), {"application/zip"}, ROOM)


def test_a_picture_of_too_many_pixels_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "MOST_PIXELS", 200)
    examine(picture(20, 10), {"image/png"}, ROOM)
    with pytest.raises(NotKept, match="picture"):
        examine(picture(20, 11), {"image/png"}, ROOM)
