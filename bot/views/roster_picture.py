"""A month of a roster as a picture that can be read on a phone without turning or zooming it."""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bot.views.roster_grid import Grid, Row

FONT = Path(__file__).parent / "data" / "roster.ttf"
WIDTH = 720
_LEFT = 168
_MARGIN = 16
_SIZE, _SMALL, _TITLE = 28, 21, 32
_LINE, _HEAD = 36, 60
_INK, _FAINT, _RED = (30, 30, 30), (130, 130, 130), (200, 20, 30)
_PAPER, _RULE, _OFF, _TODAY = (255, 255, 255), (222, 222, 222), (244, 240, 232), (220, 236, 255)
# No font has a sign here: it is kept for private use.
_NO_SIGN = "\ue123"
Font = ImageFont.FreeTypeFont


def draw(grid: Grid, font: Path = FONT) -> bytes | None:
    """Return the grid as PNG; None where there is no font, or it lacks a sign of a name."""
    try:
        plain = _load(font, _SIZE)
    except OSError:
        return None
    return None if _lacks(plain, grid.signs) else _Sheet(grid, font).png()


class _Sheet:
    def __init__(self, grid: Grid, font: Path) -> None:
        self._grid = grid
        self._plain = _load(font, _SIZE)
        self._small = _load(font, _SMALL)
        self._title = _load(font, _TITLE)
        self._column = (WIDTH - _LEFT - _MARGIN) // max(len(grid.tiers), 1)
        height = 2 * _HEAD + sum(self._height(row) for row in grid.rows) + _MARGIN
        self._image = Image.new("RGB", (WIDTH, height), _PAPER)
        self._pen = ImageDraw.Draw(self._image)

    def png(self) -> bytes:
        """Draw everything and return the file."""
        self._write(_MARGIN, 12, self._grid.title, self._title, WIDTH - 2 * _MARGIN)
        for place, tier in enumerate(self._grid.tiers):
            self._write(self._x(place), _HEAD + 12, tier, self._small, self._column, _FAINT)
        top = 2 * _HEAD
        for row in self._grid.rows:
            self._row(row, top)
            top += self._height(row)
        kept = io.BytesIO()
        # Few colours are used, and a palette makes the file a third as large; the quickest way to
        # find it is good enough.
        few = self._image.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(kept, "PNG", compress_level=4)
        return kept.getvalue()

    def _row(self, row: Row, top: int) -> None:
        height = self._height(row)
        paper = _TODAY if row.is_today else _OFF if row.is_off else _PAPER
        self._pen.rectangle((0, top, WIDTH, top + height - 1), fill=paper)
        self._pen.line((0, top, WIDTH, top), fill=_RULE)
        self._write(_MARGIN, top + 4, row.label, self._plain, _LEFT - _MARGIN)
        if row.note:
            self._write(_MARGIN, top + _LINE + 2, row.note, self._small, _LEFT - _MARGIN, _RED)
        for place, cell in enumerate(row.cells):
            if cell is None:
                continue
            if not cell:
                self._write(
                    self._x(place), top + 4, self._grid.nobody, self._plain, self._column, _RED
                )
            for number, entry in enumerate(cell):
                font = self._small if entry.since or len(cell) > 1 else self._plain
                y = top + 4 + number * _LINE
                self._write(self._x(place), y, entry.words, font, self._column)

    def _height(self, row: Row) -> int:
        lines = max((len(cell or ()) for cell in row.cells), default=1)
        return max(lines, 2 if row.note else 1) * _LINE + 8

    def _x(self, place: int) -> int:
        return _LEFT + place * self._column

    def _write(
        self,
        x: int,
        y: int,
        words: str,
        font: Font,
        room: int,
        ink: tuple[int, int, int] = _INK,
    ) -> None:
        self._pen.text((x, y), _fitting(words, font, room - 8), font=font, fill=ink)


def _fitting(words: str, font: Font, room: int) -> str:
    """Return the words, cut where they would run into the next column."""
    if font.getlength(words) <= room:
        return words
    while words and font.getlength(f"{words}…") > room:
        words = words[:-1]
    return f"{words}…"


def _lacks(font: Font, signs: frozenset[str]) -> bool:
    """Say whether a sign would be drawn as the sign for a missing one."""
    missing = bytes(font.getmask(_NO_SIGN))
    return any(bytes(font.getmask(sign)) == missing for sign in signs if not sign.isspace())


def _load(font: Path, size: int) -> Font:
    return ImageFont.truetype(font, size, layout_engine=ImageFont.Layout.BASIC)
