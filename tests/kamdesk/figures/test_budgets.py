"""F60 to F63: the worked examples of product/05 and their edges, through a real base."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamdesk.app import App
from kamdesk.fields import Link
from kamdesk.figures.model import Figure, Period, Scope
from kamdesk.records.approvals import ApprovalEvent
from kamdesk.records.budgets import Budget, BudgetLine, BudgetMonth, BudgetTransfer, Commitment
from kamdesk.records.expenses import Expense
from kamdesk.store import Query
from tests.kamdesk.figures.build import NOVEMBER, Region, day, many, put
from tests.made import make

QUARTER = Period(day("2025-10-01"), day("2025-12-31"))


class Purse:
    """A budget in force with one line."""

    def __init__(self, region: Region) -> None:
        self.region, self.app = region, region.app
        self.budget = put(self.app, Budget(year=2025, name="Operación", state="in_force"))
        self.travel = self.line("Viajes")

    def line(self, name: str, **more: Any) -> BudgetLine:
        """A line of the budget."""
        return put(self.app, BudgetLine(**{"budget": self.budget.id, "name": name, **more}))

    def plan(self, months: Mapping[str, int], line: BudgetLine | None = None) -> None:
        """What a line plans."""
        of = (line or self.travel).id
        many(self.app, BudgetMonth, [{"id": f"{of}{month}", "line": of, "month": month, "plan": value}
                                     for month, value in months.items()])

    def spend(self, on: str, amount: int, **more: Any) -> None:
        """An expense, under review unless said otherwise."""
        many(self.app, Expense, [{"on": day(on), "line": self.travel.id, "concept": "Gasto", "amount": amount,
                                  "person": self.region.person.id, "state": "to_review", **more}])

    def commit(self, month: str, amount: int, source: str = "p1") -> None:
        """Reserve an amount for a plan."""
        many(self.app, Commitment, [{"line": self.travel.id, "month": month, "amount": amount, "state": "open",
                                     "source": Link("promotion_plan", source)}])

    def close(self, month: str) -> None:
        """Close the months to one."""
        with self.app.store.unit("close") as uow:
            uow.change(self.budget, closed_through=month)


@pytest.fixture
def purse(region: Region) -> Purse:
    """A budget in force."""
    return Purse(region)


def test_available(app: App, purse: Purse) -> None:
    purse.plan({"2025-11": 2_000_000_00})
    purse.commit("2025-11", 120_000_00)
    purse.spend("2025-11-05", 1_610_000_00)
    purse.spend("2025-11-05", 5_00, state="draft")
    purse.spend("2025-11-05", 7_00, state="sent_back")
    figure = app.ask("F60", NOVEMBER)
    assert (figure.value, figure.status) == (270_000_00, "good")
    assert app.ask("F62", NOVEMBER).value == Fraction("80.5")


def test_recoverable_tax_is_left_out(app: App, purse: Purse) -> None:
    purse.plan({"2025-11": 1_000_00})
    purse.spend("2025-11-05", 116_00, tax=16_00)
    assert app.ask("F60", NOVEMBER).more["actual"] == 100_00


def test_an_expense_uses_up_its_commitment(app: App, purse: Purse) -> None:
    purse.plan({"2025-11": 1_000_00, "2025-12": 1_000_00})
    purse.commit("2025-11", 300_00)
    purse.commit("2025-12", 200_00)
    purse.spend("2025-11-05", 350_00, source=Link("promotion_plan", "p1"))
    figure = app.ask("F60", Period(day("2025-11-01"), day("2025-12-31")))
    assert (figure.more["committed"], figure.value) == (150_00, 1_500_00)


def test_variance_of_closed_months(app: App, purse: Purse) -> None:
    purse.plan({"2025-09": 40_000_00, "2025-10": 38_400_00})
    purse.spend("2025-09-05", 47_500_00)
    purse.spend("2025-10-05", 41_800_00)
    purse.close("2025-10")
    figure = app.ask("F61", Period(day("2025-09-01"), day("2025-10-31")))
    assert (figure.value, figure.status) == (10_900_00, "bad")
    assert round(figure.more["percent"], 1) == Fraction("13.9")


def test_variance_takes_the_part_of_the_running_month_that_has_passed(app: App, purse: Purse) -> None:
    purse.plan({"2025-11": 1_900_00, "2025-12": 500_00})
    purse.spend("2025-11-05", 1_500_00)
    figure = app.ask("F61", QUARTER)
    assert (figure.value, figure.denominator, figure.status) == (0, 1_500_00, "good")


def test_projection(app: App, purse: Purse) -> None:
    purse.plan({"2025-10": 40_000_00, "2025-11": 38_400_00, "2025-12": 40_000_00})
    purse.spend("2025-10-05", 47_500_00)
    purse.spend("2025-11-05", 41_800_00)
    purse.commit("2025-11", 5_000_00)
    purse.close("2025-10")
    figure = app.ask("F63", QUARTER)
    assert (figure.value, figure.status) == (134_300_00, "bad")
    assert figure.more["pace"] == 47_500_00 + 46_800_00 + 47_500_00


def test_without_plan_nothing_is_available(app: App, purse: Purse) -> None:
    assert app.ask("F60", NOVEMBER).value is None
    assert app.ask("F62", NOVEMBER).value is None


def test_expenses_on_lines_of_no_budget_in_force_are_listed(app: App, purse: Purse) -> None:
    draft = put(app, Budget(year=2025, name="Borrador"))
    line = put(app, BudgetLine(budget=draft.id, name="Otros"))
    purse.plan({"2025-11": 1_000_00})
    purse.spend("2025-11-05", 10_00, line=line.id)
    figure = app.ask("F60", NOVEMBER)
    assert figure.more["actual"] == 0
    assert [(each.count, each.amount) for each in figure.exclusions] == [(1, 10_00)]


def test_transfers_move_plan_when_small_or_approved(app: App, purse: Purse) -> None:
    fairs = purse.line("Ferias", territory=purse.region.zone.id)
    purse.plan({"2025-11": 1_000_00})
    purse.plan({"2025-11": 500_00}, fairs)

    def move(amount: int) -> BudgetTransfer:
        return put(app, BudgetTransfer(on=day("2025-11-10"), from_line=purse.travel.id, to_line=fairs.id,
                                       from_month="2025-11", to_month="2025-11", amount=amount, reason="Feria"))

    move(100_00)  # 10 % of the line's year: needs no approval
    big = move(300_00)
    in_zone = lambda: app.ask("F60", NOVEMBER, Scope(territory=purse.region.zone.id)).more["plan"]  # noqa: E731
    assert in_zone() == 600_00
    put(app, ApprovalEvent(document=Link("budget_transfer", big.id), action="approve", actor="Jefe", content_hash="x",
                           origin="signed", at=datetime.datetime(2025, 11, 11, tzinfo=datetime.UTC)))
    assert in_zone() == 900_00
    assert app.ask("F60", NOVEMBER).more["plan"] == 1_500_00


def test_a_revision_replaces_the_plan_from_its_first_month(app: App, purse: Purse) -> None:
    purse.plan({"2025-10": 100_00, "2025-11": 100_00})
    revision = put(app, Budget(year=2025, name="Operación", revision=1, revises=purse.budget.id, state="in_force"))
    line = put(app, BudgetLine(budget=revision.id, name="Viajes"))
    purse.plan({"2025-11": 70_00}, line)
    assert app.ask("F60", QUARTER).more["plan"] == 170_00


def test_budget_by_line_and_what_it_cannot_be_asked_for(app: App, purse: Purse) -> None:
    purse.plan({"2025-11": 100_00})
    by = {each.key: each.value for each in app.by("F60", NOVEMBER, dimension="budget_line")}
    assert by == {purse.travel.id: 100_00}
    assert app.ask("F60", NOVEMBER, Scope(product=purse.region.product.id)).value is None
    rows = app.rows("F60", NOVEMBER)
    assert rows is not None
    assert list(rows.ids) == []


def _charge(app: App, purse: Purse, spent: list[tuple[bool, int]], committed: list[int]) -> tuple[Figure, list[int]]:
    """F60 of a plan of 1,000 a month that reserved some money and spent some on itself or on its activity."""
    activity = make(app, "promotion_activity", on=day("2025-11-10"))
    inner = Link("promotion_activity", activity.id)
    months = ("2025-11", "2025-12")
    with app.store.unit("charge") as uow:
        uow.add_many(BudgetMonth.kind, [{"line": purse.travel.id, "month": each, "plan": 1_000_00} for each in months])
        uow.add_many(Commitment.kind, [{"line": purse.travel.id, "month": month, "amount": amount, "state": "open",
                                        "source": activity.plan} for month, amount in zip(months, committed,
                                                                                          strict=True)])
        uow.add_many(Expense.kind, [{"on": day("2025-11-05"), "line": purse.travel.id, "concept": "Gasto",
                                     "amount": amount, "person": purse.region.person.id, "state": "to_review",
                                     "source": inner if of_activity else activity.plan}
                                    for of_activity, amount in spent])
    page = app.store.page(Commitment.kind, Query(sort=(("month", False),)), columns=("left",))
    return app.ask("F60", Period(day("2025-11-01"), day("2025-12-31"))), [row.values["left"] for row in page.rows]


def test_an_expense_of_an_activity_uses_what_its_plan_holds(app: App, purse: Purse) -> None:
    figure, left = _charge(app, purse, [(True, 350_00)], [300_00, 200_00])
    assert (figure.more["committed"], figure.value) == (150_00, 1_500_00)
    assert left == [0, 150_00]


def test_an_activity_with_a_commitment_of_its_own_uses_that(app: App, purse: Purse) -> None:
    purse.plan({"2025-11": 1_000_00})
    activity = make(app, "promotion_activity", on=day("2025-11-10"))
    purse.commit("2025-11", 300_00, activity.plan.id)
    many(app, Commitment, [{"line": purse.travel.id, "month": "2025-11", "amount": 100_00, "state": "open",
                            "source": Link("promotion_activity", activity.id)}])
    purse.spend("2025-11-05", 80_00, source=Link("promotion_activity", activity.id))
    assert app.ask("F60", NOVEMBER).more["committed"] == 320_00


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spent=st.lists(st.tuples(st.booleans(), st.integers(1, 400_00)), max_size=4),
       committed=st.lists(st.integers(0, 500_00), min_size=2, max_size=2))
def test_the_plan_is_what_is_left_and_reserved_and_spent(app: App, purse: Purse, spent: list[tuple[bool, int]],
                                                         committed: list[int]) -> None:
    found, left = _charge(app, purse, spent, committed)
    app.undo()
    used = sum(amount for _of_activity, amount in spent)
    assert found.more["actual"] == used
    assert found.more["committed"] == sum(left) == max(0, sum(committed) - used)
    assert found.more["plan"] == found.value + found.more["committed"] + found.more["actual"]
