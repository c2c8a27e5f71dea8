"""Importar: file, columns, review and apply with mouse and keys, on small sheets and on the real register of Chile."""

from __future__ import annotations

import csv
import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from kamdesk import words
from kamdesk.commands.records import save
from kamdesk.records.clients import Client
from kamdesk.records.sales import SalesRecord
from kamdesk.records.system import ImportBatch
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.sheets.reading import read_workbook
from tests.shared import DATA, needs_data
from tests.ui.lint import lint
from ui import ask, style
from ui.dropping import FileDrop
from ui.screen import Address
from ui.screens.importing import ImportWizard, open_import
from ui.screens.importing.columns_page import ColumnsPage, QuietBox
from ui.screens.importing.frame import COLUMNS, FILE, REVIEW
from ui.screens.importing.review_page import ReviewPage
from ui.widgets.buttons import Button
from ui.window import Window

CLIENTS = [["Código", "Nombre", "Tipo", "Región", "Ciudad", "Teléfono", "Nota"],
           ["H-1", "Hospital Ángeles", "Hospital privado", "Jalisco", "Zapopan", "33 1111 1111", ""],
           ["F-1", "Farmacia del Sol", "Farmacia", "Jalisco", "Tepic", "33 2222 2222", "abre tarde"],
           ["F-2", "", "Farmacia", "Nayarit", "Tepic", "", ""]]
SALES = [["Fecha", "Cliente", "Ciudad", "Distribuidor", "Producto", "Cantidad", "Importe", "Vendedor"],
         ["03/04/2025", "Hospital Ángeles", "Zapopan", "Nadro", "Cardiol 10 mg", "10", "1500.50", "Ana Ruiz"],
         ["05/06/2025", "Farmacia Sur", "Tepic", "Nadro", "Cardiol 10 mg", "2", "300.10", "Ana Ruiz"]]
LOOKS = list(itertools.product(("es", "en"), (1.0, 1.5), ("light", "dark")))
ROOMS = ((1366, 768), (1024, 600))


@pytest.fixture(autouse=True)
def own_backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    def write(rows: list[list[Any]], name: str = "datos.csv") -> Path:
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return tmp_path / name

    return write


@pytest.fixture
def wizard(window: Window, me: Person) -> Iterator[ImportWizard]:
    assert me.id
    made = open_import(window.context, window.overlay_host)
    yield made
    settle(window)


def settle(window: Window) -> None:
    until = time.monotonic() + 120
    while window.jobs.busy and time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.005)
    assert not window.jobs.busy
    for _turn in range(3):
        QApplication.processEvents()


def read(window: Window, wizard: ImportWizard, path: Path) -> None:
    wizard.take(path)
    settle(window)


def on(window: Window, wizard: ImportWizard) -> None:
    """Press the button of the step."""
    QTest.mouseClick(wizard.next, Qt.MouseButton.LeftButton)
    settle(window)


def page(wizard: ImportWizard) -> QWidget:
    found = wizard.pages.currentWidget()
    assert found is not None
    return found


def columns(wizard: ImportWizard) -> ColumnsPage:
    found = page(wizard)
    assert isinstance(found, ColumnsPage)
    return found


def review(wizard: ImportWizard) -> ReviewPage:
    found = page(wizard)
    assert isinstance(found, ReviewPage)
    return found


def said(wizard: ImportWizard) -> str:
    item = wizard._messages.itemAt(0)
    widget = item.widget() if item is not None else None
    return widget.accessibleName() if widget is not None else ""


def choose(box: QComboBox, data: object) -> None:
    """Choose a line of the list (the platform of tests has no popups)."""
    wanted = box.findData(data)
    assert wanted >= 0
    box.setCurrentIndex(wanted)
    box.activated.emit(wanted)
    assert box.currentData() == data


def test_clients_are_looked_at_imported_and_undone(window, wizard, sheet):
    read(window, wizard, sheet(CLIENTS))
    assert wizard.kind == "client"
    on(window, wizard)
    assert columns(wizard).boxes["Código"].currentData() == "code"
    on(window, wizard)
    told = review(wizard).told
    assert (told.count("new"), told.count("refused")) == (2, 1)
    assert window.app.store.count(Client) == 0
    on(window, wizard)
    assert window.app.store.count(Client) == 2
    assert window.overlay is None
    assert window.toast.isVisible()
    window.undo()
    assert window.app.store.count(Client) == 0


def test_changes_are_shown_field_by_field(window, wizard, sheet):
    store = window.app.store
    zone = window.app.run(save, record=Territory(name="Jalisco", level="region"))
    window.app.run(save, record=Client(name="Hospital Viejo", code="H-1", category="private_hospital",
                                       territory=zone.id))
    read(window, wizard, sheet(CLIENTS[:2]))
    on(window, wizard)
    on(window, wizard)
    found = [(line.field, line.before, line.after) for line in review(wizard).model.lines]
    assert ("Nombre", "Hospital Viejo", "Hospital Ángeles") in found
    on(window, wizard)
    assert store.find(Client, code="H-1")[0].name == "Hospital Ángeles"


def test_a_column_left_out_is_not_brought(window, wizard, sheet):
    read(window, wizard, sheet(CLIENTS[:3]))
    on(window, wizard)
    choose(columns(wizard).boxes["Nota"], "")
    choose(columns(wizard).boxes["Teléfono"], "")
    on(window, wizard)
    on(window, wizard)
    client = window.app.store.find(Client, code="F-1")[0]
    assert (client.note, client.phone) == ("", "")


def test_what_no_column_gives_is_asked_for_all_rows(window, wizard, sheet):
    rows = [["Código", "Nombre", "Región"], ["A-1", "Consultorio Uno", "Jalisco"]]
    read(window, wizard, sheet(rows))
    wizard.file_page.kind_chosen.emit("client")
    on(window, wizard)
    box = columns(wizard).constants["category"]
    assert isinstance(box, QComboBox)
    choose(box, "clinic")
    on(window, wizard)
    on(window, wizard)
    assert window.app.store.find(Client, code="A-1")[0].category == "clinic"


def test_days_that_can_be_read_both_ways_are_asked_once(window, wizard, sheet):
    read(window, wizard, sheet(SALES))
    on(window, wizard)
    on(window, wizard)
    asked = columns(wizard).questions["Fecha"]
    QTest.mouseClick(asked.findChildren(Button)[1], Qt.MouseButton.LeftButton)
    on(window, wizard)
    through = review(wizard).told.through
    assert through is not None
    assert (through.month, through.day) == (5, 6)


def test_the_same_file_again_has_nothing_to_change(window, wizard, sheet, me):
    path = sheet(CLIENTS[:3])
    for _time in range(3):
        read(window, wizard, path)
        on(window, wizard)
        on(window, wizard)
        if not wizard.next.isEnabled():
            break
        on(window, wizard)
        wizard = open_import(window.context, window.overlay_host)
    assert "nada que cambiar" in said(wizard)
    assert window.app.store.count(Client) == 2
    wizard.shut()


def test_refused_rows_are_saved_with_their_reason(window, wizard, sheet, tmp_path, monkeypatch):
    read(window, wizard, sheet(CLIENTS))
    on(window, wizard)
    on(window, wizard)
    monkeypatch.setattr(ask, "save_file", lambda *_args: tmp_path / "malas.xlsx")
    QTest.mouseClick(review(wizard).save, Qt.MouseButton.LeftButton)
    rows = read_workbook(tmp_path / "malas.xlsx").sheets[0].rows
    assert [row[0] for row in rows] == ["Código", "F-2"]
    assert "Nombre" in str(rows[1][-1])
    assert "malas.xlsx" in said(wizard)


def test_an_import_is_undone_from_the_list(window, wizard, sheet):
    read(window, wizard, sheet(CLIENTS[:3]))
    for _step in range(3):
        on(window, wizard)
    again = open_import(window.context, window.overlay_host)
    undo = next(each for each in again.file_page.findChildren(Button) if each.text() == "Deshacer importación")
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    settle(window)
    assert window.app.store.count(Client) == 0
    assert window.app.store.find(ImportBatch)[0].undone_at is not None
    assert said(again) == "La importación se deshizo."
    again.shut()


def test_cells_are_pasted(window, wizard):
    QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in CLIENTS[:3]))
    wizard.paste()
    settle(window)
    assert wizard.source is not None
    assert wizard.source.file_name == "Portapapeles"
    for _step in range(3):
        on(window, wizard)
    assert window.app.store.count(Client) == 2


def test_a_bad_file_says_why_and_nothing_moves(window, wizard, tmp_path):
    (tmp_path / "foto.xlsx").write_text("hola")
    read(window, wizard, tmp_path / "foto.xlsx")
    assert "foto.xlsx" in said(wizard)
    assert wizard.pages.currentIndex() == FILE
    QGuiApplication.clipboard().setText("")
    wizard.paste()
    settle(window)
    assert "portapapeles" in said(wizard)


def test_a_file_dropped_on_the_window_is_taken(window, tmp_path, sheet):
    taken: list[Path] = []
    FileDrop(window, taken.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sheet(CLIENTS)))])
    point, none = QPointF(10, 10), Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(point.toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(window, enter)
    QApplication.sendEvent(window, QDropEvent(point, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none))
    assert enter.isAccepted()
    assert taken == [tmp_path / "datos.csv"]


def test_walking_through_the_boxes_takes_no_column_away(window, wizard, sheet, monkeypatch):
    opened: list[QComboBox] = []
    monkeypatch.setattr(QuietBox, "showPopup", lambda box: opened.append(box), raising=False)  # noqa: PLW0108
    read(window, wizard, sheet(CLIENTS))
    on(window, wizard)
    before, box = columns(wizard).mapping, columns(wizard).boxes["Nota"]
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert columns(wizard).mapping == before
    assert opened == [box]


def test_a_list_offers_to_bring_in_its_kind(window, wizard):
    wizard.shut()
    window.go(Address("distributors"))
    button = next(each for each in window.page.header.findChildren(Button) if each.text() == "Importar")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert isinstance(window.overlay, ImportWizard)
    assert window.overlay.kind == "distributor"
    window.overlay.shut()


def test_back_keeps_what_was_decided(window, wizard, sheet):
    read(window, wizard, sheet(CLIENTS))
    on(window, wizard)
    choose(columns(wizard).boxes["Nota"], "")
    on(window, wizard)
    QTest.mouseClick(wizard.back, Qt.MouseButton.LeftButton)
    assert columns(wizard).boxes["Nota"].currentData() == ""
    assert wizard.pages.currentIndex() == COLUMNS
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert window.overlay is None


@needs_data
def test_the_register_of_chile_comes_in_whole(window, wizard):
    read(window, wizard, DATA / "accounts" / "cl_deis_establecimientos_20260310.csv")
    assert wizard.kind == "client"
    on(window, wizard)
    on(window, wizard)
    assert wizard.pages.currentIndex() == REVIEW
    assert review(wizard).told.count("new") == 5237
    on(window, wizard)
    assert window.app.store.count(Client) == 5237


@pytest.mark.parametrize("look", [*LOOKS[:2], *(pytest.param(each, marks=pytest.mark.full) for each in LOOKS[2:])],
                         ids=str)
def test_no_fault_in_any_look(app, window, wizard, sheet, look):
    language, scale, scheme = look
    wizard.shut()
    words.set_language(language)
    style.apply(QApplication.instance(), scheme=scheme, scale=scale, motion=False)
    made = open_import(window.context, window.overlay_host)
    found = []
    for step in range(4):
        for room in ROOMS:
            window.resize(*room)
            settle(window)
            found += [f"{step} {room}: {fault}" for fault in lint(made.frame, room=room)]
        if step == 0:
            read(window, made, sheet(CLIENTS))
        elif step < 3:
            on(window, made)
    assert found == []
    assert made.pages.currentIndex() == REVIEW
    made.shut()


OCTOBER = [["Fecha", "Cliente", "Producto", "Cantidad", "Importe"], ["2025-10-03", "Farmacia Sur", "Neurol", "1", "10"],
           ["2025-10-04", "Farmacia Sur", "Neurol", "2", "20"]]


def test_the_period_is_replaced_and_its_control_total_compared(window, wizard, sheet):
    read(window, wizard, sheet(OCTOBER))
    for _step in range(2):
        on(window, wizard)
    review(wizard).closing.total.set_value(30_00)
    on(window, wizard)
    assert window.app.store.setting("control_totals") == {"sales::2025-10": 30_00}
    again = open_import(window.context, window.overlay_host)
    read(window, again, sheet(OCTOBER[:2]))
    for _step in range(2):
        on(window, again)
    closing = review(again).closing
    assert not again.next.isEnabled()
    closing.replace.click()
    assert again.next.isEnabled()
    assert again.next.text() == "Reemplazar el periodo"
    on(window, again)
    assert [each.amount for each in window.app.store.find(SalesRecord)] == [1000]


def test_a_template_is_saved_to_be_filled_in(window, wizard, tmp_path, monkeypatch):
    monkeypatch.setattr(ask, "save_file", lambda *_args: tmp_path / "Clientes.xlsx")
    choose(wizard.file_page.kind, "client")
    next(each for each in wizard.file_page.findChildren(Button) if each.text() == "Guardar la plantilla…").click()
    read(window, wizard, tmp_path / "Clientes.xlsx")
    assert wizard.kind == "client"
    assert [table.text().split(" · ")[0] for table in wizard.file_page.tables] == ["Ejemplo"]
