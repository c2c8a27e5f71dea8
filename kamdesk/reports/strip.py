"""Figures of the scope in one row under their names: what a full page has room for."""

from __future__ import annotations

from collections.abc import Sequence

from kamdesk.figures.model import Figure, Period
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Cell, Column, Row, Secrecy, Table
from kamdesk.reports.texts import cell
from kamdesk.words import _

Shown = tuple[str, str | Cell | Figure]  # a heading, and what stands under it


def strip(desk: Desk, shown: Sequence[Shown], *, title: str = "", secret: Secrecy = "") -> Table:
    """One row; ``secret`` is what the words given as text give away."""
    columns = tuple(Column(name, "right", 1.0, "" if isinstance(value, Figure) else secret) for name, value in shown)
    row = Row(tuple(cell(value, desk.scope_name) if isinstance(value, Figure) else value for _name, value in shown))
    return Table(columns, (row,) if shown else (), title, empty=_("no data"))


def figures(desk: Desk, *named: tuple[str, str], period: Period | None = None) -> list[Shown]:
    """Figures of the scope under short names."""
    return [(name, desk.ask(code, period)) for name, code in named]
