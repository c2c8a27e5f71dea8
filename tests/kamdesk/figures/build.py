"""Short ways to put real records into a base, for the tests of figures."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.fields import Link
from kamdesk.figures.model import Period
from kamdesk.kinds import Kind, Record
from kamdesk.records.clients import Client
from kamdesk.records.products import Product, ProductLine
from kamdesk.records.sales import SalesRecord
from kamdesk.records.targets import Target, TargetMonth, TargetPlan
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.store import UnitOfWork

R = TypeVar("R", bound=Record)
NOVEMBER = Period.month("2025-11")


def day(text: str) -> datetime.date:
    """A day of its ISO text."""
    return datetime.date.fromisoformat(text)


def put(app: App, record: R) -> R:
    """Save a record as a person would."""
    return app.run(save, record=record)


def _add_all(uow: UnitOfWork, *, kind: Kind, rows: Iterable[Mapping[str, Any]]) -> int:
    return uow.add_many(kind, rows)


def many(app: App, kind: type[Record], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows as an import does."""
    app.run(_add_all, kind=kind.kind, rows=list(rows))


class Region:
    """A small region: one zone with a city, a manager, a line with a product."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.region = put(app, Territory(name="Occidente", level="region"))
        self.zone = put(app, Territory(name="Jalisco", level="zone", parent=self.region.id))
        self.city = put(app, Territory(name="Guadalajara", level="city", parent=self.zone.id))
        self.boss = put(app, Person(name="Laura Benítez", position="regional_manager"))
        self.person = put(app, Person(name="Iván Soto", position="representative", manager=self.boss.id,
                                      territory=self.zone.id))
        self.line = put(app, ProductLine(name="Cardiovascular"))
        self.product = put(app, Product(name="Losartán 50", line=self.line.id))

    def client(self, name: str, **more: Any) -> Client:
        """A client of the person in the city."""
        values: dict[str, Any] = {"category": "private_hospital", "territory": self.city.id, "owner": self.person.id}
        return put(self.app, Client(name=name, **{**values, **more}))

    def sale(self, client: Client | None, on: str, amount: int, **more: Any) -> SalesRecord:
        """A sale of the product; a day «YYYY-MM-DD» or a month «YYYY-MM»."""
        dated = len(on) > len("2025-11")
        values: dict[str, Any] = {
            "on": day(on) if dated else None, "month": on[:7], "precision": "day" if dated else "month",
            "party": Link("client", client.id) if client else None, "product": self.product.id, "units": 1,
            "amount": amount, "category": "return" if amount < 0 else "sale"}
        return put(self.app, SalesRecord(**{**values, **more}))

    def target(self, months: Mapping[str, int], *, measure: str = "amount", node: Link | None = None) -> Target:
        """A plan in force with one target."""
        plan = put(self.app, TargetPlan(year=int(min(months)[:4]), name=measure, measure=measure,
                                        total=sum(months.values()), state="in_force"))
        target = put(self.app, Target(plan=plan.id, node=node or Link("territory", self.region.id)))
        many(self.app, TargetMonth, [{"target": target.id, "month": month, "value": value}
                                     for month, value in months.items()])
        return target
