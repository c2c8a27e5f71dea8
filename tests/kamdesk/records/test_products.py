"""Rules of lines, products, prices and messages (product/03 §3.4)."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from kamdesk.commands.records import archive
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.products import KeyMessage, Price, Product, ProductLine, registered_until

TODAY = datetime.date(2025, 11, 24)


@pytest.fixture
def line(put):
    return put(ProductLine(name="Oncología"))


@pytest.fixture
def product(put, line):
    return put(Product(name="Oncolex", line=line.id))


def test_a_line_with_products_on_sale_stays(app, store, line, product):
    with pytest.raises(Problem, match=r"La línea tiene 1 producto activo\."):
        app.run(archive, records=[line])
    with store.unit("test") as uow:
        uow.save(replace(product, status="discontinued"))
    app.run(archive, records=[line])
    assert store.get(ProductLine, line.id).archived


@pytest.mark.parametrize(
    ("given", "told"),
    [({}, False), ({"sheet": "Indicaciones"}, True), ({"sheet": "Indicaciones", "sheet_by": "Médica"}, False),
     ({"sheet": "Indicaciones", "sheet_by": "Médica", "sheet_until": TODAY}, False),
     ({"sheet": "Indicaciones", "sheet_by": "Médica", "sheet_until": datetime.date(2025, 11, 23)}, True)],
)
def test_a_sheet_is_approved_and_in_force(cautions, product, given, told):
    assert cautions(replace(product, **given)) == ({"sheet": "La ficha de Oncolex no está vigente."} if told else {})


def test_the_newest_registration_counts(store, put, product):
    assert registered_until(store, product=product.id) is None
    assert registered_until(store, product=None) is None
    for number, until in (("1", datetime.date(2027, 1, 31)), ("2", datetime.date(2025, 1, 31))):
        put(ComplianceDocument(category="sanitary_registration", holder=Link("product", product.id), number=number,
                               expires=until))
    assert registered_until(store, product=product.id) == datetime.date(2027, 1, 31)


class TestPrice:
    @pytest.fixture
    def listed(self, put, product):
        return put(Price(product=product.id, price_list="list", amount=Decimal("820.50"),
                         start=datetime.date(2025, 1, 1), end=datetime.date(2025, 12, 31)))

    def test_a_list_has_one_price_a_day(self, errors, put, listed, zone, me):
        again = replace(listed, id="", start=datetime.date(2025, 12, 31), end=None)
        assert errors(again) == {"start": "Ya hay un precio lista vigente desde 1 ene 2025."}
        assert errors(replace(again, start=datetime.date(2026, 1, 1))) == {}
        assert errors(replace(again, price_list="institutional")) == {}
        client = put(Client(name="Hospital Civil", category="public_hospital", territory=zone.id, owner=me.id))
        assert errors(replace(again, party=Link("client", client.id))) == {}
        assert errors(listed) == {}

    def test_below_the_minimum_is_marked(self, cautions, put, listed):
        put(replace(listed, id="", price_list="minimum", amount=Decimal(700)))
        assert cautions(listed) == {}
        low = replace(listed, amount=Decimal("699.99"))
        assert cautions(low) == {"amount": "Está por debajo del precio mínimo."}
        assert cautions(replace(low, price_list="cost")) == {}
        assert cautions(replace(low, start=datetime.date(2026, 1, 1), end=None)) == {}


class TestKeyMessage:
    def test_what_it_speaks_of_is_named(self, errors, product):
        message = KeyMessage(scope="product", category="key", title="Eficaz", text="Menos recaídas.")
        assert errors(message) == {"product": "Elige el producto."}
        assert errors(replace(message, product=product.id)) == {}
        assert errors(replace(message, scope="brand")) == {"brand": "Elige la marca."}
        assert errors(replace(message, scope="brand", brand="Onco")) == {}
        assert errors(replace(message, scope="company")) == {}

    def test_an_approved_one_says_who_approved_it(self, errors):
        message = KeyMessage(scope="company", category="key", title="Respaldo", text="Treinta años.", state="approved")
        assert errors(message) == {"approved_by": "Anota quién lo aprobó."}
        assert errors(replace(message, approved_by="Dirección médica")) == {}

    @pytest.mark.parametrize(
        ("state", "until", "in_force"),
        [("approved", None, True), ("approved", TODAY, True), ("approved", datetime.date(2025, 11, 23), False),
         ("draft", None, False), ("retired", None, False)],
    )
    def test_in_force(self, state, until, in_force):
        message = KeyMessage(scope="company", category="key", title="Respaldo", state=state, valid_until=until)
        assert message.in_force(TODAY) is in_force
