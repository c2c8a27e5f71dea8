"""Prices that end the one before, launches, messages approved and retired, sales noted by hand."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

import pytest

from kamdesk.app import App
from kamdesk.commands.messages import approve_message, heard_by, retire_message, save_message
from kamdesk.commands.products import launch_product, set_price
from kamdesk.commands.sales import mark_sales_loaded, record_sale
from kamdesk.fields import Link
from kamdesk.figures.model import Period
from kamdesk.records.listings import HospitalListing
from kamdesk.records.products import KeyMessage, Price, Product
from kamdesk.records.sales import SalesRecord
from kamdesk.records.tasks import Task
from kamdesk.records.team import Person
from kamdesk.records.visits import Visit
from tests.kamdesk.commands.test_orders import refusal
from tests.kamdesk.commands.trade import JANUARY, Trade
from tests.kamdesk.figures.build import day, put
from tests.made import make

TODAY = datetime.date(2025, 11, 24)


@pytest.fixture
def trade(app: App, me: Person) -> Trade:
    """A distributor, a hospital, two products."""
    return Trade(app, me)


def prices(app: App, product: Product) -> list[tuple[Decimal, datetime.date, datetime.date | None]]:
    """Amount, first and last day of the list prices."""
    found = app.store.find(Price, product=product.id, price_list="list", sort=(("start", False),))
    return [(each.amount, each.start, each.end) for each in found]


def test_a_price_ends_the_one_before_the_day_before(app, trade):
    app.run(set_price, product=trade.plain.id, price_list="list", amount=Decimal(420), start=TODAY)
    assert prices(app, trade.plain) == [(400, JANUARY, day("2025-11-23")), (420, TODAY, None)]
    assert app.store.undo_step().label == "Precio de Losartán 50"
    app.run(set_price, product=trade.plain.id, price_list="list", amount=Decimal(430), start=TODAY)
    assert prices(app, trade.plain)[1] == (430, TODAY, None)
    app.undo()
    app.undo()
    assert prices(app, trade.plain) == [(400, JANUARY, None)]
    assert refusal(app, set_price, product=trade.plain.id, price_list="x", amount=Decimal(1)) == (
        "Elige la lista de precios.")
    assert refusal(app, set_price, product=trade.plain.id, price_list="list", amount=Decimal(1),
                   start=day("2024-12-31")) == "Ya hay un precio lista vigente desde 1 ene 2025."


def test_a_launch_opens_a_listing_and_a_task_at_each_target(app, trade):
    app.run(launch_product, product=trade.plain, targets=[trade.client.id])
    assert list(app.store.warnings) == [("La ficha de Losartán 50 no está vigente.", "sheet")]
    listing, task = app.store.find(HospitalListing)[0], app.store.find(Task)[0]
    assert (listing.client, listing.target, listing.state) == (trade.client.id, True, "none")
    assert task.title == "Presentar Losartán 50 a Hospital Ángeles"
    assert app.store.get(Product, trade.plain.id).status == "launch"
    app.undo()
    assert (app.store.count(HospitalListing), app.store.get(Product, trade.plain.id).status) == (0, "active")


def test_a_message_is_approved_changed_and_retired_with_those_who_heard_it(app, trade):
    message = app.run(save_message, message=KeyMessage(
        scope="product", product=trade.plain.id, category="key", title="24 horas", text="Control de 24 horas"))
    assert refusal(app, approve_message, message=message, by=" ") == "Anota quién lo aprobó."
    assert refusal(app, retire_message, message=message, reason="x") == "Solo se retira un mensaje aprobado."
    approved = app.run(approve_message, message=message, by="Dra. Paz", until=day("2026-06-30"))
    assert app.store.undo_step().label == "Aprobar mensaje 24 horas"
    put(app, Visit(party=trade.hospital, owner=trade.me.id, state="done", done_on=TODAY, planned_on=TODAY,
                   outcome="interested", messages=(message.id,), purpose="medical_promotion", origin="plan"))
    assert heard_by(app.store, message) == [trade.hospital]
    again = app.run(save_message, message=dataclasses.replace(approved, text="Control de un día"))
    assert (again.state, again.approved_by) == ("draft", "")
    app.undo()
    assert refusal(app, retire_message, message=approved, reason="") == "Anota el motivo."
    retired = app.run(retire_message, message=approved, reason="Estudio retirado", correct=[trade.hospital])
    assert (retired.state, app.store.find(Task)[0].title) == ("retired", "Corregir lo que se dijo: 24 horas")


def test_a_sale_noted_by_hand_goes_where_the_party_is(app, trade):
    sold = app.run(record_sale, party=trade.hospital, product=trade.plain.id, on=TODAY, units=Decimal(2), amount=800_00)
    assert (sold.territory, sold.seller, sold.source, sold.month) == (trade.zone.id, trade.me.id, "manual", "2025-11")
    back = app.run(record_sale, party=trade.hospital, product=trade.plain.id, on=TODAY, units=Decimal(1),
                   amount=400_00, category="return")
    assert (back.units, back.amount) == (-1, -400_00)
    assert app.store.warnings[0] == ("Se guardó como devolución (−$400.00).", "amount")
    assert app.ask("F20", Period.month("2025-11")).value == 400_00
    app.undo()
    assert app.store.count(SalesRecord) == 1
    assert refusal(app, record_sale, party=trade.hospital, product=trade.plain.id, on=day("2025-11-25"),
                   units=Decimal(1), amount=1) == "Una venta no puede ser futura."


def test_what_is_loaded_is_compared_with_its_control_total(app, trade):
    app.run(record_sale, party=trade.hospital, product=trade.plain.id, on=TODAY, units=Decimal(2), amount=800_00)
    app.run(mark_sales_loaded, source="sales", through=TODAY, control_total=1_000_00)
    assert list(app.store.warnings) == [("Faltan $200.00 frente al total de control.", "control_total")]
    assert app.store.undo_step().label == "Ventas al 24 nov 2025"
    assert app.store.setting("loaded_through") == {"sales": "2025-11-24"}
    app.run(mark_sales_loaded, source="sales", through=TODAY, control_total=800_00,
            scope=Link("territory", trade.zone.id))
    assert not app.store.warnings
    app.undo()
    app.undo()
    assert app.store.setting("loaded_through") == {}
    assert refusal(app, mark_sales_loaded, source="sales", through=day("2025-11-25")) == (
        "No puede estar cargado hasta un día por venir.")
    assert refusal(app, mark_sales_loaded, source="x", through=TODAY) == "Elige la fuente."


def test_stock_is_compared_in_units(app, trade):
    make(app, "distributor_stock", distributor=trade.buyer.id, product=trade.plain.id, on=TODAY, units=Decimal(7))
    app.run(mark_sales_loaded, source="stock", through=TODAY, scope=trade.buyer, control_total=12_000)
    assert list(app.store.warnings) == [("Faltan 5 frente al total de control.", "control_total")]
