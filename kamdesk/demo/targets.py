"""Targets of the demo: sales down to the clients of segment A, billing by market, and the collection goal."""

from __future__ import annotations

from fractions import Fraction

from kamdesk.demo.book import Book, linked, pesos, shares
from kamdesk.demo.clients import clients, linked_to
from kamdesk.demo.sales import SEASON, TARGET, TEAMS, elapsed
from kamdesk.fields import Id, Link

REPRESENTATIVES = {"s1": ("s1", "r1", "r2", "r3"), "s2": ("s2", "r4", "r5"), "s3": ("s3", "r6"), "me": ("me",)}
MARKETS = {"Jalisco": ("s1", "me"), "Bajío": ("s2",), "Colima y Nayarit": ("s3",),
           "Aguascalientes y Zacatecas": ("r6",)}
AGENT, AGENT_OF, AGENT_TARGET = "herrera", "s2", pesos(500_000)
COLLECTION_GOAL = pesos(7_000_000)  # to today
BILLING = {"Jalisco": 5_300_000, "Bajío": 3_100_000, "Colima y Nayarit": 700_000, "Aguascalientes y Zacatecas": 900_000}


def fill(book: Book) -> None:
    """Three plans of the year of today."""
    _sales_plan(book)
    _billing_plan(book)
    _collection_plan(book)


def _months(book: Book, value: int) -> list[int]:
    """A value of this month as the twelve of the year: seasonal, this month exact."""
    now = book.today.month - 1
    return [value if at == now else round(value * season / SEASON[now]) for at, season in enumerate(SEASON)]


def _plan(book: Book, key: str, measure: str, name: str, total: int) -> Id:
    return book.put("target_plan", key, year=book.today.year, name=name, measure=measure, currency="MXN", total=total,
                    received_from="Patricia Ledesma", received_on=book.day(-330), basis="last_year", state="in_force")


def _node(book: Book, plan: Id, node: Link, months: list[int], parent: Id | None = None) -> Id:
    target = book.put("target", plan=plan, node=node, parent=parent, weight=None)
    for at, value in enumerate(months, start=1):
        book.put("target_month", target=target, month=f"{book.today.year}-{at:02d}", value=value)
    return target


def _split(months: list[int], weights: list[float]) -> list[list[int]]:
    """The months of each child: every month adds up to its parent's to the cent."""
    columns = [shares(value, weights) for value in months]
    return [list(row) for row in zip(*columns, strict=True)]


def _sales_plan(book: Book) -> None:
    """Region, zone, person, client A; «s3» has two zones, its representative the second."""
    months = _months(book, TARGET)
    plan = _plan(book, "sales", "amount", "Meta de ventas", sum(months))
    top = _node(book, plan, linked("territory", "region"), months)
    weights: dict[str, list[float]] = {"Jalisco": [TEAMS["s1"][0], TEAMS["me"][0]], "Bajío": [TEAMS["s2"][0]],
               "Colima y Nayarit": [TEAMS["s3"][0] * 0.55], "Aguascalientes y Zacatecas": [TEAMS["s3"][0] * 0.45]}
    parts = _split(months, [sum(each) for each in weights.values()])
    for (zone, inside), part in zip(weights.items(), parts, strict=True):
        node = _node(book, plan, linked("territory", zone), part, top)
        for person, share in zip(MARKETS[zone], _split(part, inside), strict=True):
            _person(book, plan, person, share, node)


def _person(book: Book, plan: Id, person: str, months: list[int], parent: Id) -> None:
    target = _node(book, plan, linked("person", person), months, parent)
    team = REPRESENTATIVES.get(person, (person,))
    below = [each for each in team if each not in {person, "r6"}]
    if person == AGENT_OF:
        agent = _months(book, AGENT_TARGET)
        _node(book, plan, linked("distributor", AGENT), agent, target)
        months = [value - part for value, part in zip(months, agent, strict=True)]
    if not below:
        _clients(book, plan, person, months, target)
        return
    for each, share in zip((person, *below), _split(months, [1.0] * (len(below) + 1)), strict=True):
        if each == person:
            _clients(book, plan, each, share, target)
        else:
            node = _node(book, plan, linked("person", each), share, target)
            _clients(book, plan, each, share, node)


def _clients(book: Book, plan: Id, person: str, months: list[int], parent: Id) -> None:
    important = clients(book, owner=person, segment="a")
    for row, share in zip(important, _split(months, [float(row["potential"]) for row in important]), strict=True):
        _node(book, plan, linked_to(row), share, parent)


def _billing_plan(book: Book) -> None:
    values = {zone: _months(book, pesos(value)) for zone, value in BILLING.items()}
    months = [sum(column) for column in zip(*values.values(), strict=True)]
    plan = _plan(book, "billing", "billing", "Meta de facturación por mercado", sum(months))
    top = _node(book, plan, linked("territory", "region"), months)
    for zone, part in values.items():
        _node(book, plan, linked("territory", zone), part, top)


def _collection_plan(book: Book) -> None:
    months = _months(book, round(COLLECTION_GOAL / Fraction(elapsed(book))))
    plan = _plan(book, "collection", "collection", "Meta de cobranza", sum(months))
    _node(book, plan, linked("territory", "region"), months)

