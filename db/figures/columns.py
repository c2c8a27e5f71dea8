"""The SQL of calc fields, so that they sort, filter and page like any other column."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, select

from kamdesk.kinds import Kind

Expression = Callable[[Table], ColumnElement[Any]]
CALC: dict[tuple[str, str], Expression] = {}
STORED: dict[tuple[str, str], Column[Any]] = {}
_AREAS = ("clients", "sales", "network", "money", "promotions", "approvals", "agreements")


def calc(kind: str, field: str) -> Callable[[Expression], Expression]:
    """Register the SQL of a calc field: a function of the kind's table."""

    def register(expression: Expression) -> Expression:
        CALC[kind, field] = expression
        return expression

    return register


def stored(kind: str, field: str, column: Column[Any]) -> None:
    """Register a calc field that a roll-up keeps, by a column beside its ``pk``; lists sort by its index."""
    sorted_by(kind, field, column)
    calc(kind, field)(lambda table: select(column).where(column.table.c.pk == table.c.id).scalar_subquery())


def sorted_by(kind: str, field: str, column: Column[Any]) -> None:
    """Sort lists by a column of a roll-up where they show the field: its order, and its index."""
    STORED[kind, field] = column


def has_calc(kind: Kind, field: str) -> bool:
    """Whether the SQL of a calc field is there; columns without it are not offered."""
    _load()
    return (kind.name, field) in CALC


def calc_column(kind: Kind, field: str) -> ColumnElement[Any]:
    """The SQL of a calc field of a kind."""
    from db.schema import table_of

    _load()
    return CALC[kind.name, field](table_of(kind))


def stored_column(kind: Kind, field: str) -> Column[Any] | None:
    """The indexed column of a roll-up that a list is sorted by, None for fields of the record itself."""
    _load()
    return STORED.get((kind.name, field))


@cache
def _load() -> None:
    for area in _AREAS:
        import_module(f"db.figures.columns_{area}")
