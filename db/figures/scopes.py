"""Scopes and breakdowns as SQL: whose a row is, and which key it falls under (product/05 §5.0)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, literal, null, select, true

from db.figures.rollup_tables import PARTY, PLACE
from db.schema import table_of
from kamdesk.figures.model import Scope
from kamdesk.kinds import kind_of
from kamdesk.problems import Problem
from kamdesk.words import _


def branch(root: str) -> Select[Any]:
    """A territory and its descendants."""
    return _below("territory", "parent", root)


def team(boss: str) -> Select[Any]:
    """A person and those who report to her, directly or through others."""
    return _below("person", "manager", boss)


def of_people(column: ColumnElement[Any], scope: Scope) -> ColumnElement[bool]:
    """The person of a scope, with her team unless she is asked for alone."""
    return column == scope.person if scope.alone else column.in_(team(scope.person or ""))


def _below(kind: str, parent: str, root: str) -> Select[Any]:
    table = table_of(kind_of(kind))
    below = select(literal(root).label("id")).cte(recursive=True)
    below = below.union(select(table.c.id).where(table.c[parent] == below.c.id))
    return select(below.c.id)


@dataclass(frozen=True)
class Attribution:
    """Whose the rows of a fact are: the column of each dimension it knows."""

    columns: Mapping[str, ColumnElement[Any]]
    source: FromClause

    def within(self, scope: Scope) -> ColumnElement[bool]:
        """Every condition of a scope."""
        return and_(true(), *self._conditions(scope))

    def _conditions(self, scope: Scope) -> Iterator[ColumnElement[bool]]:
        known = self.columns
        if scope.territory:
            yield known["territory"].in_(branch(scope.territory))
        if scope.person:
            yield of_people(known["person"], scope)
        if scope.line and "line" in known:
            yield known["line"] == scope.line
        elif scope.line:
            product = table_of(kind_of("product"))
            yield known["product"].in_(select(product.c.id).where(product.c.line == scope.line))
        for name in ("distributor", "client", "product", "channel"):
            wanted = getattr(scope, name)
            if wanted:
                yield known[name] == wanted

    def by(self, dimension: str | None) -> tuple[Attribution, ColumnElement[Any]]:
        """The fact joined with what the breakdown needs, and the column of its key: NULL for the whole, '' for none."""
        if dimension is None:
            return self, null()
        if dimension == "market":
            joined = self.source.outerjoin(PLACE, PLACE.c.pk == self.columns["territory"])
            return replace(self, source=joined), func.coalesce(PLACE.c.market, "")
        if dimension == "line" and "line" not in self.columns:
            product = table_of(kind_of("product"))
            joined = self.source.outerjoin(product, product.c.id == self.columns["product"])
            return replace(self, source=joined), func.coalesce(product.c.line, "")
        if dimension not in self.columns:
            raise Problem(_("This figure cannot be divided by that."), field="by")
        return self, func.coalesce(self.columns[dimension], "")


def asked(scope: Scope) -> list[str]:
    """The dimensions a scope names."""
    names = ("territory", "person", "distributor", "client", "line", "product", "channel")
    return [name for name in names if getattr(scope, name)]


def of_party(column: ColumnElement[Any]) -> dict[str, ColumnElement[Any]]:
    """The dimensions a fact gets from its party, for a source joined with kd_party."""
    return {"territory": PARTY.c.territory, "person": PARTY.c.owner, "channel": PARTY.c.channel,
            "segment": PARTY.c.level, "category": PARTY.c.category,
            "client": _if_kind("client", column), "distributor": _if_kind("distributor", column)}


def _if_kind(kind: str, column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.iif(PARTY.c.kind == kind_of(kind).code, column, None)
