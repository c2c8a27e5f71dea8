"""The big works of the month: a workbook brought in, a week planned in three clicks, the summary saved."""

from __future__ import annotations

import csv
from pathlib import Path

import pypdfium2
import pytest

from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.records.clients import Client
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit
from tests import plans
from tests.journeys.hands import Hands
from tests.journeys.presses import presses
from ui import ask

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups without a display


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Three clients as a system exports them: semicolons, and a column nobody asked for."""
    path = tmp_path / "clientes.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([
            ("Código", "Nombre", "Tipo", "Ciudad", "Turno"), ("N-1", "Clínica Ñandú", "Clínica", "Tequila", "x"),
            ("N-2", "Farmacia Sol", "Farmacia", "Tequila", "y"), ("N-3", "Farmacia Luna", "Farmacia", "Tequila", "z")])
    return path


def test_a_workbook_is_looked_at_brought_in_and_taken_back(hands: Hands, app: App, sheet: Path,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask, "open_file", lambda *_args: sheet)
    hands.press("Ctrl+3")
    hands.click(hands.button("Importar"))
    hands.click(hands.button("Elegir archivo…"))
    hands.see("Continuar")
    hands.click(hands.button("Continuar"))
    hands.click(hands.button("Continuar"))
    hands.see("Importar 3 filas")
    assert app.store.count(Client) == 0  # nothing is written before the last step
    hands.click(hands.button("Importar 3 filas"))
    hands.wait(lambda: app.store.count(Client) == 3 and not hands.window.jobs.busy)
    assert {each.name for each in app.store.find(Client)} == {"Clínica Ñandú", "Farmacia Sol", "Farmacia Luna"}
    hands.press("Escape", "Ctrl+Z")
    assert app.store.count(Client) == 0
    assert app.store.count(Territory) == 0


def test_a_week_is_planned_in_three_clicks(me: Person, zone: Territory, app: App, hands: Hands) -> None:
    plans.frequencies(app)
    plans.clients(app, zone, count=24)
    with presses() as count:
        hands.press("Ctrl+2")
        hands.click(hands.button("Completar la semana"))
        hands.see("Aceptar todo")
        hands.click(hands.button("Aceptar todo"))
    assert (count.clicks, count.keys) == (2, 1)
    planned = app.store.count(Visit, state="planned")
    assert planned
    hands.click(hands.button("Deshacer", inside=hands.window.toast))
    assert app.store.count(Visit) == 0


def test_the_monthly_summary_is_saved_in_three_clicks(clients: list[Client], app: App, hands: Hands, tmp_path: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "resumen.pdf"
    monkeypatch.setattr(ask, "save_file", lambda *_args: path)
    app.run(save, record=Person(name="Ana Leal", position="representative"))
    with presses() as count:
        hands.go_by_rail("Informes")
        hands.wait(lambda: hands.button("Guardar PDF").isEnabled())
        hands.click(hands.button("Guardar PDF"))
    assert (count.clicks, count.keys) == (2, 0)
    pages = pypdfium2.PdfDocument(path)
    words = " ".join(page.get_textpage().get_text_range() for page in pages)
    assert "Resumen mensual" in words
    assert "2025" in words
