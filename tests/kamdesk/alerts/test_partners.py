"""L09, L31 and L33: minimums behind, look-alikes, stock that lasts too short or too long."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from db.store import BaseStore
from kamdesk.alerts import NOTICE, RULES, Alert, Look
from kamdesk.app import App
from kamdesk.commands.clients import keep_apart
from kamdesk.fields import Link
from kamdesk.records.clients import Client
from tests.made import make

JANUARY, DECEMBER = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)


def raised(store: BaseStore, code: str) -> list[Alert]:
    """What one rule finds now."""
    return list(RULES[code].find(Look(store)))


@pytest.mark.parametrize(("bought", "told"), [(900_000_00, ["Médica del Bajío va al 83 % de su mínimo"]),
                                              (990_000_00, [])])
def test_a_minimum_behind_what_is_due(store: BaseStore, app: App, bought: int, told: list[str]) -> None:
    party = Link("distributor", make(app, "distributor", name="Médica del Bajío").id)
    kept = make(app, "contract", party=party, category="distribution", start=JANUARY, end=DECEMBER, state="in_force")
    make(app, "contract_term", contract=kept.id, category="minimum_purchase", amount=1_200_000_00)
    make(app, "sales_record", party=party, on=datetime.date(2025, 3, 3), month="2025-03", precision="day", units=1,
         amount=bought, category="sale")
    found = raised(store, "L09")
    assert [each.title.replace("\N{NO-BREAK SPACE}", " ").replace("\N{THIN SPACE}", " ")
            .replace("\N{NARROW NO-BREAK SPACE}", " ") for each in found] == told
    assert all(each.about == Link("contract", kept.id) for each in found)


def test_a_minimum_is_not_told_in_the_first_quarter_of_its_period(store: BaseStore, app: App) -> None:
    party = Link("distributor", make(app, "distributor").id)
    kept = make(app, "contract", party=party, category="distribution", start=datetime.date(2025, 10, 1),
                end=datetime.date(2026, 9, 30), state="in_force")
    make(app, "contract_term", contract=kept.id, category="minimum_purchase", amount=1_200_000_00)
    assert raised(store, "L09") == []


def test_look_alikes_are_one_alert_until_told_apart(store: BaseStore, app: App) -> None:
    one, other = (make(app, "client", name=name, category="clinic", email="hola@clinica.mx")
                  for name in ("Clínica del Sol", "Clinica del Sol"))
    make(app, "client", name="Hospital Civil")
    found = raised(store, "L31")
    assert [(each.title, each.severity) for each in found] == [("1 posible duplicado", NOTICE)]
    app.run(keep_apart, one=one, other=other)
    assert raised(store, "L31") == []
    assert store.count(Client) == 3


@pytest.mark.parametrize(("units", "told"), [(9, 1), (90, 0), (130, 1)])
def test_stock_that_lasts_too_short_or_too_long(store: BaseStore, app: App, units: int, told: int) -> None:
    seller, product = make(app, "distributor", name="Nadro"), make(app, "product")
    make(app, "distributor_stock", distributor=seller.id, product=product.id, on=datetime.date(2025, 11, 20),
         units=Decimal(units))
    make(app, "sales_record", flow="sell_out", via=seller.id, product=product.id, on=datetime.date(2025, 11, 3),
         month="2025-11", precision="day", units=Decimal(90), category="sale")
    assert [each.about for each in raised(store, "L33")] == [Link("distributor", seller.id)] * told
