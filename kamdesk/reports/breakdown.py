"""Figures by market, line, client or person as a table: one row a key, one column a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamdesk.figures.model import Figure
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import more
from kamdesk.reports.model import Cell, Column, Row, Secrecy, Table
from kamdesk.reports.texts import cell, name_of, whole_money
from kamdesk.words import _


@dataclass(frozen=True)
class Part:
    """A column: the figure, its heading (default: its name), and whether it is its own value or a number of it.

    ``part`` is empty for the value, else a name of ``Figure.more`` or «denominator», in minor units.
    """

    code: str
    title: str = ""
    part: str = ""
    secrecy: Secrecy = ""


@dataclass(frozen=True)
class Breakdown:
    """What a table of figures says: rows by ``dimension``, sorted by the first column, the whole as last row.

    ``beside`` are more columns, right of the figures: their heads, and their cells by key.
    """

    dimension: str
    kind: str
    heading: str
    parts: tuple[Part, ...]
    title: str
    empty: str
    none: str
    limit: int = 0
    whole: bool = True
    ranked: bool = False
    beside: tuple[tuple[Column, Mapping[str, Cell]], ...] = ()


def table(desk: Desk, asked: Breakdown) -> Table:
    """The breakdown as a table; rows without any figure are left out."""
    found = {code: desk.by(code, asked.dimension) for code in dict.fromkeys(part.code for part in asked.parts)}
    keys = order(found[asked.parts[0].code], list(found.values()))
    names = desk.names(asked.kind, keys, none=asked.none) if asked.kind else {key: key for key in keys}
    shown = keys[:asked.limit] if asked.limit else keys
    rows = [_row(asked, names.get(key) or asked.none, [found[part.code].get(key) for part in asked.parts], desk,
                 rank=rank, key=key) for rank, key in enumerate(shown, start=1)]
    if asked.whole and rows:
        total = _row(asked, _("Total"), [desk.ask(part.code) for part in asked.parts], desk, rank=0)
        rows.append(Row(total.cells, "total"))
    ranks = (Column(_("No."), "right"),) if asked.ranked else ()
    columns = (*ranks, Column(asked.heading, "left", 1.0),
               *(Column(part.title or name_of(part.code), "right", 0.0, part.secrecy) for part in asked.parts),
               *(column for column, _cells in asked.beside))
    return Table(columns, tuple(rows), asked.title, more(len(keys) - len(shown)), asked.empty)


def order(first: dict[str, Figure], others: Sequence[dict[str, Figure]]) -> list[str]:
    """The keys with any value, the greatest of the first figure first; rows without a key last."""
    keys = [key for key in dict.fromkeys(key for each in others for key in each)
            if any(each[key].value or each[key].numerator for each in others if key in each)]

    def rank(key: str) -> tuple[bool, float, str]:
        value = first[key].value if key in first else None
        return key == "", -float(value) if value is not None else float("inf"), key

    return sorted(keys, key=rank)


def _row(asked: Breakdown, name: str, values: Sequence[Figure | None], desk: Desk, *, rank: int, key: str = "") -> Row:
    cells = tuple(_cell(part, value, desk.scope_name if rank == 0 else f"{desk.scope_name} · {name}")
                  for part, value in zip(asked.parts, values, strict=True))
    number = (str(rank) if rank else "",) if asked.ranked else ()
    return Row((*number, name, *cells, *(each.get(key, Cell("—" if key else "")) for _column, each in asked.beside)))


def _cell(part: Part, value: Figure | None, scope: str) -> Cell:
    if value is None or not part.part:
        return cell(value, scope)
    number = value.denominator if part.part == "denominator" else value.more.get(part.part)
    return Cell("—" if number is None else whole_money(number))
