"""The SQL behind numeric distribution: which pharmacies have a product, by sales and by what was seen on the shelf."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from db.figures.calculated import of, one
from db.figures.rollup_tables import PARTY
from db.figures.scopes import Attribution, of_party
from kamdesk.figures.model import Ask, Scope

PHARMACY, ABSENT, SOLD_OUT = "pharmacy", "absent", "sold_out"


class Shelves:
    """The columns of one question: has it by a sale, by a check only, sold out, was checked."""

    def __init__(self, ask: Ask, since: datetime.date, until: datetime.date) -> None:
        self._days = since.isoformat(), until.isoformat()
        whose = Scope(**{**vars(ask.scope), "product": None, "line": None})
        self.fact = Attribution(of_party(PARTY.c.pk), PARTY)
        self.alive = (PARTY.c.category == PHARMACY, PARTY.c.active == 1, PARTY.c.archived == 0,
                      self.fact.within(whose))
        seen, sold = self._last_check(ask.scope), self._last_sale(ask.scope)
        on, presence = func.substr(seen, 1, 10), func.substr(seen, 12)
        absent = and_(seen.is_not(None), presence == ABSENT)
        self.checked = seen.is_not(None)
        self.by_sale = and_(sold.is_not(None), ~and_(absent, on >= sold))
        self.by_check = and_(~func.coalesce(self.by_sale, False), self.checked, presence != ABSENT)
        self.sold_out = and_(self.checked, presence == SOLD_OUT)

    def _last_check(self, scope: Scope) -> ColumnElement[Any]:
        """Day and presence of the last check of the pharmacy, as «2025-11-20 present»."""
        check = of("shelf_check")
        told = check.c.on + " " + check.c.presence
        return one(select(func.max(told)).where(check.c.archived == 0, check.c.party == PARTY.c.pk,
                                                check.c.on.between(*self._days), _of(check.c.product, scope)))

    def _last_sale(self, scope: Scope) -> ColumnElement[Any]:
        """The day of the last sale, the end of its month where only that is known."""
        sale = of("sales_record")
        day = func.coalesce(sale.c.on, func.date(sale.c.month + "-01", "+1 month", "-1 day"))
        return one(select(func.max(day)).where(
            sale.c.archived == 0, sale.c.party == PARTY.c.pk, sale.c.category.is_distinct_from("return"),
            sale.c.month.between(self._days[0][:7], self._days[1][:7]), _of(sale.c.product, scope),
            day >= self._days[0], or_(sale.c.on.is_(None), sale.c.on <= self._days[1])))

    def counted(self, by: str | None) -> Select[Any]:
        """How many of each sort, by key."""
        fact, key = self.fact.by(by)
        sums = (func.count(), *(func.sum(case((each, 1), else_=0)) for each in (
            self.by_sale, self.by_check, self.sold_out, self.checked)))
        return select(key.label("key"), *sums).select_from(fact.source).where(*self.alive).group_by("key")

    def lacking(self) -> Select[Any]:
        """The pharmacies without the product."""
        has = func.coalesce(or_(self.by_sale, self.by_check), False)
        return select(PARTY.c.pk).where(*self.alive, ~has).order_by(PARTY.c.pk)


def _of(column: ColumnElement[Any], scope: Scope) -> ColumnElement[bool]:
    if scope.product:
        return column == scope.product
    product = of("product")
    return column.in_(select(product.c.id).where(product.c.line == scope.line))
