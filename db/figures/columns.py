"""The SQL of calc fields, so that they sort, filter and page like any other column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Table

from kamdesk.kinds import Kind

Expression = Callable[[Table], ColumnElement[Any]]
CALC: dict[tuple[str, str], Expression] = {}


def calc(kind: str, field: str) -> Callable[[Expression], Expression]:
    """Register the SQL of a calc field: a function of the kind's table."""

    def register(expression: Expression) -> Expression:
        CALC[kind, field] = expression
        return expression

    return register


def has_calc(kind: Kind, field: str) -> bool:
    """Whether the SQL of a calc field is there; columns without it are not offered."""
    return (kind.name, field) in CALC


def calc_column(kind: Kind, field: str) -> ColumnElement[Any]:
    """The SQL of a calc field of a kind."""
    from db.schema import table_of

    return CALC[kind.name, field](table_of(kind))
