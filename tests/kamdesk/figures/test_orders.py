"""F32, F46, F47 and F48: the worked examples of product/05, their edges, and what always holds."""

from __future__ import annotations

import datetime
import random
import shutil
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.orders import NewLine, cancel_order
from kamdesk.commands.payments import register_payment
from kamdesk.fields import Link
from kamdesk.figures.credit import credit_of
from kamdesk.figures.model import Period, Scope
from kamdesk.figures.series import ageing
from kamdesk.records.expenses import ExchangeRate
from kamdesk.records.receivables import Allocation, Invoice, Payment, PaymentPromise
from kamdesk.records.sales import Delivery, Order, OrderLine
from kamdesk.records.team import Person
from kamdesk.selling.debts import open_invoices
from tests.kamdesk.commands.trade import Trade
from tests.kamdesk.figures.build import NOVEMBER, day, many, put

TODAY = datetime.date(2025, 11, 24)


@pytest.fixture
def trade(app: App, me: Person) -> Trade:
    """A distributor with a limit of 1,500,000, a hospital, a product without tax and one at 16 %."""
    return Trade(app, me)


def over_limit(trade: Trade) -> None:
    """Owing 1,612,300; delivered and not invoiced 80,000; to deliver 104,000 and 100,000 at 16 %."""
    trade.invoice("F-1", 1_612_300_00, party=trade.buyer)
    handed = trade.confirmed(NewLine(trade.plain.id, Decimal(500), price=Decimal(400)), on=day("2025-11-12"))
    trade.deliver(handed, "500", on=day("2025-11-18"))
    # 120,000 of its 200,000 are invoiced, and paid.
    paid = trade.invoice("F-2", 120_000_00, party=trade.buyer, order=handed.id, on="2025-11-19", due="2025-12-31")
    trade.app.run(register_payment, party=trade.buyer, amount=120_000_00, invoices=[paid.id])
    trade.confirmed(NewLine(trade.plain.id, Decimal(260), price=Decimal(400)), on=day("2025-11-18"),
                    deliver_by=day("2025-11-16"))
    trade.confirmed(NewLine(trade.taxed.id, Decimal(100), price=Decimal(1000)), on=day("2025-11-20"))


def test_credit_use_counts_what_is_delivered_and_what_is_on_the_way(app, trade):
    over_limit(trade)
    figure = app.ask("F48", Period.day(TODAY), Scope(distributor=trade.buyer.id))
    assert (figure.numerator, figure.denominator) == (1_912_300_00, 1_500_000_00)
    assert (round(figure.value, 1), figure.status) == (Fraction(1275, 10), "bad")
    assert figure.more == {"balance": 1_612_300_00, "delivered": 80_000_00, "pending": 220_000_00,
                           "left": -412_300_00}
    each = {one.key: one.value for one in app.by("F48", Period.day(TODAY), dimension="distributor")}
    assert each == {trade.buyer.id: figure.value}
    assert app.ask("F48", Period.day(TODAY)).value == figure.value  # the only party with a limit


def test_without_a_limit_there_is_no_credit_use(app, trade):
    trade.confirmed(buyer=trade.hospital)
    figure = app.ask("F48", Period.day(TODAY), Scope(client=trade.hospital.id))
    assert (figure.value, figure.status, figure.numerator) == (None, "bad", 4_000_00)
    assert app.ask("F48", Period.day(TODAY)).value == 0


def test_orders_of_the_period_and_what_is_still_to_deliver(app, trade):
    over_limit(trade)
    trade.order()  # a draft does not count
    trade.confirmed(on=day("2025-10-31"))
    figure = app.ask("F32", NOVEMBER)
    assert (figure.value, figure.more["orders"]) == (404_000_00, 3)
    assert figure.more["pending"] == 104_000_00 + 100_000_00 + 4_000_00
    assert (figure.more["waiting"], figure.more["late"], figure.status) == (3, 1, "bad")
    by_day = app.ask("F32", Period(day("2025-11-01"), day("2025-11-17")))
    assert (by_day.value, by_day.more["pending"]) == (200_000_00, 200_000_00 + 4_000_00)
    assert len(app.rows("F32", NOVEMBER).ids) == 3


def test_a_cancelled_order_counts_by_what_was_delivered(app, trade):
    order = trade.confirmed()
    trade.deliver(order, "4")
    app.run(cancel_order, order=order, reason="x")
    figure = app.ask("F32", NOVEMBER)
    assert (figure.value, figure.more["pending"]) == (1_600_00, 0)


def test_a_currency_without_a_rate_is_left_out_and_said(app, trade):
    trade.confirmed(currency="USD")
    figure = app.ask("F32", NOVEMBER)
    assert (figure.value, [(gone.currency, gone.amount) for gone in figure.exclusions]) == (
        0, [("USD", 4_000_00), ("USD", 4_000_00)])
    assert credit_of(app.store.facts, trade.buyer).exposure == 0
    put(app, ExchangeRate(currency="USD", month="2025-11", rate=Decimal(18)))
    assert app.ask("F32", NOVEMBER).value == 72_000_00
    assert credit_of(app.store.facts, trade.buyer).exposure == 72_000_00


def test_days_late_are_weighted_by_amount(app, trade):
    for number, amount, due in (("F-1", 100_000_00, "2025-11-10"), ("F-2", 300_000_00, "2025-11-20")):
        invoice = trade.invoice(number, amount, due=due)
        app.run(register_payment, party=trade.hospital, amount=amount, on=day("2025-11-20"), invoices=[invoice.id])
    figure = app.ask("F46", Period.day(TODAY))
    assert (figure.value, figure.status) == (Fraction(25, 10), "good")
    undated = trade.invoice("F-3", 50_00, due=None)
    app.run(register_payment, party=trade.hospital, amount=50_00, invoices=[undated.id])
    again = app.ask("F46", Period.day(TODAY))
    assert (again.value, [(gone.reason, gone.count, gone.amount) for gone in again.exclusions]) == (
        Fraction(25, 10), [("invoices without due date", 1, 50_00)])
    assert app.ask("F46", Period.day(day("2024-01-01"))).reason == "no payments in 12 months"


def test_promises_kept(app, trade):
    for at, state in enumerate(["kept"] * 6 + ["broken", "partly_kept", "pending"]):
        put(app, PaymentPromise(party=trade.hospital, promised_on=day("2025-10-01"), due=day("2025-10-10"),
                                amount=100 + at, state=state))
    figure = app.ask("F47", Period.day(TODAY))
    assert (figure.value, figure.numerator, figure.denominator) == (75, 6, 8)
    assert [(gone.reason, gone.count) for gone in figure.exclusions] == [("promises still pending", 1)]
    assert app.ask("F47", Period.day(day("2025-10-09"))).value is None


class Shuffled:
    """Orders, invoices and payments of a few parties, written in any order."""

    def __init__(self, app: App, trade: Trade, seed: int) -> None:
        self.app, self.trade, self.chance = app, trade, random.Random(seed)
        self.rows: list[tuple[type, dict[str, object]]] = []
        parties = [trade.buyer, trade.hospital]
        for at in range(8):
            party = parties[at % 2]
            on = day("2025-09-01") + datetime.timedelta(self.chance.randrange(80))
            due = self.chance.choice([None, on + datetime.timedelta(self.chance.randrange(60))])
            self.rows.append((Invoice, {"id": f"i{at}", "number": f"F{at}", "party": party, "on": on, "due": due,
                                        "amount": self.chance.randrange(1, 900_00), "category": "invoice"}))
            self.rows.append((Order, {"id": f"o{at}", "number": f"P{at}", "buyer": party, "on": on,
                                      "state": self.chance.choice(["draft", "confirmed", "cancelled"])}))
            self.rows.append((OrderLine, {"id": f"l{at}", "order": f"o{at}", "product": trade.taxed.id,
                                          "quantity": Decimal(10), "price": Decimal(self.chance.randrange(1, 900))}))
            self.rows.append((Delivery, {"id": f"d{at}", "line": f"l{at}", "on": on + datetime.timedelta(2),
                                         "quantity": Decimal(self.chance.randrange(0, 10))}))
            amount = self.chance.randrange(1, 500_00)
            self.rows.append((Payment, {"id": f"p{at}", "party": party, "on": min(TODAY, on + datetime.timedelta(9)),
                                        "amount": amount}))

    def write(self, seed: int) -> None:
        """All of them at once, in another order each time."""
        rows = list(self.rows)
        random.Random(seed).shuffle(rows)
        with self.app.store.unit("write") as uow:
            for kind, values in rows:
                uow.add_many(kind.kind, [values])


def answers(app: App, trade: Trade) -> list[object]:
    """What the figures say."""
    codes = ("F32", "F40", "F42", "F46", "F110")
    use = [credit_of(app.store.facts, party).exposure for party in (trade.buyer, trade.hospital)]
    return [*use, *((figure.value, figure.numerator, dict(figure.more)) for figure in (
        app.ask(code, NOVEMBER) for code in codes))]


@given(seed=st.integers(0, 10_000))
@settings(max_examples=2)
def test_figures_do_not_depend_on_the_order_of_rows_and_ageing_adds_up(seed, empty_base, tmp_path_factory):
    told = []
    for turn in (1, 2):
        path = tmp_path_factory.mktemp("shuffled") / "base.kamdesk"
        shutil.copyfile(empty_base, path)
        store = BaseStore(path)
        app = App(store)
        trade = Trade(app, put(app, Person(name="Laura", position="regional_manager")))
        Shuffled(app, trade, seed).write(turn)
        told.append(answers(app, trade))
        for late in (0, 30, 75):
            on = TODAY - datetime.timedelta(late)
            whole = app.ask("F40", Period.day(on)).value
            parts = ageing(store.facts, on, by="client"), ageing(store.facts, on, by="distributor")
            assert sum(ageing(store.facts, on)[None].columns.values()) == whole
            assert sum(each.total for part in parts for key, each in part.items() if key) == whole
        store.close()
    assert told[0] == told[1]


@given(amounts=st.lists(st.integers(1, 90_000), min_size=1, max_size=6),
       payments=st.lists(st.integers(1, 120_000), min_size=1, max_size=5))
@settings(max_examples=5)
def test_payments_never_pay_more_than_there_is(amounts, payments, empty_base, tmp_path_factory):
    path = tmp_path_factory.mktemp("paid") / "base.kamdesk"
    shutil.copyfile(empty_base, path)
    store = BaseStore(path)
    app = App(store)
    trade = Trade(app, put(app, Person(name="Laura", position="regional_manager")))
    many(app, Invoice, [{"number": f"F{at}", "party": trade.hospital, "on": day("2025-10-01"), "amount": amount,
                         "category": "invoice", "due": day("2025-11-01")} for at, amount in enumerate(amounts)])
    for amount in payments:
        app.run(register_payment, party=trade.hospital, amount=amount)
    applied = store.find(Allocation)
    assert sum(each.amount for each in applied) == min(sum(amounts), sum(payments))
    for invoice in store.find(Invoice):
        assert sum(each.amount for each in applied if each.invoice == invoice.id) <= invoice.amount
    for payment in store.find(Payment):
        assert sum(each.amount for each in applied
                   if each.source == Link("payment", payment.id)) <= payment.amount
    left = sum(each.open for each in open_invoices(store, trade.hospital))
    assert left == max(0, sum(amounts) - sum(payments))
    store.close()
