"""How long a year pasted into the grid takes: 5,604 plans through the command, undo included."""

from __future__ import annotations

import time
from collections.abc import Callable

from kamdesk.app import App
from kamdesk.commands.budget import NewLine, create_budget, set_plan
from kamdesk.records.budgets import BudgetLine, BudgetMonth
from kamdesk.records.team import Person

MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]
WANTED = 0.1  # seconds


def test_a_pasted_year(app: App, me: Person, record_property: Callable[[str, object], None]) -> None:
    budget = app.run(create_budget, year=2025, lines=[NewLine(f"Partida {at}") for at in range(467)])
    ids = [each.id for each in app.store.find(BudgetLine, budget=budget.id)]
    start = time.perf_counter()
    app.run(set_plan, cells={(id_, month): at for at, id_ in enumerate(ids) for month in MONTHS})
    born = time.perf_counter()
    app.run(set_plan, cells={(id_, month): at + 1 for at, id_ in enumerate(ids) for month in MONTHS})
    record_property("bench", ("5,604 plans pasted into an empty year", born - start, WANTED, "s"))
    assert app.store.count(BudgetMonth) == len(ids) * len(MONTHS)
    record_property("bench", ("5,604 plans pasted over others", time.perf_counter() - born, WANTED, "s"))
