"""Records as sheets: each field as a typed cell under its label, and empty templates for the first filling."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kamdesk.fields import Field, Geo, Id
from kamdesk.kinds import Kind, kind_of
from kamdesk.sheets.cells import Cell, shown
from kamdesk.sheets.staging import StagedRow
from kamdesk.sheets.tables import Table
from kamdesk.sheets.writing import (
    DAY,
    DECIMAL,
    FLAG,
    INSTANT,
    MONEY,
    PERCENT,
    TEXT,
    TIME,
    WHOLE,
    OutColumn,
    OutSheet,
)
from kamdesk.words import _, exponent

_TYPES = {
    "int": WHOLE,
    "year": WHOLE,
    "dec": DECIMAL,
    "money": MONEY,
    "pct": PERCENT,
    "day": DAY,
    "instant": INSTANT,
    "time": TIME,
    "flag": FLAG,
}
EXAMPLES: Mapping[str, Cell] = {
    "day": datetime.date(2025, 11, 24), "month": "2025-11", "year": 2025, "time": datetime.time(9, 30),
    "money": Decimal("1234.50"), "pct": Decimal("12.5"), "dec": Decimal(10), "int": 10, "flag": True,
    "email": "nombre@empresa.com", "phone": "+52 33 1234 5678", "url": "https://empresa.com",
    "geo": "20.673900, -103.344000"}  # fmt: skip
_ONE = {"choices": "choice", "refs": "ref", "links": "link"}


def record_sheet(
    kind: Kind,
    columns: Sequence[str],
    rows: Iterable[tuple[Mapping[str, Any], Mapping[Id, str]]],
    *,
    currency: str | None = None,
) -> OutSheet:
    """A list of records as a sheet; each row gives its values by field and the names of what it refers to."""
    fields = [kind.fields[name] for name in columns]
    cells = (
        [cell_for(values.get(of.name), of, names=names, currency=currency) for of in fields] for values, names in rows
    )
    return OutSheet(_(kind.labels), [column_for(of, currency=currency) for of in fields], cells)


def template(kind: Kind) -> OutSheet:
    """An empty sheet with a column for each field a person fills in, the required ones first; choices drop down."""
    return OutSheet(_(kind.labels), [_asked(each) for each in filled_in(kind)], ())


def example(kind: Kind) -> OutSheet:
    """The template with one row filled in as a person would."""
    fields = filled_in(kind)
    return OutSheet(_("Example"), [column_for(each) for each in fields], ([example_of(each) for each in fields],))


def filled_in(kind: Kind) -> list[Field]:
    """The fields a person fills in, the required ones first; states are changed by verbs, data by screens."""
    fields = [each for each in kind.stored if each.type not in ("data", "instant") and each.name != kind.state]
    return sorted(fields, key=lambda each: not each.required)


def example_of(of: Field) -> Cell:
    """A value as it may be written in a cell; references by their name."""
    kind = _ONE.get(of.type, of.type)
    if kind == "choice":
        return _(next(iter(of.options.values())))
    if kind in ("ref", "link"):
        return _("Name of the {kind}", kind=_(kind_of(of.to[0]).label).lower()) if of.to else ""
    return EXAMPLES.get(kind, _(of.label))


def _asked(of: Field) -> OutColumn:
    options = tuple(_(each) for each in of.options.values()) if of.type == "choice" else ()
    return replace(column_for(of), options=options)


def correction_sheet(table: Table, rows: Iterable[StagedRow]) -> OutSheet:
    """The refused rows of an import as they came, with the reasons beside them: to mend and bring back."""
    cells = dict(table.rows)
    columns = [*map(OutColumn, table.headers), OutColumn(_("Reason"))]
    refused = ([*cells[row.number], " ".join(issue.message for issue in row.issues)] for row in rows if row.refused)
    return OutSheet(table.sheet, columns, refused)


def column_for(of: Field, *, header: str = "", currency: str | None = None) -> OutColumn:
    """The column of a field of a kind, headed by its label."""
    decimals = exponent(currency) if of.type == "money" and of.scale is None else min(of.scale or 0, 4)
    kind = of.value if of.type == "calc" else of.type
    return OutColumn(header or _(of.label), _TYPES.get(kind, TEXT), decimals)


def cell_for(value: Any, of: Field, *, names: Mapping[str, str], currency: str | None = None) -> Cell:
    """The value of a field as a cell: references by name, choices by label, money in units, lists joined by «; »."""
    if value is None or value in ("", ()):
        return None
    kind = of.value if of.type == "calc" else of.type
    if kind == "money" and isinstance(value, int):
        return Decimal(value).scaleb(-exponent(currency))
    if kind in _ONE:
        return "; ".join(shown(cell_for(each, replace(of, type=_ONE[kind]), names=names)) for each in value)
    if kind == "choice":
        return _(of.options[value]) if value in of.options else str(value)
    if kind in ("ref", "link"):
        return names.get(getattr(value, "id", value), "")
    return _plain(value)


def _plain(value: Any) -> Cell:
    if isinstance(value, Geo):
        return f"{Decimal(value.latitude).scaleb(-6)}, {Decimal(value.longitude).scaleb(-6)}"
    if isinstance(value, datetime.datetime):
        return value.astimezone().replace(tzinfo=None)
    return value if isinstance(value, (str, int, Decimal, datetime.date, datetime.time)) else str(value)
