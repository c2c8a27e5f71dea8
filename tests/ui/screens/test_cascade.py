"""Cascada in the window: a target received, shared out, typed, pasted, locked and put in force; exact and undone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.cascade.sheet import sheet_of
from kamdesk.records.targets import Target, TargetMonth, TargetPlan
from kamdesk.records.team import Person
from tests.kamdesk.figures.build import Region
from tests.ui.lint import lint
from tests.ui.screens.acting import answer, press, seen
from tests.windows import settle
from ui import ask
from ui.grid_delegate import CellEditor
from ui.screen import Address
from ui.screens.targets.cascade.share_bar import PASTED
from ui.screens.targets.cascade.view import CascadeView
from ui.widgets.messages import MessageBar
from ui.window import Window

HERE = Address("targets", "cascade")


@pytest.fixture
def region(store: BaseStore, me: Person) -> Region:
    """Two clients of a person, with sales of the last months and potential."""
    made = Region(App(store))
    for name, sold in (("Hospital Ángeles", 900_00), ("Clínica Norte", 300_00)):
        made.sale(made.client(name, potential=sold * 10), "2025-10", sold)
    return made


@pytest.fixture
def view(dressed: QApplication, region: Region, window: Window) -> CascadeView:
    """The tab, without a plan."""
    window.go(HERE)
    settle()
    return seen(window, CascadeView)


def titles(view: CascadeView) -> list[str]:
    """The lines of the tree."""
    return [line.title for line in view.grid.grid.model.content.lines]


def stand(view: CascadeView, title: str, column: str) -> tuple[int, int]:
    """Stand on a cell of the tree; where it is."""
    content = view.grid.grid.model.content
    at = titles(view).index(title), [each.key for each in content.columns].index(column)
    view.grid.grid.view.setCurrentIndex(view.grid.grid.model.index(*at))
    settle()
    return at


def type_in(view: CascadeView, title: str, column: str, text: str) -> str:
    """Type into a cell of the tree, key by key, and Enter; what is wrong with it afterwards."""
    at, table = stand(view, title, column), view.grid.grid.view
    table.setFocus()
    QTest.keyClick(table, text[0])
    editor = table.findChildren(CellEditor)[-1]  # those of edits before wait to be deleted
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    return view.grid.grid.model.problem_at(*at)


def share(view: CascadeView, window: Window, title: str, *, group: str) -> None:
    """Share a line out among one group, by last year's sales, with the buttons a person presses."""
    stand(view, title, "year")
    press(window, "Repartir")
    for chip in view.share.bar._chips.values():
        if chip.isChecked() != (chip.text() == group):
            QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    press(window, "Repartir")


def test_a_target_goes_down_to_the_clients_and_in_force(view: CascadeView, window: Window, store: BaseStore,
                                                        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert view._stack.currentWidget() is view._empty
    view.new()
    answer(window, year=2026, total=Decimal("1200.01"), received_from="Dirección")
    (plan,) = store.find(TargetPlan)
    assert (plan.total, titles(view)) == (1_200_01, ["Occidente"])
    share(view, window, "Occidente", group="Zonas")
    share(view, window, "Jalisco", group="Personas")
    share(view, window, "Iván Soto", group="Clientes")
    view.grid._open_all()  # shuts to the first levels or opens all
    view.grid._open_all()
    assert titles(view) == ["Occidente", "Jalisco", "Iván Soto", "Clínica Norte", "Hospital Ángeles"]
    sheet = sheet_of(store, plan)
    years = {sheet.names[id_]: sheet.total(id_) for id_ in sheet.targets}
    assert years["Hospital Ángeles"] + years["Clínica Norte"] == years["Iván Soto"] == 1_200_01
    assert abs(years["Hospital Ángeles"] - 900_01) <= 1

    assert type_in(view, "Clínica Norte", "2026-02", "=10*2") == ""
    assert store.find(TargetMonth, target=kid(store, plan, "Clínica Norte"), month="2026-02")[0].value == 20_00
    stand(view, "Hospital Ángeles", "year")
    view.grid.edits.lock()
    assert type_in(view, "Clínica Norte", "2026-03", "500")  # its only sibling is locked
    assert seen(window, MessageBar).isVisible()
    window.undo()

    press(window, "Activar")
    answer(window, reason="Lo pidió la dirección")
    assert store.get(TargetPlan, plan.id).state == "in_force"
    assert type_in(view, "Clínica Norte", "2026-03", "5")  # asks why first
    answer(window, reason="Se acordó con el cliente")
    cell = store.find(TargetMonth, target=kid(store, plan, "Clínica Norte"), month="2026-03")[0]
    assert cell.value == 5_00
    assert store.get(Target, cell.target or "").reason == "Se acordó con el cliente"
    path = tmp_path / "objetivos.xlsx"
    monkeypatch.setattr(ask, "save_file", lambda *_args: path)
    window.page.export()
    rows = list(openpyxl.load_workbook(path).worksheets[0].values)
    head = next(row for row in rows if row[0] == "Objetivo")
    assert next(row for row in rows if row[0] == "Iván Soto")[head.index("2026")] == 1_200.01
    for size in ((1366, 768), (1093, 614)):
        window.resize(*size)
        settle()
        assert lint(window, room=size) == []


def kid(store: BaseStore, plan: TargetPlan, name: str) -> str:
    """The target of somebody."""
    return next(id_ for id_, each in sheet_of(store, plan).names.items() if each == name)


def test_a_table_is_pasted_to_the_cent_and_what_exceeds_is_told(view: CascadeView, window: Window,
                                                                store: BaseStore) -> None:
    view.new()
    answer(window, year=2026, total=Decimal(1_200), received_from="Dirección")
    (plan,) = store.find(TargetPlan)
    share(view, window, "Occidente", group="Zonas")
    stand(view, "Jalisco", "year")
    view.grid._share()
    page = view.share
    QGuiApplication.clipboard().setText("Cliente\t2026\nclinica norte\t400.01\nHospital Angeles\t700\nTotal\t1100.01\n")
    page.bar.set_basis(PASTED)
    page.paste()
    assert page.found is not None
    assert (page.found.left_before, page.found.left) == (1_200_00, 99_99)
    for size in ((1366, 768), (1093, 614)):
        window.resize(*size)
        settle()
        assert lint(window, room=size) == []
    page.accept()
    settle()
    assert "Sin asignar" in titles(view)
    assert sum(sheet_of(store, plan).total(kid(store, plan, name)) for name in ("Clínica Norte", "Hospital Ángeles")
               ) == 1_100_01
    stand(view, "Jalisco", "year")
    view.grid._share()
    QGuiApplication.clipboard().setText("Hospital Ángeles\t5000\n")
    page.bar.set_basis(PASTED)
    page.paste()
    assert "supera lo que hay por repartir" in seen(window, MessageBar).accessibleName()
    QGuiApplication.clipboard().setText("Nadie\t5\n")
    page.paste()
    assert "Nadie" in seen(window, MessageBar).accessibleName()
    window.undo()
    assert store.count(Target, plan=plan.id) == 2
