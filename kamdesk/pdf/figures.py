"""Charts on paper, with their values as a small table below."""

from __future__ import annotations

from dataclasses import replace

from kamdesk.charts import Box, ChartData, Strip, layout
from kamdesk.pdf import style
from kamdesk.pdf.columns import fits
from kamdesk.pdf.ink import Ink
from kamdesk.pdf.painter import Painter
from kamdesk.pdf.pieces import Piece
from kamdesk.pdf.tables import table
from kamdesk.pdf.texts import lines_piece, title_pieces
from kamdesk.reports.model import Chart, Column, Row, Table

SIZE = 6.8
TWIN = (6.8, 6.4, 6.0)
PAD = 2.5
MAX_ACROSS = 14


def chart(block: Chart, *, width: float, ink: Ink) -> list[Piece]:
    """Title, message, the drawing and its table twin."""
    pieces = title_pieces(block.title, width=width, ink=ink)
    said = block.note or ("" if block.data.empty else block.data.summary())
    if said:
        pieces.append(
            lines_piece(
                ink.wrap(said, width, size=style.SMALL, lines=3),
                size=style.SMALL,
                colour="text3",
                before=0.0 if pieces else style.GAP,
                keep=True,
            )
        )
    box = Box(0.0, 0.0, width, style.BODY * 3 if block.data.empty else block.height)
    drawing = layout(block.data, box, measure=ink.measure, size=SIZE)

    def draw(painter: Painter, x: float, y: float) -> None:
        painter.drawing(drawing, dx=x, dy=y)

    twin = block.twin and not block.data.empty
    height = min(box.height, drawing.bottom + 2.0)  # charts of few rows need less than they may have
    pieces.append(Piece(height, draw, before=6.0 if pieces else style.GAP, keep=twin))
    if twin:
        head, *rows = table(_twin(block.data, width=width, ink=ink), width=width, ink=ink, sizes=TWIN, pad=PAD)
        pieces.extend((replace(head, before=4.0), *rows))
    return pieces


def _twin(data: ChartData, *, width: float, ink: Ink) -> Table:
    """The values of a chart: across the page where they fit (in short if need be), else downwards."""
    exact = data.table()
    if isinstance(data, Strip):
        return Table((Column(""), Column(exact[0][1], weight=1.0)), tuple(Row(row) for row in exact[1:]))
    if len(exact[0]) < len(exact) <= MAX_ACROSS:
        for rows in (exact, data.table(short=True)):
            across = _table(list(zip(*rows, strict=True)))
            if fits(across, width, ink=ink, size=TWIN[-1], pad=PAD):
                return across
    return _table(exact)


def _table(rows: list[tuple[str, ...]]) -> Table:
    head, *body = rows
    columns = tuple(Column(title, align="right" if index else "left") for index, title in enumerate(head))
    return Table(columns, tuple(Row(row) for row in body))
