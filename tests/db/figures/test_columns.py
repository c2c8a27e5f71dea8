"""Calc fields: every registered one can be listed and sorted; those with rules say what they should."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import sqlite

from db.figures.columns import has_calc
from db.query import column_of
from db.schema import table_of
from kamdesk.app import App
from kamdesk.commands.records import archive
from kamdesk.fields import Link
from kamdesk.kinds import REGISTER, Record
from kamdesk.records.appraisals import Appraisal, AppraisalCriterion, AppraisalLine
from kamdesk.records.approvals import ApprovalEvent
from kamdesk.records.budgets import BudgetTransfer
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.expenses import ExchangeRate
from kamdesk.records.frequencies import VisitFrequency
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.products import Price
from kamdesk.records.promotions import PromotionPlan
from kamdesk.records.receivables import Allocation, Invoice, Payment
from kamdesk.records.sales import Delivery, Order, OrderLine
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit
from kamdesk.store import Query, Where
from tests.kamdesk.figures.build import Region, day, many, put

CALCULATED = [(kind.name, name) for kind in REGISTER.values() for name, field in kind.fields.items()
              if field.type == "calc" and has_calc(kind, name)]


@pytest.fixture
def region(app: App) -> Region:
    """A small region."""
    return Region(app)


def value(app: App, record: Record, field: str) -> Any:
    """A calc field of a record as a list shows it."""
    kind = type(record).kind
    page = app.store.page(kind, Query(where=(Where("id", "=", record.id),), archived=None), columns=(field,))
    return page.rows[0].values[field]


@pytest.mark.parametrize(("kind", "name"), CALCULATED)
def test_no_part_of_a_column_reads_other_rows_of_its_kind(kind: str, name: str) -> None:
    """A query inside a query that does not say which outer row it means reads them all, and every row answers alike."""
    column = column_of(REGISTER[kind], name)
    sql = str(select(table_of(REGISTER[kind]).c.id, column).compile(dialect=sqlite.dialect()))
    assert re.findall(r'FROM "?\w+"?(?: AS \w+)?, [^\n]*', sql) == []


def test_every_calc_field_can_be_listed_and_sorted_both_ways(app: App) -> None:
    assert len(CALCULATED) > 100
    for name, field in CALCULATED:
        for descending in (False, True):
            page = app.store.page(REGISTER[name], Query(sort=((field, descending),)), columns=(field,))
            assert page.total == len(page.rows)


def test_visit_status(app: App, region: Region) -> None:
    put(app, VisitFrequency(name="A", segment="a", visits=2))
    clients = [region.client(f"Cliente {at}", segment="a") for at in range(5)]
    other = region.client("Sin frecuencia", segment="d")
    for client, on in zip(clients, ("2025-11-05", "2025-11-12", "2025-11-20"), strict=False):
        many(app, Visit, [{"party": Link("client", client.id), "owner": region.person.id, "state": "done",
                           "done_on": day(on), "outcome": "neutral"}])
    many(app, Visit, [{"party": Link("client", clients[3].id), "owner": region.person.id, "state": "planned",
                       "planned_on": day("2025-11-26")}])
    statuses = [value(app, each, "visit_status") for each in [*clients, other]]
    assert statuses == ["overdue", "soon", "on_track", "planned", "never", None]
    assert value(app, clients[0], "last_visit") == day("2025-11-05")
    newest = app.store.page(Client.kind, Query(sort=(("last_visit", True),)))
    assert [row.id for row in newest.rows][:3] == [clients[2].id, clients[1].id, clients[0].id]
    assert newest.total == 6


def test_a_changed_frequency_changes_the_status(app: App, region: Region) -> None:
    rule = put(app, VisitFrequency(name="A", segment="a", visits=2))
    client = region.client("Cliente", segment="a")
    many(app, Visit, [{"party": Link("client", client.id), "owner": region.person.id, "state": "done",
                       "done_on": day("2025-11-05"), "outcome": "neutral"}])
    with app.store.unit("test") as uow:
        uow.change(rule, visits=1)
    assert value(app, client, "visit_status") == "on_track"


def test_sales_and_city_of_a_client(app: App, region: Region) -> None:
    client = region.client("Cliente")
    region.sale(client, "2025-11-03", 100_00)
    region.sale(client, "2024-12-03", 10_00)
    region.sale(client, "2024-11-30", 1_00)  # more than 12 months ago
    assert value(app, client, "year_sales") == 110_00
    assert value(app, client, "city") == region.city.id
    assert value(app, region.region, "year_sales") == 100_00
    assert value(app, region.region, "clients") == 1
    assert value(app, region.line, "year_sales") == 100_00


def test_balance_follows_documents_in_any_currency(app: App, region: Region) -> None:
    client = region.client("Cliente")
    party = Link("client", client.id)
    invoice = put(app, Invoice(number="1", party=party, on=day("2025-11-01"), due=day("2025-11-20"), amount=100_00))
    assert (value(app, client, "balance"), value(app, invoice, "status")) == (100_00, "overdue")
    payment = put(app, Payment(party=party, on=day("2025-11-10"), amount=100_00))
    assert value(app, client, "balance") == 0
    put(app, Allocation(source=Link("payment", payment.id), invoice=invoice.id, amount=100_00, on=day("2025-11-10")))
    assert (value(app, invoice, "open"), value(app, invoice, "status")) == (0, "paid")
    dollars = put(app, Invoice(number="2", party=party, on=day("2025-11-01"), amount=10_00, currency="USD"))
    assert value(app, client, "balance") == 0  # no rate yet
    put(app, ExchangeRate(currency="USD", month="2025-11", rate=Decimal("18.555")))
    assert value(app, client, "balance") == 185_55
    assert value(app, dollars, "status") == "no_due_date"
    app.run(archive, records=[dollars])
    assert value(app, client, "balance") == 0


def test_orders_their_lines_and_what_is_pending(app: App, region: Region) -> None:
    order = put(app, Order(number="P1", on=day("2025-11-03"), buyer=Link("client", region.client("C").id),
                           state="confirmed"))
    line = put(app, OrderLine(order=order.id, product=region.product.id, quantity=Decimal(100), price=Decimal("33.335"),
                              discount=Decimal(10)))
    put(app, Delivery(line=line.id, on=day("2025-11-10"), quantity=Decimal(40), lot="7F21"))
    assert value(app, line, "amount") == 3_000_15
    assert value(app, line, "delivered") == 40
    assert (value(app, order, "amount"), value(app, order, "pending")) == (3_000_15, 1_800_09)
    assert value(app, order, "territory") == region.city.id


def test_the_price_in_force(app: App, region: Region) -> None:
    for start, amount in (("2025-01-01", "10"), ("2025-11-01", "12.5"), ("2026-01-01", "15")):
        many(app, Price, [{"product": region.product.id, "price_list": "list", "start": day(start),
                           "amount": Decimal(amount)}])
    assert value(app, region.product, "current_price") == Decimal("12.5")


def test_papers_and_credit_of_a_distributor(app: App, region: Region) -> None:
    party = put(app, Distributor(name="Dimed", role="agent", territories=(region.zone.id,), owner=region.boss.id,
                                 credit_limit=1_000_00))
    holder = Link("distributor", party.id)
    assert value(app, party, "documents_state") == "missing"
    for category, expires in (("tax_registration", None), ("agent_letter", "2026-01-10"), ("confidentiality", None)):
        put(app, ComplianceDocument(category=category, holder=holder, expires=day(expires) if expires else None))
    assert value(app, party, "documents_state") == "expiring"
    put(app, Invoice(number="1", party=holder, on=day("2025-10-01"), due=day("2025-10-31"), amount=250_00))
    assert (value(app, party, "used_credit"), value(app, party, "overdue")) == (Decimal(25), 250_00)


def test_each_distributor_has_its_own_papers(app: App, region: Region) -> None:
    late, none, fine = (put(app, Distributor(name=name, role="agent", territories=(region.zone.id,),
                                             owner=region.boss.id)) for name in ("Bajío", "Centro", "Dimed"))
    for party, expires in ((late, day("2025-10-01")), (fine, None)):
        for category in ("tax_registration", "agent_letter", "confidentiality"):
            put(app, ComplianceDocument(category=category, holder=Link("distributor", party.id), expires=expires))
    assert [value(app, each, "documents_state") for each in (late, none, fine)] == ["expired", "missing", "valid"]


def test_the_score_of_an_appraisal(app: App, region: Region) -> None:
    appraisal = put(app, Appraisal(subject=Link("person", region.person.id), scheme="representative",
                                   start=day("2025-07-01"), end=day("2025-09-30")))
    for name, weight, points in (("ventas", 40, 85), ("pago", 25, 72), ("cobertura", 20, 90), ("información", 15, 80)):
        criterion = put(app, AppraisalCriterion(scheme="representative", name=name, weight=Decimal(weight)))
        put(app, AppraisalLine(appraisal=appraisal.id, criterion=criterion.id, weight=Decimal(weight),
                               points=Decimal(points)))
    assert (value(app, appraisal, "score"), value(app, appraisal, "grade")) == (Decimal(82), "b")


def test_approval_follows_events_and_later_changes(app: App, region: Region) -> None:
    from kamdesk.records.budgets import Budget, BudgetLine

    budget = put(app, Budget(year=2025, name="Operación"))
    line = put(app, BudgetLine(budget=budget.id, name="Ferias"))
    plan = put(app, PromotionPlan(name="Feria", period="monthly", start=day("2025-11-01"), end=day("2025-11-30"),
                                  objective="Vender", products=(region.product.id,), budget_line=line.id))
    document = Link("promotion_plan", plan.id)
    assert value(app, plan, "approval") == "unsent"
    for action, hour in (("submit", 9), ("approve", 10)):
        put(app, ApprovalEvent(document=document, action=action, actor="Jefe", content_hash="x", origin="signed",
                               at=datetime.datetime(2025, 11, 11, hour, tzinfo=datetime.UTC)))
    assert value(app, plan, "approval") == "approved"
    with app.store.unit("test") as uow:
        uow.change(plan, end=day("2025-12-15"))
    assert value(app, plan, "approval") == "changed"
    other = put(app, PromotionPlan(name="Congreso", period="monthly", start=day("2025-12-01"), end=day("2025-12-31"),
                                   objective="Vender", products=(region.product.id,), budget_line=line.id))
    put(app, ApprovalEvent(document=Link("promotion_plan", other.id), action="approve", actor="Jefe", content_hash="x",
                           origin="signed", at=datetime.datetime(2025, 11, 12, 9, tzinfo=datetime.UTC)))
    assert [value(app, each, "approval") for each in (plan, other)] == ["changed", "approved"]
    assert BudgetTransfer.kind.approvable


def test_moving_a_territory_moves_its_clients(app: App, region: Region) -> None:
    region.client("Cliente")
    other = put(app, Territory(name="Colima", level="zone", parent=region.region.id))
    assert value(app, other, "clients") == 0
    with app.store.unit("test") as uow:
        uow.change(region.city, parent=other.id)
    assert (value(app, other, "clients"), value(app, region.zone, "clients")) == (1, 0)
