"""Rows of a table <-> frozen records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from kamdesk.fields import Field
from kamdesk.kinds import Kind, Record, record_from
from kamdesk.stored import Stored, from_columns, to_columns

R = TypeVar("R", bound=Record)
_WRITTEN_AS_IT_IS = frozenset(("text", "note", "email", "phone", "url", "choice", "ref", "month"))


@cache
def _readers(kind_name: str) -> list[tuple[str, int, int, Field]]:
    """Name, first column, end and field of each stored field; id and archived come first in every table."""
    from kamdesk.kinds import kind_of

    readers, at = [], 2
    for each in kind_of(kind_name).stored:
        readers.append((each.name, at, at + len(each.columns), each))
        at += len(each.columns)
    return readers


def record_of(kind: type[R], row: Sequence[Any]) -> R:
    """The record in a whole row of its table."""
    cells = tuple(row)
    values: dict[str, Any] = {"id": cells[0], "archived": bool(cells[1])}
    for name, at, end, of in _readers(kind.kind.name):
        value = cells[at]
        # Texts are kept as they are: asking their field for each of thousands of records costs more than reading them.
        values[name] = value if value.__class__ is str and of.type in _WRITTEN_AS_IT_IS \
            else from_columns(of, cells[at:end])
    return record_from(kind, values)


def columns_of(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """Column values of some fields («id» and «archived» included when given)."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name == "id":
            found["id"] = value
        elif name == "archived":
            found["archived"] = int(value)
        else:
            each = kind.fields[name]
            if not each.stored:
                continue  # calculated by the reader, never written
            found.update(zip((column.name for column in each.columns), to_columns(each, value), strict=True))
    return found


def cells_writer(kind: Kind, names: Sequence[str]) -> tuple[list[str], Callable[[Mapping[str, Any]], list[Stored]]]:
    """The columns of some fields of a kind («archived» too), and what turns values by field into their cells."""
    fields = [(name, kind.fields.get(name)) for name in names]
    stored = [(name, of) for name, of in fields if of is None or of.stored]
    columns = [column for name, of in stored for column in ([each.name for each in of.columns] if of else [name])]

    def write(values: Mapping[str, Any]) -> list[Stored]:
        cells: list[Stored] = []
        for name, of in stored:
            cells += to_columns(of, values[name]) if of else (int(values[name]),)
        return cells

    return columns, write


def row_writer(kind: Kind, defaults: Mapping[str, Any]) -> tuple[list[str], Callable[[Mapping[str, Any]], list[Any]]]:
    """The columns of a kind, and what turns values by field («id» and «archived» too) into a whole row of them.

    For rows by the thousand: the fields a row does not give cost nothing, their cells are ready made of ``defaults``.
    """
    names = ["id", "archived"]
    blank: list[Stored] = [None, 0]
    places: dict[str, tuple[int, Field, bool]] = {}
    for each in kind.stored:
        places[each.name] = len(names), each, each.type in _WRITTEN_AS_IT_IS
        names += [column.name for column in each.columns]
        blank += to_columns(each, defaults.get(each.name))

    def write(values: Mapping[str, Any]) -> list[Any]:
        row: list[Any] = blank.copy()
        for name, value in values.items():
            if name in places:
                at, of, plain = places[name]
                if plain and value.__class__ is str:
                    row[at] = value or None
                else:
                    cells = to_columns(of, value)
                    row[at:at + len(cells)] = cells
        row[0], row[1] = values["id"], int(values.get("archived", False))
        return row

    return names, write
