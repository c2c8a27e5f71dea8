"""Rules of the market: rivals, prices seen, signals, studies, sizes and channels (product/03 §3.11)."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

import pytest

from kamdesk.records.market import (
    Channel,
    Competitor,
    CompetitorProduct,
    MarketSignal,
    MarketSize,
    MarketStudy,
    PriceSighting,
)
from kamdesk.records.products import Product, ProductLine

TODAY = datetime.date(2025, 11, 24)


@pytest.fixture
def line(put):
    return put(ProductLine(name="Cardiovascular"))


@pytest.fixture
def ours(put, line):
    return put(Product(name="Cardiol", line=line.id))


@pytest.fixture
def competitor(put):
    return put(Competitor(name="Rival S.A."))


@pytest.fixture
def rival(put, competitor, ours):
    return put(CompetitorProduct(competitor=competitor.id, name="Presol", ours=ours.id, share_estimate=Decimal(60)))


@pytest.fixture
def study(put):
    return put(MarketStudy(title="Hipertensión", question="¿Cuántos pacientes?"))


def size(zone, line, **given):
    """A market of a zone and a line."""
    given = {"value": Decimal(1000), "year": 2025, **given}
    return MarketSize(territory=zone.id, line=line.id, source="IQVIA", **given)


def test_shares_of_a_market_are_at_most_a_whole(cautions, rival):
    other = dataclasses.replace(rival, id="", name="Tensol", share_estimate=Decimal("40.5"))
    assert cautions(other) == {"share_estimate": "Las cuotas de Cardiol suman 100.5\u202f%."}
    assert cautions(dataclasses.replace(other, share_estimate=Decimal(40))) == {}
    assert cautions(dataclasses.replace(other, share_estimate=None)) == {}
    assert cautions(dataclasses.replace(rival, share_estimate=Decimal(100))) == {}


@pytest.mark.parametrize(("price", "said"), [
    ("150", None), ("50", None), ("151", "51.0"), ("49", "\u221251.0"), ("0", "\u2212100.0"),
])
def test_a_price_that_jumps_is_asked_about(put, cautions, rival, price, said):
    put(PriceSighting(rival=rival.id, on=datetime.date(2025, 1, 7), price=Decimal(1000)))
    put(PriceSighting(rival=rival.id, on=datetime.date(2025, 11, 3), price=Decimal(100)))
    found = cautions(PriceSighting(rival=rival.id, on=TODAY, price=Decimal(price)))
    message = f"Cambió {said}\u202f% frente al 3 nov 2025. ¿Es la misma presentación?"
    assert found == ({"price": message} if said else {})


def test_a_first_price_or_one_in_another_currency_is_not_compared(put, cautions, rival):
    seen = put(PriceSighting(rival=rival.id, on=TODAY, price=Decimal(100)))
    assert cautions(seen) == {}
    assert cautions(dataclasses.replace(seen, id="", price=Decimal(5), currency="USD")) == {}
    assert cautions(dataclasses.replace(seen, id="", price=Decimal(5))) != {}


def test_a_rival_price_is_of_a_product(cautions, ours):
    signal = MarketSignal(category="rival_price", text="Bajaron 10 %")
    assert cautions(signal) == {"product": "¿De qué producto?"}
    assert cautions(dataclasses.replace(signal, product=ours.id)) == {}
    assert cautions(dataclasses.replace(signal, category="trend")) == {}


def test_a_published_study_gives_a_size(put, cautions, study, zone, line):
    published = dataclasses.replace(study, state="published")
    assert cautions(study) == {}
    assert cautions(published) == {"state": "Agrega el tamaño de mercado para calcular cuotas."}
    put(size(zone, line, study=study.id))
    assert cautions(published) == {}


def test_a_size_is_of_a_month_or_of_a_year(errors, zone, line):
    assert errors(size(zone, line)) == {}
    assert errors(size(zone, line, year=None, month="2025-10")) == {}
    assert errors(size(zone, line, year=None)) == {"year": "Falta Mes o año. Escríbelo."}
    assert errors(size(zone, line, month="2025-10")) == {"year": "Escribe el mes o el año, no los dos."}


def test_our_part_is_not_more_than_the_market(cautions, zone, line):
    assert cautions(size(zone, line, own_value=Decimal(1000))) == {}
    above = size(zone, line, own_value=Decimal("1000.001"))
    assert cautions(above) == {"own_value": "Nuestra venta supera el mercado declarado."}


def test_goals_of_the_channels_in_use_are_a_whole(put, cautions):
    put(Channel(name="Mayoristas", category="wholesaler", state="in_use", share_goal=Decimal(70)))
    put(Channel(name="Cadenas", category="chain", state="studying", share_goal=Decimal(50)))
    online = Channel(name="En línea", category="online", state="in_use", share_goal=Decimal(20))
    assert cautions(online) == {"share_goal": "Las metas de canal suman 90.0\u202f%."}
    assert cautions(dataclasses.replace(online, share_goal=Decimal(30))) == {}
    assert cautions(dataclasses.replace(online, state="trial")) == {}


def test_what_was_heard_stays_and_its_follow_up_is_the_owners():
    fields = MarketSignal.kind.fields
    assert MarketSignal.kind.join == "append"
    assert {name for name in fields if fields[name].join == "owner"} == {"relay", "relayed_to", "relayed_on", "action"}
