"""The first days on an empty base: zone, clients and products by hand, found, changed, archived, taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox

from kamdesk.app import App
from kamdesk.records.clients import Client
from kamdesk.records.products import Product
from kamdesk.records.territories import Territory
from tests.journeys.hands import Hands, settle
from tests.journeys.presses import presses
from ui.page import TabPage
from ui.screens.clients import ClientsScreen

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups without a display


def show_table(hands: Hands) -> None:
    """The clients with their columns."""
    hands.press("Ctrl+3")
    page = hands.window.page
    assert isinstance(page, ClientsScreen)
    page.show_table()  # a tool button's menu waits for the person: nobody else could click in it
    settle()


def test_zone_client_and_product_are_made_by_form(hands: Hands, app: App) -> None:
    hands.go("settings", "region", "territory")
    hands.press("Ctrl+N")
    hands.fill("Nombre", "Jalisco")
    hands.choose("Nivel", "Zona")
    hands.click(hands.button("Crear zona"))
    hands.press("Ctrl+3", "Ctrl+N")
    hands.fill("Nombre", "Clínica Ñandú")
    hands.choose("Tipo", "Clínica")
    hands.pick("Zona", "jal")
    hands.click(hands.button("Crear cliente"))
    hands.go("settings", "products", "product_line")
    hands.press("Ctrl+N")
    hands.fill("Nombre", "Neurología")
    hands.click(hands.button("Crear línea"))
    hands.go("settings", "products", "product")
    hands.press("Ctrl+N")
    hands.fill("Nombre", "Neurolem 5 mg")
    hands.pick("Línea", "neuro")
    hands.click(hands.button("Crear producto"))
    zone, client, product = (app.store.find(kind)[0] for kind in (Territory, Client, Product))
    assert (client.name, client.category, client.territory) == ("Clínica Ñandú", "clinic", zone.id)
    assert product.name == "Neurolem 5 mg"
    assert product.line


def test_a_draft_with_something_missing_says_what_and_keeps_what_was_typed(hands: Hands, app: App) -> None:
    hands.press("Ctrl+3", "Ctrl+N")
    hands.fill("Nombre", "Clínica Ñandú")
    hands.click(hands.button("Crear cliente"))
    assert app.store.count(Client) == 0
    assert hands.field("Nombre").text() == "Clínica Ñandú"
    assert isinstance(hands.window.focusWidget(), QComboBox)
    assert hands.field("Tipo").accessibleDescription() in hands.words()


def test_the_palette_finds_a_client_in_six_keys(clients: list[Client], hands: Hands) -> None:
    with presses() as count:
        hands.press("Ctrl+K")
        hands.type("ang")
        hands.press("Return")
    assert (count.clicks, count.keys) == (0, 5)
    assert "Hospital Ángeles" in hands.words()
    hands.press("F2")
    assert hands.field("Nombre").text() == "Hospital Ángeles"


def test_a_field_left_is_saved_undone_and_done_again(clients: list[Client], hands: Hands, app: App) -> None:
    angeles = clients[0]
    hands.press("Ctrl+K")
    hands.type("ang")
    hands.press("Return", "F2")
    hands.fill("Nombre", "Hospital Ángeles Roma")
    assert app.store.get(Client, angeles.id).name == "Hospital Ángeles Roma"
    assert "Todo guardado" in hands.words()
    hands.window.setFocus()  # a text field with the focus keeps its own undo
    hands.press("Ctrl+Z")
    assert app.store.get(Client, angeles.id).name == "Hospital Ángeles"
    assert hands.field("Nombre").text() == "Hospital Ángeles"
    hands.window.setFocus()
    hands.press("Ctrl+Y")
    assert app.store.get(Client, angeles.id).name == "Hospital Ángeles Roma"


def test_delete_archives_the_rows_and_the_toast_brings_them_back(clients: list[Client], hands: Hands, app: App) -> None:
    show_table(hands)
    before = hands.cells()
    hands.item(hands.table(), 0)
    hands.press("Del")
    assert hands.cells() == before[1:]
    hands.click(hands.button("Deshacer", inside=hands.window.toast))
    assert sorted(hands.cells()) == sorted(before)
    assert app.store.count(Client) == len(clients)


def test_an_archived_client_is_restored_from_its_page(clients: list[Client], hands: Hands, app: App) -> None:
    show_table(hands)
    hands.item(hands.table(), 0)
    hands.press("Del")
    hands.click(hands.button("Archivado"))
    assert len(hands.cells()) == 1
    hands.item(hands.table(), 0)
    hands.press("Return")
    page = hands.window.page
    assert isinstance(page, ClientsScreen)
    assert page.record.client is not None
    page.record.verbs.archive(page.record.client)
    assert app.store.count(Client) == len(clients)


def test_several_clients_change_in_one_step(clients: list[Client], hands: Hands, app: App) -> None:
    show_table(hands)
    hands.item(hands.table(), 0)
    hands.press("Shift+Down", "Shift+Down", "Shift+Down")
    assert "4 seleccionados" in hands.words()
    hands.click(hands.button("Cambiar un campo"))
    hands.choose("Campo", "Segmento")
    hands.choose("Segmento", "A")
    hands.click(hands.button("Cambiar 4 registros"))
    assert {each.segment for each in app.store.find(Client)} == {"a"}
    hands.press("Ctrl+Z")
    assert sorted(str(each.segment) for each in app.store.find(Client)) == ["a", "b", "c", "c"]


def test_a_list_is_searched_filtered_and_sorted(clients: list[Client], hands: Hands) -> None:
    show_table(hands)
    hands.press("Ctrl+F")
    hands.type("nandu")
    hands.wait(lambda: hands.cells() == ["Clínica Ñandú"])
    hands.press("Ctrl+A", "Backspace")
    hands.wait(lambda: len(hands.cells()) == len(clients))
    header = hands.table().horizontalHeader()
    middle = QPoint(header.sectionPosition(0) + header.sectionSize(0) // 2, header.height() // 2)
    hands.click(header.viewport(), middle)
    assert hands.cells() == ["Clínica Ñandú", "Farmacia Luna", "Farmacia Sol", "Hospital Ángeles"]
    hands.click(header.viewport(), middle)
    assert hands.cells() == ["Hospital Ángeles", "Farmacia Sol", "Farmacia Luna", "Clínica Ñandú"]
    hands.click(hands.button("Filtrar por"))
    hands.menu("Segmento", "C")
    assert hands.cells() == ["Farmacia Sol", "Farmacia Luna"]
    hands.click(hands.button("Segmento: C"))
    assert len(hands.cells()) == len(clients)
    hands.click(hands.button("Prospecto"))
    assert "Nada coincide" in hands.words()
    hands.click(hands.button("Quitar filtros"))
    assert len(hands.cells()) == len(clients)


def test_back_and_forward_walk_the_places_one_has_been(clients: list[Client], hands: Hands) -> None:
    show_table(hands)
    hands.item(hands.table(), 0)
    hands.press("Return", "F2")
    name = hands.field("Nombre").text()
    hands.press("Alt+Left")
    assert len(hands.cells()) == len(clients)
    hands.press("Alt+Left")
    assert "Requiere atención" in hands.words()
    hands.press("Alt+Right", "Alt+Right")
    assert hands.field("Nombre").text() == name


def test_f6_walks_the_panes(hands: Hands) -> None:
    hands.press("Ctrl+8")
    seen = []
    for _turn in range(3):
        hands.press("F6")
        pane = hands.window.focusWidget()
        seen.append(next(each for each in hands.window.panes() if each is pane or each.isAncestorOf(pane)))
    assert {hands.window.page, hands.window.rail, hands.window.top} == set(seen)


def test_the_theme_goes_dark_and_back(hands: Hands) -> None:
    before, button = lightness(hands), hands.button("Tema oscuro")
    hands.click(button)
    assert lightness(hands) < before // 2
    hands.click(button)
    assert lightness(hands) == before


def lightness(hands: Hands) -> int:
    """Of the whole window, 0 to 255."""
    whole = hands.window.grab().toImage().scaled(1, 1, mode=Qt.TransformationMode.SmoothTransformation)
    return whole.pixelColor(0, 0).lightness()


def test_no_part_of_a_page_opens_as_a_window_of_its_own(hands: Hands) -> None:
    """It would flash on the screen and take the focus away."""
    hands.press("Ctrl+3", "Ctrl+4", "Ctrl+5", "Ctrl+6")
    assert isinstance(hands.window.page.part, TabPage)
    assert hands.window.isActiveWindow()
