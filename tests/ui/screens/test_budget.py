"""Presupuesto in the window: a year pasted, edited and undone, expenses noted and reviewed by keyboard."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.store import BaseStore
from kamdesk import words
from kamdesk.app import App
from kamdesk.commands.budget import NewLine, create_budget, set_plan
from kamdesk.commands.expenses import record_expense
from kamdesk.commands.records import save
from kamdesk.commands.settings import change_setting
from kamdesk.records.budgets import Budget, BudgetLine, BudgetMonth
from kamdesk.records.expenses import Expense
from kamdesk.records.team import Person
from tests.kamdesk.commands.test_budget import MONTHS, in_force
from tests.ui.lint import lint
from tests.windows import opened, settle
from ui import style
from ui.panels.asking import AskPanel
from ui.panels.expense import ExpensePanel, open_expense
from ui.screen import Address
from ui.screens.budget import BudgetScreen
from ui.screens.budget.review import ReviewTab
from ui.widgets.messages import MessageBar
from ui.window import Window

Show = Callable[[BaseStore], Window]
YEAR = "\t".join(str(1_000 + at) for at in range(12))
TABLE = f"Relación médica\nCongresos\t{YEAR}\nMuestras\t{YEAR}\nVisitas y viajes\nViáticos\t{YEAR}\n"


@pytest.fixture
def base(base_path: Path) -> Iterator[BaseStore]:
    """An empty base with its manager."""
    store = BaseStore(base_path)
    app = App(store)
    me = app.run(save, record=Person(name="Laura Benítez", position="regional_manager"))
    app.run(change_setting, name="me", value=me.id)
    yield store
    store.close()


@pytest.fixture
def show(app: QApplication) -> Iterator[Show]:
    """A window on Presupuesto."""
    with ExitStack() as stack:

        def make(store: BaseStore) -> Window:
            window = stack.enter_context(
                opened(App(store), pages={"budget": BudgetScreen}, quick={"expense": open_expense}))
            window.go(Address("budget"))
            settle()
            return window

        yield make


def page(window: Window) -> BudgetScreen:
    """The page in front."""
    assert isinstance(window.page, BudgetScreen)
    return window.page


def press(target: QWidget, key: Qt.Key, text: str = "",
          modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """One key."""
    QApplication.sendEvent(target, QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers, text))
    settle()


def said(window: Window) -> list[str]:
    """The message bars in front."""
    settle()
    return [bar.accessibleName() for bar in window.findChildren(MessageBar) if bar.isVisible()]


def budgeted(store: BaseStore) -> str:
    """A budget in force with one line; its id."""
    app = App(store)
    months = dict.fromkeys(MONTHS, 1_000_00)
    in_force(app, app.run(create_budget, year=2025, lines=[NewLine("Comidas", "Relación médica", months=months)]))
    return store.find(BudgetLine, name="Comidas")[0].id


def test_a_year_is_pasted_into_nothing_and_taken_back(base: BaseStore, show: Show) -> None:
    window = show(base)
    QGuiApplication.clipboard().setText(TABLE)
    page(window).grid.filling.paste()
    settle()
    model = page(window).grid.grid.model
    assert [line.title for line in model.content.lines] == [
        "Relación médica", "Congresos", "Muestras", "Visitas y viajes", "Viáticos"]
    assert [column.title for column in model.content.columns][:5] == [
        "Oct · plan", "Oct · real", "Nov · plan", "Nov · real", "Dic · plan"]
    assert model.text_at(0, 0) == "$2,018"
    window.undo()
    settle()
    assert base.count(Budget) == 0
    assert not page(window).grid.grid.isVisible()


def test_a_block_pasted_over_the_year_is_one_step(base: BaseStore, show: Show) -> None:
    App(base).run(create_budget, year=2025, lines=[NewLine(name) for name in ("Congresos", "Muestras")])
    window = show(base)
    tab = page(window).grid
    tab._see(what="plan", span="year")
    QGuiApplication.clipboard().setText(f"{YEAR}\n{YEAR}\n")
    tab.grid.view.setCurrentIndex(tab.grid.model.index(0, 0))
    press(tab.grid.view, Qt.Key.Key_V, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert base.count(BudgetMonth) == 24
    assert window.toast.text == "24 celdas pegadas"
    assert tab.grid.model.text_at(1, 12) == "$12,066"
    window.undo()
    settle()
    assert base.count(BudgetMonth) == 0
    assert tab.grid.model.text_at(1, 12) == ""


def test_a_refused_plan_says_why(base: BaseStore, show: Show) -> None:
    line = budgeted(base)
    window = show(base)
    tab = page(window).grid
    App(base).run(set_plan, cells={(line, "2025-12"): 7_00})
    settle()
    assert tab.grid.model.content.cells[line, "2025-12:plan"].value == 7_00
    assert not tab.edits.write({(line, "2025-12:plan"): -1})
    assert any("negativo" in text for text in said(window))


def test_the_message_leads_from_draft_to_force(base: BaseStore, show: Show, qtbot: QtBot) -> None:
    App(base).run(create_budget, year=2025, lines=[NewLine("Comidas", months={"2025-11": 5_00})])
    window = show(base)
    assert any(text.startswith("Está en borrador") for text in said(window))
    window.go(Address("budget", "review"))
    settle()
    review = page(window).review
    assert isinstance(review, ReviewTab)
    press(review, Qt.Key.Key_A, "a")
    window.go(Address("budget", "grid"))
    settle()
    assert any(text.startswith("Prerrevisado") for text in said(window))
    life = page(window).grid.life
    life.send()
    life.answer()
    panel = window.findChildren(AskPanel)[0]
    panel.submitted.emit()
    assert panel.isVisible()  # who answered is missing
    for field, text in ((panel.actor, "Raúl Ortega"), (panel.how, "Correo")):  # type: ignore[attr-defined]
        field.setText(text)
    panel.submitted.emit()
    settle()
    assert life.activate()
    assert base.find(Budget)[0].state == "in_force"


def test_ten_expenses_are_reviewed_with_ten_keys(base: BaseStore, show: Show) -> None:
    line = budgeted(base)
    for at in range(10):
        App(base).run(record_expense, line=line, concept=f"Comida {at}", amount=50_00)
    window = show(base)
    assert any(text.startswith("10 gastos por revisar") for text in said(window))
    window.go(Address("budget", "review"))
    settle()
    review = page(window).review
    assert review is not None
    for _time in range(10):
        press(review, Qt.Key.Key_A, "a")
    assert base.count(Expense, state="reviewed") == 10
    assert review.item is None


def test_sending_back_asks_why_first(base: BaseStore, show: Show) -> None:
    line = budgeted(base)
    for at in range(2):
        App(base).run(record_expense, line=line, concept=f"Comida {at}", amount=500_00)
    window = show(base)
    window.go(Address("budget", "review"))
    settle()
    review = page(window).review
    assert review is not None
    first = review.item
    press(review, Qt.Key.Key_Down)
    press(review, Qt.Key.Key_Up)
    assert review.item == first
    press(review, Qt.Key.Key_D, "d")
    note = review.card.note
    assert window.focusWidget() is note
    press(note, Qt.Key.Key_Return)
    assert base.count(Expense, state="sent_back") == 0
    note.setText("Falta la factura")
    press(note, Qt.Key.Key_Return)
    assert base.count(Expense, state="sent_back") == 1
    assert review.item != first
    assert window.focusWidget() is review


def test_an_expense_takes_two_fields(base: BaseStore, show: Show, qtbot: QtBot) -> None:
    line = budgeted(base)
    App(base).run(record_expense, line=line, concept="Ayer", amount=1_00)
    window = show(base)
    window.quick("expense")
    panel = window.findChildren(ExpensePanel)[0]
    assert panel.first_focus().hasFocus()
    qtbot.keyClicks(panel.first_focus(), "=3*400")
    assert panel.says() == ["Sin comprobante desde $200.", "Quedan $999.00 en Comidas para noviembre 2025."]
    panel._concept.setText("Comida de equipo")
    qtbot.keyClick(panel.first_focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    found = base.find(Expense, concept="Comida de equipo")
    assert [(each.amount, each.line, each.state, each.on) for each in found] == [
        (1_200_00, line, "to_review", datetime.date(2025, 11, 24))]


def test_an_expense_that_lacks_something_stays_open_and_comes_back(base: BaseStore, show: Show) -> None:
    budgeted(base)
    window = show(base)
    window.quick("expense")
    panel = window.findChildren(ExpensePanel)[0]
    panel._amount.setText("150")
    panel._concept.setText("Taxi")
    panel.submitted.emit()
    assert panel.isVisible()
    assert any("Partida" in text for text in said(window))
    panel.shut()
    settle()
    window.quick("expense")
    again = window.findChildren(ExpensePanel)[-1]
    assert (again._amount.value(), again._concept.text()) == (150_00, "Taxi")
    again._where.set_value(base.find(BudgetLine, name="Comidas")[0].id, "Comidas")
    again.submitted.emit()
    assert base.count(Expense) == 1


def test_the_year_is_exported_as_shown(base: BaseStore, show: Show, tmp_path: Path,
                                       monkeypatch: pytest.MonkeyPatch) -> None:
    budgeted(base)
    target = tmp_path / "presupuesto.xlsx"
    monkeypatch.setattr("ui.ask.save_file", lambda *_args: target)
    window = show(base)
    page(window).export()
    from openpyxl import load_workbook

    rows = list(load_workbook(target).active.values)
    assert rows[0][:2] == ("Concepto", "octubre 2025, plan")
    assert rows[2][:3] == ("Comidas", 1_000, 0)
    assert rows[3][0] == "Total"


LOOKS = list(itertools.product(("es", "en"), (1.0, 1.25, 1.5), ("light", "dark")))


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_tab_is_clean(base: BaseStore, show: Show, look: tuple[str, float, style.Scheme],
                            app: QApplication) -> None:
    language, scale, scheme = look
    line = budgeted(base)
    App(base).run(record_expense, line=line, concept="Comida con el Dr. Solís", amount=5_000_00)
    words.set_language(language)
    style.apply(app, scheme=scheme, scale=scale, motion=False)
    window = show(base)
    found = lint(window, room=(1366, 768))
    for tab in ("expenses", "review"):
        window.go(Address("budget", tab))
        settle()
        found += lint(window, room=(1366, 768))
    window.quick("expense")
    settle()
    assert found + lint(window, room=(1366, 768)) == []
