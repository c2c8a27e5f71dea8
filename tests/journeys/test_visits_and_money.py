"""The days of the month: visits logged in three clicks, a budget pasted, an expense, a list taken to Excel."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from kamdesk.app import App
from kamdesk.commands.visits import plan_visit
from kamdesk.fields import Link
from kamdesk.figures.model import Period, Scope
from kamdesk.records.budgets import BudgetLine, BudgetMonth
from kamdesk.records.clients import Client
from kamdesk.records.expenses import Expense
from kamdesk.records.team import Person
from kamdesk.records.visits import Visit
from kamdesk.words import number
from tests.conftest import TODAY
from tests.journeys.hands import Hands
from tests.journeys.presses import presses
from ui import ask
from ui.window import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups without a display
YEAR = "\t".join(str(1_000 + at) for at in range(12))
TABLE = f"Relación médica\nCongresos\t{YEAR}\nMuestras\t{YEAR}\n"


@pytest.fixture
def planned(app: App, me: Person, clients: list[Client]) -> Visit:
    """A visit to Hospital Ángeles planned for this morning."""
    return app.run(plan_visit, party=Link("client", clients[0].id), on=TODAY, start=datetime.time(8, 30))


def test_a_planned_visit_is_logged_in_three_clicks(planned: Visit, hands: Hands, app: App) -> None:
    with presses() as count:
        hands.click(hands.button("Registrar"))
        hands.click(hands.button("Interesado"))
        hands.click(hands.button("Guardar visita"))
    assert (count.clicks, count.keys) == (3, 0)
    done = app.store.get(Visit, planned.id)
    assert (done.state, done.outcome, done.done_on) == ("done", "interested", TODAY)
    assert "Visita guardada" in hands.words()
    assert "Registrada" in hands.words()


def test_a_planned_visit_is_logged_by_keyboard(planned: Visit, hands: Hands, app: App) -> None:
    hands.click(hands.button("Registrar"))
    with presses() as count:
        hands.press("2", "Ctrl+Return")
    assert (count.clicks, count.keys) == (0, 2)
    assert app.store.get(Visit, planned.id).outcome == "neutral"


def test_an_unplanned_visit_is_logged_with_few_keys(clients: list[Client], hands: Hands, app: App) -> None:
    with presses() as count:
        hands.press("Ctrl+R")
        hands.type("nan")
        hands.press("Return")
        hands.click(hands.button("Objeción"))
        hands.press("Ctrl+Return")
    assert count.clicks <= 1
    assert count.keys <= 8
    visit = app.store.find(Visit)[0]
    assert (visit.party, visit.outcome, visit.owner) == (Link("client", clients[1].id), "objection", app.store.me)
    hands.press("Ctrl+Z")
    assert app.store.count(Visit) == 0
    hands.press("Ctrl+Y")
    assert app.store.count(Visit) == 1


def test_a_visit_without_an_answer_is_not_saved_and_says_why(clients: list[Client], hands: Hands, app: App) -> None:
    hands.press("Ctrl+R")
    hands.type("nan")
    hands.press("Return", "Ctrl+Return")
    assert app.store.count(Visit) == 0
    assert hands.window.overlay is not None
    assert any("cómo" in text.lower() for text in hands.words(hands.window.overlay))


def test_today_says_what_the_figures_say(planned: Visit, hands: Hands, app: App) -> None:
    hands.click(hands.button("Registrar"))
    hands.press("1", "Ctrl+Return")
    month = Period.month(f"{TODAY:%Y-%m}")
    covered = next((each for each in app.by("F02", month, Scope(person=app.store.me), dimension="person")
                    if each.key == app.store.me), None)
    shown = hands.words(hands.window.page.cards)
    if covered is None or covered.value is None:
        assert "sin datos" in shown
    else:
        assert f"{number(round(covered.numerator or 0))} / {number(round(covered.denominator or 0))}" in shown


def test_a_year_of_budget_is_pasted_and_taken_back_in_one_step(hands: Hands, app: App) -> None:
    hands.press("Ctrl+0")
    QGuiApplication.clipboard().setText(TABLE)
    with presses() as count:
        hands.click(hands.button("Pegar de Excel"))
    assert (count.clicks, count.keys) == (1, 0)
    lines = {each.name: each for each in app.store.find(BudgetLine)}
    assert set(lines) == {"Relación médica", "Congresos", "Muestras"}
    months = app.store.find(BudgetMonth, line=lines["Congresos"].id)
    assert sum(each.plan or 0 for each in months) == sum(range(1_000, 1_012)) * 100
    hands.press("Ctrl+Z")
    assert app.store.count(BudgetLine) == 0


def test_an_expense_is_noted_in_two_fields(hands: Hands, app: App) -> None:
    hands.press("Ctrl+0")
    QGuiApplication.clipboard().setText(TABLE)
    hands.click(hands.button("Pegar de Excel"))
    hands.press("Ctrl+G")
    hands.type("=2*350.50")
    hands.click(hands.field("Concepto"))
    hands.type("Comida con la Dra. Peña")
    hands.pick("Partida", "congr")
    hands.press("Ctrl+Return")
    expense = app.store.find(Expense)[0]
    assert (expense.amount, expense.concept, expense.on) == (701_00, "Comida con la Dra. Peña", TODAY)


def test_the_list_shown_is_taken_to_excel(clients: list[Client], hands: Hands, tmp_path: Path,
                                          monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "clientes.xlsx"
    monkeypatch.setattr(ask, "save_file", lambda *_args: path)
    hands.press("Ctrl+3")
    hands.click(hands.button("C"))
    hands.press("Ctrl+E")
    hands.wait(path.exists)
    hands.wait(lambda: not hands.window.jobs.busy)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active.iter_rows()]
    assert rows[0][:2] == ["Nombre", "Tipo"]
    assert sorted(row[0] for row in rows[1:]) == ["Farmacia Luna", "Farmacia Sol"]


def test_the_plan_of_the_week_is_reached_from_today(planned: Visit, window: Window, hands: Hands) -> None:
    hands.click(hands.button("Ver semana"))
    assert any("Hospital Ángeles" in each.accessibleName() for each in window.page.findChildren(QWidget))
