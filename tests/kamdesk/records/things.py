"""Records that the tests of other kinds need: somebody, somewhere, something to sell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kamdesk.fields import Link
from kamdesk.kinds import Record
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.products import Product, ProductLine
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory

Put = Callable[[Any], Any]
Said = Callable[[Record], dict[str, str]]


def someone(put: Put, name: str = "Ana Ruiz", **more: Any) -> Person:
    return put(Person(name=name, position="representative", **more))


def somewhere(put: Put, name: str = "Jalisco") -> Territory:
    return put(Territory(name=name, level="zone"))


def hospital(put: Put, name: str = "Hospital Ángeles", **more: Any) -> Client:
    where = more.pop("territory", None) or somewhere(put).id
    return put(Client(name=name, category="private_hospital", territory=where, owner=someone(put).id, **more))


def distributor(put: Put, name: str = "Farmalogística", **more: Any) -> Distributor:
    where = more.pop("territories", None) or (somewhere(put).id,)
    return put(Distributor(name=name, role="distributor", territories=where, owner=someone(put).id, **more))


def product(put: Put, name: str = "Cardiopril") -> Product:
    line = put(ProductLine(name=f"Línea de {name}"))
    return put(Product(name=name, line=line.id))


def link_to(record: Record) -> Link:
    return Link(type(record).kind.name, record.id)
