"""Claims, rules of expenses and the pre-review of budget lines, with keys and mouse."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.budgeting.rules import preview, sentence
from kamdesk.commands.approvals import mark_decision, submit
from kamdesk.commands.budget import NewLine, create_budget
from kamdesk.commands.expenses import prereview_expense, record_expense
from kamdesk.records.budgets import Budget, BudgetLine
from kamdesk.records.expenses import Expense, ExpenseClaim, ExpenseRule
from kamdesk.records.team import Person
from kamdesk.reports.claims import claim_sheet, review_sheet
from tests.kamdesk.commands.test_budget import in_force
from tests.kamdesk.figures.build import day
from tests.ui.lint import lint
from ui.panels.fields import FieldsPanel
from ui.screen import Address
from ui.screens.budget.claims import ClaimView
from ui.screens.budget.review import ReviewTab
from ui.screens.budget.rules import RulesPage
from ui.window import Window

SMALL = (1093, 614)


def _meals(app: App) -> str:
    months = dict.fromkeys([f"2025-{month:02d}" for month in range(1, 13)], 1_000_00)
    in_force(app, app.run(create_budget, year=2025, lines=[NewLine("Comidas", "Relación médica", months=months)]))
    return app.store.find(BudgetLine, name="Comidas")[0].id


def _spend(app: App, line: str, *expenses: tuple[str, str, int]) -> None:
    for on, concept, amount in expenses:
        app.run(record_expense, line=line, concept=concept, amount=amount, on=day(on))


def _fits(dressed: QApplication, window: Window, *address: str) -> None:
    window.resize(*SMALL)
    window.go(Address("budget", *address))
    for _turn in range(4):
        dressed.processEvents()
    assert lint(window, room=SMALL) == []


def test_a_claim_is_built_sent_approved_and_paid(dressed: QApplication, store: BaseStore, me: Person,
                                                 window: Window) -> None:
    app = App(store)
    line = _meals(app)
    _spend(app, line, ("2025-11-03", "Comida", 300_00), ("2025-11-05", "Taxi", 80_00), ("2025-10-05", "Hotel", 50_00))
    window.go(Address("budget", "review", "expense_claim"))
    (view,) = window.findChildren(ClaimView)
    view.new()
    window.findChildren(FieldsPanel)[-1].submitted.emit()
    claim = store.find(ExpenseClaim)[0]
    assert {each.concept for each in store.find(Expense, claim=claim.id)} == {"Comida", "Taxi"}
    taxi = store.find(Expense, concept="Taxi")[0]
    view.pane.take_out(taxi.id)
    assert store.get(Expense, taxi.id).claim is None
    view.pane.fill()
    assert store.get(Expense, taxi.id).claim == claim.id
    view.pane.pay()
    assert store.get(ExpenseClaim, claim.id).state == "draft"
    _fits(dressed, window, "review", "expense_claim", claim.id)
    for each in store.find(Expense, claim=claim.id):
        app.run(prereview_expense, expense=each, action="reviewed")
    app.run(submit, document=claim)
    app.run(mark_decision, document=claim, action="approve", actor="Dirección", how="Firmada")
    view.pane.pay()
    assert store.get(ExpenseClaim, claim.id).state == "reimbursed"
    assert "$380" in str(claim_sheet(app, store.get(ExpenseClaim, claim.id)))


def test_a_rule_is_a_sentence_and_shows_what_it_would_have_met(dressed: QApplication, store: BaseStore, me: Person,
                                                               window: Window) -> None:
    app = App(store)
    line = _meals(app)
    _spend(app, line, ("2025-11-03", "Comida", 300_00), ("2025-11-03", "Cena", 400_00), ("2025-11-04", "Vino", 90_00))
    window.go(Address("budget", "rules"))
    (page,) = window.findChildren(RulesPage)
    page.new()
    for name, value in (("test", "per_day"), ("value", Decimal(600)), ("message", "El día pasa de 600."),
                        ("name", "Día")):
        page.pane.editors[name].show_value(value, {})
        page.pane.change(name, value)
    assert page.pane.says.text() == "En todas las partidas, avisa cuando una persona gasta más de $600 en un día."
    assert [each.concept for each in preview(store, page.pane.rule).met] == ["Cena"]
    page.pane.save()
    assert [each.name for each in store.find(ExpenseRule)] == ["Día"]
    page.pane.change("line", line)
    page.pane.change("action", "block")
    (kept,) = store.find(ExpenseRule)
    assert sentence(kept, line="Comidas").startswith("En Comidas y sus subpartidas, bloquea cuando")
    wine = ExpenseRule(test="forbidden_concept", words="vino", message="No")
    assert preview(store, wine).amount == 90_00
    assert not preview(store, ExpenseRule(test="max_age_days", value=Decimal(1), message="Tarde")).known
    _fits(dressed, window, "rules")
    page.pane.archive()
    assert page.rules == []


def test_a_line_is_adjusted_by_keyboard(store: BaseStore, me: Person, window: Window) -> None:
    app = App(store)
    _spend(app, _meals(app), ("2025-11-03", "Comida", 300_00))
    app.run(prereview_expense, expense=store.find(Expense)[0], action="reviewed")
    budget = app.run(create_budget, year=2026, lines=[NewLine("Comidas", "Relación médica",
                                                              months={"2026-01": 900_00})])
    window.go(Address("budget", "review"))
    (review,) = window.findChildren(ReviewTab)
    assert "Año pasado: $300.00" in review.card.facts.text()
    QTest.keyClick(review, Qt.Key.Key_J)
    review.card.note.setText("Con 700 alcanza")
    review.card.suggested.setText("700")
    review.card.suggested.commit()
    review.adjust()
    line = next(each for each in store.find(BudgetLine, budget=budget.id) if each.review == "adjust")
    assert (line.suggested, line.requested, line.review_note) == (700_00, 900_00, "Con 700 alcanza")
    assert store.get(Budget, budget.id).state == "prereviewed"
    assert "−$200" in str(review_sheet(app, budget))
