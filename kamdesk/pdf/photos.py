"""Photographs in rows of three, each with what it shows."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.utils import ImageReader

from kamdesk.pdf import style
from kamdesk.pdf.ink import Ink
from kamdesk.pdf.painter import Painter
from kamdesk.pdf.pieces import Piece
from kamdesk.pdf.texts import draw_lines, height_of, title_pieces
from kamdesk.reports.model import Photo, Photos
from kamdesk.words import _

IN_ROW = 3
GUTTER = 9.0
SHAPE = 0.75  # height of the frame, in widths


def photos(block: Photos, *, width: float, ink: Ink) -> list[Piece]:
    """Rows of equal frames; a picture keeps its proportions inside its frame."""
    each = (width - GUTTER * (IN_ROW - 1)) / IN_ROW
    rows = [block.photos[start : start + IN_ROW] for start in range(0, len(block.photos), IN_ROW)]
    title = title_pieces(block.title, width=width, ink=ink)
    return [*title, *(_row(row, each=each, before=GUTTER if index else 0.0, ink=ink) for index, row in enumerate(rows))]


def _row(row: tuple[Photo, ...], *, each: float, before: float, ink: Ink) -> Piece:
    frame = each * SHAPE
    laid = [(_read(one.data), ink.wrap(one.caption, each, size=style.SMALL, lines=3)) for one in row]
    unreadable = ink.clean(_("This picture cannot be shown"))

    def draw(painter: Painter, x: float, y: float) -> None:
        for index, (picture, caption) in enumerate(laid):
            left = x + index * (each + GUTTER)
            if picture is None:
                painter.rect(left, y, each, frame, fill="subtle", radius=style.RADIUS)
                middle = (left + each / 2, y + frame / 2)
                painter.text(*middle, unreadable, size=style.SMALL, colour="text3", anchor="middle")
            else:
                painter.picture(left, y, picture, width=each, height=frame)
            draw_lines(painter, left, y + frame + 3.0, caption, size=style.SMALL, colour="text2")

    return Piece(frame + 3.0 + max(height_of(caption, style.SMALL) for _picture, caption in laid), draw, before=before)


def _read(data: bytes) -> Any:
    """The picture, or None when the bytes are no picture that can be decoded; the page says so in its place."""
    try:
        picture = ImageReader(io.BytesIO(data))
        picture.getRGBData()
    except Exception:  # noqa: BLE001  a broken or enormous file makes the decoder raise almost anything
        return None
    return picture
