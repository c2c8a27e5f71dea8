"""Charts on paper, with their values as a small table below."""

from __future__ import annotations

from kamdesk.charts import Box, layout
from kamdesk.pdf import style
from kamdesk.pdf.columns import fits
from kamdesk.pdf.ink import Ink
from kamdesk.pdf.painter import Painter
from kamdesk.pdf.pieces import Piece
from kamdesk.pdf.tables import table
from kamdesk.pdf.texts import lines_piece, title_pieces
from kamdesk.reports.model import Chart, Column, Row, Table

SIZE = 6.8
TWIN = (6.8, 6.4, 6.0, 5.6)
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
    height = style.BODY * 3 if block.data.empty else block.height
    drawing = layout(block.data, Box(0.0, 0.0, width, height), measure=ink.measure, size=SIZE)

    def draw(painter: Painter, x: float, y: float) -> None:
        painter.drawing(drawing, dx=x, dy=y)

    twin = block.twin and not block.data.empty
    pieces.append(Piece(height, draw, before=6.0 if pieces else style.GAP, keep=twin))
    return (
        [*pieces, *table(_twin(block.data.table(), width=width, ink=ink), width=width, ink=ink, sizes=TWIN)]
        if twin
        else pieces
    )


def _twin(rows: list[tuple[str, ...]], *, width: float, ink: Ink) -> Table:
    """The values of a chart; months across the page where they fit, else downwards."""
    across = _table(list(zip(*rows, strict=True)))
    if len(rows[0]) < len(rows) <= MAX_ACROSS and fits(across, width, ink=ink, size=TWIN[-1], pad=4.0):
        return across
    return _table(rows)


def _table(rows: list[tuple[str, ...]]) -> Table:
    head, *body = rows
    columns = tuple(Column(title, align="right" if index else "left") for index, title in enumerate(head))
    return Table(columns, tuple(Row(row) for row in body))
