"""Budgets, lines, months, transfers and commitments say what is wrong with them."""

from __future__ import annotations

import dataclasses
import datetime
from typing import NamedTuple

import pytest

from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.budgets import Budget, BudgetLine, BudgetMonth, BudgetTransfer, Commitment
from kamdesk.records.expenses import Expense
from tests.kamdesk.records.things import Put, Said, someone

ON = datetime.date(2025, 11, 20)
CLOSED = "Octubre 2025 está cerrado. Reábrelo en Presupuesto para cambiarlo."
LEAF = "Registra en una partida sin subpartidas."


class Tree(NamedTuple):
    """A budget closed through October, a line, and its two sublines."""

    budget: Budget
    top: BudgetLine
    travel: BudgetLine
    events: BudgetLine


@pytest.fixture
def tree(put: Put) -> Tree:
    budget = put(Budget(year=2025, name="Región", closed_through="2025-10", owner=someone(put).id))
    top = put(BudgetLine(budget=budget.id, name="Promoción"))
    return Tree(budget, top, *(put(BudgetLine(budget=budget.id, name=name, parent=top.id))
                               for name in ("Viajes", "Eventos")))


def test_the_lines_add_up_to_what_was_received(tree: Tree, put: Put, cautions: Said) -> None:
    income = put(BudgetLine(budget=tree.budget.id, name="Ventas", nature="income"))
    put(BudgetMonth(line=income.id, month="2025-11", plan=900_000))
    put(BudgetMonth(line=tree.travel.id, month="2025-11", plan=60_000))
    put(BudgetMonth(line=tree.events.id, month="2025-12", plan=30_000))
    assert cautions(dataclasses.replace(tree.budget, received_total=100_000)) == {
        "received_total": "Diferencia con lo recibido: $100.00."}
    assert cautions(dataclasses.replace(tree.budget, received_total=90_000)) == {}
    assert cautions(tree.budget) == {}


def test_a_reviewed_budget_has_decided_every_line(tree: Tree, store, errors: Said) -> None:
    reviewed = dataclasses.replace(tree.budget, state="prereviewed")
    assert errors(reviewed) == {"state": "Faltan 3 partidas por decidir."}
    assert errors(tree.budget) == {}
    with store.unit("test") as uow:
        for line in (tree.top, tree.travel):
            uow.change(line, review="agreed", review_note="De acuerdo")
    assert errors(reviewed) == {"state": "Falta 1 partida por decidir."}
    with store.unit("test") as uow:
        uow.change(tree.events, review="agreed", review_note="De acuerdo")
    assert errors(reviewed) == {}


def test_a_decision_says_why_and_how_much(tree: Tree, errors: Said) -> None:
    adjusted = dataclasses.replace(tree.travel, review="adjust")
    assert errors(adjusted) == {"review_note": "Anota la observación.", "suggested": "Falta el importe sugerido."}
    assert errors(dataclasses.replace(adjusted, review_note="Menos hotel", suggested=10)) == {}
    assert errors(tree.travel) == {}


def test_a_line_that_was_spent_on_is_not_archived(tree: Tree, put: Put, store) -> None:
    assert tree.travel.may_archive(store) is None
    put(Expense(on=ON, line=tree.travel.id, concept="Hotel", amount=100, person=someone(put).id))
    assert tree.travel.may_archive(store) == "La partida tiene gastos. Ciérrala en lugar de archivarla."


def test_a_closed_month_keeps_its_plan(tree: Tree, put: Put, store, errors: Said) -> None:
    assert errors(BudgetMonth(line=tree.travel.id, month="2025-10", plan=1)) == {"plan": CLOSED}
    assert errors(BudgetMonth(line=tree.travel.id, month="2025-11", plan=1)) == {}
    with store.unit("test") as uow:
        uow.change(tree.budget, closed_through=None)
    month = put(BudgetMonth(line=tree.travel.id, month="2025-10", plan=1))
    with store.unit("test") as uow:
        uow.change(tree.budget, closed_through="2025-10")
    assert errors(dataclasses.replace(month, comment="Revisado")) == {}
    assert errors(dataclasses.replace(month, plan=2)) == {"plan": CLOSED}


def transfer(tree: Tree, **more: object) -> BudgetTransfer:
    return BudgetTransfer(**{"on": ON, "from_line": tree.travel.id, "to_line": tree.events.id, "amount": 500,
                             "reason": "Congreso", "from_month": "2025-11", "to_month": "2025-12", **more})


def test_a_transfer_goes_somewhere_else(tree: Tree, errors: Said) -> None:
    same = transfer(tree, to_line=tree.travel.id, to_month="2025-11")
    assert errors(same) == {"to_line": "Elige otra partida u otro mes."}
    assert errors(dataclasses.replace(same, to_month="2025-12")) == {}
    assert errors(transfer(tree)) == {}


def test_a_transfer_moves_something_between_open_leaves(tree: Tree, errors: Said) -> None:
    assert errors(transfer(tree, amount=0)) == {"amount": "Importe debe ser mayor que cero."}
    assert errors(transfer(tree, from_line=tree.top.id)) == {"from_line": LEAF}
    assert errors(transfer(tree, to_line=tree.top.id)) == {"to_line": LEAF}
    assert errors(transfer(tree, from_month="2025-10")) == {"from_month": CLOSED}
    assert errors(transfer(tree, to_month="2025-10")) == {"to_month": CLOSED}


def test_a_transfer_is_not_changed(tree: Tree, put: Put, store) -> None:
    made = put(transfer(tree, owner=someone(put).id))
    with pytest.raises(Problem), store.unit("test") as uow:
        uow.save(dataclasses.replace(made, amount=501))


def test_money_is_reserved_on_a_leaf_in_an_open_month(tree: Tree, errors: Said) -> None:
    source = Link("task", "x")
    assert errors(Commitment(line=tree.travel.id, month="2025-11", amount=5, source=source)) == {}
    assert errors(Commitment(line=tree.top.id, month="2025-11", amount=5, source=source)) == {"line": LEAF}
    assert errors(Commitment(line=tree.travel.id, month="2025-10", amount=5, source=source)) == {"month": CLOSED}
