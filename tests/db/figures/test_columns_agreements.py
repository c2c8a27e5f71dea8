"""Calc fields of agreements against the worked examples of product/05."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

import pytest

from kamdesk.app import App
from kamdesk.fields import Link
from kamdesk.records.approvals import ApprovalEvent
from kamdesk.records.contracts import Contract, ContractTerm
from kamdesk.records.credit import CreditAssessment
from kamdesk.records.distributors import Distributor
from kamdesk.records.market import CompetitorProduct, PriceSighting
from kamdesk.records.products import Price
from kamdesk.records.quality import QualityIssue
from kamdesk.records.receivables import Allocation, Invoice, Payment
from kamdesk.records.sales import Order, OrderLine
from kamdesk.records.targets import Forecast, ForecastLine
from kamdesk.records.team import Authority
from kamdesk.records.training import TrainingAttendance, TrainingSession
from tests.db.figures.test_columns import value
from tests.kamdesk.figures.build import Region, day, many, put
from tests.made import make


@pytest.fixture
def region(app: App) -> Region:
    """A small region."""
    return Region(app)


@pytest.fixture
def contract(app: App, region: Region) -> Contract:
    """A contract of three years with a client."""
    client = region.client("Hospital Ángeles")
    return put(app, Contract(number="C-1", party=Link("client", client.id), category="supply", title="Suministro",
                             start=day("2024-01-01"), end=day("2026-12-31"), owner=region.boss.id))


def test_a_minimum_of_the_year_to_day_328(app: App, region: Region, contract: Contract) -> None:
    term = put(app, ContractTerm(contract=contract.id, category="minimum_purchase", amount=1_200_000_00))
    client = make(app, "client")
    for party, on, amount in ((contract.party, "2025-02-03", 1_000_000_00), (contract.party, "2025-11", -10_000_00),
                              (contract.party, "2024-12-31", 5_00), (contract.party, "2025-11-25", 7_00),
                              (Link("client", client.id), "2025-03-01", 9_00)):
        region.sale(None, on, amount, party=party)
    assert value(app, term, "actual") == Decimal(990_000)
    assert value(app, contract, "fulfilment") == pytest.approx(Decimal("91.8064"), abs=Decimal("0.0001"))


@pytest.mark.parametrize(("period", "days"), [("month", (30, 24, 24)), ("quarter", (92, 55, 55)),
                                              ("contract", (1_096, 694, 55))])
def test_a_minimum_counts_the_days_of_its_own_period(app: App, contract: Contract, period: str,
                                                     days: tuple[int, int, int]) -> None:
    whole, elapsed, units = days
    term = put(app, ContractTerm(contract=contract.id, category="minimum_units", quantity=Decimal(whole),
                                 period=period))
    for number, on in ((31, "2025-10-01"), (24, "2025-11-24")):
        make(app, "sales_record", on=day(on), month=on[:7], party=contract.party, units=Decimal(number), amount=100)
    assert value(app, term, "actual") == units
    assert value(app, contract, "fulfilment") == pytest.approx(Decimal(units * 100) / elapsed, abs=Decimal("0.0001"))


def test_the_minimum_furthest_behind_and_its_own_products(app: App, region: Region, contract: Contract) -> None:
    for product, line in ((region.product.id, None), (None, region.line.id), (make(app, "product").id, None)):
        put(app, ContractTerm(contract=contract.id, category="minimum_units", quantity=Decimal(30), period="month",
                              product=product, line=line))
    assert value(app, contract, "fulfilment") == 0
    make(app, "sales_record", on=day("2025-11-03"), month="2025-11", party=contract.party, units=Decimal(12),
         amount=100, product=region.product.id)
    terms = app.store.find(ContractTerm, contract=contract.id)
    assert sorted(value(app, each, "actual") for each in terms) == [0, 12, 12]
    assert value(app, contract, "fulfilment") == 0


def test_an_ended_contract_is_held_against_its_last_period(app: App, region: Region, contract: Contract) -> None:
    old = put(app, Contract(number="C-0", party=contract.party, category="supply", title="Anterior",
                            start=day("2024-07-01"), end=day("2024-09-30"), owner=region.boss.id))
    term = put(app, ContractTerm(contract=old.id, category="minimum_purchase", amount=366_00))
    region.sale(None, "2024-08-01", 46_00, party=contract.party)
    region.sale(None, "2025-08-01", 77_00, party=contract.party)
    assert value(app, term, "actual") == 46
    assert value(app, old, "fulfilment") == 50  # 92 of 366 days: 92.00 due


def test_days_late_listings_and_trainings(app: App, region: Region, contract: Contract) -> None:
    partner = put(app, Distributor(name="Medisur", role="agent", territories=(region.zone.id,), owner=region.boss.id))
    party = Link("distributor", partner.id)
    deal = put(app, Contract(number="C-2", party=party, category="agency", title="Agencia", owner=region.boss.id,
                             start=day("2025-01-01"), end=day("2025-12-31")))
    terms = {name: put(app, ContractTerm(contract=deal.id, category=name, quantity=Decimal(1)))
             for name in ("payment_terms", "new_listings", "training", "price")}
    for at, (due, paid, amount) in enumerate((("2025-03-01", "2025-03-11", 100_000), ("2025-03-31", "2025-03-20",
                                                                                     300_000))):
        invoice = put(app, Invoice(number=str(at), party=party, on=day("2025-02-01"), due=day(due), amount=amount))
        payment = put(app, Payment(party=party, on=day(paid), amount=amount, method="transfer", reference=str(at)))
        put(app, Allocation(source=Link("payment", payment.id), invoice=invoice.id, amount=amount, on=day(paid)))
    make(app, "hospital_listing", agent=partner.id, state="listed", listed_on=day("2025-05-05"))
    many(app, TrainingSession, [{"id": "s", "title": "Producto", "on": day("2025-06-01"), "state": "done"}])
    many(app, TrainingAttendance, [{"session": "s", "attendee": party, "attended": True}])
    assert {name: value(app, each, "actual") for name, each in terms.items()} == {
        "payment_terms": Decimal("2.5"), "new_listings": 1, "training": 1, "price": None}
    assert value(app, deal, "fulfilment") is None


@pytest.mark.parametrize(("limits", "days", "direction"), [
    ((100, 120), (30, 30), "increase"), ((100, 80), (30, 30), "decrease"), ((100, 0), (30, 30), "block"),
    ((100, 100), (30, 30), "hold"), ((100, 100), (30, 45), "increase"), ((100, None), (30, 30), None),
    ((None, 5), (None, None), "increase")])
def test_the_direction_of_a_credit(app: App, limits: tuple[int | None, int | None], days: tuple[int | None, int | None],
                                   direction: str | None) -> None:
    partner = make(app, "distributor")
    many(app, CreditAssessment, [{"id": "a", "distributor": partner.id, "on": day("2025-11-01"), "reasons": "x",
                                  "current_limit": limits[0], "proposed_limit": limits[1], "current_days": days[0],
                                  "proposed_days": days[1]}])
    assert value(app, app.store.get(CreditAssessment, "a"), "direction") == direction


def test_the_gap_to_a_rival(app: App, region: Region) -> None:
    rivals = [make(app, "competitor_product", ours=region.product.id, name=name) for name in ("Uno", "Dos", "Tres")]
    assert value(app, rivals[0], "gap") is None
    put(app, Price(product=region.product.id, price_list="list", amount=Decimal(92), start=day("2025-01-01")))
    for rival, on, price, currency in ((rivals[0], "2025-11-01", 100, ""), (rivals[0], "2025-06-01", 50, ""),
                                       (rivals[1], "2025-04-01", 80, ""), (rivals[2], "2025-11-01", 80, "USD")):
        put(app, PriceSighting(rival=rival.id, on=day(on), price=Decimal(price), currency=currency, source="pharmacy"))
    assert [value(app, app.store.get(CompetitorProduct, each.id), "gap") for each in rivals] == [8, None, None]


def test_the_share_of_a_forecast(app: App, region: Region) -> None:
    scope = Link("territory", region.zone.id)
    own, market, other = (put(app, Forecast(made_on=day("2025-11-01"), scope=scope, first_month="2025-12",
                                            measure="amount", series=series, scenario=scenario, owner=region.boss.id))
                          for series, scenario in (("own", "base"), ("market", "base"), ("market", "adverse")))
    for forecast, month, amount, manual in (
            (own, "2025-12", 8_000_000, 8_910_000), (own, "2026-01", 1, None), (market, "2025-12", 54_000_000, None),
            (other, "2025-12", 1, None)):
        put(app, ForecastLine(forecast=forecast.id, node=scope, month=month, value=Decimal(amount),
                              manual=None if manual is None else Decimal(manual), why="medido" if manual else ""))
    assert value(app, own, "share") == Decimal("16.5")
    assert value(app, market, "share") is None


def test_how_often_an_authority_was_used(app: App, region: Region) -> None:
    held = put(app, Authority(person=region.boss.id, matter="discount", limit_pct=Decimal(10)))
    client = region.client("Hospital")
    for number, on, discount in ((1, "2025-11-01", 5), (2, "2025-11-02", 0), (3, "2024-11-01", 5)):
        order = put(app, Order(number=str(number), on=day(on), buyer=Link("client", client.id), owner=region.boss.id,
                               state="confirmed"))
        put(app, OrderLine(order=order.id, product=region.product.id, quantity=Decimal(1), price=Decimal(1),
                           discount=Decimal(discount)))
        many(app, ApprovalEvent, [{
            "document": Link("order", order.id), "action": "approve", "actor": "Laura", "content_hash": "x",
            "actor_ref": Link("person", region.boss.id), "origin": "self_approved",
            "at": datetime.datetime.combine(day(on), datetime.time(), datetime.UTC)}])
    assert value(app, held, "uses") == 3  # two decisions and one discount of this year


@pytest.mark.parametrize(("closed", "days"), [(None, 23), ("2025-11-11", 10)])
def test_the_days_of_a_problem(app: App, closed: str | None, days: int) -> None:
    many(app, QualityIssue, [{"id": "q", "found_on": day("2025-10-20"), "reported_on": day("2025-11-01"),
                              "closed_on": day(closed) if closed else None, "lot": "L1", "description": "Roto"}])
    assert value(app, app.store.get(QualityIssue, "q"), "days") == days


@pytest.mark.parametrize(("end", "more", "standing"), [
    ("2025-11-23", {}, "expired"), ("2025-11-23", {"auto_renew": True}, "to_renew"), ("2025-11-24", {}, "to_renew"),
    ("2026-02-22", {}, "to_renew"), ("2026-02-23", {}, "in_force"), ("2026-02-23", {"notice_days": 120}, "to_renew"),
    ("2025-11-01", {"state": "negotiation"}, "negotiation")])
def test_a_contract_stands_by_its_end(app: App, contract: Contract, end: str, more: dict[str, object],
                                      standing: str) -> None:
    values = {"state": "in_force", **more}
    found = put(app, dataclasses.replace(contract, id="", number="", end=day(end), start=day("2025-01-01"), **values))
    assert value(app, found, "standing") == standing
    assert found.id in {each.id for each in app.store.find(Contract, standing=standing)}
