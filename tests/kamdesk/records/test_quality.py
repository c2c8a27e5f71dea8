"""Rules of returns and quality problems (product/03 §3.13)."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

import pytest

from kamdesk.fields import Link
from kamdesk.records.clients import Client
from kamdesk.records.products import Product, ProductLine
from kamdesk.records.quality import QualityIssue, Return
from kamdesk.records.sales import SalesRecord
from kamdesk.records.visits import NonWorkingDay

MONDAY = datetime.date(2025, 11, 24)  # today in the tests
FRIDAY, THURSDAY = datetime.date(2025, 11, 21), datetime.date(2025, 11, 20)


@pytest.fixture
def product(put):
    return put(Product(name="Cardiol", line=put(ProductLine(name="Cardiovascular")).id))


@pytest.fixture
def pharmacy(put, zone, me):
    return Link("client", put(Client(name="Farmacia Sol", category="pharmacy", territory=zone.id, owner=me.id)).id)


@pytest.fixture
def sold(put, pharmacy, product):
    def one(month, units, **given):
        return put(SalesRecord(month=month, party=pharmacy, product=product.id, units=Decimal(units), amount=100,
                               **given))

    return one


@pytest.fixture
def returned(pharmacy, product):
    return Return(category="return", party=pharmacy, product=product.id, quantity=Decimal("12.5"), reason="damage")


def issue(party, product, **given):
    """A quality problem of a lot."""
    given = {"found_on": FRIDAY, "lot": "L-1", "description": "Blíster roto", **given}
    return QualityIssue(party=party, product=product.id, **given)


def test_nobody_returns_more_than_was_sold(cautions, returned, sold):
    sold("2023-11", "7")
    sold("2025-10", "5")
    sold("2023-10", "100")
    assert cautions(returned) == {"quantity": "Se vendieron 12; devuelve 12.5."}
    assert cautions(dataclasses.replace(returned, quantity=Decimal(12))) == {}


def test_units_sent_back_before_do_not_lower_what_was_sold(cautions, returned, sold):
    sold("2025-10", "20")
    sold("2025-11", "-10", category="return")
    assert cautions(returned) == {}


def test_bad_quality_is_looked_into(cautions, returned, sold):
    sold("2025-10", "20")
    assert cautions(dataclasses.replace(returned, reason="quality")) == {"issue": "¿Abrir un problema de calidad?"}
    assert cautions(dataclasses.replace(returned, reason="quality", issue="one")) == {}


def test_a_case_is_closed_with_its_cause_and_what_was_done(errors, pharmacy, product):
    closed = issue(pharmacy, product, state="closed", cause="Prensa mal ajustada")
    assert errors(closed) == {"cause": "Falta la causa y la acción."}
    assert errors(dataclasses.replace(closed, action="Se ajustó")) == {}
    assert errors(dataclasses.replace(closed, state="answered")) == {}


def test_the_authority_is_told_of_an_adverse_event_in_a_working_day(cautions, pharmacy, product):
    told = {"authority_notified_on": "Evento adverso sin notificar."}
    event = issue(pharmacy, product, adverse_event=True, reported_on=FRIDAY)
    assert cautions(event) == {}
    assert cautions(dataclasses.replace(event, reported_on=THURSDAY)) == told
    assert cautions(dataclasses.replace(event, reported_on=THURSDAY, authority_notified_on=MONDAY)) == {}
    assert cautions(dataclasses.replace(event, reported_on=THURSDAY, adverse_event=False)) == {}
    assert cautions(dataclasses.replace(event, reported_on=None, found_on=THURSDAY)) == told


def test_everybodys_days_off_give_more_time(put, cautions, pharmacy, product, me):
    event = issue(pharmacy, product, adverse_event=True, reported_on=THURSDAY)
    put(NonWorkingDay(on=FRIDAY, category="vacation", person=me.id, name="Vacaciones"))
    assert cautions(event) != {}
    put(NonWorkingDay(on=FRIDAY, name="Asueto"))
    assert cautions(event) == {}
