"""Figures of the scope in one row under their names: what a full page has room for."""

from __future__ import annotations

from collections.abc import Sequence

from kamdesk.figures.model import Figure, Period
from kamdesk.problems import Problem
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Cell, Column, Row, Secrecy, Table
from kamdesk.reports.texts import cell, name_of
from kamdesk.words import _

Shown = tuple[str, str | Cell | Figure]  # a heading, and what stands under it


def strip(desk: Desk, shown: Sequence[Shown], *, title: str = "", secret: Secrecy = "") -> Table:
    """One row; ``secret`` is what the words given as text give away."""
    columns = tuple(Column(name, "right", 1.0, "" if isinstance(value, Figure) else secret) for name, value in shown)
    row = Row(tuple(cell(value, desk.scope_name) if isinstance(value, Figure) else value for _name, value in shown))
    return Table(columns, (row,) if shown else (), title, empty=_("no data"))


def figures(desk: Desk, *named: tuple[str, str], period: Period | None = None) -> list[Shown]:
    """Figures of the scope under short names; an empty one is the figure's own.

    A figure that is not kept by such a scope is «—»: the network as a whole is nobody's alone.
    """
    return [(name or name_of(code), _asked(desk, code, period)) for name, code in named]


def _asked(desk: Desk, code: str, period: Period | None) -> Figure | Cell:
    try:
        return desk.ask(code, period)
    except Problem:
        return Cell("—")
