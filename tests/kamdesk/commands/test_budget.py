"""The budget from nothing to closed: lines, plans, copies, spreads, review, approval by hand, months, transfers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kamdesk.app import App
from kamdesk.budgeting.sheet import TOTAL, current_budget, sheet_of
from kamdesk.commands.approvals import approval_of, mark_decision, submit, withdraw
from kamdesk.commands.budget import NewLine, add_lines, comment_month, copy_month, create_budget, set_plan, spread_plan
from kamdesk.commands.budget_life import (
    activate_budget,
    close_budget,
    close_month,
    prereview_budget,
    prereview_budget_line,
    reopen_month,
    transfer_budget,
)
from kamdesk.commands.expenses import record_expense
from kamdesk.figures.model import Period
from kamdesk.problems import Problem, Warned
from kamdesk.records.budgets import Budget, BudgetLine, BudgetMonth
from kamdesk.records.team import Person

MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]
LAST = {"2025-10": 40_000_00, "2025-11": 38_400_00, "2025-12": 40_000_00}
LINES = [NewLine("Congresos", "Relación médica", months=LAST),
         NewLine("Muestras", "Relación médica", months=dict.fromkeys(MONTHS, 22_000_00)),
         NewLine("Viáticos", months={"2025-11": 17_000_00})]


@pytest.fixture
def budget(app: App, me: Person) -> Budget:
    """A budget of 2025 with three lines, one group."""
    return app.run(create_budget, year=2025, lines=LINES)


def line(app: App, name: str) -> str:
    """The id of a line."""
    return app.store.find(BudgetLine, name=name)[0].id


def plan(app: App, name: str, month: str = "2025-11") -> int | None:
    """The stored plan of a line in a month."""
    found = app.store.find(BudgetMonth, line=line(app, name), month=month)
    return found[0].plan if found else None


def in_force(app: App, budget: Budget) -> Budget:
    """Reviewed, approved by hand and active."""
    for each in app.store.find(BudgetLine, budget=budget.id):
        if not app.store.count(BudgetLine, parent=each.id):
            app.run(prereview_budget_line, line=each.id, decision="agreed", note="Igual que 2024")
    reviewed = app.run(prereview_budget, budget=budget)
    app.run(submit, document=reviewed)
    app.run(mark_decision, document=reviewed, action="approve", actor="Raúl Ortega", how="Correo del 12 de enero")
    return app.run(activate_budget, budget=reviewed)


def test_a_budget_is_made_from_lines_with_their_plans(app: App, budget: Budget):
    sheet = sheet_of(app.store, budget)
    assert [(each.name, each.level, each.leaf) for each in sheet.lines] == [
        ("Relación médica", 0, False), ("Congresos", 1, True), ("Muestras", 1, True), ("Viáticos", 0, True)]
    assert sheet.plan(line(app, "Relación médica"), sheet.months) == 118_400_00 + 12 * 22_000_00
    assert sheet.plan(TOTAL, ["2025-11"]) == 77_400_00
    assert budget.name == "Presupuesto 2025"
    app.undo()
    assert app.store.count(BudgetLine) == app.store.count(Budget) == 0


def test_lines_pasted_twice_are_the_same_lines(app: App, budget: Budget):
    assert app.run(add_lines, budget=budget.id, lines=[NewLine("Viáticos", months={"2025-12": 5_00})]) == 0
    assert (plan(app, "Viáticos"), plan(app, "Viáticos", "2025-12")) == (17_000_00, 5_00)


def test_a_copy_takes_last_years_plan_and_tree(app: App, budget: Budget):
    copy = app.run(create_budget, year=2026, copy_of=budget.id, percent=Decimal(10))
    sheet = sheet_of(app.store, copy)
    assert [each.name for each in sheet.lines] == ["Relación médica", "Congresos", "Muestras", "Viáticos"]
    assert sheet.plan(TOTAL, ["2026-11"]) == round(77_400_00 * Decimal("1.1"))


def test_cells_are_one_step_and_undo_brings_them_back(app: App, budget: Budget):
    congresos = line(app, "Congresos")
    cells = {(congresos, "2025-11"): 1_00, (congresos, "2025-09"): 2_00, (congresos, "2025-12"): None}
    assert app.run(set_plan, cells=cells) == 3
    assert [plan(app, "Congresos", month) for month in ("2025-09", "2025-11", "2025-12")] == [2_00, 1_00, None]
    app.undo()
    assert [plan(app, "Congresos", month) for month in ("2025-09", "2025-11", "2025-12")] == [
        None, 38_400_00, 40_000_00]
    app.redo()
    app.run(set_plan, cells={(congresos, "2025-12"): 3_00})
    assert plan(app, "Congresos", "2025-12") == 3_00
    assert app.store.count(BudgetMonth, line=congresos, month="2025-12", archived=None) == 1


@pytest.mark.parametrize(("name", "value", "field"), [("Relación médica", 1, "line"), ("Congresos", -1, "plan")])
def test_a_refused_cell_writes_none(app: App, budget: Budget, name: str, value: int, field: str):
    with pytest.raises(Problem) as caught:
        app.run(set_plan, cells={(line(app, "Viáticos"), "2025-11"): 5, (line(app, name), "2025-11"): value})
    assert caught.value.field == field
    assert plan(app, "Viáticos") == 17_000_00


def test_a_year_pasted_is_one_undo(app: App, me: Person):
    budget = app.run(create_budget, year=2025, lines=[NewLine(f"Partida {at}") for at in range(467)])
    ids = [each.id for each in app.store.find(BudgetLine, budget=budget.id)]
    cells: dict[tuple[str, str], int | None] = {(id_, month): at for at, id_ in enumerate(ids) for month in MONTHS}
    assert app.run(set_plan, cells=cells) == 5_604
    app.undo()
    assert app.store.count(BudgetMonth) == 0


def test_copying_the_month_before(app: App, budget: Budget):
    ids = [line(app, name) for name in ("Congresos", "Muestras", "Viáticos")]
    app.run(set_plan, cells={(ids[1], "2025-12"): 7_00})
    assert app.run(copy_month, lines=ids, month="2025-12", only_empty=True) == 1
    assert [plan(app, name, "2025-12") for name in ("Congresos", "Muestras", "Viáticos")] == [
        40_000_00, 7_00, 17_000_00]
    app.run(copy_month, lines=ids, month="2025-12")
    assert plan(app, "Muestras", "2025-12") == 22_000_00


def test_spreading_keeps_closed_months_and_every_cent(app: App, budget: Budget):
    budget = in_force(app, budget)
    app.run(close_month, budget=budget, month="2025-10")
    viaticos = line(app, "Viáticos")
    app.run(spread_plan, line=viaticos, total=100_01)
    assert [plan(app, "Viáticos", month) for month in ("2025-10", "2025-11", "2025-12")] == [None, 50_01, 50_00]
    with pytest.raises(Problem, match="Repártelo por igual"):
        app.run(spread_plan, line=viaticos, total=100_00, by="last_year")
    with pytest.raises(Problem, match="meses cerrados"):
        app.run(spread_plan, line=line(app, "Congresos"), total=100_00)


def test_spreading_as_last_year_follows_its_plan(app: App, budget: Budget):
    app.run(create_budget, year=2026, lines=[NewLine("Congresos")])
    new = app.store.find(BudgetLine, name="Congresos", sort=(("id", False),))
    target = next(each.id for each in new if each.budget != budget.id)
    app.run(spread_plan, line=target, total=118_400_00, by="last_year")
    found = {each.month: each.plan for each in app.store.find(BudgetMonth, line=target)}
    assert (found["2026-10"], found["2026-11"], found["2026-01"]) == (40_000_00, 38_400_00, 0)


def test_spreading_by_season_without_history_follows_working_days(app: App, budget: Budget):
    app.run(spread_plan, line=line(app, "Viáticos"), total=120_000_00, by="seasonal")
    found = [plan(app, "Viáticos", month) or 0 for month in MONTHS]
    assert sum(found) == 120_000_00
    assert found[6] > found[1]  # July has more working days than February


def test_a_comment_needs_a_plan(app: App, budget: Budget):
    app.run(comment_month, line=line(app, "Congresos"), month="2025-11", comment=" Ver cotización ")
    assert sheet_of(app.store, budget).comments == {(line(app, "Congresos"), "2025-11"): "Ver cotización"}
    with pytest.raises(Problem):
        app.run(comment_month, line=line(app, "Viáticos"), month="2025-01", comment="x")


def test_a_budget_is_in_force_after_review_and_approval(app: App, budget: Budget):
    with pytest.raises(Problem, match="Faltan 3 partidas por decidir"):
        app.run(prereview_budget, budget=budget)
    with pytest.raises(Problem, match="Prerrevisa antes"):
        app.run(activate_budget, budget=budget)
    active = in_force(app, budget)
    assert active.state == "in_force"
    assert current_budget(app.store, 2025) == active
    figure = app.ask("F60", Period.year(2025))
    assert figure.more["plan"] == 399_400_00


def test_a_line_sent_back_sends_the_budget_back(app: App, budget: Budget):
    for name in ("Congresos", "Muestras"):
        app.run(prereview_budget_line, line=line(app, name), decision="agreed", note="Bien")
    app.run(prereview_budget_line, line=line(app, "Viáticos"), decision="send_back", note="Sin detalle")
    assert app.run(prereview_budget, budget=budget).state == "sent_back"
    viaticos = app.store.get(BudgetLine, line(app, "Viáticos"))
    assert viaticos.requested == 17_000_00


def test_approval_follows_what_was_said_and_what_changed(app: App, budget: Budget):
    seen = [approval_of(app.store, budget)]
    app.run(submit, document=budget)
    seen.append(approval_of(app.store, budget))
    with pytest.raises(Problem):
        app.run(submit, document=budget)
    app.run(withdraw, document=budget)
    seen.append(approval_of(app.store, budget))
    app.run(mark_decision, document=budget, action="approve", actor="Raúl Ortega", how="Por teléfono")
    seen.append(approval_of(app.store, budget))
    app.run(set_plan, cells={(line(app, "Viáticos"), "2025-11"): 1})
    seen.append(approval_of(app.store, budget))
    assert seen == ["unsent", "sent", "unsent", "approved", "changed"]
    with pytest.raises(Problem, match="Anota cómo"):
        app.run(mark_decision, document=budget, action="approve", actor="Raúl Ortega", how="")


def test_an_unapproved_budget_does_not_start(app: App, budget: Budget):
    for each in app.store.find(BudgetLine, budget=budget.id):
        app.run(prereview_budget_line, line=each.id, decision="agreed", note="Bien")
    reviewed = app.run(prereview_budget, budget=budget)
    with pytest.raises(Problem, match="sin enviar"):
        app.run(activate_budget, budget=reviewed)


def test_closed_months_keep_their_plan_until_they_are_opened(app: App, budget: Budget):
    budget = in_force(app, budget)
    app.run(record_expense, line=line(app, "Viáticos"), concept="Taxi", amount=150_00)
    with pytest.raises(Warned, match="1 gasto"):
        app.run(close_month, budget=budget, month="2025-11")
    closed = app.run(close_month, budget=budget, month="2025-11", confirmed=True)
    with pytest.raises(Problem, match="Noviembre 2025 está cerrado"):
        app.run(set_plan, cells={(line(app, "Viáticos"), "2025-11"): 1})
    with pytest.raises(Problem, match="motivo"):
        app.run(reopen_month, budget=closed, month="2025-11", reason=" ")
    opened = app.run(reopen_month, budget=closed, month="2025-11", reason="Llegó una factura")
    assert opened.closed_through == "2025-10"
    assert "Llegó una factura" in opened.note
    app.run(set_plan, cells={(line(app, "Viáticos"), "2025-11"): 1})
    assert plan(app, "Viáticos") == 1


def test_a_budget_closes_when_every_month_is(app: App, budget: Budget):
    budget = in_force(app, budget)
    with pytest.raises(Problem, match="Cierra antes"):
        app.run(close_budget, budget=budget)
    closed = app.run(close_budget, budget=app.run(close_month, budget=budget, month="2025-12"))
    assert closed.state == "closed"
    with pytest.raises(Problem, match="ya no puede cambiar"):
        app.run(set_plan, cells={(line(app, "Viáticos"), "2025-11"): 1})


def test_a_transfer_moves_what_is_available(app: App, budget: Budget):
    budget = in_force(app, budget)
    given: dict[str, Any] = {"source": line(app, "Muestras"), "target": line(app, "Viáticos"), "reason": "Más viajes",
                             "from_month": "2025-11", "to_month": "2025-12"}
    app.run(transfer_budget, amount=20_000_00, **given)  # 7.6 % of the line's year: at once
    sheet = sheet_of(app.store, budget)
    assert sheet.plan(line(app, "Muestras"), ["2025-11"]) == 2_000_00
    assert sheet.plan(line(app, "Viáticos"), ["2025-12"]) == sheet.moved(line(app, "Viáticos"), "2025-12") == 20_000_00
    assert sheet.plan(TOTAL, sheet.months) == 399_400_00
    with pytest.raises(Problem, match="solo tiene"):
        app.run(transfer_budget, amount=2_000_01, **given)


def test_a_big_transfer_waits_for_approval(app: App, budget: Budget):
    budget = in_force(app, budget)
    moved = app.run(transfer_budget, source=line(app, "Congresos"), target=line(app, "Viáticos"), amount=30_000_00,
                    reason="Cancelado", from_month="2025-11", to_month="2025-11")
    viaticos = line(app, "Viáticos")
    assert sheet_of(app.store, budget).plan(viaticos, ["2025-11"]) == 17_000_00
    app.run(mark_decision, document=moved, action="approve", actor="Raúl Ortega", how="Correo")
    assert sheet_of(app.store, budget).plan(viaticos, ["2025-11"]) == 47_000_00


def test_variance_to_date_by_the_worked_example(app: App, budget: Budget):
    """product/05 F61: October and November closed: 89,300 − 78,400 = +13.9 %."""
    budget = in_force(app, budget)
    app.run(set_plan, cells={(line(app, "Congresos"), "2025-12"): None})
    app.run(record_expense, line=line(app, "Congresos"), concept="Octubre", amount=47_500_00, on=_day(10))
    app.run(record_expense, line=line(app, "Congresos"), concept="Noviembre", amount=41_800_00, on=_day(11))
    app.run(close_month, budget=budget, month="2025-11", confirmed=True)
    found = sheet_of(app.store, app.store.get(Budget, budget.id)).progress(line(app, "Congresos"), app.store)
    assert round(float(found.variance or 0), 1) == 13.9
    assert found.status == "bad"


def _day(month: int) -> Any:
    import datetime

    return datetime.date(2025, month, 10)
