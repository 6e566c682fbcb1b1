"""Small films, recordings and papers as devices write them, with where and when they were made."""

import io

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ByteStringObject, DecodedStreamObject, NameObject

from bot.services.clean_sounds import _sum_of

SPOT = b"+34.5398+118.7632/"
MADE = (0xE1A2B3C4).to_bytes(4)
PIXELS = b"what is seen and heard, +0 to the last byte"


def box(kind: bytes, *inner: bytes) -> bytes:
    body = b"".join(inner)
    return (8 + len(body)).to_bytes(4) + kind + body


def film(*, handler: bytes = b"vide", more: bytes = b"") -> bytes:
    """Return an MP4 as a telephone writes it: one track, its spot in `udta`, dates in its heads."""
    dated = bytes(4) + MADE + MADE + bytes(80)
    handled = box(b"hdlr", bytes(8), handler, bytes(12), b"Phone of the neighbour\x00")
    track = box(b"trak", box(b"tkhd", dated), box(b"mdia", box(b"mdhd", dated), handled))
    spot = box(b"udta", box(b"\xa9xyz", len(SPOT).to_bytes(2), b"\x15\xc7", SPOT))
    meta = box(b"meta", bytes(4), SPOT)
    return b"".join(
        (
            box(b"ftyp", b"isom", bytes(4), b"isommp42"),
            box(b"free", SPOT),
            box(b"mdat", PIXELS),
            box(b"moov", box(b"mvhd", dated), track, spot, meta, more),
            box(b"uuid", bytes(16), b"<x:xmpmeta>", SPOT),
        )
    )


def leaf(number: int, packet: bytes, *, flags: int = 0) -> bytes:
    """Return a page of Ogg that holds one packet."""
    laces = bytes([255] * (len(packet) // 255) + [len(packet) % 255])
    head = (
        b"OggS\x00" + bytes([flags]) + bytes(8) + b"\x07\x00\x00\x00" + number.to_bytes(4, "little")
    )
    page = head + bytes(4) + bytes([len(laces)]) + laces + packet
    return page[:22] + _sum_of(page).to_bytes(4, "little") + page[26:]


def speech() -> bytes:
    """Return an Opus stream with a remark in it."""
    remark = b"LOCATION=" + SPOT
    tags = (
        b"OpusTags\x04\x00\x00\x00test\x01\x00\x00\x00" + len(remark).to_bytes(4, "little") + remark
    )
    heads = leaf(0, b"OpusHead\x01\x01" + bytes(9), flags=2) + leaf(1, tags)
    return heads + leaf(2, PIXELS, flags=4)


def song() -> bytes:
    """Return an MP3 between its tags."""
    remark = b"TXXX" + SPOT
    before = b"ID3\x04\x00\x00\x00\x00\x00" + bytes([len(remark)]) + remark
    return before + b"\xff\xfb\x90\x00" + PIXELS + (b"TAG" + SPOT).ljust(128, b"\x00")


def paper() -> bytes:
    """Return a PDF with an author, XMP, an enclosed file, and a photo with its spot."""
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": "neighbour", "/Title": SPOT.decode()})
    writer.xmp_metadata = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SPOT + b"</x:xmpmeta>"
    writer.add_attachment("spot.txt", SPOT)
    drawn, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = SPOT.decode()
    Image.new("RGB", (8, 8), "red").save(drawn, "JPEG", exif=exif)
    photo = DecodedStreamObject()
    photo.set_data(drawn.getvalue())
    photo[NameObject("/Filter")] = NameObject("/DCTDecode")
    photo[NameObject("/PieceInfo")] = ByteStringObject(SPOT)
    page[NameObject("/Photo")] = writer._add_object(photo)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
