"""Cells to and from the clipboard, as spreadsheets write them: tabs, line ends, quotes around what holds either."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterable, Sequence

from kamdesk.sheets.cells import Cell, shown


def parse_cells(text: str) -> list[list[str]]:
    """The rows of a pasted block, all of the same length; quoted cells may hold tabs and line breaks.

    One trailing line end is not a row. A single line without tabs is one cell.
    """
    rows = (
        list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", doublequote=True))
        if '"' in text
        else _lines(text)
    )
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _lines(text: str) -> list[list[str]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    return [line.split("\t") for line in lines.split("\n")] if lines else []


def as_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Tab-separated text that Excel, LibreOffice and Google paste as the same cells."""
    return "".join("\t".join(map(_quoted, row)) + "\r\n" for row in rows)


def _quoted(cell: Cell) -> str:
    text = cell if isinstance(cell, str) else shown(cell)
    if any(char in text for char in '\t\n\r"'):
        return '"' + text.replace('"', '""') + '"'
    return text


def as_html(rows: Iterable[Sequence[Cell]]) -> str:
    """The same cells as an HTML table, everything escaped, for programs that prefer it."""
    lines = ("<tr>" + "".join(f"<td>{_escaped(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return "<table>" + "".join(lines) + "</table>"


def _escaped(cell: Cell) -> str:
    text = cell if isinstance(cell, str) else shown(cell)
    return html.escape(text).replace("\r\n", "\n").replace("\n", "<br>")
