"""Month, year to date, ageing and coverage against the plain SQL join over the same facts, and the pages of lists.

50,000 clients and 500,000 sales lines of 24 months with ``--full``, a tenth of it in the short run.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pytest

from db.store import BaseStore
from kamdesk import clock
from kamdesk.app import App
from kamdesk.fields import Link
from kamdesk.figures.model import Period
from kamdesk.kinds import kind_of
from kamdesk.methods.months import month_end
from kamdesk.records.clients import Client
from kamdesk.records.sales import SalesRecord
from kamdesk.store import Query
from tests.conftest import FULL, TODAY

SIZE = 50_000 if os.environ.get(FULL) else 5_000
PAGE_MS = 20
MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)][:23]
NOVEMBER, YEAR = Period.month("2025-11"), Period.year(2025)
# What a program without roll-ups asks: each figure of the month's page as one join over the facts.
_SOLD = ("SELECT coalesce(s.territory, c.territory) k, sum(s.amount) FROM sales_record s"
         " LEFT JOIN client c ON c.id = s.party JOIN product p ON p.id = s.product"
         " WHERE NOT s.archived AND s.flow = 'sell_in' AND s.\"on\" <= '2025-11-24' AND s.month")
PLAIN = (
    _SOLD + " = '2025-11' GROUP BY k",
    _SOLD + " BETWEEN '2025-01' AND '2025-11' GROUP BY k",
    "SELECT c.territory k, CASE WHEN i.due >= '2025-11-24' THEN 0 WHEN i.due >= '2025-10-25' THEN 1 WHEN i.due >="
    " '2025-09-25' THEN 2 WHEN i.due >= '2025-08-26' THEN 3 ELSE 4 END b, sum(i.amount - coalesce(i.written_off, 0) -"
    " coalesce(a.applied, 0)) FROM invoice i JOIN client c ON c.id = i.party LEFT JOIN (SELECT invoice, sum(amount)"
    " applied FROM allocation WHERE NOT archived AND \"on\" <= '2025-11-24' GROUP BY invoice) a ON a.invoice = i.id"
    " WHERE NOT i.archived AND i.\"on\" <= '2025-11-24' GROUP BY k, b",
    "SELECT c.territory k, count(DISTINCT c.id), count(DISTINCT v.party) FROM client c JOIN visit_frequency f ON"
    " f.segment = c.segment LEFT JOIN visit v ON v.party = c.id AND v.state = 'done' AND NOT v.archived AND v.done_on"
    " BETWEEN '2025-11-01' AND '2025-11-24' WHERE c.status = 'active' AND NOT c.archived AND f.visits > 0 GROUP BY k",
)
Rows = Iterator[Mapping[str, Any]]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A base of a whole country, filled as an import does."""
    clock.fix(TODAY)
    store = BaseStore(tmp_path_factory.mktemp("bench") / "base.kamdesk")
    chance = random.Random(7)
    with store.unit("fill") as uow:
        for kind, rows in _world(chance):
            uow.add_many(kind_of(kind), rows)
    yield App(store)
    store.close()
    clock.fix(None)


def _world(chance: random.Random) -> Iterator[tuple[str, Rows]]:
    yield "territory", ({"id": f"z{at}", "name": f"Zona {at}", "level": "zone"} for at in range(8))
    yield "territory", ({"id": f"t{at}", "name": f"Ciudad {at}", "level": "city", "parent": f"z{at % 8}"}
                        for at in range(40))
    yield "person", ({"id": f"p{at}", "name": f"Persona {at}", "position": "representative"} for at in range(20))
    yield "channel", ({"id": f"k{at}", "name": f"Canal {at}", "category": "direct"} for at in range(4))
    yield "product_line", ({"id": f"l{at}", "name": f"Línea {at}"} for at in range(4))
    yield "product", ({"id": f"r{at}", "name": f"Producto {at}", "line": f"l{at % 4}"} for at in range(60))
    yield "visit_frequency", ({"name": each, "segment": each, "visits": 1, "every_months": "1"} for each in "abc")
    yield "client", ({"id": f"c{at}", "name": f"Cliente {chance.random()}", "category": "clinic",
                      "segment": "abcd"[at % 4], "territory": f"t{at % 40}", "owner": f"p{at % 20}",
                      "channel": f"k{at % 40 % 4}", "status": "active"} for at in range(SIZE))
    yield "sales_record", (_sale(chance) for _at in range(SIZE * 10))
    yield "invoice", (_invoice(chance, at) for at in range(SIZE))
    yield "allocation", ({"source": Link("payment", f"y{at}"), "invoice": f"i{at}", "amount": 100_00,
                          "on": _day(chance, MONTHS[-1])} for at in range(SIZE * 9 // 10))
    yield "visit", ({"party": Link("client", f"c{chance.randrange(SIZE)}"), "owner": f"p{chance.randrange(20)}",
                     "state": "done", "outcome": "neutral", "done_on": _day(chance, chance.choice(MONTHS))}
                    for _at in range(SIZE))


def _day(chance: random.Random, month: str) -> Any:
    return month_end(month).replace(day=chance.randrange(1, 25))


def _sale(chance: random.Random) -> Mapping[str, Any]:
    at, month = chance.randrange(SIZE), chance.choice(MONTHS)
    return {"month": month, "on": _day(chance, month), "party": Link("client", f"c{at}"),
            "units": chance.randrange(1, 50), "territory": f"t{at % 40}", "seller": f"p{at % 20}",
            "amount": chance.randrange(1, 10**6), "product": f"r{chance.randrange(60)}"}


def _invoice(chance: random.Random, at: int) -> Mapping[str, Any]:
    on = _day(chance, chance.choice(MONTHS))
    return {"id": f"i{at}", "number": str(at), "party": Link("client", f"c{at}"), "on": on, "due": on, "amount": 100_00}


def _median(work: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _time in range(times):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def test_the_page_of_the_month_against_the_plain_join(app: App, record_property: Callable[[str, Any], None]) -> None:
    raw: Any = app.store
    asked = (("F20", NOVEMBER), ("F20", YEAR), ("F41", NOVEMBER), ("F02", NOVEMBER))

    def plain() -> None:
        for sql in PLAIN:
            raw.writer.exec_driver_sql(sql).all()

    def ours() -> None:
        for code, period in asked:
            app.by(code, period, dimension="territory")

    floor, value = _median(plain), _median(ours)
    raw.writer.rollback()  # reading began a transaction
    record_property("bench", ("month + year to date + ageing + coverage (goal 0.25)", value, floor, "ms"))


@pytest.mark.parametrize("field", ["name", "last_visit", "year_sales", "balance", "visit_status"])
def test_a_page_of_clients(app: App, field: str, record_property: Callable[[str, Any], None]) -> None:
    for descending in (False, True):
        query = Query(sort=((field, descending),))
        page = _median(partial(app.store.page, Client.kind, query))
        record_property("bench", (f"clients by {field}", page, PAGE_MS, "ms"))


@pytest.mark.parametrize("kind", ["sales_record", "invoice", "visit", "territory", "product", "product_line"])
def test_a_page_of_others(app: App, kind: str, record_property: Callable[[str, Any], None]) -> None:
    page = _median(partial(app.store.page, kind_of(kind), Query()))
    record_property("bench", (f"first page of {kind}", page, PAGE_MS, "ms"))


def test_one_change(app: App, record_property: Callable[[str, Any], None]) -> None:
    def move() -> None:
        with app.store.unit("move") as uow:
            client = uow.get(Client, "c7")
            uow.change(client, owner="p1" if client.owner != "p1" else "p2")

    def sell() -> None:
        with app.store.unit("sell") as uow:
            uow.add_many(kind_of("sales_record"), [_sale(random.Random(time.time()))])

    record_property("bench", ("give a client another owner", _median(move), 100, "ms"))
    record_property("bench", ("one more sale", _median(sell), 100, "ms"))
    assert app.store.count(SalesRecord) == SIZE * 10 + 5
