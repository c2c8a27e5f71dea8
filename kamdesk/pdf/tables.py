"""Tables: columns as wide as their content needs, rows that split over pages under a repeated head."""

from __future__ import annotations

from dataclasses import dataclass

from kamdesk.pdf import style
from kamdesk.pdf.columns import share_out, split
from kamdesk.pdf.ink import Ink
from kamdesk.pdf.painter import Painter
from kamdesk.pdf.pieces import Piece, stack
from kamdesk.pdf.texts import empty_piece, lines_piece, title_pieces
from kamdesk.reports.model import Cell, Column, Row, Table
from kamdesk.words import _

PAD = 4.0  # between text and the edge of its column
MAX_LINES = 8
TITLED = 2  # pieces of a title
KEEP = 120.0  # a table up to this height is never split


def table(
    block: Table, *, width: float, ink: Ink, sizes: tuple[float, ...] = style.TABLE, pad: float = PAD
) -> list[Piece]:
    """The title, the head and the rows as pieces; too many columns become several tables under one another."""
    pieces = title_pieces(block.title, width=width, ink=ink)
    if not block.rows:
        before = 0.0 if pieces else style.GAP
        return [*pieces, empty_piece(block.empty, width=width, ink=ink, before=before)]
    for part in split(block, width + 2 * pad, ink=ink, size=sizes[-1], pad=pad):
        grid = _Grid(part, width=width, ink=ink, sizes=sizes, pad=pad)
        head = grid.head()
        pieces.append(Piece(head.height, head.draw, before=0.0 if len(pieces) == TITLED else style.GAP, keep=True))
        pieces.extend(_rows(grid, head=[*_continued(block.title, width=width, ink=ink), head]))
    if block.note:
        lines = ink.wrap(block.note, width, size=style.CAPTION, lines=4)
        pieces.append(lines_piece(lines, size=style.CAPTION, colour="text3", before=3.0))
    return pieces


def _continued(title: str, *, width: float, ink: Ink) -> list[Piece]:
    """What stands above the repeated head of a table with a title."""
    if not title:
        return []
    line = ink.fit(_("{title} (continued)", title=title), width, size=style.CAPTION)
    return [lines_piece([line], size=style.CAPTION, colour="text3")]


def _rows(grid: _Grid, *, head: list[Piece]) -> list[Piece]:
    """Rows tied to what they belong to; a small table stays whole, and no row stands alone on a page."""
    rows, again = grid.block.rows, stack(head)
    made = [grid.row(row) for row in rows]
    small = sum(one.height for one in made) <= KEEP
    pieces: list[Piece] = []
    for index, (row, drawn) in enumerate(zip(rows, made, strict=True)):
        following = rows[index + 1] if index + 1 < len(rows) else None
        ties = bool(grid.block.note) if following is None else small or _tied(row, following, index=index, of=len(rows))
        pieces.append(Piece(drawn.height, drawn.draw, keep=ties, head=stack(head) if row.kind == "group" else again))
        if row.kind == "group":
            again = stack([*head, drawn])
    return pieces


def _tied(row: Row, following: Row, *, index: int, of: int) -> bool:
    """Whether two rows stay together: a group and its first row, two rows at either end, a total and the row before."""
    return row.kind == "group" or following.kind == "total" or index in {0, of - 2}


@dataclass(frozen=True)
class _Set:
    """A cell ready to draw: its lines and how they stand."""

    lines: tuple[str, ...]
    x: float
    width: float
    align: str
    status: str


class _Grid:
    """The columns of a table, measured once."""

    def __init__(self, block: Table, *, width: float, ink: Ink, sizes: tuple[float, ...], pad: float) -> None:
        self.block, self.width, self.ink, self.pad = block, width, ink, pad
        # Text of the outer columns is flush with the rules, so the columns reach a pad beyond them at either side.
        self.size, self.widths = share_out(block, width + 2 * pad, ink=ink, sizes=sizes, pad=pad)
        self.lefts = [sum(self.widths[:index]) - pad for index in range(len(self.widths))]

    def head(self) -> Piece:
        """Column titles above a rule."""
        size = self.size * 0.92
        cells = [
            self._cell(column.title, index, column, size=size, weight=600, status="", lines=3)
            for index, column in enumerate(self.block.columns)
        ]
        height = max(len(cell.lines) for cell in cells) * size * 1.25 + 7.0

        def draw(painter: Painter, x: float, y: float) -> None:
            for cell in cells:
                _draw_lines(
                    painter,
                    x,
                    y + height - 3.5 - len(cell.lines) * size * 1.25,
                    cell,
                    size=size,
                    colour="text3",
                    weight=600,
                )
            painter.line(x, y + height, x + self.width, y + height, colour="line_strong", width=0.8)

        return Piece(height, draw, keep=True)

    def row(self, row: Row) -> Piece:
        """One row with its hairline."""
        weight = 600 if row.kind else 400
        if row.kind == "group" and len(row.cells) == 1:
            lines = self.ink.wrap(_text(row.cells[0]), self.width, size=self.size, weight=600, lines=MAX_LINES)
            cells = [_Set(tuple(lines), 0.0, self.width, "left", "")]
        else:
            cells = [
                self._cell(
                    _text(cell),
                    index,
                    column,
                    size=self.size,
                    weight=weight,
                    status=_status(cell),
                    lines=MAX_LINES,
                    indent=style.INDENT * row.indent if not index else 0.0,
                )
                for index, (cell, column) in enumerate(zip(row.cells, self.block.columns, strict=False))
            ]
        height = max((len(cell.lines) for cell in cells), default=1) * self.size * 1.3 + self.size * 0.8

        def draw(painter: Painter, x: float, y: float) -> None:
            self._row(painter, x, y, cells, height=height, kind=row.kind)

        return Piece(height, draw)

    def _row(self, painter: Painter, x: float, y: float, cells: list[_Set], *, height: float, kind: str) -> None:
        if kind == "group":
            painter.rect(x - self.pad, y, self.width + 2 * self.pad, height, fill="subtle")
        for cell in cells:
            if cell.status and cell.align != "right":
                _pill(painter, x, y + self.size * 0.4, cell, size=self.size)
            else:
                strong = bool(kind or cell.status)
                _draw_lines(
                    painter,
                    x,
                    y + self.size * 0.4,
                    cell,
                    size=self.size,
                    colour=cell.status or "text",
                    weight=600 if strong else 400,
                )
        if kind == "total":
            painter.line(x, y, x + self.width, y, colour="text2", width=0.8)
        else:
            painter.line(x, y + height, x + self.width, y + height, width=style.HAIR)

    def _cell(
        self,
        text: str,
        index: int,
        column: Column,
        *,
        size: float,
        weight: int,
        status: str,
        lines: int,
        indent: float = 0.0,
    ) -> _Set:
        inner = self.widths[index] - 2 * self.pad - indent
        made = self.ink.wrap(text, inner, size=size, weight=600 if status else weight, lines=lines)
        return _Set(tuple(made), self.lefts[index] + self.pad + indent, inner, column.align, status)


def _text(cell: str | Cell) -> str:
    return cell.text if isinstance(cell, Cell) else cell


def _status(cell: str | Cell) -> str:
    return cell.status if isinstance(cell, Cell) else ""


def _draw_lines(painter: Painter, x: float, y: float, cell: _Set, *, size: float, colour: str, weight: int) -> None:
    at, anchor = x + cell.x, "start"
    if cell.align == "right":
        at, anchor = at + cell.width, "end"
    elif cell.align == "center":
        at, anchor = at + cell.width / 2, "middle"
    for index, line in enumerate(cell.lines):
        painter.text(at, y + size * (0.98 + 1.28 * index), line, size=size, colour=colour, weight=weight, anchor=anchor)


def _pill(painter: Painter, x: float, y: float, cell: _Set, *, size: float) -> None:
    """A status word on its soft ground."""
    wide = max(painter.ink.measure(line, size, 600) for line in cell.lines) + size * 0.9
    left = x + cell.x + (0.0 if cell.align == "left" else (cell.width - wide) / 2)
    painter.rect(
        left,
        y - size * 0.1,
        wide,
        size * 1.3 * len(cell.lines) + size * 0.15,
        fill=f"{cell.status}_soft",
        radius=size * 0.5,
    )
    for index, line in enumerate(cell.lines):
        painter.text(
            left + size * 0.45, y + size * (0.98 + 1.28 * index), line, size=size, colour=cell.status, weight=600
        )
