"""F40 to F45 and F110: the worked examples of product/05 and their edges, through a real base."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from db.figures.receivables import StoredReceivables
from kamdesk import clock
from kamdesk.app import App
from kamdesk.fields import Link
from kamdesk.figures.model import Figure, Period, Scope
from kamdesk.figures.series import ageing
from kamdesk.records.clients import Client
from kamdesk.records.expenses import ExchangeRate
from kamdesk.records.receivables import Allocation, Invoice, Payment
from kamdesk.records.sales import Delivery, Order, OrderLine
from tests.kamdesk.figures.build import NOVEMBER, Region, day, put


class Ledger:
    """Invoices and payments of one client."""

    def __init__(self, region: Region) -> None:
        self.app, self.region = region.app, region
        self.client = region.client("Hospital Ángeles")
        self.party = Link("client", self.client.id)
        self.count = 0

    def invoice(self, amount: int, on: str, due: str | None = None, **more: object) -> Invoice:
        self.count += 1
        values: dict[str, object] = {"number": f"F{self.count}", "party": self.party, "on": day(on), "amount": amount,
                                     "due": day(due) if due else None}
        return put(self.app, Invoice(**{**values, **more}))  # type: ignore[arg-type]

    def pay(self, amount: int, on: str, invoice: Invoice | None = None, **more: object) -> Payment:
        values: dict[str, object] = {"party": self.party, "on": day(on), "amount": amount}
        payment = put(self.app, Payment(**{**values, **more}))  # type: ignore[arg-type]
        if invoice:
            put(self.app, Allocation(source=Link("payment", payment.id), invoice=invoice.id, amount=amount, on=day(on)))
        return payment


@pytest.fixture
def ledger(region: Region) -> Ledger:
    """A client with an empty account."""
    return Ledger(region)


def columns(figure: Figure) -> dict[str, Fraction]:
    return {name: amount for name, amount in figure.more["columns"].items() if amount}


def test_open_balance(app: App, ledger: Ledger) -> None:
    ledger.pay(40_000_00, "2025-11-10", ledger.invoice(100_000_00, "2025-11-01", "2025-12-01"))
    assert app.ask("F40", NOVEMBER).value == 60_000_00
    assert app.ask("F40", Period.day(day("2025-11-09"))).value == 100_000_00  # as of any day
    assert app.ask("F40", Period.day(day("2025-10-31"))).value == 0


def test_unapplied_payments_are_in_favour_of_the_client(app: App, ledger: Ledger) -> None:
    ledger.pay(500_00, "2025-11-10")
    figure = app.ask("F40", NOVEMBER)
    assert (figure.value, figure.more["unapplied"]) == (-500_00, -500_00)


def test_ageing_by_days_past_due(app: App, ledger: Ledger) -> None:
    for due in ("2025-11-25", "2025-11-24", "2025-11-23", "2025-10-25", "2025-08-24"):
        ledger.invoice(100, "2025-08-01", due)
    figure = app.ask("F41", NOVEMBER)
    assert columns(figure) == {"0": 200, "1": 200, "4": 100}


def test_an_invoice_without_due_day_takes_the_terms_of_the_party(app: App, region: Region, ledger: Ledger) -> None:
    ledger.invoice(100, "2025-10-01")
    terms = region.client("Con plazo", payment_days=30)
    ledger.invoice(10, "2025-10-20", party=Link("client", terms.id))  # due 19 Nov: 5 days late
    assert columns(app.ask("F41", NOVEMBER)) == {"no_due": 100, "1": 10}
    overdue = app.ask("F42", NOVEMBER)
    assert (overdue.numerator, overdue.denominator) == (10, 110)


def test_credit_notes_not_applied_stand_apart(app: App, ledger: Ledger) -> None:
    invoice = ledger.invoice(1_000_00, "2025-11-01", "2025-12-01")
    note = ledger.invoice(300_00, "2025-11-05", category="credit_note")
    put(app, Allocation(source=Link("invoice", note.id), invoice=invoice.id, amount=100_00, on=day("2025-11-06")))
    figure = app.ask("F41", NOVEMBER)
    assert columns(figure) == {"0": 900_00, "unapplied": -200_00}
    assert figure.value == 700_00


def test_overdue_ratio(app: App, ledger: Ledger) -> None:
    ledger.invoice(1_940_000_00, "2025-09-01", "2025-10-01")
    ledger.invoice(8_840_000_00, "2025-11-01", "2025-12-01")
    figure = app.ask("F42", NOVEMBER)
    assert round(figure.value or 0, 1) == Fraction("18.0")
    assert figure.status == "bad"


def test_nothing_open_has_no_overdue_ratio(app: App, ledger: Ledger) -> None:
    assert app.ask("F42", NOVEMBER).value is None


def test_days_sales_outstanding(app: App, ledger: Ledger) -> None:
    ledger.invoice(10_00, "2025-01-01", "2025-02-01", category="opening_balance", written_off=10_00)
    paid = ledger.invoice(300_000_00, "2025-09-10", "2025-10-10")
    ledger.pay(300_000_00, "2025-10-10", paid)
    ledger.invoice(150_000_00, "2025-11-10", "2025-12-10")
    figure = app.ask("F43", NOVEMBER)
    assert (figure.value, figure.status) == (30, "good")
    assert figure.notes == ()


def test_days_sales_outstanding_says_when_there_is_little_data(app: App, ledger: Ledger) -> None:
    ledger.invoice(100_00, "2025-11-15", "2025-12-15")
    figure = app.ask("F43", NOVEMBER)
    assert (figure.value, figure.more["days"]) == (10, 10)
    assert figure.notes


def test_collection_rate(app: App, ledger: Ledger) -> None:
    old = ledger.invoice(1_000_000_00, "2025-09-01", "2025-10-01")
    ledger.invoice(500_000_00, "2025-11-10", "2025-12-10")
    ledger.invoice(100_000_00, "2025-11-10", "2025-11-20")
    ledger.pay(800_000_00, "2025-11-15", old)
    figure = app.ask("F44", NOVEMBER)
    assert round(figure.value or 0, 1) == Fraction("72.7")
    assert figure.status == "watch"


def test_reversed_payments_subtract(app: App, ledger: Ledger) -> None:
    payment = ledger.pay(100_00, "2025-11-10")
    ledger.pay(-100_00, "2025-11-12", reverses=payment.id)
    ledger.region.target({"2025-11": 100_00}, measure="collection")
    assert app.ask("F45", NOVEMBER).numerator == 0


def test_collection_against_goal(app: App, ledger: Ledger) -> None:
    ledger.pay(6_150_000_00, "2025-11-10")
    ledger.region.target({"2025-11": 7_000_000_00}, measure="collection")
    november = app.ask("F45", Period(day("2025-11-01"), day("2025-11-30")))
    assert november.more["target"] == 7_000_000_00
    assert round(Fraction(100) * 6_150_000_00 / november.more["target"], 1) == Fraction("87.9")
    assert november.denominator == Fraction(5_526_315_79)  # × 15 ÷ 19


def test_billing(app: App, ledger: Ledger) -> None:
    ledger.invoice(1_480_000_00, "2025-11-03", "2025-12-03")
    ledger.invoice(20_000_00, "2025-11-04", "2025-12-04", category="debit_note")
    ledger.invoice(60_000_00, "2025-11-05", category="credit_note")
    ledger.invoice(9_00, "2025-11-01", "2025-12-01", category="opening_balance")
    assert app.ask("F110", NOVEMBER).value == 1_440_000_00
    rows = app.rows("F110", NOVEMBER)
    assert rows is not None
    assert len(rows.ids) == 3


def test_delivered_not_invoiced(app: App, ledger: Ledger) -> None:
    order = put(app, Order(number="P1", on=day("2025-11-03"), buyer=ledger.party, state="confirmed"))
    line = put(app, OrderLine(order=order.id, product=ledger.region.product.id, quantity=Decimal(2000),
                              price=Decimal(100)))
    put(app, Delivery(line=line.id, on=day("2025-11-10"), quantity=Decimal(2000), lot="7F21"))
    ledger.invoice(120_000_00, "2025-11-11", "2025-12-11", order=order.id)
    figure = app.ask("F110", NOVEMBER)
    assert figure.more["delivered_not_invoiced"] == 80_000_00
    assert (figure.more["late_orders"], figure.status) == (1, "watch")


def test_other_currencies_are_converted_and_left_out_without_a_rate(app: App, ledger: Ledger) -> None:
    ledger.invoice(100_00, "2025-11-03", "2025-12-03", currency="USD")
    ledger.invoice(7_00, "2025-11-03", "2025-12-03", currency="EUR")
    put(app, ExchangeRate(currency="USD", month="2025-11", rate=Decimal("18.5")))
    for code in ("F40", "F110"):
        figure = app.ask(code, NOVEMBER)
        assert figure.value == 1_850_00
        assert [(each.count, each.amount, each.currency) for each in figure.exclusions] == [(1, 7_00, "EUR")]


def test_pesos_without_cents_are_converted_by_their_decimals(app: App, ledger: Ledger) -> None:
    ledger.invoice(1_000_000, "2025-11-03", "2025-12-03", currency="COP")
    put(app, ExchangeRate(currency="COP", month="2025-11", rate=Decimal("0.0045")))
    assert app.ask("F40", NOVEMBER).value == 4_500_00


def test_receivables_by_party_and_scope(app: App, region: Region, ledger: Ledger) -> None:
    other: Client = region.client("Otra", owner=region.boss.id, territory=region.region.id)
    ledger.invoice(100, "2025-11-01", "2025-11-10")
    ledger.invoice(30, "2025-11-01", "2025-12-10", party=Link("client", other.id))
    assert {each.key: each.value for each in app.by("F40", NOVEMBER, dimension="client")} == {
        ledger.client.id: 100, other.id: 30}
    assert {each.key: each.value for each in app.by("F40", NOVEMBER, dimension="market")} == {
        region.zone.id: 100, "": 30}
    assert app.ask("F40", NOVEMBER, Scope(person=region.boss.id)).value == 130
    assert app.ask("F40", NOVEMBER, Scope(person=region.person.id)).value == 100
    assert app.ask("F40", NOVEMBER, Scope(product=region.product.id)).value is None


def test_the_rows_behind_the_balance(app: App, ledger: Ledger) -> None:
    paid, late = ledger.invoice(100, "2025-11-01", "2025-11-10"), ledger.invoice(50, "2025-11-02", "2025-11-12")
    ledger.pay(100, "2025-11-20", paid)
    rows = app.rows("F40", NOVEMBER)
    assert rows is not None
    assert list(rows.ids) == [late.id]
    before = ageing(app.store.facts, datetime.date(2025, 11, 19))[None]
    assert before.total == 150


def test_what_is_open_on_a_day_is_asked_once(app, monkeypatch):
    asked = []
    whole = StoredReceivables.open

    def counted(self, question, on, *more):
        asked.append((question, on, *more))
        return whole(self, question, on, *more)

    monkeypatch.setattr(StoredReceivables, "open", counted)
    today = Period.day(clock.today())
    for code, period in (("F40", today), ("F41", NOVEMBER), ("F42", NOVEMBER), ("F43", today)):
        app.ask(code, period)
    app.by("F42", today, dimension="market")
    assert len(asked) == 1
