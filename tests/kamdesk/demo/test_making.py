"""How the demo is made: within the rules, the same each time, on any day, one step, only into an empty base."""

from __future__ import annotations

import datetime

import pytest

from kamdesk import clock, demo
from kamdesk.app import App
from kamdesk.checks import examine
from kamdesk.demo.book import Book, named, shares
from kamdesk.demo.bulk import UNPAID_DAYS, Amount, Bulk
from kamdesk.kinds import ERROR, REGISTER
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.receivables import Allocation, Invoice, Payment, open_balance
from kamdesk.records.visits import Visit
from tests.kamdesk.demo.conftest import TODAY, made

SAMPLE = 60
DAYS = [datetime.date(2026, 1, 2), datetime.date(2026, 2, 28), datetime.date(2026, 3, 2), datetime.date(2028, 2, 29)]
UNRULED = {"setting", "approval_event"}


@pytest.mark.parametrize("name", sorted(set(REGISTER) - UNRULED))
def test_records_keep_the_rules_of_their_kind(shown, name):
    kind = REGISTER[name]
    records = shown.store.find(kind.cls)
    step = max(1, len(records) // SAMPLE)
    errors = [(each.id, issue.field, issue.message) for each in records[::step]
              for issue in examine(each, shown.store) if issue.level == ERROR]
    assert not errors, errors[:3]


def test_the_same_demo_twice(shown):
    first, second = Book(TODAY), Book(TODAY)
    for book in (first, second):
        for part in demo.PARTS:
            part.fill(book)
    assert first.rows == second.rows
    assert shown.store.count(Client) == len(first.rows["client"])


@pytest.mark.parametrize("day", DAYS)
def test_any_day_will_do(day):
    book = Book(day)
    for part in demo.PARTS:
        part.fill(book)
    done = [row["done_on"] for row in book.rows["visit"] if row["state"] == "done"]
    assert max(done) <= day
    assert max(row["on"] for kind in ("payment", "delivery", "interaction", "sales_record")
               for row in book.rows[kind]) <= day
    assert all(row["amount"] > 0 for kind in ("invoice", "payment", "allocation", "expense") for row in book.rows[kind])
    assert len({row["id"] for rows in book.rows.values() for row in rows}) == sum(map(len, book.rows.values()))


@pytest.mark.full
@pytest.mark.parametrize("day", DAYS)
def test_five_visits_on_any_day(tmp_path, day):
    app = made(tmp_path / "base.kamdesk", day)
    agenda = app.store.count(Visit, planned_on=day, owner=named("person", "me"))
    app.store.close()
    assert agenda == 5


def test_one_step_that_can_be_taken_back(store):
    clock.fix(TODAY)
    app = App(store)
    demo.build(app, today=TODAY)
    assert store.undo_step().label == "Cargar los datos de ejemplo"
    with pytest.raises(Problem, match="base vacía"):
        demo.build(app, today=TODAY)


def test_only_known_sizes(app):
    with pytest.raises(Problem, match="small, full, large"):
        demo.build(app, size="huge")


def test_bulk_rows_fit_their_kinds(store):
    amount = Amount(products=2, distributors=3, clients=40, visits=60, sales=80, invoices=190)

    def fill(uow):
        book = Book(TODAY)
        for part in demo.GROUND:
            part.fill(book)
        book.write(uow)
        Bulk(book, amount).write(uow)

    App(store).run(fill)
    for name in ("client", "visit", "sales_record", "invoice"):
        records = store.find(REGISTER[name].cls)
        assert len(records) == getattr(amount, {"client": "clients", "visit": "visits",
                                                "sales_record": "sales"}.get(name, "invoices"))
        assert not [issue for each in records for issue in examine(each, store) if issue.level == ERROR]
    invoices = store.find(Invoice)
    unpaid = [each for each in invoices if open_balance(store, [each])]
    assert {each.id for each in unpaid} == {each.id for each in invoices if (TODAY - each.on).days < UNPAID_DAYS}
    assert store.count(Payment) == store.count(Allocation) == len(invoices) - len(unpaid)


@pytest.mark.full
def test_benchmark_data(app):
    demo.build(app, size="large", today=TODAY)
    assert app.store.count(Client) == 50_000


def test_shares_add_up():
    assert shares(100, [1.0, 1.0, 1.0]) == [34, 33, 33]
