"""What devices and programs write into files goes; what is seen and heard stays."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader, PdfWriter

from bot.errors import NotClean
from bot.services.clean_pages import clean_page, clean_page_apart
from bot.services.clean_sounds import _sum_of
from bot.services.cleaning import cleaned
from tests.services.recordings import MADE, PIXELS, SPOT, box, film, leaf, paper, song, speech

CASES: dict[str, Callable[[], bytes]] = {
    "video/mp4": film,
    "video/quicktime": film,
    "application/ogg": speech,
    "audio/mpeg": song,
    "application/pdf": paper,
}


@pytest.mark.parametrize("media_type", CASES)
def test_where_it_was_made_goes(media_type: str) -> None:
    content = CASES[media_type]()
    assert SPOT in content
    clean = cleaned(content, media_type)
    assert clean is not None
    assert SPOT not in clean
    assert media_type == "application/pdf" or PIXELS in clean
    assert cleaned(clean, media_type) == clean or media_type == "application/pdf"


def test_a_film_keeps_its_places_and_loses_its_dates_and_names() -> None:
    before = film()
    clean = cleaned(before, "video/mp4") or b""
    assert len(clean) == len(before)
    assert clean.index(PIXELS) == before.index(PIXELS)
    for gone in (MADE, b"neighbour", b"udta", b"uuid", b"meta"):
        assert gone in before
        assert gone not in clean


@pytest.mark.parametrize(
    "content",
    [
        film(handler=b"meta"),
        film(handler=b"mdir"),
        film(more=box(b"cmov", SPOT)),
        film(more=box(b"free") + b"\x00\x01"),
        film(more=box(b"mvhd", bytes(4))),
        film(more=b"\x00\x00\x00\x40free"),
        film()[:-30],
        box(b"ftyp", b"isom"),
        b"",
    ],
    ids=["spots", "unknown", "packed", "rest", "short", "beyond", "torn", "no film", "nothing"],
)
def test_a_film_that_is_not_understood_wholly_is_not_called_clean(content: bytes) -> None:
    assert cleaned(content, "video/mp4") is None


def test_a_film_of_boxes_as_quicktime_writes_them_is_cleaned_to_the_last_byte() -> None:
    pixels = (1).to_bytes(4) + b"mdat" + (16 + len(PIXELS)).to_bytes(8) + PIXELS
    ended = film(more=box(b"udta", SPOT) + bytes(4))
    before = pixels + ended
    clean = cleaned(before, "video/quicktime") or b""
    assert (len(clean), clean[: len(pixels)]) == (len(before), pixels)
    assert SPOT not in clean


def test_the_pages_of_a_recording_carry_right_sums() -> None:
    clean = cleaned(speech(), "audio/ogg") or b""
    pages = [b"OggS" + one for one in clean.split(b"OggS")[1:]]
    assert len(pages) == 3
    for page in pages:
        bare = page[:22] + bytes(4) + page[26:]
        assert _sum_of(bare) == int.from_bytes(page[22:26], "little")


def test_a_recording_of_another_kind_is_not_called_clean() -> None:
    assert cleaned(speech().replace(b"OpusHead", b"\x01vorbis."), "audio/ogg") is None
    assert cleaned(speech()[:-1], "audio/ogg") is None
    assert cleaned(song() + b"APETAGEX", "audio/mpeg") is None
    assert cleaned(b"ID3\x04\x00\x00\xff\xff\xff\xff", "audio/mpeg") is None


def test_remarks_that_go_on_in_the_next_page_are_not_called_clean() -> None:
    head = leaf(0, b"OpusHead\x01\x01" + bytes(9), flags=2)
    tags = b"OpusTags" + SPOT.ljust(255 * 2 - 8, b"x")
    whole = leaf(1, tags)
    assert cleaned(head + whole + leaf(2, PIXELS, flags=4), "audio/ogg") is not None
    laces = whole.index(bytes([3, 255, 255, 0]))
    cut = bytes([2, 255, 255])
    torn = whole[:laces] + cut + whole[laces + 4 :]
    assert cleaned(head + torn + leaf(2, PIXELS, flags=4), "audio/ogg") is None


def test_a_paper_without_a_page_is_not_called_clean() -> None:
    out = io.BytesIO()
    PdfWriter().write(out)
    with pytest.raises(NotClean):
        clean_page(out.getvalue())


def test_a_paper_keeps_its_pages_and_nothing_that_is_said_of_it() -> None:
    clean = cleaned(paper(), "application/pdf") or b""
    read = PdfReader(io.BytesIO(clean))
    assert len(read.pages) == 1
    assert not read.metadata
    assert read.xmp_metadata is None
    assert not read.attachments
    assert b"neighbour" not in clean


def test_a_paper_that_is_locked_or_broken_is_not_called_clean() -> None:
    writer, out = PdfWriter(clone_from=io.BytesIO(paper())), io.BytesIO()
    writer.encrypt("secret")
    writer.write(out)
    assert cleaned(out.getvalue(), "application/pdf") is None
    for broken in (b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF\n", paper()[:200], b""):
        assert cleaned(broken, "application/pdf") is None


def test_a_kind_that_nobody_cleans_is_not_called_clean() -> None:
    assert cleaned(b"x", "application/msword") is None


def test_a_paper_that_takes_too_long_is_not_called_clean() -> None:
    with pytest.raises(NotClean):
        clean_page_apart(paper(), seconds=0.001)
