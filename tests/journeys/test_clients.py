"""Clientes driven as a person does: list, filter, record, composer, verbs, duplicates, the call in eight keys."""

from __future__ import annotations

import datetime

import pytest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListView

from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.commands.visits import plan_visit, record_visit
from kamdesk.fields import Link
from kamdesk.records.clients import Client, Contact
from kamdesk.records.interactions import Interaction
from kamdesk.records.listings import HospitalListing
from kamdesk.records.products import Product, ProductLine
from kamdesk.records.quality import QualityIssue
from kamdesk.records.tasks import Task
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit
from tests.conftest import TODAY
from tests.journeys.hands import Hands
from tests.journeys.presses import presses
from ui import ask
from ui.screen import Address
from ui.screens.clients import views
from ui.screens.clients.screen import ClientsScreen
from ui.window import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups without a display


@pytest.fixture
def hospital(app: App, me: Person, clients: list[Client]) -> Client:
    """Hospital Ángeles with two contacts, a product and a visit of last week."""
    first = clients[0]
    party = Link("client", first.id)
    app.run(save, record=Contact(name="Rocío Salas", title="Dra.", party=party, influence="decides"))
    app.run(save, record=Contact(name="Iván Mora", title="Dr.", party=party, influence="influences"))
    line = app.run(save, record=ProductLine(name="Cardiovascular"))
    app.run(save, record=Product(name="Losartán", line=line.id))
    app.run(record_visit, party=party, outcome="interested", note="Acepta llevarlo al comité",
            done_on=TODAY - datetime.timedelta(6))
    return first


@pytest.fixture
def page(window: Window, hospital: Client, hands: Hands) -> ClientsScreen:
    """The page on the record of the hospital."""
    window.go(Address("clients", "list", "client", hospital.id))
    hands.wait(lambda: isinstance(window.page, ClientsScreen))
    screen = window.page
    assert isinstance(screen, ClientsScreen)
    return screen


def names(page: ClientsScreen) -> list[str]:
    model = page.pane.model
    return [row.values["name"] for at in range(model.total) if (row := model.row_at(at))]


def test_the_list_filters_as_one_types_whatever_accents_and_order(page: ClientsScreen, hands: Hands) -> None:
    assert names(page) == ["Clínica Ñandú", "Farmacia Luna", "Farmacia Sol", "Hospital Ángeles"]
    hands.press("Ctrl+F")
    hands.type("angeles hosp")
    hands.wait(lambda: names(page) == ["Hospital Ángeles"])
    assert "1 de 4 · ordenado por nombre" in hands.words()
    hands.press("Ctrl+A", "Del")
    hands.type("xyz")
    hands.wait(lambda: names(page) == [])
    assert "Nada coincide" in hands.words()
    hands.click(hands.button("Quitar filtros"))
    assert len(names(page)) == 4


def test_chips_and_views_narrow_the_list(page: ClientsScreen, hands: Hands,
                                         monkeypatch: pytest.MonkeyPatch) -> None:
    hands.click(hands.button("C"))
    assert names(page) == ["Farmacia Luna", "Farmacia Sol"]
    monkeypatch.setattr(ask, "line", lambda *_args: "Farmacias C")
    page.pane.menus.save_view()
    page.pane.clear()
    assert len(names(page)) == 4
    page.pane.show_view(views.saved()["Farmacias C"])
    assert names(page) == ["Farmacia Luna", "Farmacia Sol"]
    views.forget("Farmacias C")
    assert views.saved() == {}


def test_walking_the_list_shows_each_client(page: ClientsScreen, hands: Hands) -> None:
    hands.item(hands.find(QListView, lambda each: each is page.pane.list, "list"), 0)
    hands.wait(lambda: page.record.client is not None and page.record.client.name == "Clínica Ñandú")
    hands.press("Down")
    hands.wait(lambda: page.record.client is not None and page.record.client.name == "Farmacia Luna")


def test_the_record_says_what_happened(page: ClientsScreen, hands: Hands) -> None:
    words = hands.words()
    assert {"Hospital Ángeles", "SEMANA PASADA", "Acepta llevarlo al comité", "Interesado", "Decide"} <= set(words)


def test_a_line_is_read_shown_and_stored_as_a_visit(page: ClientsScreen, hands: Hands, app: App) -> None:
    hands.click(hands.field("Nota"))
    hands.type("Salas losartán interesada llamar +3 pide carta de precio")
    hands.wait(lambda: {"Visita", "Dra. Rocío Salas", "Losartán", "Llamar 27 nov"} <= set(hands.words()))
    hands.press("Return")
    (visit,) = app.store.find(Visit, done_on=TODAY)
    assert (visit.outcome, visit.note, visit.next_step) == ("interested", "pide carta de precio", "call")
    assert len(visit.contacts) == 1
    (task,) = app.store.find(Task)
    assert task.due == TODAY + datetime.timedelta(3)
    hands.wait(lambda: "HOY" in hands.words())
    hands.press("Ctrl+Z")
    assert app.store.count(Visit, done_on=TODAY) == 0


def test_a_line_without_outcome_is_a_call_and_a_forced_visit_asks(page: ClientsScreen, hands: Hands,
                                                                  app: App) -> None:
    hands.click(hands.field("Nota"))
    hands.type("correo Mora pide ficha técnica")
    hands.press("Return")
    (note,) = app.store.find(Interaction)
    assert (note.channel, note.text) == ("email", "pide ficha técnica")
    hands.click(hands.field("Nota"))
    hands.type("todo bien")
    hands.click(hands.button("Una visita"))
    hands.press("Return")
    assert any("Escribe cómo fue" in word for word in hands.words())
    assert app.store.count(Visit, done_on=TODAY) == 0


def test_tab_takes_the_line_into_the_panel(page: ClientsScreen, hands: Hands, app: App) -> None:
    hands.click(hands.field("Nota"))
    hands.type("llamada pide visita")
    hands.press("Tab")
    hands.see("Guardar llamada")
    hands.press("Ctrl+Return")
    assert [each.text for each in app.store.find(Interaction)] == ["pide visita"]
    hands.wait(lambda: hands.field("Nota").text() == "")
    hands.click(hands.field("Nota"))
    hands.type("visita Salas losartán 2m objeción llamar +3 por precio")
    hands.press("Tab")
    hands.see("Guardar visita")
    hands.click(hands.button("Abrir un problema de calidad al guardar"))
    hands.press("Ctrl+Return")
    (visit,) = app.store.find(Visit, done_on=TODAY)
    assert (visit.outcome, visit.next_step, visit.next_on) == ("objection", "call", TODAY + datetime.timedelta(3))
    assert visit.note == "por precio · 2 muestras de Losartán"  # of no lot in hand
    assert len(visit.contacts) == len(visit.products) == 1
    hands.see("Abrir caso")
    hands.click(hands.field("Lote"))
    hands.type("24B88")
    panel = page.context.window.overlay
    panel.editors["description"].show_value("Blíster abierto", {})
    hands.press("Ctrl+Return")
    (issue,) = app.store.find(QualityIssue)
    assert (issue.lot, issue.product, issue.party) == ("24B88", visit.products[0], visit.party)


def test_a_call_takes_eight_keys(page: ClientsScreen, hands: Hands, app: App) -> None:
    hands.go("today")
    with presses() as count:
        hands.press("Ctrl+L")
        hands.type("ang")
        hands.press("Return", "2", "Ctrl+Return")
    assert (count.clicks, count.keys <= 8) == (0, True)
    (note,) = app.store.find(Interaction)
    assert (note.channel, note.topic, note.text) == ("call", "order", "Quiere pedir")
    assert note.party == Link("client", page.record.client.id if page.record.client else "")


def test_a_client_is_found_and_called_in_six_keys(page: ClientsScreen, hands: Hands, app: App) -> None:
    hands.go("today")
    with presses() as count:
        hands.press("Ctrl+K")
        hands.type("ang")
        hands.press("Return", "Ctrl+L")
    assert (count.clicks, count.keys <= 6) == (0, True)
    assert "Hospital Ángeles" in hands.words()
    hands.see("Guardar llamada")
    assert app.store.count(Interaction) == 0


def test_the_palette_offers_the_best_record_its_verbs(page: ClientsScreen, hands: Hands) -> None:
    found = [hit.title for hit in hands.window.palette_view._search("ange")]
    assert {"Registrar visita a Hospital Ángeles", "Registrar llamada con Hospital Ángeles"} <= set(found)


def test_a_closed_call_keeps_its_draft(page: ClientsScreen, hands: Hands, app: App) -> None:
    hands.press("Ctrl+L")
    hands.click(hands.field("Nota"))
    hands.type("quedó de")
    hands.press("Escape", "Ctrl+L")
    assert "Borrador recuperado" in hands.words()
    hands.press("Ctrl+Return")
    assert [each.text for each in app.store.find(Interaction)] == ["quedó de"]


def test_planning_and_reclassifying_from_the_head(page: ClientsScreen, hands: Hands, app: App) -> None:
    hands.click(hands.button("Planificar"))
    hands.click(hands.button("Planificar visita"))
    (visit,) = app.store.find(Visit, state="planned")
    assert visit.planned_on == TODAY + datetime.timedelta(1)
    client = page.record.client
    assert client is not None
    page.record.verbs.segment(client)
    hands.choose("Segmento", "B")
    hands.click(hands.button("Cambiar segmento"))
    assert any("Falta Motivo" in word for word in hands.words())
    hands.fill("Motivo", "Bajó la demanda")
    hands.click(hands.button("Cambiar segmento"))
    assert app.store.get(Client, client.id).segment == "b"
    assert app.store.undo_step().label == "Cambiar segmento de 1 cliente"  # type: ignore[union-attr]


def test_a_listing_is_opened_and_goes_to_the_committee(page: ClientsScreen, hands: Hands, app: App) -> None:
    page.record.show_tab("listings")
    hands.click(hands.button("Abrir listado"))
    hands.pick("Producto", "losa")
    hands.click(hands.button("Abrir listado"))
    hands.wait(lambda: "Losartán" in hands.words())
    hands.click(hands.button("Comité"))
    hands.fill("Día del comité", "9/12")
    hands.click(hands.button("Guardar etapa"))
    (listing,) = app.store.find(HospitalListing)
    assert (listing.state, listing.committee_on) == ("committee", datetime.date(2025, 12, 9))
    hands.wait(lambda: any("Comité 9 dic" in word for word in hands.words()))


def test_a_new_client_that_looks_like_one_is_asked_about(page: ClientsScreen, hands: Hands, app: App,
                                                         zone: Territory) -> None:
    hands.press("Ctrl+N")
    hands.fill("Nombre", "Hosp. Angeles")
    hands.wait(lambda: "Puede ser el mismo" in hands.words())
    hands.choose("Tipo", "Hospital privado")
    hands.pick("Zona", "jalis")
    hands.click(hands.button("Crear cliente"))
    assert any("¿Es el mismo?" in word for word in hands.words())
    assert app.store.count(Client) == 4
    hands.click(hands.button("Crear otro"))
    assert app.store.count(Client) == 5
    assert page.record.client is not None
    assert page.record.client.name == "Hosp. Angeles"


def test_duplicates_are_joined_or_told_apart(page: ClientsScreen, hands: Hands, app: App, hospital: Client,
                                             zone: Territory) -> None:
    twin = app.run(save, record=Client(name="HOSPITAL ANGELES", category="private_hospital", segment="a",
                                       territory=zone.id, phone="33 1234 5678"))
    app.run(plan_visit, party=Link("client", twin.id), on=TODAY)
    hands.window.go(Address("clients", "duplicates"))
    hands.wait(lambda: "1 pareja" in hands.words())
    hands.click(hands.button("Unir"))
    assert any("Elige" in word for word in hands.words())
    hands.click(hands.button("Nombre: Hospital Ángeles"))
    hands.click(hands.button("Unir"))
    hands.wait(lambda: "Nadie está repetido" in hands.words())
    kept = app.store.find(Client, name="Hospital Ángeles")[0]
    assert kept.phone == "33 1234 5678"
    assert app.store.count(Visit, party=Link("client", kept.id)) == 2
    hands.press("Ctrl+Z")
    assert app.store.count(Client) == 5
    hands.window.go(Address("clients", "list", "client", kept.id))
    hands.press("F2")
    hands.wait(lambda: "Puede ser el mismo" in hands.words())
    hands.click(hands.button("Comparar y unir"))
    hands.wait(lambda: "1 pareja" in hands.words())


def test_the_table_changes_several_clients_at_once(page: ClientsScreen, hands: Hands, app: App) -> None:
    page.show_table()
    assert hands.cells()[:2] == ["Clínica Ñandú", "Farmacia Luna"]
    table = hands.table()
    hands.item(table, 1)
    table.selectAll()
    hands.click(hands.button("Cambiar segmento"))
    hands.choose("Segmento", "D")
    hands.fill("Motivo", "Revisión anual")
    hands.click(hands.button("Cambiar segmento", inside=hands.window.overlay))
    assert app.store.count(Client, segment="d") == 4
    page.show_list()
    assert page.pane.isVisible()


def test_every_tab_shows(page: ClientsScreen, hands: Hands) -> None:
    for tab, words in (("activity", "Todo"), ("contacts", "Nuevo contacto"), ("orders", "Facturas"),
                       ("plan", "Nuevo plan"), ("agreements", "Contratos"), ("files", "Archivos"),
                       ("data", "Lo esencial")):
        page.record.show_tab(tab)
        hands.wait(lambda words=words: words in hands.words())  # type: ignore[misc]


def test_the_sheet_is_made_from_the_head(page: ClientsScreen, hands: Hands) -> None:
    page.record.head.report_asked.emit()
    hands.wait(lambda: any("Datos personales" in word for word in hands.words()))
    personal = hands.find(QCheckBox, lambda each: each.text() == "Datos personales", "Datos personales")
    assert not personal.isChecked()
    assert any(each.text() == "Hospital Ángeles" for each in hands.window.findChildren(QLineEdit))
