"""The proof that somebody reported, as a picture to keep or to show."""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bot.views.receipt import ReceiptView
from bot.views.roster_picture import FONT

WIDTH, _MARGIN, _LINE = 900, 56, 46
_TITLE_SIZE, _SIZE = 44, 30
_INK, _FAINT, _RULE = (30, 30, 30), (110, 110, 110), (180, 30, 40)


def in_a_picture(receipt: ReceiptView, font: Path = FONT) -> bytes | None:
    """Return the receipt as PNG; None where there is no font to draw it with."""
    try:
        plain = ImageFont.truetype(font, _SIZE, layout_engine=ImageFont.Layout.BASIC)
        title = ImageFont.truetype(font, _TITLE_SIZE, layout_engine=ImageFont.Layout.BASIC)
    except OSError:
        return None
    room = WIDTH - 2 * _MARGIN
    lines = [(f"{name}：{value}", _INK) for name, value in receipt.facts]
    lines = [(part, ink) for words, ink in lines for part in wrapped(words, plain, room)]
    below = [(part, _FAINT) for said in receipt.sentences for part in wrapped(said, plain, room)]
    height = 3 * _MARGIN + 2 * _LINE + (len(lines) + len(below)) * _LINE
    image = Image.new("RGB", (WIDTH, height), (255, 255, 255))
    pen = ImageDraw.Draw(image)
    pen.rectangle((14, 14, WIDTH - 15, height - 15), outline=_RULE, width=4)
    left = (WIDTH - title.getlength(receipt.title)) / 2
    pen.text((left, _MARGIN), receipt.title, font=title, fill=_INK)
    top = _MARGIN + 2 * _LINE
    for words, ink in lines:
        pen.text((_MARGIN, top), words, font=plain, fill=ink)
        top += _LINE
    top += _MARGIN // 2
    pen.line((_MARGIN, top, WIDTH - _MARGIN, top), fill=_RULE)
    top += _MARGIN // 2
    for words, ink in below:
        pen.text((_MARGIN, top), words, font=plain, fill=ink)
        top += _LINE
    kept = io.BytesIO()
    image.quantize(16, dither=Image.Dither.NONE).save(kept, "PNG")
    return kept.getvalue()


def wrapped(words: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    """Return the words in lines that each fit the room; between any two signs may be an end."""
    lines = [""]
    for sign in words:
        if font.getlength(lines[-1] + sign) > room:
            lines.append("")
        lines[-1] += sign
    return lines
